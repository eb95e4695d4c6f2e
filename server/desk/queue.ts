/** The queue of suspicions: what waits to be settled, what was, and what came back. */
import { type Day, daysBetween } from "../../geodata/days.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import { containing, inEffect } from "../parcels/selection.ts"
import type { DeskItem, DeskList, DeskQuery, Place } from "./schema.ts"

/** A discovery is investigated within 30 days (Order 53 art. 5). */
const INVESTIGATE_DAYS = 30
const LEGAL = "idle-order53"

type Where = { parcelId?: number | undefined; ruleSet?: string | undefined }

/**
 * Suspicions that stand, and settled ones that are no longer raised, each with the parcel as it is today and the outcome
 * that was the last. Names no day of discovery: that is looked up where it is asked for.
 */
const flagsOf = (sql: Sql, today: Day, { parcelId, ruleSet }: Where): Part => {
  const within = sql`
    ${parcelId ? sql`parcel_id = ${parcelId}` : sql`true`} and ${ruleSet ? sql`rule_set = ${ruleSet}` : sql`true`}`
  return sql`
    held as (
      select distinct on (parcel_id, rule_set) parcel_id, rule_set, outcome, lapsed_at
        from core.flag_outcome where superseded_at is null and ${within}
       order by parcel_id, rule_set, outcome_id desc
    ), standing as (
      select parcel_id, rule_set, rule, state, clause, since_on from core.suspicion
       where superseded_at is null and ${within}
    ), waiting as (
      select parcel_id, rule_set, min(due_on) as due_on, count(*)::int as open
        from core.flag_request where answered_on is null and ${within}
       group by parcel_id, rule_set
    ), flag as (
      select parcel_id, rule_set, v.name, v.parcel_code, v.area_mu, s.rule, s.state, s.clause, s.since_on,
             case when held.lapsed_at is null then held.outcome end as outcome,
             held.lapsed_at, waiting.due_on as request_due_on, coalesce(waiting.open, 0) as open_requests
        from standing s
        full join held using (parcel_id, rule_set)
        left join waiting using (parcel_id, rule_set)
        join core.parcel_version v using (parcel_id)
       where (s.rule is not null or held.lapsed_at is null) and ${inEffect(sql, today)}
    )`
}

/** When a suspicion was first raised, and again after its outcome lapsed. */
const discoveredOn = (sql: Sql): Part => sql`
  (coalesce(min(old.recorded_at) filter (where flag.lapsed_at is null or old.recorded_at >= flag.lapsed_at),
            min(old.recorded_at)) at time zone 'Asia/Shanghai')::date`

/** The answer that was asked for first, else the term of the law; none for what is settled. */
const dueOn = (sql: Sql, discovered: Part): Part => sql`
  case when outcome is null
       then coalesce(request_due_on, case when rule_set = ${LEGAL} then ${discovered} + ${INVESTIGATE_DAYS}::int end) end`

type Row = Omit<DeskItem, "ageDays" | "overdue">

/** Flags as the desk shows them, in an order; `flags` is a relation of them. */
const itemsOf = (sql: Sql, flags: Part, order: Part): Part => sql`
  select flag.parcel_id as "parcelId", flag.name, flag.parcel_code as "parcelCode", flag.area_mu::text as "areaMu",
         flag.rule_set as "ruleSet", flag.rule, flag.state, flag.clause, flag.since_on::text as since,
         first.discovered_on::text as "discoveredOn",
         (${dueOn(sql, sql`first.discovered_on`)})::text as "dueOn", flag.open_requests as "openRequests",
         (select count(*)::int from core.flag_evidence e
           where e.parcel_id = flag.parcel_id and e.rule_set = flag.rule_set) as evidence,
         flag.outcome, flag.lapsed_at is not null as reopened
    from ${flags} flag
   cross join lateral (
      select ${discoveredOn(sql)} as discovered_on
        from core.suspicion old where old.parcel_id = flag.parcel_id and old.rule_set = flag.rule_set) first
   order by ${order}`

const toItem = (row: Row, today: Day): DeskItem => ({
  ...row,
  ageDays: daysBetween(row.discoveredOn, today),
  overdue: row.dueOn !== null && row.dueOn < today,
})

type Status = NonNullable<DeskQuery["status"]>

/** Conditions on a flag; `overdue` reads `due_on`, which is worked out where it is asked for alone. */
const statusIs = (sql: Sql, status: Status, today: Day): Part => {
  switch (status) {
    case "open":
      return sql`outcome is null`
    case "waiting":
      return sql`outcome is null and open_requests > 0`
    case "overdue":
      return sql`outcome is null and due_on < ${today}::date`
    case "reopened":
      return sql`outcome is null and lapsed_at is not null`
    case "settled":
      return sql`outcome is not null`
    case "dismissed":
      return sql`outcome in ('notIdle', 'notLowEfficiency', 'dataWrong')`
    case "inDisposal":
      return sql`outcome = 'alreadyInDisposal'`
    case "confirmed":
      return sql`outcome = 'confirmed'`
    case "all":
      return sql`true`
  }
}

const orderBy = (sql: Sql, sort: DeskQuery["sort"]): Part => {
  switch (sort) {
    case "areaMu":
      return sql`flag.area_mu desc`
    case "age":
      return sql`flag.discovered_on`
    case "deadline":
      return sql`flag.due_on nulls last`
  }
}

/** The day of discovery and the deadline of every flag: only an order or a filter by them needs those of all. */
const datedFlags = (sql: Sql): Part => sql`
  select one.*, ${dueOn(sql, sql`one.discovered_on`)} as due_on
    from (select flag.*, first.discovered_on
            from asked flag
            join (select flag.parcel_id, flag.rule_set, ${discoveredOn(sql)} as discovered_on
                    from asked flag join core.suspicion old using (parcel_id, rule_set)
                   group by flag.parcel_id, flag.rule_set) first using (parcel_id, rule_set)) one`

/** What is summed up apart, by what became of it. */
const COUNTED = ["open", "dismissed", "inDisposal", "confirmed"] as const

/** Sums over `of_parcel`: so many flags of each parcel, where there are some. */
const sumOf = (sql: Sql, flags: Part, isCounted: Part): Part => sql`
  json_build_object(
    'flags', coalesce(sum(${flags}) filter (where ${isCounted}), 0),
    'parcels', count(*) filter (where ${isCounted}),
    'areaMu', trim_scale(coalesce(sum(area_mu) filter (where ${isCounted}), 0))::text)`

type Sums = Omit<DeskList, "items" | "total" | "next">

/**
 * A page of the queue with the sums of all of it. Flags count each, parcels and their mu once, however many rule sets
 * suspect them.
 */
export async function readQueue(sql: Sql, wanted: DeskQuery, today: Day): Promise<DeskList> {
  const {
    ruleSet,
    rule,
    state,
    status = "open",
    parcel,
    minMu,
    q,
    sort,
    limit,
    cursor = 0,
  } = wanted
  const pattern = q ? containing(q) : ""
  const isDated = sort !== "areaMu" || status === "overdue"
  const order = sql`${orderBy(sql, sort)}, flag.parcel_id, flag.rule_set collate "C"`
  const listed = sql`listed`
  const counts = COUNTED.map(
    (one) => sql`count(*) filter (where ${statusIs(sql, one, today)}) as ${sql(`of_${one}`)}`,
  )
  const byStatus = COUNTED.map((one) => {
    const flags = sql(`of_${one}`)
    return sql`${one}::text, ${sumOf(sql, flags, sql`${flags} > 0`)}`
  })
  const [row] = await sql<{ items: string; sums: string }>`
    with ${flagsOf(sql, today, { parcelId: parcel, ruleSet })}
    , asked as (
      select * from flag
       where ${rule ? sql`rule = ${rule}` : sql`true`}
         and ${state ? sql`state = ${state}` : sql`true`}
         and ${minMu ? sql`area_mu >= ${String(minMu)}::numeric` : sql`true`}
         and ${q ? sql`(name ilike ${pattern} or parcel_code ilike ${pattern})` : sql`true`}
    ), told as materialized (
      -- A settled one that is no longer raised has no state: what its rule set is about tells.
      select flag.*, ${statusIs(sql, status, today)} as is_listed,
             case when state is null then rule_set = ${LEGAL} else state = 'suspected_idle' end as is_idle
        from (${isDated ? datedFlags(sql) : sql`select * from asked`}) flag
    ), of_parcel as (
      select parcel_id, max(area_mu) as area_mu, count(*) filter (where is_listed) as listed,
             bool_or(is_listed and is_idle) as has_idle, ${joined(sql, counts, sql`, `)}
        from told group by parcel_id
    ), page as (
      select * from told flag where is_listed order by ${order} limit ${limit} offset ${cursor}
    )
    select (select coalesce(json_agg(item), '[]') from (${itemsOf(sql, sql`page`, order)}) item)::text as items,
           json_build_object(
             'sums', ${sumOf(sql, listed, sql`listed > 0`)},
             'byKind', json_build_object(
               'idle', ${sumOf(sql, listed, sql`listed > 0 and has_idle`)},
               'lowEfficiency', ${sumOf(sql, listed, sql`listed > 0 and not has_idle`)}),
             'byRuleSet', (
               select coalesce(json_agg(json_build_object(
                        'ruleSet', rule_set, 'flags', flags, 'parcels', flags, 'areaMu', mu) order by rule_set collate "C"), '[]')
                 from (select rule_set, count(*) as flags, trim_scale(sum(area_mu))::text as mu
                         from told where is_listed group by rule_set) part),
             'byStatus', json_build_object(${joined(sql, byStatus, sql`, `)}))::text as sums
      from of_parcel`
  const sums = JSON.parse(row!.sums) as Sums
  const items = JSON.parse(row!.items) as Row[]
  const total = sums.sums.flags
  return {
    items: items.map((item) => toItem(item, today)),
    total,
    next: cursor + limit < total ? cursor + limit : null,
    ...sums,
  }
}

/** One flag of the queue, settled or not; undefined where there is none. */
export async function findItem(sql: Sql, place: Place, today: Day): Promise<DeskItem | undefined> {
  const [row] = await sql<Row>`
    with ${flagsOf(sql, today, place)} ${itemsOf(sql, sql`flag`, sql`flag.parcel_id`)}`
  return row && toItem(row, today)
}
