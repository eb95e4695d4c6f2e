import { useText } from "../text/language.tsx"

/** Columns are named as the records have them (`land_area_m2`), fields as files map to them (`landAreaM2`). */
const toCamel = (column: string) =>
  column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

/** Fields whose values are of a closed list, and the list's names. */
const NAMED: Record<string, string> = {
  areaRule: "area-rule",
  landUseScheme: "land-use-scheme",
  kind: "use-kind",
  milestone: "milestone",
  missingReason: "missing",
}

/** What changed fields, their values and the keys of rows are called. */
export function useFieldText() {
  const { t, name, names } = useText()

  /** A figure comes as `taxWanYuan.value` or `taxWanYuan.missing_reason`. */
  const nameOf = (field: string): string => {
    const [figure = "", part] = field.split(".")
    const label = name("field", toCamel(figure))
    return part === "missing_reason" ? t("imports.missing-of", { field: label }) : label
  }
  const valueOf = (field: string, value: string): string => {
    const group = NAMED[toCamel(field.split(".").at(-1) ?? "")]
    if (group && names(group, value)) return name(group, value)
    if (value === "true" || value === "false") return value === "true" ? t("yes") : t("no")
    return value
  }
  const wordOf = (word: string): string => {
    const group = ["use-kind", "milestone"].find((one) => names(one, word))
    return group ? name(group, word) : word
  }
  return {
    nameOf,
    valueOf,
    keyOf: (key: string): string => key.split(" ").map(wordOf).join(" "),
  }
}
