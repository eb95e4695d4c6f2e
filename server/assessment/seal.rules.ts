/**
 * What of a run is sealed: a line a firm with what went in and what came out, decimals as text. Two runs of the
 * same inputs under the same schemes give the same lines on any engine, in any time zone and row order.
 */
import type { Exact } from "../../geodata/units.ts"
import { canonical } from "./canonical.rules.ts"
import type { Enterprise, RatingClass } from "./enterprise.rules.ts"
import type { IndicatorId } from "./indicator.rules.ts"
import type { Notice, NoticeCode } from "./notice.rules.ts"
import { type Placement, placeFirm } from "./placement.rules.ts"
import { type FirmScore, scorePopulation, type Scoring } from "./rules.ts"
import type { Scheme } from "./scheme.rules.ts"

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
const PLACES = 20

const toText = (value: Exact): string => value.toDecimalPlaces(PLACES).toFixed()
const orNull = (value: Exact | null): string | null => value && toText(value)
const toReason = ({ code, params }: Notice): SealedReason => ({ code, params })

const toResult = (score: FirmScore, schemeId: string): SealedResult => ({
  creditCode: score.creditCode,
  schemeId,
  ratingClass: score.ratingClass,
  landMu: orNull(score.landMu),
  items: score.items.map((item) => ({
    id: item.id,
    weight: toText(item.weight),
    value: orNull(item.value),
    benchmark: orNull(item.benchmark),
    score: orNull(item.score),
    missing: item.missing,
  })),
  bonus: toText(score.bonus),
  penalty: toText(score.penalty),
  total: orNull(score.total),
  totalRounded: orNull(score.totalRounded),
  rank: score.rank,
  gradeByRank: score.gradeByRank,
  grade: score.grade,
  reasons: score.reasons.map(toReason),
})

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

const toStratum = (scoring: Scoring): SealedStratum => ({
  schemeId: scoring.schemeId,
  firms: scoring.results.length,
  ranked: scoring.results.filter(({ rank }) => rank !== null).length,
  counts: scoring.counts,
  benchmarks: Object.fromEntries(
    scoring.yardsticks.map(({ rule, benchmark, industries }) => [
      rule.id,
      industries
        ? Object.fromEntries(industries.map(([code, value]) => [code, toText(value)]))
        : orNull(benchmark),
    ]),
  ),
  ranges: Object.fromEntries(
    scoring.yardsticks
      .filter(({ method }) => method === "minmax")
      .map(({ rule, min, max }) => [rule.id, { min: orNull(min), max: orNull(max) }]),
  ),
  warnings: scoring.warnings.map(toReason),
})

/** Code unit order, the same on every machine and in every locale. */
const byCode = (a: { creditCode: string }, b: { creditCode: string }) =>
  a.creditCode < b.creditCode ? -1 : a.creditCode > b.creditCode ? 1 : 0

type Entrant = { enterprise: Enterprise; members: readonly string[] }

/** Firms of a year where they belong: inputs in credit code order, and the results of those that belong nowhere. */
export type Placed = { inputs: SealedInput[]; outside: SealedResult[] }

/** Every firm goes to the first scheme that takes it in. */
export function placeEntrants(entrants: readonly Entrant[], schemes: readonly Scheme[]): Placed {
  const outside: SealedResult[] = []
  const inputs = entrants.map(({ enterprise, members }): SealedInput => {
    const placement = placeFirm(enterprise, schemes)
    if (placement.schemeId === null) outside.push(toOutside(enterprise, placement))
    const { creditCode } = enterprise
    return { creditCode, schemeId: placement.schemeId, enterprise, members: [...members] }
  })
  return { inputs: inputs.sort(byCode), outside }
}

/** What a scheme makes of the firms that are placed in it. */
export function scoreStratum({ inputs }: Placed, scheme: Scheme, fiscalYear: number): Scored {
  const enterprises = inputs.flatMap(({ schemeId, enterprise }) =>
    schemeId === scheme.id ? [enterprise] : [],
  )
  const scoring = scorePopulation({ scheme, fiscalYear, enterprises })
  return {
    stratum: toStratum(scoring),
    results: scoring.results.map((score) => toResult(score, scheme.id)),
  }
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
