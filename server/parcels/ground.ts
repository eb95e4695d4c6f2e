import { mayRead } from "../accounts/matrix.ts"
import type { Audience } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"

export type GroundFeature = {
  type: "Feature"
  id: string
  geometry: GeoJSON.Geometry
  properties: {
    layer: "zone" | "ground"
    kind: string
    name: string | null
    /** Roads: 1 expressway to 4 lane. */
    rank: number | null
    isSample: boolean
  }
}

/** Whether an audience has the zone outline and the ground under the parcels. */
export const seesGround = (audience: Audience): boolean =>
  mayRead(audience, "core.ground.geom") && mayRead(audience, "core.zone.geom")

/** Changes with every row: both tables are only added to. */
export async function findGroundRevision(sql: Sql): Promise<string> {
  const [row] = await sql<{ revision: string }>`
    select concat_ws('-', (select count(*) from core.zone), (select coalesce(max(zone_id), 0) from core.zone),
                          (select count(*) from core.ground), (select coalesce(max(ground_id), 0) from core.ground)) as revision`
  return row!.revision
}

/** Zone outlines, then blocks, green, water, rail and roads: the order to draw them in. Degrees, EPSG:4490. */
export async function listGround(sql: Sql): Promise<GroundFeature[]> {
  type Row = GroundFeature["properties"] & { id: string; geometry: GeoJSON.Geometry }
  const rows = await sql<Row>`
    select id, layer, kind, name, rank, is_sample, ST_AsGeoJSON(geom, 7, 0)::jsonb as geometry
      from (select 'zone/' || zone_id as id, 'zone' as layer, 'zone' as kind, name, null::int as rank, is_sample, geom
              from core.zone
            union all
            select 'ground/' || ground_id, 'ground', kind, name, rank, is_sample, geom
              from core.ground) below
     order by array_position(array['zone', 'block', 'green', 'water', 'rail', 'road'], kind), rank desc, id`
  return rows.map(({ id, geometry, ...properties }) => ({
    type: "Feature",
    id,
    geometry,
    properties,
  }))
}
