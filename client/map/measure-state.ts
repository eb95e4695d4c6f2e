import { decimal } from "./box.ts"

/** Ways to come to classes, in the order in which they are offered. */
export const METHODS = ["policy", "quantile", "equal", "natural", "manual"] as const
export type Method = (typeof METHODS)[number]

/** One measure in classes where absent; else its change between two years, or two measures at once. */
export const MODES = ["change", "pair"] as const
export type Mode = (typeof MODES)[number]

/** What a map of figures shows. Names that nobody has are left to whoever knows the names. */
export type MeasureState = {
  /** A name of the catalogue; null is the first that there is. */
  measure: string | null
  /** The second of two measures. */
  other: string | null
  mode: Mode | null
  /** The year that a change begins with; null is the one before. */
  from: number | null
  /** Whether a change is told as a share of what was. */
  share: boolean
  method: Method | null
  /** How many classes; null is as many as are usual. */
  classes: number | null
  /** Limits set by hand, ascending; null where none are. */
  breaks: readonly number[] | null
  /** Whether classes carry patterns, for black and white. */
  patterns: boolean
  /** The measure that columns are as high as; null where parcels lie flat. */
  height: string | null
}

export const EMPTY_MEASURE: MeasureState = {
  measure: null,
  other: null,
  mode: null,
  from: null,
  share: false,
  method: null,
  classes: null,
  breaks: null,
  patterns: false,
  height: null,
}

export const LEAST_CLASSES = 3
export const MOST_CLASSES = 7

const NAME = /^[A-Za-z]\w{0,63}$/
const LIMIT = /^-?\d{1,12}(\.\d{1,12})?$/

const name = (text: string | null) => (text !== null && NAME.test(text) ? text : null)

const oneOf = <T extends string>(text: string | null, allowed: readonly T[]): T | null =>
  allowed.find((value) => value === text) ?? null

/** A whole number in a range; null for anything else. */
const whole = (text: string | null, low: number, high: number): number | null => {
  const value = text !== null && /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
  return value >= low && value <= high ? value : null
}

/** Limits that ascend, as many as make no more than the most classes; null for anything else. */
function readBreaks(text: string | null): number[] | null {
  const parts = text?.split(",") ?? []
  if (parts.length === 0 || parts.length >= MOST_CLASSES) return null
  if (!parts.every((part) => LIMIT.test(part))) return null
  const limits = parts.map(Number)
  return limits.every((limit, at) => at === 0 || limit > limits[at - 1]!) ? limits : null
}

export const readMeasure = (query: URLSearchParams): MeasureState => ({
  measure: name(query.get("m")),
  other: name(query.get("m2")),
  mode: oneOf(query.get("mode"), MODES),
  from: whole(query.get("from"), 1990, 2100),
  share: query.get("rel") === "1",
  method: oneOf(query.get("cls"), METHODS),
  classes: whole(query.get("k"), LEAST_CLASSES, MOST_CLASSES),
  breaks: readBreaks(query.get("br")),
  patterns: query.get("pat") === "1",
  height: name(query.get("h")),
})

/** Adds to a query what differs from the usual. */
export function writeMeasure(query: URLSearchParams, state: MeasureState): void {
  const set = (key: string, value: string | number | null) => {
    if (value !== null) query.set(key, String(value))
  }
  set("m", state.measure)
  set("m2", state.other)
  set("mode", state.mode)
  set("from", state.from)
  set("rel", state.share ? 1 : null)
  set("cls", state.method)
  set("k", state.classes)
  set("br", state.breaks && state.breaks.map(decimal).join(","))
  set("pat", state.patterns ? 1 : null)
  set("h", state.height)
}
