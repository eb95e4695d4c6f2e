/** Shapes beyond the plain lot: holes, two lots as one parcel, and the outline of two lots together. */
import type { Lot } from "./cut.ts"
import { distanceM, type Frame, type Point, type Ring, type Vertex } from "./plane.ts"
import { cosineOfTurns, type Random, sineOfTurns } from "./random.ts"

/** The outline of two lots that share part of their outlines; undefined where the union is no plain ring. */
export function uniteRings(a: Ring, b: Ring): Ring | undefined {
  const next = new Map<Vertex, Vertex>()
  const edges = (ring: Ring) =>
    ring.map((from, n): [Vertex, Vertex] => [from, ring[(n + 1) % ring.length] ?? from])
  const inner = new Map(edges(b).map(([from, to]) => [to, from]))
  const outer = new Map(edges(a).map(([from, to]) => [to, from]))
  for (const [from, to] of edges(a)) {
    if (inner.get(from) !== to) next.set(from, to)
  }
  for (const [from, to] of edges(b)) {
    if (outer.get(from) === to) continue
    if (next.has(from)) return undefined
    next.set(from, to)
  }
  if (next.size === a.length + b.length) return undefined
  const start = next.keys().next().value
  const ring: Ring = []
  for (let at = start; at; at = next.get(at)) {
    ring.push(at)
    if (ring.length > next.size) return undefined
    if (next.get(at) === start) break
  }
  return ring.length === next.size ? ring : undefined
}

/** Centre of gravity of a ring. */
export function centroidOf(ring: Ring): Point {
  const first = ring[0]
  if (!first) throw new Error("an empty ring has no centre")
  let twice = 0
  let x = 0
  let y = 0
  ring.forEach((a, n) => {
    const b = ring[(n + 1) % ring.length] ?? a
    const cross = (a.x - first.x) * (b.y - first.y) - (b.x - first.x) * (a.y - first.y)
    twice += cross
    x += (a.x + b.x - 2 * first.x) * cross
    y += (a.y + b.y - 2 * first.y) * cross
  })
  return [first.x + x / (3 * twice), first.y + y / (3 * twice)]
}

/** Metres from a point inside to the nearest edge; negative outside. */
export function clearanceM(ring: Ring, [x, y]: Point): number {
  let nearest = Infinity
  let isInside = false
  ring.forEach((a, n) => {
    const b = ring[(n + 1) % ring.length] ?? a
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x)
      isInside = !isInside
    const length = distanceM(a, b)
    const along = ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / (length * length)
    const t = Math.max(0, Math.min(1, along))
    nearest = Math.min(
      nearest,
      distanceM({ x, y }, { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t }),
    )
  })
  return isInside ? nearest : -nearest
}

/** A pond about a point, clockwise: `lengthM` along `axis`, `depthM` across it. */
export function drawPond(
  centre: Point,
  { axis, lengthM, depthM }: { axis: Point; lengthM: number; depthM: number },
  { frame, random }: { frame: Frame; random: Random },
): Ring {
  const phase = random.next()
  const count = 22
  return Array.from({ length: count }, (_, n) => {
    const turn = -n / count
    const swell =
      1 + 0.14 * sineOfTurns(2 * turn + phase) + 0.08 * sineOfTurns(3 * turn + 2 * phase)
    const along = (lengthM / 2) * swell * cosineOfTurns(turn)
    const aside = (depthM / 2) * swell * sineOfTurns(turn)
    return frame.snap([
      centre[0] + axis[0] * along - axis[1] * aside,
      centre[1] + axis[1] * along + axis[0] * aside,
    ])
  })
}

/** A rectangle about a point, clockwise. */
export function drawYard(
  centre: Point,
  { axis, lengthM, depthM }: { axis: Point; lengthM: number; depthM: number },
  frame: Frame,
): Ring {
  const corners = [
    [-1, -1],
    [-1, 1],
    [1, 1],
    [1, -1],
  ] as const
  return corners.map(([along, aside]) =>
    frame.snap([
      centre[0] + (axis[0] * along * lengthM - axis[1] * aside * depthM) / 2,
      centre[1] + (axis[1] * along * lengthM + axis[0] * aside * depthM) / 2,
    ]),
  )
}

/** Whether every vertex of a hole keeps `marginM` metres from the lot's outline. */
export const fitsInside = (lot: Lot, hole: Ring, marginM: number): boolean =>
  hole.every((vertex) => clearanceM(lot.ring, [vertex.x, vertex.y]) >= marginM)
