import { describe, expect, test } from "vitest"
import type { Enterprise, RatingClass } from "../../server/assessment/enterprise.rules.ts"
import { scorePopulation } from "../../server/assessment/rules.ts"
import type { IndicatorRule, Scheme } from "../../server/assessment/scheme.rules.ts"
import {
  codesOf,
  firm,
  plainIndicator,
  plainScheme,
  resultOf,
  score,
  shipped,
} from "../support/population.ts"

const only = (scheme: Scheme, given: Partial<Enterprise>) =>
  resultOf(score(scheme, [firm("F", given)]), "F")

describe("land", () => {
  test.each<[string, Partial<Enterprise>, number | null, string[]]>([
    ["own land alone", { ownedMu: 20 }, 20, []],
    ["leased land", { ownedMu: 20, leasedInMu: 5 }, 25, []],
    [
      "a floor of 30,000 m² at plot ratio 1 is 45 mu",
      { ownedMu: 0, leasedInFloorM2: 30_000, leasedInFar: 1 },
      45,
      [],
    ],
    [
      "a stated 0 beside a leased floor",
      { ownedMu: 0, leasedInMu: 0, leasedInFloorM2: 8000, leasedInFar: 1.2 },
      10,
      [],
    ],
    [
      "the same lease in mu and in floor",
      { ownedMu: 0, leasedInMu: 10, leasedInFloorM2: 8000, leasedInFar: 1.2 },
      10,
      [],
    ],
    [
      "a tenant that left its own land blank",
      { ownedMu: null, leasedInMu: 10 },
      10,
      ["ownedMissing"],
    ],
  ])("%s", (_, land, landMu, codes) => {
    const result = only(plainScheme(), { revenueWanYuan: 1, ...land })
    expect(result.landMu).toBe(landMu)
    expect(codesOf(result.reasons)).toEqual(codes)
    expect(result.rank).toBe(1)
  })

  test("leased land stated otherwise than its floor gives keeps the stated and says so", () => {
    const lease = { ownedMu: 0, leasedInMu: 10.02, leasedInFloorM2: 8000, leasedInFar: 1.2 }
    const result = only(plainScheme(), lease)
    expect(result.landMu).toBe(10.02)
    expect(codesOf(result.reasons)).toContain("leasedInTwice")
  })

  test.each<[string, Partial<Enterprise>, number | null, string]>([
    ["no land at all", { ownedMu: null }, null, "landMissing"],
    ["zero", { ownedMu: 0 }, 0, "landNotPositive"],
    ["all of it leased out", { ownedMu: 5, leasedOutMu: 5 }, 0, "landNotPositive"],
    ["more leased out than owned", { ownedMu: 5, leasedOutMu: 6 }, -1, "landNotPositive"],
    ["a negative part", { ownedMu: 5, leasedOutMu: -6 }, 11, "landPartNegative"],
    ["floor without plot ratio", { leasedInFloorM2: 800 }, null, "leasedInFarMissing"],
    ["floor at plot ratio 0", { leasedInFloorM2: 800, leasedInFar: 0 }, null, "leasedInFarMissing"],
  ])("%s leaves the firm unscored and the others scored", (_, land, landMu, code) => {
    const answer = score(plainScheme(), [
      firm("F", { revenueWanYuan: 900, ...land }),
      firm("G", { revenueWanYuan: 50 }),
    ])
    expect(resultOf(answer, "F")).toMatchObject({
      landMu,
      items: [],
      total: null,
      totalRounded: null,
      rank: null,
      gradeByRank: null,
      grade: null,
    })
    expect(codesOf(resultOf(answer, "F").reasons)).toEqual([code])
    expect(resultOf(answer, "G")).toMatchObject({ total: 50, rank: 1 })
    expect(answer.counts).toEqual({ A: 0, B: 0, C: 0, D: 1, unscored: 1 })
  })

  test("just above zero is land", () => {
    expect(only(plainScheme(), { ownedMu: 5.0001, leasedOutMu: 5 }).landMu).toBe(0.0001)
  })

  test("a firm without usable land enters no mean, of energy either", () => {
    const scheme = plainIndicator({ id: "valueAddedPerEnergy", benchmark: { kind: "mean" } })
    const answer = score(scheme, [
      firm("F", { ownedMu: 0, valueAddedWanYuan: 1000, energyTce: 1 }),
      firm("G", { valueAddedWanYuan: 6, energyTce: 3 }),
    ])
    expect(answer.benchmarks).toEqual({ valueAddedPerEnergy: 2 })
  })
})

describe("who is ranked", () => {
  const classes = ["transition", "uplift", "exempt", "ungraded", "notRated", "unsuitable"] as const
  test.each<RatingClass>(classes)(
    "%s is scored for reference and stays out of means",
    (ratingClass) => {
      const answer = score(plainIndicator({ benchmark: { kind: "mean" } }), [
        firm("F", { revenueWanYuan: 900, ratingClass }),
        firm("G", { revenueWanYuan: 100, ratingClass: "rated" }),
      ])
      expect(answer.benchmarks).toEqual({ revenuePerMu: 100 })
      expect(resultOf(answer, "F")).toMatchObject({
        ratingClass,
        total: 900,
        rank: null,
        gradeByRank: null,
        grade: null,
      })
      expect(answer.counts).toEqual({ A: 0, B: 0, C: 0, D: 1, [ratingClass]: 1 })
    },
  )

  test("the extremes of min-max are the ranked firms'", () => {
    const answer = score(plainIndicator({ method: "minmax", benchmark: null }), [
      firm("F", { revenueWanYuan: 900, ratingClass: "exempt" }),
      firm("G", { revenueWanYuan: 100 }),
      firm("H", { revenueWanYuan: 50 }),
    ])
    expect(answer.ranges).toEqual({ revenuePerMu: { min: 50, max: 100 } })
  })

  test("a firm of the other stratum is not ranked among this one's", () => {
    const answer = score(plainScheme({ stratum: "above_scale" }), [
      firm("F", { aboveScale: false, revenueWanYuan: 900 }),
      firm("G", { aboveScale: true, revenueWanYuan: 100 }),
      firm("H", { revenueWanYuan: 50 }),
    ])
    expect(resultOf(answer, "F")).toMatchObject({ stratum: "below_scale", rank: null, total: 900 })
    expect(codesOf(resultOf(answer, "F").reasons)).toEqual(["outsideStratum"])
    expect(resultOf(answer, "G")).toMatchObject({ stratum: "above_scale", rank: 1 })
    expect(resultOf(answer, "H").rank).toBe(2)
  })

  test.each([
    [2.9999, null],
    [3, 1],
  ])("with a threshold of 3 mu, %d mu ranks %s", (ownedMu, rank) => {
    const scheme = plainScheme({ population: { minLandMu: 3 } })
    expect(only(scheme, { ownedMu, revenueWanYuan: 1 }).rank).toBe(rank)
  })

  test.each([
    ["0600", 1],
    ["C3670", 1],
    ["46", 1],
    ["4700", null],
    ["05", null],
    [null, 1],
  ])("with industry 06-46, code %s ranks %s", (industryCode, rank) => {
    const scheme = plainScheme({ population: { industryCodes: "06-46" } })
    expect(only(scheme, { industryCode, revenueWanYuan: 1 }).rank).toBe(rank)
  })

  test("an empty population has an answer", () => {
    const answer = score(shipped("JS-WJ-2018-up"), [])
    expect(answer).toMatchObject({ results: [], counts: { A: 0, B: 0, C: 0, D: 0 } })
    expect(codesOf(answer.warnings)).toEqual(["emptyPopulation"])
    expect(Object.values(answer.benchmarks)).toEqual([null, null, null, null, null, null])
  })

  test("nobody rated has an answer", () => {
    const answer = score(plainScheme(), [firm("F", { ratingClass: "exempt" })])
    expect(codesOf(answer.warnings)).toEqual(["nobodyRanked"])
  })

  test("one credit code twice is nobody's, and the others are scored", () => {
    const answer = score(plainScheme(), [
      firm("F", { revenueWanYuan: 10 }),
      firm("G", { revenueWanYuan: 20 }),
      firm("F", { revenueWanYuan: 30 }),
    ])
    expect(answer.results.map(({ creditCode, rank }) => [creditCode, rank])).toEqual([
      ["G", 1],
      ["F", null],
      ["F", null],
    ])
    expect(answer.warnings.map(({ code, params }) => [code, params])).toEqual([
      ["duplicateCreditCode", { creditCode: "F", rows: 2 }],
    ])
  })
})

describe("missing is not zero", () => {
  const two = (missing: IndicatorRule["missing"], changes: Partial<Scheme> = {}): Scheme => ({
    ...plainScheme(changes),
    indicators: [
      { id: "revenuePerMu", weight: 60, benchmark: { kind: "fixed", value: 100 }, missing: "zero" },
      {
        id: "valueAddedPerEnergy",
        weight: 40,
        benchmark: { kind: "fixed", value: 2 },
        ...(missing !== undefined && { missing }),
      },
    ],
  })
  const itemOf = (scheme: Scheme, given: Partial<Enterprise>) =>
    only(scheme, { revenueWanYuan: 50, ...given }).items[1]

  test("a zero numerator is a value of 0", () => {
    expect(itemOf(two("zero"), { valueAddedWanYuan: 0, energyTce: 3 })).toMatchObject({
      value: 0,
      score: 0,
      missing: false,
    })
  })

  test.each<[string, Partial<Enterprise>, string]>([
    ["nothing reported", {}, "valueMissing"],
    ["a null", { valueAddedWanYuan: 5, energyTce: null }, "valueMissing"],
    ["no energy", { valueAddedWanYuan: 5, energyTce: 0 }, "divisionByZero"],
    ["negative energy", { valueAddedWanYuan: 5, energyTce: -1 }, "quantityNegative"],
  ])("%s is missing and keeps its cause", (_, given, code) => {
    const result = only(two("zero"), { revenueWanYuan: 50, ...given })
    expect(result.items[1]).toMatchObject({ value: null, score: 0, missing: true })
    expect(codesOf(result.reasons)).toContain(code)
    expect(result.total).toBe(30)
  })

  test("excluded, the rest carries the whole 100", () => {
    const result = only(two("excludeRescale"), { revenueWanYuan: 50 })
    expect(result.items.map(({ score: points }) => points)).toEqual([50, null])
    expect(result.total).toBe(50)
    expect(codesOf(result.reasons)).toEqual(["valueMissing", "excluded"])
  })

  test("the average is over ranked firms that have the item, capped as they are", () => {
    const answer = score(two("stratumAverageScore", { capMultiple: 1.5 }), [
      firm("F", { revenueWanYuan: 50 }),
      firm("G", { revenueWanYuan: 50, valueAddedWanYuan: 1, energyTce: 1 }),
      firm("H", { revenueWanYuan: 50, valueAddedWanYuan: 90, energyTce: 1 }),
      firm("I", { valueAddedWanYuan: 90, energyTce: 1, ratingClass: "transition" }),
    ])
    // 20 of 40 points, and 1,800 capped at 60.
    expect(resultOf(answer, "F").items[1]).toMatchObject({ score: 40, missing: true })
  })

  test("no average to be had counts 0 and says so", () => {
    const result = only(two("stratumAverageScore"), { revenueWanYuan: 50 })
    expect(result.total).toBe(30)
    expect(codesOf(result.reasons)).toContain("averageUnavailable")
  })

  test("a scheme that says nothing counts 0 and says that it said nothing", () => {
    const result = only(two(undefined), { revenueWanYuan: 50 })
    expect(result.total).toBe(30)
    expect(codesOf(result.reasons)).toContain("scoredZeroByDefault")
  })

  test("all missing under zero is 0 points, ranked and said", () => {
    const result = only(two("zero"), {})
    expect(result).toMatchObject({ total: 0, rank: 1 })
    expect(codesOf(result.reasons)).toContain("allMissing")
  })

  test("all missing under exclusion is unscored", () => {
    const result = only(plainIndicator({ missing: "excludeRescale" }), {})
    expect(result).toMatchObject({ total: null, rank: null, grade: null })
    expect(codesOf(result.reasons)).toEqual(["valueMissing", "excluded", "allExcluded"])
  })
})

describe("floor, cap, direction", () => {
  const points = (
    rule: Partial<IndicatorRule>,
    revenueWanYuan: number,
    scheme: Partial<Scheme> = {},
  ) => only(plainIndicator(rule, scheme), { revenueWanYuan }).total

  test.each([
    [149.99, 149.99],
    [150, 150],
    [150.01, 150],
  ])("a cap of 1.5: %d earns %d", (value, expected) => {
    expect(points({ capMultiple: 1.5 }, value)).toBe(expected)
  })

  test("an indicator's cap and floor go before the scheme's, and null lifts them", () => {
    expect(points({ capMultiple: null }, 900, { capMultiple: 1.5 })).toBe(900)
    expect(points({ capMultiple: 2 }, 900, { capMultiple: 1.5 })).toBe(200)
    expect(points({ floor: null }, -5, { floor: 0 })).toBe(-5)
    expect(points({ floor: 0 }, -5)).toBe(0)
  })

  test("direction down is benchmark over value", () => {
    expect(points({ direction: "down" }, 50)).toBe(200)
    expect(points({ direction: "down" }, 400)).toBe(25)
  })

  test("a zero of a bad thing is the cap where there is one, and never infinity", () => {
    expect(points({ direction: "down", capMultiple: 1.5 }, 0)).toBe(150)
    const uncapped = only(plainIndicator({ direction: "down" }), { revenueWanYuan: 0 })
    expect(uncapped.total).toBe(0)
    expect(codesOf(uncapped.reasons)).toContain("ratioUndefined")
  })

  test("all values alike under min-max earn full weight, with a warning", () => {
    const answer = score(plainIndicator({ method: "minmax", benchmark: null }), [
      firm("F", { revenueWanYuan: 7 }),
      firm("G", { revenueWanYuan: 7 }),
    ])
    expect(answer.results.map(({ total }) => total)).toEqual([100, 100])
    expect(codesOf(answer.warnings)).toEqual(["minEqualsMax"])
  })

  test("methods may be mixed by indicator", () => {
    const scheme = plainScheme()
    scheme.indicators = [
      { id: "revenuePerMu", weight: 50, benchmark: { kind: "fixed", value: 100 }, missing: "zero" },
      { id: "taxPerMu", weight: 50, method: "minmax", missing: "zero" },
    ]
    const answer = score(scheme, [
      firm("F", { revenueWanYuan: 100, taxWanYuan: 1 }),
      firm("G", { revenueWanYuan: 100, taxWanYuan: 2 }),
    ])
    expect(answer.results.map(({ total }) => total)).toEqual([100, 60])
  })
})

describe("benchmarks", () => {
  const benchmarkOf = (benchmark: IndicatorRule["benchmark"], direction?: "down") =>
    score(plainIndicator({ benchmark, ...(direction && { direction }) }), [
      firm("F", { revenueWanYuan: 30, ownedMu: 3, industryCode: "3670" }),
      firm("G", { revenueWanYuan: 50, industryCode: "1711" }),
      firm("H", {}),
    ])

  test("mean, best, best of a bad thing, and k times", () => {
    expect(benchmarkOf({ kind: "mean" }).benchmarks).toEqual({ revenuePerMu: 20 })
    expect(benchmarkOf({ kind: "best" }).benchmarks).toEqual({ revenuePerMu: 50 })
    expect(benchmarkOf({ kind: "best" }, "down").benchmarks).toEqual({ revenuePerMu: 10 })
    expect(benchmarkOf({ kind: "meanTimes", k: 2 }).benchmarks).toEqual({ revenuePerMu: 40 })
    expect(benchmarkOf({ kind: "meanTimes", k: 2, value: 8 }).benchmarks).toEqual({
      revenuePerMu: 16,
    })
  })

  test("by industry, the longest code that begins the firm's counts", () => {
    const answer = benchmarkOf({ kind: "byIndustry", values: { "36": 40, "367": 20 } })
    expect(answer.benchmarks).toEqual({ revenuePerMu: { "36": 40, "367": 20 } })
    expect(resultOf(answer, "F").items[0]).toMatchObject({ value: 10, benchmark: 20, score: 50 })
    expect(resultOf(answer, "G").items[0]).toMatchObject({
      benchmark: null,
      score: 0,
      missing: false,
    })
    expect(codesOf(resultOf(answer, "G").reasons)).toEqual([
      "benchmarkMissing",
      "scoredZero",
      "tied",
    ])
  })

  test("a mean of losses is no benchmark: items fall to the rule for missing values", () => {
    const answer = score(plainIndicator({ benchmark: { kind: "mean" } }), [
      firm("F", { revenueWanYuan: -30 }),
      firm("G", { revenueWanYuan: 10 }),
    ])
    expect(answer.benchmarks).toEqual({ revenuePerMu: null })
    expect(codesOf(answer.warnings)).toEqual(["benchmarkUnavailable"])
    expect(answer.results.map(({ total }) => total)).toEqual([0, 0])
  })
})

describe("bonus and penalty", () => {
  const claims = [
    { group: "hightech", item: "national", points: 5 },
    { group: "hightech", item: "provincial", points: 3 },
    { group: "quality", item: "award", points: 2 },
  ]
  const bonusOf = (bonus: Scheme["bonus"], given = claims) =>
    only(plainScheme({ bonus }), { revenueWanYuan: 10, bonus: given })

  test("inside a group the highest counts, across groups they add up", () => {
    const result = bonusOf({ groups: [{ id: "hightech" }, { id: "quality" }] })
    expect(result).toMatchObject({ bonus: 7, total: 17 })
    expect(codesOf(result.reasons)).toEqual(["bonusHighestOnly"])
  })

  test("a group may add up", () => {
    expect(bonusOf({ groups: [{ id: "hightech", rule: "sum" }, { id: "quality" }] }).bonus).toBe(10)
  })

  test.each([
    [7, 7, ["bonusHighestOnly"]],
    [6.99, 6.99, ["bonusHighestOnly", "bonusCapped"]],
  ])("all together up to %d give %d", (maxTotal, bonus, codes) => {
    const result = bonusOf({ maxTotal, groups: [] })
    expect(result.bonus).toBe(bonus)
    expect(codesOf(result.reasons)).toEqual(codes)
  })

  test("the scheme's list of items and points is the rule", () => {
    const result = bonusOf({
      groups: [{ id: "hightech", items: [{ id: "provincial", points: 4 }] }],
    })
    expect(result.bonus).toBe(4)
    expect(codesOf(result.reasons)).toEqual([
      "bonusNotInScheme",
      "bonusPointsOfScheme",
      "bonusNotInScheme",
      "bonusHighestOnly",
    ])
  })

  test("a scheme without bonus gives none", () => {
    expect(bonusOf(undefined).bonus).toBe(0)
    expect(codesOf(bonusOf(null).reasons)).toContain("bonusNotInScheme")
  })

  test.each([3, -3])("a penalty of %d takes 3 off", (points) => {
    const result = only(plainScheme(), {
      revenueWanYuan: 10,
      penalty: [{ item: "declaredZeroEmission", points }],
    })
    expect(result).toMatchObject({ penalty: 3, total: 7 })
  })

  test("a listed penalty costs what the list says", () => {
    const scheme = plainScheme({ penalty: [{ id: "declaredZeroEmission", points: -3 }] })
    const result = only(scheme, {
      penalty: [
        { item: "declaredZeroEmission", points: 1 },
        { item: "unheardOf", points: 50 },
      ],
    })
    expect(result.penalty).toBe(3)
    expect(codesOf(result.reasons)).toEqual(
      expect.arrayContaining(["penaltyPointsOfScheme", "penaltyNotInScheme"]),
    )
  })
})

describe("what looks wrong is said", () => {
  test("a negative tax counts and is named", () => {
    const result = only(plainIndicator({ id: "taxPerMu" }), { taxWanYuan: -20 })
    expect(result.total).toBe(-20)
    expect(codesOf(result.reasons)).toEqual(["valueNegative"])
  })

  test.each([
    [1e9, []],
    [1_000_000_001, ["implausibleMagnitude"]],
  ])("an amount of %d warns %j and is scored", (revenueWanYuan, codes) => {
    const answer = score(plainScheme(), [firm("F", { revenueWanYuan })])
    expect(codesOf(answer.warnings)).toEqual(codes)
    expect(resultOf(answer, "F").total).toBe(revenueWanYuan)
  })

  test("another year than the scheme's is warned of", () => {
    const { warnings } = scorePopulation({
      scheme: plainScheme(),
      fiscalYear: 2023,
      enterprises: [firm("F", { revenueWanYuan: 1 })],
    })
    expect(warnings.map(({ code, text }) => [code, text])).toEqual([
      ["fiscalYearDiffers", "评价年度 2023 与方案年度 2022 不一致"],
    ])
  })
})
