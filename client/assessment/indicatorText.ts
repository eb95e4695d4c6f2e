import { Exact } from "../../geodata/units.ts"
import type { Amount } from "../text/figures.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"

/** Places of a value in a table: as many as tell two firms apart in its unit. */
const PLACES: Readonly<Record<string, number>> = {
  valueAddedPerEmission: 0,
  revenuePerEmission: 0,
  taxPerEmission: 0,
  taxPerEnergy: 3,
  valueAddedPerEnergy: 3,
  taxPerKwh: 3,
  revenuePerKwh: 3,
}
const USUAL_PLACES = 2
/** Kept as fractions, shown in percent. */
const RATIOS: ReadonlySet<string> = new Set(["rdRatio", "netAssetReturn"])
const PERCENT = 100

/** What indicators are called, their units, and their values as figures without the unit. */
export function useIndicators() {
  const { name, figures } = useText()
  return {
    nameOf: (id: string): string => name("indicator", id),
    unitOf: (id: string): string => name("indicator-unit", id),
    valueOf: (id: string, value: Amount): string => {
      if (value === null || value === undefined || value === "") return NONE
      const shown = RATIOS.has(id) ? new Exact(value).times(PERCENT).toFixed() : value
      return figures().fixed(shown, PLACES[id] ?? USUAL_PLACES)
    },
    /** A round figure along an axis, no more digits than it needs. */
    tickOf: (id: string, value: number): string =>
      figures().plain(RATIOS.has(id) ? new Exact(value).times(PERCENT).toFixed() : value, 6),
  }
}

/** Points of an item or a total: two places, as they are published. */
export const POINT_PLACES = 2
