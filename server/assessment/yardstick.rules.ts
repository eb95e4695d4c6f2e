import { Exact } from "../../geodata/units.ts"
import { type Direction, INDICATORS } from "./indicator.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"
import type { Population, Quotients, Roster } from "./population.rules.ts"
import type { IndicatorRule, Method, Scheme } from "./scheme.rules.ts"

/** What one indicator is measured against in one run: the rule with every override settled. */
export type Yardstick = {
  rule: IndicatorRule
  label: string
  method: Method
  direction: Direction
  weight: Exact
  floor: Exact | null
  /** Most points of the item. */
  cap: Exact | null
  benchmark: Exact | null
  /** Benchmarks by industry code, longest code first; null where one benchmark serves all. */
  industries: [code: string, benchmark: Exact][] | null
  min: Exact | null
  max: Exact | null
  /** Places of firms with the lowest and the highest value; null where nobody has one. */
  extremes: Extremes | null
  base: Exact
  span: Exact
}

/** Jingde's formula: the lowest value earns 20 % of the weight, the highest all of it. */
const BASE_PERCENT = 20
const SPAN_PERCENT = 80

const orNull = (value: number | null | undefined) =>
  value === null || value === undefined ? null : new Exact(value)

/** The population's places of the lowest and of the highest value. */
export type Extremes = { readonly lowest: number; readonly highest: number }

/** Two values further apart than this, relatively, are told apart by their nearest numbers. */
const CLEARLY_APART = 1e-14

/** Below 0, 0 or above, as the value at one place is less than, equal to or greater than that at another. */
function compareValues({ above, below, nearest }: Quotients, a: number, b: number): number {
  const gap = nearest[a]! - nearest[b]!
  if (Math.abs(gap) > CLEARLY_APART * (Math.abs(nearest[a]!) + Math.abs(nearest[b]!))) return gap
  const difference = above[a]! * below[b]! - above[b]! * below[a]!
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

function findExtremes(quotients: Quotients, ranked: readonly number[]): Extremes | null {
  let found: { lowest: number; highest: number } | null = null
  for (const place of ranked) {
    if (quotients.below[place] === 0n) continue
    if (!found) found = { lowest: place, highest: place }
    else if (compareValues(quotients, place, found.lowest) < 0) found.lowest = place
    else if (compareValues(quotients, place, found.highest) > 0) found.highest = place
  }
  return found
}

/** A value as `Exact`, to 40 digits; null where there is none. */
export function valueAt({ above, below }: Quotients, place: number): Exact | null {
  const under = below[place]!
  return under === 0n ? null : new Exact(above[place]!.toString()).div(under.toString())
}

/** The benchmark of a rule over the ranked firms, or null where none is asked for or none can be had. */
function findBenchmark(
  { id, benchmark }: IndicatorRule,
  best: Exact | null,
  { meanOf }: Roster,
): Exact | null {
  switch (benchmark?.kind) {
    case "fixed":
      return new Exact(benchmark.value)
    case "mean":
      return meanOf(id)
    case "meanTimes":
      return (orNull(benchmark.value) ?? meanOf(id))?.times(benchmark.k) ?? null
    case "best":
      return best
    default:
      return null
  }
}

/** How a scheme measures one of its indicators, every override settled. `cap` and `floor` are points. */
export function settleRule(scheme: Scheme, rule: IndicatorRule) {
  const method = rule.method ?? scheme.method
  const weight = new Exact(rule.weight)
  const capMultiple = rule.capMultiple === undefined ? scheme.capMultiple : rule.capMultiple
  return {
    method,
    direction:
      method === "reverseRatio" ? "down" : (rule.direction ?? INDICATORS[rule.id].direction),
    weight,
    floor: orNull(rule.floor === undefined ? scheme.floor : rule.floor),
    cap: orNull(capMultiple)?.times(weight) ?? null,
    base: new Exact(scheme.base ?? BASE_PERCENT),
    span: new Exact(scheme.span ?? SPAN_PERCENT),
  } satisfies Partial<Yardstick>
}

/** The yardstick of each indicator, in the scheme's order. */
export function listYardsticks(
  scheme: Scheme,
  { quotientsOf }: Population,
  roster: Roster,
): { yardsticks: Yardstick[]; warnings: Notice[] } {
  const warnings: Notice[] = []
  const yardsticks = scheme.indicators.map((rule): Yardstick => {
    const { id } = rule
    const { label } = INDICATORS[id]
    const settled = settleRule(scheme, rule)
    const { method, direction } = settled
    const quotients = quotientsOf(id)
    const extremes =
      method === "minmax" || rule.benchmark?.kind === "best"
        ? findExtremes(quotients, roster.ranked)
        : null
    const min = extremes && valueAt(quotients, extremes.lowest)
    const max = extremes && valueAt(quotients, extremes.highest)
    const found = findBenchmark(rule, direction === "up" ? max : min, roster)
    const byIndustry = rule.benchmark?.kind === "byIndustry" ? rule.benchmark.values : null
    const benchmark = found?.gt(0) ? found : null
    const needsBenchmark = method === "ratio" || method === "reverseRatio"
    if (needsBenchmark && !benchmark && !byIndustry && roster.ranked.length > 0)
      warnings.push(notice("benchmarkUnavailable", { indicator: id, label }))
    if (method === "minmax" && extremes && isOneValue(quotients, extremes))
      warnings.push(notice("minEqualsMax", { indicator: id, label }))
    return {
      rule,
      label,
      ...settled,
      benchmark,
      industries: byIndustry
        ? Object.entries(byIndustry)
            .map(([code, value]): [string, Exact] => [code, new Exact(value)])
            .sort(([a], [b]) => b.length - a.length)
        : null,
      min,
      max,
      extremes,
    }
  })
  return { yardsticks, warnings }
}

/** Whether all firms with a value have the same. */
const isOneValue = (quotients: Quotients, { lowest, highest }: Extremes): boolean =>
  compareValues(quotients, lowest, highest) === 0
