import { Exact } from "../../geodata/units.ts"
import type { IndicatorId, Measure } from "./indicator.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"
import type { Yardstick } from "./yardstick.rules.ts"

/**
 * Quotients are carried to 40 digits and points kept to 20 decimals, so that a firm at every benchmark
 * has 100 and not 99.99…9, and the same rows give the same points in whatever order they are summed.
 */
const POINT_PLACES = 20
export const toPoints = (value: Exact): Exact => value.toDecimalPlaces(POINT_PLACES)

/** One indicator of one firm: `score` is null where the rule for missing values takes it out. */
export type ScoredItem = {
  id: IndicatorId
  weight: Exact
  value: Exact | null
  benchmark: Exact | null
  score: Exact | null
  missing: boolean
}

/** An item by its own numbers, before the rule for missing values: `score` null says it needs one. */
export type DraftItem = {
  value: Exact | null
  benchmark: Exact | null
  score: Exact | null
  reasons: Notice[]
}

function findBenchmarkFor({ benchmark, industries }: Yardstick, industryCode: string | null) {
  if (!industries) return benchmark
  if (!industryCode) return null
  return industries.find(([code]) => industryCode.startsWith(code))?.[1] ?? null
}

type Points = Exact | "atCap" | "undefined"

/** Points of a value, uncapped. `benchmark` is above zero wherever the method reads it. */
function scoreValue(yardstick: Yardstick, value: Exact, benchmark: Exact): Points {
  const { method, direction, weight, factor, min, max, base, span, cap } = yardstick
  switch (method) {
    case "ratio":
      if (direction === "up") return value.times(factor ?? weight.div(benchmark))
      // Nothing is better than zero of a bad thing: the cap, and without one no number at all.
      if (value.isNeg() || value.isZero()) return cap ? "atCap" : "undefined"
      return benchmark.div(value).times(weight)
    case "reverseRatio": {
      const share = new Exact(2).minus(value.div(benchmark))
      return share.lt(0) ? new Exact(0) : share.times(weight)
    }
    case "minmax": {
      if (!min || !max) return "undefined"
      const width = max.minus(min)
      const climbed = direction === "up" ? value.minus(min) : max.minus(value)
      const share = width.isZero() ? new Exact(1) : climbed.div(width)
      return share.times(span).plus(base).times(weight).div(100)
    }
    case "rankOnly":
      return "undefined"
  }
}

/** Value to points between floor and cap, with what must be said about them. */
export function draftItem(
  yardstick: Yardstick,
  { value, cause }: Measure,
  industryCode: string | null,
): DraftItem {
  const { rule, label, method, floor, cap, industries } = yardstick
  const benchmark = method === "minmax" ? null : findBenchmarkFor(yardstick, industryCode)
  const named = { indicator: rule.id, label }
  if (!value) return { value, benchmark, score: null, reasons: cause ? [cause] : [] }
  const reasons: Notice[] = []
  if (value.isNeg() && !value.isZero())
    reasons.push(notice("valueNegative", { ...named, value: value.toDecimalPlaces(4).toString() }))
  const unscored = (reason: Notice): DraftItem => ({
    value,
    benchmark,
    score: null,
    reasons: [...reasons, reason],
  })
  if (method === "rankOnly") return { value, benchmark, score: null, reasons }
  if (!benchmark && method !== "minmax")
    return unscored(notice(industries ? "benchmarkMissing" : "benchmarkUnavailable", named))
  const points = scoreValue(yardstick, value, benchmark ?? new Exact(1))
  if (points === "undefined")
    return unscored(notice(method === "minmax" ? "benchmarkUnavailable" : "ratioUndefined", named))
  if (cap && (points === "atCap" || points.gte(cap))) {
    reasons.push(notice("capApplied", { ...named, cap: cap.toString() }))
    return { value, benchmark, score: toPoints(cap), reasons }
  }
  if (points === "atCap") return unscored(notice("ratioUndefined", named))
  if (floor && points.lt(floor)) {
    reasons.push(notice("floorApplied", { ...named, floor: floor.toString() }))
    return { value, benchmark, score: toPoints(floor), reasons }
  }
  return { value, benchmark, score: toPoints(points), reasons }
}

/** Mean of the item scores that ranked firms have, where the rule for missing values asks for it. */
export function listAverages(
  yardsticks: readonly Yardstick[],
  ranked: readonly (readonly DraftItem[])[],
): (Exact | null)[] {
  return yardsticks.map(({ rule }, index) => {
    if (rule.missing !== "stratumAverageScore") return null
    const scores = ranked.flatMap((items) => items[index]?.score ?? [])
    if (scores.length === 0) return null
    const sum = scores.reduce((total, score) => total.plus(score), new Exact(0))
    return toPoints(sum.div(scores.length))
  })
}

/** Fills the gaps of a firm's items by each indicator's rule for missing values. */
export function completeItems(
  yardsticks: readonly Yardstick[],
  drafts: readonly DraftItem[],
  averages: readonly (Exact | null)[],
): { items: ScoredItem[]; itemsTotal: Exact | null; reasons: Notice[] } {
  const reasons = drafts.flatMap((draft) => draft.reasons)
  let excludedWeight: Exact | null = null
  const items = drafts.map((draft, index): ScoredItem => {
    const yardstick = yardsticks[index]!
    const { rule, label, weight } = yardstick
    const { value, benchmark } = draft
    const item = { id: rule.id, weight, value, benchmark, missing: value === null }
    if (draft.score || yardstick.method === "rankOnly") return { ...item, score: draft.score }
    const named = { indicator: rule.id, label }
    switch (rule.missing) {
      case "excludeRescale":
        excludedWeight = excludedWeight?.plus(weight) ?? weight
        reasons.push(notice("excluded", { ...named, weight: weight.toString() }))
        return { ...item, score: null }
      case "stratumAverageScore": {
        const average = averages[index]
        const score = average ?? new Exact(0)
        reasons.push(
          average
            ? notice("scoredAverage", { ...named, score: score.toDecimalPlaces(4).toString() })
            : notice("averageUnavailable", named),
        )
        return { ...item, score }
      }
      case "zero":
        reasons.push(notice("scoredZero", named))
        return { ...item, score: new Exact(0) }
      default:
        reasons.push(notice("scoredZeroByDefault", named))
        return { ...item, score: new Exact(0) }
    }
  })
  if (items.every(({ missing }) => missing)) reasons.push(notice("allMissing", {}))
  if (excludedWeight) rescale(items, excludedWeight)
  return { items, itemsTotal: sumScores(items), reasons }
}

function sumScores(items: readonly ScoredItem[]): Exact | null {
  let sum: Exact | null = null
  for (const { score } of items) if (score) sum = sum ? sum.plus(score) : score
  return sum
}

/** Lets the items that are left carry the whole 100: their points grow as their weights do. */
function rescale(items: ScoredItem[], excludedWeight: Exact) {
  const left = new Exact(100).minus(excludedWeight)
  for (const [index, item] of items.entries())
    if (item.score) items[index] = { ...item, score: toPoints(item.score.times(100).div(left)) }
}
