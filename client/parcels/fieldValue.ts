import { findLandUse } from "../../geodata/codes/land-use.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import type { FilterName, Parcel } from "./shapes.ts"

/** Places of a figure in a list. */
const PLACES = 2

/** What a field of a parcel says on screen: names of codes, figures with their unit, never the code itself. */
export function useFieldValue() {
  const { t, pick, figures } = useText()
  return (field: FilterName, parcel: Parcel): string => {
    const value: unknown = parcel[field.name as keyof Parcel]
    if (value === null || value === undefined) return NONE
    if (field.name === "landUse") {
      const use = findLandUse(String(parcel.landUseScheme), String(value))
      return use ? pick({ zh: use.nameZh, en: use.nameEn }) : t("land-use.other")
    }
    if (typeof value === "boolean") return value ? t("yes") : t("no")
    if (typeof value === "number")
      return `${figures().plain(value, PLACES)}${field.unit ? ` ${field.unit}` : ""}`
    if (Array.isArray(value)) return value.join(t("comma"))
    const named = field.values?.find((entry) => entry.value === value)
    return named ? pick(named) : String(value)
  }
}
