import type { Day } from "../../geodata/days.ts"
import { joiningWholes } from "../db/joining.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import type { NamedField, ParcelValues } from "./catalogue.ts"
import type { Box, Corner } from "./cql2-area.ts"
import type { Position } from "./cursor.ts"
import { toNumber } from "./decimal.ts"
import { cast, ordered } from "./filter.ts"
import type { Scope } from "./relations.ts"
import { conditionOf, inEffect, parcelsWith, type Selection } from "./selection.ts"

export type Sort = { field: NamedField; descending: boolean }
/** The moment a list is read for: the legal day, and the fiscal year of grades and figures. */
export type Moment = { day: Day; year: number | null }
export type Wish = { sort: Sort; limit: number; after: Position | null; withGeometry: boolean }

/** A parcel as a list answers it: exactly the audience's fields, and where it is. Degrees, EPSG:4490. */
export type ParcelRow = ParcelValues & { bounds: Box; centre: Corner }

export type ListedParcel = {
  id: number
  values: ParcelValues
  bounds: Box
  centre: Corner
  geometry: GeoJSON.MultiPolygon | null
}
export type Listed = {
  parcels: ListedParcel[]
  total: number
  last: { id: number; key: string | null } | null
}

/** One page of a selection with the count of all; `last` is where the next page begins, null on the last. */
export async function listParcels(
  sql: Sql,
  selection: Selection,
  moment: Moment,
  { sort, limit, after, withGeometry }: Wish,
): Promise<Listed> {
  const scope: Scope = { ...moment, each: false }
  const { total, keys } = await joiningWholes(sql, async () => ({
    total: await countParcels(sql, selection, scope),
    keys: await listKeys(sql, selection, scope, { sort, after, limit: limit + 1 }),
  }))
  const page = keys.slice(0, limit)
  const parcels = await readParcels(
    sql,
    selection,
    moment,
    page.map(({ id }) => id),
    withGeometry,
  )
  return { parcels, total, last: keys.length > limit ? page.at(-1)! : null }
}

async function countParcels(sql: Sql, selection: Selection, scope: Scope): Promise<number> {
  const [row] = await sql<{ total: number }>`
    select count(*)::int as total
      from ${parcelsWith(sql, selection.filter.fields, scope)}
     where ${conditionOf(sql, selection, scope.day)}`
  return row!.total
}

/** Ids of a page in order, with the sort value of each as text. Rows without a value come last. */
function listKeys(
  sql: Sql,
  selection: Selection,
  scope: Scope,
  { sort, after, limit }: Pick<Wish, "sort" | "after" | "limit">,
) {
  const { field, descending } = sort
  const type = field.many ? "text" : field.type
  const value = field.many
    ? sql`array_to_string(${field.expression(sql)}, ',')`
    : field.expression(sql)
  const key = ordered(sql, type, value)
  const order = descending ? sql`desc nulls last` : sql`asc nulls last`
  return sql<{ id: number; key: string | null }>`
    select v.parcel_id as id, (${value})::text as key
      from ${parcelsWith(sql, [...selection.filter.fields, field], scope)}
     where ${conditionOf(sql, selection, scope.day)} ${after ? following(sql) : sql``}
     order by ${key} ${order}, v.parcel_id
     limit ${limit}`

  function following(sql: Sql): Part {
    const { key: reached, id } = after!
    if (reached === null) return sql`and ${key} is null and v.parcel_id > ${id}`
    const limitValue = cast(sql, type, reached)
    const beyond = descending ? sql`${key} < ${limitValue}` : sql`${key} > ${limitValue}`
    return sql`and (${beyond} or (${key} = ${limitValue} and v.parcel_id > ${id}) or ${key} is null)`
  }
}

type Geometry = {
  west: number
  south: number
  east: number
  north: number
  lon: number
  lat: number
  geometry: GeoJSON.MultiPolygon | null
}
type Read = Record<string, unknown> & Geometry & { parcelId: number }

async function readParcels(
  sql: Sql,
  { catalogue }: Selection,
  { day, year }: Moment,
  ids: readonly number[],
  withGeometry: boolean,
): Promise<ListedParcel[]> {
  if (ids.length === 0) return []
  const fields = [...catalogue.values()]
  const scope: Scope = { day, year, each: true }
  const rows = await sql<Read>`
    select v.parcel_id, ${columns(sql, fields)}, ${place(sql)},
           ${withGeometry ? sql`ST_AsGeoJSON(ST_ForcePolygonCCW(v.geom), 8, 0)::jsonb` : sql`null`} as geometry
      from ${parcelsWith(sql, fields, scope)}
     where v.parcel_id = any(${ids}::int[]) and ${inEffect(sql, day)}`
  const byId = new Map(rows.map((row) => [row.parcelId, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    if (!row) return []
    const { geometry } = row
    return [
      {
        id,
        values: toParcelValues(row, fields),
        bounds: toBounds(row),
        centre: toCentre(row),
        geometry,
      },
    ]
  })
}

const columns = (sql: Sql, fields: readonly NamedField[]): Part =>
  joined(
    sql,
    fields.map(({ name, many, expression }) => {
      const value = many ? sql`to_jsonb(${expression(sql)})` : expression(sql)
      return sql`${value} as ${sql(name)}`
    }),
    sql`, `,
  )

/** Box and a point inside, in degrees. */
export const place = (sql: Sql): Part => sql`
  ST_XMin(v.geom) as west, ST_YMin(v.geom) as south, ST_XMax(v.geom) as east, ST_YMax(v.geom) as north,
  ST_X(ST_PointOnSurface(v.geom)) as lon, ST_Y(ST_PointOnSurface(v.geom)) as lat`

const degrees = (value: number) => Math.round(value * 1e7) / 1e7

export const toBounds = ({ west, south, east, north }: Omit<Geometry, "geometry">): Box => [
  degrees(west),
  degrees(south),
  degrees(east),
  degrees(north),
]
export const toCentre = ({ lon, lat }: Omit<Geometry, "geometry">): Corner => [
  degrees(lon),
  degrees(lat),
]

const toParcelValues = (row: Read, fields: readonly NamedField[]): ParcelValues =>
  Object.fromEntries(
    fields.map(({ name, type }) => {
      const value = row[name] ?? null
      return [name, type === "number" && typeof value === "string" ? toNumber(value) : value]
    }),
  )
