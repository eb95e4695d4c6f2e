import type { ThemeId } from "../map/theme-ids.ts"
import type { Theme, ThemeClass } from "../map/theme.ts"
import type { Figures } from "../text/figures.ts"
import type { Parcel } from "./shapes.ts"

/** The class of a parcel in a theme. */
export const classOf = (theme: Theme, parcel: Parcel): ThemeClass => {
  const key = theme.classOf(parcel)
  return theme.classes.find((entry) => entry.key === key) ?? theme.classes.at(-1)!
}

/** The figure that a theme is about, where it is one; undefined where the class says it all. */
export const figureOf = (theme: ThemeId, parcel: Parcel, figures: Figures): string | undefined =>
  theme === "taxPerMu" ? figures.fixed(parcel.taxPerMu, 2) : undefined

export type ClassCount = { parcels: number; areaMu: number }

/** Parcels and mu by class of a theme. Mu is summed in millionths, which are whole. */
export function countClasses(theme: Theme, parcels: readonly Parcel[]): Map<string, ClassCount> {
  const sums = new Map<string, { parcels: number; millionths: number }>()
  for (const parcel of parcels) {
    const key = theme.classOf(parcel)
    const sum = sums.get(key) ?? { parcels: 0, millionths: 0 }
    sum.parcels += 1
    sum.millionths += Math.round((parcel.areaMu ?? 0) * 1e6)
    sums.set(key, sum)
  }
  return new Map(
    [...sums].map(([key, { parcels, millionths }]) => [key, { parcels, areaMu: millionths / 1e6 }]),
  )
}
