import type { ThemeId } from "../map/theme-ids.ts"
import type { Attributes, Theme, ThemeClass } from "../map/theme.ts"
import type { Amount, Figures } from "../text/figures.ts"
import type { Parcel, Summary } from "./shapes.ts"

/** The class of a parcel, or of a bin, in a theme. */
export const classOf = (theme: Theme, parcel: Attributes): ThemeClass => {
  const key = theme.classOf(parcel)
  return theme.classes.find((entry) => entry.key === key) ?? theme.classes.at(-1)!
}

/** The figure that a theme is about, where it is one; undefined where the class says it all. */
export const figureOf = (
  theme: ThemeId,
  { taxPerMu }: { readonly taxPerMu?: unknown },
  figures: Figures,
): string | undefined => (theme === "taxPerMu" ? figures.fixed(taxPerMu as Amount, 2) : undefined)

export type ClassCount = { parcels: number; areaMu: number }

/** Parcels of one kind together, or one alone. */
type Counted = { attributes: Attributes; parcels: number; areaMu: number | null | undefined }

/** The groups of a summary that a theme's classes are made of, where it has them: they count every parcel. */
function groupsOf({ id }: Theme, summary: Summary | undefined): Counted[] | undefined {
  const groupedBy = (name: string, groups: Summary["byGrade"]) =>
    groups?.map(({ value, ...counts }) => ({ attributes: { [name]: value }, ...counts }))
  if (id === "lifecycle") return groupedBy(id, summary?.byLifecycle)
  if (id === "grade") return groupedBy(id, summary?.byGrade)
  if (id !== "landUse") return undefined
  return summary?.byLandUse?.map(({ value, scheme, ...counts }) => ({
    attributes: { landUse: value, landUseScheme: scheme },
    ...counts,
  }))
}

/** Parcels and mu by class of a theme: by the summary where it tells, else by the parcels that are loaded. */
export function countClasses(
  theme: Theme,
  parcels: readonly Parcel[],
  summary?: Summary,
): Map<string, ClassCount> {
  const counted =
    groupsOf(theme, summary) ??
    parcels.map((parcel) => ({ attributes: parcel, parcels: 1, areaMu: parcel.areaMu }))
  // Mu is summed in millionths, which are whole.
  const sums = new Map<string, { parcels: number; millionths: number }>()
  for (const one of counted) {
    const key = theme.classOf(one.attributes)
    const sum = sums.get(key) ?? { parcels: 0, millionths: 0 }
    sum.parcels += one.parcels
    sum.millionths += Math.round((one.areaMu ?? 0) * 1e6)
    sums.set(key, sum)
  }
  return new Map(
    [...sums].map(([key, { parcels, millionths }]) => [key, { parcels, areaMu: millionths / 1e6 }]),
  )
}
