import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import { addDays } from "../../geodata/days.ts"
import { type Condition, judge } from "../../server/flags/conditions.rules.ts"
import { FACTS, type Facts } from "../../server/flags/facts.rules.ts"
import { evaluateRuleSet, findHits, type RuleSet } from "../../server/flags/rules.ts"
import { SHIPPED_RULE_SETS } from "../../server/flags/shipped.rules.ts"
import { testOf } from "../../server/flags/truth.rules.ts"

const day = fc.integer({ min: 0, max: 4000 }).map((count) => addDays("2015-01-01", count))
/** Few values, so that many are equal or all but equal; some are no decimals at all. */
const amount = fc.constantFrom<(string | number)[]>(
  0,
  "0",
  "-0.0",
  0.3,
  "0.3",
  "0.30000000000000000001",
  "0.29999999999999999999",
  "0.1",
  3,
  "9",
  "12345678901234567890.5",
  1e21,
  "1e3",
  "２",
)
const value = fc.oneof(amount, day, fc.boolean(), fc.constantFrom("C1711", "17", "2020-02-30", ""))
const FACT_NAMES = ["taxPerMu", "far", "completedOn", "industryCode", "aboveScale"]
/** One that no parcel has, and one that every object inherits. */
const name = fc.constantFrom(...FACT_NAMES, "unheardOf", "constructor")
const is = fc.constantFrom("<", "<=", "=", "!=", ">=", ">")
const times = fc.constantFrom<(string | number)[]>("0.3", "1", 3, "0.33333333")

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ fact: name, is, value }),
    fc.record({ fact: name, is, parameter: fc.constantFrom("limit", "nobodyGave", "constructor") }),
    fc.record({ fact: name, is, factTimes: fc.record({ fact: name, times }) }),
    fc.record({ fact: name, is, medianTimes: times }),
    fc.record({ elapsed: name, years: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ notYet: name }),
    fc.record({ all: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }) }),
  ) as fc.Arbitrary<Condition>,
}))

const sheet = fc.dictionary(
  fc.constantFrom(...FACT_NAMES),
  fc.option(value, { nil: null }),
) as fc.Arbitrary<Facts>

describe("whether a condition holds, asked alone,", () => {
  test("is what is found together with its evidence, for any condition, facts and day", () => {
    fc.assert(
      fc.property(condition, sheet, day, amount, (asked, facts, asOf, limit) => {
        const given = {
          parameters: { limit: typeof limit === "string" && /[^-.\d]/.test(limit) ? "1" : limit },
          medians: { "17": { taxPerMu: "0.1", far: 1 } },
        }
        const opinion = judge(asked, { facts, asOf, ...given })
        expect(testOf(asked, given)(facts, asOf)).toBe(opinion.truth)
      }),
      { numRuns: 5_000 },
    )
  })
})

const BY_KIND = {
  day: day,
  amount: fc.constantFrom("0", "0.1", "0.25", "1", "3", "30", "400"),
  boolean: fc.boolean(),
  code: fc.constantFrom("C1711", "18", "C2034"),
  cause: fc.constantFrom("holder", "government", "forceMajeure"),
  pauses: fc.array(
    fc.record({ from: day, cause: fc.constantFrom("holder", "government") }).map((pause) => ({
      ...pause,
      to: addDays(pause.from, 90),
    })),
    { maxLength: 2 },
  ),
} as const
const fullSheet = fc.record(
  Object.fromEntries(
    Object.entries(FACTS).map(([fact, { kind }]) => [
      fact,
      fc.option(BY_KIND[kind] as fc.Arbitrary<unknown>, { nil: null }),
    ]),
  ),
) as fc.Arbitrary<Facts>

describe("hits that are asked for alone", () => {
  test.each(
    SHIPPED_RULE_SETS.map(({ ruleSet, required }): [string, RuleSet] => [
      ruleSet.id,
      {
        ...ruleSet,
        ...(required.includes("areaMinMu") ? { areaMinMu: "3" } : {}),
        ...(ruleSet.id === "five-categories"
          ? { monthsToProduction: 6, undevelopedShareMin: "0.1" }
          : {}),
      } as RuleSet,
    ]),
  )("are those of the verdicts: %s", (_id, ruleSet) => {
    fc.assert(
      fc.property(fc.array(fullSheet, { minLength: 1, maxLength: 20 }), day, (sheets, asOf) => {
        const parcels = sheets.map((facts, id) => ({ id, facts }))
        const verdicts = evaluateRuleSet(ruleSet, asOf, parcels)
        const hits = verdicts.flatMap(({ id, hits: [hit] }) => (hit ? [[id, hit] as const] : []))
        expect([...findHits(ruleSet, asOf, parcels)]).toEqual(hits)
      }),
    )
  })
})
