import { SHIPPED_SCHEMES } from "../assessment/schemes.ts"
import type { Enterprise, RatingClass } from "../assessment/enterprise.rules.ts"
import { scorePopulation } from "../assessment/rules.ts"
import { joiningWholes } from "../db/joining.ts"
import type { Sql } from "../db/sql.ts"
import type { SamplePark } from "../../geodata/sample/facts.ts"
import type { Ids, Origin } from "./load.ts"

type Scored = {
  creditCode: string
  aboveScale: boolean
  landMu: string
  figures: Record<string, string>
}

/** Strata of the demonstration scheme; it is no official scheme and says so in its labels. */
const STRATA = [
  { schemeId: "DEMO", aboveScale: true },
  { schemeId: "DEMO-below", aboveScale: false },
]

/** Grades a year of the sample by scoring it under the demonstration scheme, as a real run would. */
export async function gradeYear(
  sql: Sql,
  park: SamplePark,
  { enterprises }: Ids,
  { actId, fiscalYear }: Origin & { fiscalYear: number },
) {
  const ratingClass = new Map<string, RatingClass>(
    park.enterprises.map((e) => [e.creditCode, e.ratingClass]),
  )
  const firms = await joiningWholes(sql, async () =>
    listScored(sql, [...enterprises.values()], fiscalYear),
  )
  const grades = STRATA.flatMap(({ schemeId, aboveScale }) => {
    const scheme = SHIPPED_SCHEMES.find((shipped) => shipped.scheme.id === schemeId)!.scheme
    const population = firms
      .filter((firm) => firm.aboveScale === aboveScale)
      .map(({ creditCode, landMu, figures }): Enterprise => ({
        creditCode,
        aboveScale,
        ratingClass: ratingClass.get(creditCode) ?? "rated",
        ownedMu: landMu,
        ...figures,
      }))
    return scorePopulation({ scheme, fiscalYear, enterprises: population }).results.flatMap(
      ({ creditCode, grade }) =>
        grade ? [{ id: enterprises.get(creditCode)!, grade, schemeId }] : [],
    )
  })
  await sql`
    insert into assess.enterprise_grade (enterprise_id, fiscal_year, grade, scheme_id, act_id)
    select id, ${fiscalYear}, grade, scheme_id, ${actId}
      from unnest(${grades.map((g) => g.id)}::int[], ${grades.map((g) => g.grade)}::text[],
                  ${grades.map((g) => g.schemeId)}::text[]) as t (id, grade, scheme_id)`
}

/** Land of the firms, averaged over the days of the year, with their figures; mu to 6 decimals. */
const listScored = (sql: Sql, ids: readonly number[], fiscalYear: number) => sql<Scored>`
  with flow as (
    select enterprise_id, from_on, to_on, case kind when 'leasedOut' then -land_area_m2 else land_area_m2 end as m2
      from core.occupancy where superseded_at is null
    union all
    select lessor_id, from_on, to_on, -land_area_m2
      from core.occupancy where superseded_at is null and lessor_id is not null
  ), land as (
    select enterprise_id,
           round(sum(m2 * days) * 0.0015 / (make_date(${fiscalYear} + 1, 1, 1) - make_date(${fiscalYear}, 1, 1)), 6) as land_mu
      from flow,
           lateral (select least(coalesce(to_on, make_date(${fiscalYear} + 1, 1, 1)), make_date(${fiscalYear} + 1, 1, 1))
                           - greatest(from_on, make_date(${fiscalYear}, 1, 1)) as days) as overlap
     where days > 0
     group by enterprise_id
  ), figure as (
    select enterprise_id, jsonb_object_agg(indicator, value::text) as figures
      from fin.indicator_value
     where superseded_at is null and fiscal_year = ${fiscalYear} and value is not null
     group by enterprise_id
  )
  select e.credit_code, coalesce(v.above_scale, false) as above_scale, land.land_mu, coalesce(figure.figures, '{}') as figures
    from core.enterprise e
    join core.enterprise_version v on v.enterprise_id = e.enterprise_id and v.superseded_at is null
    join land on land.enterprise_id = e.enterprise_id
    left join figure on figure.enterprise_id = e.enterprise_id
   where e.enterprise_id = any(${ids}::int[])`
