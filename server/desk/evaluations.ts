/** Complete evaluations: how far one has come, and what each changed against the one before. */
import type { Day } from "../../geodata/days.ts"
import { insertAct } from "../db/act.ts"
import type { Audience } from "../db/audience.ts"
import type { Part, Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import { lastVersionOf } from "../parcels/selection.ts"
import { listReasons } from "./reasons.ts"
import type {
  ChangeKind,
  DifferenceQuery,
  Evaluation,
  EvaluationDifference,
  EvaluationList,
  EvaluationsQuery,
} from "./schema.ts"

/** Two that are asked for at once take turns, so that the second finds the first. */
const START_LOCK = 8269

type Row = Omit<Evaluation, "progress"> & {
  markedParcels: number | null
  doneParcels: number
  /** When it ended, to the microsecond; null while it runs. */
  ended: string | null
}

const rowsWhere = (sql: Sql, condition: Part, most: number) => sql<Row>`
  select evaluation_id as id, as_of::text as as_of, started_at, finished_at, cancelled_at, parcels, suspicions,
         duration_ms, author, coalesce(author_name, author) as author_name, marked_parcels, done_parcels,
         coalesce(finished_at, cancelled_at)::text as ended
    from core.evaluation where ${condition} order by evaluation_id desc limit ${most}`

const toEvaluation = ({ markedParcels, doneParcels, ended, ...row }: Row): Evaluation => ({
  ...row,
  progress:
    ended === null
      ? { done: Math.min(doneParcels, markedParcels ?? doneParcels), all: markedParcels ?? 0 }
      : null,
})

/** The latest first; `cursor` is the last id of the page before. */
export async function listEvaluations(
  sql: Sql,
  { limit, cursor }: EvaluationsQuery,
): Promise<EvaluationList> {
  const before = cursor ? sql`evaluation_id < ${cursor}` : sql`true`
  const rows = await rowsWhere(sql, before, limit + 1)
  const [counted] = await sql<{ total: number }>`select count(*)::int as total from core.evaluation`
  const items = rows.slice(0, limit).map(toEvaluation)
  return { items, total: counted!.total, next: rows.length > limit ? items.at(-1)!.id : null }
}

/**
 * Marks every parcel; rounds that run on after the answer work the marks off.
 * @throws Problem conflict while another one runs
 */
export async function startEvaluation(
  sql: Sql,
  asOf: Day,
  authorName: string,
): Promise<Evaluation> {
  await sql`select pg_advisory_xact_lock(${START_LOCK})`
  const [running] = await rowsWhere(sql, sql`finished_at is null and cancelled_at is null`, 1)
  if (running) throw new Problem("conflict", "已有一次全面评估正在进行，请待其完成或先取消。")
  const actId = await insertAct(sql, "evaluate-all", "evaluation", `as of ${asOf}`)
  const [made] = await sql<{ id: number }>`
    insert into core.evaluation (as_of, author_name, act_id) values (${asOf}, ${authorName}, ${actId})
    returning evaluation_id as id`
  const [evaluation] = await rowsWhere(sql, sql`evaluation_id = ${made!.id}`, 1)
  return toEvaluation(evaluation!)
}

/**
 * Ends a running one after the round that is under way; what was found until then stands.
 * @throws Problem not-found, conflict for one that has ended
 */
export async function cancelEvaluation(sql: Sql, id: number): Promise<void> {
  const [evaluation] = await rowsWhere(sql, sql`evaluation_id = ${id}`, 1)
  if (!evaluation) throw notFound()
  const actId = await insertAct(sql, "cancel-evaluation", `evaluation/${id}`)
  const { count } = await sql`
    update core.evaluation set cancelled_at = clock_timestamp(), cancel_act_id = ${actId}
     where evaluation_id = ${id} and finished_at is null and cancelled_at is null`
  if (count === 0) throw new Problem("conflict", "这次评估已经结束，无法取消。")
}

type Window = { since: string | null; until: string }

/**
 * What stood at one end of the window and not, or otherwise, at the other. What neither began nor ended between
 * stands at both.
 */
const changesIn = (sql: Sql, { since, until }: Window, ruleSet: string | undefined): Part => sql`
  began as (
    select suspicion_id, parcel_id, rule_set, rule, clause from core.suspicion
     where ${since === null ? sql`true` : sql`recorded_at > ${since}::timestamptz`}
       and recorded_at <= ${until}::timestamptz and (superseded_at is null or superseded_at > ${until}::timestamptz)
       and ${ruleSet ? sql`rule_set = ${ruleSet}` : sql`true`}
  ), ended as (
    select suspicion_id, parcel_id, rule_set, rule, clause from core.suspicion
     where ${since === null ? sql`false` : sql`superseded_at > ${since}::timestamptz and recorded_at <= ${since}::timestamptz`}
       and superseded_at <= ${until}::timestamptz
       and ${ruleSet ? sql`rule_set = ${ruleSet}` : sql`true`}
  ), change as (
    select coalesce(e.parcel_id, b.parcel_id) as parcel_id, coalesce(e.rule_set, b.rule_set) as rule_set,
           case when e.suspicion_id is null then 'raised' when b.suspicion_id is null then 'ended' else 'changed' end as change,
           e.suspicion_id as before_id, e.rule as rule_before, e.clause as clause_before,
           b.suspicion_id as after_id, b.rule as rule_after, b.clause as clause_after
      from ended e full join began b on b.parcel_id = e.parcel_id and b.rule_set = e.rule_set
     where e.suspicion_id is null or b.suspicion_id is null or (e.rule, e.clause) is distinct from (b.rule, b.clause)
        or ${reasonsOf(sql, sql`e.suspicion_id`)} is distinct from ${reasonsOf(sql, sql`b.suspicion_id`)}
  ), told as (
    select change.*, v.name, v.parcel_code, v.area_mu
      from change
      left join lateral ${lastVersionOf(sql, sql`change.parcel_id`)} v on true
  )`

/** As far as everybody at the desk may read them. */
const reasonsOf = (sql: Sql, id: Part): Part => sql`
  (select array_agg(row (r.fact, r.value, r.threshold)::text order by r.n) from core.suspicion_reason r where r.suspicion_id = ${id})`

type Told = {
  parcelId: number
  name: string | null
  parcelCode: string | null
  areaMu: string
  ruleSet: string
  change: ChangeKind
  beforeId: number | null
  ruleBefore: string | null
  clauseBefore: string | null
  afterId: number | null
  ruleAfter: string | null
  clauseAfter: string | null
}
type Asked = DifferenceQuery & { id: number; audience: Audience }

/**
 * What an evaluation found otherwise than the complete one before it, the largest first: suspicions that were raised,
 * that ended, and that became another. Edits and imports between the two count in.
 * @throws Problem not-found
 */
export async function readDifference(sql: Sql, asked: Asked): Promise<EvaluationDifference> {
  const { id, change, ruleSet, limit, cursor, audience } = asked
  const [evaluation] = await rowsWhere(sql, sql`evaluation_id = ${id}`, 1)
  if (!evaluation) throw notFound()
  const [previous] = await rowsWhere(sql, sql`evaluation_id < ${id} and finished_at is not null`, 1)
  const window: Window = {
    since: previous?.ended ?? null,
    until: evaluation.ended ?? new Date().toISOString(),
  }
  const changes = changesIn(sql, window, ruleSet)
  const sums = await sumChanges(sql, changes)
  const rows = await sql<Told>`
    with ${changes}
    select parcel_id, name, parcel_code, area_mu::text as area_mu, rule_set, change,
           before_id, rule_before, clause_before, after_id, rule_after, clause_after
      from told where ${change ? sql`change = ${change}` : sql`true`}
     order by told.area_mu desc nulls last, parcel_id, rule_set limit ${limit} offset ${cursor}`
  const ids = rows
    .flatMap(({ beforeId, afterId }) => [beforeId, afterId])
    .filter((one) => one !== null)
  const reasons = await listReasons(sql, ids, audience)
  const hitOf = (suspicionId: number | null, rule: string | null, clause: string | null) =>
    suspicionId === null ? null : { rule: rule!, clause, reasons: reasons.get(suspicionId)! }
  const total = change ? sums.counts[change] : sums.all.flags
  return {
    ...toEvaluation(evaluation),
    previous: previous ? toEvaluation(previous) : null,
    ...sums,
    changes: rows.map((row) => ({
      parcelId: row.parcelId,
      name: row.name,
      parcelCode: row.parcelCode,
      areaMu: row.areaMu,
      ruleSet: row.ruleSet,
      change: row.change,
      before: hitOf(row.beforeId, row.ruleBefore, row.clauseBefore),
      after: hitOf(row.afterId, row.ruleAfter, row.clauseAfter),
    })),
    total,
    next: cursor + limit < total ? cursor + limit : null,
  }
}

const NOTHING = { flags: 0, parcels: 0, areaMu: "0" }

/** Parcels and their mu count once in each sum, however many rule sets suspect them. */
async function sumChanges(sql: Sql, changes: Part) {
  const rows = await sql<{
    kind: ChangeKind | "all"
    flags: number
    parcels: number
    areaMu: string
  }>`
    with ${changes}, of_parcel as (
      select change, parcel_id, count(*) as flags, max(area_mu) as area_mu from told group by change, parcel_id
    ), whole as (
      select parcel_id, sum(flags) as flags, max(area_mu) as area_mu from of_parcel group by parcel_id
    )
    select change as kind, sum(flags)::int as flags, count(*)::int as parcels, trim_scale(coalesce(sum(area_mu), 0))::text as area_mu
      from of_parcel group by change
    union all
    select 'all', coalesce(sum(flags), 0)::int, count(*)::int, trim_scale(coalesce(sum(area_mu), 0))::text from whole`
  const sumOf = (kind: ChangeKind | "all") => {
    const { flags, parcels, areaMu } = rows.find((row) => row.kind === kind) ?? NOTHING
    return { flags, parcels, areaMu }
  }
  const sums = { raised: sumOf("raised"), ended: sumOf("ended"), changed: sumOf("changed") }
  return {
    counts: { raised: sums.raised.flags, ended: sums.ended.flags, changed: sums.changed.flags },
    sums,
    all: sumOf("all"),
  }
}
