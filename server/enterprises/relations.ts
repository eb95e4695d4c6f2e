/**
 * What a query of firms joins to `core.enterprise_version e`, each with every matrix place that it touches and
 * at most one row a firm.
 *
 * Land in use is what a firm owns and rents, less what it lets: to tenants on record, whose own rows name it as
 * lessor, and to others, by rows of its own (domain rule 1.4). A firm without any use on record has no land
 * that is known, which is not the same as none.
 */
import type { Part, Sql } from "../db/sql.ts"
import type { Relation, Scope } from "../parcels/relations.ts"

const places = (table: string, ...columns: string[]) =>
  columns.map((column) => `${table}.${column}`)

/** Who uses a parcel, and since when. */
const USE = places(
  "core.occupancy",
  "parcel_id",
  "enterprise_id",
  "kind",
  "from_on",
  "to_on",
  "superseded_at",
)
/** How much land changes hands by it. */
export const LAND_PLACES = [...USE, ...places("core.occupancy", "lessor_id", "land_area_m2")]

/**
 * A subselect that gives `enterprise_id` and more, for each firm by itself or for all at once. The offset keeps
 * the engine from turning a look-up back into a join.
 */
const subselect = (sql: Sql, { each }: Scope, alias: string, body: Part): Part =>
  each
    ? sql`left join lateral (${body} offset 0) ${sql(alias)} on true`
    : sql`left join (${body}) ${sql(alias)} on ${sql(alias)}.enterprise_id = e.enterprise_id`

/** The condition inside a subselect that makes it one firm's, where each is looked up. */
const own =
  (sql: Sql, { each }: Scope) =>
  (enterpriseId: Part): Part =>
    each ? sql`and ${enterpriseId} = e.enterprise_id` : sql``

/**
 * Land that firms come by and give away: a positive or negative area with its days, m².
 *
 * @param of what narrows it to some firms, of the firm's id; empty for all
 */
export const landFlow = (sql: Sql, of: (enterpriseId: Part) => Part): Part => sql`
  select o.enterprise_id, o.kind, o.from_on, o.to_on,
         case o.kind when 'leasedOut' then -o.land_area_m2 else o.land_area_m2 end as area_m2
    from core.occupancy o
   where o.superseded_at is null ${of(sql`o.enterprise_id`)}
   union all
  select o.lessor_id, 'leasedOut', o.from_on, o.to_on, -o.land_area_m2
    from core.occupancy o
   where o.superseded_at is null and o.lessor_id is not null ${of(sql`o.lessor_id`)}`

/**
 * Land in use in a year, in mu to two decimals half-up: the integral of the land in use over the days of the
 * year, by the number of its days. What is used from July counts half, and use without an end counts to the end
 * of the year.
 *
 * @param years a select that gives `fiscal_year`
 * @returns a select of enterprise_id, fiscal_year and mu; no row for a year without use
 */
export const landOfYears = (sql: Sql, flow: Part, years: Part): Part => sql`
  select flow.enterprise_id, year.fiscal_year,
         round(sum(flow.area_m2 * during.days) * 0.0015
               / (make_date(year.fiscal_year + 1, 1, 1) - make_date(year.fiscal_year, 1, 1)), 2) as mu
    from (${flow}) flow
   cross join (${years}) year,
         lateral (select least(coalesce(flow.to_on, make_date(year.fiscal_year + 1, 1, 1)), make_date(year.fiscal_year + 1, 1, 1))
                         - greatest(flow.from_on, make_date(year.fiscal_year, 1, 1)) as days) during
   where during.days > 0
   group by flow.enterprise_id, year.fiscal_year`

/** Land on one day in mu, exactly: owned, rented, let, and in use. Of rows of `landFlow` as `flow`. */
export const landOnDay = (sql: Sql): Part => sql`
  coalesce(sum(flow.area_m2) filter (where flow.kind = 'owned'), 0) * 0.0015 as owned_mu,
  coalesce(sum(flow.area_m2) filter (where flow.kind = 'leasedIn'), 0) * 0.0015 as leased_in_mu,
  coalesce(sum(-flow.area_m2) filter (where flow.kind = 'leasedOut'), 0) * 0.0015 as leased_out_mu,
  sum(flow.area_m2) * 0.0015 as land_mu`

export const IDENTITY: Relation = {
  reads: places("core.enterprise", "enterprise_id"),
  join: (sql) => sql`join core.enterprise identity on identity.enterprise_id = e.enterprise_id`,
}

export const GRADE: Relation = {
  reads: places(
    "assess.enterprise_grade",
    "enterprise_id",
    "fiscal_year",
    "grade",
    "superseded_at",
  ),
  join: (sql, { year }) => sql`
    left join assess.enterprise_grade grade
      on grade.enterprise_id = e.enterprise_id and grade.fiscal_year = ${year}::int and grade.superseded_at is null`,
}

/** How many parcels the firm owns or rents on the day. */
export const PARCELS: Relation = {
  reads: USE,
  join: (sql, scope) =>
    subselect(
      sql,
      scope,
      "parcels",
      sql`
        select o.enterprise_id, count(distinct o.parcel_id)::int as parcel_count
          from core.occupancy o
         where o.superseded_at is null and o.kind <> 'leasedOut'
           and o.from_on <= ${scope.day}::date and (o.to_on is null or o.to_on > ${scope.day}::date)
           ${own(sql, scope)(sql`o.enterprise_id`)}
         group by o.enterprise_id`,
    ),
}

/** Land on the day. */
export const LAND: Relation = {
  reads: LAND_PLACES,
  join: (sql, scope) =>
    subselect(
      sql,
      scope,
      "land",
      sql`
        select flow.enterprise_id, ${landOnDay(sql)}
          from (${landFlow(sql, own(sql, scope))}) flow
         where flow.from_on <= ${scope.day}::date and (flow.to_on is null or flow.to_on > ${scope.day}::date)
         group by flow.enterprise_id`,
    ),
}

/** Land in the fiscal year. */
export const YEAR_LAND: Relation = {
  reads: LAND_PLACES,
  join: (sql, scope) =>
    subselect(
      sql,
      scope,
      "year_land",
      landOfYears(
        sql,
        landFlow(sql, own(sql, scope)),
        sql`select ${scope.year}::int as fiscal_year where ${scope.year}::int is not null`,
      ),
    ),
}

/** One indicator's figure of the year, under an alias of its own. */
export const figureRelation = (indicator: string, alias: string): Relation => ({
  reads: places(
    "fin.indicator_value",
    "enterprise_id",
    "fiscal_year",
    "indicator",
    "value",
    "superseded_at",
  ),
  join: (sql, { year }) => sql`
    left join fin.indicator_value ${sql(alias)}
      on ${sql(alias)}.enterprise_id = e.enterprise_id and ${sql(alias)}.fiscal_year = ${year}::int
     and ${sql(alias)}.indicator = ${indicator} and ${sql(alias)}.superseded_at is null`,
})
