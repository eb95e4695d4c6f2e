/** Firms of a run by two of its indicators: where each stands, and what stands beside the drawing. Pure. */
import { Exact } from "../../geodata/units.ts"
import {
  type Direction,
  type IndicatorId,
  INDICATORS,
} from "../../server/assessment/indicator.rules.ts"
import type { Result, Run } from "./shapes.ts"

export type Side = "x" | "y"
export type Axes = Record<Side, IndicatorId>
/** Where an axis is parted: by the benchmark of the scheme, or by the middle of the firms that are shown. */
export type SplitBy = "benchmark" | "median"

export type Point = { result: Result; x: number; y: number; landMu: number }
export type Missing = { result: Result; lacks: Side[] }

/** The four parts, the best in both first. */
export const QUADRANTS = ["both", "onlyX", "onlyY", "neither"] as const
export type Quadrant = (typeof QUADRANTS)[number]

const directionOf = (id: IndicatorId): Direction => INDICATORS[id].direction

const valueOf = ({ items }: Result, id: IndicatorId): number | null => {
  const item = items.find((one) => one.id === id)
  return item === undefined || item.missing || item.value === null ? null : Number(item.value)
}

/** Firms that have both figures and land, and those that do not, each with what it lacks: nobody stands at zero. */
export function placeFirms(results: readonly Result[], axes: Axes) {
  const points: Point[] = []
  const missing: Missing[] = []
  for (const result of results) {
    const [x, y] = [valueOf(result, axes.x), valueOf(result, axes.y)]
    const landMu = Number(result.landMu ?? 0)
    if (x !== null && y !== null && landMu > 0) points.push({ result, x, y, landMu })
    else
      missing.push({
        result,
        lacks: [...(x === null ? (["x"] as const) : []), ...(y === null ? (["y"] as const) : [])],
      })
  }
  return { points, missing }
}

/** The one benchmark that a run held all firms of a stratum against; null where there is none, or one an industry. */
export function benchmarkOf(
  { benchmarks }: Pick<Run["strata"][number], "benchmarks">,
  id: IndicatorId,
): number | null {
  const found = benchmarks[id]
  return typeof found === "string" ? Number(found) : null
}

/** The middle of some figures; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

export type Splits = Record<Side, number>

/** Which part a firm stands in. A figure on the line is as good as the line. */
export function quadrantOf({ x, y }: Pick<Point, Side>, splits: Splits, axes: Axes): Quadrant {
  const isGood = (side: Side, value: number) =>
    directionOf(axes[side]) === "up" ? value >= splits[side] : value <= splits[side]
  if (isGood("x", x)) return isGood("y", y) ? "both" : "onlyX"
  return isGood("y", y) ? "onlyY" : "neither"
}

export type QuadrantCount = { firms: number; landMu: string }

/** Firms and mu of each part; together they are what is shown. */
export function countQuadrants(
  points: readonly Point[],
  splits: Splits,
  axes: Axes,
): Record<Quadrant, QuadrantCount> {
  const sums = Object.fromEntries(
    QUADRANTS.map((quadrant) => [quadrant, { firms: 0, landMu: new Exact(0) }]),
  ) as Record<Quadrant, { firms: number; landMu: Exact }>
  for (const point of points) {
    const sum = sums[quadrantOf(point, splits, axes)]
    sum.firms += 1
    sum.landMu = sum.landMu.plus(point.result.landMu ?? 0)
  }
  return Object.fromEntries(
    QUADRANTS.map((quadrant) => [
      quadrant,
      { firms: sums[quadrant].firms, landMu: sums[quadrant].landMu.toFixed() },
    ]),
  ) as Record<Quadrant, QuadrantCount>
}

/** An axis ends near the 98th of a hundred firms where the last ones are so far off that they would flatten the rest. */
const USUAL_SHARE = 0.98
const FAR = 1.6
const ROOM = 1.15
/** As far below zero as this share of what is above it. */
const MOST_BELOW = 0.3

export type Extent = { low: number; high: number }

/** What an axis shows: zero and the split always; a few firms far off are left to its edge. */
export function findExtent(values: readonly number[], split: number): Extent {
  const sorted = Float64Array.from(values).sort()
  const most = sorted.at(-1) ?? 0
  const usual = sorted[Math.floor((sorted.length - 1) * USUAL_SHARE)] ?? 0
  const high = Math.max(most > usual * FAR ? usual * ROOM : most * 1.05, split * ROOM, 0)
  const settled = high > 0 ? high : 1
  const least = Math.min(sorted[0] ?? 0, split, 0)
  return {
    low: Math.max(least * 1.05, Math.min(-settled * MOST_BELOW, split * ROOM)),
    high: settled,
  }
}

export const isBeyond = (value: number, { low, high }: Extent): boolean =>
  value < low || value > high

const STEPS = [1, 2, 2.5, 5, 10]

/** Round figures along an axis, so many at most. */
export function listTicks({ low, high }: Extent, most: number): number[] {
  const rough = (high - low) / Math.max(most, 1)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * STEPS.find((one) => one * power >= rough)!
  const first = Math.ceil(low / step)
  const last = Math.floor(high / step)
  return Array.from({ length: last - first + 1 }, (_, n) =>
    Number(((first + n) * step).toPrecision(12)),
  )
}

/** Radius in px of a bubble whose area tells land: the largest firms of a few are as wide as `most`. */
export function radiusOf(largestMu: number, firms: number) {
  const most = Math.max(9, Math.min(26, 900 / Math.sqrt(Math.max(firms, 1)) / 3))
  return (landMu: number) => Math.max(2.5, most * Math.sqrt(landMu / Math.max(largestMu, 1e-9)))
}
