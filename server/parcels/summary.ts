import { mayRead } from "../accounts/matrix.ts"
import { joiningWholes } from "../db/joining.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import { FIELDS, type FieldName, type NamedField } from "./catalogue.ts"
import { toNumber } from "./decimal.ts"
import type { Moment } from "./list.ts"
import { conditionOf, parcelsWith, type Selection } from "./selection.ts"

/** Parcels and their legal area in mu. */
export type Count = { parcels: number; areaMu: number }
export type Group = Count & { value: string | null }

/**
 * Σ/Σ over the parcels that have both parts, never a mean of ratios (domain rule G-09); `parcels` and
 * `missingParcels` together are all parcels of the selection.
 */
export type AggregateMetric = {
  perMu: number | null
  amount: number | null
  areaMu: number | null
  parcels: number
  missingParcels: number
}

export type Summary = {
  total: Count
  /** A parcel with several hits counts once under each of its rules; `suspected` counts it once. */
  byFlag?: Group[]
  suspected?: Count
  determined?: Count
  byLifecycle?: Group[]
  byGrade?: Group[]
  byLandUse?: (Group & { scheme: string | null })[]
  metrics?: Record<string, AggregateMetric>
}

type Row = {
  facet: string
  value: string | null
  scheme: string | null
  parcels: number
  areaMu: string | null
  amount: string | null
  perMu: string | null
}

/** Per-mu fields by the indicator they are made from. */
export const PER_MU: Record<string, FieldName> = {
  taxWanYuan: "taxPerMu",
  valueAddedWanYuan: "valueAddedPerMu",
  revenueWanYuan: "revenuePerMu",
  energyTce: "energyPerMu",
  emissionT: "emissionPerMu",
  powerWanKwh: "powerPerMu",
  averageStaff: "staffPerMu",
  rdWanYuan: "rdPerMu",
  techInvestWanYuan: "techInvestPerMu",
  newProjectInvestWanYuan: "newProjectInvestPerMu",
  netProfitWanYuan: "netProfitPerMu",
  netAssetsWanYuan: "netAssetsPerMu",
}

/** Counts and mu of a selection, in all and by what the audience has, from one statement. */
export async function summariseParcels(
  sql: Sql,
  selection: Selection,
  moment: Moment,
): Promise<Summary> {
  const { catalogue, audience } = selection
  const has = (name: FieldName) => catalogue.has(name)
  const wanted = (
    [
      "landUse",
      "landUseScheme",
      "lifecycle",
      "grade",
      "flagRule",
      "suspected",
      "determined",
    ] as const
  ).filter(has)
  const seesFigures = mayRead(audience, "fin.parcel_metric.amount")
  const rows = await joiningWholes(
    sql,
    async () => sql<Row>`
    with matched as materialized (
      select v.parcel_id, v.area_mu${columns(sql, selection, wanted)}
        from ${parcelsWith(sql, usedFields(selection, wanted), { ...moment, each: false })}
       where ${conditionOf(sql, selection, moment.day)})
    ${joined(sql, facets(sql, has, seesFigures ? moment.year : undefined), sql` union all `)}`,
  )
  return toSummary(rows, has, seesFigures)
}

const usedFields = (
  { filter, catalogue }: Selection,
  wanted: readonly FieldName[],
): NamedField[] => [...filter.fields, ...wanted.map((name) => catalogue.get(name)!)]

const columns = (sql: Sql, { catalogue }: Selection, wanted: readonly FieldName[]): Part =>
  joined(
    sql,
    wanted.map((name) => sql`, ${catalogue.get(name)!.expression(sql)} as ${sql(name)}`),
    sql``,
  )

/** @param year undefined where the audience has no figures */
function facets(
  sql: Sql,
  has: (name: FieldName) => boolean,
  year: number | null | undefined,
): Part[] {
  const count = sql`count(*)::int as parcels, sum(area_mu) as area_mu, null::numeric as amount, null::numeric as per_mu`
  const all = [
    sql`select 'total' as facet, null::text as value, null::text as scheme, ${count} from matched`,
  ]
  const by = (name: FieldName) => {
    if (has(name))
      all.push(
        sql`select ${name}::text, ${sql(name)}, null, ${count} from matched group by ${sql(name)}`,
      )
  }
  const where = (name: FieldName) => {
    if (has(name))
      all.push(sql`select ${name}::text, null, null, ${count} from matched where ${sql(name)}`)
  }
  by("lifecycle")
  by("grade")
  where("suspected")
  where("determined")
  if (has("flagRule"))
    all.push(
      sql`select 'flagRule', one, null, ${count} from matched left join lateral unnest("flagRule") one on true group by one`,
    )
  if (has("landUse"))
    all.push(
      sql`select 'landUse', "landUse", "landUseScheme", ${count} from matched group by "landUse", "landUseScheme"`,
    )
  if (year !== undefined)
    all.push(sql`
      select 'metric', m.indicator, null, count(*)::int, sum(m.area_mu), sum(m.amount), round(sum(m.amount) / sum(m.area_mu), 8)
        from matched join fin.parcel_metric m using (parcel_id)
       where m.fiscal_year = ${year}::int and m.amount is not null
       group by m.indicator`)
  return all
}

const toCount = (row: Row | undefined): Count => ({
  parcels: row?.parcels ?? 0,
  areaMu: toNumber(row?.areaMu ?? "0"),
})

function toSummary(
  rows: readonly Row[],
  has: (name: FieldName) => boolean,
  seesFigures: boolean,
): Summary {
  const of = (facet: string) => rows.filter((row) => row.facet === facet)
  const groups = (facet: FieldName) =>
    of(facet)
      .map((row) => ({ value: row.value, ...toCount(row) }))
      .sort(inOrder(facet))
  const total = toCount(of("total")[0])
  return {
    total,
    ...(has("lifecycle") ? { byLifecycle: groups("lifecycle") } : {}),
    ...(has("grade") ? { byGrade: groups("grade") } : {}),
    ...(has("flagRule") ? { byFlag: groups("flagRule") } : {}),
    ...(has("suspected") ? { suspected: toCount(of("suspected")[0]) } : {}),
    ...(has("determined") ? { determined: toCount(of("determined")[0]) } : {}),
    ...(has("landUse")
      ? {
          byLandUse: of("landUse")
            .map((row) => ({ value: row.value, scheme: row.scheme, ...toCount(row) }))
            .sort((a, b) => b.areaMu - a.areaMu || compare(a.value, b.value)),
        }
      : {}),
    ...(seesFigures ? { metrics: toMetrics(of("metric"), total.parcels) } : {}),
  }
}

/** Closed values in their own order, others by code point, what is not known last. */
function inOrder(name: FieldName) {
  const order = FIELDS[name].values?.map(({ value }) => value)
  const place = ({ value }: Group) => (value === null ? Infinity : (order?.indexOf(value) ?? 0))
  return (a: Group, b: Group) => place(a) - place(b) || 0 || compare(a.value, b.value)
}

export const compare = (a: string | null, b: string | null) =>
  a === b ? 0 : b === null || (a !== null && a < b) ? -1 : 1

function toMetrics(rows: readonly Row[], parcels: number): Record<string, AggregateMetric> {
  const byIndicator = new Map(rows.map((row) => [row.value, row]))
  return Object.fromEntries(
    Object.entries(PER_MU).map(([indicator, name]) => {
      const row = byIndicator.get(indicator)
      const metric = row
        ? {
            perMu: toNumber(row.perMu!),
            amount: toNumber(row.amount!),
            areaMu: toNumber(row.areaMu!),
            parcels: row.parcels,
          }
        : { perMu: null, amount: null, areaMu: null, parcels: 0 }
      return [name, { ...metric, missingParcels: parcels - metric.parcels }]
    }),
  )
}
