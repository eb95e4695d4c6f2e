/** What PostGIS says of drawings: whether they are sound, how large, and which known parcels they may be. */
import type { Day } from "../../geodata/days.ts"
import type { Sql } from "../db/sql.ts"

export type Outline = {
  /** Null when sound, else PostGIS's reason and where. */
  fault: { reason: string; lon: number; lat: number } | null
  /** m² on the ellipsoid, two decimals. */
  areaM2: string
  /** Width and height in degrees. */
  width: number
  height: number
}

/** Soundness and size of drawings (GeoJSON, EPSG:4490), in their order. */
export async function measureOutlines(sql: Sql, drawings: readonly string[]): Promise<Outline[]> {
  const rows = await sql<{
    valid: boolean
    reason: string | null
    lon: number
    lat: number
    areaM2: string
    width: number
    height: number
  }>`
    with given as materialized (
      select n, ST_SetSRID(ST_GeomFromGeoJSON(drawing), 4490) as geom
        from unnest(${drawings}::text[]) with ordinality as t (drawing, n)
    ), judged as materialized (
      select n, geom, ST_IsValidDetail(geom) as detail from given
    )
    select (detail).valid, (detail).reason, ST_X((detail).location) as lon, ST_Y((detail).location) as lat,
           round(case when (detail).valid then ST_Area(geom::geography) else 0 end::numeric, 2) as area_m2,
           ST_XMax(geom) - ST_XMin(geom) as width, ST_YMax(geom) - ST_YMin(geom) as height
      from judged order by n`
  return rows.map(({ valid, reason, lon, lat, areaM2, width, height }) => ({
    fault: valid ? null : { reason: reason ?? "", lon, lat },
    areaM2,
    width,
    height,
  }))
}

/** How a row names a parcel that may be known already. */
export type Named = {
  drawing: string
  parcelCode: string | undefined
  sourceKey: string | undefined
}

export type Match = {
  /** Place among the named, from 1. */
  n: number
  by: "code" | "key" | "outline"
  parcelId: number
  parcelCode: string | null
  validFrom: Day
  validTo: Day | null
  sameOutline: boolean
}

/**
 * Current versions that the rows may mean: by code, by the key of the delivering file, by the same outline.
 * Each is looked up by its index (lateral, `offset 0`): on a database that was just filled, and on the embedded
 * engine always, the planner has no statistics and would compare every row with every parcel.
 */
export const findMatches = (sql: Sql, named: readonly Named[]): PromiseLike<Match[]> => sql<Match>`
  with given as materialized (
    select n, code, key, ST_SetSRID(ST_GeomFromGeoJSON(drawing), 4490) as geom
      from unnest(${named.map(({ drawing }) => drawing)}::text[],
                  ${named.map(({ parcelCode }) => parcelCode ?? null)}::text[],
                  ${named.map(({ sourceKey }) => sourceKey ?? null)}::text[])
           with ordinality as t (drawing, code, key, n)
  )
  select n::int, by, parcel_id, parcel_code, valid_from, valid_to, same_outline
    from given g
   cross join lateral (
     select 'code' as by, parcel_id, parcel_code, valid_from, valid_to, ST_Equals(v.geom, g.geom) as same_outline
       from core.parcel_version v where v.parcel_code = g.code and v.superseded_at is null
     union all
     select 'key', parcel_id, parcel_code, valid_from, valid_to, ST_Equals(v.geom, g.geom)
       from core.parcel_version v where v.source_key = g.key and v.superseded_at is null
     union all
     select 'outline', parcel_id, parcel_code, valid_from, valid_to, true
       from core.parcel_version v where v.geom ~= g.geom and v.superseded_at is null and ST_Equals(v.geom, g.geom)
     offset 0) hit`

/** Share of a drawing that may lie beyond the zone's outline: two survey lines never agree to the millimetre. */
const BEYOND_SHARE = 0.01

/** Places (from 0) of the drawings that reach beyond the outlines of the real zones; none without such a zone. */
export async function listBeyondZones(sql: Sql, drawings: readonly string[]): Promise<number[]> {
  const [zones] = await sql<{ there: boolean }>`
    select exists (select from core.zone where not is_sample) as there`
  if (!zones?.there) return []
  const rows = await sql<{ place: number }>`
    with zone as materialized (
      select ST_Union(geom) as geom from core.zone where not is_sample
    )
    select n::int - 1 as place
      from unnest(${drawings}::text[]) with ordinality as t (drawing, n)
      cross join lateral (select ST_SetSRID(ST_GeomFromGeoJSON(drawing), 4490) as geom) g
      cross join zone
     where case when ST_CoveredBy(g.geom, zone.geom) then false
           else ST_Area(ST_Intersection(g.geom, zone.geom)) < (1 - ${BEYOND_SHARE}::float8) * ST_Area(g.geom) end
     order by n`
  return rows.map(({ place }) => place)
}
