/** Which value of a field is the better one; a field that is not here has no better and no worse. */
export type Direction = "high" | "low"

/**
 * Yield per mu counts upwards, what is spent on it downwards (domain 1.2). Areas, amounts and staff say how large
 * something is, and not how good.
 */
const DIRECTIONS: Readonly<Record<string, Direction>> = {
  taxPerMu: "high",
  valueAddedPerMu: "high",
  revenuePerMu: "high",
  rdPerMu: "high",
  netProfitPerMu: "high",
  energyPerMu: "low",
  emissionPerMu: "low",
  vacantFloorM2: "low",
  grade: "low",
}

export const directionOf = (field: string): Direction | null => DIRECTIONS[field] ?? null

type Value = string | number | boolean | readonly string[] | null | undefined

/** Grades count by their letter, figures by themselves; whatever else is not held against another. */
const rank = (field: string, value: Value): number | null => {
  if (typeof value === "number") return value
  return field === "grade" && typeof value === "string" ? value.codePointAt(0)! : null
}

export type Standing = "best" | "worst" | null

/**
 * How each of several values stands among them: nothing where better is not defined, fewer than two are known, or
 * all that are known are alike. What more than half of them share is no distinction.
 */
export function standingsOf(field: string, values: readonly Value[]): Standing[] {
  const direction = directionOf(field)
  const ranks = values.map((value) => rank(field, value))
  const known = ranks.filter((one) => one !== null)
  const [least, most] = [Math.min(...known), Math.max(...known)]
  if (direction === null || known.length < 2 || least === most) return values.map(() => null)
  const [best, worst] = (direction === "high" ? [most, least] : [least, most]).map((one) =>
    known.filter((other) => other === one).length * 2 > known.length ? null : one,
  )
  return ranks.map((one) => {
    if (one === null) return null
    return one === best ? "best" : one === worst ? "worst" : null
  })
}

/** Whether all values of a row say the same; what is not known is alike only with what is not known. */
export const areAlike = (values: readonly Value[]): boolean =>
  new Set(values.map((value) => JSON.stringify(value ?? null))).size <= 1
