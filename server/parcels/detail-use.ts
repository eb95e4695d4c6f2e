import { Exact } from "../../geodata/units.ts"
import { mayRead } from "../accounts/matrix.ts"
import { toNumber, toNumberOrNull } from "./decimal.ts"
import type { Sql } from "../db/sql.ts"
import type { Ask } from "./detail-land.ts"
import { columnsFor, decimal, sees, text, toValues, truth, viewOf, whole } from "./granted.ts"
import { known } from "./selection.ts"

export const USE = viewOf(
  "core.occupancy",
  "o",
  ["parcel_id", "enterprise_id", "kind", "from_on"],
  {
    enterpriseId: whole("enterprise_id"),
    kind: text("kind"),
    from: text("from_on"),
    to: text("to_on"),
    landAreaM2: decimal("land_area_m2"),
    floorAreaM2: decimal("floor_area_m2"),
    far: decimal("far"),
    lessorId: whole("lessor_id"),
  },
)
const FIRM = viewOf("core.enterprise_version", "e", ["enterprise_id", "name"], {
  name: text("name"),
  industryCode: text("industry_code"),
  stage: text("stage"),
  aboveScale: truth("above_scale"),
})
const IDENTITY = viewOf("core.enterprise", "i", ["enterprise_id"], {
  creditCode: text("credit_code"),
})

type Grades = { fiscalYear: number; grade: string; schemeId: string }[]
type UseRow = Record<string, unknown> & { grades: Grades | null; lessorName?: string | null }

/**
 * Every dated use of the parcel, the latest first: the firm, its share of the parcel's legal area, from
 * whom it rents, and its grade by year.
 */
export async function listOccupants(sql: Sql, ask: Ask, legalAreaM2: number) {
  const { audience, parcelId, day, knownAt } = ask
  const seesLessor = mayRead(audience, "core.occupancy.lessor_id")
  const rows = await sql<UseRow>`
    select ${columnsFor(sql, audience, USE)}, ${columnsFor(sql, audience, FIRM)}
           ${sees(audience, IDENTITY) && mayRead(audience, "core.enterprise.credit_code") ? sql`, ${columnsFor(sql, audience, IDENTITY)}` : sql``}
           ${seesLessor ? sql`, lessor.name as lessor_name` : sql``},
           (select jsonb_agg(jsonb_build_object('fiscalYear', g.fiscal_year, 'grade', g.grade, 'schemeId', g.scheme_id) order by g.fiscal_year desc)
              from assess.enterprise_grade g
             where g.enterprise_id = o.enterprise_id and ${known(sql, sql`g`, knownAt)}) as grades
      from core.occupancy o
      join core.enterprise i on i.enterprise_id = o.enterprise_id
      left join core.enterprise_version e on e.enterprise_id = o.enterprise_id and ${known(sql, sql`e`, knownAt)}
      ${seesLessor ? sql`left join core.enterprise_version lessor on lessor.enterprise_id = o.lessor_id and ${known(sql, sql`lessor`, knownAt)}` : sql``}
     where o.parcel_id = ${parcelId} and ${known(sql, sql`o`, knownAt)}
     order by o.to_on desc nulls first, o.from_on desc, o.occupancy_id`
  return rows.map((row) => {
    const { lessorId, ...use } = toValues(USE, row)
    return {
      ...use,
      isCurrent: use.from! <= day && (use.to == null || use.to > day),
      ...(use.landAreaM2 == null ? {} : { landShare: shareOf(use.landAreaM2, legalAreaM2) }),
      ...toValues(FIRM, row),
      ...toValues(IDENTITY, row),
      ...(seesLessor
        ? {
            lessor:
              lessorId == null ? null : { enterpriseId: lessorId, name: row.lessorName ?? null },
          }
        : {}),
      grades: row.grades ?? [],
    }
  })
}

const SHARE_DECIMALS = 6

const shareOf = (partM2: number, wholeM2: number) =>
  new Exact(partM2).div(wholeM2).toDecimalPlaces(SHARE_DECIMALS).toNumber()

/** The parcel's own grade by year, and the firm it comes from. */
export const listGrades = (sql: Sql, { parcelId }: Ask) =>
  sql<{ fiscalYear: number; grade: string; enterpriseId: number }>`
    select fiscal_year, grade, enterprise_id
      from assess.parcel_grade where parcel_id = ${parcelId} order by fiscal_year desc`

type MetricRow = {
  fiscalYear: number
  indicator: string
  amount: string | null
  perMu: string | null
  areaMu: string
  firms: number
}
type MissingRow = {
  fiscalYear: number
  indicator: string
  enterpriseId: number
  name: string
  reason: string
}

/**
 * Per-mu metrics by year, the latest first; a figure that is missing names the firms that lack it and why.
 * @returns undefined where the audience has no figures
 */
export async function listMetrics(sql: Sql, { audience, parcelId }: Ask) {
  if (!mayRead(audience, "fin.parcel_metric.amount")) return undefined
  const rows = await sql<MetricRow>`
    select fiscal_year, indicator, amount, per_mu, area_mu, firms
      from fin.parcel_metric where parcel_id = ${parcelId} order by fiscal_year desc, indicator`
  const missing = await listMissing(sql, parcelId)
  const years = [...new Set(rows.map(({ fiscalYear }) => fiscalYear))]
  return years.map((fiscalYear) => ({
    fiscalYear,
    indicators: Object.fromEntries(
      rows
        .filter((row) => row.fiscalYear === fiscalYear)
        .map(({ indicator, amount, perMu, areaMu, firms }) => [
          indicator,
          {
            amount: toNumberOrNull(amount),
            perMu: toNumberOrNull(perMu),
            areaMu: toNumber(areaMu),
            firms,
            missing: missing
              .filter((row) => row.fiscalYear === fiscalYear && row.indicator === indicator)
              .map(({ enterpriseId, name, reason }) => ({ enterpriseId, name, reason })),
          },
        ]),
    ),
  }))
}

/** Firms that used the land in a year and have no figure for it; `noFigure` where not even a reason is known. */
const listMissing = (sql: Sql, parcelId: number) => sql<MissingRow>`
  with flow as (
    select enterprise_id, from_on, to_on, case kind when 'leasedOut' then -land_area_m2 else land_area_m2 end as area_m2
      from core.occupancy where superseded_at is null and parcel_id = ${parcelId}
    union all
    select lessor_id, from_on, to_on, -land_area_m2
      from core.occupancy where superseded_at is null and parcel_id = ${parcelId} and lessor_id is not null
  ), gap as (
    select distinct fiscal_year, indicator from fin.parcel_metric where parcel_id = ${parcelId} and missing_firms > 0
  ), used as (
    select fiscal_year, indicator, enterprise_id
      from gap cross join flow,
           lateral (select least(coalesce(to_on, make_date(fiscal_year + 1, 1, 1)), make_date(fiscal_year + 1, 1, 1))
                           - greatest(from_on, make_date(fiscal_year, 1, 1)) as days) as overlap
     where days > 0
     group by fiscal_year, indicator, enterprise_id
    having sum(area_m2 * days) > 0
  )
  select used.fiscal_year, used.indicator, used.enterprise_id, e.name, coalesce(f.missing_reason, 'noFigure') as reason
    from used
    join core.enterprise_version e on e.enterprise_id = used.enterprise_id and e.superseded_at is null
    left join fin.indicator_value f
      on f.enterprise_id = used.enterprise_id and f.fiscal_year = used.fiscal_year
     and f.indicator = used.indicator and f.superseded_at is null
   where f.value is null
   order by e.name`
