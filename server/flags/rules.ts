import type { Day } from "../../geodata/days.ts"
import type { CategoryParameters } from "./categories.rules.ts"
import { detectCategories } from "./category-hit.rules.ts"
import type { Facts } from "./facts.rules.ts"
import type { Detector, Hit, Verdict } from "./hit.rules.ts"
import { detectIdle, findIdleHit } from "./idle.rules.ts"
import { type DeclaredRuleSet, detectDeclared } from "./declared.rules.ts"
import { declareLiandu, type LianduRuleSet } from "./low-efficiency.rules.ts"
import { computeMedians } from "./medians.rules.ts"
import { type Bands, computeBands, detectTriangle, type TriangleRuleSet } from "./triangle.rules.ts"

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

const detectIdleOn = (asOf: Day): Detector => ({
  verdictOf: (facts) => detectIdle(facts, asOf),
  hitOf: (facts) => findIdleHit(facts, asOf),
})

function detectTriangles(ruleSet: TriangleRuleSet, bands: Bands): Detector {
  const verdictOf = (facts: Facts) => detectTriangle(facts, ruleSet, bands)
  return { verdictOf, hitOf: (facts) => verdictOf(facts).hits[0] }
}

function prepare(ruleSet: RuleSet, asOf: Day, parcels: readonly Facts[]): Detector {
  if (ruleSet === "idle-order53") return detectIdleOn(asOf)
  if (ruleSet === "five-categories") return detectCategories(asOf, {})
  if (ruleSet === "truth-triangle") return prepare({ id: ruleSet }, asOf, parcels)
  if (!("conditions" in ruleSet)) {
    if (ruleSet.id === "truth-triangle")
      return detectTriangles(ruleSet, ruleSet.bands ?? computeBands(parcels))
    if (ruleSet.id === "idle-order53") return detectIdleOn(asOf)
    if (ruleSet.id === "five-categories") return detectCategories(asOf, ruleSet)
  }
  const declared = "conditions" in ruleSet ? ruleSet : declareLiandu(ruleSet)
  return detectDeclared(declared, declared.medians ?? computeMedians(declared, parcels), asOf)
}

type Asked<Id> = readonly { id: Id; facts: Facts }[]

/**
 * What a rule set says of each parcel on a day, in the order of the parcels. Pure: the same facts on
 * the same day give the same verdicts, on the server and in the browser. A missing fact makes no hit.
 *
 * @param asOf the legal day asked about; events after it have not happened
 */
export function evaluateRuleSet<Id extends string | number>(
  ruleSet: RuleSet,
  asOf: Day,
  parcels: Asked<Id>,
): ({ id: Id } & Verdict)[] {
  const { verdictOf } = prepare(
    ruleSet,
    asOf,
    parcels.map(({ facts }) => facts),
  )
  return parcels.map(({ id, facts }) => ({ id, ...verdictOf(facts) }))
}

/** The hits of `evaluateRuleSet` by the parcel's id; who wants no more is answered several times as fast. */
export function findHits<Id extends string | number>(
  ruleSet: RuleSet,
  asOf: Day,
  parcels: Asked<Id>,
): Map<Id, Hit> {
  const { hitOf } = prepare(
    ruleSet,
    asOf,
    parcels.map(({ facts }) => facts),
  )
  const hits = new Map<Id, Hit>()
  for (const { id, facts } of parcels) {
    const hit = hitOf(facts)
    if (hit) hits.set(id, hit)
  }
  return hits
}
