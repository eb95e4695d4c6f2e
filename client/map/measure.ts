import type { Label } from "./theme.ts"

/** A number that parcels have, as the catalogue of the server tells of it. */
export type Measure = {
  name: string
  label: Label
  unit: string
  /** Whether many parcels together have it as well: the sum of amounts over the sum of land. */
  isRatio: boolean
}

/** A name of the catalogue, as far as measures are made of it. */
export type Named = Label & { name: string; type: string; many: boolean; unit: string | null }

/** What is divided by land comes first, then land, then what grows with the size of a parcel. */
function rankOf({ isRatio, unit }: Measure): number {
  if (isRatio) return 0
  if (unit.endsWith("/亩")) return 1
  return unit === "亩" ? 2 : 3
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/**
 * Every number with a unit that somebody may see, in the order in which they are offered.
 *
 * @param ratios names of those that a summary tells as sum over sum
 */
export function listMeasures(names: readonly Named[], ratios: ReadonlySet<string>): Measure[] {
  const measures = names.flatMap(({ name, type, many, unit, zh, en }): Measure[] =>
    type === "number" && !many && unit !== null
      ? [{ name, label: { zh, en: sentence(en) }, unit, isRatio: ratios.has(name) }]
      : [],
  )
  return measures.toSorted((a, b) => rankOf(a) - rankOf(b))
}

/** The measure wanted, or the first there is. */
export const findMeasure = (
  measures: readonly Measure[],
  wanted: string | null,
): Measure | undefined => measures.find(({ name }) => name === wanted) ?? measures[0]
