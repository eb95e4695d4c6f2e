import { describe, expect, test } from "vitest"
import {
  benchmarkOf,
  countQuadrants,
  findExtent,
  isBeyond,
  listTicks,
  median,
  placeFirms,
  quadrantOf,
  QUADRANTS,
  radiusOf,
} from "../../client/assessment/quadrants.ts"
import { makeResult } from "../support/results.ts"

const AXES = { x: "taxPerMu", y: "valueAddedPerMu" } as const
const firm = (
  code: string,
  tax: string | null,
  added: string | null,
  landMu: string | null = "10",
) => makeResult(code, { landMu }, { taxPerMu: tax, valueAddedPerMu: added })

describe("firms over two indicators", () => {
  test("without a figure or land are told of with what they lack, and stand nowhere", () => {
    const { points, missing } = placeFirms(
      [
        firm("F1", "0", "0"),
        firm("F2", null, "3"),
        firm("F3", null, null),
        firm("F4", "1", "1", null),
      ],
      AXES,
    )
    expect(points.map(({ result, x, y }) => [result.creditCode, x, y])).toEqual([["F1", 0, 0]])
    expect(missing.map(({ result, lacks }) => [result.creditCode, lacks])).toEqual([
      ["F2", ["x"]],
      ["F3", ["x", "y"]],
      ["F4", []],
    ])
  })

  test("are as good as the line when they stand on it", () => {
    const at = (x: number, y: number) => quadrantOf({ x, y }, { x: 10, y: 20 }, AXES)
    expect([at(10, 20), at(10, 19.99), at(9.99, 20), at(9.99, 19.99)]).toEqual([
      "both",
      "onlyX",
      "onlyY",
      "neither",
    ])
  })

  test("are good below the line where less is better", () => {
    const axes = { x: "taxPerMu", y: "emissionPerValueAdded" } as const
    const at = (y: number) => quadrantOf({ x: 10, y }, { x: 10, y: 20 }, axes)
    expect([at(19), at(20), at(21)]).toEqual(["both", "both", "onlyX"])
  })

  test("in the four parts add up to those shown, in firms and exactly in mu", () => {
    const results = Array.from({ length: 400 }, (_, n) =>
      firm(
        `F${n}`,
        n % 7 === 0 ? null : String((n * 13) % 60),
        String((n * 29) % 90),
        `${n}.0000${n % 10}1`,
      ),
    )
    const { points, missing } = placeFirms(results, AXES)
    const counts = countQuadrants(points, { x: 20, y: 50 }, AXES)
    const firms = QUADRANTS.reduce((sum, one) => sum + counts[one].firms, 0)
    expect(firms + missing.length).toBe(results.length)
    // Whole millionths of a mu, added without a float.
    const millionths = (mu: string) =>
      BigInt(mu.split(".")[0]!) * 1_000_000n + BigInt((mu.split(".")[1] ?? "").padEnd(6, "0"))
    const parts = QUADRANTS.reduce((sum, one) => sum + millionths(counts[one].landMu), 0n)
    expect(parts).toBe(points.reduce((sum, { result }) => sum + millionths(result.landMu!), 0n))
    for (const quadrant of QUADRANTS) expect(counts[quadrant].firms).toBeGreaterThan(0)
  })
})

test("a benchmark by industry is no line", () => {
  const benchmarks = { taxPerMu: "24.097", rdRatio: null, revenuePerMu: { "17": "3" } }
  expect(
    (["taxPerMu", "rdRatio", "revenuePerMu", "taxPerKwh"] as const).map((id) =>
      benchmarkOf({ benchmarks }, id),
    ),
  ).toEqual([24.097, null, null, null])
})

test.each([
  [[], null],
  [[3], 3],
  [[3, 1, 2], 2],
  [[4, 1, 10, 3], 3.5],
])("the middle of %j is %j", (values, middle) => expect(median(values)).toBe(middle))

describe("an axis", () => {
  const usual = Array.from({ length: 99 }, (_, n) => n / 10)
  test("shows everybody where nobody is far off", () => {
    const extent = findExtent(usual, 5)
    expect(usual.filter((value) => isBeyond(value, extent))).toEqual([])
  })

  test("leaves one who is far off to its edge", () => {
    const extent = findExtent([...usual, 900], 5)
    expect([9.8, 900].map((value) => isBeyond(value, extent))).toEqual([false, true])
    expect(extent.high).toBeLessThan(20)
  })

  test("always shows zero and the line, also below zero", () => {
    for (const [values, split] of [
      [[50, 60], 10],
      [[1, 2], 40],
      [[-5, 3], 1],
      [[], 0],
      [[2, 3], -4],
    ] as const) {
      const { low, high } = findExtent(values, split)
      expect(low).toBeLessThanOrEqual(0)
      expect(high).toBeGreaterThan(low)
      expect(isBeyond(split, { low, high })).toBe(false)
    }
  })

  test("has round figures inside of it, so many at most", () => {
    expect(listTicks({ low: -0.3, high: 1 }, 7)).toEqual([-0.2, 0, 0.2, 0.4, 0.6, 0.8, 1])
    expect(listTicks({ low: 0, high: 317 }, 7)).toEqual([0, 50, 100, 150, 200, 250, 300])
  })
})

test("the area of a bubble tells its land", () => {
  const radius = radiusOf(400, 4)
  expect(radius(400) / radius(100)).toBeCloseTo(2, 9)
})
