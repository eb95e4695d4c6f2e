import type { TileAddress } from "./address.ts"
import type { Chunk } from "./chunk.ts"
import type { CodeColumn, Column, Shown } from "./columns.ts"
import type { LayerWriter, TileWriter } from "./mvt.ts"
import { placeOf, toGrid, writeOutline } from "./outline.ts"

/** A chunk and what of it an audience is shown. */
export type Part = { chunk: Chunk; shown: Shown }

/** Parcels of which a tile can show more than a smear; above, the longest are kept. */
export const MOST_FEATURES = 10_000

/**
 * The parcels of a tile as a layer: those shown that reach into the buffered tile and have a pixel there (see
 * `Chunk.seenFrom`). A value that is not known is left out.
 *
 * @param names of the attributes; every part has these columns, in this order
 */
export function writeParcels(
  tile: TileWriter,
  name: string,
  address: TileAddress,
  parts: readonly Part[],
  names: readonly string[],
): void {
  const grid = toGrid(address)
  const least = lengthKept(address, parts)
  tile.layer(name, (layer) => {
    // Names and values are written when a parcel of this tile has them: a tile says nothing of its neighbours.
    const keys = new Int32Array(names.length).fill(-1)
    for (const { chunk, shown } of parts) {
      const tags = shown.columns.map((column, i) => new Tags(layer, column, names[i]!, keys, i))
      for (let row = 0; row < chunk.ids.length; row++) {
        if (shown.rows[row] === 0 || chunk.seenFrom[row]! > address.z) continue
        if (least > 0 && lengthOf(chunk, row) < least) continue
        const place = placeOf(chunk, row, grid)
        if (place === "outside") continue
        layer.begin(chunk.ids[row]!)
        layer.openRings()
        writeOutline(layer, chunk, row, place, address.z, grid)
        if (!layer.closeRings()) continue
        layer.openTags()
        for (let i = 0; i < tags.length; i++) tags[i]!.write(row)
        layer.end()
      }
    }
  })
}

/** One column of a part on its way into a layer. */
class Tags {
  private readonly layer: LayerWriter
  private readonly name: string
  private readonly keys: Int32Array
  private readonly place: number
  private readonly numbers: Float64Array | null
  private readonly codes: Uint16Array | null
  private readonly values: CodeColumn["values"]
  /** Of each value in the layer; -1 while it is not there. */
  private readonly written: Int32Array

  constructor(layer: LayerWriter, column: Column, name: string, keys: Int32Array, place: number) {
    this.layer = layer
    this.name = name
    this.keys = keys
    this.place = place
    this.numbers = "numbers" in column ? column.numbers : null
    this.codes = "codes" in column ? column.codes : null
    this.values = "values" in column ? column.values : []
    this.written = new Int32Array(this.values.length).fill(-1)
  }

  write(row: number) {
    if (this.numbers !== null) {
      const value = this.numbers[row]!
      if (value === value) this.layer.tag(this.key(), this.layer.addNumber(value))
      return
    }
    const code = this.codes![row]!
    if (code === 0) return
    let place = this.written[code - 1]!
    if (place < 0) {
      place = this.layer.findOrAddValue(this.values[code - 1]!)
      this.written[code - 1] = place
    }
    this.layer.tag(this.key(), place)
  }

  private key(): number {
    const known = this.keys[this.place]!
    if (known >= 0) return known
    return (this.keys[this.place] = this.layer.addKey(this.name))
  }
}

/** The longer side of a parcel's box, in world units. */
const lengthOf = ({ boxes }: Chunk, row: number) =>
  Math.max(boxes[4 * row + 2]! - boxes[4 * row]!, boxes[4 * row + 3]! - boxes[4 * row + 1]!)

/** From which length on parcels are kept, so that the tile has not too many; 0 where all are. */
function lengthKept(address: TileAddress, parts: readonly Part[]): number {
  if (parts.reduce((sum, { chunk }) => sum + chunk.ids.length, 0) <= MOST_FEATURES) return 0
  const grid = toGrid(address)
  const lengths: number[] = []
  for (const { chunk, shown } of parts)
    for (let row = 0; row < chunk.ids.length; row++)
      if (
        shown.rows[row] === 1 &&
        chunk.seenFrom[row]! <= address.z &&
        placeOf(chunk, row, grid) !== "outside"
      )
        lengths.push(lengthOf(chunk, row))
  if (lengths.length <= MOST_FEATURES) return 0
  return Float64Array.from(lengths).sort()[lengths.length - MOST_FEATURES]!
}
