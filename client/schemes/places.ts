import { Exact } from "../../geodata/units.ts"

/** A word of a place: a value of a closed list, or a name as people wrote it. */
export type Word = { group: string; value: string } | { text: string }

/** Kept as fractions, shown and entered in percent. */
const RATIOS: ReadonlySet<string> = new Set(["rdRatio", "netAssetReturn"])
const PERCENT = 100

/** Whether values of an indicator are fractions that people read in percent. */
export const isRatio = (indicator: string): boolean => RATIOS.has(indicator)

/** A value of an indicator as people read it, exact. */
export const toShown = (indicator: string, value: number | string): string =>
  isRatio(indicator) ? new Exact(value).times(PERCENT).toFixed() : new Exact(value).toFixed()

/** The value that is kept, from the one that is shown. */
export const toKept = (indicator: string, shown: string): number =>
  isRatio(indicator) ? new Exact(shown).div(PERCENT).toNumber() : new Exact(shown).toNumber()

const place = (value: string): Word => ({ group: "scheme-place", value })
const text = (value: string): Word => ({ text: value })

/** After these a part of a path is a name that people gave. */
const NAMED = new Set(["groups", "items", "penalty", "values", "cuts", "gradeLabels"])
/** Lists that need no word of their own: what stands in them says it. */
const UNSAID = new Set(["indicators", "groups", "items", "values"])

/**
 * The words of a place where two versions differ, such as `indicators/taxPerMu/weight`: 亩均税收 · 权重.
 */
export function wordsOf(path: string): Word[] {
  const parts = path.split("/")
  return parts.flatMap((part, at): Word[] => {
    const before = parts[at - 1]
    if (before === "indicators") return [{ group: "indicator", value: part }]
    if (before !== undefined && NAMED.has(before)) return [text(part)]
    if (before === "adjustments") return [text(part)]
    return UNSAID.has(part) ? [] : [place(part)]
  })
}

/** Closed lists by the last part of the path at which their values stand. */
const LISTS: Readonly<Record<string, string>> = {
  method: "scheme-method",
  missing: "scheme-missing",
  direction: "scheme-direction",
  tie: "scheme-tie",
  rule: "scheme-bonus-rule",
  effect: "scheme-effect",
  event: "scheme-event",
  stratum: "stratum",
  energyConvention: "scheme-energy",
}

/** The words of a value that stands at a place. */
export function wordsOfValue(path: string, value: string): Word[] {
  const parts = path.split("/")
  const last = parts.at(-1)!
  if (last === "kind")
    return [{ group: parts[0] === "gradeRule" ? "scheme-grade-kind" : "scheme-benchmark", value }]
  if (parts[0] === "adjustments" && parts.length <= 2)
    return value.split("、").map((event) => ({ group: "scheme-event", value: event }))
  if (parts[0] === "population" && last === "exclude")
    return value.split("、").map((one) => ({ group: "rating-class", value: one }))
  const list = LISTS[last]
  if (list) return [{ group: list, value }]
  const isValue = parts[0] === "indicators" && parts[2] === "benchmark" && last !== "k"
  return [text(isValue && isRatio(parts[1]!) ? `${toShown(parts[1]!, value)}%` : value)]
}
