import { Exact } from "../../geodata/units.ts"
import { type Condition, findIndustry, type Medians } from "./conditions.rules.ts"
import type { DeclaredRuleSet } from "./declared.rules.ts"
import { type Facts, findAmount } from "./facts.rules.ts"

/** The facts that a condition holds against a median. */
export function listMedianFacts(condition: Condition): string[] {
  if ("medianTimes" in condition) return [condition.fact]
  const parts = "all" in condition ? condition.all : "any" in condition ? condition.any : []
  return parts.flatMap(listMedianFacts)
}

/** The middle value; of an even number of values the mean of the middle two, exactly. */
function medianOf(values: readonly Exact[]): Exact[] {
  const sorted = [...values].sort((a, b) => a.comparedTo(b))
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return low && high ? [low.plus(high).div(2)] : []
}

/**
 * The medians that a rule set's conditions ask for, over the parcels at hand, a parcel itself
 * included. A parcel without the fact or without an industry is in none.
 */
export function computeMedians(ruleSet: DeclaredRuleSet, parcels: readonly Facts[]): Medians {
  const wanted = new Set(ruleSet.conditions.flatMap(({ when }) => listMedianFacts(when)))
  const industries = new Map<string, Facts[]>()
  for (const facts of parcels) {
    const industry = findIndustry(facts)
    if (industry === undefined) continue
    const members = industries.get(industry)
    if (members) members.push(facts)
    else industries.set(industry, [facts])
  }
  return Object.fromEntries(
    [...industries].map(([industry, members]) => {
      const medians = [...wanted].flatMap((fact) =>
        medianOf(members.flatMap((facts) => findAmount(facts, fact) ?? [])).map(
          (median) => [fact, median.toFixed()] as const,
        ),
      )
      return [industry, Object.fromEntries(medians)]
    }),
  )
}
