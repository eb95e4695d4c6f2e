import { Exact } from "../../geodata/units.ts"
import { type Amounts, explainMissing, type IndicatorId } from "./indicator.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"
import type { Yardstick } from "./yardstick.rules.ts"

/**
 * Quotients are carried to 40 digits and points kept to 20 decimals, so that a firm at every benchmark
 * has 100 and not 99.99…9, and the same rows give the same points in whatever order they are summed.
 */
const POINT_PLACES = 20
const toPoints = (value: Exact): Exact => value.toDecimalPlaces(POINT_PLACES)

/** One indicator of one firm: `score` is null where the rule for missing values takes it out. */
export type ScoredItem = {
  id: IndicatorId
  weight: Exact
  value: Exact | null
  benchmark: Exact | null
  score: Exact | null
  missing: boolean
}

export function findBenchmarkFor(
  { method, benchmark, industries }: Yardstick,
  industryCode: string | null,
): Exact | null {
  if (method === "minmax") return null
  if (!industries) return benchmark
  if (!industryCode) return null
  return industries.find(([code]) => industryCode.startsWith(code))?.[1] ?? null
}

const isBelow0 = (value: Exact) => value.isNeg() && !value.isZero()

/** Points of a value by its method, before floor and cap; null where the method cannot say. */
function applyMethod(yardstick: Yardstick, value: Exact, benchmark: Exact | null): Exact | null {
  const { method, direction, weight, factor, min, max, base, span } = yardstick
  switch (method) {
    case "ratio":
      if (!benchmark) return null
      if (direction === "up") return value.times(factor ?? weight.div(benchmark))
      // Nothing is better than zero of a bad thing: the cap, and without one no number at all.
      if (isBelow0(value) || value.isZero()) return yardstick.cap
      return benchmark.div(value).times(weight)
    case "reverseRatio": {
      if (!benchmark) return null
      const share = new Exact(2).minus(value.div(benchmark))
      return isBelow0(share) ? new Exact(0) : share.times(weight)
    }
    case "minmax": {
      if (!min || !max) return null
      const width = max.minus(min)
      const climbed = direction === "up" ? value.minus(min) : max.minus(value)
      const share = width.isZero() ? new Exact(1) : climbed.div(width)
      return share.times(span).plus(base).times(weight).div(100)
    }
    case "rankOnly":
      return null
  }
}

/** Value to points between floor and cap; null leaves the item to the rule for missing values. */
export function scoreValue(
  yardstick: Yardstick,
  value: Exact | null,
  benchmark: Exact | null,
): Exact | null {
  const { floor, cap } = yardstick
  const points = value && applyMethod(yardstick, value, benchmark)
  if (!points) return null
  if (cap?.lte(points)) return cap
  const isLow = floor && (floor.isZero() ? isBelow0(points) : points.lt(floor))
  return isLow ? floor : toPoints(points)
}

/** What must be said of an item as its own numbers make it, before the rule for missing values. */
function explainItem(yardstick: Yardstick, item: ScoredItem, amounts: Amounts): Notice[] {
  const { rule, label, method, floor, cap, industries } = yardstick
  const { value, score } = item
  if (!value) return [explainMissing(rule.id, amounts)]
  const named = { indicator: rule.id, label }
  const reasons: Notice[] = []
  if (isBelow0(value))
    reasons.push(notice("valueNegative", { ...named, value: value.toDecimalPlaces(4).toString() }))
  if (score && score === cap) reasons.push(notice("capApplied", { ...named, cap: cap.toString() }))
  if (score && score === floor)
    reasons.push(notice("floorApplied", { ...named, floor: floor.toString() }))
  if (score || method === "rankOnly") return reasons
  if (item.benchmark) reasons.push(notice("ratioUndefined", named))
  else reasons.push(notice(industries ? "benchmarkMissing" : "benchmarkUnavailable", named))
  return reasons
}

/** Mean of the item scores that ranked firms have, where the rule for missing values asks for it. */
export function listAverages(
  yardsticks: readonly Yardstick[],
  ranked: readonly (readonly ScoredItem[])[],
): (Exact | null)[] {
  return yardsticks.map(({ rule }, index) => {
    if (rule.missing !== "stratumAverageScore") return null
    const scores = ranked.flatMap((items) => items[index]?.score ?? [])
    if (scores.length === 0) return null
    const sum = scores.reduce((total, score) => total.plus(score), new Exact(0))
    return toPoints(sum.div(scores.length))
  })
}

/** The points of an item that has none of its own, by the scheme's rule; null takes it out. */
function fillGap({ rule, label, weight }: Yardstick, average: Exact | null) {
  const named = { indicator: rule.id, label }
  const zero = new Exact(0)
  switch (rule.missing) {
    case "excludeRescale":
      return {
        score: null,
        reason: notice("excluded", { ...named, weight: weight.toString() }),
      }
    case "stratumAverageScore":
      if (!average) return { score: zero, reason: notice("averageUnavailable", named) }
      return {
        score: average,
        reason: notice("scoredAverage", {
          ...named,
          score: average.toDecimalPlaces(4).toString(),
        }),
      }
    case "zero":
      return { score: zero, reason: notice("scoredZero", named) }
    default:
      return { score: zero, reason: notice("scoredZeroByDefault", named) }
  }
}

/**
 * A firm's items with their gaps filled by each indicator's rule for missing values. Where items are
 * taken out, the others carry the whole 100: their points grow as their weights do.
 */
export function completeItems(
  yardsticks: readonly Yardstick[],
  drafts: readonly ScoredItem[],
  averages: readonly (Exact | null)[],
  amounts: Amounts,
): { items: ScoredItem[]; reasons: Notice[] } {
  const reasons: Notice[] = []
  let excludedWeight: Exact | null = null
  let items = drafts.map((draft, index): ScoredItem => {
    const yardstick = yardsticks[index]!
    const { method, weight } = yardstick
    reasons.push(...explainItem(yardstick, draft, amounts))
    if (draft.score || method === "rankOnly") return draft
    const { score, reason } = fillGap(yardstick, averages[index] ?? null)
    reasons.push(reason)
    if (!score) excludedWeight = excludedWeight?.plus(weight) ?? weight
    return { ...draft, score }
  })
  if (excludedWeight) {
    const left = new Exact(100).minus(excludedWeight)
    items = items.map((item) =>
      item.score ? { ...item, score: toPoints(item.score.times(100).div(left)) } : item,
    )
  }
  return { items, reasons }
}
