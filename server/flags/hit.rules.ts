import type { Day } from "../../geodata/days.ts"
import { type Facts, isConfidentialFact } from "./facts.rules.ts"

type Plain = number | string | boolean

/** A fact beside what it was held against. */
export type Evidence = { fact: string; value: Plain | null; threshold: Plain | null }

/**
 * One true part of a rule. `fact` names the fact, or the named condition whose facts are in
 * `evidence`. Where `confidential`, value, threshold and evidence are the enterprise's secret and
 * the text holds no figure of ours.
 */
export type Reason = {
  fact: string
  value: Plain | null
  threshold: Plain | null
  text: string
  confidential: boolean
  evidence?: Evidence[] | undefined
}

export type SuspectedState = "suspected_idle" | "suspected_low_efficiency"

/** Order 53: fee of 20 % (14(1)), recovery without payment (14(2)), or by agreement (12). */
export type Route = "fee20" | "recover_free" | "art12"

/**
 * A parcel that a rule set suspects. Never more than suspected: only a document determines.
 *
 * @property clause the deciding article; the rule set's id where it cites none
 * @property clauses every article the hit rests on
 * @property feeWanYuan 万元, with route `fee20` only, and null there while the land price is missing
 * @property since first day on which the rule was true; null where no dated fact decides
 * @property nextChangeOn first later day on which the hit becomes another if the facts stay
 */
export type Hit = {
  rule: string
  level: "suspected"
  clause: string
  clauses: string[]
  state: SuspectedState
  route: Route | null
  feeWanYuan: number | string | null
  since: Day | null
  nextChangeOn: Day | null
  reasons: Reason[]
}

/**
 * What a rule set says of one parcel: at most one hit. `missingFacts` names facts the rules would
 * have read, and parameters that nobody set. `nextChangeOn` is the first later day on which the
 * verdict becomes another if the facts stay.
 */
export type Verdict = { hits: Hit[]; missingFacts: string[]; nextChangeOn: Day | null }

/**
 * A rule set made ready for a day.
 *
 * @property verdictOf all that it says of a parcel
 * @property hitOf the verdict's hit alone: of most parcels there is none, and what else there were to say costs most
 */
export type Detector = {
  verdictOf: (facts: Facts) => Verdict
  hitOf: (facts: Facts) => Hit | undefined
}

/** A reason that is one fact held against a threshold. */
export const reasonOf = ({ fact, value, threshold }: Evidence, text: string): Reason => ({
  fact,
  value,
  threshold,
  text,
  confidential: isConfidentialFact(fact),
})

/** The latest of the days that are given. */
export const latestOf = (...days: (Day | null | undefined)[]): Day | null =>
  days
    .flatMap((day) => day ?? [])
    .sort()
    .at(-1) ?? null

/** The first of the `turns` after `asOf` on which the outcome is not that of `asOf`; null if none. */
export function findNextChange(
  asOf: Day,
  turns: readonly (Day | null | undefined)[],
  outcomeOn: (day: Day) => string,
): Day | null {
  const later = turns.flatMap((turn) => (turn && turn > asOf ? [turn] : [])).sort()
  if (later.length === 0) return null
  const now = outcomeOn(asOf)
  return later.find((turn) => outcomeOn(turn) !== now) ?? null
}
