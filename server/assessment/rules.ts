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

type Verdict = Pick<FirmScore, "rank" | "gradeByRank" | "grade">
const NO_VERDICT: Verdict = { rank: null, gradeByRank: null, grade: null }

const toFirmScore = (entry: FirmTotal, verdict: Verdict, more: Notice[]): FirmScore => ({
  creditCode: entry.firm.enterprise.creditCode,
  ratingClass: entry.firm.ratingClass,
  stratum: entry.firm.stratum,
  landMu: entry.firm.amounts.landMu,
  items: entry.items,
  bonus: entry.bonus,
  penalty: entry.penalty,
  total: entry.total,
  totalRounded: entry.total?.toDecimalPlaces(TOTAL_PLACES) ?? null,
  rank: verdict.rank,
  gradeByRank: verdict.gradeByRank,
  grade: verdict.grade,
  reasons: more.length > 0 ? [...entry.reasons, ...more] : entry.reasons,
})

type RankedFirm = Contender & { entry: FirmTotal; note: Notice | null }

/** A firm as a contender, or the reason why its data leave nothing to rank. */
function findContender(
  entry: FirmTotal,
  { method, indicators }: Scheme,
  { direction, label }: Yardstick,
): RankedFirm | Notice {
  const { firm, items, total } = entry
  let taxPerMu: Exact | null | undefined
  const enter = (key: Exact | null, note: Notice | null): RankedFirm => ({
    entry,
    note,
    key: key && toRankKey(key),
    creditCode: firm.enterprise.creditCode,
    findTaxPerMu: () => {
      if (taxPerMu === undefined) {
        const value = measure("taxPerMu", firm.amounts)
        taxPerMu = value && toRankKey(value)
      }
      return taxPerMu
    },
    taxPaid: firm.amounts.taxWanYuan,
  })
  if (method !== "rankOnly") return total ? enter(total, null) : notice("allExcluded", {})
  const [item] = items
  const value = item?.value ?? null
  if (value) return enter(direction === "down" ? value.negated() : value, null)
  const named = { indicator: item?.id ?? "", label }
  // A missing value that scores nothing stands behind every value, a negative one too.
  return (indicators[0]?.missing ?? "zero") === "zero"
    ? enter(null, notice("rankedLast", named))
    : notice("valueNotRanked", named)
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
    const { entry, key, note } = contender
    const reasons = note ? [note] : []
    if (tiedFirms > 1) reasons.push(notice("tied", { rank, firms: tiedFirms }))
    const gradeByRank = gradeOf(rank, key)
    if (stratumSize < minStratumSize) {
      reasons.push(notice("gradeWithheld", { stratumSize, minStratumSize }))
      return toFirmScore(entry, { rank, gradeByRank, grade: null }, reasons)
    }
    const { grade, reasons: steps } = adjust(gradeByRank, entry.firm.enterprise.events ?? [])
    return toFirmScore(entry, { rank, gradeByRank, grade }, [...reasons, ...steps])
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
    if (entry.firm.standing !== "ranked") {
      others.push(toFirmScore(entry, NO_VERDICT, []))
      continue
    }
    const found = findContender(entry, scheme, yardsticks[0]!)
    if ("entry" in found) contenders.push(found)
    else others.push(toFirmScore(entry, NO_VERDICT, [found]))
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
