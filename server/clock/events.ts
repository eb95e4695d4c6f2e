/** Recording, correcting and withdrawing events of a parcel's legal clock. Nothing is written over. */
import { addDays, type Day } from "../../geodata/days.ts"
import { insertAct } from "../db/act.ts"
import type { Part, Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import { assertParcel } from "./clock.ts"
import type { NewClockEvent } from "./schema.ts"

type Origin = { sourceId: string; actId: string }
type Kind = "pause" | "event" | "delivery"

async function originOf(sql: Sql, act: string, parcelId: number, event: NewClockEvent) {
  const { document, why, kind } = event
  const actId = await insertAct(sql, act, `parcel/${parcelId}`, why ?? `${kind} ${document.title}`)
  const [source] = await sql<{ sourceId: string }>`
    insert into core.source (kind, name, document_no, issued_on, issuer, act_id)
    values ('document', ${document.title}, ${document.documentNo ?? null}, ${document.issuedOn ?? null}::date,
            ${document.issuer ?? null}, ${actId})
    returning source_id`
  return { actId, sourceId: source!.sourceId }
}

/** @throws Problem not-found for an unknown parcel, conflict where the event cannot be */
export async function recordEvent(sql: Sql, parcelId: number, event: NewClockEvent): Promise<void> {
  await assertParcel(sql, parcelId)
  await write(sql, parcelId, event, await originOf(sql, "record-clock-event", parcelId, event))
}

async function write(sql: Sql, parcelId: number, event: NewClockEvent, origin: Origin) {
  const { sourceId, actId } = origin
  if (event.kind === "delivery") return confirmDelivery(sql, parcelId, event.on, origin)
  if (event.kind === "pause") {
    const to = event.to ? addDays(event.to, 1) : null
    await sql`
      insert into core.clock_pause (parcel_id, from_on, to_on, cause, source_id, act_id)
      values (${parcelId}, ${event.from}, ${to}, ${event.cause}, ${sourceId}, ${actId})`
    return
  }
  const [same] = await sql`
    select 1 as one from core.clock_event
     where parcel_id = ${parcelId} and kind = ${event.kind} and on_day = ${event.on} and superseded_at is null`
  if (same) throw new Problem("conflict", `${event.on} 已有同类记录，请更正原记录。`)
  const startOn = event.kind === "supplement" ? event.startOn : null
  await sql`
    insert into core.clock_event (parcel_id, kind, on_day, start_on, source_id, act_id)
    values (${parcelId}, ${event.kind}, ${event.on}, ${startOn}::date, ${sourceId}, ${actId})`
}

/** Delivery is a fact of the contract: its next version, with this day. */
async function confirmDelivery(sql: Sql, parcelId: number, on: Day | null, origin: Origin) {
  const [contract] = await sql<{ contractId: number }>`
    select contract_id from core.land_contract where parcel_id = ${parcelId} and superseded_at is null
     order by signed_on desc nulls last, contract_id desc limit 1 for update`
  if (!contract) throw new Problem("conflict", "该宗地没有出让合同或划拨决定书，无法登记交地。")
  await rewriteDelivery(sql, contract.contractId, on, origin)
}

async function rewriteDelivery(sql: Sql, contractId: number, on: Day | null, origin: Origin) {
  const { sourceId, actId } = origin
  const { count } = await sql`
    update core.land_contract set superseded_at = clock_timestamp(), superseded_act_id = ${actId}
     where contract_id = ${contractId} and superseded_at is null`
  if (count === 0) throw notFound()
  await sql`
    insert into core.land_contract (parcel_id, version, contract_no, supervision_no, signed_on, agreed_delivery_on,
           delivered_on, agreed_start_on, supplement_start_on, agreed_completion_on, agreed_production_on,
           target_check_on, land_price_wan_yuan, total_invest_wan_yuan, dev_area_due_m2, invest_per_mu_wan_yuan,
           output_per_mu_wan_yuan, tax_per_mu_wan_yuan, far_min, far_max, source_id, act_id)
    select parcel_id, version + 1, contract_no, supervision_no, signed_on, agreed_delivery_on,
           ${on}::date, agreed_start_on, supplement_start_on, agreed_completion_on, agreed_production_on,
           target_check_on, land_price_wan_yuan, total_invest_wan_yuan, dev_area_due_m2, invest_per_mu_wan_yuan,
           output_per_mu_wan_yuan, tax_per_mu_wan_yuan, far_min, far_max, ${sourceId}, ${actId}
      from core.land_contract where contract_id = ${contractId}`
}

type Place = { parcelId: number; event: string }

function readPlace({ parcelId, event }: Place) {
  const [kind, id] = event.split("-") as [Kind, string]
  return { parcelId, kind, id: Number(id) }
}

const isOfKind = (kind: Kind, event: NewClockEvent) =>
  kind === "event" ? !["pause", "delivery"].includes(event.kind) : event.kind === kind

/**
 * Puts a corrected event in the place of a recorded one, which stays on record.
 * @throws Problem not-found for one that does not stand, conflict where the correction cannot be
 */
export async function correctEvent(sql: Sql, place: Place, event: NewClockEvent): Promise<void> {
  const { parcelId, kind, id } = readPlace(place)
  if (!isOfKind(kind, event)) throw new Problem("conflict", "更正不能改变事件的种类。")
  const origin = await originOf(sql, "correct-clock-event", parcelId, event)
  if (event.kind === "delivery") {
    await assertDelivery(sql, parcelId, id)
    return rewriteDelivery(sql, id, event.on, origin)
  }
  await supersede(sql, { parcelId, kind, id }, origin.actId)
  await write(sql, parcelId, event, origin)
}

/** Takes an event back; it stays on record. @throws Problem not-found for one that does not stand */
export async function withdrawEvent(sql: Sql, place: Place, why: string): Promise<void> {
  const { parcelId, kind, id } = readPlace(place)
  const actId = await insertAct(sql, "withdraw-clock-event", `parcel/${parcelId}`, why)
  if (kind !== "delivery") return supersede(sql, { parcelId, kind, id }, actId)
  await assertDelivery(sql, parcelId, id)
  const [before] = await sql<{ deliveredOn: Day | null }>`
    select old.delivered_on::text as delivered_on
      from core.land_contract now
      join core.land_contract old on old.parcel_id = now.parcel_id and old.contract_no = now.contract_no
           and old.version < now.version and old.delivered_on is distinct from now.delivered_on
     where now.contract_id = ${id}
     order by old.version desc limit 1`
  const [source] = await sql<{ sourceId: string }>`
    insert into core.source (kind, name, act_id) values ('entry', ${why}, ${actId}) returning source_id`
  await rewriteDelivery(sql, id, before?.deliveredOn ?? null, { actId, sourceId: source!.sourceId })
}

async function assertDelivery(sql: Sql, parcelId: number, contractId: number) {
  const [row] = await sql`
    select 1 as one from core.land_contract
     where contract_id = ${contractId} and parcel_id = ${parcelId} and superseded_at is null
       and delivered_on is not null`
  if (!row) throw notFound()
}

async function supersede(
  sql: Sql,
  { parcelId, kind, id }: { parcelId: number; kind: Kind; id: number },
  actId: string,
) {
  const set: Part = sql`set superseded_at = clock_timestamp(), superseded_act_id = ${actId}::bigint`
  const { count } =
    kind === "pause"
      ? await sql`update core.clock_pause ${set}
                   where clock_pause_id = ${id} and parcel_id = ${parcelId} and superseded_at is null`
      : await sql`update core.clock_event ${set}
                   where clock_event_id = ${id} and parcel_id = ${parcelId} and superseded_at is null`
  if (count === 0) throw notFound()
}
