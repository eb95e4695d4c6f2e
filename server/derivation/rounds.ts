/**
 * Marks of what is due, worked off a round at a time. A round is one transaction; rounds take turns, also between
 * processes, but for those of different lanes, which share no parcel.
 */
import type { Door } from "../db/door.ts"
import type { Part, Sql } from "../db/sql.ts"
import { listYardsticks, type Yardsticks } from "./facts.ts"
import { refreshGrades, refreshMetrics } from "./metrics.ts"
import { refreshStanding, ROUND_ACT } from "./standing.ts"

/** From so many parcels on whole tables are joined. */
const MANY = 50
/**
 * A server works marks of standing alone off abreast: while one round waits for its facts the rules are applied to
 * another's. The embedded engine does one thing after the other.
 */
const LANES = 2
const LIMITS = { statementMs: 120_000 }

/** Whose marks: those of a complete evaluation, or of changes. */
export type Marks = { evaluationId: number | null }

/** What holds for round after round while no figure moves. */
export type Kept = {
  /** Of all industries. */
  yardsticks: Promise<Yardsticks> | null
  /** Acts of the rounds that they served: after a round of somebody else they may be others. */
  served: Set<string>
}
export const keepNothing = (): Kept => ({ yardsticks: null, served: new Set() })

type Round = Marks & {
  asOf: string
  /** Parcels of one round. */
  most: number
  /** Whether the engine knows its tables well enough to choose how to join them. */
  isAnalysed?: boolean
  /** Follows what was made again, in the same transaction. */
  follow?: (sql: Sql, parcels: number) => PromiseLike<unknown>
}

/**
 * Works off one round, on a server two abreast where only standing is due.
 * @returns how many parcels were made again; 0 when nothing is due
 */
export async function workRound(door: Door, round: Round, kept: Kept): Promise<number> {
  const { isDue, isMany, hasMoved } = await door.serve(
    "svc_derive",
    "read",
    (sql) => lookAt(sql, round),
    LIMITS,
  )
  // Who left no mark waits for nobody.
  if (!isDue) return 0
  const isAbreast = door.engine === "postgis" && isMany && !hasMoved
  const lanes = isAbreast ? Array.from({ length: LANES }, (_, lane) => lane) : [null]
  const done = await Promise.all(
    lanes.map((lane) =>
      door.serve("svc_derive", "write", (sql) => deriveRound(sql, round, lane, kept), LIMITS),
    ),
  )
  const parcels = done.reduce((sum, count) => sum + count, 0)
  // Another process may have taken all of it.
  return parcels || workRound(door, round, kept)
}

const marksOf = (sql: Sql, { evaluationId }: Marks): Part =>
  evaluationId === null ? sql`d.evaluation_id is null` : sql`d.evaluation_id = ${evaluationId}`

type Outlook = { isDue: boolean; isMany: boolean; hasMoved: boolean }

/** Whether anything is due, whether much of it, and whether a figure may have moved; read without counting it all. */
async function lookAt(sql: Sql, marks: Marks): Promise<Outlook> {
  const whose = marksOf(sql, marks)
  const [outlook] = await sql<Outlook>`
    select exists (select from core.derivation_due d where ${whose}) as is_due,
           exists (select from core.derivation_due d where ${whose} offset ${MANY}) as is_many,
           exists (select from core.derivation_due d where ${whose} and not standing_only) as has_moved`
  return outlook!
}

/** A round of all that is due waits for those of both lanes, and they for it. */
const takeTurn = (sql: Sql, lane: number | null) =>
  lane === null
    ? sql`select pg_advisory_xact_lock(8220)`
    : sql`select pg_advisory_xact_lock_shared(8220), pg_advisory_xact_lock(8220, ${lane}::int)`

/**
 * The embedded engine has no statistics of freshly loaded tables and joins them row by row: 17 s for the sample
 * instead of 2. A few parcels are best found row by row. And a plan that was kept from rounds of a few would be taken
 * for many: minutes instead of seconds.
 */
const planFor = (sql: Sql, byRow: boolean) => sql`
  select set_config('enable_nestloop', ${byRow ? "on" : "off"}, true),
         set_config('plan_cache_mode', 'force_custom_plan', true)`

type Due = { parcelId: number; marks: string[]; standingOnly: boolean }

/** Parcels of one round with all their marks: those of which a figure may have moved first, of a lane none of them. */
const listDue = (sql: Sql, round: Round, lane: number | null) =>
  lane === null
    ? sql<Due>`
        select parcel_id, array_agg(due_id) as marks, bool_and(standing_only) as standing_only
          from core.derivation_due d where ${marksOf(sql, round)}
         group by parcel_id order by 3, parcel_id limit ${round.most}`
    : sql<Due>`
        select parcel_id, array_agg(due_id) as marks, true as standing_only
          from core.derivation_due d where ${marksOf(sql, round)} and parcel_id % ${LANES} = ${lane}
         group by parcel_id having bool_and(standing_only) order by parcel_id limit ${round.most}`

/** @param lane works off its share of the parcels of which standing alone is due; null all that is due */
export async function deriveRound(
  sql: Sql,
  round: Round,
  lane: number | null,
  kept: Kept,
): Promise<number> {
  await takeTurn(sql, lane)
  const due = await listDue(sql, round, lane)
  if (due.length === 0) return 0
  const marked = due.map(({ parcelId }) => parcelId)
  const moved = due.filter(({ standingOnly }) => !standingOnly).map(({ parcelId }) => parcelId)
  const withFigures = moved.length > 0 ? await withTheirFirms(sql, moved) : []
  const parcelIds = [...new Set([...marked, ...withFigures])]
  const many = parcelIds.length > MANY
  await planFor(sql, !many || (round.isAnalysed ?? false))
  if (withFigures.length > 0) {
    kept.yardsticks = null
    await refreshMetrics(sql, withFigures)
    await refreshGrades(sql, withFigures)
  }
  const yardsticks = many && withFigures.length === 0 ? await readYardsticks(sql, kept) : undefined
  const actId = await refreshStanding(sql, parcelIds, round.asOf, yardsticks)
  if (yardsticks && actId) kept.served.add(actId)
  // A mark that came meanwhile may speak of what was not read yet: those alone go that were seen.
  await sql`delete from core.derivation_due where due_id = any(${due.flatMap(({ marks }) => marks)}::bigint[])`
  await round.follow?.(sql, marked.length)
  return marked.length
}

/** The latest round is whose yardsticks hold: rounds that move figures have nobody beside them. */
async function readYardsticks(sql: Sql, kept: Kept): Promise<Yardsticks> {
  const [last] = await sql<{ actId: string }>`
    select act_id from core.act where kind = ${ROUND_ACT} order by act_id desc limit 1`
  if (last && !kept.served.has(last.actId)) {
    kept.yardsticks = null
    kept.served.clear()
    kept.served.add(last.actId)
  }
  if (!kept.yardsticks) {
    const reading = listYardsticks(sql)
    kept.yardsticks = reading
    reading.catch(() => (kept.yardsticks = null))
  }
  return kept.yardsticks
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
