import type { Sql } from "../db/sql.ts"
import type { Hit } from "../flags/hit.rules.ts"
import { findHits, type RuleSet } from "../flags/rules.ts"
import type { ParcelFacts } from "./facts.ts"

/** The day of the evaluation and the act that stands behind it. */
export type Stamp = { asOf: string; actId: string }
export type NamedRuleSet = { id: string; ruleSet: RuleSet }

/** Parcel and rule set of a suspicion, as one key. */
export const placeOf = (parcelId: number, ruleSet: string) => `${parcelId}/${ruleSet}`

type Reason = Hit["reasons"][number]
type Raised = { parcelId: number; hit: Hit }
type Standing = {
  suspicionId: number
  parcelId: number
  rule: string
  route: string | null
  facts: string
}

/** What a reason held against what, as text; one of several facts names each: "taxPerKwh=0.05; …". */
const textOf = (reason: Reason, side: "value" | "threshold"): string | null => {
  if (reason[side] !== null) return String(reason[side])
  return reason.evidence?.map((part) => `${part.fact}=${String(part[side])}`).join("; ") ?? null
}

/** The open part of what a hit rests on, to compare with the stored one. */
const factsOf = (hit: Hit) =>
  JSON.stringify(
    hit.reasons.map((reason) => [
      reason.fact,
      openText(reason, "value"),
      openText(reason, "threshold"),
    ]),
  )

const openText = (reason: Reason, side: "value" | "threshold") =>
  reason.confidential ? null : textOf(reason, side)

/**
 * Evaluates one rule set; what stands unchanged keeps its row, what changed or ended is superseded.
 * @param settled places of suspicions that the desk settled: they are not raised
 */
export async function writeSuspicions(
  sql: Sql,
  parcels: readonly ParcelFacts[],
  { id, ruleSet }: NamedRuleSet,
  stamp: Stamp,
  settled: ReadonlySet<string>,
): Promise<void> {
  const asked = parcels.map(({ parcelId, facts }) => ({ id: parcelId, facts }))
  const hits = findHits(ruleSet, stamp.asOf, asked)
  const before = await listStanding(
    sql,
    id,
    asked.map(({ id: parcelId }) => parcelId),
  )
  const ended: number[] = []
  const raised: Raised[] = []
  const same: NumberedReason[] = []
  for (const { id: parcelId } of asked) {
    const hit = settled.has(placeOf(parcelId, id)) ? undefined : hits.get(parcelId)
    const old = before.get(parcelId)
    if (old && hit && isSame(old, hit)) {
      same.push(...numbered(old.suspicionId, hit))
      continue
    }
    if (old) ended.push(old.suspicionId)
    if (hit) raised.push({ parcelId, hit })
  }
  if (ended.length > 0)
    await sql`update core.suspicion set superseded_at = clock_timestamp() where suspicion_id = any(${ended}::int[])`
  if (raised.length > 0) await insertSuspicions(sql, id, raised, stamp)
  await refreshSecrets(sql, same)
}

/**
 * A suspicion that stands on the same open facts keeps its row, so that its revision does not tell a planner
 * that a figure moved; what only `fin` may hold is brought up to date there.
 */
async function refreshSecrets(sql: Sql, reasons: readonly NumberedReason[]) {
  const { ids, ns, values, thresholds } = secretColumns(reasons)
  if (ids.length === 0) return
  await sql`
    update fin.suspicion_reason old set value = t.value, threshold = t.threshold
      from unnest(${ids}::int[], ${ns}::int[], ${values}::text[], ${thresholds}::text[])
             as t (suspicion_id, n, value, threshold)
     where old.suspicion_id = t.suspicion_id and old.n = t.n
       and (old.value, old.threshold) is distinct from (t.value, t.threshold)`
}

const isSame = (old: Standing, hit: Hit) =>
  old.rule === hit.rule &&
  old.route === hit.route &&
  JSON.stringify(JSON.parse(old.facts)) === factsOf(hit)

async function listStanding(sql: Sql, ruleSet: string, parcelIds: readonly number[]) {
  const rows = await sql<Standing>`
    select s.suspicion_id, s.parcel_id, s.rule, s.route,
           coalesce((select jsonb_agg(jsonb_build_array(r.fact, r.value, r.threshold) order by r.n)
                       from core.suspicion_reason r
                      where r.suspicion_id = s.suspicion_id), '[]')::text as facts
      from core.suspicion s
     where s.superseded_at is null and s.rule_set = ${ruleSet} and s.parcel_id = any(${parcelIds}::int[])`
  return new Map(rows.map((row) => [row.parcelId, row]))
}

async function insertSuspicions(
  sql: Sql,
  ruleSet: string,
  raised: readonly Raised[],
  { asOf, actId }: Stamp,
) {
  const of = <T>(read: (hit: Hit) => T) => raised.map(({ hit }) => read(hit))
  const rows = await sql<{ suspicionId: number; parcelId: number }>`
    insert into core.suspicion (parcel_id, rule_set, rule, state, clause, route, fee_wan_yuan,
                                since_on, next_change_on, evaluated_on, act_id)
    select parcel_id, ${ruleSet}, rule, state, clause, route, fee::numeric, since_on::date, next_change_on::date,
           ${asOf}, ${actId}
      from unnest(${raised.map(({ parcelId }) => parcelId)}::int[], ${of((h) => h.rule)}::text[],
                  ${of((h) => h.state)}::text[], ${of((h) => h.clause)}::text[], ${of((h) => h.route)}::text[],
                  ${of((h) => (h.feeWanYuan === null ? null : String(h.feeWanYuan)))}::text[],
                  ${of((h) => h.since)}::text[], ${of((h) => h.nextChangeOn)}::text[])
        as t (parcel_id, rule, state, clause, route, fee, since_on, next_change_on)
    returning suspicion_id, parcel_id`
  const suspicionOf = new Map(rows.map(({ parcelId, suspicionId }) => [parcelId, suspicionId]))
  const reasons = raised.flatMap(({ parcelId, hit }) => numbered(suspicionOf.get(parcelId)!, hit))
  await insertReasons(sql, reasons)
}

/** Every reason's fact is open; value and threshold of an enterprise's secret are kept in `fin` alone. */
async function insertReasons(sql: Sql, reasons: readonly NumberedReason[]) {
  await sql`
    insert into core.suspicion_reason (suspicion_id, n, fact, value, threshold, confidential)
    select * from unnest(${reasons.map((r) => r.suspicionId)}::int[], ${reasons.map((r) => r.n)}::int[],
      ${reasons.map((r) => r.reason.fact)}::text[], ${reasons.map((r) => openText(r.reason, "value"))}::text[],
      ${reasons.map((r) => openText(r.reason, "threshold"))}::text[], ${reasons.map((r) => r.reason.confidential)}::boolean[])`
  const { ids, ns, values, thresholds } = secretColumns(reasons)
  await sql`
    insert into fin.suspicion_reason (suspicion_id, n, value, threshold)
    select * from unnest(${ids}::int[], ${ns}::int[], ${values}::text[], ${thresholds}::text[])`
}

type NumberedReason = { reason: Reason; n: number; suspicionId: number }

const numbered = (suspicionId: number, hit: Hit): NumberedReason[] =>
  hit.reasons.map((reason, i) => ({ reason, n: i + 1, suspicionId }))

/** The confidential reasons, as columns for one statement. */
function secretColumns(reasons: readonly NumberedReason[]) {
  const secret = reasons.filter(({ reason }) => reason.confidential)
  return {
    ids: secret.map(({ suspicionId }) => suspicionId),
    ns: secret.map(({ n }) => n),
    values: secret.map(({ reason }) => textOf(reason, "value")),
    thresholds: secret.map(({ reason }) => textOf(reason, "threshold")),
  }
}
