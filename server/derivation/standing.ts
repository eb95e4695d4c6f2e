import type { Sql } from "../db/sql.ts"
import { lifecycleOf } from "../flags/categories.rules.ts"
import { findIndustry, MEDIAN_FACTS } from "../flags/conditions.rules.ts"
import { deriveProjectStatus } from "../flags/project-status.rules.ts"
import { factsOn } from "../flags/clock-events.rules.ts"
import { findFact } from "../flags/facts.rules.ts"
import { RuleSet as RuleSetSchema } from "../flags/rule-set.schema.ts"
import { writeClocks } from "./clocks.ts"
import { listFacts, listYardsticks, type ParcelFacts, type Yardsticks } from "./facts.ts"
import { settleOutcomes } from "./outcomes.ts"
import { type NamedRuleSet, type Stamp, writeSuspicions } from "./suspicions.ts"

/** Kind of the act that a round of evaluation is. */
export const ROUND_ACT = "evaluate-parcels"

/**
 * Makes life-cycle class, project status, availability and suspicions of some parcels again, as of a
 * legal day. A suspicion that still stands unchanged keeps its row; one that changed or ended is
 * superseded, never removed; so is one of a rule set that is no longer in force. Only what differs is written.
 *
 * @param yardsticks of every industry; those of the parcels' industries are read when absent
 * @returns the act behind it; null where there was nothing to make
 */
export async function refreshStanding(
  sql: Sql,
  parcelIds: readonly number[],
  asOf: string,
  yardsticks?: Yardsticks,
): Promise<string | null> {
  const told = await listFacts(sql, parcelIds)
  if (told.length === 0) return null
  const parcels = told.map((parcel) => ({
    ...parcel,
    facts: factsOn(parcel.facts, parcel.events, asOf),
  }))
  const ruleSets = await listRuleSets(
    sql,
    yardsticks ?? (await listYardsticks(sql, industriesOf(parcels))),
  )
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object, why) values (${ROUND_ACT}, ${`parcels/${parcels.length}`}, ${`as of ${asOf}`})
    returning act_id`
  const actId = act!.actId
  await writeStanding(sql, parcels, ruleSets, { asOf, actId })
  await writeClocks(sql, told, { asOf, actId })
  const settled = await settleOutcomes(sql, parcels, ruleSets, { asOf, actId })
  await writeSuspicions(sql, parcels, ruleSets, { asOf, actId }, settled)
  return actId
}

/** Industries that a parcel is compared with: where it has no figure there is nothing to compare. */
const industriesOf = (parcels: readonly ParcelFacts[]) => [
  ...new Set(
    parcels
      .filter(({ facts }) => MEDIAN_FACTS.some((fact) => findFact(facts, fact) !== undefined))
      .flatMap(({ facts }) => findIndustry(facts) ?? []),
  ),
]

/** Rule sets in force; those that compare with an industry get the medians of all parcels, not of this round's. */
async function listRuleSets(sql: Sql, { medians, bands }: Yardsticks): Promise<NamedRuleSet[]> {
  const rows = await sql<{ ruleSetId: string; definition: unknown }>`
    select rule_set_id, definition from core.rule_set where superseded_at is null order by rule_set_id`
  return rows.map(({ ruleSetId, definition }) => {
    const ruleSet = RuleSetSchema.parse(definition)
    const needsMedians =
      typeof ruleSet === "object" && (ruleSet.id === "liandu-2020" || "conditions" in ruleSet)
    const isTriangle =
      ruleSet === "truth-triangle" ||
      (typeof ruleSet === "object" && ruleSet.id === "truth-triangle")
    const prepared = needsMedians
      ? { medians, ...ruleSet }
      : isTriangle
        ? { ...(typeof ruleSet === "object" ? ruleSet : { id: ruleSet }), bands }
        : ruleSet
    return { id: ruleSetId, ruleSet: prepared } as NamedRuleSet
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
    insert into core.parcel_standing (parcel_id, lifecycle, project_status, available, missing_facts, evaluated_on, act_id)
    select parcel_id, fresh.lifecycle, fresh.project_status, fresh.available, fresh.missing_facts, ${asOf}, ${actId}
      from (select parcel_id, lifecycle, project_status, available,
                   case missing when '' then '{}'::text[] else string_to_array(missing, ',') end as missing_facts
              from unnest(${rows.map((r) => r.parcelId)}::int[], ${rows.map((r) => r.lifecycle)}::text[],
                  ${rows.map((r) => r.status)}::text[], ${rows.map((r) => r.available)}::boolean[],
                  ${rows.map((r) => r.missing.join(","))}::text[])
                as t (parcel_id, lifecycle, project_status, available, missing)) as fresh
      left join core.parcel_standing as known using (parcel_id)
     where known.parcel_id is null
        or (known.lifecycle, known.project_status, known.available, known.missing_facts, known.evaluated_on)
           is distinct from
           (fresh.lifecycle, fresh.project_status, fresh.available, fresh.missing_facts, ${asOf}::date)
    on conflict (parcel_id) do update
       set lifecycle = excluded.lifecycle, project_status = excluded.project_status,
           available = excluded.available, missing_facts = excluded.missing_facts,
           evaluated_on = excluded.evaluated_on, act_id = excluded.act_id`
}
