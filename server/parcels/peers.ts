/** What a parcel yields beside others: the median of its industry and of the whole park, by year. */
import { mayRead } from "../accounts/matrix.ts"
import type { Audience } from "../db/audience.ts"
import { joiningWholes } from "../db/joining.ts"
import type { Part, Sql } from "../db/sql.ts"
import { catalogueOf } from "./catalogue.ts"
import { toNumberOrNull } from "./decimal.ts"
import type { PeerYear } from "./peers.schema.ts"
import { joinsOf, MAIN_FIRM } from "./relations.ts"
import { inEffect } from "./selection.ts"
import { PER_MU } from "./summary.ts"

/** Below so many parcels a median would tell of single ones. */
const FEWEST = 3
/** Years that are compared at most, the latest ones. */
const MOST_YEARS = 5

/** Medians are figures of firms: for whoever sees figures, and what firms make. */
export const seesPeers = (audience: Audience): boolean => {
  const catalogue = catalogueOf(audience)
  return (
    catalogue.has("industryCode") &&
    Object.values(PER_MU).every((name) => catalogue.has(name)) &&
    mayRead(audience, "fin.parcel_metric.per_mu")
  )
}

/** The two digits of GB/T 4754-2017 by which firms are told apart; null where the code has none. */
const industry = (sql: Sql): Part =>
  sql`substring(main_firm.industry_code from '^[A-T]?([0-9]{2})')`

type Row = {
  indicator: string
  industryCode: string | null
  parcels: number
  median: string | null
  industryParcels: number
  industryMedian: string | null
}

/**
 * Medians per mu of parcels whose main firm at the end of the year is of the same two-digit industry, and of all
 * parcels, this one among them; the latest year first. No median of fewer than three parcels.
 *
 * @returns undefined for a parcel that there is not
 */
export async function listPeers(sql: Sql, parcelId: number): Promise<PeerYear[] | undefined> {
  const [parcel] = await sql<{ found: number }>`
    select 1 as found from core.parcel_version where parcel_id = ${parcelId} and superseded_at is null limit 1`
  if (!parcel) return undefined
  const years = await sql<{ fiscalYear: number }>`
    select distinct fiscal_year from fin.parcel_metric where parcel_id = ${parcelId}
     order by fiscal_year desc limit ${MOST_YEARS}`
  return joiningWholes(sql, async () => {
    const told: PeerYear[] = []
    for (const { fiscalYear } of years) told.push(await findYear(sql, parcelId, fiscalYear))
    return told
  })
}

async function findYear(sql: Sql, parcelId: number, fiscalYear: number): Promise<PeerYear> {
  const scope = { day: `${fiscalYear}-12-31`, year: fiscalYear, each: false }
  // Both middle values are taken as they are, so that the median is exact.
  const median = (which: Part) => sql`
    (percentile_disc(0.5) within group (order by per_mu) filter (where ${which})
     + percentile_disc(0.5) within group (order by per_mu desc) filter (where ${which})) / 2`
  const rows = await sql<Row>`
    with parcel as materialized (
      select v.parcel_id, ${industry(sql)} as industry
        from core.parcel_version v ${joinsOf(sql, [{ relation: MAIN_FIRM }], scope)[0]!}
       where ${inEffect(sql, scope.day)}
    ), own as (select industry from parcel where parcel_id = ${parcelId}),
    value as (
      select m.indicator, m.per_mu, coalesce(parcel.industry = (select industry from own), false) as is_same
        from parcel join fin.parcel_metric m on m.parcel_id = parcel.parcel_id
       where m.fiscal_year = ${fiscalYear}::int and m.per_mu is not null
    )
    select indicator, (select industry from own) as industry_code,
           count(*)::int as parcels, ${median(sql`true`)} as median,
           (count(*) filter (where is_same))::int as industry_parcels, ${median(sql`is_same`)} as industry_median
      from value group by indicator`
  const industryCode = rows[0]?.industryCode ?? null
  const told = (parcels: number, value: string | null | undefined) => ({
    parcels,
    median: parcels < FEWEST ? null : toNumberOrNull(value ?? null),
  })
  return {
    fiscalYear,
    industry: industryCode,
    indicators: Object.fromEntries(
      Object.keys(PER_MU).map((indicator) => {
        const row = rows.find((one) => one.indicator === indicator)
        return [
          indicator,
          {
            industry:
              industryCode === null ? null : told(row?.industryParcels ?? 0, row?.industryMedian),
            park: told(row?.parcels ?? 0, row?.median),
          },
        ]
      }),
    ),
  }
}
