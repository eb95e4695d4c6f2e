import type { TileAddress } from "../../server/tiles/encode/address.ts"
import { ChunkBuilder } from "../../server/tiles/encode/chunk.ts"
import { type ColumnRow, type ColumnType, toShown } from "../../server/tiles/encode/columns.ts"
import { type TileValue, TileWriter } from "../../server/tiles/encode/mvt.ts"
import { writeParcels } from "../../server/tiles/encode/parcels-layer.ts"
import type { WorldRings } from "../../server/tiles/encode/mercator.ts"

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

/** A polygon as a test draws it; ids ascend within a layer. */
export type TileFeature = {
  id: number
  outline: WorldRings
  properties: readonly (readonly [name: string, value: TileValue | null])[]
}
export type TileLayer = { name: string; features: readonly TileFeature[] }

const typeOf = (value: TileValue | null | undefined): ColumnType =>
  typeof value === "number" ? "number" : typeof value === "boolean" ? "boolean" : "text"

/** One tile of these layers, through chunk and columns as the product makes it. */
export function encodeTile(
  address: TileAddress,
  layers: readonly TileLayer[],
): Uint8Array<ArrayBuffer> {
  const tile = new TileWriter()
  for (const { name, features } of layers) {
    const builder = new ChunkBuilder()
    const types = new Map<string, ColumnType>()
    for (const { id, outline, properties } of features) {
      builder.add(id, outline)
      for (const [key, value] of properties)
        if (value !== null || !types.has(key)) types.set(key, typeOf(value))
    }
    const unknown = [...types.keys()].map((key) => [key, null] as const)
    const rows = features.map(({ id, properties }): ColumnRow => ({
      ...Object.fromEntries([...unknown, ...properties]),
      id,
    }))
    const chunk = builder.finish()
    const fields = [...types].map(([key, type]) => ({ name: key, type }))
    const shown = toShown(chunk.ids, rows, fields)
    writeParcels(
      tile,
      name,
      address,
      [{ chunk, shown }],
      fields.map((field) => field.name),
    )
  }
  return tile.finish()
}
