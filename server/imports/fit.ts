/** Whether the uses of parcels fit their land, with the records of an upload in place of what they change. */
import type { Sql } from "../db/sql.ts"
import { findMisfit, type Land, type Misfit, type Use } from "./fit.rules.ts"

type KnownUse = Use & { parcelId: number; base: string }
type KnownLand = Land & { parcelId: number; base: string; parcelCode: string | null }

export type Occupied = {
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
    select parcel_id, enterprise_id, kind, lessor_id, land_area_m2, from_on, to_on, act_id::text as base
      from core.occupancy where parcel_id = any(${ids}::int[]) and superseded_at is null`
  const lands = await sql<KnownLand>`
    select parcel_id, parcel_code, legal_area_m2, valid_from, valid_to, act_id::text as base
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

/** The first parcel among these whose recorded use does not fit, as a sentence. */
export async function findRecordedMisfit(
  sql: Sql,
  parcelIds: readonly number[],
): Promise<string | undefined> {
  for (const { parcelCode, uses, lands } of (await findOccupied(sql, parcelIds)).values()) {
    const misfit = findMisfit(uses, lands)
    if (misfit) return sayMisfit(parcelCode, misfit)
  }
  return undefined
}

/** Those of these parcels whose use would not fit if everything that an act wrote were taken back. */
export async function listMisfitsWithout(
  sql: Sql,
  parcelIds: readonly number[],
  actId: string,
): Promise<Set<number>> {
  const occupied = await findOccupied(sql, parcelIds)
  const ids = [...occupied.keys()]
  const formerUses = await sql<KnownUse>`
    select parcel_id, enterprise_id, kind, lessor_id, land_area_m2, from_on, to_on, act_id::text as base
      from core.occupancy where parcel_id = any(${ids}::int[]) and superseded_act_id = ${actId}::bigint`
  const formerLands = await sql<KnownLand>`
    select parcel_id, parcel_code, legal_area_m2, valid_from, valid_to, act_id::text as base
      from core.parcel_version where parcel_id = any(${ids}::int[]) and superseded_act_id = ${actId}::bigint`
  const misfits = [...occupied.values()].filter(({ parcelId, uses, lands }) => {
    const before = <T extends { parcelId: number; base: string }>(now: T[], former: T[]) => [
      ...now.filter(({ base }) => base !== actId),
      ...former.filter((row) => row.parcelId === parcelId),
    ]
    return findMisfit(before(uses, formerUses), before(lands, formerLands)) !== undefined
  })
  return new Set(misfits.map(({ parcelId }) => parcelId))
}
