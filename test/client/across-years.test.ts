import { describe, expect, test } from "vitest"
import {
  compareSchemes,
  countReasons,
  FATES,
  fateOf,
  pairYears,
  standingAt,
  STANDINGS,
} from "../../client/assessment/acrossYears.ts"
import type { Result, RunLand } from "../../client/assessment/shapes.ts"
import { makeLand, makeResult } from "../support/results.ts"

const ofYear = (fiscalYear: number, results: Result[], land: RunLand = []) => ({
  run: { fiscalYear },
  results,
  land,
})
const graded = (code: string, grade: string | null, given: Partial<Result> = {}) =>
  makeResult(code, { grade, ...given })

describe("firms of two years", () => {
  const pairs = pairYears(
    ofYear(2021, [
      graded("F1", "C"),
      graded("F2", "A"),
      graded("F3", "B"),
      graded("F4", null, { ratingClass: "transition" }),
      graded("F5", "D"),
    ]),
    ofYear(2022, [
      graded("F1", "A"),
      graded("F2", "D"),
      graded("F3", "B"),
      graded("F4", "B"),
      graded("F6", "C"),
    ]),
  )

  test("are listed once each, with what became of them", () => {
    expect(pairs.map((pair) => [pair.creditCode, fateOf(pair)])).toEqual([
      ["F1", "up"],
      ["F2", "down"],
      ["F3", "level"],
      ["F4", "other"],
      ["F5", "gone"],
      ["F6", "new"],
    ])
  })

  test("stand in one place of the table each", () => {
    for (const { before, after } of pairs)
      for (const one of [before, after]) expect(STANDINGS).toContain(standingAt(one))
    expect(pairs.map(({ before, after }) => `${standingAt(before)}${standingAt(after)}`)).toEqual([
      "CA",
      "AD",
      "BB",
      "noneB",
      "Dabsent",
      "absentC",
    ])
    expect(new Set(pairs.map(fateOf)).size).toBe(FATES.length)
  })
})

describe("a firm of one year alone", () => {
  const coming = (land: RunLand, earlier: Result[] = []) =>
    pairYears(ofYear(2021, earlier), ofYear(2022, [graded("F1", "C")], land)).find(
      ({ creditCode }) => creditCode === "F1",
    )!.reason
  const going = (land: RunLand, later: Result[] = []) =>
    pairYears(ofYear(2021, [graded("F1", "C")], land), ofYear(2022, later)).find(
      ({ creditCode }) => creditCode === "F1",
    )!.reason
  const unit = graded("F9", "B", {
    name: "集团",
    members: [
      { enterpriseId: 9, name: "F9" },
      { enterpriseId: 1, name: "F1" },
    ],
  })

  test("is new because it was registered since, or has land since, in that order", () => {
    const land = (given: Partial<RunLand[number]>) => [makeLand("F1", [], given)]
    expect(coming(land({ registeredOn: "2022-03-01", landFromOn: "2022-06-01" }))).toEqual({
      kind: "registered",
      day: "2022-03-01",
    })
    expect(coming(land({ registeredOn: "2021-12-31", landFromOn: "2022-01-01" }))).toEqual({
      kind: "landFrom",
      day: "2022-01-01",
    })
    expect(coming(land({ registeredOn: "2010-01-01", landFromOn: "2021-12-31" }))).toEqual({
      kind: "unknown",
    })
    expect(coming([])).toEqual({ kind: "unknown" })
  })

  test("is gone because its land ended by the end of the later year", () => {
    const land = (landToOn: string | null) => [makeLand("F1", [], { landToOn })]
    expect(going(land("2022-12-31"))).toEqual({ kind: "landUntil", day: "2022-12-31" })
    expect(going(land("2023-01-01"))).toEqual({ kind: "unknown" })
    expect(going(land(null))).toEqual({ kind: "unknown" })
  })

  test("may have come out of a unit, or gone into one", () => {
    expect(coming([], [unit])).toEqual({ kind: "unit", name: "集团" })
    expect(going([], [unit])).toEqual({ kind: "unit", name: "集团" })
  })

  test("is counted by its reason, all of them together", () => {
    const pairs = pairYears(
      ofYear(2021, [graded("F1", "C"), graded("F2", "B")]),
      ofYear(2022, [unit]),
    )
    expect(countReasons(pairs)).toEqual([
      { fate: "gone", kind: "unit", firms: 1 },
      { fate: "gone", kind: "unknown", firms: 1 },
      { fate: "new", kind: "unknown", firms: 1 },
    ])
  })
})

test("schemes are the same by their seal, another version by their name, else others", () => {
  const run = (...strata: [schemeId: string, sha256: string][]) => ({
    strata: strata.map(([schemeId, sha256]) => ({ schemeId, sha256 }) as never),
  })
  const first = run(["UP", "a"], ["DOWN", "b"])
  expect(compareSchemes(first, run(["DOWN", "b"], ["UP", "a"]))).toBe("same")
  expect(compareSchemes(first, run(["UP", "c"], ["DOWN", "b"]))).toBe("otherVersion")
  expect(compareSchemes(first, run(["UP", "a"]))).toBe("other")
})
