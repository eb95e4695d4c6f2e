/** The queue of suspicions: what waits to be settled, what was, and what came back. */
import { addDays, type Day, daysBetween } from "../../geodata/days.ts"
import { Exact } from "../../geodata/units.ts"
import type { Part, Sql } from "../db/sql.ts"
import { containing, inEffect } from "../parcels/selection.ts"
import type { DeskItem, DeskList, DeskQuery, Place } from "./schema.ts"

/** A discovery is investigated within 30 days (Order 53 art. 5). */
const INVESTIGATE_DAYS = 30
const LEGAL = "idle-order53"

type Row = Omit<DeskItem, "ageDays" | "dueOn" | "overdue"> & { requestDueOn: Day | null }

/** Suspicions that stand, and settled ones that are no longer raised, each with what the desk knows of it. */
const rowsWhere = (sql: Sql, today: Day, condition: Part) => sql<Row>`
  with held as (
    select distinct on (parcel_id, rule_set) parcel_id, rule_set, outcome, suspicion_id, lapsed_at, recorded_at
      from core.flag_outcome where superseded_at is null
     order by parcel_id, rule_set, outcome_id desc
  ), place as (
    select parcel_id, rule_set from core.suspicion where superseded_at is null
    union
    select parcel_id, rule_set from held where lapsed_at is null
  )
  select p.parcel_id, v.name, v.parcel_code, v.area_mu::text as area_mu, p.rule_set, s.rule, s.state, s.clause,
         s.since_on::text as since,
         (first.at at time zone 'Asia/Shanghai')::date::text as discovered_on,
         request.due_on::text as request_due_on, coalesce(request.open, 0) as open_requests,
         (select count(*)::int from core.flag_evidence e where e.parcel_id = p.parcel_id and e.rule_set = p.rule_set) as evidence,
         case when held.lapsed_at is null then held.outcome end as outcome,
         held.lapsed_at is not null as reopened
    from place p
    join core.parcel_version v on v.parcel_id = p.parcel_id and ${inEffect(sql, today)}
    left join core.suspicion s on s.parcel_id = p.parcel_id and s.rule_set = p.rule_set and s.superseded_at is null
    left join held on held.parcel_id = p.parcel_id and held.rule_set = p.rule_set
    left join lateral (
      select min(r.due_on) as due_on, count(*)::int as open from core.flag_request r
       where r.parcel_id = p.parcel_id and r.rule_set = p.rule_set and r.answered_on is null) request on true
    left join lateral (
      select coalesce(min(old.recorded_at) filter (where held.lapsed_at is null or old.recorded_at >= held.lapsed_at),
                      min(old.recorded_at)) as at
        from core.suspicion old where old.parcel_id = p.parcel_id and old.rule_set = p.rule_set) first on true
   where ${condition}`

function toItem({ requestDueOn, ...row }: Row, today: Day): DeskItem {
  const legalDue = row.ruleSet === LEGAL ? addDays(row.discoveredOn, INVESTIGATE_DAYS) : null
  const dueOn = row.outcome ? null : (requestDueOn ?? legalDue)
  return {
    ...row,
    ageDays: daysBetween(row.discoveredOn, today),
    dueOn,
    overdue: dueOn !== null && dueOn < today,
  }
}

const STATUS: Record<NonNullable<DeskQuery["status"]>, (item: DeskItem) => boolean> = {
  open: ({ outcome }) => outcome === null,
  waiting: ({ outcome, openRequests }) => outcome === null && openRequests > 0,
  overdue: ({ outcome, overdue }) => outcome === null && overdue,
  reopened: ({ outcome, reopened }) => outcome === null && reopened,
  settled: ({ outcome }) => outcome !== null,
}

const ORDER: Record<DeskQuery["sort"], (a: DeskItem, b: DeskItem) => number> = {
  areaMu: (a, b) => Number(b.areaMu) - Number(a.areaMu),
  age: (a, b) => b.ageDays - a.ageDays,
  deadline: (a, b) => {
    const [one, other] = [a.dueOn ?? "9999", b.dueOn ?? "9999"]
    return one < other ? -1 : one > other ? 1 : 0
  },
}

export async function readQueue(sql: Sql, wanted: DeskQuery, today: Day): Promise<DeskList> {
  const { ruleSet, rule, state, status = "open", minMu, q, sort, limit, cursor = 0 } = wanted
  const pattern = q ? containing(q) : ""
  const rows = await rowsWhere(
    sql,
    today,
    sql`${ruleSet ? sql`p.rule_set = ${ruleSet}` : sql`true`}
        and ${rule ? sql`s.rule = ${rule}` : sql`true`}
        and ${state ? sql`s.state = ${state}` : sql`true`}
        and ${minMu ? sql`v.area_mu >= ${String(minMu)}::numeric` : sql`true`}
        and ${q ? sql`(v.name ilike ${pattern} or v.parcel_code ilike ${pattern})` : sql`true`}`,
  )
  const items = rows
    .map((row) => toItem(row, today))
    .filter(STATUS[status])
    .toSorted(
      (a, b) => ORDER[sort](a, b) || a.parcelId - b.parcelId || (a.ruleSet < b.ruleSet ? -1 : 1),
    )
  const parcels = new Map(items.map(({ parcelId, areaMu }) => [parcelId, areaMu]))
  return {
    items: items.slice(cursor, cursor + limit),
    total: items.length,
    next: cursor + limit < items.length ? cursor + limit : null,
    sums: {
      flags: items.length,
      parcels: parcels.size,
      areaMu: [...parcels.values()].reduce((sum, mu) => sum.plus(mu), new Exact(0)).toFixed(),
    },
  }
}

/** One flag of the queue, settled or not; undefined where there is none. */
export async function findItem(
  sql: Sql,
  { parcelId, ruleSet }: Place,
  today: Day,
): Promise<DeskItem | undefined> {
  const [row] = await rowsWhere(
    sql,
    today,
    sql`p.parcel_id = ${parcelId} and p.rule_set = ${ruleSet}`,
  )
  return row && toItem(row, today)
}
