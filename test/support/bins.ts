import type { Audience } from "../../server/db/audience.ts"
import type { DecodedFeature } from "./decode-tile.ts"
import type { ParcelApp } from "./parcel-app.ts"
import { coverTiles, readTile } from "./tiles.ts"

export type Bins = Map<string, DecodedFeature["properties"]>

/** Bins along a tile. */
export const BINS = 64
const SIDE = 4_096 / BINS

/**
 * The bins of a zoom over a box of degrees by "column/row", counted over the whole world.
 *
 * @throws Error for one that is no square of its grid, or comes twice
 */
export async function listBins(
  app: ParcelApp,
  audience: Audience,
  { z, bounds, asked }: { z: number; bounds: Parameters<typeof coverTiles>[0]; asked: string },
): Promise<Bins> {
  const bins: Bins = new Map()
  for (const tile of coverTiles(bounds, z)) {
    const { bins: found = [] } = await readTile(app, audience, tile, asked)
    for (const { polygons, properties } of found) {
      const [x, y] = polygons[0]![0]![0]!
      const square = [
        [x, y],
        [x + SIDE, y],
        [x + SIDE, y + SIDE],
        [x, y + SIDE],
      ]
      const key = `${tile.x * BINS + x / SIDE}/${tile.y * BINS + y / SIDE}`
      if (JSON.stringify(polygons) !== JSON.stringify([[square]]) || bins.has(key))
        throw new Error(`bin ${key} of z${z}: ${JSON.stringify(polygons)}`)
      bins.set(key, properties)
    }
  }
  return bins
}
