import { Exact } from "../../geodata/units.ts"
import {
  divideRounded,
  type Fixed,
  fromExact,
  POINT_PLACES,
  tenTo,
  unitsAt,
} from "./fixed.rules.ts"
import type { IndicatorId } from "./indicator.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"
import type { Quotients } from "./population.rules.ts"
import type { Yardstick } from "./yardstick.rules.ts"

/**
 * Points of an indicator are one quotient of whole numbers, rounded once to 20 decimals, half away from zero, and
 * then held between floor and cap: a firm at every benchmark has 100 and not 99.99…9, equal ratios have equal
 * points to the last digit, and whoever is exactly at the cap has reached it.
 */

/** One indicator of one firm: `score` is null where the rule for missing values takes it out. */
export type ScoredItem = {
  id: IndicatorId
  weight: Exact
  value: Exact | null
  benchmark: Exact | null
  score: Exact | null
  missing: boolean
}

/** How an item came by its points, before the rule for missing values. */
export const OWN = 0
export const CAPPED = 1
export const FLOORED = 2
export const GAP = 3

/**
 * Points of one indicator of every firm, in the population's order: units of 10^-`places`. Null where the firm has
 * no points, or its gap takes the item out.
 */
export type PointColumn = {
  readonly points: (bigint | null)[]
  readonly marks: Uint8Array
}

/**
 * Points as a quotient of whole numbers, in units of 10^-20, for a value of above / below:
 * (above x `perValue` + below x `constant`) / (`over` x below, or x above).
 */
type Curve = {
  readonly perValue: bigint
  readonly constant: bigint
  readonly over: bigint
  readonly isInverse: boolean
  /** Points never fall below zero by the method itself. */
  readonly stopsAt0: boolean
}

const ONE_POINT = tenTo(POINT_PLACES)

function shorten(curve: Curve): Curve {
  let divisor = curve.over
  for (const part of [curve.perValue, curve.constant]) {
    let rest = part < 0n ? -part : part
    while (rest !== 0n) [divisor, rest] = [rest, divisor % rest]
  }
  return {
    ...curve,
    perValue: curve.perValue / divisor,
    constant: curve.constant / divisor,
    over: curve.over / divisor,
  }
}

/** Ratio to a benchmark: value / benchmark x weight, upside down where less is better. */
function toRatioCurve({ direction }: Yardstick, weight: Fixed, benchmark: Fixed): Curve {
  const plain = { isInverse: false, stopsAt0: false }
  return direction === "up"
    ? {
        ...plain,
        perValue: weight.units * tenTo(benchmark.places) * ONE_POINT,
        constant: 0n,
        over: benchmark.units * tenTo(weight.places),
      }
    : {
        ...plain,
        perValue: 0n,
        constant: weight.units * benchmark.units * ONE_POINT,
        over: tenTo(weight.places + benchmark.places),
        isInverse: true,
      }
}

/** (2 - value / benchmark) x weight, and nothing from twice the benchmark on. */
const toReverseCurve = (weight: Fixed, benchmark: Fixed): Curve => ({
  perValue: -weight.units * tenTo(benchmark.places) * ONE_POINT,
  constant: 2n * benchmark.units * weight.units * ONE_POINT,
  over: benchmark.units * tenTo(weight.places),
  isInverse: false,
  stopsAt0: true,
})

/** weight x (base + span x share of the way from the worst value to the best) / 100; one value is all the way. */
function toSpanCurve(
  { direction, extremes, base, span }: Yardstick,
  weight: Fixed,
  { above, below }: Quotients,
): Curve | null {
  if (!extremes) return null
  const { lowest, highest } = extremes
  const places = Math.max(base.decimalPlaces(), span.decimalPlaces())
  const baseUnits = unitsAt(fromExact(base), places)
  const spanUnits = unitsAt(fromExact(span), places)
  const worth = weight.units * ONE_POINT
  const percent = 100n * tenTo(places + weight.places)
  const plain = { isInverse: false, stopsAt0: false }
  const [minAbove, minBelow] = [above[lowest]!, below[lowest]!]
  const [maxAbove, maxBelow] = [above[highest]!, below[highest]!]
  const width = maxAbove * minBelow - minAbove * maxBelow
  if (width === 0n)
    return { ...plain, perValue: 0n, constant: (baseUnits + spanUnits) * worth, over: percent }
  const climb = minBelow * maxBelow * spanUnits
  return direction === "up"
    ? {
        ...plain,
        perValue: climb * worth,
        constant: (baseUnits * width - minAbove * maxBelow * spanUnits) * worth,
        over: width * percent,
      }
    : {
        ...plain,
        perValue: -climb * worth,
        constant: (baseUnits * width + maxAbove * minBelow * spanUnits) * worth,
        over: width * percent,
      }
}

function toCurve(
  yardstick: Yardstick,
  benchmark: Exact | null,
  quotients: Quotients,
): Curve | null {
  const { method } = yardstick
  const weight = fromExact(yardstick.weight)
  if (method === "rankOnly") return null
  if (method === "minmax") return toSpanCurve(yardstick, weight, quotients)
  if (!benchmark) return null
  return method === "ratio"
    ? toRatioCurve(yardstick, weight, fromExact(benchmark))
    : toReverseCurve(weight, fromExact(benchmark))
}

/** The benchmark of a firm: one for all, or that of the longest code that begins its own. */
export function findBenchmarkFor(
  { method, benchmark, industries }: Yardstick,
  industryCode: string | null | undefined,
): Exact | null {
  if (method === "minmax") return null
  if (!industries) return benchmark
  if (!industryCode) return null
  return industries.find(([code]) => industryCode.startsWith(code))?.[1] ?? null
}

/** The curve of each firm; firms of one benchmark share it. */
function createCurveFinder(yardstick: Yardstick, quotients: Quotients) {
  const known = new Map<Exact | null, Curve | null>()
  return (industryCode: string | null | undefined): Curve | null => {
    const benchmark = findBenchmarkFor(yardstick, industryCode)
    const found = known.get(benchmark)
    if (found !== undefined) return found
    const curve = toCurve(yardstick, benchmark, quotients)
    const short = curve && shorten(curve)
    known.set(benchmark, short)
    return short
  }
}

/**
 * Points of one indicator of every firm between floor and cap, gaps left open.
 * @param places of the points, 20 or as many as caps, floors, bonus or penalty have
 */
export function scoreColumn(
  yardstick: Yardstick,
  quotients: Quotients,
  industryCodes: readonly (string | null | undefined)[],
  places: number,
): PointColumn {
  const { above, below } = quotients
  const { cap, floor } = yardstick
  const capUnits = cap && unitsAt(fromExact(cap), places)
  const floorUnits = floor && unitsAt(fromExact(floor), places)
  const lift = tenTo(places - POINT_PLACES)
  const firms = above.length
  const points = above.map((): bigint | null => null)
  const marks = new Uint8Array(firms).fill(GAP)
  const curveOf = createCurveFinder(yardstick, quotients)
  const one = yardstick.industries ? null : curveOf(null)
  for (let place = 0; place < firms; place += 1) {
    const under = below[place]!
    if (under === 0n) continue
    const curve = yardstick.industries ? curveOf(industryCodes[place]) : one
    if (!curve) continue
    const over = above[place]!
    // Nothing is better than zero of a bad thing: the cap, and without one no number at all.
    if (curve.isInverse && over <= 0n) {
      if (capUnits === null) continue
      points[place] = capUnits
      marks[place] = CAPPED
      continue
    }
    let dividend = curve.constant === 0n ? 0n : under * curve.constant
    if (curve.perValue !== 0n) dividend += over * curve.perValue
    if (curve.stopsAt0 && dividend < 0n) dividend = 0n
    const divisor = curve.isInverse ? over * curve.over : under * curve.over
    const quotient = divideRounded(dividend, divisor)
    const rounded = lift === 1n ? quotient : quotient * lift
    if (capUnits !== null && rounded >= capUnits) {
      points[place] = capUnits
      marks[place] = CAPPED
    } else if (floorUnits !== null && rounded < floorUnits) {
      points[place] = floorUnits
      marks[place] = FLOORED
    } else {
      points[place] = rounded
      marks[place] = OWN
    }
  }
  return { points, marks }
}

/** Mean of the item scores that ranked firms have of their own, to 20 decimals; null where nobody has one. */
export function findAverage(
  { points, marks }: PointColumn,
  ranked: readonly number[],
  places: number,
): bigint | null {
  let sum = 0n
  let firms = 0
  for (const place of ranked) {
    if (marks[place] === GAP) continue
    sum += points[place]!
    firms += 1
  }
  if (firms === 0) return null
  const lift = tenTo(places - POINT_PLACES)
  return divideRounded(sum, BigInt(firms) * lift) * lift
}

/** What the scheme's rule gives an item that has no points of its own; null takes the item out. */
export function fillGap({ rule }: Yardstick, average: bigint | null): bigint | null {
  if (rule.missing === "excludeRescale") return null
  return rule.missing === "stratumAverageScore" ? (average ?? 0n) : 0n
}

/** Points grown as the weights left have to, to carry the whole 100 again; `left` is over zero. */
export function rescale(points: bigint, left: Fixed, places: number): bigint {
  const lift = tenTo(places - POINT_PLACES)
  return divideRounded(points * 100n * tenTo(left.places), left.units * lift) * lift
}

/** What must be said of a value and its points, before the rule for missing values. */
export function explainPoints(
  yardstick: Yardstick,
  { value, benchmark }: { value: Exact; benchmark: Exact | null },
  mark: number,
): Notice[] {
  const { rule, label, method, floor, cap, industries } = yardstick
  const named = { indicator: rule.id, label }
  const reasons: Notice[] = []
  if (value.isNeg() && !value.isZero())
    reasons.push(notice("valueNegative", { ...named, value: value.toDecimalPlaces(4).toString() }))
  if (mark === CAPPED && cap) reasons.push(notice("capApplied", { ...named, cap: cap.toString() }))
  if (mark === FLOORED && floor)
    reasons.push(notice("floorApplied", { ...named, floor: floor.toString() }))
  if (mark !== GAP || method === "rankOnly") return reasons
  if (benchmark) reasons.push(notice("ratioUndefined", named))
  else reasons.push(notice(industries ? "benchmarkMissing" : "benchmarkUnavailable", named))
  return reasons
}

/** What must be said of an item that had no points of its own. */
export function explainGap({ rule, label, weight }: Yardstick, average: Exact | null): Notice {
  const named = { indicator: rule.id, label }
  switch (rule.missing) {
    case "excludeRescale":
      return notice("excluded", { ...named, weight: weight.toString() })
    case "stratumAverageScore":
      return average
        ? notice("scoredAverage", { ...named, score: average.toDecimalPlaces(4).toString() })
        : notice("averageUnavailable", named)
    case "zero":
      return notice("scoredZero", named)
    default:
      return notice("scoredZeroByDefault", named)
  }
}
