import { UNIT_ZOOM } from "./address.ts"
import { WORLD } from "./mercator.ts"

/** From this zoom on every vertex is drawn. A tile unit is 16 world units there: 15 cm at the equator. */
export const ALL_VERTICES_ZOOM = 16

/** Pairs of vertices between which chains are still to be looked at; reused, never shared across calls. */
let pending = new Int32Array(1 << 10)

/**
 * Lowest zoom at which each vertex of a ring matters: from there on, leaving it out would move the outline
 * by half a tile unit (a sixteenth of a screen pixel) or more. Douglas-Peucker from two far corners of the ring, so
 * the result does not hang on where the ring was begun; a vertex never matters before the one that split
 * its chain. At least three vertices matter from zoom 0 on, so a ring is never drawn as a line for want of
 * vertices.
 *
 * @param world x, y, x, y … in world units, of which the ring is the part from `start` to before `end`, open
 * @param zooms receives one value a vertex, the first at `start / 2`; values 0 to 16
 */
export function rankVertices(
  world: ArrayLike<number>,
  start: number,
  end: number,
  zooms: Uint8Array,
): void {
  const first = start >> 1
  const count = (end - start) >> 1
  if (count <= 3) {
    zooms.fill(0, first, first + count)
    return
  }
  const a = findCorner(world, start, end)
  const b = findFarthest(world, start, end, a)
  zooms.fill(ALL_VERTICES_ZOOM, first, first + count)
  const one = findSplit(world, start, count, a, b > a ? b : b + count)
  const oneSquared = splitSquared
  const other = findSplit(world, start, count, b, a > b ? a : a + count)
  const third = oneSquared >= splitSquared ? one : other
  const corners = [a, b, third < 0 ? b : third % count]
  for (const corner of corners) zooms[first + corner] = 0
  // In the order of the ring, so that each chain runs on from the one before.
  corners.sort((p, q) => p - q)
  for (const [i, from] of corners.entries())
    rankChain(world, start, count, zooms, from, corners[i + 1] ?? corners[0]! + count)
}

/** The westernmost vertex, of several the northernmost. */
function findCorner(world: ArrayLike<number>, start: number, end: number): number {
  let found = start
  for (let i = start + 2; i < end; i += 2) {
    const further = world[found]! - world[i]!
    if (further > 0 || (further === 0 && world[found + 1]! > world[i + 1]!)) found = i
  }
  return (found - start) >> 1
}

/** The vertex farthest from one of them; of several the first after it round the ring. */
function findFarthest(world: ArrayLike<number>, start: number, end: number, from: number): number {
  const x = world[start + 2 * from]!
  const y = world[start + 2 * from + 1]!
  let found = from
  let most = -1
  let at = start + 2 * from
  do {
    const squared = (world[at]! - x) ** 2 + (world[at + 1]! - y) ** 2
    if (squared > most) {
      most = squared
      found = (at - start) >> 1
    }
    at += 2
    if (at === end) at = start
  } while (at !== start + 2 * from)
  return found
}

/** Square of the distance that `findSplit` found. */
let splitSquared = -1

/**
 * The vertex between two places of the ring that lies farthest from the line between them; -1 where there is
 * none. Places run on beyond the ring's end, so that a chain is always ascending.
 */
function findSplit(
  world: ArrayLike<number>,
  start: number,
  count: number,
  low: number,
  high: number,
): number {
  const lowAt = start + 2 * (low % count)
  const highAt = start + 2 * (high % count)
  const ax = world[lowAt]!
  const ay = world[lowAt + 1]!
  const dx = world[highAt]! - ax
  const dy = world[highAt + 1]! - ay
  const squared = dx * dx + dy * dy
  let farthest = -1
  splitSquared = -1
  let at = start + 2 * ((low + 1) % count)
  for (let place = low + 1; place < high; place++) {
    const px = world[at]! - ax
    const py = world[at + 1]! - ay
    const along = squared > 0 ? px * dx + py * dy : 0
    // Distance to the segment, squared; beyond its ends the distance to the end.
    const across = px * dy - py * dx
    const distance =
      along <= 0
        ? px * px + py * py
        : along >= squared
          ? (px - dx) * (px - dx) + (py - dy) * (py - dy)
          : (across * across) / squared
    if (distance > splitSquared) {
      splitSquared = distance
      farthest = place
    }
    at += 2
    if (at === start + 2 * count) at = start
  }
  return farthest
}

/** Ranks the vertices between two places of the ring. */
function rankChain(
  world: ArrayLike<number>,
  start: number,
  count: number,
  zooms: Uint8Array,
  from: number,
  to: number,
): void {
  const first = start >> 1
  let depth = 0
  pending[depth++] = from
  pending[depth++] = to
  pending[depth++] = 0
  while (depth > 0) {
    const least = pending[--depth]!
    const high = pending[--depth]!
    const low = pending[--depth]!
    if (high - low < 2) continue
    const farthest = findSplit(world, start, count, low, high)
    const zoom = Math.max(least, zoomOf(splitSquared))
    zooms[first + (farthest % count)] = zoom
    if (zoom >= ALL_VERTICES_ZOOM) continue
    if (depth + 6 > pending.length) {
      const larger = new Int32Array(pending.length * 2)
      larger.set(pending)
      pending = larger
    }
    pending[depth++] = low
    pending[depth++] = farthest
    pending[depth++] = zoom
    pending[depth++] = farthest
    pending[depth++] = high
    pending[depth++] = zoom
  }
}

/** Half a tile unit at the zoom from which every vertex is drawn, squared. */
const LEAST_SQUARED = (2 ** (UNIT_ZOOM - ALL_VERTICES_ZOOM) / 2) ** 2

/** Lowest zoom at which a distance, given squared, in world units, is half a tile unit or more. */
function zoomOf(squared: number): number {
  if (squared < LEAST_SQUARED) return ALL_VERTICES_ZOOM
  const exponent = 31 - Math.clz32(Math.min(2 * Math.sqrt(squared), WORLD - 1))
  return Math.min(Math.max(UNIT_ZOOM - exponent, 0), ALL_VERTICES_ZOOM)
}
