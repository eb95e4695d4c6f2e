/** Whether the uses of parcels fit their land, with the records of an upload in place of what they change. */
import type { Sql } from "../db/sql.ts"
import type { Staged } from "./ledger.ts"
import { findMisfit, type Land, type Misfit, type Use } from "./fit.rules.ts"

type KnownUse = Use & { parcelId: number }
type KnownLand = Land & { parcelId: number; parcelCode: string | null }

type Occupied = {
  parcelId: number
  parcelCode: string | null
  uses: KnownUse[]
  lands: KnownLand[]
}

/** What is known of the use of these parcels and of their legal area. */
export async function findOccupied(
  sql: Sql,
  parcelIds: readonly number[],
): Promise<Map<number, Occupied>> {
  const ids = [...new Set(parcelIds)]
  const uses = await sql<KnownUse>`
    select parcel_id, enterprise_id, kind, lessor_id, land_area_m2, from_on, to_on
      from core.occupancy where parcel_id = any(${ids}::int[]) and superseded_at is null`
  const lands = await sql<KnownLand>`
    select parcel_id, parcel_code, legal_area_m2, valid_from, valid_to
      from core.parcel_version where parcel_id = any(${ids}::int[]) and superseded_at is null
     order by valid_from`
  const occupied = new Map(
    ids.map((parcelId): [number, Occupied] => [
      parcelId,
      { parcelId, parcelCode: null, uses: [], lands: [] },
    ]),
  )
  for (const use of uses) occupied.get(use.parcelId)?.uses.push(use)
  for (const land of lands) {
    const parcel = occupied.get(land.parcelId)
    if (!parcel) continue
    parcel.lands.push(land)
    parcel.parcelCode = land.parcelCode ?? parcel.parcelCode
  }
  return occupied
}

export const misfitRule = "occupancy-exceeds"

/** Names the parcel and the day. */
export function sayMisfit(parcelCode: string | null, { onDay, whose }: Misfit): string {
  const what =
    whose === "parcel" ? "自有用地之和超过法定面积" : "有企业租出的土地多于它所拥有和租入的土地"
  return `宗地 ${parcelCode ?? "（无代码）"} 在 ${onDay} ${what}。`
}

/** Those of these parcels whose recorded use does not fit, each with a sentence that names it and the day. */
export async function listMisfits(
  sql: Sql,
  parcelIds: readonly number[],
): Promise<Map<number, string>> {
  const misfits = new Map<number, string>()
  for (const { parcelId, parcelCode, uses, lands } of (
    await findOccupied(sql, parcelIds)
  ).values()) {
    const misfit = findMisfit(uses, lands)
    if (misfit) misfits.set(parcelId, sayMisfit(parcelCode, misfit))
  }
  return misfits
}

/** Rows of a batch, written or taken back just now, whose parcels do not fit as they are recorded. */
export async function listMisfitRows(sql: Sql, { importId, table }: Staged) {
  const rows = await sql<{ row: number; parcelId: number }>`
    select row, target_id as parcel_id from ${sql(table)}
     where import_id = ${importId} and outcome in ('inserted', 'updated') order by row`
  const misfits = await listMisfits(
    sql,
    rows.map(({ parcelId }) => parcelId),
  )
  return rows.flatMap(({ row, parcelId }) => {
    const message = misfits.get(parcelId)
    return message === undefined ? [] : [{ row, message }]
  })
}
