import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import { type Corner, readBox, readRing } from "../../server/parcels/cql2-area.ts"

const SQUARE: Corner[] = [
  [0, 0],
  [2, 0],
  [2, 2],
  [0, 2],
  [0, 0],
]

describe("a box", () => {
  test.each([
    [[1, 2, 3, 4], true],
    [[-180, -90, 180, 90], true],
    [[-180.1, 0, 0, 1], false],
    [[0, 0, 0, 1], false],
    [[0, 1, 1, 1], false],
    [[2, 0, 1, 1], false],
    [[0, 0, 1], false],
    [[0, 0, 1, 1, 2], false],
    [[NaN, 0, 1, 1], false],
    [[0, 0, Infinity, 1], false],
  ])("of %j: %s", (numbers, isBox) => {
    expect(readBox(numbers) !== undefined).toBe(isBox)
  })
})

describe("an outline", () => {
  test.each<[string, Corner[], boolean]>([
    ["a square", SQUARE, true],
    ["the same turned round", SQUARE.toReversed(), true],
    [
      "a triangle",
      [
        [0, 0],
        [1, 0],
        [0, 1],
        [0, 0],
      ],
      true,
    ],
    [
      "corners written twice",
      [
        [0, 0],
        [0, 0],
        [2, 0],
        [2, 2],
        [2, 2],
        [0, 0],
      ],
      true,
    ],
    [
      "a corner on a straight side",
      [
        [0, 0],
        [1, 0],
        [2, 0],
        [2, 2],
        [0, 0],
      ],
      true,
    ],
    ["not closed", SQUARE.slice(0, -1), false],
    [
      "two corners",
      [
        [0, 0],
        [1, 0],
        [0, 0],
      ],
      false,
    ],
    [
      "one place",
      [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      false,
    ],
    [
      "a line there and back",
      [
        [0, 0],
        [1, 0],
        [2, 0],
        [0, 0],
      ],
      false,
    ],
    [
      "a bow tie",
      [
        [0, 0],
        [2, 2],
        [2, 0],
        [0, 2],
        [0, 0],
      ],
      false,
    ],
    [
      "a spike",
      [
        [0, 0],
        [2, 0],
        [2, 2],
        [2, 4],
        [2, 2],
        [0, 2],
        [0, 0],
      ],
      false,
    ],
    [
      "touching its own side",
      [
        [0, 0],
        [4, 0],
        [4, 4],
        [2, 0],
        [0, 4],
        [0, 0],
      ],
      false,
    ],
    [
      "touching its own corner",
      [
        [0, 0],
        [2, 1],
        [4, 0],
        [4, 4],
        [2, 1],
        [0, 4],
        [0, 0],
      ],
      false,
    ],
    [
      "out of the world",
      [
        [0, 0],
        [181, 0],
        [0, 1],
        [0, 0],
      ],
      false,
    ],
    ["of nothing", [], false],
  ])("%s", (_, corners, isOutline) => {
    expect(readRing(corners) !== undefined).toBe(isOutline)
  })

  test("drawn around a centre never crosses itself, at any number of corners", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 120 }),
        fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 120, maxLength: 120 }),
        (count, radii) => {
          const corners = Array.from({ length: count }, (_, i): Corner => {
            const angle = (2 * Math.PI * i) / count
            return [115 + radii[i]! * Math.cos(angle), 33 + radii[i]! * Math.sin(angle)]
          })
          expect(readRing([...corners, corners[0]!])).toBeDefined()
        },
      ),
      { numRuns: 200 },
    )
  })

  test("with two of its corners exchanged crosses itself", () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 60 }), fc.nat(), (count, at) => {
        const corners = Array.from({ length: count }, (_, i): Corner => [
          Math.cos((2 * Math.PI * i) / count),
          Math.sin((2 * Math.PI * i) / count),
        ])
        const i = at % (count - 1)
        ;[corners[i], corners[i + 1]] = [corners[i + 1]!, corners[i]!]
        expect(readRing([...corners, corners[0]!])).toBeUndefined()
      }),
    )
  })
})
