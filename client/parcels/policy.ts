import { type Breaks, sortKnown } from "../map/classes/breaks.ts"
import { justAbove } from "../map/classes/label.ts"
import type { Condition } from "../../server/flags/conditions.rules.ts"
import { declareLiandu } from "../../server/flags/low-efficiency.rules.ts"

/** The rule sets that set limits to figures. What a document leaves open is no limit here. */
const RULE_SETS = [declareLiandu({ id: "liandu-2020", areaMinMu: 0 })]

/** The limits that a condition sets to a fact, as the lowest value of the class above each. */
function limitsOf(
  condition: Condition,
  fact: string,
  parameters: Readonly<Record<string, number | string>>,
): number[] {
  if ("all" in condition) return condition.all.flatMap((one) => limitsOf(one, fact, parameters))
  if ("any" in condition) return condition.any.flatMap((one) => limitsOf(one, fact, parameters))
  if (!("fact" in condition) || condition.fact !== fact) return []
  const given =
    "parameter" in condition
      ? parameters[condition.parameter]
      : "value" in condition
        ? condition.value
        : undefined
  const limit = typeof given === "boolean" || given === undefined ? Number.NaN : Number(given)
  if (!Number.isFinite(limit)) return []
  return [condition.is === "<=" || condition.is === ">" ? justAbove(limit) : limit]
}

const limitsIn = ({ conditions, parameters = {} }: (typeof RULE_SETS)[number], name: string) =>
  conditions.flatMap(({ when }) => limitsOf(when, name, parameters))

/** The limits that rules set to a measure, ascending; none where no rule speaks of it. */
export const policyOf = (name: string): Breaks => [
  ...new Set(sortKnown(RULE_SETS.flatMap((ruleSet) => limitsIn(ruleSet, name)))),
]

/** The rule sets that the limits are from. */
export const sourcesOf = (name: string): string[] =>
  RULE_SETS.filter((ruleSet) => limitsIn(ruleSet, name).length > 0).map(({ id }) => id)
