/** What is recorded of parcels' legal clocks, as it was known at an instant. */
import type { Day } from "../../geodata/days.ts"
import { mayRead } from "../accounts/matrix.ts"
import type { Audience } from "../db/audience.ts"
import type { Part, Sql } from "../db/sql.ts"
import type { ClockEvent } from "../flags/clock-events.rules.ts"
import type { ClockRecord } from "../flags/clock-state.rules.ts"
import type { Facts, Pause } from "../flags/facts.rules.ts"
import { known } from "../parcels/selection.ts"

/** Where a record came from, and who wrote it. */
export type Recorded = {
  recordedAt: string
  recordedBy: string
  source: { title: string; documentNo: string | null; issuedOn: Day | null; issuer: string | null }
}

type Contract = Recorded & {
  contractId: number
  contractNo: string
  signedOn: Day | null
  facts: Facts
}
type RecordedPause = Recorded & { id: number; from: Day; to: Day | null; cause: Pause["cause"] }
type RecordedEvent = Recorded & {
  id: number
  kind: ClockEvent["kind"]
  on: Day
  startOn: Day | null
}
type Milestone = Recorded & { milestone: string; on: Day }
type Project = Recorded & { name: string; facts: Facts }

export type History = {
  parcelId: number
  areaMu: string | null
  contracts: Contract[]
  project: Project | null
  milestones: Milestone[]
  pauses: RecordedPause[]
  events: RecordedEvent[]
}

/** From so many parcels on whole tables are joined. */
const MANY = 50

type Asked = { parcelIds: readonly number[]; knownAt: string | null; audience: Audience }

/** The columns of `Recorded` as one JSON object, for a row `t`. */
const recorded = (sql: Sql): Part => sql`
  jsonb_build_object('recordedAt', t.recorded_at, 'recordedBy', a.actor, 'source',
    jsonb_build_object('title', s.name, 'documentNo', s.document_no, 'issuedOn', s.issued_on, 'issuer', s.issuer))`
const origins = (sql: Sql): Part => sql`
  join core.source s on s.source_id = t.source_id join core.act a on a.act_id = t.act_id`

/**
 * The clocks of some parcels as they were known at an instant; null is now. `areaMu` is null for a parcel of which
 * nothing was known then. Land price and total investment are
 * null where the audience may not read them.
 */
export async function listHistories(
  sql: Sql,
  { parcelIds, knownAt, audience }: Asked,
): Promise<History[]> {
  const seesMoney = mayRead(audience, "core.land_contract.land_price_wan_yuan")
  const money = seesMoney
    ? sql`'landPriceWanYuan', t.land_price_wan_yuan::text, 'totalInvestWanYuan', t.total_invest_wan_yuan::text,`
    : sql``
  const isKnown = known(sql, sql`t`, knownAt)
  // The engine takes many parcels for few, and a plan kept from one parcel for any number: row by row.
  if (parcelIds.length > MANY)
    await sql`
      select set_config('enable_nestloop', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)`
  const rows = await sql<{ parcelId: number; areaMu: string | null; parts: string }>`
    with asked as (select unnest(${parcelIds}::int[]) as parcel_id)
    , contract as (
      select t.parcel_id, jsonb_agg(${recorded(sql)} || jsonb_build_object(
               'contractId', t.contract_id, 'contractNo', t.contract_no, 'signedOn', t.signed_on,
               'facts', jsonb_strip_nulls(jsonb_build_object(${money}
                 'suppliedOn', t.signed_on, 'agreedStart', t.agreed_start_on, 'supplementStart', t.supplement_start_on,
                 'deliveryConfirmed', t.delivered_on, 'agreedCompletion', t.agreed_completion_on,
                 'devAreaDue', t.dev_area_due_m2::text)))
               order by t.signed_on nulls first, t.contract_id) as part
        from core.land_contract t join asked using (parcel_id) ${origins(sql)}
       where ${isKnown} group by t.parcel_id
    ), project as (
      select distinct on (t.parcel_id) t.parcel_id, t.name,
             ${recorded(sql)} || jsonb_build_object('name', t.name,
               'facts', jsonb_strip_nulls(jsonb_build_object('suspendedSince', t.suspended_on,
                 'devArea', t.dev_area_m2::text, 'investedWanYuan', t.invested_wan_yuan::text))) as part
        from core.project t join asked using (parcel_id) ${origins(sql)}
       where ${isKnown} order by t.parcel_id, t.project_id desc
    ), milestone as (
      select t.parcel_id, jsonb_agg(${recorded(sql)} || jsonb_build_object('milestone', t.milestone, 'on', t.actual_on)
               order by t.actual_on) as part
        from core.milestone t join project p on p.parcel_id = t.parcel_id and p.name = t.project_name ${origins(sql)}
       where ${isKnown} and t.actual_on is not null group by t.parcel_id
    ), pause as (
      select t.parcel_id, jsonb_agg(${recorded(sql)} || jsonb_build_object(
               'id', t.clock_pause_id, 'from', t.from_on, 'to', t.to_on - 1, 'cause', t.cause)
               order by t.from_on, t.clock_pause_id) as part
        from core.clock_pause t join asked using (parcel_id) ${origins(sql)}
       where ${isKnown} group by t.parcel_id
    ), event as (
      select t.parcel_id, jsonb_agg(${recorded(sql)} || jsonb_build_object(
               'id', t.clock_event_id, 'kind', t.kind, 'on', t.on_day, 'startOn', t.start_on)
               order by t.on_day, t.clock_event_id) as part
        from core.clock_event t join asked using (parcel_id) ${origins(sql)}
       where ${isKnown} group by t.parcel_id
    ), land as (
      select distinct on (t.parcel_id) t.parcel_id, t.area_mu
        from core.parcel_version t join asked using (parcel_id)
       where ${isKnown} order by t.parcel_id, t.valid_from desc
    )
    select asked.parcel_id, land.area_mu::text as area_mu,
           jsonb_build_object('contracts', coalesce(contract.part, '[]'), 'project', project.part,
             'milestones', coalesce(milestone.part, '[]'), 'pauses', coalesce(pause.part, '[]'),
             'events', coalesce(event.part, '[]'))::text as parts
      from asked left join land using (parcel_id)
      left join contract using (parcel_id) left join project using (parcel_id) left join milestone using (parcel_id)
      left join pause using (parcel_id) left join event using (parcel_id)
     order by asked.parcel_id`
  return rows.map(({ parcelId, areaMu, parts }) => ({
    parcelId,
    areaMu,
    ...(JSON.parse(parts) as Omit<History, "parcelId" | "areaMu">),
  }))
}

const MILESTONE_FACT: Record<string, "startedOn" | "completedOn" | "productionStart"> = {
  started: "startedOn",
  completed: "completedOn",
  producing: "productionStart",
}

const toEvent = ({ kind, on, startOn }: RecordedEvent): ClockEvent =>
  kind === "supplement" ? { kind, on, startOn: startOn! } : { kind, on }

/** The history as the state machine reads it. On each day the contract signed last is in force. */
export function toRecord({ contracts, project, milestones, pauses, events }: History): ClockRecord {
  const works: Facts = Object.fromEntries(
    milestones.flatMap(({ milestone, on }) => {
      const fact = MILESTONE_FACT[milestone]
      return fact ? [[fact, on]] : []
    }),
  )
  const stops = pauses.map(({ from, to, cause }) => ({ from, to, cause }))
  const shared: Facts = { ...project?.facts, ...works, pauses: stops }
  return {
    factsOf: (day) => ({
      ...contracts.findLast(({ signedOn }) => signedOn === null || signedOn <= day)?.facts,
      ...shared,
    }),
    contractDays: contracts.flatMap(({ signedOn }) => signedOn ?? []),
    events: events.map(toEvent),
  }
}
