import type { Sql } from "../db/sql.ts"
import { lifecycleOf } from "../flags/categories.rules.ts"
import { deriveProjectStatus } from "../flags/project-status.rules.ts"
import { factsOn } from "../flags/clock-events.rules.ts"
import { RuleSet as RuleSetSchema } from "../flags/rule-set.schema.ts"
import { writeClocks } from "./clocks.ts"
import { listFacts, listMedians, type ParcelFacts } from "./facts.ts"
import { type NamedRuleSet, type Stamp, writeSuspicions } from "./suspicions.ts"

/**
 * Makes life-cycle class, project status, availability and suspicions of some parcels again, as of a
 * legal day. A suspicion that still stands unchanged keeps its row; one that changed or ended is
 * superseded, never removed.
 */
export async function refreshStanding(
  sql: Sql,
  parcelIds: readonly number[],
  asOf: string,
): Promise<void> {
  const told = await listFacts(sql, parcelIds)
  if (told.length === 0) return
  const parcels = told.map((parcel) => ({
    ...parcel,
    facts: factsOn(parcel.facts, parcel.events, asOf),
  }))
  const ruleSets = await listRuleSets(sql)
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object, why) values ('evaluate-parcels', ${`parcels/${parcels.length}`}, ${`as of ${asOf}`})
    returning act_id`
  const actId = act!.actId
  await writeStanding(sql, parcels, ruleSets, { asOf, actId })
  await writeClocks(sql, told, { asOf, actId })
  for (const ruleSet of ruleSets) await writeSuspicions(sql, parcels, ruleSet, { asOf, actId })
}

/** Rule sets in force; the key-supervision rule gets the medians of all parcels, not of this round's. */
async function listRuleSets(sql: Sql): Promise<NamedRuleSet[]> {
  const rows = await sql<{ ruleSetId: string; definition: unknown }>`
    select rule_set_id, definition from core.rule_set where superseded_at is null order by rule_set_id`
  const medians = await listMedians(sql)
  return rows.map(({ ruleSetId, definition }) => {
    const ruleSet = RuleSetSchema.parse(definition)
    const needsMedians = typeof ruleSet === "object" && ruleSet.id === "liandu-2020"
    return {
      id: ruleSetId,
      ruleSet: needsMedians ? { ...ruleSet, medians } : ruleSet,
    } as NamedRuleSet
  })
}

async function writeStanding(
  sql: Sql,
  parcels: ParcelFacts[],
  ruleSets: NamedRuleSet[],
  { asOf, actId }: Stamp,
) {
  const categories = ruleSets.find(({ id }) => id === "five-categories")?.ruleSet
  const parameters =
    typeof categories === "object" &&
    categories.id === "five-categories" &&
    !("conditions" in categories)
      ? categories
      : {}
  const rows = parcels.map(({ parcelId, facts, milestones, available }) => ({
    parcelId,
    ...lifecycleOf(facts, asOf, parameters),
    status: deriveProjectStatus(milestones, asOf).status,
    available,
  }))
  await sql`
    insert into core.parcel_standing as standing (parcel_id, lifecycle, project_status, available, missing_facts, evaluated_on, act_id)
    select parcel_id, lifecycle, project_status, available,
           case missing when '' then '{}'::text[] else string_to_array(missing, ',') end, ${asOf}, ${actId}
      from unnest(${rows.map((r) => r.parcelId)}::int[], ${rows.map((r) => r.lifecycle)}::text[],
                  ${rows.map((r) => r.status)}::text[], ${rows.map((r) => r.available)}::boolean[],
                  ${rows.map((r) => r.missing.join(","))}::text[])
        as t (parcel_id, lifecycle, project_status, available, missing)
    on conflict (parcel_id) do update
       set lifecycle = excluded.lifecycle, project_status = excluded.project_status,
           available = excluded.available, missing_facts = excluded.missing_facts,
           evaluated_on = excluded.evaluated_on, act_id = excluded.act_id
     where (standing.lifecycle, standing.project_status, standing.available, standing.missing_facts, standing.evaluated_on)
           is distinct from
           (excluded.lifecycle, excluded.project_status, excluded.available, excluded.missing_facts, excluded.evaluated_on)`
}
