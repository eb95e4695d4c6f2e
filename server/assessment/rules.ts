/**
 * The per-mu assessment: a scheme and a population of firms into scores, ranks and grades. Pure: no
 * clock, no locale, exact decimals, and one answer whatever order the firms come in.
 *
 * roster and class -> land -> indicators -> benchmarks -> item scores -> bonus and penalty -> total ->
 * rank inside the stratum -> grade by cut -> the scheme's adjustments, in the scheme's order.
 */
import { Exact } from "../../geodata/units.ts"
import type { Enterprise, RatingClass } from "./enterprise.rules.ts"
import {
  type Contender,
  createAdjuster,
  createGrader,
  rankContenders,
  toRankKey,
} from "./grade.rules.ts"
import { measure } from "./indicator.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"
import { listFirms } from "./roster.rules.ts"
import { listGrades, type Scheme } from "./scheme.rules.ts"
import type { ScoredItem } from "./score.rules.ts"
import { type FirmTotal, listTotals } from "./total.rules.ts"
import type { Yardstick } from "./yardstick.rules.ts"

/** One firm's result, exact. */
export type FirmScore = {
  creditCode: string
  ratingClass: RatingClass
  stratum: string
  landMu: Exact | null
  items: ScoredItem[]
  bonus: Exact
  penalty: Exact
  /** items + bonus - penalty, unrounded; null for a firm that cannot be scored or is only ranked. */
  total: Exact | null
  /** Half up to two decimals, for the eye: ranks come from `total`. */
  totalRounded: Exact | null
  rank: number | null
  /** By rank or total alone, before any adjustment. */
  gradeByRank: string | null
  /** Final; null where the firm is not ranked or the stratum is too small to grade. */
  grade: string | null
  reasons: Notice[]
}

/** A whole run, exact: the ranked firms by rank, then the others by credit code. */
export type Scoring = {
  schemeId: string
  fiscalYear: number
  yardsticks: Yardstick[]
  results: FirmScore[]
  /** Firms per grade; those without one stand under `withheld`, `unscored`, `outside` or their class. */
  counts: Record<string, number>
  warnings: Notice[]
}

const TOTAL_PLACES = 2

const unranked = ({ firm, ...points }: FirmTotal): FirmScore => ({
  creditCode: firm.enterprise.creditCode,
  ratingClass: firm.ratingClass,
  stratum: firm.stratum,
  landMu: firm.amounts.landMu,
  items: points.items,
  bonus: points.bonus,
  penalty: points.penalty,
  total: points.total,
  totalRounded: points.total?.toDecimalPlaces(TOTAL_PLACES) ?? null,
  rank: null,
  gradeByRank: null,
  grade: null,
  reasons: points.reasons,
})

type RankedFirm = Contender & FirmTotal

const keyOf = (value: Exact | null) => (value ? toRankKey(value) : null)

/** A firm as a contender, with the note it earns; no contender where its data leave nothing to rank. */
function findContender(
  entry: FirmTotal,
  scheme: Scheme,
  { direction, label }: Yardstick,
): { contender: RankedFirm | null; note: Notice | null } {
  const { firm, items, total } = entry
  const tieBreak = {
    creditCode: firm.enterprise.creditCode,
    findTaxPerMu: () => keyOf(measure("taxPerMu", firm.amounts).value),
    taxPaid: firm.amounts.taxWanYuan,
  }
  if (scheme.method !== "rankOnly") {
    if (!total) return { contender: null, note: notice("allExcluded", {}) }
    return { contender: { ...entry, ...tieBreak, key: toRankKey(total) }, note: null }
  }
  const [item] = items
  const [rule] = scheme.indicators
  const value = item?.value ?? null
  const key = keyOf(value && direction === "down" ? value.negated() : value)
  if (key) return { contender: { ...entry, ...tieBreak, key }, note: null }
  const named = { indicator: item?.id ?? "", label }
  // A missing value that scores nothing stands behind every value, a negative one too.
  if ((rule?.missing ?? "zero") === "zero")
    return { contender: { ...entry, ...tieBreak, key }, note: notice("rankedLast", named) }
  return { contender: null, note: notice("valueNotRanked", named) }
}

/** Ranks and grades the contenders of a stratum, best first. */
function gradeContenders(contenders: readonly RankedFirm[], scheme: Scheme): FirmScore[] {
  const { gradeRule } = scheme
  const stratumSize = contenders.length
  const minStratumSize = scheme.minStratumSize ?? 0
  const gradeOf = createGrader(gradeRule, stratumSize)
  const adjust = createAdjuster(scheme.adjustments ?? [], listGrades(gradeRule))
  const ranks = rankContenders(contenders, gradeRule.tie ?? "ordinal")
  return ranks.map(({ contender, rank, tiedFirms }) => {
    const result = unranked(contender)
    const reasons = [...result.reasons]
    if (tiedFirms > 1) reasons.push(notice("tied", { rank, firms: tiedFirms }))
    const gradeByRank = gradeOf(rank, contender.key)
    if (stratumSize < minStratumSize) {
      reasons.push(notice("gradeWithheld", { stratumSize, minStratumSize }))
      return { ...result, rank, gradeByRank, reasons }
    }
    const adjusted = adjust(gradeByRank, contender.firm.enterprise.events ?? [])
    reasons.push(...adjusted.reasons)
    return { ...result, rank, gradeByRank, grade: adjusted.grade, reasons }
  })
}

function countResults(
  results: readonly FirmScore[],
  outside: ReadonlySet<string>,
  grades: readonly string[],
): Record<string, number> {
  const counts = new Map(grades.map((grade) => [grade, 0]))
  for (const { creditCode, grade, rank, ratingClass } of results) {
    const lacking =
      ratingClass !== "rated"
        ? ratingClass
        : rank !== null
          ? "withheld"
          : outside.has(creditCode)
            ? "outside"
            : "unscored"
    const key = grade ?? lacking
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return Object.fromEntries(counts)
}

/**
 * Scores, ranks and grades a population under one scheme.
 *
 * @param request a scheme without issues (`listSchemeIssues`), and the firms of one stratum; money in
 *   万元, land in mu, floor space in m², energy in tce, emissions in t, power in 万kWh
 * @returns exact decimals. A firm that cannot be scored is a result with a reason, never a failure;
 *   only `rated` firms of the scheme's stratum are ranked and enter means, extremes and averages
 */
export function scorePopulation(request: {
  scheme: Scheme
  fiscalYear: number
  enterprises: readonly Enterprise[]
}): Scoring {
  const { scheme, fiscalYear, enterprises } = request
  const roster = listFirms(enterprises, scheme)
  const { totals, yardsticks, warnings } = listTotals(roster.firms, scheme)

  const contenders: RankedFirm[] = []
  const others: FirmScore[] = []
  for (const entry of totals) {
    const { contender, note } =
      entry.firm.standing === "ranked"
        ? findContender(entry, scheme, yardsticks[0]!)
        : { contender: null, note: null }
    const reasons = note ? [...entry.reasons, note] : entry.reasons
    if (contender) contenders.push({ ...contender, reasons })
    else others.push(unranked({ ...entry, reasons }))
  }
  const results = [...gradeContenders(contenders, scheme), ...others]

  const run: Notice[] = []
  if (fiscalYear !== scheme.fiscalYear)
    run.push(notice("fiscalYearDiffers", { fiscalYear, scheme: scheme.fiscalYear }))
  const minStratumSize = scheme.minStratumSize ?? 0
  const stratumSize = contenders.length
  if (enterprises.length === 0) run.push(notice("emptyPopulation", {}))
  else if (stratumSize === 0) run.push(notice("nobodyRanked", {}))
  else if (stratumSize < minStratumSize)
    run.push(notice("gradeWithheld", { stratumSize, minStratumSize }))
  const outside = roster.firms.filter(({ standing }) => standing === "reference")
  return {
    schemeId: scheme.id,
    fiscalYear,
    yardsticks,
    results,
    counts: countResults(
      results,
      new Set(outside.map(({ enterprise }) => enterprise.creditCode)),
      listGrades(scheme.gradeRule),
    ),
    warnings: [...run, ...roster.warnings, ...warnings],
  }
}
