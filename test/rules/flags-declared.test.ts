import { describe, expect, test } from "vitest"
import type { Condition } from "../../server/flags/conditions.rules.ts"
import type { DeclaredRuleSet } from "../../server/flags/declared.rules.ts"
import type { Facts } from "../../server/flags/facts.rules.ts"
import { evaluateRuleSet, type RuleSet } from "../../server/flags/rules.ts"

const AS_OF = "2021-07-01"

const verdictsOf = (ruleSet: RuleSet, sheets: Facts[], asOf = AS_OF) =>
  evaluateRuleSet(
    ruleSet,
    asOf,
    sheets.map((facts, id) => ({ id, facts })),
  )

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
