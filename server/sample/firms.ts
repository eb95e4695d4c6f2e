import type { Sql } from "../db/sql.ts"
import type { SampleEnterprise, SampleOccupancy, SamplePark } from "../../geodata/sample/facts.ts"
import type { Ids, Origin } from "./load.ts"

/** Firms with their present and, where there was one, former name. @returns id by credit code */
export async function insertEnterprises(
  sql: Sql,
  { enterprises }: SamplePark,
  { sourceId, actId }: Origin,
) {
  const of = <T>(read: (enterprise: SampleEnterprise) => T) => enterprises.map(read)
  const rows = await sql<{ enterpriseId: number; creditCode: string }>`
    insert into core.enterprise (credit_code, act_id)
    select code, ${actId} from unnest(${of((e) => e.creditCode)}::text[]) as t (code)
    returning enterprise_id, credit_code`
  const ids = new Map(rows.map(({ creditCode, enterpriseId }) => [creditCode, enterpriseId]))
  const renamed = enterprises.filter(({ formerName }) => formerName !== null)
  await sql`
    insert into core.enterprise_version (enterprise_id, version, name, industry_code, above_scale, registered_on,
           recorded_at, superseded_at, source_id, act_id, superseded_act_id)
    select id, 1, former, industry, above_scale, registered_on, now(), clock_timestamp(), ${sourceId}, ${actId}, ${actId}
      from unnest(${renamed.map((e) => ids.get(e.creditCode)!)}::int[], ${renamed.map((e) => e.formerName)}::text[],
                  ${renamed.map((e) => e.industryCode)}::text[], ${renamed.map((e) => e.aboveScale)}::boolean[],
                  ${renamed.map((e) => e.registeredOn)}::date[]) as t (id, former, industry, above_scale, registered_on)`
  await sql`
    insert into core.enterprise_version (enterprise_id, version, name, industry_code, above_scale, registered_on, source_id, act_id)
    select id, version, name, industry, above_scale, registered_on, ${sourceId}, ${actId}
      from unnest(${of((e) => ids.get(e.creditCode)!)}::int[], ${of((e) => (e.formerName === null ? 1 : 2))}::int[],
                  ${of((e) => e.name)}::text[], ${of((e) => e.industryCode)}::text[], ${of((e) => e.aboveScale)}::boolean[],
                  ${of((e) => e.registeredOn)}::date[]) as t (id, version, name, industry, above_scale, registered_on)`
  return ids
}

export async function insertOccupancy(
  sql: Sql,
  { occupancy }: SamplePark,
  ids: Ids,
  { sourceId, actId }: Origin,
) {
  const of = <T>(read: (use: SampleOccupancy) => T) => occupancy.map(read)
  await sql`
    insert into core.occupancy (parcel_id, enterprise_id, kind, lessor_id, land_area_m2, floor_area_m2, far,
           from_on, to_on, source_id, act_id)
    select parcel, firm, kind, lessor, land, floor, far, from_on, to_on, ${sourceId}, ${actId}
      from unnest(${of((o) => ids.parcels.get(o.parcelCode)!)}::int[], ${of((o) => ids.enterprises.get(o.creditCode)!)}::int[],
                  ${of((o) => o.kind)}::text[],
                  ${of((o) => (o.kind === "leasedIn" && o.lessorCreditCode ? ids.enterprises.get(o.lessorCreditCode)! : null))}::int[],
                  ${of((o) => o.landAreaM2)}::numeric[], ${of((o) => o.floorAreaM2)}::numeric[], ${of((o) => o.far)}::numeric[],
                  ${of((o) => o.fromOn)}::date[], ${of((o) => o.toOn)}::date[])
        as t (parcel, firm, kind, lessor, land, floor, far, from_on, to_on)`
}

/** Yearly figures: one row each, a missing one with its reason. */
export async function insertFigures(
  sql: Sql,
  { figures }: SamplePark,
  { enterprises }: Ids,
  { sourceId, actId }: Origin,
) {
  const rows = figures.flatMap(({ creditCode, fiscalYear, values, missing }) => {
    const firm = { id: enterprises.get(creditCode)!, fiscalYear }
    return [
      ...Object.entries(values).map(([indicator, value]) => ({
        ...firm,
        indicator,
        value: value as string | null,
        reason: null as string | null,
      })),
      ...Object.entries(missing).map(([indicator, reason]) => ({
        ...firm,
        indicator,
        value: null,
        reason: reason as string | null,
      })),
    ]
  })
  await sql`
    insert into fin.indicator_value (enterprise_id, fiscal_year, indicator, value, missing_reason, source_id, act_id)
    select id, fiscal_year, indicator, value, reason, ${sourceId}, ${actId}
      from unnest(${rows.map((r) => r.id)}::int[], ${rows.map((r) => r.fiscalYear)}::int[], ${rows.map((r) => r.indicator)}::text[],
                  ${rows.map((r) => r.value)}::numeric[], ${rows.map((r) => r.reason)}::text[])
        as t (id, fiscal_year, indicator, value, reason)`
}
