import { fc } from "../support/properties.ts"
import { expect, test } from "vitest"
import { type Ring, toOutline } from "../../client/map/outline.ts"
import { readRing } from "../../server/parcels/cql2-area.ts"

const MOST = 120
const close = (ring: Ring): Ring => [...ring, ring[0]!]

test("a line round a place is its outline", () => {
  const square: Ring = [
    [0, 0],
    [2, 0],
    [2, 2],
    [0, 2],
  ]
  expect(toOutline(square, MOST)).toEqual(square)
})

test("a line that crosses itself is the hull of what it touched", () => {
  const bow: Ring = [
    [0, 0],
    [2, 2],
    [2, 0],
    [0, 2],
  ]
  const corners = (ring: Ring | null) => new Set(ring?.map(String))
  expect(corners(toOutline(bow, MOST))).toEqual(corners(bow))
  expect(toOutline(bow, MOST)).not.toEqual(bow)
})

test.each<[string, Ring]>([
  ["nothing", []],
  ["a point", [[1, 1]]],
  [
    "a stroke",
    [
      [0, 0],
      [1, 1],
      [2, 2],
    ],
  ],
])("%s encloses nothing", (_, drawn) => {
  expect(toOutline(drawn, MOST)).toBeNull()
})

const corners: fc.Arbitrary<Ring>[] = [
  fc.array(
    fc.tuple(
      fc.double({ min: 115, max: 116, noNaN: true }),
      fc.double({ min: 33, max: 34, noNaN: true }),
    ),
    { maxLength: 60 },
  ),
  // Few places: lines that meet, touch and run back over themselves.
  fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), {
    maxLength: 12,
  }),
]

test.each(corners)("whatever a hand draws is an outline that the server takes (%#)", (hand) => {
  fc.assert(
    fc.property(hand, (drawn) => {
      const outline = toOutline(drawn, MOST)
      if (outline) expect(readRing(close(outline))).toBeDefined()
    }),
    { numRuns: 500 },
  )
})

test("an outline has no more corners than it may", () => {
  const circle: Ring = Array.from({ length: 5000 }, (_, at) => [
    115 + Math.cos((at / 5000) * 2 * Math.PI),
    33 + Math.sin((at / 5000) * 2 * Math.PI),
  ])
  expect(toOutline(circle, MOST)!.length).toBeLessThanOrEqual(MOST)
})
