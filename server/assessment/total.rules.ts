import { Exact } from "../../geodata/units.ts"
import { type Fixed, fromExact, POINT_PLACES, toExact, unitsAt } from "./fixed.rules.ts"
import { explainMissing } from "./indicator.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"
import { type Awarded, scoreBonus, scorePenalty } from "./points.rules.ts"
import { amountAt, type Population, type Quotients, type Roster } from "./population.rules.ts"
import type { Scheme } from "./scheme.rules.ts"
import {
  explainGap,
  explainPoints,
  fillGap,
  findAverage,
  findBenchmarkFor,
  GAP,
  OWN,
  type PointColumn,
  rescale,
  scoreColumn,
  type ScoredItem,
} from "./score.rules.ts"
import { listYardsticks, valueAt, type Yardstick } from "./yardstick.rules.ts"

/** An indicator in a run: what it is measured against, the firms' values and their points. */
export type Column = PointColumn & {
  readonly yardstick: Yardstick
  readonly quotients: Quotients
  /** What a gap is worth where the rule asks for the mean score. */
  readonly average: Exact | null
}

/** The points of every firm, in the population's order. */
export type Totals = {
  readonly population: Population
  readonly roster: Roster
  readonly columns: readonly Column[]
  readonly bonus: readonly Awarded[]
  readonly penalty: readonly Awarded[]
  /** Points are in units of 10^-`places`. */
  readonly places: number
  /** items + bonus - penalty, unrounded; null where a firm cannot be scored, or the scheme only ranks. */
  readonly totals: readonly (bigint | null)[]
  readonly warnings: readonly Notice[]
}

/** As many decimals as the finest of what is added up. */
function findPlaces(yardsticks: readonly Yardstick[], awarded: readonly (readonly Awarded[])[]) {
  let places = POINT_PLACES
  for (const { cap, floor } of yardsticks)
    places = Math.max(places, cap?.decimalPlaces() ?? 0, floor?.decimalPlaces() ?? 0)
  for (const rows of awarded)
    for (const { points } of rows) places = Math.max(places, points.decimalPlaces())
  return places
}

/** Items, bonus, penalty and total of every firm, against yardsticks that the ranked firms alone make. */
export function addUp(population: Population, scheme: Scheme): Totals {
  const roster = population.rosterOf(scheme)
  const { firms } = roster
  const { yardsticks, warnings } = listYardsticks(scheme, population, roster)
  const bonus = firms.map((firm) => scoreBonus(firm, scheme))
  const penalty = firms.map((firm) => scorePenalty(firm, scheme))
  const places = findPlaces(yardsticks, [bonus, penalty])
  const industryCodes = population.readings.map(({ enterprise }) => enterprise.industryCode)
  const columns = yardsticks.map((yardstick): Column => {
    const quotients = population.quotientsOf(yardstick.rule.id)
    const column = scoreColumn(yardstick, quotients, industryCodes, places)
    const { missing } = yardstick.rule
    const average =
      missing === "stratumAverageScore" ? findAverage(column, roster.ranked, places) : null
    if (yardstick.method !== "rankOnly") fillGaps(column, fillGap(yardstick, average))
    return {
      ...column,
      yardstick,
      quotients,
      average: average === null ? null : toExact({ units: average, places }),
    }
  })
  rescaleAll(columns, places)
  const totals = firms.map(({ standing }, place) => {
    if (standing === "unscored") return null
    const sum = sumPoints(columns, place)
    if (sum === null) return null
    return sum + toUnits(bonus[place]!.points, places) - toUnits(penalty[place]!.points, places)
  })
  const hasPoints = ({ points }: Awarded) => !points.isZero()
  if (scheme.method === "rankOnly" && (bonus.some(hasPoints) || penalty.some(hasPoints)))
    warnings.push(notice("pointsWithoutScore", {}))
  return { population, roster, columns, bonus, penalty, places, totals, warnings }
}

const toUnits = (points: Exact, places: number): bigint =>
  points.isZero() ? 0n : unitsAt(fromExact(points), places)

function fillGaps({ points, marks }: PointColumn, filling: bigint | null) {
  if (filling === null) return
  for (let place = 0; place < points.length; place += 1)
    if (marks[place] === GAP) points[place] = filling
}

function sumPoints(columns: readonly Column[], place: number): bigint | null {
  let sum: bigint | null = null
  for (const { points } of columns) {
    const own = points[place]!
    if (own !== null) sum = sum === null ? own : sum + own
  }
  return sum
}

/** Where items are taken out, the others carry the whole 100: their points grow as their weights do. */
function rescaleAll(columns: readonly Column[], places: number) {
  const excluding = columns.filter(({ yardstick }) => isTakenOut(yardstick))
  if (excluding.length === 0) return
  const known = new Map<string, Fixed>()
  for (let place = 0; place < excluding[0]!.points.length; place += 1) {
    const out = excluding.filter(({ marks }) => marks[place] === GAP)
    if (out.length === 0) continue
    const key = out.map(({ yardstick }) => yardstick.rule.id).join()
    let left = known.get(key)
    if (!left) {
      left = fromExact(
        out.reduce((whole, { yardstick }) => whole.minus(yardstick.weight), new Exact(100)),
      )
      known.set(key, left)
    }
    for (const { points } of columns) {
      const own = points[place]!
      if (own !== null) points[place] = rescale(own, left, places)
    }
  }
}

const isTakenOut = ({ rule, method }: Yardstick) =>
  rule.missing === "excludeRescale" && method !== "rankOnly"

/** A firm's items; none where it cannot be scored. */
export function listItems({ roster, columns, places }: Totals, place: number): ScoredItem[] {
  const { standing, reading } = roster.firms[place]!
  if (standing === "unscored") return []
  return columns.map(({ yardstick, quotients, points }) => {
    const value = valueAt(quotients, place)
    const units = points[place]!
    return {
      id: yardstick.rule.id,
      weight: yardstick.weight,
      value,
      benchmark: findBenchmarkFor(yardstick, reading.enterprise.industryCode),
      score: units === null ? null : toExact({ units, places }),
      missing: value === null,
    }
  })
}

/** What a firm's points have to say for themselves, before its rank and grade. */
export function listReasons(run: Totals, place: number): Notice[] {
  const { roster, columns, bonus, penalty, totals } = run
  const { standing, reading, reasons: own } = roster.firms[place]!
  const reasons = [...own]
  if (standing !== "unscored") {
    for (const { yardstick, quotients, marks, average } of columns) {
      const { rule, method } = yardstick
      if (quotients.below[place] === 0n)
        reasons.push(explainMissing(rule.id, (part) => amountAt(reading, part)))
      else if (marks[place] !== OWN || quotients.above[place]! < 0n) {
        const value = valueAt(quotients, place)!
        const benchmark = findBenchmarkFor(yardstick, reading.enterprise.industryCode)
        reasons.push(...explainPoints(yardstick, { value, benchmark }, marks[place]!))
      }
      if (marks[place] === GAP && method !== "rankOnly")
        reasons.push(explainGap(yardstick, average))
    }
    const nothingKnown = columns.every(({ quotients }) => quotients.below[place] === 0n)
    if (totals[place] !== null && columns.length > 0 && nothingKnown)
      reasons.push(notice("allMissing", {}))
  }
  for (const { reasons: more } of [bonus[place]!, penalty[place]!])
    if (more.length > 0) reasons.push(...more)
  return reasons
}
