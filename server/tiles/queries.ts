import type { Day } from "../../geodata/days.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import { type Catalogue, type FieldName, type NamedField } from "../parcels/catalogue.ts"
import { conditionOf, inEffect, parcelsWith, type Selection } from "../parcels/selection.ts"
import { type Bounds, type TileAddress, toReach } from "./address.ts"
import type { TileValue } from "./mvt.ts"

type Feed = NonNullable<NamedField["feed"]>

/** What a parcel's look on the map is made of. */
const TILE_FIELDS: readonly FieldName[] = [
  "landUse",
  "landUseScheme",
  "areaMu",
  "lifecycle",
  "grade",
  "available",
  "suspected",
  "determined",
  "taxPerMu",
  "revenuePerMu",
  "valueAddedPerMu",
]

/** The attributes of an audience's tiles, in order. */
export const tileFields = (catalogue: Catalogue): NamedField[] =>
  TILE_FIELDS.flatMap((name) => catalogue.get(name) ?? [])

/** Zoom of the cells that changes are noted for (`core.cell_change`). */
const CELL_ZOOM = 13
const LAST_CELL = 2 ** CELL_ZOOM - 1
/** Share of a tile drawn beyond each side: `BUFFER / EXTENT`. */
const MARGIN = 64 / 4096

/** The cells that a tile with its buffer touches. */
function toCells({ z, x, y }: TileAddress) {
  const perTile = 2 ** (CELL_ZOOM - z)
  const cell = (tile: number) => Math.min(Math.max(Math.floor(tile * perTile), 0), LAST_CELL)
  return {
    west: cell(x - MARGIN),
    east: cell(x + 1 + MARGIN),
    north: cell(y - MARGIN),
    south: cell(y + 1 + MARGIN),
  }
}

/**
 * What tells one state of a tile's content from another: how many changes its cells saw of the kinds that
 * the audience's attributes stand on, and the last of them. Numbers are given before commit, so the
 * maximum alone would miss a change that commits late.
 */
export async function findRevision(
  sql: Sql,
  address: TileAddress,
  feeds: readonly Feed[],
): Promise<string> {
  const { west, east, north, south } = toCells(address)
  const [row] = await sql<{ revision: string }>`
    select count(*) || '-' || coalesce(max(change_id), 0) as revision
      from core.cell_change
     where cell_x between ${west}::int and ${east}::int
       and cell_y between ${north}::int and ${south}::int
       and scope = any(${feeds}::text[])`
  return row!.revision
}

/** The kinds of change that some fields stand on; null where a change of one of them is not noted. */
export function feedsOf(fields: Iterable<NamedField>): Feed[] | null {
  const feeds = new Set<Feed>(["land"])
  for (const { feed } of fields) {
    if (feed === null) return null
    feeds.add(feed)
  }
  return [...feeds]
}

export type TileRow = { id: number; twkb: Uint8Array } & { [Name in FieldName]?: TileValue | null }
export type Shown = { selection: Selection; day: Day; year: number | null }

/** Parcels of which a tile can show more than a smear; above, the largest are kept. */
const MOST_FEATURES = 10_000

/** The parcels that a tile with its buffer touches, with the audience's attributes; the largest first. */
export const listTileRows = (
  sql: Sql,
  address: TileAddress,
  { selection, day, year }: Shown,
  fields: readonly NamedField[],
) =>
  sql<TileRow>`
    select v.parcel_id as id, ST_AsTWKB(v.geom, 7) as twkb${attributes(sql, fields)}
      from ${parcelsWith(sql, [...fields, ...selection.filter.fields], { day, year, each: true })}
     where v.geom && ${envelope(sql, toReach(address))} and ${isSeen(sql, address)}
       and ${conditionOf(sql, selection, day)}
     order by v.area_mu desc, v.parcel_id
     limit ${MOST_FEATURES}`

const attributes = (sql: Sql, fields: readonly NamedField[]): Part =>
  joined(
    sql,
    fields.map(({ name, type, expression }) =>
      type === "number"
        ? sql`, (${expression(sql)})::float8 as ${sql(name)}`
        : sql`, ${expression(sql)} as ${sql(name)}`,
    ),
    sql``,
  )

const envelope = (sql: Sql, { west, south, east, north }: Bounds): Part =>
  sql`ST_MakeEnvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4490)`

/** Pixels along a tile, as the encoder counts them. */
const PIXELS = 256

/**
 * Whether a parcel's box has a pixel of length in either direction. The encoder leaves out the others (see
 * `snapOutline`); here they are not even read. A hundredth of leeway keeps the decision the encoder's.
 */
function isSeen(sql: Sql, address: TileAddress): Part {
  const { south, north } = toReach(address)
  const farthest = Math.max(Math.abs(south), Math.abs(north))
  const lon = (0.99 * 360) / 2 ** address.z / PIXELS
  const lat = lon * Math.cos((farthest * Math.PI) / 180)
  return sql`(ST_XMax(v.geom) - ST_XMin(v.geom) >= ${lon}::float8 or ST_YMax(v.geom) - ST_YMin(v.geom) >= ${lat}::float8)`
}

/** Whether more than `most` parcels lie in a tile; counts no further. */
export async function hasMoreThan(
  sql: Sql,
  address: TileAddress,
  day: Day,
  most: number,
): Promise<boolean> {
  const [row] = await sql<{ found: number }>`
    select count(*)::int as found
      from (select 1 from core.parcel_version v
             where v.geom && ${envelope(sql, toReach(address))} and ${inEffect(sql, day)}
             limit ${most + 1}) seen`
  return row!.found > most
}

/** Box of all parcels in effect, in degrees, and how many they are; null where there are none. */
export async function findExtent(
  sql: Sql,
  day: Day,
): Promise<(Bounds & { parcels: number }) | null> {
  type Row = { [Side in keyof Bounds]: number | null } & { parcels: number }
  const [row] = await sql<Row>`
    select ST_XMin(box) as west, ST_YMin(box) as south, ST_XMax(box) as east, ST_YMax(box) as north, parcels
      from (select ST_Extent(v.geom) as box, count(*)::int as parcels
              from core.parcel_version v where ${inEffect(sql, day)}) extent`
  if (!row || row.west === null || row.south === null || row.east === null || row.north === null)
    return null
  const { west, south, east, north, parcels } = row
  return { west, south, east, north, parcels }
}
