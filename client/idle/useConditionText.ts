import type { Condition } from "../../server/flags/conditions.rules.ts"
import { useFactName, useFactValue } from "../record/factText.ts"
import { useText } from "../text/language.tsx"

const SIGNS = { "<": "<", "<=": "≤", "=": "=", "!=": "≠", ">=": "≥", ">": ">" } as const

/** A condition of a rule in words. */
export function useConditionText(parameters: () => Readonly<Record<string, unknown>> = () => ({})) {
  const { t } = useText()
  const factName = useFactName()
  const factValue = useFactValue()
  const say = (condition: Condition, isInner: boolean): string => {
    if ("all" in condition || "any" in condition) {
      const [parts, word] =
        "all" in condition
          ? [condition.all, t("idle.condition.and")]
          : [condition.any, t("idle.condition.or")]
      const text = parts.map((part) => say(part, true)).join(word)
      return isInner && parts.length > 1 ? t("idle.condition.group", { text }) : text
    }
    if ("elapsed" in condition && condition.years === 0)
      return t("idle.condition.come", { fact: factName(condition.elapsed) })
    if ("elapsed" in condition)
      return t("idle.condition.elapsed", {
        fact: factName(condition.elapsed),
        count: condition.years,
      })
    if ("notYet" in condition)
      return t("idle.condition.not-yet", { fact: factName(condition.notYet) })
    const start = `${factName(condition.fact)} ${SIGNS[condition.is]} `
    if ("factTimes" in condition) {
      const { fact, times } = condition.factTimes
      return Number(times) === 1
        ? start + factName(fact)
        : start + t("idle.condition.times", { fact: factName(fact), times: String(times) })
    }
    if ("medianTimes" in condition)
      return start + t("idle.condition.median", { times: String(condition.medianTimes) })
    if ("parameter" in condition) {
      const held = parameters()[condition.parameter]
      return (
        start + (held === undefined ? condition.parameter : factValue(condition.fact, String(held)))
      )
    }
    return start + factValue(condition.fact, String(condition.value))
  }
  return (condition: Condition): string => say(condition, false)
}
