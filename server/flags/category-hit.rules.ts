import { addMonths, addYears, type Day } from "../../geodata/days.ts"
import { type CategoryParameters, type Survey, surveyCategories } from "./categories.rules.ts"
import { type Facts, findDay } from "./facts.rules.ts"
import { type Detector, findNextChange, type Hit } from "./hit.rules.ts"
import { dayAfter, findEffectiveStart, findPeriodEnd } from "./idle-clock.rules.ts"

const RULE_SET = "five-categories"
/** Not started one full year after the agreed start: what Order 53 calls type 1. */
const IDLE_ARTICLE = "53-2(1)"

/** Days on which the category may become another. */
function listTurns(facts: Facts, { monthsToProduction }: CategoryParameters): (Day | null)[] {
  const on = (fact: Parameters<typeof findDay>[1]) => findDay(facts, fact)
  const start = findEffectiveStart(facts)?.day
  const production = on("agreedProduction")
  const stopped = on("stoppedSince")
  const events = ["approvedOn", "suppliedOn", "startedOn", "suspendedSince", "completedOn"]
  return [
    ...[...events, "productionStart", "targetCheckOn"].map((fact) => on(fact) ?? null),
    dayAfter(start),
    dayAfter(start && findPeriodEnd(start, 1, facts.pauses ?? [])),
    dayAfter(on("agreedCompletion")),
    dayAfter(production && addMonths(production, monthsToProduction ?? 0)),
    dayAfter(stopped && addYears(stopped, 1)),
  ]
}

const findChange = (facts: Facts, asOf: Day, parameters: CategoryParameters): Day | null =>
  findNextChange(asOf, listTurns(facts, parameters), (day) =>
    JSON.stringify(
      surveyCategories(facts, day, parameters).findings.map(({ category, reason, overAYear }) => [
        category,
        reason.fact,
        overAYear,
      ]),
    ),
  )

function hitOf({ findings }: Survey, nextChangeOn: Day | null): Hit | undefined {
  const [first] = findings
  if (!first) return undefined
  const clause = first.overAYear ? IDLE_ARTICLE : RULE_SET
  return {
    rule: first.category,
    level: "suspected",
    clause,
    clauses: [clause],
    state: first.overAYear ? "suspected_idle" : "suspected_low_efficiency",
    route: null,
    feeWanYuan: null,
    since: first.since,
    nextChangeOn,
    reasons: findings.map(({ reason }) => reason),
  }
}

/** Rule set `five-categories`: the first category that is true of a parcel, every true part cited. */
export const detectCategories = (asOf: Day, parameters: CategoryParameters): Detector => ({
  verdictOf(facts) {
    const survey = surveyCategories(facts, asOf, parameters)
    const nextChangeOn = findChange(facts, asOf, parameters)
    const hit = hitOf(survey, nextChangeOn)
    return { hits: hit ? [hit] : [], missingFacts: survey.missing, nextChangeOn }
  },
  hitOf(facts) {
    const survey = surveyCategories(facts, asOf, parameters)
    return survey.findings.length > 0
      ? hitOf(survey, findChange(facts, asOf, parameters))
      : undefined
  },
})
