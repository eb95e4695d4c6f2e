import { describe, expect, test } from "vitest"
import {
  listShifts,
  moveBenchmark,
  moveCut,
  moveWeight,
  sumMoney,
} from "../../client/assessment/trial.ts"
import { listSchemeIssues } from "../../server/assessment/scheme-issue.rules.ts"
import type { PolicyRule } from "../../server/policy/effect.rules.ts"
import { shipped } from "../support/population.ts"

const demo = shipped("DEMO")
const weightsOf = (scheme: typeof demo) => scheme.indicators.map(({ weight }) => weight)
const cutsOf = ({ gradeRule }: typeof demo) => gradeRule.cuts.map(([, percent]) => percent)

describe("a weight that is moved", () => {
  test("leaves the others their proportions, and all together 100", () => {
    const weights = weightsOf(moveWeight(demo, "taxPerMu", 45))
    expect(weights).toEqual([45, 15.9, 15.7, 7.8, 7.8, 7.8])
    expect(weights.reduce((sum, weight) => sum + Math.round(weight * 10), 0)).toBe(1000)
  })

  test.each([0, 0.04, 1, 30, 33.3, 66.67, 99.5, 100, 250, -5])(
    "to %d is always a usable scheme",
    (weight) => {
      for (const { id } of demo.indicators) {
        const moved = moveWeight(demo, id, weight)
        expect(listSchemeIssues(moved)).toEqual([])
        for (const one of weightsOf(moved)) expect(one).toBeGreaterThan(0)
      }
    },
  )

  test("back and forth never leaves 100", () => {
    let scheme = demo
    for (let n = 0; n < 300; n += 1)
      scheme = moveWeight(scheme, demo.indicators[n % 6]!.id, 1 + ((n * 37) % 89))
    expect(listSchemeIssues(scheme)).toEqual([])
  })

  test("of an only indicator stays where it is", () => {
    const only = shipped("AH-C-below")
    expect(moveWeight(only, "taxPerMu", 40)).toBe(only)
  })
})

describe("a cut that is moved", () => {
  test.each([
    [0, 30, [30, 60, 95]],
    [0, 60, [59, 60, 95]],
    [1, 10, [20, 21, 95]],
    [2, 100, [20, 60, 99]],
    [0, -3, [1, 60, 95]],
  ])("%d to %d stops at its neighbours", (place, percent, cuts) => {
    expect(cutsOf(moveCut(demo, place, percent))).toEqual(cuts)
  })
})

test("a benchmark becomes a fixed number above zero, or stays", () => {
  expect(moveBenchmark(demo, "taxPerMu", 30).indicators[0]!.benchmark).toEqual({
    kind: "fixed",
    value: 30,
  })
  for (const value of [0, -1, Number.NaN])
    expect(moveBenchmark(demo, "taxPerMu", value).indicators[0]!.benchmark).toEqual(
      demo.indicators[0]!.benchmark,
    )
})

test("who moves is listed by classes won, and who stays is not", () => {
  const before = [
    { creditCode: "UP", grade: "C", rank: 9 },
    { creditCode: "DOWN", grade: "A", rank: 1 },
    { creditCode: "STAYS", grade: "B", rank: 4 },
    { creditCode: "TWO", grade: "D", rank: 10 },
    { creditCode: "UNGRADED", grade: null, rank: null },
  ]
  const after = [
    { creditCode: "UP", grade: "B", rank: 5 },
    { creditCode: "DOWN", grade: "B", rank: 3 },
    { creditCode: "STAYS", grade: "B", rank: 2 },
    { creditCode: "TWO", grade: "B", rank: 4 },
    { creditCode: "UNGRADED", grade: null, rank: null },
  ]
  expect(
    listShifts(before, after, ["A", "B", "C", "D"]).map(({ creditCode, classes }) => [
      creditCode,
      classes,
    ]),
  ).toEqual([
    ["TWO", 2],
    ["UP", 1],
    ["DOWN", -1],
  ])
})

test("money counts the years of a grade that is kept, and one year of a grade that is new", () => {
  const policy: PolicyRule = {
    id: "P",
    label: "P",
    kind: "powerSurcharge",
    grades: [{ grade: "D", rates: [0.05, 0.1, 0.15] }],
  }
  const firms = ["KEPT", "NEW", "GONE"].map((creditCode) => ({
    creditCode,
    powerWanKwh: "100",
    ownedMu: "10",
  }))
  const kept = {
    grades: new Map([
      ["KEPT", "D"],
      ["NEW", "C"],
      ["GONE", "D"],
    ]),
    years: new Map([
      ["KEPT", 3],
      ["GONE", 2],
    ]),
  }
  const tried = new Map([
    ["KEPT", "D"],
    ["NEW", "D"],
    ["GONE", "C"],
  ])
  expect(sumMoney([policy], firms, kept.grades, kept).chargeWanYuan).toBe("25")
  expect(sumMoney([policy], firms, tried, kept).chargeWanYuan).toBe("20")
})
