import type { Box, Side } from "../map/box.ts"
import { labelRange } from "../map/classes/label.ts"
import type { Theme } from "../map/theme.ts"
import { useText } from "../text/language.tsx"
import type { Clause, Limit } from "./clause.ts"
import type { FilterName } from "./shapes.ts"
import { useMeasured } from "./themeValue.ts"

/** A condition in words, as its chip says it. */
export function useClauseText(
  known: () => { names: readonly FilterName[]; themes: readonly Theme[] },
) {
  const { t, pick } = useText()
  const fieldOf = (name: string) => known().names.find((field) => field.name === name)
  const labelOf = (name: string) => {
    const field = fieldOf(name)
    return field ? pick(field) : t("filter.words")
  }

  const range = ({ name, low, high }: Clause & { kind: "range" }) => {
    const unit = fieldOf(name)?.unit
    const after = unit ? ` ${unit}` : ""
    const sign = (limit: Limit, closed: string, open: string) =>
      `${limit.open ? open : closed} ${limit.value}`
    if (low && high && !low.open && !high.open)
      return `${labelOf(name)} ${low.value} – ${high.value}${after}`
    const parts = [...(low ? [sign(low, "≥", ">")] : []), ...(high ? [sign(high, "≤", "<")] : [])]
    return `${labelOf(name)} ${parts.join(t("comma"))}${after}`
  }

  const measured = useMeasured()
  const side = (one: Side): string => {
    if ("missing" in one) return t("filter.missing", { name: labelOf(one.name) })
    const unit = fieldOf(one.name)?.unit
    const range = pick(labelRange(one.low ?? undefined, one.high ?? undefined))
    return `${labelOf(one.name)} ${measured(range, unit)}`
  }
  const box = (sides: Box) => sides.map(side).join(t("semicolon"))

  return (clause: Clause): string => {
    switch (clause.kind) {
      case "classes": {
        const theme = known().themes.find(({ id }) => id === clause.theme)
        const labels = clause.keys.flatMap(
          (key) => theme?.classes.find((entry) => entry.key === key)?.label ?? [],
        )
        return `${theme ? pick(theme.title) : ""}${t("colon")}${labels.map(pick).join(t("comma"))}`
      }
      case "range":
        return range(clause)
      case "oneOf": {
        const values = fieldOf(clause.name)?.values
        const labels = clause.values.map((value) => {
          const named = values?.find((entry) => entry.value === value)
          return named ? pick(named) : value
        })
        return `${labelOf(clause.name)}${t("colon")}${labels.join(t("comma"))}`
      }
      case "truth":
        return `${labelOf(clause.name)}${t("colon")}${clause.value ? t("yes") : t("no")}`
      case "contains":
        return t("filter.contains", { name: labelOf(clause.name), text: clause.text })
      case "missing":
        return t("filter.missing", { name: labelOf(clause.name) })
      case "boxes":
        return clause.boxes.map(box).join(t("or"))
      case "area":
        return t("filter.area")
      case "words":
        return t("filter.words")
    }
  }
}
