import { mayRead } from "../accounts/matrix.ts"
import type { Sql } from "../db/sql.ts"
import { toNumber, toNumberOrNull } from "../parcels/decimal.ts"
import { USE } from "../parcels/detail-use.ts"
import { columnsFor, decimal, text, toValues, viewOf } from "../parcels/granted.ts"
import { place, toBounds, toCentre } from "../parcels/list.ts"
import type { Ask } from "./detail.ts"
import { LAND_PLACES, landFlow, landOfYears, landOnDay } from "./relations.ts"

const LAND = viewOf("core.parcel_version", "v", ["parcel_id", "valid_from", "geom"], {
  name: text("name"),
  parcelCode: text("parcel_code"),
  legalAreaM2: decimal("legal_area_m2"),
  areaMu: decimal("area_mu"),
})

type UseRow = Record<string, unknown> & {
  parcelId: number
  isTenants: boolean
  otherName?: string | null
}
type LandRow = Record<string, unknown> &
  Parameters<typeof toBounds>[0] & { parcelId: number; inEffect: boolean }

/**
 * Every parcel that the firm has to do with, and how, as dated strips: those in use first, then by when it came
 * to them. A strip of kind `leasedOut` with a tenant is the other side of that tenant's lease. Areas in m².
 */
export async function listParcels(sql: Sql, ask: Ask) {
  const uses = await listUses(sql, ask)
  const ids = [...new Set(uses.map(({ parcelId }) => parcelId))]
  if (ids.length === 0) return []
  const land = await sql<LandRow>`
    select distinct on (v.parcel_id) v.parcel_id, ${columnsFor(sql, ask.audience, LAND)}, ${place(sql)},
           daterange(v.valid_from, v.valid_to) @> ${ask.day}::date as in_effect
      from core.parcel_version v
     where v.parcel_id = any(${ids}::int[]) and v.superseded_at is null
     order by v.parcel_id, in_effect desc, v.valid_from desc`
  return land
    .map((row) => {
      const own = uses.filter(({ parcelId }) => parcelId === row.parcelId)
      const strips = own.map(({ strip }) => strip)
      return {
        id: row.parcelId,
        ...toValues(LAND, row),
        inEffect: row.inEffect,
        isCurrent: strips.some(({ isCurrent, kind }) => isCurrent && kind !== "leasedOut"),
        bounds: toBounds(row),
        centre: toCentre(row),
        uses: strips,
      }
    })
    .sort(
      (a, b) =>
        Number(b.isCurrent) - Number(a.isCurrent) ||
        (firstOf(a.uses) < firstOf(b.uses) ? -1 : firstOf(a.uses) > firstOf(b.uses) ? 1 : 0) ||
        a.id - b.id,
    )
}

const firstOf = (uses: readonly { from?: string | null }[]) =>
  uses.reduce((first, { from }) => (from && from < first ? from : first), "9999-12-31")

/** The firm's own uses and, where lessors are seen, what its tenants hold of it; by day. */
async function listUses(sql: Sql, { audience, enterpriseId, day }: Ask) {
  const seesLessor = mayRead(audience, "core.occupancy.lessor_id")
  const rows = await sql<UseRow>`
    select o.parcel_id, ${columnsFor(sql, audience, USE)}, o.enterprise_id <> ${enterpriseId} as is_tenants
           ${seesLessor ? sql`, other.name as other_name` : sql``}
      from core.occupancy o
      ${
        seesLessor
          ? sql`left join core.enterprise_version other
              on other.superseded_at is null
             and other.enterprise_id = case o.enterprise_id when ${enterpriseId} then o.lessor_id else o.enterprise_id end`
          : sql``
      }
     where o.superseded_at is null
       and (o.enterprise_id = ${enterpriseId} ${seesLessor ? sql`or o.lessor_id = ${enterpriseId}` : sql``})
     order by o.from_on, o.occupancy_id`
  return rows.map((row) => {
    const { enterpriseId: userId, lessorId, kind, from, to, ...areas } = toValues(USE, row)
    const other = (id: number | null | undefined) =>
      id == null ? null : { enterpriseId: id, name: row.otherName ?? null }
    return {
      parcelId: row.parcelId,
      strip: {
        kind: row.isTenants ? "leasedOut" : kind!,
        from: from!,
        to: to ?? null,
        isCurrent: from! <= day && (to == null || to > day),
        ...areas,
        ...(seesLessor
          ? row.isTenants
            ? { tenant: other(userId) }
            : { lessor: other(lessorId) }
          : {}),
      },
    }
  })
}

/** Years that are told one by one at most, the latest ones. */
const MOST_YEARS = 30

type TodayRow = { ownedMu: string; leasedInMu: string; leasedOutMu: string; landMu: string }
type YearRow = { year: number; endMu: string | null; averageMu: string | null }

/**
 * Land in use in mu: today by its parts, null without any use on record; at the end of each year that is over
 * and averaged over its days (`landOfYears`), the latest year first.
 *
 * @returns undefined where the audience does not see how much land is used
 */
export async function findLand(sql: Sql, { audience, enterpriseId, day }: Ask) {
  if (!LAND_PLACES.every((one) => mayRead(audience, one))) return undefined
  const flow = landFlow(sql, (id) => sql`and ${id} = ${enterpriseId}`)
  const [today] = await sql<TodayRow>`
    select ${landOnDay(sql)}
      from (${flow}) flow
     where flow.from_on <= ${day}::date and (flow.to_on is null or flow.to_on > ${day}::date)
    having count(*) > 0`
  const years = await sql<YearRow>`
    with flow as (${flow}), year as (
      select generate_series(
               greatest(extract(year from min(from_on))::int, extract(year from ${day}::date)::int - ${MOST_YEARS}),
               extract(year from ${day}::date)::int - 1) as fiscal_year
        from flow having count(*) > 0
    )
    select year.fiscal_year as year,
           (select sum(area_m2) * 0.0015 from flow
             where from_on <= make_date(fiscal_year, 12, 31) and (to_on is null or to_on > make_date(fiscal_year, 12, 31))) as end_mu,
           average.mu as average_mu
      from year
      left join (${landOfYears(sql, sql`select * from flow`, sql`select fiscal_year from year`)}) average using (fiscal_year)
     order by year.fiscal_year desc`
  return {
    today: today
      ? {
          ownedMu: toNumber(today.ownedMu),
          leasedInMu: toNumber(today.leasedInMu),
          leasedOutMu: toNumber(today.leasedOutMu),
          landMu: toNumber(today.landMu),
        }
      : null,
    years: years.map(({ year, endMu, averageMu }) => ({
      year,
      endMu: toNumberOrNull(endMu),
      averageMu: toNumberOrNull(averageMu),
    })),
  }
}
