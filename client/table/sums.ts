import type { Row } from "./shapes.ts"

/** Mu are told to millionths, which are whole. */
const MILLION = 1e6

/** The sum of a figure over rows, exact to millionths; null where no row has it. */
export function addUp(rows: readonly Row[], name: string): number | null {
  const known = rows.flatMap((row) => {
    const value = row[name]
    return typeof value === "number" ? [Math.round(value * MILLION)] : []
  })
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / MILLION
}
