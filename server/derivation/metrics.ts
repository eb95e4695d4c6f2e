import type { Sql } from "../db/sql.ts"

/**
 * Makes the per-mu metrics of some parcels again, all years and indicators (domain rule G-08): a firm's
 * figure is allocated to its parcels by the land it used there, averaged over the days of the year; a
 * parcel's metric is the sum of what its firms bring, over its legal area. One missing figure leaves the
 * parcel's sum unknown, never smaller.
 *
 * Land in m² and mu, figures in the unit of the indicator's name; rounding half-up to 8 decimals.
 */
export async function refreshMetrics(sql: Sql, parcelIds: readonly number[]): Promise<void> {
  await sql`delete from fin.parcel_metric where parcel_id = any(${parcelIds}::int[])`
  await sql`
    insert into fin.parcel_metric
           (parcel_id, fiscal_year, indicator, amount, area_mu, per_mu, missing_firms, firms)
    with firm as (
      select enterprise_id from core.occupancy
       where superseded_at is null and parcel_id = any(${parcelIds}::int[])
      union
      select lessor_id from core.occupancy
       where superseded_at is null and parcel_id = any(${parcelIds}::int[]) and lessor_id is not null
    ), year as (
      select distinct fiscal_year from fin.indicator_value
       where superseded_at is null
    ), flow as (
      select enterprise_id, parcel_id, from_on, to_on,
             case kind when 'leasedOut' then -land_area_m2 else land_area_m2 end as area_m2
        from core.occupancy join firm using (enterprise_id)
       where superseded_at is null
      union all
      select lessor_id, parcel_id, from_on, to_on, -land_area_m2
        from core.occupancy join firm on firm.enterprise_id = lessor_id
       where superseded_at is null
    ), used as (
      select enterprise_id, parcel_id, fiscal_year, sum(area_m2 * days) as m2_days
        from flow cross join year,
             lateral (select least(coalesce(to_on, make_date(fiscal_year + 1, 1, 1)), make_date(fiscal_year + 1, 1, 1))
                             - greatest(from_on, make_date(fiscal_year, 1, 1)) as days) as overlap
       where days > 0
       group by enterprise_id, parcel_id, fiscal_year
      having sum(area_m2 * days) > 0
    ), firm_total as (
      select enterprise_id, fiscal_year, sum(m2_days) as m2_days
        from used group by enterprise_id, fiscal_year
    ), indicator as (
      select distinct fiscal_year, indicator from fin.indicator_value
       where superseded_at is null
    ), allocated as (
      select used.parcel_id, used.fiscal_year, indicator.indicator,
             sum(value * used.m2_days / firm_total.m2_days) as amount,
             count(*) filter (where value is null)::int as missing_firms,
             count(*)::int as firms
        from used
        join firm_total using (enterprise_id, fiscal_year)
        join indicator using (fiscal_year)
        left join fin.indicator_value figure
               on figure.enterprise_id = used.enterprise_id
              and figure.fiscal_year = used.fiscal_year
              and figure.indicator = indicator.indicator
              and figure.superseded_at is null
       where used.parcel_id = any(${parcelIds}::int[])
       group by used.parcel_id, used.fiscal_year, indicator.indicator
    )
    select parcel_id, fiscal_year, indicator,
           case when missing_firms = 0 then round(amount, 8) end,
           land.area_mu,
           case when missing_firms = 0 then round(amount / land.area_mu, 8) end,
           missing_firms, firms
      from allocated,
           -- The legal area at the end of the year; for land that came or went, the nearest known one.
           lateral (select area_mu from core.parcel_version v
                     where v.parcel_id = allocated.parcel_id and v.superseded_at is null
                     order by daterange(valid_from, valid_to) @> make_date(fiscal_year, 12, 31) desc, valid_from desc
                     limit 1) as land
     where land.area_mu > 0`
}

/**
 * Makes the grades of some parcels again: that of the graded firm that uses most land on 31 December. Only
 * what differs is written: an unchanged grade must not move a tile's revision.
 */
export async function refreshGrades(sql: Sql, parcelIds: readonly number[]): Promise<void> {
  await sql`
    with flow as (
      select enterprise_id, parcel_id, daterange(from_on, to_on) as days,
             case kind when 'leasedOut' then -land_area_m2 else land_area_m2 end as area_m2
        from core.occupancy
       where superseded_at is null and parcel_id = any(${parcelIds}::int[])
      union all
      select lessor_id, parcel_id, daterange(from_on, to_on), -land_area_m2
        from core.occupancy
       where superseded_at is null and parcel_id = any(${parcelIds}::int[]) and lessor_id is not null
    )
    , fresh as (
      select distinct on (parcel_id, fiscal_year) parcel_id, fiscal_year, grade, enterprise_id
      from (select parcel_id, fiscal_year, grade, enterprise_id, sum(area_m2) as area_m2
              from flow join assess.enterprise_grade g using (enterprise_id)
             where g.superseded_at is null and days @> make_date(fiscal_year, 12, 31)
             group by parcel_id, fiscal_year, grade, enterprise_id
            having sum(area_m2) > 0) as graded
     order by parcel_id, fiscal_year, area_m2 desc, enterprise_id
    ), gone as (
      delete from assess.parcel_grade old
       where parcel_id = any(${parcelIds}::int[])
         and not exists (select from fresh where fresh.parcel_id = old.parcel_id and fresh.fiscal_year = old.fiscal_year)
    )
    insert into assess.parcel_grade as old (parcel_id, fiscal_year, grade, enterprise_id)
    select parcel_id, fiscal_year, grade, enterprise_id from fresh
    on conflict (parcel_id, fiscal_year) do update
       set grade = excluded.grade, enterprise_id = excluded.enterprise_id
     where (old.grade, old.enterprise_id) is distinct from (excluded.grade, excluded.enterprise_id)`
}
