/**
 * Which firms are asked for: those on record, narrowed to the parcels of a parcel filter and by a text. Table
 * and summary make the same condition here, so the same question has the same count in both.
 */
import { mayRead } from "../accounts/matrix.ts"
import type { Audience } from "../db/audience.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import type { Named } from "../parcels/field.ts"
import type { Moment } from "../parcels/list.ts"
import { joinsOf, type Scope } from "../parcels/relations.ts"
import {
  conditionOf as parcelCondition,
  containing,
  findLatestYear,
  parcelsWith,
  readSelection as readParcels,
  type Selection as ParcelSelection,
  type Wanted,
} from "../parcels/selection.ts"
import { type Catalogue, catalogueOf } from "./catalogue.ts"

export type Selection = {
  audience: Audience
  catalogue: Catalogue
  /** The parcels of which firms must use one on the day; null where all firms are meant. */
  parcels: ParcelSelection | null
  /** Text to be found in the name or the credit code. */
  q: string | null
}

/** @throws Problem invalid-request naming the place in the filter */
export function readSelection(audience: Audience, { bbox, filter, q }: Wanted): Selection {
  const parcels = readParcels(audience, { bbox, filter })
  return {
    audience,
    catalogue: catalogueOf(audience),
    parcels: filter || bbox ? parcels : null,
    q: q || null,
  }
}

/** The parcels' latest year, so that one filter means the same parcels everywhere; where they have none, the firms' own. */
export async function findYear(sql: Sql, audience: Audience): Promise<number | null> {
  const latest = await findLatestYear(sql, audience)
  if (latest !== null) return latest
  const [row] = await sql<{ year: number | null }>`
    select greatest((select max(fiscal_year) from assess.enterprise_grade where superseded_at is null)
           ${mayRead(audience, "fin.indicator_value.fiscal_year") ? sql`, (select max(fiscal_year) from fin.indicator_value where superseded_at is null)` : sql``}) as year`
  return row?.year ?? null
}

/** `core.enterprise_version e` with every relation that these fields need, each once. */
export const firmsWith = (sql: Sql, fields: Iterable<Named>, scope: Scope): Part =>
  joined(sql, [sql`core.enterprise_version e`, ...joinsOf(sql, fields, scope)], sql` `)

/** The whole condition of a selection. */
export function conditionOf(sql: Sql, { parcels, q, catalogue }: Selection, moment: Moment): Part {
  const parts: Part[] = [sql`e.superseded_at is null`]
  if (parcels) parts.push(sql`e.enterprise_id in (${usersOf(sql, parcels, moment)})`)
  if (q) parts.push(mentions(sql, catalogue, q))
  return joined(sql, parts, sql` and `)
}

/** Firms that own or rent one of the parcels on the day. */
const usersOf = (sql: Sql, parcels: ParcelSelection, moment: Moment): Part => sql`
  select o.enterprise_id
    from core.occupancy o
   where o.superseded_at is null and o.kind <> 'leasedOut'
     and o.from_on <= ${moment.day}::date and (o.to_on is null or o.to_on > ${moment.day}::date)
     and o.parcel_id in (select v.parcel_id
                           from ${parcelsWith(sql, parcels.filter.fields, { ...moment, each: false })}
                          where ${parcelCondition(sql, parcels, moment.day)})`

function mentions(sql: Sql, catalogue: Catalogue, q: string): Part {
  const pattern = containing(q)
  const places: Part[] = []
  if (catalogue.has("name")) places.push(sql`e.name ilike ${pattern}`)
  if (catalogue.has("creditCode"))
    places.push(
      sql`e.enterprise_id in (select i.enterprise_id from core.enterprise i where i.credit_code ilike ${pattern})`,
    )
  return places.length > 0 ? sql`(${joined(sql, places, sql` or `)})` : sql`false`
}
