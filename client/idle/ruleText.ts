import type { Condition } from "../../server/flags/conditions.rules.ts"
import { isDay } from "../../geodata/days.ts"

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

function writeValue(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value)
  return isDay(value) ? `DATE(${quoted(value)})` : quoted(value)
}

/**
 * A condition in the filter language; null for one that the language cannot say: medians, parameters, terms since a
 * day.
 *
 * @param nameOf what a fact is called in filters
 */
export function writeCondition(
  condition: Condition,
  nameOf: (fact: string) => string,
): string | null {
  if ("all" in condition || "any" in condition) {
    const [parts, word] = "all" in condition ? [condition.all, " AND "] : [condition.any, " OR "]
    const texts = parts.map((part) => writeCondition(part, nameOf))
    if (texts.some((text) => text === null)) return null
    return texts.length === 1 ? texts[0]! : `(${texts.join(word)})`
  }
  if (!("value" in condition)) return null
  const is = condition.is === "!=" ? "<>" : condition.is
  return `${nameOf(condition.fact)} ${is} ${writeValue(condition.value)}`
}

/** Several conditions as one: what a filter that was split into its parts says as a whole. */
export const joinConditions = (
  conditions: readonly { when: Condition }[],
  combine: "any" | "all",
): Condition => {
  const parts = conditions.map(({ when }) => when)
  if (parts.length === 1) return parts[0]!
  return combine === "any" ? { any: parts } : { all: parts }
}
