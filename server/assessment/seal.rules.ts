/**
 * What of a run is sealed: a line a firm with what went in and what came out, decimals as text. Two runs of the
 * same inputs under the same schemes give the same lines on any engine, in any time zone and row order.
 */
import type { Exact } from "../../geodata/units.ts"
import { canonical } from "./canonical.rules.ts"
import {
  type Enterprise,
  type RatingClass,
  readEnterprise,
  type Reading,
} from "./enterprise.rules.ts"
import { divideRounded, type Fixed, POINT_PLACES, tenTo, toText } from "./fixed.rules.ts"
import type { IndicatorId } from "./indicator.rules.ts"
import type { Notice, NoticeCode } from "./notice.rules.ts"
import { type Placement, placeFirm } from "./placement.rules.ts"
import { gather } from "./population.rules.ts"
import { explainFirm, findOutcome, type Outcome, roundTotal } from "./rules.ts"
import { compareText } from "./roster.rules.ts"
import type { Scheme } from "./scheme.rules.ts"
import { findBenchmarkFor } from "./score.rules.ts"
import type { Column } from "./total.rules.ts"

/** A firm or unit as it entered; `members` are the credit codes of a unit. */
export type SealedInput = {
  creditCode: string
  schemeId: string | null
  enterprise: Enterprise
  members: string[]
}

type SealedReason = { code: NoticeCode; params: Record<string, string | number> }
export type SealedItem = {
  id: IndicatorId
  weight: string
  value: string | null
  benchmark: string | null
  score: string | null
  missing: boolean
}
export type SealedResult = {
  creditCode: string
  schemeId: string | null
  ratingClass: RatingClass
  landMu: string | null
  items: SealedItem[]
  bonus: string
  penalty: string
  total: string | null
  totalRounded: string | null
  rank: number | null
  gradeByRank: string | null
  grade: string | null
  reasons: SealedReason[]
}

/** What a scheme made of its firms: the lines it compared them with, and counts that add up to them. */
export type SealedStratum = {
  schemeId: string
  firms: number
  ranked: number
  counts: Record<string, number>
  benchmarks: Record<string, string | null | Record<string, string>>
  ranges: Record<string, { min: string | null; max: string | null }>
  warnings: SealedReason[]
}

export type SealedRun = {
  inputs: SealedInput[]
  results: SealedResult[]
  strata: SealedStratum[]
  /** Firms by grade or by what keeps them from one; firms that no scheme takes in stand under `outside`. */
  counts: Record<string, number>
}

/** Points are kept to 20 decimals and ranks look at 15: nothing that decides is cut off. */
const exactText = (value: Exact): string => value.toDecimalPlaces(POINT_PLACES).toFixed()
const exactOrNull = (value: Exact | null): string | null => value && exactText(value)
const fixedOrNull = (value: Fixed | null): string | null =>
  value && toText(value.units, value.places)
const toReason = ({ code, params }: Notice): SealedReason => ({ code, params })

const ONE = tenTo(POINT_PLACES)

/** A value of an indicator to 20 decimals; null where a firm has none. */
function toValueText({ above, below }: Column["quotients"], place: number): string | null {
  const under = below[place]!
  return under === 0n ? null : toText(divideRounded(above[place]! * ONE, under), POINT_PLACES)
}

/** Texts of decimals that many firms share, each made once. */
function createSharedText() {
  const texts = new Map<Exact, string>()
  return (value: Exact): string => {
    const text = texts.get(value) ?? exactText(value)
    texts.set(value, text)
    return text
  }
}

/** How the items of a column are written: what is the same for all firms is written once. */
function createItemWriter({ yardstick, quotients, points }: Column, places: number) {
  const { industries } = yardstick
  const toShared = createSharedText()
  const { id } = yardstick.rule
  const weight = toShared(yardstick.weight)
  const benchmarkOf = (industryCode: string | null) => {
    const found = findBenchmarkFor(yardstick, industryCode)
    return found && toShared(found)
  }
  const one = benchmarkOf(null)
  return (place: number, industryCode: string | null): SealedItem => {
    const units = points[place]!
    const value = toValueText(quotients, place)
    return {
      benchmark: industries ? benchmarkOf(industryCode) : one,
      id,
      missing: value === null,
      score: units === null ? null : toText(units, places),
      value,
      weight,
    }
  }
}

/** Every firm of a scheme, in credit code order; keys in the order in which they are hashed. */
function listResults(outcome: Outcome, schemeId: string): SealedResult[] {
  const { run, verdicts } = outcome
  const { roster, columns, places, totals, bonus, penalty } = run
  const toShared = createSharedText()
  const writers = columns.map((column) => createItemWriter(column, places))
  return verdicts.map(({ rank, gradeByRank, grade }, place): SealedResult => {
    const { reading, ratingClass, standing } = roster.firms[place]!
    const { enterprise, landMu } = reading
    const industryCode = enterprise.industryCode ?? null
    const total = totals[place]!
    return {
      bonus: toShared(bonus[place]!.points),
      creditCode: enterprise.creditCode,
      grade,
      gradeByRank,
      items: standing === "unscored" ? [] : writers.map((write) => write(place, industryCode)),
      landMu: fixedOrNull(landMu),
      penalty: toShared(penalty[place]!.points),
      rank,
      ratingClass,
      reasons: explainFirm(outcome, place).map(toReason),
      schemeId,
      total: total === null ? null : toText(total, places),
      totalRounded: fixedOrNull(roundTotal(total, places)),
    }
  })
}

/** A firm that no scheme takes in: there is no score of it, and what each scheme said is its reason. */
const toOutside = (
  enterprise: Enterprise,
  placement: Placement & { schemeId: null },
): SealedResult => ({
  creditCode: enterprise.creditCode,
  schemeId: null,
  ratingClass: enterprise.ratingClass ?? "rated",
  landMu: null,
  items: [],
  bonus: "0",
  penalty: "0",
  total: null,
  totalRounded: null,
  rank: null,
  gradeByRank: null,
  grade: null,
  reasons: placement.reasons.map(toReason),
})

const toStratum = (
  schemeId: string,
  { run, verdicts, counts, warnings }: Outcome,
): SealedStratum => {
  const yardsticks = run.columns.map(({ yardstick }) => yardstick)
  return {
    schemeId,
    firms: verdicts.length,
    ranked: verdicts.filter(({ rank }) => rank !== null).length,
    counts,
    benchmarks: Object.fromEntries(
      yardsticks.map(({ rule, benchmark, industries }) => [
        rule.id,
        industries
          ? Object.fromEntries(industries.map(([code, value]) => [code, exactText(value)]))
          : exactOrNull(benchmark),
      ]),
    ),
    ranges: Object.fromEntries(
      yardsticks
        .filter(({ method }) => method === "minmax")
        .map(({ rule, min, max }) => [rule.id, { min: exactOrNull(min), max: exactOrNull(max) }]),
    ),
    warnings: warnings.map(toReason),
  }
}

const byCode = (a: { creditCode: string }, b: { creditCode: string }) =>
  compareText(a.creditCode, b.creditCode)

type Entrant = { enterprise: Enterprise; members: readonly string[] }

/** Firms of a year where they belong, in credit code order, and the results of those that belong nowhere. */
export type Placed = {
  inputs: SealedInput[]
  /** What was read of each input, in their order. */
  readings: Reading[]
  outside: SealedResult[]
}

/** Every firm goes to the first scheme that takes it in. */
export function placeEntrants(entrants: readonly Entrant[], schemes: readonly Scheme[]): Placed {
  const placed = entrants
    .map(({ enterprise, members }) => {
      const reading = readEnterprise(enterprise)
      const { creditCode } = enterprise
      return { creditCode, enterprise, members, reading, placement: placeFirm(reading, schemes) }
    })
    .sort(byCode)
  return {
    inputs: placed.map(({ creditCode, enterprise, members, placement }): SealedInput => ({
      creditCode,
      schemeId: placement.schemeId,
      enterprise,
      members: [...members],
    })),
    readings: placed.map(({ reading }) => reading),
    outside: placed.flatMap(({ enterprise, placement }) =>
      placement.schemeId === null ? [toOutside(enterprise, placement)] : [],
    ),
  }
}

/** What a scheme makes of the firms that are placed in it. */
export function scoreStratum(
  { inputs, readings }: Placed,
  scheme: Scheme,
  fiscalYear: number,
): Scored {
  const own = readings.filter((_, place) => inputs[place]!.schemeId === scheme.id)
  const outcome = findOutcome(gather(own), scheme, fiscalYear)
  return { stratum: toStratum(scheme.id, outcome), results: listResults(outcome, scheme.id) }
}
type Scored = { stratum: SealedStratum; results: SealedResult[] }

/** The whole year from its strata: results in credit code order, counts that add up to the firms. */
export function addUpRun({ inputs, outside }: Placed, strata: readonly Scored[]): SealedRun {
  const counts: Record<string, number> = {}
  for (const { stratum } of strata)
    for (const [key, firms] of Object.entries(stratum.counts))
      counts[key] = (counts[key] ?? 0) + firms
  if (outside.length > 0) counts["outside"] = (counts["outside"] ?? 0) + outside.length
  return {
    inputs,
    results: [...strata.flatMap(({ results }) => results), ...outside].sort(byCode),
    strata: strata.map(({ stratum }) => stratum),
    counts,
  }
}

/**
 * Computes a year: every firm goes to the first scheme that takes it in, each scheme scores its firms.
 *
 * @param schemes of the year, in the order in which firms are placed; their ids differ
 * @returns inputs and results in credit code order
 */
export function computeRun(
  entrants: readonly Entrant[],
  schemes: readonly Scheme[],
  fiscalYear: number,
): SealedRun {
  const placed = placeEntrants(entrants, schemes)
  return addUpRun(
    placed,
    schemes.map((scheme) => scoreStratum(placed, scheme, fiscalYear)),
  )
}

/** The text of a sealed part that is hashed: a line each, in their order. */
export const toSealText = (lines: readonly unknown[]): string => lines.map(canonical).join("\n")
