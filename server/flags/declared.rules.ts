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
  type Detector,
  findNextChange,
  type Hit,
  type Reason,
  type SuspectedState,
} from "./hit.rules.ts"
import { testJoined, testOf } from "./truth.rules.ts"

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

/** A declared rule set on a day. `medians` serve where the rule set brings none. */
export function detectDeclared(ruleSet: DeclaredRuleSet, given: Medians, asOf: Day): Detector {
  const { conditions, combine = "any", parameters = {}, medians = given } = ruleSet
  const tests = conditions.map(({ when }) => testOf(when, { parameters, medians }))
  const whole = testJoined(combine, tests)

  const findChange = (facts: Facts): Day | null => {
    const turns = conditions.flatMap(({ when }) => listTurns(when, facts))
    return findNextChange(asOf, turns, (day) =>
      JSON.stringify(whole(facts, day) === true && tests.map((test) => test(facts, day) === true)),
    )
  }

  const judgeAll = (facts: Facts): Opinion[] => {
    const setting: Setting = { facts, asOf, parameters, medians }
    return conditions.map(({ when }) => judge(when, setting))
  }

  const hitOf = (parts: Opinion[], nextChangeOn: Day | null): Hit => {
    const clause = ruleSet.clause ?? ruleSet.id
    return {
      rule: ruleSet.id,
      level: "suspected",
      clause,
      clauses: [clause],
      state: ruleSet.state ?? "suspected_low_efficiency",
      route: null,
      feeWanYuan: null,
      since: join(combine, parts).since,
      nextChangeOn,
      reasons: conditions.flatMap((condition, at) => {
        const part = parts[at]
        return part?.truth === true ? reasonOf(condition, part) : []
      }),
    }
  }

  return {
    verdictOf(facts) {
      const parts = judgeAll(facts)
      const { truth, missing } = join(combine, parts)
      const nextChangeOn = findChange(facts)
      const hits = truth === true ? [hitOf(parts, nextChangeOn)] : []
      return { hits, missingFacts: [...new Set(missing)], nextChangeOn }
    },
    hitOf: (facts) =>
      whole(facts, asOf) === true ? hitOf(judgeAll(facts), findChange(facts)) : undefined,
  }
}
