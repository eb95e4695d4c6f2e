import { Exact, toMu } from "../../geodata/units.ts"

/** A number as the server sends it: JSON number or decimal text; null is not known. */
export type Amount = number | string | null | undefined

/** What stands where a figure is not known: never a zero. */
export const NONE = "—"

export type Figures = {
  /** Exactly so many places, rounded half up on the decimal itself; "—" where not known. */
  fixed: (value: Amount, places: number) => string
  /** A figure per mu: two places, four below a tenth. */
  perMu: (value: Amount) => string
  /** Whole numbers, grouped. */
  count: (value: number) => string
  /** mu: two places below 1,000, one above. No unit. */
  mu: (value: Amount) => string
  /** m² with two places, no unit. */
  m2: (value: Amount) => string
  /** mu of an area in m². */
  muOf: (areaM2: Amount) => string
  /** Up to so many places, none of them idle zeros. */
  plain: (value: Amount, most: number) => string
  /** A share of 0-1 as a percentage. */
  percent: (share: Amount, places: number) => string
  /** An instant in ISO 8601 by China's clocks, to the minute. */
  instant: (iso: string) => string
}

const known = (value: Amount): value is number | string =>
  value !== null && value !== undefined && value !== ""

/** Terms and acts stand in China's time, wherever the screen is that shows them. */
const BEIJING = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "short",
})

/** An instant as China's clocks show it: `2026-11-22 09:00`. */
export const toBeijing = (iso: string): string => BEIJING.format(new Date(iso))

/** Numbers and times as people of a language write them. Decimals stay exact until the last digit is cut. */
export function createFigures(language: "zh" | "en"): Figures {
  const locale = language === "zh" ? "zh-CN" : "en-GB"
  const whole = new Intl.NumberFormat(locale)

  /** Digits are grouped by us: an Intl formatter would pass a long decimal through a float. */
  const group = (text: string): string => {
    const [digits = "", places] = text.split(".")
    const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ",")
    return places === undefined ? grouped : `${grouped}.${places}`
  }
  const fixed = (value: Amount, places: number) =>
    known(value) ? group(new Exact(value).toFixed(places)) : NONE

  return {
    fixed,
    perMu: (value) => fixed(value, known(value) && new Exact(value).abs().lt(0.1) ? 4 : 2),
    count: (value) => whole.format(value),
    mu: (value) => (known(value) ? fixed(value, new Exact(value).abs().lt(1000) ? 2 : 1) : NONE),
    m2: (value) => fixed(value, 2),
    muOf: (areaM2) => (known(areaM2) ? fixed(toMu(areaM2).toString(), 2) : NONE),
    plain: (value, most) =>
      known(value) ? group(new Exact(value).toDecimalPlaces(most).toFixed()) : NONE,
    percent: (share, places) =>
      known(share) ? `${fixed(new Exact(share).times(100).toString(), places)}%` : NONE,
    instant: toBeijing,
  }
}
