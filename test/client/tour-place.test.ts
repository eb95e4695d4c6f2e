import { expect, test } from "vitest"
import { type Landmark, placeOf } from "../../client/views/place.ts"

const zone = (name: string, west: number): Landmark => ({
  geometry: {
    type: "MultiPolygon",
    coordinates: [
      [
        [
          [west, 33],
          [west + 1, 33],
          [west + 1, 34],
          [west, 34],
          [west, 33],
        ],
      ],
    ],
  },
  properties: { kind: "zone", name },
})
const road = (name: string | null, lat: number): Landmark => ({
  geometry: {
    type: "LineString",
    coordinates: [
      [115, lat],
      [116, lat],
    ],
  },
  properties: { kind: "road", name },
})
const LAND = [
  zone("东区", 116),
  zone("西区", 115),
  road("和畅路", 33.5),
  road("振兴路", 33.502),
  road(null, 33.5001),
]
const at = (lng: number, lat: number, zoom: number) => ({ lng, lat, zoom, bearing: 0, pitch: 0 })

test("a picture of everything is of the first zone", () => {
  expect(placeOf(null, LAND)).toEqual({ zone: "东区", road: null })
})
test("from afar a place is the zone that its middle lies in", () => {
  expect(placeOf(at(115.4, 33.5, 12), LAND)).toEqual({ zone: "西区", road: null })
})
test("from close by it is the nearest road that has a name", () => {
  expect(placeOf(at(115.4, 33.5003, 16), LAND)).toEqual({ zone: "西区", road: "和畅路" })
  expect(placeOf(at(115.4, 33.5017, 16), LAND)).toEqual({ zone: "西区", road: "振兴路" })
})
test("far from roads and zones it has no name", () => {
  expect(placeOf(at(120, 30, 16), LAND)).toEqual({ zone: null, road: null })
  expect(placeOf(at(115.4, 33.6, 16), LAND).road).toBeNull()
})
