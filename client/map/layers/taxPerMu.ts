import { type Attributes, computed, type Theme, type ThemeClass, UNKNOWN } from "../theme.ts"

/** Light to dark, five steps: told apart in grey and by most kinds of colour blindness. */
const RAMP = ["#fdf3bf", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"] as const

const MISSING: ThemeClass = {
  key: UNKNOWN,
  code: { zh: "", en: "" },
  label: { zh: "无数据", en: "No figure" },
  colour: "#e0ded8",
  dark: "#3b4043",
  pattern: "falling",
  filter: "taxPerMu IS NULL",
}

/** 万元/亩, ascending: the lowest value of each class but the first. */
export type Breaks = readonly number[]

const number = (value: unknown): number | null => {
  const read = typeof value === "string" && value !== "" ? Number(value) : value
  return typeof read === "number" && Number.isFinite(read) ? read : null
}

/** Steps at which a break may lie: people read 1, 2, 2.5, 5 and 10, not 3.1743. */
const ROUND = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

function toRound(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const nearest = ROUND.reduce((best, step) =>
    Math.abs(step * power - value) < Math.abs(best * power - value) ? step : best,
  )
  return Number((nearest * power).toPrecision(3))
}

/**
 * Class limits by quantile, rounded: fifths of the parcels that have a figure. Values 万元/亩, any order.
 * Fewer than five limits where values crowd: two classes never have one limit.
 */
export function planBreaks(values: readonly unknown[]): Breaks {
  const known = values
    .map(number)
    .filter((value) => value !== null)
    .sort((a, b) => a - b)
  if (known.length === 0) return []
  const limits = [0.2, 0.4, 0.6, 0.8]
    .map((share) => known[Math.floor(share * known.length)] ?? 0)
    .filter((value) => value > 0)
    .map(toRound)
  return [...new Set(limits)].filter((limit) => limit > known[0]! && limit <= known.at(-1)!)
}

const share = (index: number, of: number) =>
  RAMP[of === 1 ? 2 : Math.round((index * (RAMP.length - 1)) / (of - 1))]!

function classesOf(breaks: Breaks): ThemeClass[] {
  const count = breaks.length + 1
  return Array.from({ length: count }, (_, index): ThemeClass => {
    const low = breaks[index - 1]
    const high = breaks[index]
    const parts = [
      ...(low === undefined ? [] : [`taxPerMu >= ${low}`]),
      ...(high === undefined ? [] : [`taxPerMu < ${high}`]),
    ]
    const range = {
      zh:
        low === undefined
          ? high === undefined
            ? "全部"
            : `${high} 以下`
          : high === undefined
            ? `${low} 及以上`
            : `${low} – ${high}`,
      en:
        low === undefined
          ? high === undefined
            ? "All"
            : `Below ${high}`
          : high === undefined
            ? `${low} and above`
            : `${low} – ${high}`,
    }
    return {
      key: String(index),
      code: { zh: String(index + 1), en: String(index + 1) },
      label: range,
      colour: share(index, count),
      pattern: null,
      filter: parts.length === 0 ? "taxPerMu IS NOT NULL" : parts.join(" AND "),
    }
  })
}

/** Tax per mu in classes between the given limits; a value on a limit belongs to the class above. */
export function taxPerMuTheme(breaks: Breaks): Theme {
  const value = ["to-number", ["get", "taxPerMu"]]
  const steps = breaks.flatMap((limit, index) => [limit, String(index + 1)])
  const classes = classesOf(breaks)
  const expression = computed([
    "case",
    ["==", ["coalesce", ["get", "taxPerMu"], ""], ""],
    UNKNOWN,
    breaks.length === 0 ? "0" : ["step", value, "0", ...steps],
  ])
  return {
    id: "taxPerMu",
    title: "theme.taxPerMu",
    needs: ["taxPerMu"],
    yearly: true,
    classes: [...classes, MISSING],
    classOf: ({ taxPerMu }: Attributes) => {
      const known = number(taxPerMu)
      if (known === null) return UNKNOWN
      return String(breaks.filter((limit) => known >= limit).length)
    },
    expression,
    bins: [{ name: "taxPerMu", expression }],
  }
}
