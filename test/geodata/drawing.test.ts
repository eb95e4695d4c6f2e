import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import { findCrossing } from "../../geodata/check/crossing.ts"
import { checkDrawing } from "../../geodata/check/drawing.ts"
import { groupRings } from "../../geodata/read/ring-groups.ts"
import { square } from "./made-files.ts"

const ruleOf = (drawing: number[][][][], most = 1000): string | undefined => {
  const checked = checkDrawing(drawing, most)
  return "fault" in checked ? checked.fault.rule : undefined
}

const bow: [number, number][] = [
  [0, 0],
  [10, 10],
  [10, 0],
  [0, 10],
  [0, 0],
]

describe("a drawing", () => {
  test("of sound rings comes back in two dimensions with its count", () => {
    const withHeights = square(0, 0, 10).map(([x, y]) => [x, y, 7])
    expect(checkDrawing([[withHeights]], 5)).toEqual({
      polygons: [[square(0, 0, 10)]],
      vertices: 5,
      dropped: true,
    })
  })

  test.each<[string, number[][][][], string]>([
    ["without polygons", [], "drawing-empty"],
    ["without rings", [[]], "drawing-empty"],
    ["with an empty ring", [[square(0, 0, 1), []]], "ring-empty"],
    ["with one number in a position", [[[[1], [2, 2], [3, 3], [1]]]], "position-short"],
    [
      "with NaN",
      [
        [
          [
            [0, 0],
            [Number.NaN, 1],
            [1, 1],
            [0, 0],
          ],
        ],
      ],
      "position-not-finite",
    ],
    [
      "with 1e999",
      [
        [
          [
            [0, 0],
            [JSON.parse("1e999"), 1],
            [1, 1],
            [0, 0],
          ],
        ],
      ],
      "position-not-finite",
    ],
    ["left open", [[square(0, 0, 1).slice(0, 4)]], "ring-unclosed"],
    [
      "of two points and back",
      [
        [
          [
            [0, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      ],
      "ring-too-short",
    ],
    [
      "that goes along a line and back",
      [
        [
          [
            [0, 0],
            [1, 1],
            [2, 2],
            [0, 0],
          ],
        ],
      ],
      "ring-no-area",
    ],
    [
      "that crosses itself",
      [
        [
          [
            [0, 0],
            [3, 4],
            [3, 0],
            [0, 3],
            [0, 0],
          ],
        ],
      ],
      "ring-self-crossing",
    ],
    ["whose hole crosses its edge", [[square(0, 0, 10), square(5, 5, 8)]], "ring-self-crossing"],
    ["whose parts cross", [[square(0, 0, 10)], [square(5, 5, 8)]], "ring-self-crossing"],
  ])("%s is refused", (_, drawing, rule) => {
    expect(ruleOf(drawing)).toBe(rule)
  })

  test("a bow tie of equal halves has no area and is refused for it", () => {
    expect(ruleOf([[bow]])).toBe("ring-no-area")
  })

  test("of five points passes a limit of five and not of four", () => {
    expect(ruleOf([[square(0, 0, 1)]], 5)).toBeUndefined()
    expect(ruleOf([[square(0, 0, 1)]], 4)).toBe("too-many-vertices")
  })

  test("that only touches itself is left to PostGIS", () => {
    const touching = [
      [0, 0],
      [10, 0],
      [10, 10],
      [5, 0],
      [0, 10],
      [0, 0],
    ]
    expect(ruleOf([[touching]])).toBeUndefined()
    expect(ruleOf([[square(0, 0, 10)], [square(10, 0, 10)]])).toBeUndefined()
  })
})

describe("crossing", () => {
  test("is found at its place", () => {
    expect(findCrossing([[bow]])).toEqual([5, 5])
  })

  /** Corners around a middle at rising angles: such a ring never crosses itself. */
  const star = fc
    .array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 3, maxLength: 80 })
    .map((radii) => {
      const corners = radii.map((radius, place): [number, number] => {
        const angle = (2 * Math.PI * place) / radii.length
        return [40_500_000 + radius * Math.cos(angle), 3_500_000 + radius * Math.sin(angle)]
      })
      return [...corners, corners[0]!]
    })

  test("is never found in a star, at the size of real coordinates", () => {
    fc.assert(fc.property(star, (ring) => findCrossing([[ring]]) === undefined))
  })

  test("is found when one corner of a square is drawn across the other side", () => {
    const pull = fc.record({
      x: fc.double({ min: 1e5, max: 4.5e7, noNaN: true }),
      size: fc.double({ min: 1, max: 1000, noNaN: true }),
      along: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
    })
    fc.assert(
      fc.property(pull, ({ x, size, along }) => {
        const ring: [number, number][] = [
          [x, 0],
          [x + size, 0],
          [x + size * along, size],
          [x + size * along, -size],
          [x, 0],
        ]
        return findCrossing([[ring]]) !== undefined
      }),
    )
  })

  test.each([
    ["upright", (n: number): [number, number] => [n, n % 2 ? 1e5 : 1]],
    ["lying", (n: number): [number, number] => [n % 2 ? 1e5 : 1, n]],
    ["slanting", (n: number): [number, number] => (n % 2 ? [n + 5e4, 5e4] : [n, 1])],
  ])("a comb of 100,000 %s teeth is looked through in seconds", (_, corner) => {
    const teeth = Array.from({ length: 100_000 }, (_, n) => corner(n))
    const ring = [...teeth, [-1, -1] as [number, number], teeth[0]!]
    const start = performance.now()
    findCrossing([[ring]])
    expect(performance.now() - start).toBeLessThan(5000)
  })

  test("a wild ring of 100,000 corners is refused at once", () => {
    const wild = Array.from({ length: 100_000 }, (_, n): [number, number] => [
      (n * 7919) % 100_003,
      (n * 104_729) % 99_991,
    ])
    const start = performance.now()
    expect(findCrossing([[[...wild, wild[0]!]]])).toBeDefined()
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe("rings of a shapefile", () => {
  const [outer, hole, island] = [square(0, 0, 100), square(10, 10, 50), square(20, 20, 10)]

  test("a ring inside another is its hole, one inside the hole is land again", () => {
    expect(groupRings([outer, hole, island])).toEqual([[outer, hole], [island]])
  })

  test("the order and the winding of the rings do not matter", () => {
    const turned = hole.toReversed()
    expect(groupRings([island, turned, outer])).toEqual([[outer, turned], [island]])
  })

  test("rings side by side are parts", () => {
    const beside = square(200, 0, 10)
    expect(groupRings([outer, beside])).toEqual([[outer], [beside]])
  })

  test("a hole that touches the edge at a corner is still a hole", () => {
    const touching: [number, number][] = [
      [0, 0],
      [10, 20],
      [20, 10],
      [0, 0],
    ]
    expect(groupRings([outer, touching])).toEqual([[outer, touching]])
  })

  test("no ring is ever lost", () => {
    const rings = fc.array(
      fc
        .tuple(fc.nat(50), fc.nat(50), fc.integer({ min: 1, max: 50 }))
        .map(([x, y, size]) => square(x, y, size)),
      { maxLength: 12 },
    )
    fc.assert(fc.property(rings, (list) => groupRings(list).flat().length === list.length))
  })
})
