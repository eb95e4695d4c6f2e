import { fc } from "../support/properties.ts"
import { expect, test } from "vitest"
import { type Chunk, ChunkBuilder } from "../../server/tiles/encode/chunk.ts"

type Vertex = readonly [x: number, y: number]
type Ring = readonly Vertex[]

function build(rings: readonly Ring[], builder = new ChunkBuilder()): Chunk {
  for (const [i, ring] of rings.entries())
    builder.add(i, { world: ring.flat(), ringEnds: [2 * ring.length], polygonEnds: [1] })
  return builder.finish()
}

/** Lowest zoom of each place in a chunk; each place must have one. */
function zoomsByPlace({ world, zooms }: Chunk): Map<string, number> {
  const found = new Map<string, number>()
  for (const [i, zoom] of zooms.entries()) {
    const place = `${world[2 * i]} ${world[2 * i + 1]}`
    expect(found.get(place) ?? zoom).toBe(zoom)
    found.set(place, zoom)
  }
  return found
}

/** What each place has in the ring that needs it first, every ring by itself. */
function leastByPlace(rings: readonly Ring[]): Map<string, number> {
  const least = new Map<string, number>()
  for (const ring of rings)
    for (const [place, zoom] of zoomsByPlace(build([ring])))
      least.set(place, Math.min(least.get(place) ?? zoom, zoom))
  return least
}

const coordinate = fc.integer({ min: 2 ** 31, max: 2 ** 31 + 400 })
const rings = fc.array(
  fc.uniqueArray(fc.tuple(coordinate, coordinate), {
    minLength: 3,
    maxLength: 40,
    selector: ([x, y]) => `${x} ${y}`,
  }),
  { minLength: 1, maxLength: 40 },
)

test("a place that parcels share has the lowest zoom that any of them has there", () => {
  fc.assert(
    fc.property(rings, (all) => {
      expect(zoomsByPlace(build(all))).toEqual(leastByPlace(all))
    }),
    { numRuns: 200 },
  )
})

test("a long common edge with a bow is the same vertices for both sides at every zoom", () => {
  const bow = Array.from({ length: 201 }, (_, i): Vertex => [
    1_000_000 + Math.round(900 * Math.sin((i * Math.PI) / 200) + 5 * Math.sin(i)),
    1_000_000 + 100 * i,
  ])
  const west: Ring = [[900_000, 1_000_000], ...bow, [900_000, 1_020_000]]
  const east: Ring = [[1_002_000, 1_020_000], ...bow.toReversed(), [1_002_000, 1_000_000]]
  const chunk = build([west, east])
  const drawn = (from: number, to: number, zoom: number) =>
    Array.from({ length: to - from }, (_, i) => from + i)
      .filter((i) => chunk.zooms[i]! <= zoom)
      .map((i): Vertex => [chunk.world[2 * i]!, chunk.world[2 * i + 1]!])
  for (let zoom = 0; zoom <= 16; zoom++) {
    const one = drawn(1, 1 + bow.length, zoom)
    const other = drawn(west.length + 1, west.length + 1 + bow.length, zoom)
    expect(one).toEqual(other.toReversed())
  }
  expect(drawn(1, 1 + bow.length, 8).length).toBeLessThan(bow.length / 2)
})

test("a builder used again gives what a new one gives, whatever was larger before", () => {
  const builder = new ChunkBuilder()
  const many = Array.from({ length: 3_000 }, (_, i): Ring => [
    [10 * i, 0],
    [10 * i + 10, 0],
    [10 * i + 10, 10],
    [10 * i, 10],
  ])
  const large = build(many, builder)
  expect(zoomsByPlace(large)).toEqual(leastByPlace(many))
  expect(build(many.slice(5, 8), builder)).toEqual(build(many.slice(5, 8)))
  expect(large).toEqual(build(many))
})

test("a parcel's box and the zoom it is seen from are those of the whole parcel", () => {
  const side = 2 ** 12
  const squareOf = (at: number, length: number): Ring => [
    [at, at],
    [at + length, at],
    [at + length, at + 1],
    [at, at + 1],
  ]
  const chunk = build([squareOf(100, side), squareOf(9_000, side - 1), squareOf(20_000, side + 1)])
  // A pixel is 16 tile units: 2^12 world units at z12.
  expect([...chunk.seenFrom]).toEqual([12, 13, 12])
  expect(Array.from(chunk.boxes.subarray(0, 4))).toEqual([100, 100, 100 + side, 101])
})

test("ids that do not ascend or are no 32-bit number are refused", () => {
  const triangle = { world: [0, 0, 1, 0, 0, 1], ringEnds: [6], polygonEnds: [1] }
  const builder = new ChunkBuilder()
  builder.add(5, triangle)
  for (const id of [5, 4, 6.5, -1, 2 ** 32, NaN])
    expect(() => builder.add(id, triangle)).toThrow(RangeError)
  builder.add(2 ** 32 - 1, triangle)
  expect([...builder.finish().ids]).toEqual([5, 2 ** 32 - 1])
})
