import type { Exact } from "../../geodata/units.ts"
import type { RatingClass } from "./enterprise.rules.ts"
import type { IndicatorId } from "./indicator.rules.ts"
import type { Notice } from "./notice.rules.ts"
import type { FirmScore, Scoring } from "./rules.ts"

/** The answer of POST /api/assessments/score: a scoring as JSON numbers. Exact values stay in `Scoring`. */
export type ScoreResponse = {
  schemeId: string
  fiscalYear: number
  /** By indicator; where the scheme benchmarks by industry, by industry code below it. */
  benchmarks: Record<string, number | null | Record<string, number>>
  /** Lowest and highest value of each `minmax` indicator. */
  ranges: Record<string, { min: number | null; max: number | null }>
  results: {
    creditCode: string
    ratingClass: RatingClass
    stratum: string
    landMu: number | null
    items: {
      id: IndicatorId
      weight: number
      value: number | null
      benchmark: number | null
      score: number | null
      missing: boolean
    }[]
    bonus: number
    penalty: number
    total: number | null
    totalRounded: number | null
    rank: number | null
    gradeByRank: string | null
    grade: string | null
    reasons: Notice[]
  }[]
  counts: Record<string, number>
  warnings: Notice[]
}

/** What a JSON number carries without loss through any reader. */
const JSON_DIGITS = 15

const toNumber = (value: Exact): number => value.toSignificantDigits(JSON_DIGITS).toNumber()
const orNull = (value: Exact | null): number | null => (value ? toNumber(value) : null)

/** Weights and benchmarks are the same objects in every firm's items: one conversion serves all. */
function createSharedNumber() {
  const known = new Map<Exact, number>()
  return (value: Exact): number => {
    const number = known.get(value) ?? toNumber(value)
    known.set(value, number)
    return number
  }
}

const toResult = (
  result: FirmScore,
  toSharedNumber: (value: Exact) => number,
): ScoreResponse["results"][number] => ({
  creditCode: result.creditCode,
  ratingClass: result.ratingClass,
  stratum: result.stratum,
  landMu: orNull(result.landMu),
  items: result.items.map((item) => ({
    id: item.id,
    weight: toSharedNumber(item.weight),
    value: orNull(item.value),
    benchmark: item.benchmark && toSharedNumber(item.benchmark),
    score: orNull(item.score),
    missing: item.missing,
  })),
  bonus: toNumber(result.bonus),
  penalty: toNumber(result.penalty),
  total: orNull(result.total),
  totalRounded: orNull(result.totalRounded),
  rank: result.rank,
  gradeByRank: result.gradeByRank,
  grade: result.grade,
  reasons: result.reasons,
})

/** Exact decimals to JSON numbers of at most 15 significant digits, at the edge and nowhere else. */
export function toResponse(scoring: Scoring): ScoreResponse {
  const { schemeId, fiscalYear, yardsticks, results, counts, warnings } = scoring
  const toSharedNumber = createSharedNumber()
  return {
    schemeId,
    fiscalYear,
    benchmarks: Object.fromEntries(
      yardsticks.map(({ rule, benchmark, industries }) => [
        rule.id,
        industries
          ? Object.fromEntries(industries.map(([code, value]) => [code, toNumber(value)]))
          : orNull(benchmark),
      ]),
    ),
    ranges: Object.fromEntries(
      yardsticks
        .filter(({ method }) => method === "minmax")
        .map(({ rule, min, max }) => [rule.id, { min: orNull(min), max: orNull(max) }]),
    ),
    results: results.map((result) => toResult(result, toSharedNumber)),
    counts,
    warnings,
  }
}
