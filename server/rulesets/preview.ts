/** Rule sets evaluated over every parcel without storing anything, by what the asker himself may read. */
import type { Day } from "../../geodata/days.ts"
import { Exact } from "../../geodata/units.ts"
import { mayRead } from "../accounts/matrix.ts"
import type { Audience } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"
import { listFacts } from "../derivation/facts.ts"
import { factsOn } from "../flags/clock-events.rules.ts"
import { type Facts, isConfidentialFact } from "../flags/facts.rules.ts"
import { listRuleFacts } from "../flags/rule-facts.rules.ts"
import { evaluateRuleSet, type RuleSet } from "../flags/rules.ts"
import { inEffect } from "../parcels/selection.ts"
import type { Preview } from "./schema.ts"

export type Land = { id: number; facts: Facts; areaMu: string }

/** Every parcel of a day with what the asker may know of it. */
export async function listLand(sql: Sql, audience: Audience, asOf: Day): Promise<Land[]> {
  const rows = await sql<{ parcelId: number; areaMu: string }>`
    select v.parcel_id, v.area_mu::text as area_mu from core.parcel_version v where ${inEffect(sql, asOf)}
     order by v.parcel_id`
  const areas = new Map(rows.map(({ parcelId, areaMu }) => [parcelId, areaMu]))
  await sql`
    select set_config('enable_nestloop', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)`
  const told = await listFacts(sql, [...areas.keys()], (place) => mayRead(audience, place))
  return told.map(({ parcelId, facts, events }) => ({
    id: parcelId,
    facts: factsOn(facts, events, asOf),
    areaMu: areas.get(parcelId)!,
  }))
}

export const seesFact = (audience: Audience) => (fact: string) =>
  !isConfidentialFact(fact) || mayRead(audience, "fin.parcel_metric.amount")

/** Facts that a rule set reads and the asker may not. */
export function listWithheld(ruleSet: RuleSet, audience: Audience): string[] {
  const sees = seesFact(audience)
  return listRuleFacts(ruleSet).filter((fact) => !sees(fact))
}

export const sumOf = (land: readonly { areaMu: string }[]) => ({
  parcels: land.length,
  areaMu: land.reduce((sum, { areaMu }) => sum.plus(areaMu), new Exact(0)).toFixed(),
})

const combined = (ruleSet: RuleSet, combine: "any" | "all"): RuleSet | null =>
  typeof ruleSet !== "string" && ("conditions" in ruleSet || ruleSet.id === "liandu-2020")
    ? ({ ...ruleSet, combine } as RuleSet)
    : null

export function previewRuleSet(
  ruleSet: RuleSet,
  land: readonly Land[],
  { asOf, audience }: { asOf: Day; audience: Audience },
): Preview {
  const verdicts = evaluateRuleSet(ruleSet, asOf, land)
  const hitLand = (asked: RuleSet) => {
    const found = asked === ruleSet ? verdicts : evaluateRuleSet(asked, asOf, land)
    return land.filter((_, place) => found[place]!.hits.length > 0)
  }
  const sumBy = (combine: "any" | "all") => {
    const asked = combined(ruleSet, combine)
    return asked && sumOf(hitLand(asked))
  }
  const hits = hitLand(ruleSet)
  const reasons = new Map<string, number>()
  const missing = new Map<string, number>()
  for (const verdict of verdicts) {
    for (const { fact } of verdict.hits.flatMap((hit) => hit.reasons))
      reasons.set(fact, (reasons.get(fact) ?? 0) + 1)
    for (const fact of verdict.missingFacts) missing.set(fact, (missing.get(fact) ?? 0) + 1)
  }
  return {
    ruleSet,
    asOf,
    hits: sumOf(hits),
    any: sumBy("any"),
    all: sumBy("all"),
    byReason: [...reasons].map(([reason, parcels]) => ({ reason, parcels })),
    parcelIds: hits.map(({ id }) => id),
    missing: [...missing].map(([fact, parcels]) => ({ fact, parcels })),
    withheldFacts: listWithheld(ruleSet, audience),
  }
}
