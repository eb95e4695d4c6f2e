/** Electricity beside tax and sales of one parcel, and of the five most like it. */
import type { Sql } from "../db/sql.ts"
import { listYardsticks } from "../derivation/facts.ts"
import { judgeTriangle, MIN_GROUP, type TriangleRuleSet } from "../flags/triangle.rules.ts"
import { notFound } from "../http/problem.ts"
import type { Triangle } from "./schema.ts"

const NEAREST = 5

type Row = {
  parcelId: number
  name: string | null
  firm: string | null
  industry: string | null
  tax: number | null
  revenue: number | null
  power: number | null
}

const per = (amount: number | null, power: number | null) =>
  amount === null || !power ? null : Number((amount / power).toFixed(8))

const tripleOf = ({ tax, revenue, power }: Row) => ({
  taxWanYuan: tax,
  revenueWanYuan: revenue,
  powerWanKwh: power,
  taxPerKwh: per(tax, power),
  revenuePerKwh: per(revenue, power),
})

/** @throws Problem not-found for a parcel that is not known */
export async function readTriangle(sql: Sql, parcelId: number): Promise<Triangle> {
  const [year] = await sql<{ fiscalYear: number | null }>`
    select max(fiscal_year) as fiscal_year from fin.parcel_metric`
  const fiscalYear = year!.fiscalYear
  const [own] = await listRows(sql, fiscalYear, [parcelId])
  if (!own) throw notFound()
  const { industry } = own
  const peers = industry ? await listPeers(sql, industry, parcelId) : []
  const rows = await listRows(sql, fiscalYear, peers)
  const bands = industry ? (await listYardsticks(sql, [industry])).bands : {}
  const [rule] = await sql<{ definition: string }>`
    select definition::text as definition from core.rule_set
     where rule_set_id = 'truth-triangle' and superseded_at is null`
  const ruleSet = (rule ? JSON.parse(rule.definition) : { id: "truth-triangle" }) as TriangleRuleSet
  const { taxPerKwh, revenuePerKwh } = tripleOf(own)
  const judged = judgeTriangle({ industryCode: industry, taxPerKwh, revenuePerKwh }, ruleSet, bands)
  const band = industry === null ? undefined : bands[industry]
  return {
    parcelId,
    fiscalYear,
    industry,
    firms: await listFirms(sql, parcelId, fiscalYear),
    own: tripleOf(own),
    bands: { revenuePerKwh: band?.revenuePerKwh ?? null, taxPerKwh: band?.taxPerKwh ?? null },
    minGroup: ruleSet.minGroup ?? MIN_GROUP,
    deviations: judged.deviations,
    direction: judged.direction,
    missing: judged.missing,
    nearest: nearestOf(own, rows).map((row) => ({
      parcelId: row.parcelId,
      name: row.name,
      firm: row.firm,
      ...tripleOf(row),
    })),
  }
}

/** By the ratio of their sales, and where the parcel has none by its tax. */
function nearestOf(own: Row, rows: readonly Row[]): Row[] {
  const measure = own.revenue !== null && own.revenue > 0 ? "revenue" : "tax"
  const size = own[measure]
  if (size === null || size <= 0) return []
  const distance = (row: Row) => Math.abs(Math.log(row[measure]! / size))
  return rows
    .filter(
      (row) => row.revenue !== null && row.tax !== null && row.power && (row[measure] ?? 0) > 0,
    )
    .toSorted((a, b) => distance(a) - distance(b) || a.parcelId - b.parcelId)
    .slice(0, NEAREST)
}

const listRows = (sql: Sql, fiscalYear: number | null, parcelIds: readonly number[]) => sql<Row>`
  select v.parcel_id, v.name, main.name as firm, main.industry, figure.tax, figure.revenue, figure.power
    from core.parcel_version v
    left join lateral (
      select e.name, substring(e.industry_code from '^[A-Z]?(\\d{2})') as industry
        from core.occupancy o
        join core.enterprise_version e on e.enterprise_id = o.enterprise_id and e.superseded_at is null
       where o.parcel_id = v.parcel_id and o.superseded_at is null and o.to_on is null and o.kind <> 'leasedOut'
       order by o.land_area_m2 desc, o.enterprise_id limit 1) main on true
    left join lateral (
      select max(amount) filter (where indicator = 'taxWanYuan')::float8 as tax,
             max(amount) filter (where indicator = 'revenueWanYuan')::float8 as revenue,
             max(amount) filter (where indicator = 'powerWanKwh')::float8 as power
        from fin.parcel_metric m where m.parcel_id = v.parcel_id and m.fiscal_year = ${fiscalYear}::int) figure on true
   where v.superseded_at is null and v.valid_to is null and v.parcel_id = any(${parcelIds}::int[])
   order by v.parcel_id`

/** Parcels whose main firm is of the industry. */
async function listPeers(sql: Sql, industry: string, parcelId: number): Promise<number[]> {
  const rows = await sql<{ parcelId: number }>`
    select parcel_id from (
      select distinct on (o.parcel_id) o.parcel_id, substring(e.industry_code from '^[A-Z]?(\\d{2})') as industry
        from core.occupancy o
        join core.enterprise_version e on e.enterprise_id = o.enterprise_id and e.superseded_at is null
       where o.superseded_at is null and o.to_on is null and o.kind <> 'leasedOut'
       order by o.parcel_id, o.land_area_m2 desc, o.enterprise_id) main
     where industry = ${industry} and parcel_id <> ${parcelId}`
  return rows.map((row) => row.parcelId)
}

const listFirms = (sql: Sql, parcelId: number, fiscalYear: number | null) => sql<
  Triangle["firms"][number]
>`
  select distinct on (o.enterprise_id) o.enterprise_id, e.name, o.kind = 'leasedIn' as is_tenant,
         f.value::float8 as power_wan_kwh
    from core.occupancy o
    join core.enterprise_version e on e.enterprise_id = o.enterprise_id and e.superseded_at is null
    left join fin.indicator_value f on f.enterprise_id = o.enterprise_id and f.fiscal_year = ${fiscalYear}::int
         and f.indicator = 'powerWanKwh' and f.superseded_at is null
   where o.parcel_id = ${parcelId} and o.superseded_at is null and o.to_on is null and o.kind <> 'leasedOut'
   order by o.enterprise_id`
