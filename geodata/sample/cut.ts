/** Cutting one lot in two so that neighbours keep sharing every vertex. */
import { distanceM, type Frame, planeAreaM2, type Point, type Ring, type Vertex } from "./plane.ts"

/** A piece of a block. `street[n]` tells whether the edge from vertex n to the next lies on the block's outline. */
export type Lot = {
  ring: Ring
  street: boolean[]
  areaM2: number
}

/** A place on a lot's outline: on the edge that starts at `edge`, or on that vertex itself. */
export type Place = { edge: number; vertex: Vertex; isNew: boolean }

export type Cut = { from: Place; to: Place; parts: [Lot, Lot] }

/** The place at share `t` of an edge, or the vertex that lies within `snapM` metres of it. */
function placeOn(
  { ring }: Lot,
  { edge, t, snapM, frame }: { edge: number; t: number; snapM: number; frame: Frame },
): Place | undefined {
  const a = ring[edge]
  const next = (edge + 1) % ring.length
  const b = ring[next]
  if (!a || !b) return undefined
  const length = distanceM(a, b)
  if (length * t < snapM) return { edge, vertex: a, isNew: false }
  if (length * (1 - t) < snapM) return { edge: next, vertex: b, isNew: false }
  return { edge, vertex: frame.snap([a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t]), isNew: true }
}

/** Where the line of points with `normal . point = at` crosses the outline, through vertices within `snapM`. */
export function listCrossings(
  lot: Lot,
  { normal, at, snapM, frame }: { normal: Point; at: number; snapM: number; frame: Frame },
): Place[] {
  const { ring } = lot
  const side = ring.map((vertex) => vertex.x * normal[0] + vertex.y * normal[1] - at)
  const places: Place[] = []
  side.forEach((here, n) => {
    const there = side[(n + 1) % side.length] ?? 0
    if (here > 0 === there > 0) return
    const place = placeOn(lot, { edge: n, t: here / (here - there), snapM, frame })
    if (place) places.push(place)
  })
  return places
}

/**
 * The two parts of a lot along the chain from one place over `inner` to the other. Nothing is changed
 * yet. Undefined where the places are one or neighbours on the outline.
 */
export function planCut(
  lot: Lot,
  from: Place,
  to: Place,
  inner: readonly Vertex[],
): Cut | undefined {
  const { ring, street } = insertPlaces(lot, [from, to])
  const start = ring.indexOf(from.vertex)
  const end = ring.indexOf(to.vertex)
  const first = takePart(ring, street, { start, end, inner: inner.toReversed() })
  const second = takePart(ring, street, { start: end, end: start, inner })
  if (first.ring.length < 3 || second.ring.length < 3) return undefined
  return { from, to, parts: [first, second] }
}

/** Puts a planned cut into effect among the lots of its block. */
export function applyCut(lots: Lot[], lot: Lot, { from, to, parts }: Cut) {
  for (const place of [from, to]) {
    if (place.isNew && !lot.street[place.edge]) insertAtNeighbour(lots, lot, place)
  }
  lots.splice(lots.indexOf(lot), 1, ...parts)
}

/** The same vertex in the lot across the edge, so that both sides keep the same outline. */
function insertAtNeighbour(lots: readonly Lot[], lot: Lot, { edge, vertex }: Place) {
  const a = lot.ring[edge]
  const b = lot.ring[(edge + 1) % lot.ring.length]
  for (const neighbour of lots) {
    const n = b ? neighbour.ring.indexOf(b) : -1
    if (neighbour === lot || n < 0 || neighbour.ring[(n + 1) % neighbour.ring.length] !== a)
      continue
    neighbour.ring.splice(n + 1, 0, vertex)
    neighbour.street.splice(n + 1, 0, false)
  }
}

function insertPlaces(lot: Lot, places: readonly Place[]): { ring: Ring; street: boolean[] } {
  const ring: Ring = []
  const street: boolean[] = []
  lot.ring.forEach((vertex, n) => {
    const isStreet = lot.street[n] ?? false
    ring.push(vertex)
    street.push(isStreet)
    const fresh = places
      .filter((place) => place.isNew && place.edge === n)
      .sort((a, b) => distanceM(vertex, a.vertex) - distanceM(vertex, b.vertex))
    for (const place of fresh) {
      ring.push(place.vertex)
      street.push(isStreet)
    }
  })
  return { ring, street }
}

function takePart(
  ring: Ring,
  street: readonly boolean[],
  { start, end, inner }: { start: number; end: number; inner: readonly Vertex[] },
): Lot {
  const part: Ring = []
  const partStreet: boolean[] = []
  for (let n = start; ; n = (n + 1) % ring.length) {
    const vertex = ring[n]
    if (!vertex) break
    part.push(vertex)
    partStreet.push(n === end ? false : (street[n] ?? false))
    if (n === end) break
  }
  for (const vertex of inner) {
    part.push(vertex)
    partStreet.push(false)
  }
  return { ring: part, street: partStreet, areaM2: planeAreaM2(part) }
}
