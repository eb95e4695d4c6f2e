import { toLatitude, toLongitude, WORLD } from "./mercator.ts"

/** Place of a tile in the XYZ pyramid: Web Mercator, `y` counted from the north. */
export type TileAddress = { z: number; x: number; y: number }

/** Degrees in EPSG:4490, as a database envelope wants them. */
export type Bounds = { west: number; south: number; east: number; north: number }

/** Tile units along one side of a tile: the vector tile convention. */
export const EXTENT = 4096

/** Tile units drawn beyond each side, so that outlines have no seam: 4 px of a 256 px tile. */
export const BUFFER = 64

/** Tile units in one pixel of a tile shown 256 px wide. */
export const PIXEL = EXTENT / 256

/** Zoom at which a tile unit is one world unit (see `WORLD`). */
export const UNIT_ZOOM = 20

/** Highest zoom served. There a tile unit is a quarter of a world unit: 2.3 mm at the equator. */
const MAX_ZOOM = 22

/** Plain decimal digits. `01`, `+1`, `1e3`, `0x1` and ` 1` would be second names of one tile. */
const PLAIN_INTEGER = /^(?:0|[1-9][0-9]{0,6})$/

/**
 * A tile address from the three path segments of a request.
 *
 * @returns undefined unless all three are plain integers with 0 <= z <= 22 and 0 <= x, y < 2^z
 */
export function parseTileAddress(z: string, x: string, y: string): TileAddress | undefined {
  if (![z, x, y].every((segment) => PLAIN_INTEGER.test(segment))) return undefined
  const address = { z: Number(z), x: Number(x), y: Number(y) }
  const tilesAcross = 2 ** address.z
  const exists = address.z <= MAX_ZOOM && address.x < tilesAcross && address.y < tilesAcross
  return exists ? address : undefined
}

/**
 * What the tile shows, buffer included: rows that touch these bounds belong to the tile.
 * Stops at the edges of the world, so the first and last columns do not reach round the globe.
 */
export function toReach({ z, x, y }: TileAddress): Bounds {
  const side = WORLD / 2 ** z
  const margin = (side * BUFFER) / EXTENT
  const within = (world: number) => Math.min(Math.max(world, 0), WORLD)
  return {
    west: toLongitude(within(x * side - margin)),
    south: toLatitude(within((y + 1) * side + margin)),
    east: toLongitude(within((x + 1) * side + margin)),
    north: toLatitude(within(y * side - margin)),
  }
}

/** Zoom of the cells: each parcel belongs to the one that the centre of its box lies in (`core.cell_of`). */
export const CELL_ZOOM = 13

/** Column and row of a cell. */
export const toColumnAndRow = (cell: number): [column: number, row: number] => [
  cell % 2 ** CELL_ZOOM,
  Math.floor(cell / 2 ** CELL_ZOOM),
]
