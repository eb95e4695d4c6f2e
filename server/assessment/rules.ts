/**
 * The per-mu assessment: a scheme and a population of firms into scores, ranks and grades. Pure: no
 * clock, no locale, exact decimals, and one answer whatever order the firms come in.
 *
 * roster and class -> land -> indicators -> benchmarks -> item scores -> bonus and penalty -> total ->
 * rank inside the stratum -> grade by cut -> the scheme's adjustments, in the scheme's order.
 */
import type { Exact } from "../../geodata/units.ts"
import type { Enterprise, RatingClass } from "./enterprise.rules.ts"
import { divideRounded, type Fixed, tenTo, toExact } from "./fixed.rules.ts"
import {
  type Contest,
  createAdjuster,
  createGrader,
  type Rank,
  rankPlaces,
  toQuotientKey,
  toRankKey,
} from "./grade.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"
import { amountAt, type Population, preparePopulation } from "./population.rules.ts"
import { listGrades, type Scheme } from "./scheme.rules.ts"
import type { ScoredItem } from "./score.rules.ts"
import { addUp, type Column, listItems, listReasons, type Totals } from "./total.rules.ts"
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

/** A total half up to two decimals, from units of 10^-`places`. */
export const roundTotal = (total: bigint | null, places: number): Fixed | null =>
  total === null
    ? null
    : { units: divideRounded(total, tenTo(places - TOTAL_PLACES)), places: TOTAL_PLACES }

/** Where a firm stands. `steps` are those that moved its grade. */
export type Verdict = {
  readonly rank: number | null
  readonly gradeByRank: string | null
  readonly grade: string | null
  readonly tiedFirms: number
  readonly steps: readonly Notice[]
}

/** A scoring before it is put into words and decimals: verdicts in the population's order. */
export type Outcome = {
  readonly scheme: Scheme
  readonly run: Totals
  readonly verdicts: readonly Verdict[]
  /** Places of the ranked firms by rank, then of the others by credit code. */
  readonly order: readonly number[]
  readonly stratumSize: number
  readonly counts: Record<string, number>
  readonly warnings: readonly Notice[]
}

const NO_STEPS: readonly Notice[] = []
const NO_VERDICT: Verdict = {
  rank: null,
  gradeByRank: null,
  grade: null,
  tiedFirms: 1,
  steps: NO_STEPS,
}

/** The ranked firms with what ranks them; those whose data leave nothing to rank are left out. */
function toContest(run: Totals, { method, indicators }: Scheme): Contest {
  const { population, roster, totals, places } = run
  const tied = {
    codeOf: (place: number) => population.readings[place]!.enterprise.creditCode,
    taxPerMuOf: (place: number) => keyAt(population.quotientsOf("taxPerMu"), place),
    taxPaidOf: (place: number) => amountAt(population.readings[place]!, "taxWanYuan"),
  }
  if (method !== "rankOnly")
    return {
      ...tied,
      places: roster.ranked.filter((place) => totals[place] !== null),
      keyOf: (place) => toRankKey(totals[place]!, places),
    }
  const { quotients, yardstick } = run.columns[0]!
  const isUp = yardstick.direction === "up"
  return {
    ...tied,
    places: standsLast(indicators[0])
      ? roster.ranked
      : roster.ranked.filter((place) => quotients.below[place] !== 0n),
    keyOf: (place) => {
      const key = keyAt(quotients, place)
      return key === null || isUp ? key : -key
    },
  }
}

/** A missing value that scores nothing stands behind every value, a negative one too. */
const standsLast = (rule: Scheme["indicators"][number] | undefined) =>
  (rule?.missing ?? "zero") === "zero"

const keyAt = ({ above, below }: Column["quotients"], place: number): bigint | null =>
  below[place] === 0n ? null : toQuotientKey(above[place]!, below[place]!)

/** Grades the ranked firms of a stratum; all others keep an empty verdict. */
function listVerdicts(ranks: readonly Rank[], { population }: Totals, scheme: Scheme): Verdict[] {
  const { gradeRule } = scheme
  const isWithheld = ranks.length < (scheme.minStratumSize ?? 0)
  const gradeOf = createGrader(gradeRule, ranks.length)
  const adjust = createAdjuster(scheme.adjustments ?? [], listGrades(gradeRule))
  const verdicts = population.readings.map(() => NO_VERDICT)
  for (const { place, key, rank, tiedFirms } of ranks) {
    const gradeByRank = gradeOf(rank, key)
    const { events } = population.readings[place]!.enterprise
    const { grade, reasons: steps } =
      events?.length && !isWithheld
        ? adjust(gradeByRank, events)
        : { grade: gradeByRank, reasons: NO_STEPS }
    verdicts[place] = { rank, gradeByRank, grade: isWithheld ? null : grade, tiedFirms, steps }
  }
  return verdicts
}

/** What must be said of a firm's rank and grade. */
function explainVerdict({ scheme, run, verdicts, stratumSize }: Outcome, place: number): Notice[] {
  const { rank, tiedFirms, steps } = verdicts[place]!
  const isRankOnly = scheme.method === "rankOnly"
  const column = run.columns[0]
  const named = column && { indicator: column.yardstick.rule.id, label: column.yardstick.label }
  if (rank === null) {
    if (run.roster.firms[place]!.standing !== "ranked") return []
    return [isRankOnly && named ? notice("valueNotRanked", named) : notice("allExcluded", {})]
  }
  const reasons: Notice[] = []
  if (isRankOnly && named && column.quotients.below[place] === 0n)
    reasons.push(notice("rankedLast", named))
  if (tiedFirms > 1) reasons.push(notice("tied", { rank, firms: tiedFirms }))
  const minStratumSize = scheme.minStratumSize ?? 0
  if (stratumSize < minStratumSize)
    reasons.push(notice("gradeWithheld", { stratumSize, minStratumSize }))
  if (steps.length > 0) reasons.push(...steps)
  return reasons
}

function countVerdicts(
  verdicts: readonly Verdict[],
  { firms }: Totals["roster"],
  grades: readonly string[],
): Record<string, number> {
  const counts = new Map(grades.map((grade) => [grade, 0]))
  for (const [place, { grade, rank }] of verdicts.entries()) {
    const { ratingClass, standing } = firms[place]!
    const lacking =
      ratingClass !== "rated"
        ? ratingClass
        : rank !== null
          ? "withheld"
          : standing === "reference"
            ? "outside"
            : "unscored"
    const key = grade ?? lacking
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return Object.fromEntries(counts)
}

/** Scores, ranks and grades; nothing that only a reader needs is worked out yet. */
export function findOutcome(population: Population, scheme: Scheme, fiscalYear: number): Outcome {
  const run = addUp(population, scheme)
  const ranks = rankPlaces(toContest(run, scheme), scheme.gradeRule.tie ?? "ordinal")
  const verdicts = listVerdicts(ranks, run, scheme)
  const order = ranks.map(({ place }) => place)
  for (const [place, { rank }] of verdicts.entries()) if (rank === null) order.push(place)

  const warnings: Notice[] = []
  if (fiscalYear !== scheme.fiscalYear)
    warnings.push(notice("fiscalYearDiffers", { fiscalYear, scheme: scheme.fiscalYear }))
  const minStratumSize = scheme.minStratumSize ?? 0
  const stratumSize = ranks.length
  if (verdicts.length === 0) warnings.push(notice("emptyPopulation", {}))
  else if (stratumSize === 0) warnings.push(notice("nobodyRanked", {}))
  else if (stratumSize < minStratumSize)
    warnings.push(notice("gradeWithheld", { stratumSize, minStratumSize }))
  return {
    scheme,
    run,
    verdicts,
    order,
    stratumSize,
    counts: countVerdicts(verdicts, run.roster, listGrades(scheme.gradeRule)),
    warnings: [...warnings, ...population.warnings, ...run.warnings],
  }
}

/** Everything there is to say of a firm's result. */
export function explainFirm(outcome: Outcome, place: number): Notice[] {
  const reasons = listReasons(outcome.run, place)
  const more = explainVerdict(outcome, place)
  return more.length > 0 ? [...reasons, ...more] : reasons
}

/** A result whose decimals, items and reasons are worked out when they are read. */
class ReadFirmScore implements FirmScore {
  readonly #outcome: Outcome
  readonly #place: number
  #items: ScoredItem[] | undefined
  #reasons: Notice[] | undefined

  constructor(outcome: Outcome, place: number) {
    this.#outcome = outcome
    this.#place = place
  }
  get #firm() {
    return this.#outcome.run.roster.firms[this.#place]!
  }
  get #verdict() {
    return this.#outcome.verdicts[this.#place]!
  }
  get creditCode() {
    return this.#firm.reading.enterprise.creditCode
  }
  get ratingClass() {
    return this.#firm.ratingClass
  }
  get stratum() {
    return this.#firm.stratum
  }
  get landMu() {
    const { landMu } = this.#firm.reading
    return landMu && toExact(landMu)
  }
  get items() {
    return (this.#items ??= listItems(this.#outcome.run, this.#place))
  }
  get bonus() {
    return this.#outcome.run.bonus[this.#place]!.points
  }
  get penalty() {
    return this.#outcome.run.penalty[this.#place]!.points
  }
  get total() {
    const { totals, places } = this.#outcome.run
    const units = totals[this.#place]!
    return units === null ? null : toExact({ units, places })
  }
  get totalRounded() {
    const { totals, places } = this.#outcome.run
    const rounded = roundTotal(totals[this.#place]!, places)
    return rounded && toExact(rounded)
  }
  get rank() {
    return this.#verdict.rank
  }
  get gradeByRank() {
    return this.#verdict.gradeByRank
  }
  get grade() {
    return this.#verdict.grade
  }
  get reasons() {
    return (this.#reasons ??= explainFirm(this.#outcome, this.#place))
  }
  toJSON(): FirmScore {
    return {
      creditCode: this.creditCode,
      ratingClass: this.ratingClass,
      stratum: this.stratum,
      landMu: this.landMu,
      items: this.items,
      bonus: this.bonus,
      penalty: this.penalty,
      total: this.total,
      totalRounded: this.totalRounded,
      rank: this.rank,
      gradeByRank: this.gradeByRank,
      grade: this.grade,
      reasons: this.reasons,
    }
  }
}

/**
 * Scores, ranks and grades firms that were made ready by `preparePopulation`, for a what-if: the same firms under
 * another scheme cost a fraction of what they cost at first. The same scoring as `scorePopulation`, whatever was
 * asked of the population before; decimals, items and reasons of a firm are worked out when they are read.
 *
 * @param scheme without issues (`listSchemeIssues`)
 */
export function scorePrepared(population: Population, scheme: Scheme, fiscalYear: number): Scoring {
  const outcome = findOutcome(population, scheme, fiscalYear)
  return {
    schemeId: scheme.id,
    fiscalYear,
    yardsticks: outcome.run.columns.map(({ yardstick }) => yardstick),
    results: outcome.order.map((place) => new ReadFirmScore(outcome, place)),
    counts: outcome.counts,
    warnings: [...outcome.warnings],
  }
}

/**
 * Scores, ranks and grades a population under one scheme.
 *
 * @param request a scheme without issues (`listSchemeIssues`), and the firms of one stratum; money in
 *   万元, land in mu, floor space in m², energy in tce, emissions in t, power in 万kWh
 * @returns exact decimals. A firm that cannot be scored is a result with a reason, never a failure;
 *   only `rated` firms of the scheme's stratum are ranked and enter means, extremes and averages
 */
export const scorePopulation = (request: {
  scheme: Scheme
  fiscalYear: number
  enterprises: readonly Enterprise[]
}): Scoring =>
  scorePrepared(preparePopulation(request.enterprises), request.scheme, request.fiscalYear)
