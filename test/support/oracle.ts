import type { Door } from "../../server/db/door.ts"
import { type DecodedFeature, decodeTile } from "./decode-tile.ts"

type Tile = { z: number; x: number; y: number }

export type Place = {
  id: number
  lon: number
  lat: number
  /** Longer side of the box, metres of EPSG:3857. */
  length: number
}

/** Every parcel in effect on a day, by its middle and its size on the map. */
export const listPlaces = (door: Door, day: string): Promise<Place[]> =>
  door.serve("svc_derive", "read", async (sql) => [
    ...(await sql<Place>`
      select parcel_id as id, (ST_XMin(geom) + ST_XMax(geom)) / 2 as lon, (ST_YMin(geom) + ST_YMax(geom)) / 2 as lat,
             greatest(ST_XMax(drawn) - ST_XMin(drawn), ST_YMax(drawn) - ST_YMin(drawn)) as length
        from (select *, ST_Transform(geom, 3857) as drawn from core.parcel_version) v
       where superseded_at is null and valid_from <= ${day} and (valid_to is null or valid_to > ${day})
       order by parcel_id`),
  ])

/**
 * The parcels of a tile as PostGIS draws them, with the assessor's attributes taken from the tables alone.
 *
 * @param day on which versions are in effect
 */
export const drawByPostgis = (
  door: Door,
  { z, x, y }: Tile,
  { day, year }: { day: string; year: number },
): Promise<DecodedFeature[]> =>
  door.serve("svc_derive", "read", async (sql) => {
    const metric = (indicator: string) => sql`(
      select per_mu::float8 from fin.parcel_metric m
       where m.parcel_id = v.parcel_id and m.fiscal_year = ${year} and m.indicator = ${indicator})`
    const [row] = await sql<{ tile: Uint8Array }>`
      with tile as (
        select v.parcel_id as id, v.land_use_code as "landUse", v.land_use_scheme as "landUseScheme",
               v.area_mu::float8 as "areaMu", s.lifecycle, s.available,
               (select grade from assess.parcel_grade g where g.parcel_id = v.parcel_id and g.fiscal_year = ${year}) as grade,
               exists (select from core.suspicion f where f.parcel_id = v.parcel_id and f.superseded_at is null) as suspected,
               exists (select from core.determination d where d.parcel_id = v.parcel_id and d.ended_on is null) as determined,
               ${metric("taxWanYuan")} as "taxPerMu", ${metric("revenueWanYuan")} as "revenuePerMu",
               ${metric("valueAddedWanYuan")} as "valueAddedPerMu",
               ST_AsMVTGeom(ST_Transform(v.geom, 3857), ST_TileEnvelope(${z}, ${x}, ${y}), 4096, 64, true) as geom
          from core.parcel_version v
          left join core.parcel_standing s on s.parcel_id = v.parcel_id
         where v.superseded_at is null and v.valid_from <= ${day} and (v.valid_to is null or v.valid_to > ${day})
           and v.geom && ST_Transform(ST_TileEnvelope(${z}, ${x}, ${y}, margin => 0.02), 4490))
      select ST_AsMVT(tile, 'parcels', 4096, 'geom', 'id') as tile from tile where geom is not null`
    return decodeTile(row!.tile)["parcels"] ?? []
  })
