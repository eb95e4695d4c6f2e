import { describe, expect, test } from "vitest"
import { carryClass, suggestClass } from "../../server/assessment/rating-class.rules.ts"
import { SHIPPED_SCHEMES } from "../../server/assessment/schemes.ts"

const { scheme } = SHIPPED_SCHEMES[0]!
const withRules = {
  ...scheme,
  population: { exemptIndustryCodes: "44-46", transitionYears: 3 },
}
const suggest = (industryCode: string | null, registeredOn: string | null, year = 2025) =>
  suggestClass({ industryCode, registeredOn }, withRules, year)?.ratingClass ?? null

describe("a class is suggested", () => {
  test.each([
    ["4311", null],
    ["4411", "exempt"],
    ["4690", "exempt"],
    ["4710", null],
    [null, null],
  ])("to industry %s: %s", (industryCode, expected) => {
    expect(suggest(industryCode, null)).toBe(expected)
  })
  test.each([
    ["2022-12-31", null],
    ["2023-01-01", "transition"],
    ["2025-12-31", "transition"],
    [null, null],
  ])(
    "to a firm registered on %s at the end of 2025, three years of transition: %s",
    (on, expected) => {
      expect(suggest("3484", on)).toBe(expected)
    },
  )
  test("of a leap day the years are full on 28 February", () => {
    expect(suggest("3484", "2024-02-29", 2026)).toBe("transition")
    expect(suggest("3484", "2024-02-29", 2027)).toBeNull()
  })
  test("an exempt industry goes before the years of transition", () => {
    expect(suggest("4411", "2025-05-05")).toBe("exempt")
  })
  test("by no rule where the scheme has none", () => {
    const bare = { ...scheme, population: null }
    expect(
      suggestClass({ industryCode: "4411", registeredOn: "2025-05-05" }, bare, 2025),
    ).toBeNull()
  })
})

describe("the class of the year before", () => {
  test.each([
    ["exempt", true],
    ["notRated", true],
    ["unsuitable", true],
    ["transition", false],
    ["uplift", false],
    ["ungraded", false],
    ["rated", false],
  ] as const)("%s is suggested again: %s", (ratingClass, isCarried) => {
    const carried = carryClass({ ratingClass, reason: "供水企业" }, 2026)
    expect(carried).toEqual(isCarried ? { ratingClass, reason: "沿用 2025 年度：供水企业" } : null)
  })
  test("keeps its first reason over the years", () => {
    const once = carryClass({ ratingClass: "exempt", reason: "供水企业" }, 2026)!
    expect(carryClass(once, 2027)?.reason).toBe("沿用 2026 年度：供水企业")
  })
  test("is nothing where there was none", () => {
    expect(carryClass(undefined, 2026)).toBeNull()
  })
})
