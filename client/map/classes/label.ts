import type { Label } from "../theme.ts"

/** Figures have eight decimals. */
const LEAST = 1e-8

/** The lowest value above a limit that itself belongs below, as in "no more than 3". */
export const justAbove = (limit: number): number => Number((limit + LEAST).toFixed(8))

const DIGITS = 6
const rounded = (limit: number) => Number(limit.toPrecision(DIGITS))
const isJustAbove = (limit: number) => limit === justAbove(rounded(limit))

/** A limit in the fewest digits that tell it. */
export function writeLimit(limit: number): string {
  const value = isJustAbove(limit) ? rounded(limit) : limit
  const [whole = "", places] = String(value).split(".")
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",").replace("-", "−")
  return places === undefined ? grouped : `${grouped}.${places}`
}

const ALL: Label = { zh: "全部", en: "All" }

/** From `low` on and below `high`, in words. */
export function labelRange(
  low: number | undefined,
  high: number | undefined,
  write: (limit: number) => string = writeLimit,
): Label {
  if (low !== undefined && high !== undefined) {
    const range = `${write(low)} – ${write(high)}`
    return { zh: range, en: range }
  }
  if (high !== undefined)
    return isJustAbove(high)
      ? { zh: `不高于 ${write(high)}`, en: `At most ${write(high)}` }
      : { zh: `${write(high)} 以下`, en: `Below ${write(high)}` }
  if (low !== undefined)
    return isJustAbove(low)
      ? { zh: `高于 ${write(low)}`, en: `Above ${write(low)}` }
      : { zh: `${write(low)} 及以上`, en: `${write(low)} and above` }
  return ALL
}
