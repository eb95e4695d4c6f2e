import { area, circle, distance, pointToPolygonDistance, polygon } from "@turf/turf"
import { describe, expect, test } from "vitest"
import { bufferOf } from "../../client/map/buffer.ts"
import type { Ring } from "../../client/map/outline.ts"

const MOST_CORNERS = 96
const asPolygon = (ring: Ring) => polygon([[...ring, ring[0]!]])
const [LNG, LAT] = [115.7, 33.8]
/** A parcel of about 92 m by 111 m. */
const parcel = (lng = LNG, lat = LAT) => [
  [lng, lat],
  [lng + 0.001, lat],
  [lng + 0.001, lat + 0.001],
  [lng, lat + 0.001],
  [lng, lat],
]

describe.each([1, 50, 300, 1_000, 20_000])("%d metres", (metres) => {
  test("around a place is a circle of that radius, within a hundredth", () => {
    const ring = bufferOf({ type: "Point", coordinates: [LNG, LAT] }, metres)!
    expect(ring.length).toBeLessThanOrEqual(MOST_CORNERS)
    for (const corner of ring) {
      const reach = distance([LNG, LAT], corner, { units: "meters" })
      expect(Math.abs(reach - metres)).toBeLessThan(metres * 0.01 + 0.3)
    }
  })

  test("around a parcel every corner lies that far from it, within a hundredth", () => {
    const shape = { type: "Polygon" as const, coordinates: [parcel()] }
    const ring = bufferOf(shape, metres)!
    expect(ring.length).toBeLessThanOrEqual(MOST_CORNERS)
    for (const corner of ring) {
      const away = pointToPolygonDistance(corner, shape, { units: "meters" })
      expect(Math.abs(away - metres)).toBeLessThan(metres * 0.01 + 0.3)
    }
  })
})

test("of two parts that lie apart it is one outline that holds both", () => {
  const ring = bufferOf(
    { type: "MultiPolygon", coordinates: [[parcel()], [parcel(LNG + 0.02)]] },
    50,
  )!
  const whole = asPolygon(ring)
  const centres = [
    [LNG + 0.0005, LAT + 0.0005],
    [LNG + 0.0205, LAT + 0.0005],
  ]
  for (const centre of centres)
    expect(pointToPolygonDistance(centre, whole, { units: "meters" })).toBeLessThan(-50)
  expect(area(whole)).toBeGreaterThan(area(circle([LNG, LAT], 50, { units: "meters" })) * 2)
})
