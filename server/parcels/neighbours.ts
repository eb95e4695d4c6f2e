/** Parcels around one parcel: what shares its boundary, and what lies across the road. */
import type { Day } from "../../geodata/days.ts"
import type { Audience } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"
import { catalogueOf, type FieldName } from "./catalogue.ts"
import { fieldColumns, toFieldValues } from "./field.ts"
import { place, toBounds, toCentre } from "./list.ts"
import type { Neighbour } from "./neighbours.schema.ts"
import { inEffect, parcelsWith } from "./selection.ts"

/** Whose neighbours are asked for, and the legal day; `isNow`: that day is today, not one that was asked for. */
export type NeighbourAsk = { audience: Audience; parcelId: number; day: Day; isNow: boolean }

/** m: as far as people across an ordinary road of a park still call each other neighbours. */
const REACH_M = 80
/** m: outlines of one survey that meet differ by this much where their corners were rounded. */
const TOUCH_M = 0.05
/** m of a degree of latitude where it is shortest: no box is too small. */
const LEAST_M_PER_DEGREE = 110_574
const MOST = 60

const FIELDS = ["name", "areaMu", "landUse", "landUseScheme"] as const
/** Known as computed last, and so for today alone. */
const TODAY = ["lifecycle", "available"] as const

type Row = Record<string, unknown> &
  Parameters<typeof toBounds>[0] & {
    parcelId: number
    distanceM: number
    geometry: GeoJSON.MultiPolygon
  }

/**
 * Parcels within 80 m of the parcel on the day, the nearest first; 0 m for those that touch it. Of land that has
 * gone, or is not yet there, the outline is the one that its own page shows (`findLand`).
 *
 * @returns undefined for a parcel that there is not
 */
export async function listNeighbours(
  sql: Sql,
  { audience, parcelId, day, isNow }: NeighbourAsk,
): Promise<Neighbour[] | undefined> {
  const catalogue = catalogueOf(audience)
  const wanted: readonly FieldName[] = isNow ? [...FIELDS, ...TODAY] : FIELDS
  const fields = wanted.flatMap((name) => catalogue.get(name) ?? [])
  const [own] = await sql<{ version: number }>`
    select v.version from core.parcel_version v
     where v.parcel_id = ${parcelId} and v.superseded_at is null
     order by daterange(v.valid_from, v.valid_to) @> ${day}::date desc, v.valid_from <= ${day}::date desc,
              abs(v.valid_from - ${day}::date)
     limit 1`
  if (!own) return undefined
  const rows = await sql<Row>`
    with own as materialized (
      select v.geom, ${REACH_M}::float8 / ${LEAST_M_PER_DEGREE}
               / greatest(cos(radians(greatest(abs(ST_YMin(v.geom)), abs(ST_YMax(v.geom))))), 0.01) as reach
        from core.parcel_version v
       where v.parcel_id = ${parcelId} and v.version = ${own.version}
    ), near as materialized (
      select v.parcel_id, ST_Distance(v.geom::geography, own.geom::geography) as distance_m
        from own join core.parcel_version v on v.geom && ST_Expand(own.geom, own.reach)
       where v.parcel_id <> ${parcelId} and ${inEffect(sql, day)}
    )
    select v.parcel_id, ${fieldColumns(sql, fields)}, ${place(sql)},
           case when near.distance_m <= ${TOUCH_M} then 0 else round(near.distance_m::numeric, 1)::float8 end as distance_m,
           ST_AsGeoJSON(ST_ForcePolygonCCW(v.geom), 8, 0)::jsonb as geometry
      from near join ${parcelsWith(sql, fields, { day, year: null, each: true })} on v.parcel_id = near.parcel_id
     where near.distance_m <= ${REACH_M} and ${inEffect(sql, day)}
     order by distance_m, v.parcel_id
     limit ${MOST}`
  return rows.map((row) => ({
    id: row.parcelId,
    distanceM: row.distanceM,
    ...toFieldValues(row, fields),
    bounds: toBounds(row),
    centre: toCentre(row),
    geometry: row.geometry,
  }))
}
