import { area, polygon } from "@turf/turf"
import { expect, test } from "vitest"
import { type Ring, toOutline } from "../../client/map/outline.ts"

const closed = (ring: Ring) => polygon([[...ring, ring[0]!]])

test("a square stays the square it is", () => {
  const square: Ring = [
    [115, 33],
    [115.01, 33],
    [115.01, 33.01],
    [115, 33.01],
  ]
  expect(toOutline(square, 120)).toEqual(square)
})

test("a line that crosses itself becomes its hull", () => {
  const bow: Ring = [
    [115, 33],
    [115.01, 33.01],
    [115.01, 33],
    [115, 33.01],
  ]
  const outline = toOutline(bow, 120)!
  expect(outline).toHaveLength(4)
  expect(area(closed(outline))).toBeGreaterThan(1e6)
})

test("a straight line and a single point enclose nothing", () => {
  expect(toOutline([[115, 33]], 120)).toBeNull()
  expect(
    toOutline(
      [
        [115, 33],
        [115.01, 33],
        [115.02, 33],
      ],
      120,
    ),
  ).toBeNull()
})

test("a long drawing keeps its area within a percent on few corners", () => {
  const circle: Ring = Array.from({ length: 2_000 }, (_, i) => [
    115 + 0.01 * Math.cos((i / 2_000) * 2 * Math.PI),
    33 + 0.01 * Math.sin((i / 2_000) * 2 * Math.PI),
  ])
  const outline = toOutline(circle, 120)!
  expect(outline.length).toBeLessThanOrEqual(120)
  expect(area(closed(outline)) / area(closed(circle))).toBeCloseTo(1, 2)
})
