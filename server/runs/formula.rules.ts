/** How the points of an indicator come about, as a formula of a spreadsheet and in words. */
import { settleRule } from "../assessment/yardstick.rules.ts"
import type { IndicatorRule, Scheme } from "../assessment/scheme.rules.ts"
import { Exact } from "../../geodata/units.ts"

/** Codes of reasons that say that the points of an indicator are those of the rule for missing values. */
const GAPS: ReadonlySet<string> = new Set([
  "scoredZero",
  "scoredZeroByDefault",
  "scoredAverage",
  "averageUnavailable",
  "excluded",
])

type Reason = { code: string; params: Record<string, string | number> }

/** The reason why an indicator has no points of its own; undefined where it has. */
export const findGap = (reasons: readonly Reason[], id: string): Reason | undefined =>
  reasons.find(({ code, params }) => GAPS.has(code) && params["indicator"] === id)

/** By how much the points left are scaled up where indicators were taken out; 1 where none was. */
export function findScaling(reasons: readonly Reason[]): Exact {
  const out = reasons
    .filter(({ code }) => code === "excluded")
    .reduce((sum, { params }) => sum.plus(params["weight"] ?? 0), new Exact(0))
  return out.isZero() || out.gte(100) ? new Exact(1) : new Exact(100).div(new Exact(100).minus(out))
}

/** The cells that a formula refers to. */
export type Places = {
  value: string
  weight: string
  benchmark: string
  min: string
  max: string
  floor: string
  cap: string
  scaling: string
}

type Asked = {
  scheme: Scheme
  rule: IndicatorRule
  places: Places
  /** Whether all firms of the stratum have one value. */
  isOneValue: boolean
  isScaled: boolean
}

/**
 * The formula that gives the points of an indicator that has a value; null where the scheme only ranks. Points are held
 * between floor and cap, then scaled up where other indicators were taken out.
 */
export function writePoints({ scheme, rule, places, isOneValue, isScaled }: Asked) {
  const { method, direction, floor, cap, base, span } = settleRule(scheme, rule)
  const { value, weight, benchmark, min, max } = places
  const bounded = (inner: string) => {
    const above = floor === null ? inner : `MAX(${places.floor},${inner})`
    return cap === null ? above : `MIN(${places.cap},${above})`
  }
  const finished = (inner: string, words: string) => ({
    formula: isScaled ? `${inner}*${places.scaling}` : inner,
    words: [
      words,
      floor === null ? null : `不低于 ${floor.toFixed()} 分`,
      cap === null ? null : `不高于 ${cap.toFixed()} 分`,
      isScaled ? "再按其余权重放大" : null,
    ]
      .filter((part) => part !== null)
      .join("，"),
  })
  if (method === "rankOnly") return null
  if (method === "reverseRatio")
    return finished(
      bounded(`MAX(0,(2-${value}/${benchmark})*${weight})`),
      "（2 − 指标值 ÷ 基准值）× 权重，不低于 0",
    )
  if (method === "ratio" && direction === "up")
    return finished(bounded(`${value}/${benchmark}*${weight}`), "指标值 ÷ 基准值 × 权重")
  if (method === "ratio") {
    const ratio = bounded(`${benchmark}/${value}*${weight}`)
    // Nothing is better than none of a bad thing.
    return finished(
      cap === null ? ratio : `IF(${value}<=0,${places.cap},${ratio})`,
      "基准值 ÷ 指标值 × 权重（指标值不大于 0 时取上限）",
    )
  }
  const way = direction === "up" ? `(${value}-${min})` : `(${max}-${value})`
  const share = isOneValue
    ? `${base.plus(span).toFixed()}`
    : `(${base.toFixed()}+${span.toFixed()}*${way}/(${max}-${min}))`
  return finished(
    bounded(`${weight}*${share}/100`),
    isOneValue
      ? `权重 × ${base.plus(span).toFixed()} ÷ 100（层内数值相同）`
      : `权重 ×［${base.toFixed()} + ${span.toFixed()} × ${direction === "up" ? "（指标值 − 最小值）" : "（最大值 − 指标值）"} ÷（最大值 − 最小值）］÷ 100`,
  )
}
