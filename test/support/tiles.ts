import { type DecodedFeature, decodeTile } from "./decode-tile.ts"
import type { Audience } from "../../server/db/audience.ts"
import type { Door } from "../../server/db/door.ts"
import type { ParcelApp } from "./parcel-app.ts"

type Bounds = readonly [west: number, south: number, east: number, north: number]

const column = (lon: number, z: number) => Math.floor(((lon + 180) / 360) * 2 ** z)
const row = (lat: number, z: number) => {
  const radians = (lat * Math.PI) / 180
  return Math.floor(
    ((1 - Math.log(Math.tan(radians) + 1 / Math.cos(radians)) / Math.PI) / 2) * 2 ** z,
  )
}

/** Addresses of the tiles of a zoom that cover a box of degrees. */
export function coverTiles([west, south, east, north]: Bounds, z: number) {
  const tiles: { z: number; x: number; y: number }[] = []
  for (let x = column(west, z); x <= column(east, z); x++)
    for (let y = row(north, z); y <= row(south, z); y++) tiles.push({ z, x, y })
  return tiles
}

export const tileAt = (lon: number, lat: number, z: number) => ({
  z,
  x: column(lon, z),
  y: row(lat, z),
})

/** The address of one tile from a TileJSON template. */
export const addressOf = (template: string, { z, x, y }: { z: number; x: number; y: number }) =>
  template.replace("{z}", String(z)).replace("{x}", String(x)).replace("{y}", String(y))

type Tile = { z: number; x: number; y: number }

/** The layers of one tile of an audience; none where there is nothing to show. */
export async function readTile(
  { ask }: ParcelApp,
  audience: Audience,
  tile: Tile,
  asked = "",
): Promise<Record<string, DecodedFeature[]>> {
  const answer = await ask(
    audience,
    addressOf(`/api/tiles/${audience}/all/parcels/{z}/{x}/{y}.mvt${asked}`, tile),
  )
  if (answer.status === 204) return {}
  if (answer.status !== 200)
    throw new Error(`tile ${tile.z}/${tile.x}/${tile.y} answered ${answer.status}`)
  return decodeTile(new Uint8Array(await answer.arrayBuffer()))
}

type TileJson = { tiles: string[]; bounds: Bounds; minzoom: number; maxzoom: number }

/** Every feature that the tiles of a zoom hold for an audience, as its TileJSON says where they are. */
export async function listFeatures(
  { ask, read }: ParcelApp,
  audience: Audience,
  z: number,
  query = "",
): Promise<DecodedFeature[]> {
  const { tiles, bounds } = await read<TileJson>(audience, `/api/tiles/parcels.json${query}`)
  const features: DecodedFeature[] = []
  for (const tile of coverTiles(bounds, z)) {
    const answer = await ask(audience, addressOf(tiles[0]!, tile))
    if (answer.status === 204) continue
    if (answer.status !== 200) throw new Error(`a tile answered ${answer.status}`)
    features.push(...(decodeTile(new Uint8Array(await answer.arrayBuffer()))["parcels"] ?? []))
  }
  return features
}

/** Loads every parcel into memory, as an audience is shown it: from then on no tile of it is cold. */
export async function makeResident(
  { map, ask }: ParcelApp,
  audience: Audience,
  { cells, asked = "" }: { cells: readonly number[]; asked?: string },
): Promise<void> {
  for (let i = 0; i < cells.length; i += 400) {
    const query = new URLSearchParams(asked)
    query.set("cells", cells.slice(i, i + 400).join(","))
    const answer = await ask(audience, `/api/tiles/${audience}/all/columns?${query}`)
    if (answer.status !== 200) throw new Error(`columns answered ${answer.status}`)
  }
  await map.look()
}

/** Every cell that has parcels. */
export const listCells = (door: Door): Promise<number[]> =>
  door.serve("svc_tiles", "read", async (sql) => {
    const rows = await sql<{ cell: number }>`
      select distinct cell from core.parcel_version where superseded_at is null order by cell`
    return rows.map(({ cell }) => cell)
  })
