/** Rule sets that are data: a place's own, a customer's own. */
import type { Day } from "../../geodata/days.ts"
import {
  type Condition,
  join,
  judge,
  listTurns,
  type Medians,
  type Opinion,
  type Setting,
} from "./conditions.rules.ts"
import { type Amount, type Facts, isConfidentialFact } from "./facts.rules.ts"
import {
  findNextChange,
  type Hit,
  type Reason,
  type SuspectedState,
  type Verdict,
} from "./hit.rules.ts"

/** One named part of a rule set. `text` says in Chinese what is held against the parcel. */
type NamedCondition = { id: string; text: string; when: Condition }

/**
 * A rule set as data.
 *
 * @property clause the article cited; the rule set's id where absent
 * @property parameters the decimals that conditions name; one named and not given is refused
 * @property medians by two-digit industry; taken over the parcels at hand where absent
 * @property combine whether any part suffices or all must be true
 */
export type DeclaredRuleSet = {
  id: string
  clause?: string | undefined
  state?: SuspectedState | undefined
  combine?: "any" | "all" | undefined
  parameters?: Readonly<Record<string, Amount>> | undefined
  medians?: Medians | undefined
  conditions: readonly NamedCondition[]
}

function reasonOf({ id, text }: NamedCondition, { evidence }: Opinion): Reason[] {
  const [first] = evidence
  if (!first) return []
  const confidential = evidence.some(({ fact }) => isConfidentialFact(fact))
  return [
    { fact: id, value: first.value, threshold: first.threshold, text, confidential, evidence },
  ]
}

/** A declared rule set on one parcel. `medians` serve where the rule set brings none. */
export function detectDeclared(
  ruleSet: DeclaredRuleSet,
  medians: Medians,
  facts: Facts,
  asOf: Day,
): Verdict {
  const { conditions, combine = "any", parameters = {} } = ruleSet
  const judgeOn = (day: Day) => {
    const setting: Setting = {
      facts,
      asOf: day,
      parameters,
      medians: ruleSet.medians ?? medians,
    }
    const parts = conditions.map(({ when }) => judge(when, setting))
    return { parts, whole: join(combine, parts) }
  }
  const { parts, whole } = judgeOn(asOf)
  const turns = conditions.flatMap(({ when }) => listTurns(when, facts))
  const nextChangeOn = findNextChange(asOf, turns, (day) => {
    const on = judgeOn(day)
    return JSON.stringify(on.whole.truth === true && on.parts.map(({ truth }) => truth === true))
  })
  const missingFacts = [...new Set(whole.missing)]
  if (whole.truth !== true) return { hits: [], missingFacts, nextChangeOn }
  const clause = ruleSet.clause ?? ruleSet.id
  const hit: Hit = {
    rule: ruleSet.id,
    level: "suspected",
    clause,
    clauses: [clause],
    state: ruleSet.state ?? "suspected_low_efficiency",
    route: null,
    feeWanYuan: null,
    since: whole.since,
    nextChangeOn,
    reasons: conditions.flatMap((condition, at) => {
      const part = parts[at]
      return part?.truth === true ? reasonOf(condition, part) : []
    }),
  }
  return { hits: [hit], missingFacts, nextChangeOn }
}
