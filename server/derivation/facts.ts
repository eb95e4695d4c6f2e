import type { Part, Sql } from "../db/sql.ts"
import type { ClockEvent } from "../flags/clock-events.rules.ts"
import type { Medians } from "../flags/conditions.rules.ts"
import type { Facts } from "../flags/facts.rules.ts"
import type { Band, Bands } from "../flags/triangle.rules.ts"
import type { Milestones } from "../flags/project-status.rules.ts"

/** The facts that rule sets read, of one parcel, with the milestones of its latest project. */
export type ParcelFacts = {
  parcelId: number
  /** As ledgers tell them; `factsOn` makes of them those of a day. */
  facts: Facts
  events: ClockEvent[]
  milestones: Milestones
  /** Neither occupied nor under an open deal or case: what promotion may offer. */
  available: boolean | null
}

/** Whether whoever asks may read `schema.table.column`. */
export type Sees = (place: string) => boolean
const everything: Sees = () => true

/**
 * Gathers the facts of some parcels from what is current in every table. Days are YYYY-MM-DD, decimals
 * are text, a fact that is not known is null. Per-mu figures are those of the latest fiscal year.
 *
 * What the asker may not read is not read, and so not known: `available` is null then.
 *
 * Investment intensity counts the land price in, the 25 % test of idle land counts it out.
 */
export async function listFacts(
  sql: Sql,
  parcelIds: readonly number[],
  sees: Sees = everything,
): Promise<ParcelFacts[]> {
  const money = sees("core.land_contract.land_price_wan_yuan")
    ? sql`land_price_wan_yuan, total_invest_wan_yuan`
    : sql`null::numeric as land_price_wan_yuan, null::numeric as total_invest_wan_yuan`
  const figures = sees("fin.parcel_metric.amount")
    ? sql`
      select parcel_id,
             max(per_mu) filter (where indicator = 'taxWanYuan') as tax_per_mu,
             max(amount) filter (where indicator = 'taxWanYuan') as tax,
             max(amount) filter (where indicator = 'revenueWanYuan') as revenue,
             max(amount) filter (where indicator = 'powerWanKwh') as power
        from fin.parcel_metric
       where parcel_id = any(${parcelIds}::int[])
         and fiscal_year = (select max(fiscal_year) from fin.parcel_metric)
         and indicator in ('taxWanYuan', 'revenueWanYuan', 'powerWanKwh')
       group by parcel_id`
    : sql`
      select null::int as parcel_id, null::numeric as tax_per_mu, null::numeric as tax,
             null::numeric as revenue, null::numeric as power where false`
  const isFree = sees("core.deal.parcel_id")
    ? sql`main_firm.parcel_id is null
             and not exists (select from core.deal d where d.parcel_id = land.parcel_id and d.closed_on is null)
             and not exists (select from core.disposal_case d where d.parcel_id = land.parcel_id and d.closed_on is null)`
    : sql`null::boolean`
  return sql<ParcelFacts>`
    with land as (
      select distinct on (parcel_id) parcel_id, area_mu, legal_area_m2, approved_on
        from core.parcel_version
       where superseded_at is null and parcel_id = any(${parcelIds}::int[])
       order by parcel_id, valid_from desc
    ), contract as (
      select distinct on (parcel_id) parcel_id, signed_on, agreed_start_on, supplement_start_on, delivered_on,
             agreed_completion_on, agreed_production_on, target_check_on, dev_area_due_m2, far_min,
             invest_per_mu_wan_yuan, tax_per_mu_wan_yuan, ${money}
        from core.land_contract
       where superseded_at is null and parcel_id = any(${parcelIds}::int[])
       order by parcel_id, signed_on desc nulls last, contract_id desc
    ), project as (
      select distinct on (parcel_id) * from core.project
       where superseded_at is null and parcel_id = any(${parcelIds}::int[])
       order by parcel_id, project_id desc
    ), milestone as (
      select m.parcel_id, jsonb_object_agg(m.milestone, m.actual_on) as day_of
        from core.milestone m
        join project on project.parcel_id = m.parcel_id and project.name = m.project_name
       where m.superseded_at is null and m.parcel_id = any(${parcelIds}::int[])
       group by m.parcel_id
    ), pause as (
      select parcel_id, jsonb_agg(jsonb_build_object('from', from_on, 'to', to_on - 1, 'cause', cause) order by from_on) as pauses
        from core.clock_pause
       where superseded_at is null and parcel_id = any(${parcelIds}::int[])
       group by parcel_id
    ), event as (
      select parcel_id, jsonb_agg(jsonb_build_object('kind', kind, 'on', on_day, 'startOn', start_on) order by on_day) as events
        from core.clock_event
       where superseded_at is null and parcel_id = any(${parcelIds}::int[])
       group by parcel_id
    ), built as (
      select parcel_id, sum(floor_area_m2) as floor_area_m2
        from core.building
       where superseded_at is null and parcel_id = any(${parcelIds}::int[])
       group by parcel_id
    ), main_firm as (
      select distinct on (o.parcel_id) o.parcel_id, e.industry_code, e.above_scale
        from core.occupancy o
        join core.enterprise_version e on e.enterprise_id = o.enterprise_id and e.superseded_at is null
       where o.superseded_at is null and o.to_on is null and o.kind <> 'leasedOut'
         and o.parcel_id = any(${parcelIds}::int[])
       order by o.parcel_id, o.land_area_m2 desc, o.enterprise_id
    ), figure as (${figures}
    )
    select land.parcel_id,
           json_build_object(
             'approvedOn', land.approved_on,
             'suppliedOn', contract.signed_on,
             'agreedStart', contract.agreed_start_on,
             'supplementStart', contract.supplement_start_on,
             'deliveryConfirmed', contract.delivered_on,
             'agreedCompletion', contract.agreed_completion_on,
             'agreedProduction', contract.agreed_production_on,
             'targetCheckOn', contract.target_check_on,
             'startedOn', milestone.day_of ->> 'started',
             'completedOn', milestone.day_of ->> 'completed',
             'productionStart', milestone.day_of ->> 'producing',
             'suspendedSince', project.suspended_on,
             'stoppedSince', project.stopped_on,
             'pauses', pause.pauses,
             'aboveScale', main_firm.above_scale,
             'industryCode', main_firm.industry_code,
             'devArea', project.dev_area_m2::text,
             'devAreaDue', contract.dev_area_due_m2::text,
             'devShare', round(project.dev_area_m2 / contract.dev_area_due_m2, 8)::text,
             'investedShare', round(project.invested_wan_yuan / nullif(contract.total_invest_wan_yuan, 0), 8)::text,
             'investedWanYuan', project.invested_wan_yuan::text,
             'totalInvestWanYuan', contract.total_invest_wan_yuan::text,
             'landPriceWanYuan', contract.land_price_wan_yuan::text,
             'landMu', land.area_mu::text,
             'far', round(built.floor_area_m2 / land.legal_area_m2, 4)::text,
             'farMin', contract.far_min::text,
             'undevelopedMu', (greatest(contract.dev_area_due_m2 - project.dev_area_m2, 0) * 0.0015)::text,
             'investmentIntensity',
               round((project.invested_wan_yuan + contract.land_price_wan_yuan) / land.area_mu, 4)::text,
             'agreedInvestmentIntensity', contract.invest_per_mu_wan_yuan::text,
             'agreedTaxPerMu', contract.tax_per_mu_wan_yuan::text,
             'taxPerMu', figure.tax_per_mu::text,
             'taxPerKwh', round(figure.tax / nullif(figure.power, 0), 8)::text,
             'revenuePerKwh', round(figure.revenue / nullif(figure.power, 0), 8)::text
           ) as facts,
           coalesce(event.events, '[]') as events,
           json_build_object(
             'signedOn', milestone.day_of ->> 'signed',
             'landAcquiredOn', milestone.day_of ->> 'landAcquired',
             'startedOn', milestone.day_of ->> 'started',
             'inStatisticsOn', milestone.day_of ->> 'inStatistics',
             'completedOn', milestone.day_of ->> 'completed',
             'productionStart', milestone.day_of ->> 'producing',
             'aboveScaleOn', milestone.day_of ->> 'aboveScale',
             'designOutputOn', milestone.day_of ->> 'designOutput'
           ) as milestones,
           ${isFree}
             as available
      from land
      left join contract using (parcel_id)
      left join project using (parcel_id)
      left join milestone using (parcel_id)
      left join pause using (parcel_id)
      left join event using (parcel_id)
      left join built using (parcel_id)
      left join main_firm using (parcel_id)
      left join figure using (parcel_id)`
}

/** What an industry's parcels are compared with. */
export type Yardsticks = { medians: Medians; bands: Bands }

/** Two digits of GB/T 4754, whatever stands before and behind them. */
const INDUSTRY = (sql: Sql): Part => sql`substring(e.industry_code from '^[A-Z]?(\\d{2})')`

/** Parcels with a firm of some industries; which of its firms is the main one is told of these alone. */
const parcelsOf = (sql: Sql, industries: readonly string[]): Part => sql`
  of_industry as materialized (
    select distinct o.parcel_id
      from core.enterprise_version e
      join core.occupancy o on o.enterprise_id = e.enterprise_id and o.superseded_at is null
     where e.superseded_at is null and o.to_on is null and o.kind <> 'leasedOut'
       and ${INDUSTRY(sql)} = any(${industries}::text[])
  ), `

const MAIN_FIRM_FIGURES = (sql: Sql, industries: readonly string[] | null): Part => sql`
  ${industries ? parcelsOf(sql, industries) : sql``}
  main_firm as (
    select distinct on (o.parcel_id) o.parcel_id, ${INDUSTRY(sql)} as industry
      from core.occupancy o ${industries ? sql`join of_industry using (parcel_id)` : sql``}
      join core.enterprise_version e on e.enterprise_id = o.enterprise_id and e.superseded_at is null
     where o.superseded_at is null and o.to_on is null and o.kind <> 'leasedOut'
     order by o.parcel_id, o.land_area_m2 desc, o.enterprise_id
  ), figure as (
    select parcel_id, industry,
           max(per_mu) filter (where indicator = 'taxWanYuan') as tax_per_mu,
           max(amount) filter (where indicator = 'taxWanYuan') as tax,
           max(amount) filter (where indicator = 'revenueWanYuan') as revenue,
           nullif(max(amount) filter (where indicator = 'powerWanKwh'), 0) as power
      from fin.parcel_metric join main_firm using (parcel_id)
     where fiscal_year = (select max(fiscal_year) from fin.parcel_metric)
       and indicator in ('taxWanYuan', 'revenueWanYuan', 'powerWanKwh')
       and industry is not null ${industries ? sql`and industry = any(${industries}::text[])` : sql``}
     group by parcel_id, industry
  ), per_kwh as (
    select parcel_id, industry, tax_per_mu::float8 as tax_per_mu,
           round(tax / power, 8)::float8 as tax, round(revenue / power, 8)::float8 as revenue
      from figure
  )`

/**
 * Medians of MEDIAN_FACTS, and bands of what a kWh brings, by two-digit industry over every parcel of the latest
 * fiscal year.
 * @param industries those asked for; every one when absent
 */
export async function listYardsticks(
  sql: Sql,
  industries: readonly string[] | null = null,
): Promise<Yardsticks> {
  if (industries?.length === 0) return { medians: {}, bands: {} }
  const rows = await sql<{
    industry: string
    taxPerKwh: string | null
    revenuePerKwh: string | null
    taxPerMu: string | null
    bands: string
  }>`
    with ${MAIN_FIRM_FIGURES(sql, industries)}
    , middle as (
      select industry,
             percentile_cont(0.5) within group (order by tax) as tax_per_kwh,
             percentile_cont(0.5) within group (order by revenue) as revenue_per_kwh,
             percentile_cont(0.5) within group (order by tax_per_mu) as tax_per_mu,
             percentile_cont(0.5) within group (order by case when tax > 0 then ln(tax) end) as tax_log,
             percentile_cont(0.5) within group (order by case when revenue > 0 then ln(revenue) end) as revenue_log
        from per_kwh group by industry
    ), spread as (
      select industry,
             percentile_cont(0.5) within group (order by case when tax > 0 then abs(ln(tax) - tax_log) end) as tax_mad,
             percentile_cont(0.5) within group (order by case when revenue > 0 then abs(ln(revenue) - revenue_log) end) as revenue_mad,
             count(*) filter (where tax > 0)::int as tax_count,
             count(*) filter (where revenue > 0)::int as revenue_count
        from per_kwh join middle using (industry) group by industry
    )
    select industry, round(middle.tax_per_kwh::numeric, 8) as tax_per_kwh,
           round(middle.revenue_per_kwh::numeric, 8) as revenue_per_kwh,
           round(middle.tax_per_mu::numeric, 8) as tax_per_mu,
           json_build_object(
             'taxPerKwh', json_build_object('median', round(tax_log::numeric, 8), 'mad', round(tax_mad::numeric, 8), 'count', tax_count),
             'revenuePerKwh', json_build_object('median', round(revenue_log::numeric, 8), 'mad', round(revenue_mad::numeric, 8), 'count', revenue_count)
           )::text as bands
      from middle join spread using (industry)`
  const medians = rows.map(({ industry, taxPerKwh, revenuePerKwh, taxPerMu }) => [
    industry,
    Object.fromEntries(
      Object.entries({ taxPerKwh, revenuePerKwh, taxPerMu }).filter(
        (entry): entry is [string, string] => entry[1] !== null,
      ),
    ),
  ])
  const bands = rows.map(({ industry, bands }) => [industry, readBands(bands)])
  return { medians: Object.fromEntries(medians), bands: Object.fromEntries(bands) }
}

type ToldBand = { median: number | null; mad: number | null; count: number }

function readBands(text: string): Bands[string] {
  const told = JSON.parse(text) as { taxPerKwh: ToldBand; revenuePerKwh: ToldBand }
  const read = ({ median, mad, count }: ToldBand): Band | undefined =>
    median === null || mad === null ? undefined : { median, mad, count }
  return { taxPerKwh: read(told.taxPerKwh), revenuePerKwh: read(told.revenuePerKwh) }
}
