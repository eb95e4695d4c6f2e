import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Condition } from "../../server/flags/conditions.rules.ts"
import type { DeclaredRuleSet } from "../../server/flags/declared.rules.ts"
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

describe("a customer's own rule set", () => {
  const declare = (when: Condition, more: Partial<DeclaredRuleSet> = {}): DeclaredRuleSet => ({
    id: "own-2024",
    conditions: [{ id: "part", text: "自定条件", when }],
    ...more,
  })
  /** `true` hit, `false` decided no, or the missing facts. */
  const judged = (when: Condition, facts: Facts, more: Partial<DeclaredRuleSet> = {}) => {
    const [verdict] = verdictsOf(declare(when, more), [facts])
    if (verdict?.hits.length === 1) return true
    return verdict?.missingFacts.length === 0 ? false : verdict?.missingFacts
  }

  test.each<[string, Condition, Facts, unknown]>([
    ["< at", { fact: "far", is: "<", value: 1.2 }, { far: 1.2 }, false],
    ["< below", { fact: "far", is: "<", value: 1.2 }, { far: "1.19" }, true],
    ["<= at", { fact: "far", is: "<=", value: 1.2 }, { far: 1.2 }, true],
    ["<= above", { fact: "far", is: "<=", value: 1.2 }, { far: 1.21 }, false],
    [">= at", { fact: "far", is: ">=", value: 1.2 }, { far: 1.2 }, true],
    [">= below", { fact: "far", is: ">=", value: 1.2 }, { far: 1.19 }, false],
    ["> at", { fact: "far", is: ">", value: 1.2 }, { far: 1.2 }, false],
    ["> above", { fact: "far", is: ">", value: 1.2 }, { far: 1.21 }, true],
    ["= of decimals, however written", { fact: "far", is: "=", value: 1.2 }, { far: "1.20" }, true],
    ["!= of decimals", { fact: "far", is: "!=", value: 1.2 }, { far: "1.20" }, false],
    [
      "= of codes, which are no numbers",
      { fact: "industryCode", is: "=", value: "0610" },
      { industryCode: "610" },
      false,
    ],
    [
      "a code has no order",
      { fact: "industryCode", is: "<", value: "2000" },
      { industryCode: "1711" },
      false,
    ],
    ["= of a flag", { fact: "aboveScale", is: "=", value: false }, { aboveScale: false }, true],
    ["!= of a flag", { fact: "aboveScale", is: "!=", value: false }, { aboveScale: false }, false],
    [
      "a day before",
      { fact: "startedOn", is: "<", value: "2020-01-01" },
      { startedOn: "2019-12-31" },
      true,
    ],
    [
      "a day not before",
      { fact: "startedOn", is: "<", value: "2020-01-01" },
      { startedOn: "2020-01-01" },
      false,
    ],
    ["missing", { fact: "far", is: "!=", value: 1 }, {}, ["far"]],
    ["null", { fact: "far", is: "!=", value: 1 }, { far: null }, ["far"]],
    [
      "not of the kind asked for",
      { fact: "aboveScale", is: "=", value: 1 },
      { aboveScale: true },
      ["aboveScale"],
    ],
    ["elapsed, at", { elapsed: "stoppedSince", years: 1 }, { stoppedSince: "2020-07-01" }, false],
    ["elapsed, past", { elapsed: "stoppedSince", years: 1 }, { stoppedSince: "2020-06-30" }, true],
    ["elapsed since nothing", { elapsed: "stoppedSince", years: 1 }, {}, ["stoppedSince"]],
    ["not yet, no day", { notYet: "completedOn" }, {}, true],
    ["not yet, tomorrow", { notYet: "completedOn" }, { completedOn: "2021-07-02" }, true],
    ["not yet, today", { notYet: "completedOn" }, { completedOn: "2021-07-01" }, false],
    [
      "all, one open",
      {
        all: [
          { fact: "far", is: "<", value: 2 },
          { fact: "landMu", is: "<", value: 2 },
        ],
      },
      { far: 1 },
      ["landMu"],
    ],
    [
      "any, one open and one true",
      {
        any: [
          { fact: "far", is: "<", value: 2 },
          { fact: "landMu", is: "<", value: 2 },
        ],
      },
      { far: 1 },
      true,
    ],
    [
      "any, one open and one false",
      {
        any: [
          { fact: "far", is: "<", value: 2 },
          { fact: "landMu", is: "<", value: 2 },
        ],
      },
      { far: 3 },
      ["landMu"],
    ],
    [
      "all inside any inside all",
      { all: [{ any: [{ all: [{ fact: "far", is: "<", value: 2 }] }, { notYet: "startedOn" }] }] },
      { far: 3, startedOn: "2020-01-01" },
      false,
    ],
  ])("%s", (_claim, when, facts, said) => {
    expect(judged(when, facts)).toEqual(said)
  })

  test("facts of the customer's own are read, and belong to the enterprise", () => {
    const facts = { patents: 1 } as Facts
    const [verdict] = verdictsOf(declare({ fact: "patents", is: "<", value: 2 }), [facts])
    expect(verdict?.hits[0]?.reasons).toEqual([
      {
        fact: "part",
        value: 1,
        threshold: 2,
        text: "自定条件",
        confidential: true,
        evidence: [{ fact: "patents", value: 1, threshold: 2 }],
      },
    ])
  })

  test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
    "%s is no fact, no parameter and no median that a sheet inherits",
    (name) => {
      expect(judged({ fact: name, is: "<", value: 1 }, {})).toEqual([name])
      expect(
        judged({ fact: "far", is: "<", parameter: name }, { far: 1 }, { parameters: {} }),
      ).toEqual([name])
      const facts = JSON.parse(`{"industryCode": "17", "${name}": 1}`) as Facts
      const medians = { "17": {} }
      expect(judged({ fact: name, is: "<", medianTimes: 1 }, facts, { medians })).toEqual([
        `medians.17.${name}`,
      ])
    },
  )

  test("it says its own id, article, state and parameters", () => {
    const ruleSet = declare(
      {
        all: [
          { fact: "landMu", is: ">=", parameter: "areaMinMu" },
          { elapsed: "stoppedSince", years: 2 },
        ],
      },
      { clause: "第五条", state: "suspected_idle", parameters: { areaMinMu: "20" } },
    )
    const facts = { landMu: 20, stoppedSince: "2019-06-30" }
    expect(verdictsOf(ruleSet, [facts])[0]?.hits[0]).toEqual({
      rule: "own-2024",
      level: "suspected",
      clause: "第五条",
      clauses: ["第五条"],
      state: "suspected_idle",
      route: null,
      feeWanYuan: null,
      since: "2021-07-01",
      nextChangeOn: null,
      reasons: [
        {
          fact: "part",
          value: 20,
          threshold: 20,
          text: "自定条件",
          confidential: false,
          evidence: [
            { fact: "landMu", value: 20, threshold: 20 },
            { fact: "stoppedSince", value: "2019-06-30", threshold: "2021-06-30" },
          ],
        },
      ],
    })
  })

  test("since: the last of what all need, the first of what any has, none where no day decides", () => {
    const since = (when: Condition, facts: Facts) =>
      verdictsOf(declare(when), [facts], "2030-01-01")[0]?.hits[0]?.since
    const parts: Condition[] = [
      { elapsed: "startedOn", years: 1 },
      { elapsed: "stoppedSince", years: 1 },
    ]
    const facts = { startedOn: "2020-01-01", stoppedSince: "2022-01-01", far: 1 }
    const standing: Condition = { fact: "far", is: "<", value: 2 }
    expect(since({ all: parts }, facts)).toBe("2023-01-02")
    expect(since({ any: parts }, facts)).toBe("2021-01-02")
    expect(since({ all: [...parts, standing] }, facts)).toBe("2023-01-02")
    expect(since({ any: [...parts, standing] }, facts)).toBeNull()
  })

  test("the day an event ends a hit is foretold", () => {
    const facts = { productionStart: "2021-09-01" }
    const [verdict] = verdictsOf(declare({ notYet: "productionStart" }), [facts])
    expect(verdict?.hits[0]?.nextChangeOn).toBe("2021-09-01")
  })
})

test("what an enterprise may keep secret is confidential, and so is what nobody declared open", () => {
  const secret = Object.keys(FACTS).filter(isConfidentialFact)
  expect(secret).toEqual(["taxPerMu", "outputPerMu", "taxPerKwh", "revenuePerKwh"])
  expect(["powerWanKwh", "energyTce", "lowTax", "constructor"].every(isConfidentialFact)).toBe(true)
})
