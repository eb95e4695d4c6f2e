import type { Day } from "../../geodata/days.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import type { Catalogue, FieldName, MapField, NamedField } from "../parcels/catalogue.ts"
import { conditionOf, inEffect, parcelsWith, type Selection } from "../parcels/selection.ts"
import type { Bounds } from "./encode/address.ts"
import type { ColumnRow } from "./encode/columns.ts"

export type Feed = NonNullable<NamedField["feed"]>
export const FEEDS: readonly Feed[] = [
  "land",
  "availability",
  "standing",
  "suspicion",
  "determination",
  "grade",
  "metric",
]

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

/** The attributes that an audience's tiles have where none are named, in order. */
export const tileFields = (catalogue: Catalogue): NamedField[] =>
  TILE_FIELDS.flatMap((name) => catalogue.get(name) ?? [])

/** The kinds of change that some fields stand on; null where a change of one of them is not noted. */
export function feedsOf(fields: Iterable<MapField>): Feed[] | null {
  const feeds = new Set<Feed>(["land"])
  for (const { feed } of fields) {
    if (feed === null) return null
    feeds.add(feed)
  }
  return FEEDS.filter((feed) => feeds.has(feed))
}

/** A column of a tile query: a field as it stands, or a part of its ratio. */
export type TileColumn = { field: MapField; part: "value" | "amount" | "areaMu" }

/** Name of a column in rows and chunks. */
export const nameOf = ({ field, part }: TileColumn): string => {
  if (part === "value") return field.name
  return `${field.name}${part === "amount" ? "Amount" : "AreaMu"}`
}

const expressionOf = (sql: Sql, { field, part }: TileColumn): Part => {
  if (part === "value") return field.expression(sql)
  if (!field.ratio) throw new Error(`${field.name} is no ratio`)
  return field.ratio[part](sql)
}

export type View = { selection: Selection; day: Day; year: number | null }

/** Parcels of some cells with the audience's attributes. */
export const listRows = (
  sql: Sql,
  cells: readonly number[],
  view: View,
  columns: readonly TileColumn[],
) => sql<ColumnRow & { cell: number }>`
    select v.cell, v.parcel_id as id${attributes(sql, columns)}
      from ${relations(sql, view, columns)}
     where v.cell = any(${cells}::int[]) and ${conditionOf(sql, view.selection, view.day)}
     order by v.cell, v.parcel_id`

/** Parcels in a box of degrees with the audience's attributes. */
export const listRowsWithin = (
  sql: Sql,
  bounds: Bounds,
  view: View,
  columns: readonly TileColumn[],
) => sql<ColumnRow>`
    select v.parcel_id as id${attributes(sql, columns)}
      from ${relations(sql, view, columns)}
     where ${touches(sql, bounds)} and ${conditionOf(sql, view.selection, view.day)}`

const touches = (sql: Sql, { west, south, east, north }: Bounds): Part => sql`
  v.geom && ST_MakeEnvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4490)`

/** Digits of a degree: 7 are a centimetre. */
const DEGREE_DIGITS = 7

const relations = (sql: Sql, { selection, day, year }: View, columns: readonly TileColumn[]) =>
  parcelsWith(sql, [...columns.map(({ field }) => field), ...selection.filter.fields], {
    day,
    year,
    each: true,
  })

const attributes = (sql: Sql, columns: readonly TileColumn[]): Part =>
  joined(
    sql,
    columns.map((column) => {
      const expression = expressionOf(sql, column)
      const name = sql(nameOf(column))
      return column.field.type === "number"
        ? sql`, (${expression})::float8 as ${name}`
        : column.field.type === "day"
          ? sql`, (${expression})::text as ${name}`
          : sql`, ${expression} as ${name}`
    }),
    sql``,
  )

/** Outlines of many parcels: their ids ascending, and as many TWKB one after the other. */
export type Outlines = { ids: readonly number[]; twkb: Uint8Array }

const outlines = (sql: Sql): Part => sql`
  coalesce(json_agg(v.parcel_id order by v.parcel_id), '[]') as ids,
  coalesce(string_agg(ST_AsTWKB(v.geom, ${DEGREE_DIGITS}), ''::bytea order by v.parcel_id), '') as twkb`

/** Outlines of the parcels of some cells, one row a cell. No attribute, in the role that reads none. */
export const listOutlines = (sql: Sql, cells: readonly number[], day: Day) =>
  sql<Outlines & { cell: number }>`
    select v.cell, ${outlines(sql)}
      from core.parcel_version v
     where v.cell = any(${cells}::int[]) and ${inEffect(sql, day)}
     group by v.cell`

/** The same of the parcels in a box of degrees, in one row. */
export const findOutlinesWithin = async (sql: Sql, bounds: Bounds, day: Day): Promise<Outlines> => {
  const [row] = await sql<Outlines>`
    select ${outlines(sql)}
      from core.parcel_version v
     where ${touches(sql, bounds)} and ${inEffect(sql, day)}`
  return row!
}

export type CellRow = { cell: number; parcels: number } & Bounds

/** Cells with parcels in effect, how many, and their box in degrees; of all cells, or of those named. */
export const listCells = (sql: Sql, day: Day, cells: readonly number[] | null) =>
  sql<CellRow>`
    select cell, parcels, ST_XMin(box) as west, ST_YMin(box) as south, ST_XMax(box) as east, ST_YMax(box) as north
      from (select v.cell, count(*)::int as parcels, ST_Extent(v.geom) as box
              from core.parcel_version v
             where ${inEffect(sql, day)} ${cells ? sql`and v.cell = any(${cells}::int[])` : sql``}
             group by v.cell) grouped`

/** Outlines and names of the zones. */
export const listZones = (sql: Sql) =>
  sql<{ id: number; name: string; twkb: Uint8Array }>`
    select zone_id as id, name, ST_AsTWKB(geom, ${DEGREE_DIGITS}) as twkb from core.zone order by zone_id`

export type Change = { id: string; tx: string; feed: Feed; cell: number }

/**
 * Changes of transactions that were open at a mark or began after it, and the mark to ask from next: the
 * oldest transaction still open. Numbers are given before commit, so asking for what is newer than the last
 * one seen would lose a change that commits late; this way some are seen twice.
 */
export async function findChanges(
  sql: Sql,
  since: string | null,
): Promise<{ mark: string; changes: Change[] }> {
  const [row] = await sql<{ mark: string; changes: Change[] | null }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as mark,
           (select json_agg(json_build_object('id', change_id::text, 'tx', tx::text, 'feed', scope, 'cell', cell))
              from core.cell_change where tx >= ${since}::text::xid8) as changes`
  return { mark: row!.mark, changes: row!.changes ?? [] }
}

/** A process that slept longer than this has to look at everything anew. */
export const CHANGES_KEPT_MS = 60 * 60 * 1_000

export const removeOldChanges = (sql: Sql) => sql`
  delete from core.cell_change where at < now() - make_interval(secs => ${CHANGES_KEPT_MS / 1_000})`
