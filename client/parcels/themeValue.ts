import type { Wording } from "../map/createLabels.ts"
import { type Attributes, figure, type Reading, type Theme, type ThemeClass } from "../map/theme.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import type { Summary } from "./shapes.ts"

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

/** What is written on parcels: the letter of a class that is not the usual one, and the figure, or the area. */
export function useWording(): Wording {
  const { t, pick, figures } = useText()
  const figureOf = useFigure()
  return (theme, attributes) => {
    const { usual, code } = classOf(theme, attributes)
    const area = () => t("unit.mu.of", { value: figures().mu(figure(attributes["areaMu"])) })
    return { code: usual ? "" : pick(code), note: figureOf(theme, attributes) ?? area() }
  }
}

export type ClassCount = { parcels: number; areaMu: number }

/** Adds parcels and mu up by class. Mu is summed in millionths, which are whole. */
export function createTally() {
  const sums = new Map<string, { parcels: number; millionths: number }>()
  return {
    add(key: string, parcels: number, areaMu: number | null | undefined) {
      const sum = sums.get(key) ?? { parcels: 0, millionths: 0 }
      sum.parcels += parcels
      sum.millionths += Math.round((areaMu ?? 0) * 1e6)
      sums.set(key, sum)
    },
    counts: (): Map<string, ClassCount> =>
      new Map(
        [...sums].map(([key, { parcels, millionths }]) => [
          key,
          { parcels, areaMu: millionths / 1e6 },
        ]),
      ),
  }
}

/** Themes whose classes are the groups of a summary, which counts every parcel. */
const GROUPED: ReadonlySet<string> = new Set(["lifecycle", "grade", "landUse"])
export const isGrouped = ({ id }: Theme): boolean => GROUPED.has(id)

/** Parcels and mu by class of a theme that is grouped. */
export function countGroups(theme: Theme, summary: Summary): Map<string, ClassCount> {
  const tally = createTally()
  const addBy = (name: string, groups: Summary["byGrade"] = []) => {
    for (const { value, parcels, areaMu } of groups)
      tally.add(theme.classOf({ [name]: value }), parcels, areaMu)
  }
  if (theme.id === "lifecycle") addBy("lifecycle", summary.byLifecycle)
  if (theme.id === "grade") addBy("grade", summary.byGrade)
  if (theme.id === "landUse")
    for (const { value, scheme, parcels, areaMu } of summary.byLandUse ?? [])
      tally.add(theme.classOf({ landUse: value, landUseScheme: scheme }), parcels, areaMu)
  return tally.counts()
}
