import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import { addDays } from "../../geodata/days.ts"
import {
  type CategoryParameters,
  type Lifecycle,
  lifecycleOf,
} from "../../server/flags/categories.rules.ts"
import type { Facts } from "../../server/flags/facts.rules.ts"
import { evaluateRuleSet } from "../../server/flags/rules.ts"

const AS_OF = "2024-06-30"
const PARAMETERS = { monthsToProduction: 6, undevelopedShareMin: "0.3" }

const classOf = (facts: Facts, asOf = AS_OF, parameters: CategoryParameters = PARAMETERS) =>
  lifecycleOf(facts, asOf, parameters)
const verdictOf = (facts: Facts, asOf = AS_OF, parameters: CategoryParameters = PARAMETERS) => {
  const ruleSet = { id: "five-categories" as const, ...parameters }
  const [verdict] = evaluateRuleSet(ruleSet, asOf, [{ id: 7, facts }])
  if (!verdict) throw new Error("one parcel has one verdict")
  return verdict
}
type Said = ReturnType<typeof classOf>
const known = (lifecycle: Lifecycle): Said => ({ lifecycle, missing: [] })
const open = (...missing: string[]): Said => ({ lifecycle: null, missing })

const APPROVED: Facts = { approvedOn: "2020-05-01" }
const SUPPLIED: Facts = { ...APPROVED, suppliedOn: "2021-05-01", agreedStart: "2022-03-01" }
const STARTED: Facts = { ...SUPPLIED, startedOn: "2022-02-01", agreedCompletion: "2024-02-01" }
const BUILT: Facts = { ...STARTED, completedOn: "2023-12-01", agreedProduction: "2023-12-31" }
const PRODUCING: Facts = { ...BUILT, productionStart: "2024-01-15" }

describe("approved, not supplied", () => {
  test.each<[string, Facts, string, Said]>([
    ["in a batch, no contract", APPROVED, AS_OF, known("approved_unsupplied")],
    ["on the day of approval", APPROVED, "2020-05-01", known("approved_unsupplied")],
    ["before approval", APPROVED, "2020-04-30", open("approvedOn", "suppliedOn", "agreedStart")],
    ["the day before supply", SUPPLIED, "2021-04-30", known("approved_unsupplied")],
    ["on the day of supply", SUPPLIED, "2021-05-01", known("in_use")],
    [
      "built without supply",
      { ...APPROVED, startedOn: "2021-01-01" },
      AS_OF,
      known("approved_unsupplied"),
    ],
    [
      "agreed dates prove a contract",
      { ...APPROVED, agreedStart: "2025-01-01" },
      AS_OF,
      known("in_use"),
    ],
    ["nothing known", {}, AS_OF, open("approvedOn", "suppliedOn", "agreedStart")],
    ["old works without papers", { productionStart: "1998-01-01" }, AS_OF, known("in_use")],
  ])("%s", (_claim, facts, asOf, said) => {
    expect(classOf(facts, asOf)).toEqual(said)
  })
})

describe("supplied, unused", () => {
  test.each<[string, Facts, string, Said]>([
    ["on the agreed start", SUPPLIED, "2022-03-01", known("in_use")],
    ["the day after", SUPPLIED, "2022-03-02", known("supplied_unused")],
    [
      "started on that day",
      { ...SUPPLIED, startedOn: "2022-03-02" },
      "2022-03-02",
      known("in_use"),
    ],
    [
      "an amended start still ahead",
      { ...SUPPLIED, supplementStart: "2025-01-01" },
      AS_OF,
      known("in_use"),
    ],
    [
      "delivered a year ago to the day, no start agreed",
      { suppliedOn: "2021-05-01", deliveryConfirmed: "2023-06-30" },
      AS_OF,
      known("in_use"),
    ],
    [
      "delivered a year and a day ago",
      { suppliedOn: "2021-05-01", deliveryConfirmed: "2023-06-29" },
      AS_OF,
      known("supplied_unused"),
    ],
    [
      "supplied, no start on file",
      { suppliedOn: "2021-05-01" },
      AS_OF,
      open("agreedStart", "deliveryConfirmed"),
    ],
  ])("%s", (_claim, facts, asOf, said) => {
    expect(classOf(facts, asOf)).toEqual(said)
  })

  test("it is overdue for a year and suspected idle after", () => {
    const overdue = verdictOf(SUPPLIED, "2023-03-01")
    expect(overdue.hits[0]).toEqual({
      rule: "supplied_unused",
      level: "suspected",
      clause: "five-categories",
      clauses: ["five-categories"],
      state: "suspected_low_efficiency",
      route: null,
      feeWanYuan: null,
      since: "2022-03-02",
      nextChangeOn: "2023-03-02",
      reasons: [
        {
          fact: "agreedStart",
          value: "2022-03-01",
          threshold: "2022-03-01",
          text: "应于 2022-03-01 动工，逾期未动工",
          confidential: false,
        },
      ],
    })
    expect(verdictOf(SUPPLIED, "2023-03-02").hits[0]).toMatchObject({
      rule: "supplied_unused",
      clause: "53-2(1)",
      state: "suspected_idle",
      since: "2022-03-02",
      nextChangeOn: null,
    })
  })

  test("a government pause keeps it from idle by as many days", () => {
    const pauses = [{ from: "2022-06-01", to: "2022-06-30", cause: "government" as const }]
    const stateOn = (asOf: string) => verdictOf({ ...SUPPLIED, pauses }, asOf).hits[0]?.state
    expect(stateOn("2023-03-31")).toBe("suspected_low_efficiency")
    expect(stateOn("2023-04-01")).toBe("suspected_idle")
  })
})

describe("underused", () => {
  test.each<[string, Facts, Said]>([
    [
      "a share at the threshold",
      { ...PRODUCING, landMu: 100, undevelopedMu: 30 },
      known("underused"),
    ],
    ["just below", { ...PRODUCING, landMu: 100, undevelopedMu: 29.999 }, known("in_use")],
    ["just above", { ...PRODUCING, landMu: 100, undevelopedMu: 30.001 }, known("underused")],
    [
      "three tenths of 0.1, which floats get wrong",
      { ...PRODUCING, landMu: 0.1, undevelopedMu: 0.03 },
      known("underused"),
    ],
    ["none left over", { ...PRODUCING, undevelopedMu: 0 }, known("in_use")],
    ["parcel area unknown", { ...PRODUCING, undevelopedMu: 30 }, open("landMu")],
    ["ratio at the minimum", { ...PRODUCING, far: 1.2, farMin: 1.2 }, known("in_use")],
    ["ratio just below", { ...PRODUCING, far: 1.1999, farMin: 1.2 }, known("underused")],
    ["ratio just above", { ...PRODUCING, far: 1.2001, farMin: 1.2 }, known("in_use")],
    ["ratio unknown", { ...PRODUCING, farMin: 1.2 }, open("far")],
    ["no minimum agreed", { ...PRODUCING, far: 0.1 }, known("in_use")],
    [
      "a site past its agreed completion",
      { ...STARTED, landMu: 100, undevelopedMu: 60, far: 0.2, farMin: 1.2 },
      known("underused"),
    ],
    [
      "built before its time was up",
      { ...PRODUCING, agreedCompletion: "2030-01-01", landMu: 100, undevelopedMu: 60 },
      known("underused"),
    ],
    [
      "a site with a day left",
      {
        ...STARTED,
        agreedCompletion: AS_OF,
        landMu: 100,
        undevelopedMu: 60,
        far: 0.2,
        farMin: 1.2,
      },
      known("in_use"),
    ],
  ])("%s", (_claim, facts, said) => {
    expect(classOf(facts)).toEqual(said)
  })

  test("without the place's share the parcel is left undecided", () => {
    const facts = { ...PRODUCING, landMu: 100, undevelopedMu: 99 }
    expect(classOf(facts, AS_OF, {})).toEqual(open("undevelopedShareMin"))
    expect(evaluateRuleSet("five-categories", AS_OF, [{ id: 7, facts }])).toEqual([
      { id: 7, hits: [], missingFacts: ["undevelopedShareMin"], nextChangeOn: null },
    ])
  })
})

describe("built, unproductive", () => {
  test.each<[string, Facts, string, Said]>([
    ["six months after the agreed day", BUILT, "2024-06-30", known("in_use")],
    ["the day after that", BUILT, "2024-07-01", known("built_unproductive")],
    [
      "production begun on that day",
      { ...BUILT, productionStart: "2024-07-01" },
      "2024-07-01",
      known("in_use"),
    ],
    [
      "no production agreed",
      { ...STARTED, completedOn: "2023-12-01" },
      AS_OF,
      open("agreedProduction"),
    ],
    [
      "still under construction",
      { ...STARTED, agreedProduction: "2022-12-31" },
      AS_OF,
      known("in_use"),
    ],
    [
      "stopped twelve months",
      { ...PRODUCING, stoppedSince: "2024-02-29" },
      "2025-02-28",
      known("in_use"),
    ],
    [
      "stopped twelve months and a day",
      { ...PRODUCING, stoppedSince: "2024-02-29" },
      "2025-03-01",
      known("built_unproductive"),
    ],
  ])("%s", (_claim, facts, asOf, said) => {
    expect(classOf(facts, asOf)).toEqual(said)
  })

  test("without the place's months it is undecided once the agreed day is past, and not before", () => {
    expect(classOf(BUILT, "2024-01-01", {})).toEqual(open("monthsToProduction"))
    expect(classOf(BUILT, "2023-12-31", {})).toEqual(known("in_use"))
  })

  test("no grace is none: the day after the agreed one", () => {
    const none = { ...PARAMETERS, monthsToProduction: 0 }
    expect(classOf(BUILT, "2023-12-31", none)).toEqual(known("in_use"))
    expect(classOf(BUILT, "2024-01-01", none)).toEqual(known("built_unproductive"))
  })
})

describe("producing, below target", () => {
  const DUE: Facts = { ...PRODUCING, targetCheckOn: "2024-06-30", agreedTaxPerMu: 20 }
  test.each<[string, Facts, string, Said]>([
    ["tax at the target", { ...DUE, taxPerMu: 20 }, AS_OF, known("in_use")],
    ["tax just below", { ...DUE, taxPerMu: 19.9999 }, AS_OF, known("producing_below_target")],
    ["tax just above", { ...DUE, taxPerMu: 20.0001 }, AS_OF, known("in_use")],
    ["a refund", { ...DUE, taxPerMu: -1 }, AS_OF, known("producing_below_target")],
    ["the day before the check", { ...DUE, taxPerMu: 1 }, "2024-06-29", known("in_use")],
    ["tax unknown", DUE, AS_OF, open("taxPerMu")],
    [
      "no check day on file",
      { ...DUE, targetCheckOn: null, taxPerMu: 1 },
      AS_OF,
      open("targetCheckOn"),
    ],
    ["no target agreed", { ...DUE, agreedTaxPerMu: null, taxPerMu: 0 }, AS_OF, known("in_use")],
    [
      "output below, tax met",
      { ...DUE, taxPerMu: 20, agreedOutputPerMu: 300, outputPerMu: 299 },
      AS_OF,
      known("producing_below_target"),
    ],
    [
      "investment intensity below, tax unknown: the one that is known decides",
      { ...DUE, agreedInvestmentIntensity: 300, investmentIntensity: 299 },
      AS_OF,
      { lifecycle: "producing_below_target", missing: ["taxPerMu"] },
    ],
  ])("%s", (_claim, facts, asOf, said) => {
    expect(classOf(facts, asOf)).toEqual(said)
  })

  test("of several true categories the earliest in life is the hit, and every part is a reason", () => {
    const facts = { ...DUE, taxPerMu: 1, far: 0.5, farMin: 1, agreedOutputPerMu: 9, outputPerMu: 8 }
    const { hits } = verdictOf(facts)
    expect(hits.map(({ rule }) => rule)).toEqual(["underused"])
    expect(hits[0]?.reasons.map(({ fact, confidential }) => [fact, confidential])).toEqual([
      ["far", false],
      ["outputPerMu", true],
      ["taxPerMu", true],
    ])
  })

  test("the text of an enterprise's secret holds no figure", () => {
    const { hits } = verdictOf({ ...DUE, taxPerMu: 1 })
    expect(hits[0]?.reasons).toEqual([
      { fact: "taxPerMu", value: 1, threshold: 20, text: "亩均税收低于约定值", confidential: true },
    ])
  })
})

test("the class of any day is the rule of its hit, and none turns before the day foretold", () => {
  const day = fc.integer({ min: 0, max: 3000 }).map((count) => addDays("2017-01-01", count))
  const maybeDay = fc.option(day, { nil: null })
  const amount = fc.option(fc.integer({ min: 0, max: 9 }), { nil: null })
  const facts = fc.record({
    approvedOn: maybeDay,
    suppliedOn: maybeDay,
    agreedStart: maybeDay,
    startedOn: maybeDay,
    agreedCompletion: maybeDay,
    completedOn: maybeDay,
    agreedProduction: maybeDay,
    productionStart: maybeDay,
    stoppedSince: maybeDay,
    targetCheckOn: maybeDay,
    landMu: amount,
    undevelopedMu: amount,
    far: amount,
    farMin: amount,
    taxPerMu: amount,
    agreedTaxPerMu: amount,
  })
  fc.assert(
    fc.property(facts, day, fc.integer({ min: 1, max: 900 }), (sheet, asOf, days) => {
      const { hits, missingFacts, nextChangeOn } = verdictOf(sheet, asOf)
      const { lifecycle, missing } = classOf(sheet, asOf)
      expect(missing).toEqual(missingFacts)
      expect(lifecycle).toBe(hits[0]?.rule ?? (missing.length > 0 ? null : "in_use"))
      const later = addDays(asOf, days)
      if (!nextChangeOn || later < nextChangeOn)
        expect(verdictOf(sheet, later).hits[0]?.rule).toBe(hits[0]?.rule)
    }),
    { numRuns: 500 },
  )
})
