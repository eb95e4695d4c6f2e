import type { Sql } from "../db/sql.ts"
import { type ClockRecord, tellTimeline } from "../flags/clock-state.rules.ts"
import type { ParcelFacts } from "./facts.ts"
import type { Stamp } from "./suspicions.ts"

const recordOf = ({ facts, events }: ParcelFacts): ClockRecord => ({
  factsOf: () => facts,
  contractDays: [],
  events,
})

const plain = (amount: number | string | null | undefined) =>
  amount == null ? null : String(amount)

/** Where the legal clocks of some parcels stand, and what each changes to next; written where it differs. */
export async function writeClocks(
  sql: Sql,
  parcels: readonly ParcelFacts[],
  { asOf, actId }: Stamp,
): Promise<void> {
  const rows = parcels.map((parcel) => {
    const [now, next] = tellTimeline(recordOf(parcel), asOf, false, 2)
    return { parcelId: parcel.parcelId, now: now!, next }
  })
  const of = <T>(read: (row: (typeof rows)[number]) => T) => rows.map(read)
  await sql`
    insert into core.idle_clock (parcel_id, state, clause, route, fee_wan_yuan, next_on, next_state,
                                          next_clause, next_route, next_fee_wan_yuan, evaluated_on, act_id)
    select parcel_id, fresh.*, ${asOf}, ${actId}
      from unnest(${of((r) => r.parcelId)}::int[], ${of((r) => r.now.state)}::text[], ${of((r) => r.now.clause)}::text[],
                  ${of((r) => r.now.route)}::text[], ${of((r) => plain(r.now.feeWanYuan))}::text[],
                  ${of((r) => r.next?.from ?? null)}::text[], ${of((r) => r.next?.state ?? null)}::text[],
                  ${of((r) => r.next?.clause ?? null)}::text[], ${of((r) => r.next?.route ?? null)}::text[],
                  ${of((r) => plain(r.next?.feeWanYuan))}::text[])
        as t (parcel_id, state, clause, route, fee, next_on, next_state, next_clause, next_route, next_fee)
     cross join lateral (select t.state, t.clause, t.route, t.fee::numeric(18, 4), t.next_on::date, t.next_state,
                                t.next_clause, t.next_route, t.next_fee::numeric(18, 4)) as fresh
      left join core.idle_clock as known using (parcel_id)
     where known.parcel_id is null
        or (known.state, known.clause, known.route, known.fee_wan_yuan, known.next_on, known.next_state,
            known.next_clause, known.next_route, known.next_fee_wan_yuan, known.evaluated_on)
           is distinct from
           (fresh.state, fresh.clause, fresh.route, fresh.fee, fresh.next_on, fresh.next_state,
            fresh.next_clause, fresh.next_route, fresh.next_fee, ${asOf}::date)
    on conflict (parcel_id) do update
       set state = excluded.state, clause = excluded.clause, route = excluded.route,
           fee_wan_yuan = excluded.fee_wan_yuan, next_on = excluded.next_on, next_state = excluded.next_state,
           next_clause = excluded.next_clause, next_route = excluded.next_route,
           next_fee_wan_yuan = excluded.next_fee_wan_yuan, evaluated_on = excluded.evaluated_on, act_id = excluded.act_id`
}
