import { fc } from "../support/properties.ts"
import { expect, test } from "vitest"
import { toLatitude, toLongitude, toWorld, WORLD } from "../../server/tiles/encode/mercator.ts"

const toWorldVertex = (lon: number, lat: number) =>
  Array.from(toWorld({ lonLat: [lon, lat], ringEnds: [2], polygonEnds: [1] }).world)

test("the middle of the world is half way along both axes", () => {
  expect(toWorldVertex(0, 0)).toEqual([WORLD / 2, WORLD / 2])
})

test("120° E, 30° N stands where EPSG:3857 puts it", () => {
  // EPSG:3857 of this point is 13358338.895192828, 3503549.843504376 m; the square is 40075016.6856 m.
  const half = 20037508.342789244
  expect(toWorldVertex(120, 30)).toEqual([
    Math.round(((13358338.895192828 + half) / (2 * half)) * WORLD),
    Math.round(((half - 3503549.843504376) / (2 * half)) * WORLD),
  ])
})

test("what lies beyond the Mercator square is moved to its rim", () => {
  expect(toWorldVertex(-180, 90)).toEqual([0, 0])
  expect(toWorldVertex(180, -90)).toEqual([WORLD - 1, WORLD - 1])
  expect(toWorldVertex(200, 86)).toEqual([WORLD - 1, 0])
})

test("a vertex comes back within half a world unit", () => {
  const degrees = fc.record({
    lon: fc.double({ min: -180, max: 179.9999999, noNaN: true }),
    lat: fc.double({ min: -85, max: 85, noNaN: true }),
  })
  fc.assert(
    fc.property(degrees, ({ lon, lat }) => {
      const [x = 0, y = 0] = toWorldVertex(lon, lat)
      expect([x, y].every(Number.isInteger)).toBe(true)
      const unit = 360 / WORLD
      expect(Math.abs(toLongitude(x) - lon)).toBeLessThan(0.5000001 * unit)
      expect(Math.abs(toLatitude(y) - lat)).toBeLessThan(0.5000001 * unit)
    }),
  )
})

test("rings keep their layout", () => {
  const rings = { lonLat: [1, 2, 3, 4, 5, 6, 7, 8], ringEnds: [4, 8], polygonEnds: [1, 2] }
  expect(toWorld(rings)).toMatchObject({ ringEnds: [4, 8], polygonEnds: [1, 2] })
  expect(rings.lonLat).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
})
