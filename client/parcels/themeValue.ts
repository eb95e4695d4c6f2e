import type { Attributes, Reading, Theme, ThemeClass } from "../map/theme.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import type { Parcel, Summary } from "./shapes.ts"

/** The class of a parcel, or of a bin, in a theme. */
export const classOf = (theme: Theme, parcel: Attributes): ThemeClass => {
  const key = theme.classOf(parcel)
  return theme.classes.find((entry) => entry.key === key) ?? theme.classes.at(-1)!
}

/** A unit of the catalogue in the language of the page. */
export function useUnit() {
  const { name, names } = useText()
  return (unit: string): string =>
    names("catalogue-unit", unit) ? name("catalogue-unit", unit) : unit
}

/** A figure with its unit, where it has one. */
export function useMeasured() {
  const { t } = useText()
  const unitOf = useUnit()
  return (value: string, unit: string | null | undefined): string =>
    unit ? t("measure.of", { value, unit: unitOf(unit) }) : value
}

const SIGNIFICANT = 4

/** The figures that a theme is about, with their units; undefined where the class says it all. */
export function useFigure() {
  const { figures } = useText()
  const measured = useMeasured()
  const say = ({ value, unit, as }: Reading): string => {
    if (value === null) return NONE
    const sign = as && value > 0 ? "+" : ""
    if (as === "share") return `${sign}${figures().percent(value, 1).replace("-", "−")}`
    // A difference of two decimals has digits that neither of them had.
    const exact = as === "change" ? Number(value.toPrecision(SIGNIFICANT)) : value
    const told = Number.isInteger(exact) ? figures().plain(exact, 0) : figures().perMu(exact)
    return measured(`${sign}${told.replace("-", "−")}`, unit)
  }
  return (theme: Theme, attributes: Attributes): string | undefined => {
    const readings = theme.readings?.(attributes)
    if (!readings) return undefined
    if (readings.every(({ value }) => value === null)) return NONE
    // Two with their units would leave no room for the name beside them; the legend has the units.
    const isOne = readings.length === 1
    return readings.map((one) => say(isOne ? one : { ...one, unit: null })).join(" · ")
  }
}

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
