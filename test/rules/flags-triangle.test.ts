import { describe, expect, test } from "vitest"
import type { Facts } from "../../server/flags/facts.rules.ts"
import { evaluateRuleSet } from "../../server/flags/rules.ts"

/** Firms of one industry whose kWh brings 8 to 12 万元 of sales and 0.8 to 1.2 of tax per 万kWh. */
const ordinary = (count: number, industryCode = "1711"): Facts[] =>
  Array.from({ length: count }, (_, i) => ({
    industryCode,
    revenuePerKwh: 8 + (4 * i) / Math.max(1, count - 1),
    taxPerKwh: 0.8 + (0.4 * i) / Math.max(1, count - 1),
  }))
const verdictOf = (facts: Facts, others: readonly Facts[], ruleSet: object = {}) =>
  evaluateRuleSet(
    { id: "truth-triangle", ...ruleSet },
    "2026-01-01",
    [facts, ...others].map((facts, id) => ({ id, facts })),
  )[0]!
const reasonOf = (facts: Facts, others = ordinary(12), ruleSet = {}) =>
  verdictOf(facts, others, ruleSet).hits[0]?.reasons[0]?.fact ?? null

describe("electricity against tax and sales", () => {
  test("tells to which side it lies", () => {
    expect(reasonOf({ industryCode: "17", revenuePerKwh: 1, taxPerKwh: 0.1 })).toBe("powerHigh")
    expect(reasonOf({ industryCode: "C1712", revenuePerKwh: 300, taxPerKwh: 30 })).toBe("powerLow")
    expect(reasonOf({ industryCode: "1711", revenuePerKwh: 10, taxPerKwh: 1 })).toBe(null)
  })

  test("is not borne out by one figure alone", () => {
    expect(reasonOf({ industryCode: "1711", revenuePerKwh: 1, taxPerKwh: 1 })).toBe(null)
    expect(reasonOf({ industryCode: "1711", revenuePerKwh: 10, taxPerKwh: 0.01 })).toBe(null)
  })

  test("takes a tax that was paid back as low, and sales of nothing as no sales at all", () => {
    expect(reasonOf({ industryCode: "1711", revenuePerKwh: 1, taxPerKwh: -0.5 })).toBe("powerHigh")
    expect(reasonOf({ industryCode: "1711", revenuePerKwh: 0, taxPerKwh: 0.1 })).toBe(null)
  })

  test.each<[string, Facts, string[]]>([
    ["power or sales", { industryCode: "1711", taxPerKwh: 0.01 }, ["revenuePerKwh"]],
    ["tax", { industryCode: "1711", revenuePerKwh: 0.1 }, ["taxPerKwh"]],
    ["a meter", { industryCode: "1711" }, ["revenuePerKwh", "taxPerKwh"]],
    ["an industry", { revenuePerKwh: 0.1, taxPerKwh: 0.01 }, ["industryCode"]],
  ])("never flags where %s is missing", (_, facts, missing) => {
    expect(verdictOf(facts, ordinary(12))).toMatchObject({ hits: [], missingFacts: missing })
  })

  test("judges nobody below the smallest group", () => {
    const odd: Facts = { industryCode: "1711", revenuePerKwh: 1, taxPerKwh: 0.1 }
    expect(verdictOf(odd, ordinary(6))).toMatchObject({ hits: [], missingFacts: ["bands.17"] })
    expect(reasonOf(odd, ordinary(7))).toBe("powerHigh")
    expect(verdictOf(odd, [...ordinary(6), ...ordinary(20, "2611")])).toMatchObject({
      hits: [],
      missingFacts: ["bands.17"],
    })
  })

  test("is not moved by a third of wrong meters", () => {
    const wrong = Array.from({ length: 5 }, () => ({
      industryCode: "1711",
      revenuePerKwh: 0.5,
      taxPerKwh: 0.05,
    }))
    expect(
      reasonOf({ industryCode: "1711", revenuePerKwh: 0.5, taxPerKwh: 0.05 }, [
        ...wrong,
        ...ordinary(14),
      ]),
    ).toBe("powerHigh")
    expect(
      reasonOf({ industryCode: "1711", revenuePerKwh: 10, taxPerKwh: 1 }, [
        ...wrong,
        ...ordinary(14),
      ]),
    ).toBe(null)
  })

  test("keeps its figures with those who may read them", () => {
    const [hit] = verdictOf(
      { industryCode: "1711", revenuePerKwh: 1, taxPerKwh: 0.1 },
      ordinary(12),
    ).hits
    expect(hit!.reasons).toMatchObject([
      {
        confidential: true,
        evidence: [
          { fact: "revenuePerKwh", value: 1 },
          { fact: "taxPerKwh", value: 0.1 },
        ],
      },
    ])
    expect(hit!.reasons[0]!.text).not.toMatch(/\d/)
  })
})
