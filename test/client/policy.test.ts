import { describe, expect, test } from "vitest"
import {
  countYearsInRow,
  findCharged,
  readRates,
  standsOn,
  sumOfFirm,
} from "../../client/assessment/policy.ts"
import type { Policy } from "../../client/assessment/shapes.ts"

describe("rates as they are typed", () => {
  test.each([
    ["0.05、0.1、0.15", [0.05, 0.1, 0.15]],
    [" 0.05, 0.1 ;0.15 ", [0.05, 0.1, 0.15]],
    ["5", [5]],
    ["0", [0]],
    ["", []],
    ["5.01", null],
    ["-0.1", null],
    ["一角", null],
    ["0.05、x", null],
  ])("%j", (text, rates) => expect(readRates(text, 5)).toEqual(rates))
})

describe("a policy", () => {
  const stands = (day: string, given: object = {}) =>
    standsOn({ state: "confirmed", validFrom: "2026-01-01", validTo: "2026-12-31", ...given }, day)
  test("is in force from its first day to its last", () => {
    expect(
      ["2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01"].map((day) => stands(day)),
    ).toEqual(["later", "inForce", "inForce", "over"])
    expect(stands("2090-01-01", { validTo: null })).toBe("inForce")
  })

  test("that nobody else confirmed is in force on no day", () => {
    expect(stands("2026-06-01", { state: "proposed" })).toBe("proposed")
  })
})

const effect = (
  policyId: string,
  amountWanYuan: string | null,
  note: null | "higherCharged" | "missingPower" = null,
) => ({
  policyId,
  rate: 0.1,
  year: 1,
  amountWanYuan,
  note,
})

test("a firm pays its charges less its reliefs, and nothing is told of it while one is not known", () => {
  expect(sumOfFirm({ effects: [effect("P", "12.5"), effect("R", "-20")] })).toBe("-7.5")
  expect(sumOfFirm({ effects: [effect("P", null, "missingPower"), effect("R", "-20")] })).toBeNull()
})

test("what gave way names the policy of its group that is charged, and no other", () => {
  const policy = (id: string, group: string | null) =>
    ({
      id,
      definition: { id, label: id, group, kind: "powerSurcharge", grades: [] },
    }) as never as Policy
  const policies = [policy("RELIEF", null), policy("LOW", "power"), policy("HIGH", "power")]
  const effects = [effect("RELIEF", "-1"), effect("LOW", "0", "higherCharged"), effect("HIGH", "3")]
  expect(findCharged(effects, policies, effects[1]!)?.id).toBe("HIGH")
})

test("years in a row are counted by grade, the worst and the longest first, and add up to the graded firms", () => {
  const firm = (grade: string | null, years: number) => ({
    enterpriseId: 1,
    name: "",
    grade,
    years,
    effects: [],
  })
  expect(
    countYearsInRow([firm("A", 3), firm("D", 1), firm("D", 3), firm("D", 1), firm(null, 0)]),
  ).toEqual([
    { grade: "D", years: 3, firms: 1 },
    { grade: "D", years: 1, firms: 2 },
    { grade: "A", years: 3, firms: 1 },
  ])
})
