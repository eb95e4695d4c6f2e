/** How far a verdict can be relied on: what the missing facts would change if they were known. */
import { addYears, type Day } from "../../geodata/days.ts"
import { FACTS, type FactName, type Facts } from "./facts.rules.ts"
import { evaluateRuleSet, type RuleSet } from "./rules.ts"

type Value = string | number | boolean
/** What the verdict becomes with a value; the verdict's own words are the rule and its route. */
export type WouldBe = {
  value: Value
  rule: string | null
  clause: string | null
  route: string | null
}
export type MissingFact = { fact: string; label: string | null; changes: WouldBe[] }

/** Values that stand for all that a fact could say: long ago, just now; nothing, very much; yes, no. */
function listCandidates(fact: FactName, asOf: Day): Value[] {
  switch (FACTS[fact].kind) {
    case "day":
      return [addYears(asOf, -5), addYears(asOf, -1), asOf]
    case "amount":
      return ["0", "1000000000000"]
    case "boolean":
      return [true, false]
    case "cause":
      return ["government", "forceMajeure", "holder"]
    default:
      return []
  }
}

const isFact = (name: string): name is FactName => Object.hasOwn(FACTS, name)

/**
 * For each missing fact the values that would make of the verdict another. A fact that changes nothing whatever it is
 * has no changes; one whose values cannot be tried stands without any.
 */
export function listConsequences(
  ruleSet: RuleSet,
  facts: Facts,
  missingFacts: readonly string[],
  asOf: Day,
): MissingFact[] {
  const judge = (asked: Facts) => {
    const [hit] = evaluateRuleSet(ruleSet, asOf, [{ id: 1, facts: asked }])[0]!.hits
    return {
      rule: hit?.rule ?? null,
      clause: hit?.clause ?? null,
      route: hit?.route ?? null,
      fee: hit?.feeWanYuan ?? null,
    }
  }
  const now = judge(facts)
  return missingFacts.map((fact) => {
    const candidates = isFact(fact) ? listCandidates(fact, asOf) : []
    const changes = candidates.flatMap((value): WouldBe[] => {
      const then = judge({ ...facts, [fact]: value })
      const isSame =
        then.rule === now.rule && then.clause === now.clause && then.route === now.route
      const { rule, clause, route } = then
      return isSame && then.fee === now.fee ? [] : [{ value, rule, clause, route }]
    })
    return { fact, label: isFact(fact) ? FACTS[fact].label : null, changes }
  })
}
