/**
 * What a query of parcels joins to `core.parcel_version v`, each with every matrix place that it touches.
 * A relation is joined only where a field of it is used, so no query reaches a column that its audience
 * may not read. Each gives at most one row a parcel.
 */
import type { Day } from "../../geodata/days.ts"
import type { Part, Sql } from "../db/sql.ts"

/** What the joins of one query depend on. */
export type Scope = {
  /** The legal day on which use and determination are looked at. */
  day: Day
  /** Fiscal year of grades and figures; null while there are none. */
  year: number | null
  /**
   * Whether few parcels are read, each looked up by itself; otherwise a relation is made for all parcels
   * at once and joined as a whole. Either is a hundred times slower in the other's place.
   */
  each: boolean
}

export type Relation = {
  /** Matrix places that joining it touches, whatever is read from it. */
  reads: readonly string[]
  /** What must be joined before it. */
  after?: readonly Relation[]
  join: (sql: Sql, scope: Scope) => Part
}

/** Every relation that some fields need, each once. */
export function joinsOf(
  sql: Sql,
  fields: Iterable<{ relation: Relation | null }>,
  scope: Scope,
): Part[] {
  const relations = new Set<Relation>()
  for (const { relation } of fields) {
    for (const before of relation?.after ?? []) relations.add(before)
    if (relation) relations.add(relation)
  }
  return [...relations].map((relation) => relation.join(sql, scope))
}

const places = (table: string, ...columns: string[]) =>
  columns.map((column) => `${table}.${column}`)

/** Life-cycle class, project status, availability: as computed last. */
export const STANDING: Relation = {
  reads: places("core.parcel_standing", "parcel_id"),
  join: (sql) => sql`left join core.parcel_standing standing on standing.parcel_id = v.parcel_id`,
}

const USE = places(
  "core.occupancy",
  "parcel_id",
  "enterprise_id",
  "kind",
  "from_on",
  "to_on",
  "superseded_at",
)
const FIRM = places("core.enterprise_version", "enterprise_id", "superseded_at")

/**
 * Joins a subselect that gives `parcel_id` and more, for each parcel by itself or for all at once. The
 * offset keeps the engine from turning a look-up back into a join that it then takes for small.
 */
const subselect = (sql: Sql, { each }: Scope, alias: string, body: Part): Part =>
  each
    ? sql`left join lateral (${body} offset 0) ${sql(alias)} on true`
    : sql`left join (${body}) ${sql(alias)} on ${sql(alias)}.parcel_id = v.parcel_id`

/** The condition inside a subselect that makes it one parcel's, where each is looked up. */
const own = (sql: Sql, { each }: Scope, parcelId: Part): Part =>
  each ? sql`and ${parcelId} = v.parcel_id` : sql``

/** Uses of land that stand on the day. */
const standing = (sql: Sql, scope: Scope): Part => sql`
  o.superseded_at is null and o.from_on <= ${scope.day}::date and (o.to_on is null or o.to_on > ${scope.day}::date)
  ${own(sql, scope, sql`o.parcel_id`)}`

export const GRADE: Relation = {
  reads: places("assess.parcel_grade", "parcel_id", "fiscal_year", "grade"),
  join: (sql, scope) =>
    subselect(
      sql,
      scope,
      "grade",
      sql`
        select g.parcel_id, g.grade
          from assess.parcel_grade g
         where g.fiscal_year = ${scope.year}::int ${own(sql, scope, sql`g.parcel_id`)}`,
    ),
}

/** One indicator's metric of the year, under an alias of its own. */
export const metricRelation = (indicator: string, alias: string): Relation => ({
  reads: places(
    "fin.parcel_metric",
    "parcel_id",
    "fiscal_year",
    "indicator",
    "amount",
    "area_mu",
    "per_mu",
  ),
  join: (sql, scope) =>
    subselect(
      sql,
      scope,
      alias,
      sql`
        select m.parcel_id, m.amount, m.area_mu, m.per_mu
          from fin.parcel_metric m
         where m.fiscal_year = ${scope.year}::int and m.indicator = ${indicator} ${own(sql, scope, sql`m.parcel_id`)}`,
    ),
})

/** Names of the firms that use the parcel on the day, and how many they are. */
export const FIRMS: Relation = {
  reads: [...USE, ...FIRM, ...places("core.enterprise_version", "name")],
  join: (sql, scope) =>
    subselect(
      sql,
      scope,
      "firms",
      sql`
        select o.parcel_id,
               array_agg(distinct e.name collate "C") as names,
               count(distinct o.enterprise_id)::int as firm_count
          from core.occupancy o
          join core.enterprise_version e on e.enterprise_id = o.enterprise_id and e.superseded_at is null
         where o.kind <> 'leasedOut' and ${standing(sql, scope)}
         group by o.parcel_id`,
    ),
}

/**
 * The firm that uses most of the parcel's land on the day: owned and leased in, less what it lets. Of
 * equals the one known longest, so the answer does not change from query to query.
 */
export const MAIN_FIRM: Relation = {
  reads: [...USE, ...FIRM, ...places("core.occupancy", "lessor_id", "land_area_m2")],
  join: (sql, scope) => sql`
    ${subselect(
      sql,
      scope,
      "main_use",
      sql`
        select distinct on (used.parcel_id) used.parcel_id, used.enterprise_id
          from (select flow.parcel_id, flow.enterprise_id, sum(flow.area_m2) as area_m2
                  from (select o.parcel_id, o.enterprise_id,
                               case o.kind when 'leasedOut' then -o.land_area_m2 else o.land_area_m2 end as area_m2
                          from core.occupancy o where ${standing(sql, scope)}
                        union all
                        select o.parcel_id, o.lessor_id, -o.land_area_m2
                          from core.occupancy o where o.lessor_id is not null and ${standing(sql, scope)}) flow
                 group by flow.parcel_id, flow.enterprise_id
                having sum(flow.area_m2) > 0) used
         order by used.parcel_id, used.area_m2 desc, used.enterprise_id`,
    )}
    left join core.enterprise_version main_firm
      on main_firm.enterprise_id = main_use.enterprise_id and main_firm.superseded_at is null`,
}

/** The latest contract or allocation decision, by the day it was signed. */
export const CONTRACT: Relation = {
  reads: places(
    "core.land_contract",
    "parcel_id",
    "contract_id",
    "superseded_at",
    "signed_on",
    "agreed_start_on",
    "supplement_start_on",
    "tax_per_mu_wan_yuan",
    "output_per_mu_wan_yuan",
    "invest_per_mu_wan_yuan",
  ),
  join: (sql, scope) =>
    subselect(
      sql,
      scope,
      "contract",
      sql`
        select distinct on (c.parcel_id) c.parcel_id, c.signed_on, c.agreed_start_on, c.supplement_start_on,
               c.tax_per_mu_wan_yuan, c.output_per_mu_wan_yuan, c.invest_per_mu_wan_yuan
          from core.land_contract c
         where c.superseded_at is null ${own(sql, scope, sql`c.parcel_id`)}
         order by c.parcel_id, c.signed_on desc nulls last, c.contract_id desc`,
    ),
}

/** Floor of all buildings on the parcel. */
export const FLOOR: Relation = {
  reads: places("core.building", "parcel_id", "superseded_at"),
  join: (sql, scope) =>
    subselect(
      sql,
      scope,
      "floor",
      sql`
        select b.parcel_id, sum(b.floor_area_m2) as floor_area_m2,
               sum(b.vacant_floor_area_m2) as vacant_floor_area_m2
          from core.building b
         where b.superseded_at is null ${own(sql, scope, sql`b.parcel_id`)}
         group by b.parcel_id`,
    ),
}

/** Rules by which the parcel is suspected, of all rule sets in force. */
export const FLAGS: Relation = {
  reads: places("core.suspicion", "parcel_id", "rule", "superseded_at"),
  join: (sql, scope) =>
    subselect(
      sql,
      scope,
      "flags",
      sql`
        select s.parcel_id, array_agg(distinct s.rule collate "C") as rules
          from core.suspicion s
         where s.superseded_at is null ${own(sql, scope, sql`s.parcel_id`)}
         group by s.parcel_id`,
    ),
}
