import type { Sql } from "../db/sql.ts"
import type { Hit } from "../flags/hit.rules.ts"
import { findHits, type RuleSet } from "../flags/rules.ts"
import { Exact } from "../../geodata/units.ts"
import type { ParcelFacts } from "./facts.ts"

/** The day of the evaluation and the act that stands behind it. */
export type Stamp = { asOf: string; actId: string }
export type NamedRuleSet = { id: string; ruleSet: RuleSet }

/** Parcel and rule set of a suspicion, as one key. */
export const placeOf = (parcelId: number, ruleSet: string) => `${parcelId}/${ruleSet}`

type Reason = Hit["reasons"][number]
type Raised = { parcelId: number; ruleSet: string; hit: Hit }
type Told = [value: string | null, threshold: string | null]
/** A suspicion as it is stored: its columns, what each reason shows openly, and what of it only `fin` holds. */
type Standing = {
  suspicionId: number
  parcelId: number
  ruleSet: string
  rule: string
  state: string
  clause: string | null
  route: string | null
  fee: string | null
  since: string | null
  nextChangeOn: string | null
  reasons: [fact: string, open: Told, secret: Told][]
}

/** What a reason held against what, as text; one of several facts names each: "taxPerKwh=0.05; …". */
const textOf = (reason: Reason, side: "value" | "threshold"): string | null => {
  if (reason[side] !== null) return String(reason[side])
  return reason.evidence?.map((part) => `${part.fact}=${String(part[side])}`).join("; ") ?? null
}

const NOTHING: Told = [null, null]
const toldOf = (reason: Reason): Told => [textOf(reason, "value"), textOf(reason, "threshold")]
const openOf = (reason: Reason) => (reason.confidential ? NOTHING : toldOf(reason))
const secretOf = (reason: Reason) => (reason.confidential ? toldOf(reason) : NOTHING)

/** A fee as the column holds it, with four decimals. */
const feeOf = ({ feeWanYuan }: Hit) =>
  feeWanYuan === null ? null : new Exact(feeWanYuan).toFixed(4, Exact.ROUND_HALF_UP)

/**
 * Evaluates the rule sets in force; what stands unchanged keeps its row, what changed or ended is superseded, and so
 * is what a rule set raised that is in force no more. Where nothing changed nothing is written.
 *
 * @param settled places of suspicions that the desk settled: they are not raised
 */
export async function writeSuspicions(
  sql: Sql,
  parcels: readonly ParcelFacts[],
  ruleSets: readonly NamedRuleSet[],
  { asOf, actId }: Stamp,
  settled: ReadonlySet<string>,
): Promise<void> {
  const asked = parcels.map(({ parcelId, facts }) => ({ id: parcelId, facts }))
  const standing = await listStanding(
    sql,
    asked.map(({ id }) => id),
  )
  const raised: Raised[] = []
  const moved: NumberedReason[] = []
  for (const { id: ruleSet, ruleSet: definition } of ruleSets)
    for (const [parcelId, hit] of findHits(definition, asOf, asked)) {
      const place = placeOf(parcelId, ruleSet)
      if (settled.has(place)) continue
      const old = standing.get(place)
      if (old && isSame(old, hit)) {
        moved.push(...listMoved(old, hit))
        standing.delete(place)
      } else raised.push({ parcelId, ruleSet, hit })
    }
  const ended = [...standing.values()].map(({ suspicionId }) => suspicionId)
  if (ended.length > 0)
    await sql`update core.suspicion set superseded_at = clock_timestamp() where suspicion_id = any(${ended}::int[])`
  if (raised.length > 0) await insertSuspicions(sql, raised, { asOf, actId })
  if (moved.length > 0) await refreshSecrets(sql, moved)
}

const isSame = (old: Standing, hit: Hit) =>
  old.rule === hit.rule &&
  old.state === hit.state &&
  old.clause === hit.clause &&
  old.route === hit.route &&
  old.fee === feeOf(hit) &&
  old.since === hit.since &&
  old.nextChangeOn === hit.nextChangeOn &&
  old.reasons.length === hit.reasons.length &&
  hit.reasons.every((reason, i) => {
    const [fact, open] = old.reasons[i]!
    return fact === reason.fact && isEqual(open, openOf(reason))
  })

const isEqual = (a: Told, b: Told) => a[0] === b[0] && a[1] === b[1]

/** The reasons of a suspicion that stands whose secret figures are others now. */
const listMoved = ({ suspicionId, reasons }: Standing, hit: Hit) =>
  numbered(suspicionId, hit).filter(
    ({ reason }, i) => reason.confidential && !isEqual(reasons[i]![2], secretOf(reason)),
  )

/**
 * A suspicion that stands on the same open facts keeps its row, so that its revision does not tell a planner
 * that a figure moved; what only `fin` may hold is brought up to date there.
 */
async function refreshSecrets(sql: Sql, reasons: readonly NumberedReason[]) {
  const { ids, ns, values, thresholds } = secretColumns(reasons)
  await sql`
    update fin.suspicion_reason old set value = t.value, threshold = t.threshold
      from unnest(${ids}::int[], ${ns}::int[], ${values}::text[], ${thresholds}::text[])
             as t (suspicion_id, n, value, threshold)
     where old.suspicion_id = t.suspicion_id and old.n = t.n`
}

async function listStanding(sql: Sql, parcelIds: readonly number[]) {
  const rows = await sql<Standing>`
    select s.suspicion_id, s.parcel_id, s.rule_set, s.rule, s.state, s.clause, s.route, s.fee_wan_yuan as fee,
           s.since_on as since, s.next_change_on, reason.reasons
      from core.suspicion s
      cross join lateral (
        select coalesce(json_agg(json_build_array(
                 r.fact, json_build_array(r.value, r.threshold), json_build_array(f.value, f.threshold)) order by r.n), '[]') as reasons
          from core.suspicion_reason r left join fin.suspicion_reason f using (suspicion_id, n)
         where r.suspicion_id = s.suspicion_id) as reason
     where s.superseded_at is null and s.parcel_id = any(${parcelIds}::int[])`
  return new Map(rows.map((row) => [placeOf(row.parcelId, row.ruleSet), row]))
}

async function insertSuspicions(sql: Sql, raised: readonly Raised[], { asOf, actId }: Stamp) {
  const of = <T>(read: (hit: Hit) => T) => raised.map(({ hit }) => read(hit))
  const rows = await sql<{ suspicionId: number; parcelId: number; ruleSet: string }>`
    insert into core.suspicion (parcel_id, rule_set, rule, state, clause, route, fee_wan_yuan,
                                since_on, next_change_on, evaluated_on, act_id)
    select parcel_id, rule_set, rule, state, clause, route, fee::numeric, since_on::date, next_change_on::date,
           ${asOf}, ${actId}
      from unnest(${raised.map(({ parcelId }) => parcelId)}::int[], ${raised.map(({ ruleSet }) => ruleSet)}::text[],
                  ${of((h) => h.rule)}::text[], ${of((h) => h.state)}::text[], ${of((h) => h.clause)}::text[],
                  ${of((h) => h.route)}::text[], ${of(feeOf)}::text[],
                  ${of((h) => h.since)}::text[], ${of((h) => h.nextChangeOn)}::text[])
        as t (parcel_id, rule_set, rule, state, clause, route, fee, since_on, next_change_on)
    returning suspicion_id, parcel_id, rule_set`
  const suspicionOf = new Map(
    rows.map(({ parcelId, ruleSet, suspicionId }) => [placeOf(parcelId, ruleSet), suspicionId]),
  )
  const reasons = raised.flatMap(({ parcelId, ruleSet, hit }) =>
    numbered(suspicionOf.get(placeOf(parcelId, ruleSet))!, hit),
  )
  await insertReasons(sql, reasons)
}

/** Every reason's fact is open; value and threshold of an enterprise's secret are kept in `fin` alone. */
async function insertReasons(sql: Sql, reasons: readonly NumberedReason[]) {
  const open = reasons.map(({ reason }) => openOf(reason))
  await sql`
    insert into core.suspicion_reason (suspicion_id, n, fact, value, threshold, confidential)
    select * from unnest(${reasons.map((r) => r.suspicionId)}::int[], ${reasons.map((r) => r.n)}::int[],
      ${reasons.map((r) => r.reason.fact)}::text[], ${open.map(([value]) => value)}::text[],
      ${open.map(([, threshold]) => threshold)}::text[], ${reasons.map((r) => r.reason.confidential)}::boolean[])`
  const { ids, ns, values, thresholds } = secretColumns(
    reasons.filter(({ reason }) => reason.confidential),
  )
  await sql`
    insert into fin.suspicion_reason (suspicion_id, n, value, threshold)
    select * from unnest(${ids}::int[], ${ns}::int[], ${values}::text[], ${thresholds}::text[])`
}

type NumberedReason = { reason: Reason; n: number; suspicionId: number }

const numbered = (suspicionId: number, hit: Hit): NumberedReason[] =>
  hit.reasons.map((reason, i) => ({ reason, n: i + 1, suspicionId }))

/** What of confidential reasons is secret, as columns for one statement. */
const secretColumns = (reasons: readonly NumberedReason[]) => ({
  ids: reasons.map(({ suspicionId }) => suspicionId),
  ns: reasons.map(({ n }) => n),
  values: reasons.map(({ reason }) => secretOf(reason)[0]),
  thresholds: reasons.map(({ reason }) => secretOf(reason)[1]),
})
