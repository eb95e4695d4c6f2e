import { findLandUse } from "../../geodata/codes/land-use.ts"
import { useText } from "../text/language.tsx"
import type { ColumnName, Row } from "./shapes.ts"
import { unitIn } from "./columns.ts"

/** Units of things that are counted: whole numbers. */
const COUNTED = new Set(["宗", "家"])

/** Columns whose values the rest of the interface names, too. */
const NAMES_OF: Record<string, string> = {
  lifecycle: "lifecycle",
  projectStatus: "project-status",
  landUseScheme: "land-use-scheme",
  flagRule: "rule",
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** What a cell says as text: names of codes, figures without their unit, which stands in the heading. */
export function useCellText() {
  const { t, pick, figures, language, name: named, names: isNamed } = useText()

  const number = (value: number, { name, unit }: ColumnName): string => {
    if (name === "id") return String(value)
    if (name.endsWith("PerMu"))
      return value === 0 ? figures().fixed(value, 2) : figures().perMu(value)
    if (unit !== null && COUNTED.has(unit)) return figures().count(value)
    return figures().fixed(value, 2)
  }
  const one = (column: ColumnName, value: string): string => {
    const group = NAMES_OF[column.name]
    if (group && isNamed(group, value)) return named(group, value)
    const known = column.values?.find((entry) => entry.value === value)
    return known ? pick(known) : value
  }
  /** null: not known. */
  const text = (column: ColumnName, row: Row): string | null => {
    const value = row[column.name]
    if (value === null || value === undefined) return null
    if (column.name === "landUse") {
      const use = findLandUse(String(row["landUseScheme"]), String(value))
      return use ? pick({ zh: use.nameZh, en: use.nameEn }) : t("land-use.other")
    }
    if (typeof value === "boolean") return value ? t("yes") : t("no")
    if (typeof value === "number") return number(value, column)
    if (Array.isArray(value)) return value.map((part) => one(column, String(part))).join(t("comma"))
    return one(column, String(value))
  }
  const label = (column: ColumnName) => capital(pick(column))
  const unit = (column: ColumnName) =>
    column.unit === null ? null : unitIn(column.unit, language())
  return {
    text,
    label,
    unit,
    /** Name and unit in one line. */
    heading(column: ColumnName): string {
      const measured = unit(column)
      return measured === null ? label(column) : `${label(column)} (${measured})`
    },
    /** The same for a sheet: numbers as they are, nothing where nothing is known. */
    plain(column: ColumnName, row: Row): string | number {
      const value = row[column.name]
      return typeof value === "number" ? value : (text(column, row) ?? "")
    },
  }
}
export type CellText = ReturnType<typeof useCellText>
