import type { Door } from "../../server/db/door.ts"
import { type DecodedFeature, decodeTile } from "./decode-tile.ts"

type Tile = { z: number; x: number; y: number }

/** What the database itself says of a parcel in a tile; lengths and areas in tile units. */
export type Witness = {
  id: number
  /** Longer side of the whole parcel's box, in pixels of a tile 256 px wide. */
  pixels: number
  /** Of the part within the buffered tile, exact. */
  area: number
  outline: number
}

/**
 * The tile as PostGIS makes it, with the assessor's attributes taken from the tables alone, and the exact
 * measures of every parcel whose box touches the buffered tile.
 *
 * @param day on which versions are in effect
 */
export const askPostgis = (
  door: Door,
  { z, x, y }: Tile,
  { day, year }: { day: string; year: number },
): Promise<{ features: DecodedFeature[]; witnesses: Witness[] }> =>
  door.serve(
    "svc_derive",
    "read",
    async (sql) => {
      const side = 40_075_016.685578488 / 2 ** z
      const seen = sql`
        select v.*, ST_Transform(v.geom, 3857) as drawn
          from core.parcel_version v
         where v.superseded_at is null and v.valid_from <= ${day} and (v.valid_to is null or v.valid_to > ${day})
           and v.geom && ST_Transform(ST_TileEnvelope(${z}, ${x}, ${y}, margin => 0.02), 4490)`
      const [row] = await sql<{ tile: Uint8Array }>`
        with seen as (${seen}), tile as (
          select v.parcel_id as id, v.land_use_code as "landUse", v.land_use_scheme as "landUseScheme",
                 v.area_mu::float8 as "areaMu", s.lifecycle, g.grade, s.available,
                 v.parcel_id in (select parcel_id from core.suspicion where superseded_at is null) as suspected,
                 v.parcel_id in (select parcel_id from core.determination where ended_on is null) as determined,
                 tax.per_mu::float8 as "taxPerMu", revenue.per_mu::float8 as "revenuePerMu", added.per_mu::float8 as "valueAddedPerMu",
                 ST_AsMVTGeom(v.drawn, ST_TileEnvelope(${z}, ${x}, ${y}), 4096, 64, true) as geom
            from seen v
            left join core.parcel_standing s on s.parcel_id = v.parcel_id
            left join assess.parcel_grade g on g.parcel_id = v.parcel_id and g.fiscal_year = ${year}
            left join fin.parcel_metric tax
              on tax.parcel_id = v.parcel_id and tax.fiscal_year = ${year} and tax.indicator = 'taxWanYuan'
            left join fin.parcel_metric revenue
              on revenue.parcel_id = v.parcel_id and revenue.fiscal_year = ${year} and revenue.indicator = 'revenueWanYuan'
            left join fin.parcel_metric added
              on added.parcel_id = v.parcel_id and added.fiscal_year = ${year} and added.indicator = 'valueAddedWanYuan')
        select ST_AsMVT(tile, 'parcels', 4096, 'geom', 'id') as tile from tile where geom is not null`
      const witnesses = await sql<Witness>`
        with seen as (${seen}), cut as (
          select parcel_id, drawn,
                 ST_Intersection(ST_MakeValid(drawn), ST_TileEnvelope(${z}, ${x}, ${y}, margin => 64.0 / 4096)) as inside
            from seen)
        select parcel_id as id,
               greatest(ST_XMax(drawn) - ST_XMin(drawn), ST_YMax(drawn) - ST_YMin(drawn)) / ${side}::float8 * 256 as pixels,
               ST_Area(inside) / (${side}::float8 / 4096) ^ 2 as area,
               ST_Perimeter(inside) / (${side}::float8 / 4096) as outline
          from cut`
      return { features: decodeTile(row!.tile)["parcels"] ?? [], witnesses: [...witnesses] }
    },
    { statementMs: 60_000 },
  )
