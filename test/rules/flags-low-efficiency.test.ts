import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import { FACTS, type Facts, isConfidentialFact } from "../../server/flags/facts.rules.ts"
import type { LianduRuleSet } from "../../server/flags/low-efficiency.rules.ts"
import { evaluateRuleSet, type RuleSet } from "../../server/flags/rules.ts"

const AS_OF = "2021-07-01"
const LIANDU: LianduRuleSet = { id: "liandu-2020", areaMinMu: 10 }

const verdictsOf = (ruleSet: RuleSet, sheets: Facts[], asOf = AS_OF) =>
  evaluateRuleSet(
    ruleSet,
    asOf,
    sheets.map((facts, id) => ({ id, facts })),
  )
/** The parts that are true of the first parcel, the others standing beside it. */
const partsOf = (ruleSet: RuleSet, sheets: Facts[], asOf = AS_OF) =>
  verdictsOf(ruleSet, sheets, asOf)[0]?.hits.flatMap(({ reasons }) =>
    reasons.map(({ fact }) => fact),
  )

const SMALL: Facts = { landMu: 10, productionStart: "2018-06-30", aboveScale: false }
/** Above every threshold: no part is true of it. */
const GOOD: Facts = {
  landMu: 50,
  productionStart: "2018-06-30",
  aboveScale: true,
  taxPerMu: 20,
  taxPerKwh: 0.3,
  revenuePerKwh: 6,
  industryCode: "1711",
}

describe("lowTax: at or below 3 万元 a mu", () => {
  test.each<[number | string, string[]]>([
    [3, ["lowTax"]],
    ["3.00", ["lowTax"]],
    [3.01, []],
    [3.0000001, []],
    [2.99, ["lowTax"]],
    [0, ["lowTax"]],
    [-1, ["lowTax"]],
  ])("%s", (taxPerMu, parts) => {
    expect(partsOf(LIANDU, [{ taxPerMu }])).toEqual(parts)
  })

  test("the place's own limit replaces it", () => {
    const own = { ...LIANDU, taxMaxWanYuanPerMu: "5" }
    expect(partsOf(own, [{ taxPerMu: 5 }])).toEqual(["lowTax"])
    expect(partsOf(own, [{ taxPerMu: 5.01 }])).toEqual([])
  })
})

describe("notUpscaled: the area, three full years of production, below scale", () => {
  test.each<[string, Facts, string, string[]]>([
    ["the third anniversary", SMALL, "2021-06-30", []],
    ["the day after", SMALL, "2021-07-01", ["notUpscaled"]],
    ["just below the area", { ...SMALL, landMu: 9.99 }, AS_OF, []],
    ["at the area", { ...SMALL, landMu: "10.00" }, AS_OF, ["notUpscaled"]],
    ["just above the area", { ...SMALL, landMu: 10.01 }, AS_OF, ["notUpscaled"]],
    ["above scale", { ...SMALL, aboveScale: true }, AS_OF, []],
    ["scale unknown", { ...SMALL, aboveScale: null }, AS_OF, []],
    [
      "production begun on a leap day",
      { ...SMALL, productionStart: "2020-02-29" },
      "2023-02-28",
      [],
    ],
    [
      "and the day after",
      { ...SMALL, productionStart: "2020-02-29" },
      "2023-03-01",
      ["notUpscaled"],
    ],
    ["not yet producing", { ...SMALL, productionStart: "2022-01-01" }, AS_OF, []],
  ])("%s", (_claim, facts, asOf, parts) => {
    expect(partsOf(LIANDU, [facts], asOf)).toEqual(parts)
  })
})

describe("powerMismatch: below 0.3 times the industry's median", () => {
  const peers = (...taxPerKwh: (number | string)[]): Facts[] =>
    taxPerKwh.map((value) => ({ taxPerKwh: value, industryCode: "1711" }))

  test.each<[string, Facts[], string[]]>([
    ["0.05 against a median of 0.30", peers(0.05, 0.3, 0.3), ["powerMismatch"]],
    ["0.09 exactly", peers(0.09, 0.3, 0.3), []],
    ["a hair below 0.09", peers("0.08999999", 0.3, 0.3), ["powerMismatch"]],
    ["a hair above", peers("0.09000001", 0.3, 0.3), []],
    ["alone it is its own median", peers(0.05), []],
    ["of two the mean is the median", peers(0.05, 0.3), ["powerMismatch"]],
    ["of two, exactly 0.3 times the mean", peers(0.3, 1.7), []],
    ["of four the middle two count", peers(0.05, 0.1, 0.3, 9), ["powerMismatch"]],
    ["no tax for the power", peers(0, 0.3, 0.3), ["powerMismatch"]],
    ["a refund", peers(-0.1, 0.3, 0.3), ["powerMismatch"]],
  ])("%s", (_claim, sheets, parts) => {
    expect(partsOf(LIANDU, sheets)).toEqual(parts)
  })

  test("only parcels of the same two digits count, however long their code", () => {
    const low: Facts = { taxPerKwh: 0.05, industryCode: "C1711" }
    const others = [
      { taxPerKwh: 0.3, industryCode: "17" },
      { taxPerKwh: 0.3, industryCode: "1779" },
      ...["18", "1811", "C2011"].map((industryCode) => ({ taxPerKwh: 0.001, industryCode })),
    ]
    expect(partsOf(LIANDU, [low, ...others])).toEqual(["powerMismatch"])
    expect(partsOf(LIANDU, [{ ...low, industryCode: "18" }, ...others])).toEqual([])
  })

  test("a parcel without the figure is in no median", () => {
    const unknown = { taxPerKwh: null, industryCode: "17" }
    expect(partsOf(LIANDU, [...peers(0.05, 0.3, 0.3), unknown, unknown])).toEqual(["powerMismatch"])
  })

  test("revenue suffices as tax does", () => {
    const sheets = [1, 10, 10].map((revenuePerKwh) => ({ revenuePerKwh, industryCode: "26" }))
    expect(partsOf(LIANDU, sheets)).toEqual(["powerMismatch"])
  })

  test("medians that the rule set brings are used instead, and none is made up", () => {
    const own = { ...LIANDU, medians: { "17": { taxPerKwh: "0.30" } } }
    expect(partsOf(own, peers(0.0899, 0.1, 0.1))).toEqual(["powerMismatch"])
    expect(partsOf(own, peers(0.09))).toEqual([])
    const [verdict] = verdictsOf(own, [{ taxPerKwh: 0.01, industryCode: "18" }])
    expect(verdict?.hits).toEqual([])
    expect(verdict?.missingFacts).toContain("medians.18.taxPerKwh")
  })

  test("the place's own factor replaces 0.3", () => {
    const half = { ...LIANDU, mismatchK: 0.5 }
    expect(partsOf(half, peers(0.1499, 0.3, 0.3))).toEqual(["powerMismatch"])
    expect(partsOf(half, peers(0.15, 0.3, 0.3))).toEqual([])
  })
})

describe("the whole rule set", () => {
  const BAD: Facts = {
    ...SMALL,
    taxPerMu: 1,
    taxPerKwh: 0.01,
    revenuePerKwh: 0.1,
    industryCode: "17",
  }
  const MEDIANS = { "17": { taxPerKwh: 0.3, revenuePerKwh: 6 } }

  test("one hit keeps every true part with its evidence, the enterprise's secrets marked", () => {
    expect(verdictsOf({ ...LIANDU, medians: MEDIANS }, [BAD])).toEqual([
      {
        id: 0,
        hits: [
          {
            rule: "liandu-2020",
            level: "suspected",
            clause: "liandu-2020",
            clauses: ["liandu-2020"],
            state: "suspected_low_efficiency",
            route: null,
            feeWanYuan: null,
            since: null,
            nextChangeOn: null,
            reasons: [
              {
                fact: "powerMismatch",
                value: 0.01,
                threshold: 0.09,
                text: "用电量与税收、销售明显不匹配：单位电耗税收或营业收入远低于同行业中位数",
                confidential: true,
                evidence: [
                  { fact: "taxPerKwh", value: 0.01, threshold: 0.09 },
                  { fact: "revenuePerKwh", value: 0.1, threshold: 1.8 },
                ],
              },
              {
                fact: "notUpscaled",
                value: 10,
                threshold: 10,
                text: "用地达到规定面积，投产已满三年仍未上规",
                confidential: false,
                evidence: [
                  { fact: "landMu", value: 10, threshold: 10 },
                  { fact: "productionStart", value: "2018-06-30", threshold: "2021-06-30" },
                  { fact: "aboveScale", value: false, threshold: false },
                ],
              },
              {
                fact: "lowTax",
                value: 1,
                threshold: 3,
                text: "亩均税收不高于规定限额",
                confidential: true,
                evidence: [{ fact: "taxPerMu", value: 1, threshold: 3 }],
              },
            ],
          },
        ],
        missingFacts: [],
        nextChangeOn: null,
      },
    ])
  })

  test("all parts must be true where the place reads the list so", () => {
    const all: LianduRuleSet = { ...LIANDU, combine: "all", medians: MEDIANS }
    expect(partsOf(all, [BAD])).toEqual(["powerMismatch", "notUpscaled", "lowTax"])
    expect(partsOf(all, [{ ...BAD, taxPerMu: 3.01 }])).toEqual([])
    expect(partsOf(all, [{ ...BAD, taxPerMu: null }])).toEqual([])
  })

  test("a good parcel is not hit", () => {
    expect(verdictsOf(LIANDU, [GOOD])).toEqual([
      { id: 0, hits: [], missingFacts: [], nextChangeOn: null },
    ])
  })

  test("missing facts never hit and are listed", () => {
    expect(verdictsOf(LIANDU, [{}])[0]).toEqual({
      id: 0,
      hits: [],
      missingFacts: [
        "taxPerKwh",
        "industryCode",
        "revenuePerKwh",
        "landMu",
        "productionStart",
        "aboveScale",
        "taxPerMu",
      ],
      nextChangeOn: null,
    })
  })

  test("a hit by time alone has its first day and is foretold", () => {
    const facts = { ...GOOD, aboveScale: false }
    expect(verdictsOf(LIANDU, [facts], "2021-06-30")[0]?.nextChangeOn).toBe("2021-07-01")
    expect(verdictsOf(LIANDU, [facts], "2022-01-01")[0]?.hits[0]?.since).toBe("2021-07-01")
  })

  test("the order of parcels does not matter", () => {
    const sheet = fc.record({
      taxPerKwh: fc.option(fc.integer({ min: -2, max: 40 }), { nil: null }),
      revenuePerKwh: fc.option(fc.integer({ min: 0, max: 40 }), { nil: null }),
      taxPerMu: fc.option(fc.integer({ min: 0, max: 9 }), { nil: null }),
      industryCode: fc.constantFrom("1711", "17", "C2621", null),
    })
    fc.assert(
      fc.property(fc.array(sheet, { maxLength: 12 }), (sheets) => {
        const parcels = sheets.map((facts, id) => ({ id, facts }))
        expect(evaluateRuleSet(LIANDU, AS_OF, parcels.toReversed())).toEqual(
          evaluateRuleSet(LIANDU, AS_OF, parcels).toReversed(),
        )
      }),
    )
  })
})

test("what an enterprise may keep secret is confidential, and so is what nobody declared open", () => {
  const secret = Object.keys(FACTS).filter(isConfidentialFact)
  expect(secret).toEqual(["taxPerMu", "outputPerMu", "taxPerKwh", "revenuePerKwh"])
  expect(["powerWanKwh", "energyTce", "lowTax", "constructor"].every(isConfidentialFact)).toBe(true)
})
