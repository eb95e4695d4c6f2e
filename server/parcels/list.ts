import type { Day } from "../../geodata/days.ts"
import { joiningWholes } from "../db/joining.ts"
import type { Part, Sql } from "../db/sql.ts"
import type { NamedField, ParcelValues } from "./catalogue.ts"
import type { Box, Corner } from "./cql2-area.ts"
import type { Position } from "./cursor.ts"
import { fieldColumns, toFieldValues } from "./field.ts"
import { keysetOf, type Sort } from "./keyset.ts"
import type { Scope } from "./relations.ts"
import { conditionOf, inEffect, parcelsWith, type Selection } from "./selection.ts"

/** The moment a list is read for: the legal day, and the fiscal year of grades and figures. */
export type Moment = { day: Day; year: number | null }
export type Wish = {
  sort: Sort<NamedField>
  limit: number
  after: Position | null
  withGeometry: boolean
}

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

/** Parcels by their ids, in the order of these; who is not in effect or not seen is not there. */
export async function findParcels(
  sql: Sql,
  selection: Selection,
  moment: Moment,
  ids: readonly number[],
  withGeometry: boolean,
): Promise<Listed> {
  const parcels = await readParcels(sql, selection, moment, ids, withGeometry)
  return { parcels, total: parcels.length, last: null }
}

async function countParcels(sql: Sql, selection: Selection, scope: Scope): Promise<number> {
  const [row] = await sql<{ total: number }>`
    select count(*)::int as total
      from ${parcelsWith(sql, selection.filter.fields, scope)}
     where ${conditionOf(sql, selection, scope.day)}`
  return row!.total
}

/** Ids of a page in order, with the sort value of each as text. */
function listKeys(
  sql: Sql,
  selection: Selection,
  scope: Scope,
  { sort, after, limit }: Pick<Wish, "sort" | "after" | "limit">,
) {
  const { key, order, following } = keysetOf(sql, sort, sql`v.parcel_id`, after)
  return sql<{ id: number; key: string | null }>`
    select v.parcel_id as id, ${key} as key
      from ${parcelsWith(sql, [...selection.filter.fields, sort.field], scope)}
     where ${conditionOf(sql, selection, scope.day)} ${following}
     order by ${order}
     limit ${limit}`
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
    select v.parcel_id, ${fieldColumns(sql, fields)}, ${place(sql)},
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
        values: toFieldValues(row, fields),
        bounds: toBounds(row),
        centre: toCentre(row),
        geometry,
      },
    ]
  })
}

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
