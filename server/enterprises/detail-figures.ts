import { joiningWholes } from "../db/joining.ts"
import type { Sql } from "../db/sql.ts"
import { toNumberOrNull } from "../parcels/decimal.ts"
import { PER_MU } from "../parcels/summary.ts"
import { catalogueOf, PER_MU_DECIMALS } from "./catalogue.ts"
import type { Ask } from "./detail.ts"
import { landFlow, landOfYears } from "./relations.ts"
import { industryOf } from "./summary.ts"

/** The firm's grade by year, the latest first, and the scheme that it was given under. */
export const listGrades = (sql: Sql, { enterpriseId }: Ask) =>
  sql<{ fiscalYear: number; grade: string; schemeId: string }>`
    select fiscal_year, grade, scheme_id
      from assess.enterprise_grade
     where enterprise_id = ${enterpriseId} and superseded_at is null
     order by fiscal_year desc`

/** Whether an audience sees figures, and the land that they are divided by. */
const seesFigures = ({ audience }: Ask) => {
  const catalogue = catalogueOf(audience)
  return catalogue.has("taxWanYuan") && catalogue.has("taxPerMu")
}

type FigureRow = {
  fiscalYear: number
  landMu: string | null
  indicator: string
  amount: string | null
  perMu: string | null
  missingReason: "notReported" | "notApplicable" | "underReview" | null
}

type Figure = {
  amount: number | null
  perMu: number | null
  missing: FigureRow["missingReason"] | "noFigure" | "noLand"
}

/**
 * Figures by year, the latest first, each also over the land in use: `landMu` is the land averaged over the
 * days of that year, to 0.01 mu (`landOfYears`), and `perMu` is the amount over just that number. A figure that
 * is missing says why: `noFigure` where nothing is on record; `noLand` where there is a figure and no land.
 *
 * @returns undefined where the audience has no figures
 */
export async function listMetrics(sql: Sql, ask: Ask) {
  if (!seesFigures(ask)) return undefined
  const { enterpriseId } = ask
  const rows = await sql<FigureRow>`
    with figure as (
      select fiscal_year, indicator, value, missing_reason
        from fin.indicator_value where enterprise_id = ${enterpriseId} and superseded_at is null
    )
    select figure.fiscal_year, land.mu as land_mu, figure.indicator, figure.value as amount, figure.missing_reason,
           case when land.mu > 0 then round(figure.value / land.mu, ${PER_MU_DECIMALS}) end as per_mu
      from figure
      left join (${landOfYears(
        sql,
        landFlow(sql, (id) => sql`and ${id} = ${enterpriseId}`),
        sql`select distinct fiscal_year from figure`,
      )}) land using (fiscal_year)
     order by figure.fiscal_year desc`
  const years = [...new Set(rows.map(({ fiscalYear }) => fiscalYear))]
  return years.map((fiscalYear) => {
    const own = rows.filter((row) => row.fiscalYear === fiscalYear)
    return {
      fiscalYear,
      landMu: toNumberOrNull(own[0]!.landMu),
      indicators: Object.fromEntries(
        Object.keys(PER_MU).map((indicator) => [
          indicator,
          toFigure(own.find((row) => row.indicator === indicator)),
        ]),
      ),
    }
  })
}

const toFigure = (row: FigureRow | undefined): Figure => ({
  amount: toNumberOrNull(row?.amount ?? null),
  perMu: toNumberOrNull(row?.perMu ?? null),
  missing: row ? (row.missingReason ?? (row.perMu === null ? "noLand" : null)) : "noFigure",
})

/** Below so many firms a median would tell of single ones. */
const FEWEST_FIRMS = 3

type MedianRow = { indicator: string; isIndustry: boolean; firms: number; median: string | null }

/**
 * The median of what firms yield per mu in a year, over those of the same two-digit industry and over all, this
 * one included, each over the land that it used in the year. No median for fewer than three firms.
 *
 * @returns undefined where the audience has no figures, null where the firm has no year with any
 */
export async function findComparison(
  sql: Sql,
  ask: Ask,
  industryCode: string | null,
  year: number | null,
) {
  if (!seesFigures(ask)) return undefined
  if (year === null) return null
  const industry = /^[A-T]?(\d{2})/.exec(industryCode ?? "")?.[1] ?? null
  // Both middle values are taken as they are, so that the median is exact.
  const rows = await joiningWholes(
    sql,
    async () => sql<MedianRow>`
      with value as (
        select f.indicator, ${industryOf(sql)} = ${industry}::text as is_industry,
               round(f.value / land.mu, ${PER_MU_DECIMALS}) as per_mu
          from fin.indicator_value f
          join core.enterprise_version e on e.enterprise_id = f.enterprise_id and e.superseded_at is null
          join (${landOfYears(
            sql,
            landFlow(sql, () => sql``),
            sql`select ${year}::int as fiscal_year`,
          )}) land on land.enterprise_id = f.enterprise_id
         where f.superseded_at is null and f.fiscal_year = ${year}::int and f.value is not null and land.mu > 0
      ), counted as (
        select indicator, false as is_industry, per_mu from value
         union all
        select indicator, true, per_mu from value where is_industry
      )
      select indicator, is_industry, firms, (sorted[(firms + 1) / 2] + sorted[firms / 2 + 1]) / 2 as median
        from (select indicator, is_industry, count(*)::int as firms, array_agg(per_mu order by per_mu) as sorted
                from counted group by indicator, is_industry) gathered`,
  )
  const find = (indicator: string, isIndustry: boolean) => {
    const row = rows.find((one) => one.indicator === indicator && one.isIndustry === isIndustry)
    const firms = row?.firms ?? 0
    return { firms, median: firms < FEWEST_FIRMS ? null : toNumberOrNull(row!.median) }
  }
  return {
    fiscalYear: year,
    industry,
    indicators: Object.fromEntries(
      Object.keys(PER_MU).map((indicator) => [
        indicator,
        {
          industry: industry === null ? null : find(indicator, true),
          park: find(indicator, false),
        },
      ]),
    ),
  }
}
