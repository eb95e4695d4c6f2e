import type { TileAddress } from "../../server/tiles/address.ts"
import type { WorldRings } from "../../server/tiles/mercator.ts"

/** x, y in tile units of one tile, y down. May leave the tile and may lie between whole units. */
export type TileRing = (readonly [x: number, y: number])[]

/** Polygons drawn in the units of one tile, as world units. Whole up to z20. */
export function outlineInTile({ z, x, y }: TileAddress, polygons: TileRing[][]): WorldRings {
  const unit = 2 ** (20 - z)
  const world: number[] = []
  const ringEnds: number[] = []
  const polygonEnds: number[] = []
  for (const polygon of polygons) {
    for (const ring of polygon) {
      for (const [tileX, tileY] of ring) {
        world.push((x * 4096 + tileX) * unit, (y * 4096 + tileY) * unit)
      }
      ringEnds.push(world.length)
    }
    polygonEnds.push(ringEnds.length)
  }
  return { world, ringEnds, polygonEnds }
}

/** Corners of a rectangle, clockwise on the screen from the upper left. */
export const rectangle = (left: number, top: number, right: number, bottom: number): TileRing => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
]
