import { Exact } from "../../geodata/units.ts"
import { type Amounts, type Direction, INDICATORS, measureAggregate } from "./indicator.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"
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
  /** Points per unit of value where points are value / benchmark x weight with one benchmark. */
  factor: Exact | null
  /** Benchmarks by industry code, longest code first; null where one benchmark serves all. */
  industries: [code: string, benchmark: Exact][] | null
  min: Exact | null
  max: Exact | null
  base: Exact
  span: Exact
}

/** Jingde's formula: the lowest value earns 20 % of the weight, the highest all of it. */
const BASE_PERCENT = 20
const SPAN_PERCENT = 80

const orNull = (value: number | null | undefined) =>
  value === null || value === undefined ? null : new Exact(value)

function listExtremes(values: readonly Exact[]) {
  let min: Exact | null = null
  let max: Exact | null = null
  for (const value of values) {
    if (!min || value.lt(min)) min = value
    if (!max || value.gt(max)) max = value
  }
  return { min, max }
}

/** The benchmark of a rule over the ranked firms, or null where none is asked for or none can be had. */
function findBenchmark(
  { id, benchmark }: IndicatorRule,
  best: Exact | null,
  ranked: readonly Amounts[],
): Exact | null {
  switch (benchmark?.kind) {
    case "fixed":
      return new Exact(benchmark.value)
    case "mean":
      return measureAggregate(id, ranked)
    case "meanTimes":
      return (orNull(benchmark.value) ?? measureAggregate(id, ranked))?.times(benchmark.k) ?? null
    case "best":
      return best
    default:
      return null
  }
}

/**
 * The yardstick of each indicator, in the scheme's order.
 * @param ranked amounts of the ranked firms, with `values` their indicators in the same order
 */
export function listYardsticks(
  scheme: Scheme,
  ranked: readonly Amounts[],
  values: readonly (readonly (Exact | null)[])[],
): { yardsticks: Yardstick[]; warnings: Notice[] } {
  const warnings: Notice[] = []
  const yardsticks = scheme.indicators.map((rule, index): Yardstick => {
    const { id } = rule
    const { label, direction: usual } = INDICATORS[id]
    const method = rule.method ?? scheme.method
    const direction = method === "reverseRatio" ? "down" : (rule.direction ?? usual)
    const weight = new Exact(rule.weight)
    const capMultiple = rule.capMultiple === undefined ? scheme.capMultiple : rule.capMultiple
    const floor = rule.floor === undefined ? scheme.floor : rule.floor
    const extremes =
      method === "minmax" || rule.benchmark?.kind === "best"
        ? listExtremes(values.flatMap((row) => row[index] ?? []))
        : { min: null, max: null }
    const best = direction === "up" ? extremes.max : extremes.min
    const found = findBenchmark(rule, best, ranked)
    const byIndustry = rule.benchmark?.kind === "byIndustry" ? rule.benchmark.values : null
    const benchmark = found?.gt(0) ? found : null
    const needsBenchmark = method === "ratio" || method === "reverseRatio"
    if (needsBenchmark && !benchmark && !byIndustry && ranked.length > 0)
      warnings.push(notice("benchmarkUnavailable", { indicator: id, label }))
    if (method === "minmax" && extremes.min && extremes.max && extremes.min.eq(extremes.max))
      warnings.push(notice("minEqualsMax", { indicator: id, label }))
    return {
      rule,
      label,
      method,
      direction,
      weight,
      floor: orNull(floor),
      cap: orNull(capMultiple)?.times(weight) ?? null,
      benchmark,
      factor: benchmark && direction === "up" ? weight.div(benchmark) : null,
      industries: byIndustry
        ? Object.entries(byIndustry)
            .map(([code, value]): [string, Exact] => [code, new Exact(value)])
            .sort(([a], [b]) => b.length - a.length)
        : null,
      ...extremes,
      base: new Exact(scheme.base ?? BASE_PERCENT),
      span: new Exact(scheme.span ?? SPAN_PERCENT),
    }
  })
  return { yardsticks, warnings }
}
