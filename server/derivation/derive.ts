/**
 * Facts that are computed from others: metrics, grades, life-cycle class, suspicions. Triggers mark the
 * parcels whose facts changed, in the transaction of the change; here the marks are worked off. A process
 * that dies between leaves the marks behind, and the next start finds them.
 */
import { legalDayAt } from "../../geodata/days.ts"
import type { Door } from "../db/door.ts"
import type { Sql } from "../db/sql.ts"
import { listYardsticks, type Yardsticks } from "./facts.ts"
import { refreshGrades, refreshMetrics } from "./metrics.ts"
import { refreshStanding, ROUND_ACT } from "./standing.ts"

/**
 * Parcels of one round: keeps a round's statements within seconds on the embedded engine. A server joins whole tables
 * in each round, so that few rounds of many are faster there.
 */
const ROUND = { embedded: 2_000, postgis: 25_000 }
/** Of a complete evaluation, between whose rounds others take their turn: each holds them up for half a second or so. */
const EVALUATION_ROUND = { embedded: 500, postgis: 2_500 }
/** From so many parcels on whole tables are joined. */
const MANY = 50
const LIMITS = { statementMs: 120_000 }

/** Works off every mark that a change made. @returns how many parcels were made again */
export async function deriveDue(door: Door, asOf: string = today()): Promise<number> {
  const kept: Kept = { yardsticks: null, actId: null }
  let total = 0
  for (;;) {
    const done = await door.serve(
      "svc_derive",
      "write",
      (sql) => deriveRound(sql, { asOf, most: ROUND[door.engine], evaluationId: null }, kept),
      LIMITS,
    )
    if (done === 0) return total
    total += done
  }
}

/** Takes back what a rehearsal did. */
class Rehearsed extends Error {}

/**
 * Goes through a round with one parcel and takes it back: the embedded engine reads its catalogue and compiles what it
 * runs at the first round, which takes half a second that nobody who writes should wait for.
 */
export async function rehearse(door: Door): Promise<void> {
  try {
    await door.serve(
      "svc_derive",
      "write",
      async (sql) => {
        await sql`
          insert into core.derivation_due (parcel_id, standing_only)
          select parcel_id, true from core.parcel_standing order by parcel_id limit 1`
        const wanted = { asOf: today(), most: 1, evaluationId: null }
        await deriveRound(sql, wanted, { yardsticks: null, actId: null })
        throw new Rehearsed()
      },
      LIMITS,
    )
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error
  }
}

/** Yardsticks of all industries, while rounds follow one another in which no figure moves. */
type Kept = {
  yardsticks: Yardsticks | null
  /** Of the last round that was seen; after another one the yardsticks may be others. */
  actId: string | null
}

/** One complete evaluation, a round after the other. */
export type EvaluationWork = {
  /** @returns false when no evaluation is left to work on */
  round: () => Promise<boolean>
}

/** The complete evaluations that were asked for, the oldest first; each round is a transaction of its own. */
export function openEvaluations(door: Door): EvaluationWork {
  const kept: Kept = { yardsticks: null, actId: null }
  return {
    round: () =>
      door.serve(
        "svc_derive",
        "write",
        async (sql) => {
          const [running] = await sql<{ id: number }>`
            select evaluation_id as id from core.evaluation
             where finished_at is null and cancelled_at is null order by evaluation_id limit 1`
          if (!running) {
            await sql`
              delete from core.derivation_due d using core.evaluation e
               where e.evaluation_id = d.evaluation_id and e.cancelled_at is not null`
            return false
          }
          const wanted = {
            asOf: today(),
            most: EVALUATION_ROUND[door.engine],
            isAnalysed: door.engine === "postgis",
          }
          const done = await deriveRound(sql, { ...wanted, evaluationId: running.id }, kept)
          await (done === 0 ? finishEvaluation(sql, running.id) : advance(sql, running.id, done))
          return true
        },
        LIMITS,
      ),
  }
}

const advance = (sql: Sql, id: number, done: number) => sql`
  update core.evaluation set done_parcels = done_parcels + ${done} where evaluation_id = ${id}`

const finishEvaluation = (sql: Sql, id: number) => sql`
  update core.evaluation
     set finished_at = clock_timestamp(),
         duration_ms = (extract(epoch from clock_timestamp() - started_at) * 1000)::int,
         parcels = (select count(*) from core.parcel_standing),
         suspicions = (select count(*) from core.suspicion where superseded_at is null)
   where evaluation_id = ${id} and finished_at is null and cancelled_at is null`

/**
 * Marks the parcels whose standing is of an earlier legal day: the clock of idle land moves without any
 * change. @returns how many
 */
export const markStale = (door: Door, asOf: string = today()): Promise<number> =>
  door.serve(
    "svc_derive",
    "write",
    async (sql) => {
      const rows = await sql`
        insert into core.derivation_due (parcel_id, standing_only)
        select distinct v.parcel_id, true
          from core.parcel_version v
          left join core.parcel_standing s using (parcel_id)
         where v.superseded_at is null and (s.evaluated_on is null or s.evaluated_on < ${asOf})`
      return rows.count
    },
    LIMITS,
  )

/** The legal day: deadlines count days of China's civil time. */
export const today = (): string => legalDayAt(new Date())

type Round = {
  asOf: string
  /** Parcels. */
  most: number
  /** Whose marks are worked off; null: those of changes. */
  evaluationId: number | null
  /** Whether the engine knows its tables well enough to choose how to join them. */
  isAnalysed?: boolean
}

async function deriveRound(
  sql: Sql,
  { asOf, most, evaluationId, isAnalysed = false }: Round,
  kept: Kept,
): Promise<number> {
  const whose =
    evaluationId === null ? sql`d.evaluation_id is null` : sql`d.evaluation_id = ${evaluationId}`
  // Who left no mark waits for nobody.
  const [any] = await sql`select 1 as one from core.derivation_due d where ${whose} limit 1`
  if (!any) return 0
  // Rounds take turns, also between processes: two would insert the same rows.
  await sql`select pg_advisory_xact_lock(8220)`
  const due = await sql<{ parcelId: number; last: string; standingOnly: boolean }>`
    select parcel_id, max(due_id) as last, bool_and(standing_only) as standing_only
      from core.derivation_due d where ${whose} group by parcel_id order by 3, parcel_id limit ${most}`
  if (due.length === 0) return 0
  const marked = due.map(({ parcelId }) => parcelId)
  const moved = due.filter(({ standingOnly }) => !standingOnly).map(({ parcelId }) => parcelId)
  const withFigures = moved.length > 0 ? await withTheirFirms(sql, moved) : []
  const parcelIds = [...new Set([...marked, ...withFigures])]
  // The embedded engine has no statistics of freshly loaded tables and joins them row by row: 17 s for the
  // sample instead of 2. A few parcels are best found row by row.
  // And a plan that was kept from rounds of a few would be taken for many: minutes instead of seconds.
  const many = parcelIds.length > MANY
  await sql`
    select set_config('enable_nestloop', ${many && !isAnalysed ? "off" : "on"}, true),
           set_config('plan_cache_mode', 'force_custom_plan', true)`
  if (withFigures.length > 0) {
    kept.yardsticks = null
    await refreshMetrics(sql, withFigures)
    await refreshGrades(sql, withFigures)
  } else if (many) {
    if (kept.actId !== (await findLastRound(sql))) kept.yardsticks = null
    kept.yardsticks ??= await listYardsticks(sql)
  }
  kept.actId = await refreshStanding(sql, parcelIds, asOf, kept.yardsticks ?? undefined)
  await sql`
    delete from core.derivation_due d
     using unnest(${marked}::int[], ${due.map(({ last }) => last)}::bigint[]) as done (parcel_id, last)
     where d.parcel_id = done.parcel_id and d.due_id <= done.last and ${whose}`
  return marked.length
}

/** The act of the latest round, whoever's it was: rounds take turns, so that nobody is between it and this one. */
async function findLastRound(sql: Sql): Promise<string | null> {
  const [act] = await sql<{ actId: string }>`
    select act_id from core.act where kind = ${ROUND_ACT} order by act_id desc limit 1`
  return act?.actId ?? null
}

/**
 * A firm's figure is shared out over all its parcels, so a change on one moves the others too: the firm
 * that left a parcel brings more to those it kept.
 */
async function withTheirFirms(sql: Sql, parcelIds: readonly number[]): Promise<number[]> {
  const rows = await sql<{ parcelId: number }>`
    with firm as (
      select enterprise_id from core.occupancy where parcel_id = any(${parcelIds}::int[])
      union select lessor_id from core.occupancy where parcel_id = any(${parcelIds}::int[]) and lessor_id is not null
    )
    select parcel_id from core.occupancy join firm using (enterprise_id) where superseded_at is null
    union select parcel_id from core.occupancy join firm on firm.enterprise_id = lessor_id where superseded_at is null
    union select unnest(${parcelIds}::int[])`
  return rows.map(({ parcelId }) => parcelId)
}
