/** Land and firms by the codes that files call them by. */
import type { Day } from "../../geodata/days.ts"
import type { Door } from "../db/door.ts"
import type { Sql } from "../db/sql.ts"

/** The parcel with a code; `several` where the code does not tell which. */
export type Found = number | "several"

/**
 * Parcels by parcel code. The one in effect counts; where none is, the one that ended last: contracts and
 * occupancy of years gone by speak of parcels that were split since.
 */
export async function findParcels(
  sql: Sql,
  codes: readonly string[],
  today: Day,
): Promise<Map<string, Found>> {
  const rows = await sql<{
    code: string
    parcelId: number
    inEffect: boolean
    validTo: Day | null
  }>`
    select v.parcel_code as code, v.parcel_id, coalesce(v.valid_to > ${today}::date, true) as in_effect, v.valid_to
      from core.parcel_version v
     where v.parcel_code = any(${[...new Set(codes)]}::text[]) and v.superseded_at is null
     order by in_effect desc, v.valid_to desc nulls first`
  const found = new Map<string, { hit: Found; inEffect: boolean; validTo: Day | null }>()
  for (const { code, parcelId, inEffect, validTo } of rows) {
    const first = found.get(code)
    if (!first) found.set(code, { hit: parcelId, inEffect, validTo })
    else if (first.hit !== parcelId && first.inEffect === inEffect && first.validTo === validTo)
      found.set(code, { ...first, hit: "several" })
  }
  return new Map([...found].map(([code, { hit }]) => [code, hit]))
}

/**
 * The same for an audience that may not read parcel codes (promotion): whether a code that it wrote itself is
 * on record, through the service that reads land. No code comes out of it that did not go in.
 */
export const findParcelsByService = (
  door: Door,
  codes: readonly string[],
  today: Day,
): Promise<Map<string, Found>> =>
  door.serve("svc_derive", "read", (sql) => findParcels(sql, codes, today))

/** Enterprise ids by unified social credit code. */
export async function findEnterprises(
  sql: Sql,
  codes: readonly string[],
): Promise<Map<string, number>> {
  const rows = await sql<{ creditCode: string; enterpriseId: number }>`
    select credit_code, enterprise_id from core.enterprise
     where credit_code = any(${[...new Set(codes)]}::text[])`
  return new Map(rows.map(({ creditCode, enterpriseId }) => [creditCode, enterpriseId]))
}
