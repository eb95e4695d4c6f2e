import { BUFFER, EXTENT } from "./address.ts"
import type { Polygon, Ring } from "./ring.ts"

const LEAST = -BUFFER
const MOST = EXTENT + BUFFER

/** One edge of the buffered tile. `sign` is 1 where the tile lies on the greater side. */
type Side = { axis: 0 | 1; bound: number; sign: 1 | -1 }

const SIDES: Side[] = [
  { axis: 0, bound: LEAST, sign: 1 },
  { axis: 0, bound: MOST, sign: -1 },
  { axis: 1, bound: LEAST, sign: 1 },
  { axis: 1, bound: MOST, sign: -1 },
]

/** A run of a ring inside the tile, from the point where it comes in to the point where it goes out. */
type Run = { line: Ring; entry: number; exit: number }

/**
 * The part of a polygon inside the buffered tile. A concave parcel may leave it in several pieces:
 * each becomes a polygon of its own with its own holes, and no edge runs along the tile's border to
 * join them, as clipping ring by ring (Sutherland-Hodgman) would leave.
 *
 * @param polygon shell with positive, holes with negative area
 * @returns pieces wound alike; cuts are not rounded and rings may repeat a vertex or enclose nothing
 */
export function clipPolygon(polygon: Polygon): Polygon[] {
  let pieces = [polygon]
  for (const side of SIDES) pieces = pieces.flatMap((piece) => clipToSide(piece, side))
  return pieces
}

function clipToSide(polygon: Polygon, side: Side): Polygon[] {
  const whole: Ring[] = []
  const runs: Run[] = []
  for (const [index, ring] of polygon.entries()) {
    const inside = countInside(ring, side)
    if (inside * 2 === ring.length) whole.push(ring)
    else if (inside > 0) runs.push(...listRuns(ring, side))
    else if (index === 0) return []
  }
  if (runs.length === 0) return [whole]
  const shells = joinRuns(runs)
  const pieces = shells.map((shell) => [shell])
  for (const hole of whole) findHolder(pieces, hole).push(hole)
  return pieces
}

function countInside(ring: Ring, side: Side): number {
  let count = 0
  for (let i = 0; i < ring.length; i += 2) if (isInside(ring, i, side)) count++
  return count
}

/** The side's own line counts as inside. */
const isInside = (ring: Ring, at: number, { axis, bound, sign }: Side) =>
  (ring[at + axis]! - bound) * sign >= 0

/** Cuts a ring that crosses the side; it has vertices on both. */
function listRuns(ring: Ring, side: Side): Run[] {
  const runs: Run[] = []
  let start = 0
  while (isInside(ring, start, side)) start += 2
  let run: Run | undefined
  let previous = start
  for (let step = 2; step <= ring.length; step += 2) {
    const at = (start + step) % ring.length
    if (isInside(ring, at, side)) {
      run ??= enter(ring, at, previous, side)
      run.line.push(ring[at]!, ring[at + 1]!)
    } else if (run) {
      const [x, y, exit] = cut(ring, previous, at, side)
      run.line.push(x, y)
      runs.push({ ...run, exit })
      run = undefined
    }
    previous = at
  }
  return runs
}

function enter(ring: Ring, inner: number, outer: number, side: Side): Run {
  const [x, y, entry] = cut(ring, inner, outer, side)
  return { line: [x, y], entry, exit: entry }
}

/**
 * Where an edge meets the side: x, y, and the place along the side. Reckoned from the inner vertex
 * whichever way the edge runs, so that two parcels with a common edge are cut at the same point.
 */
function cut(ring: Ring, inner: number, outer: number, { axis, bound }: Side) {
  const across = 1 - axis
  const share = (bound - ring[inner + axis]!) / (ring[outer + axis]! - ring[inner + axis]!)
  const place = ring[inner + across]! + share * (ring[outer + across]! - ring[inner + across]!)
  return axis === 0 ? ([bound, place, place] as const) : ([place, bound, place] as const)
}

/**
 * Closes runs to rings along the side. Seen along it, a polygon is entered and left by turns, so the
 * k-th exit goes on at the k-th entry; holes that the side cuts become part of the outline so.
 * Rounding may have made a polygon touch itself; any pairing then still gives every point inside the
 * tile its winding number, because the added edges are all on the side.
 */
function joinRuns(runs: Run[]): Ring[] {
  const byExit = runs.toSorted((a, b) => a.exit - b.exit)
  const byEntry = runs.toSorted((a, b) => a.entry - b.entry)
  const next = new Map(byExit.map((run, k) => [run, byEntry[k]!]))
  const rings: Ring[] = []
  for (const first of runs) {
    const ring: Ring = []
    let run = first
    for (let following = next.get(run); following; following = next.get(run)) {
      for (const value of run.line) ring.push(value)
      next.delete(run)
      run = following
    }
    if (ring.length > 0) rings.push(ring)
  }
  return rings
}

/** The piece that holds most of the hole's vertices: all but those where the hole touches it. */
function findHolder(pieces: Polygon[], hole: Ring): Polygon {
  const held = pieces.map(([shell]) => (pieces.length > 1 ? countHeld(shell!, hole) : 0))
  return pieces[held.indexOf(Math.max(...held))]!
}

function countHeld(shell: Ring, hole: Ring): number {
  let count = 0
  for (let i = 0; i < hole.length; i += 2) if (holds(shell, hole[i]!, hole[i + 1]!)) count++
  return count
}

/** Even-odd rule. */
function holds(shell: Ring, x: number, y: number): boolean {
  let inside = false
  for (let i = 0, j = shell.length - 2; i < shell.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [shell[i]!, shell[i + 1]!, shell[j]!, shell[j + 1]!]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}
