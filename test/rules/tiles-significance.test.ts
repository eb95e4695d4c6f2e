import { fc } from "../support/properties.ts"
import { expect, test } from "vitest"
import { UNIT_ZOOM } from "../../server/tiles/encode/address.ts"
import { ALL_VERTICES_ZOOM, rankVertices } from "../../server/tiles/encode/significance.ts"

type Vertex = readonly [x: number, y: number]

/** Lowest zoom of each vertex of a ring that lies amid other numbers. */
function rank(ring: readonly Vertex[]): number[] {
  const world = [1, 2, ...ring.flat(), 3, 4]
  const zooms = new Uint8Array(ring.length + 2).fill(99)
  rankVertices(world, 2, 2 + 2 * ring.length, zooms)
  expect([zooms[0], zooms[ring.length + 1]]).toEqual([99, 99])
  return Array.from(zooms.subarray(1, -1))
}

const ringOf = (coordinate: fc.Arbitrary<number>, maxLength = 60) =>
  fc.uniqueArray(fc.tuple(coordinate, coordinate), {
    minLength: 3,
    maxLength,
    selector: ([x, y]) => `${x} ${y}`,
  })
/** Vertices anywhere in the world, and on a small grid where equal distances are common. */
const anyRing = fc.oneof(
  ringOf(fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  ringOf(fc.integer({ min: 2 ** 31, max: 2 ** 31 + 5_000 })),
  ringOf(fc.integer({ min: 100, max: 104 }), 12),
)

/** Distance from a vertex to the edge between two others. */
function distanceToEdge([x, y]: Vertex, [ax, ay]: Vertex, [bx, by]: Vertex): number {
  const [dx, dy] = [bx - ax, by - ay]
  const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)
  const share = Math.min(Math.max(along, 0), 1)
  return Math.hypot(x - ax - share * dx, y - ay - share * dy)
}

test("the rank of a vertex does not hang on where its ring was begun", () => {
  fc.assert(
    fc.property(anyRing, fc.nat(), (ring, turn) => {
      const by = turn % ring.length
      const turned = [...ring.slice(by), ...ring.slice(0, by)]
      const zooms = rank(ring)
      expect(rank(turned)).toEqual([...zooms.slice(by), ...zooms.slice(0, by)])
    }),
    { numRuns: 500 },
  )
})

test("every ring keeps three vertices at zoom 0 and all of them from z16 on", () => {
  fc.assert(
    fc.property(anyRing, (ring) => {
      const zooms = rank(ring)
      expect(zooms.filter((zoom) => zoom === 0).length).toBeGreaterThanOrEqual(3)
      expect(Math.max(...zooms)).toBeLessThanOrEqual(ALL_VERTICES_ZOOM)
    }),
    { numRuns: 500 },
  )
})

test("what is left out at a zoom lies within a tile unit of the edge drawn in its place", () => {
  fc.assert(
    fc.property(anyRing, fc.integer({ min: 0, max: ALL_VERTICES_ZOOM - 1 }), (ring, zoom) => {
      const zooms = rank(ring)
      const unit = 2 ** (UNIT_ZOOM - zoom)
      const kept = ring.flatMap((_, place) => (zooms[place]! <= zoom ? [place] : []))
      for (const [i, from] of kept.entries()) {
        const to = kept[(i + 1) % kept.length]!
        for (let place = (from + 1) % ring.length; place !== to; place = (place + 1) % ring.length)
          expect(distanceToEdge(ring[place]!, ring[from]!, ring[to]!)).toBeLessThanOrEqual(unit)
      }
    }),
    { numRuns: 500 },
  )
})

test("a ring of three vertices, or of one place thrice, is drawn whole", () => {
  expect(
    rank([
      [5, 5],
      [6, 5],
      [5, 6],
    ]),
  ).toEqual([0, 0, 0])
  const still = [7, 7] as const
  expect(rank([still, still, still, still]).filter((zoom) => zoom === 0).length).toBeGreaterThan(0)
})
