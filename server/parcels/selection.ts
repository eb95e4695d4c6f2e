/**
 * Which parcels are asked for. Map, list, summary and export make the same condition here, so the same
 * question has the same count everywhere.
 */
import type { Day } from "../../geodata/days.ts"
import { mayRead } from "../accounts/matrix.ts"
import type { Audience } from "../db/audience.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import { Problem } from "../http/problem.ts"
import { type Catalogue, catalogueOf, datedCatalogueOf, type MapField } from "./catalogue.ts"
import type { Box } from "./cql2-area.ts"
import { everything, type Filter, intersects, readFilter } from "./filter.ts"
import { joinsOf, type Scope } from "./relations.ts"

/** As the request words it; absent narrows nothing. */
export type Wanted = {
  bbox?: Box | undefined
  filter?: string | undefined
  q?: string | undefined
  /** A past day, as `readPastDay` gives it. */
  on?: Day | null | undefined
}

export type Selection = {
  audience: Audience
  catalogue: Catalogue
  filter: Filter
  /** Text to be found in the name, the code or a firm's name. */
  q: string | null
  bbox: Box | null
}

/**
 * The past day that is asked for; null is today, named or not.
 * @throws Problem invalid-request for a day to come: of it nothing is known
 */
export function readPastDay(on: Day | undefined, today: Day, pointer = "/on"): Day | null {
  if (on === undefined || on === today) return null
  if (on < today) return on
  throw new Problem("invalid-request", "不能查询今天以后的日期。", {
    issues: [{ pointer, message: `不能晚于今天（${today}）` }],
  })
}

/** @throws Problem invalid-request naming the place in the filter */
export function readSelection(audience: Audience, { bbox, filter, q, on }: Wanted): Selection {
  const whole = catalogueOf(audience)
  const catalogue = on ? datedCatalogueOf(audience) : whole
  return {
    audience,
    catalogue,
    filter: filter
      ? readFilter(filter, catalogue, whole)
      : { fields: new Set(), condition: everything },
    q: q || null,
    bbox: bbox ?? null,
  }
}

/** The version of `v` that is in effect on a day, as known at an instant; null is now. */
export const inEffect = (sql: Sql, day: Day, knownAt: string | null = null): Part => sql`
  ${known(sql, sql`v`, knownAt)} and v.valid_from <= ${day}::date and (v.valid_to is null or v.valid_to > ${day}::date)`

/**
 * Name, code (staff only) and area of the last version known of a parcel, to be joined laterally: what was split or
 * put together since keeps them.
 */
export const lastVersionOf = (sql: Sql, parcelId: Part): Part => sql`
  (select latest.name, latest.parcel_code, latest.area_mu from core.parcel_version latest
    where latest.parcel_id = ${parcelId} and latest.superseded_at is null
    order by latest.valid_from desc limit 1)`

/**
 * What was known of a dated row at an instant; null is now. Instants are told to the millisecond and kept
 * finer, so the end of the millisecond counts: the instant a row was recorded at already knows it.
 */
export const known = (sql: Sql, alias: Part, knownAt: string | null): Part =>
  knownAt === null
    ? sql`${alias}.superseded_at is null`
    : sql`${alias}.recorded_at < ${knownAt}::timestamptz + interval '1 millisecond'
      and (${alias}.superseded_at is null or ${alias}.superseded_at >= ${knownAt}::timestamptz + interval '1 millisecond')`

/**
 * The latest fiscal year with grades or figures that the audience may see; null while there are none. As of a
 * past day it is the latest that is not after the day's own year.
 */
export async function findLatestYear(
  sql: Sql,
  audience: Audience,
  on: Day | null = null,
): Promise<number | null> {
  const until = on ? sql`where fiscal_year <= ${Number(on.slice(0, 4))}::int` : sql``
  const years: Part[] = []
  if (mayRead(audience, "assess.parcel_grade.fiscal_year"))
    years.push(sql`(select max(fiscal_year) from assess.parcel_grade ${until})`)
  if (mayRead(audience, "fin.parcel_metric.fiscal_year"))
    years.push(sql`(select max(fiscal_year) from fin.parcel_metric ${until})`)
  if (years.length === 0) return null
  const [row] = await sql<{
    year: number | null
  }>`select greatest(${joined(sql, years, sql`, `)}) as year`
  return row?.year ?? null
}

/** `core.parcel_version v` with every relation that these fields need, each once. */
export function parcelsWith(sql: Sql, fields: Iterable<MapField>, scope: Scope): Part {
  return joined(sql, [sql`core.parcel_version v`, ...joinsOf(sql, fields, scope)], sql` `)
}

/** The whole condition of a selection; `filter.fields` must be joined. */
export function conditionOf(sql: Sql, { filter, q, bbox, catalogue }: Selection, day: Day): Part {
  const parts = [inEffect(sql, day), filter.condition(sql)]
  if (bbox) parts.push(intersects(sql, { box: bbox }))
  if (q) parts.push(mentions(sql, catalogue, q, day))
  return joined(sql, parts, sql` and `)
}

/** The pattern of texts that contain this one, its wildcards taken as they are. */
export const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`

/** Whether name, code or a firm on the parcel contain a text, in any case; only what the audience has. */
function mentions(sql: Sql, catalogue: Catalogue, q: string, day: Day): Part {
  const pattern = containing(q)
  const places: Part[] = []
  if (catalogue.has("name")) places.push(sql`v.name ilike ${pattern}`)
  if (catalogue.has("parcelCode")) places.push(sql`v.parcel_code ilike ${pattern}`)
  if (catalogue.has("firms"))
    places.push(sql`v.parcel_id in (
      select o.parcel_id from core.occupancy o
        join core.enterprise_version e on e.enterprise_id = o.enterprise_id and e.superseded_at is null
       where o.superseded_at is null and o.kind <> 'leasedOut' and e.name ilike ${pattern}
         and o.from_on <= ${day}::date and (o.to_on is null or o.to_on > ${day}::date))`)
  return places.length > 0 ? sql`(${joined(sql, places, sql` or `)})` : sql`false`
}
