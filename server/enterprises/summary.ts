import { joiningWholes } from "../db/joining.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import { GRADES } from "../parcels/closed-values.ts"
import { toNumber, toNumberOrNull } from "../parcels/decimal.ts"
import type { Moment } from "../parcels/list.ts"
import { compare, PER_MU } from "../parcels/summary.ts"
import { conditionOf, firmsWith, type Selection } from "./selection.ts"

/**
 * Firms, and the mu that they use today; `missingLand` of them have no use on record. Land is absent where the
 * audience may not see it.
 */
export type Count = { firms: number; landMu?: number; missingLand?: number }
export type Group<Value> = Count & { value: Value | null }

/**
 * `amount` over the `firms` with a figure; `missingFirms` have none. `perMu` is Σ/Σ over the `perMuFirms` that
 * have both a figure and land in the year, never a mean of ratios (domain rule G-09), and `yearLandMu` the land
 * of those.
 */
export type FirmAggregate = {
  amount: number | null
  firms: number
  missingFirms: number
  perMu: number | null
  yearLandMu: number | null
  perMuFirms: number
}

export type Summary = {
  total: Count
  byGrade?: Group<string>[]
  /** By the two digits of the division (GB/T 4754). */
  byIndustry?: Group<string>[]
  byAboveScale?: Group<boolean>[]
  metrics?: Record<string, FirmAggregate>
}

type Row = {
  facet: string
  value: string | null
  firms: number
  landMu: string | null
  landed: number | null
  amount: string | null
  perMu: string | null
  perMuFirms: number | null
}

/** Two digits of an industry code, with or without the letter of its section. */
export const industryOf = (sql: Sql): Part =>
  sql`substring(e.industry_code from '^[A-T]?([0-9]{2})')`

/** The fields that a summary is made of, as far as the audience has them. */
const USED = ["grade", "industryCode", "aboveScale", "landMu", "yearLandMu"]

/** Counts, mu and sums of a selection, in all and by what the audience has, from one statement. */
export async function summariseFirms(
  sql: Sql,
  selection: Selection,
  moment: Moment,
): Promise<Summary> {
  const { catalogue } = selection
  const has = (name: string) => catalogue.has(name)
  const seesFigures = has("taxWanYuan")
  const fields = USED.flatMap((name) => catalogue.get(name) ?? [])
  const columns = fields.map(({ name, expression }) =>
    name === "industryCode"
      ? sql`, ${industryOf(sql)} as "industryCode"`
      : sql`, ${expression(sql)} as ${sql(name)}`,
  )
  const rows = await joiningWholes(
    sql,
    async () => sql<Row>`
      with matched as materialized (
        select e.enterprise_id${joined(sql, columns, sql``)}
          from ${firmsWith(sql, fields, { ...moment, each: false })}
         where ${conditionOf(sql, selection, moment)})
      ${joined(sql, facets(sql, has, seesFigures ? moment.year : undefined), sql` union all `)}`,
  )
  return toSummary(rows, has, seesFigures)
}

/** @param year undefined where the audience has no figures */
function facets(sql: Sql, has: (name: string) => boolean, year: number | null | undefined): Part[] {
  const land = has("landMu")
    ? sql`sum("landMu") as land_mu, count("landMu")::int as landed`
    : sql`null::numeric as land_mu, null::int as landed`
  const count = sql`count(*)::int as firms, ${land}, null::numeric as amount, null::numeric as per_mu, null::int as per_mu_firms`
  const all = [sql`select 'total' as facet, null::text as value, ${count} from matched`]
  for (const name of ["grade", "industryCode", "aboveScale"])
    if (has(name))
      all.push(
        sql`select ${name}::text, ${sql(name)}::text, ${count} from matched group by ${sql(name)}`,
      )
  if (year !== undefined)
    all.push(sql`
      select 'metric', f.indicator, count(*)::int, sum("yearLandMu") filter (where "yearLandMu" > 0), null, sum(f.value),
             round(sum(f.value) filter (where "yearLandMu" > 0) / sum("yearLandMu") filter (where "yearLandMu" > 0), 8),
             count(*) filter (where "yearLandMu" > 0)::int
        from matched join fin.indicator_value f using (enterprise_id)
       where f.fiscal_year = ${year}::int and f.superseded_at is null and f.value is not null
       group by f.indicator`)
  return all
}

function toSummary(
  rows: readonly Row[],
  has: (name: string) => boolean,
  seesFigures: boolean,
): Summary {
  const of = (facet: string) => rows.filter((row) => row.facet === facet)
  const toCount = ({ firms, landMu, landed }: Row): Count => ({
    firms,
    ...(has("landMu")
      ? { landMu: toNumber(landMu ?? "0"), missingLand: firms - (landed ?? 0) }
      : {}),
  })
  const groups = (facet: string) => of(facet).map((row) => ({ value: row.value, ...toCount(row) }))
  const total = toCount(of("total")[0]!)
  return {
    total,
    ...(has("grade") ? { byGrade: groups("grade").sort((a, b) => placeOf(a) - placeOf(b)) } : {}),
    ...(has("industryCode")
      ? {
          byIndustry: groups("industryCode").sort(
            (a, b) => b.firms - a.firms || compare(a.value, b.value),
          ),
        }
      : {}),
    ...(has("aboveScale")
      ? {
          byAboveScale: groups("aboveScale")
            .map(({ value, ...count }) => ({
              value: value === null ? null : value === "true",
              ...count,
            }))
            .sort((a, b) => orderOf(a.value) - orderOf(b.value)),
        }
      : {}),
    ...(seesFigures ? { metrics: toMetrics(of("metric"), total.firms) } : {}),
  }
}

const placeOf = ({ value }: { value: string | null }) =>
  value === null ? GRADES.length : GRADES.findIndex((grade) => grade.value === value)

const orderOf = (value: boolean | null) => [true, false, null].indexOf(value)

const toMetrics = (rows: readonly Row[], firms: number): Record<string, FirmAggregate> =>
  Object.fromEntries(
    Object.keys(PER_MU).map((indicator) => {
      const row = rows.find(({ value }) => value === indicator)
      return [
        indicator,
        {
          amount: toNumberOrNull(row?.amount ?? null),
          firms: row?.firms ?? 0,
          missingFirms: firms - (row?.firms ?? 0),
          perMu: toNumberOrNull(row?.perMu ?? null),
          yearLandMu: toNumberOrNull(row?.landMu ?? null),
          perMuFirms: row?.perMuFirms ?? 0,
        },
      ]
    }),
  )
