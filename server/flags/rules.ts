import type { Day } from "../../geodata/days.ts"
import type { CategoryParameters } from "./categories.rules.ts"
import { detectCategory } from "./category-hit.rules.ts"
import type { Facts } from "./facts.rules.ts"
import type { Verdict } from "./hit.rules.ts"
import { detectIdle } from "./idle.rules.ts"
import { type DeclaredRuleSet, detectDeclared } from "./declared.rules.ts"
import { declareLiandu, type LianduRuleSet } from "./low-efficiency.rules.ts"
import { computeMedians } from "./medians.rules.ts"
import { computeBands, detectTriangle, type TriangleRuleSet } from "./triangle.rules.ts"

/** By name alone, `five-categories` leaves undecided what needs a parameter. */
export type RuleSet =
  | "idle-order53"
  | "five-categories"
  | "truth-triangle"
  | { id: "idle-order53" }
  | ({ id: "five-categories" } & CategoryParameters)
  | LianduRuleSet
  | TriangleRuleSet
  | DeclaredRuleSet

type Detect = (facts: Facts) => Verdict

function prepare(ruleSet: RuleSet, asOf: Day, parcels: readonly Facts[]): Detect {
  if (ruleSet === "idle-order53") return (facts) => detectIdle(facts, asOf)
  if (ruleSet === "five-categories") return (facts) => detectCategory(facts, asOf, {})
  if (ruleSet === "truth-triangle") return prepare({ id: ruleSet }, asOf, parcels)
  if (!("conditions" in ruleSet)) {
    if (ruleSet.id === "truth-triangle") {
      const bands = ruleSet.bands ?? computeBands(parcels)
      return (facts) => detectTriangle(facts, ruleSet, bands)
    }
    if (ruleSet.id === "idle-order53") return (facts) => detectIdle(facts, asOf)
    if (ruleSet.id === "five-categories") return (facts) => detectCategory(facts, asOf, ruleSet)
  }
  const declared = "conditions" in ruleSet ? ruleSet : declareLiandu(ruleSet)
  const medians = declared.medians ?? computeMedians(declared, parcels)
  return (facts) => detectDeclared(declared, medians, facts, asOf)
}

/**
 * What a rule set says of each parcel on a day, in the order of the parcels. Pure: the same facts on
 * the same day give the same verdicts, on the server and in the browser. A missing fact makes no hit.
 *
 * @param asOf the legal day asked about; events after it have not happened
 */
export function evaluateRuleSet<Id extends string | number>(
  ruleSet: RuleSet,
  asOf: Day,
  parcels: readonly { id: Id; facts: Facts }[],
): ({ id: Id } & Verdict)[] {
  const detect = prepare(
    ruleSet,
    asOf,
    parcels.map(({ facts }) => facts),
  )
  return parcels.map(({ id, facts }) => ({ id, ...detect(facts) }))
}
