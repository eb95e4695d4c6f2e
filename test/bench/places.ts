import type { Door } from "../../server/db/door.ts"
import type { TileAddress } from "../../server/tiles/encode/address.ts"

/** Tiles people look at: drawn by parcels, so that a tile is the likelier the more it holds. */
export async function drawTiles(door: Door, z: number, count: number): Promise<TileAddress[]> {
  const rows = await door.serve(
    "svc_derive",
    "read",
    (sql) => sql<{ lon: number; lat: number }>`
      select ST_X(centre) as lon, ST_Y(centre) as lat
        from (select ST_Centroid(geom) as centre
                from core.parcel_version
               where superseded_at is null and valid_to is null
               order by hashint4(parcel_id + ${z}::int) limit ${4 * count}) drawn`,
    { statementMs: 120_000 },
  )
  const drawn = new Map<string, TileAddress>()
  for (const { lon, lat } of rows) {
    const tile = tileAt(lon, lat, z)
    drawn.set(`${tile.x}/${tile.y}`, tile)
  }
  return [...drawn.values()].slice(0, count)
}

export function tileAt(lon: number, lat: number, z: number): TileAddress {
  const sine = Math.sin((lat * Math.PI) / 180)
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)
  return { z, x: Math.floor((lon / 360 + 0.5) * 2 ** z), y: Math.floor(y * 2 ** z) }
}

/** Attributes of a slim tile. */
export const SLIM = ["landUse", "lifecycle", "grade", "suspected"]
export const SLIM_QUERY = `?fields=${SLIM.join()}`

export const pathOf = ({ z, x, y }: TileAddress, query = "") =>
  `/api/tiles/assessor/all/parcels/${z}/${x}/${y}.mvt${query}`
