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
import { refreshStanding } from "./standing.ts"

/**
 * Parcels of one round: keeps a round's statements within seconds on the embedded engine. A server joins whole tables
 * in each round, so that few rounds of many are faster there.
 */
const ROUND = { embedded: 2_000, postgis: 25_000 }
/**
 * Rounds that a server works off abreast where only standing is due, and parcels of each: while one waits for its
 * facts the rules are applied to another's.
 */
const ABREAST = { lanes: 2, most: 15_000 }
/** From so many parcels on whole tables are joined. */
const MANY = 50
const LIMITS = { statementMs: 120_000 }

/** Works off every mark. @returns how many parcels were made again */
export async function deriveDue(door: Door, asOf: string = today()): Promise<number> {
  const kept: Kept = { yardsticks: null }
  let total = 0
  for (;;) {
    const { parcels, moved } = await door.serve("svc_derive", "read", countDue, LIMITS)
    if (parcels === 0) break
    const isStandingAlone = moved === 0 && parcels > MANY && door.engine === "postgis"
    total += isStandingAlone
      ? await deriveAbreast(door, asOf)
      : await door.serve(
          "svc_derive",
          "write",
          (sql) => deriveRound(sql, { asOf, most: ROUND[door.engine], lane: null }, kept),
          LIMITS,
        )
  }
  if (total > 0) await door.serve("svc_derive", "write", finishEvaluations, LIMITS)
  return total
}

/** Parcels that are marked; `moved`: those of which a figure may have moved. */
async function countDue(sql: Sql): Promise<{ parcels: number; moved: number }> {
  const [counts] = await sql<{ parcels: number; moved: number }>`
    select count(distinct parcel_id)::int as parcels,
           count(distinct parcel_id) filter (where not standing_only)::int as moved
      from core.derivation_due`
  return counts!
}

/** Works off the marks of standing alone, each lane its share of the parcels. */
async function deriveAbreast(door: Door, asOf: string): Promise<number> {
  const yardsticks = await door.serve(
    "svc_derive",
    "read",
    async (sql) => {
      await planFor(sql, true)
      return listYardsticks(sql)
    },
    LIMITS,
  )
  const totals = await Promise.all(
    Array.from({ length: ABREAST.lanes }, async (_, lane) => {
      for (let total = 0; ;) {
        const done = await door.serve(
          "svc_derive",
          "write",
          (sql) => deriveRound(sql, { asOf, most: ABREAST.most, lane }, { yardsticks }),
          LIMITS,
        )
        if (done === 0) return total
        total += done
      }
    }),
  )
  return totals.reduce((sum, total) => sum + total, 0)
}

/** Nothing is due any more: what was asked for before is done. */
const finishEvaluations = (sql: Sql) => sql`
  update core.evaluation
     set finished_at = clock_timestamp(),
         duration_ms = (extract(epoch from clock_timestamp() - started_at) * 1000)::int,
         parcels = (select count(*) from core.parcel_standing),
         suspicions = (select count(*) from core.suspicion where superseded_at is null)
   where finished_at is null and not exists (select from core.derivation_due)`

/** Yardsticks of all industries, while rounds follow one another in which no figure moves. */
type Kept = { yardsticks: Yardsticks | null }

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

/** `lane`: of parcels whose standing alone is due its share; null for all that is due. */
type Round = { asOf: string; most: number; lane: number | null }
type Due = { parcelId: number; last: string; standingOnly: boolean }

/**
 * Rounds take turns, also between processes: two would insert the same rows. Those of different lanes share no
 * parcel and go abreast; one of all that is due waits for both, and they for it.
 */
async function takeTurn(sql: Sql, lane: number | null) {
  if (lane === null) return sql`select pg_advisory_xact_lock(8220)`
  return sql`select pg_advisory_xact_lock_shared(8220), pg_advisory_xact_lock(8220, ${lane}::int)`
}

/**
 * The embedded engine has no statistics of freshly loaded tables and joins them row by row: 17 s for the sample
 * instead of 2. A few parcels are best found row by row. And a plan that was kept from rounds of a few would be taken
 * for many: minutes instead of seconds.
 */
const planFor = (sql: Sql, many: boolean) => sql`
  select set_config('enable_nestloop', ${many ? "off" : "on"}, true),
         set_config('plan_cache_mode', 'force_custom_plan', true)`

async function deriveRound(sql: Sql, { asOf, most, lane }: Round, kept: Kept): Promise<number> {
  await takeTurn(sql, lane)
  const share =
    lane === null
      ? sql``
      : sql`having bool_and(standing_only) and parcel_id % ${ABREAST.lanes} = ${lane}`
  const due = await sql<Due>`
    select parcel_id, max(due_id) as last, bool_and(standing_only) as standing_only
      from core.derivation_due group by parcel_id ${share} order by 3, parcel_id limit ${most}`
  if (due.length === 0) return 0
  const marked = due.map(({ parcelId }) => parcelId)
  const moved = due.filter(({ standingOnly }) => !standingOnly).map(({ parcelId }) => parcelId)
  const withFigures = moved.length > 0 ? await withTheirFirms(sql, moved) : []
  const parcelIds = [...new Set([...marked, ...withFigures])]
  const many = parcelIds.length > MANY
  await planFor(sql, many)
  if (withFigures.length > 0) {
    kept.yardsticks = null
    await refreshMetrics(sql, withFigures)
    await refreshGrades(sql, withFigures)
  } else if (many) kept.yardsticks ??= await listYardsticks(sql)
  await refreshStanding(sql, parcelIds, asOf, kept.yardsticks ?? undefined)
  await sql`
    delete from core.derivation_due d
     using unnest(${marked}::int[], ${due.map(({ last }) => last)}::bigint[]) as done (parcel_id, last)
     where d.parcel_id = done.parcel_id and d.due_id <= done.last`
  return marked.length
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
