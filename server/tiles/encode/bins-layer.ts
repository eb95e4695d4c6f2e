import { CELL_ZOOM, EXTENT, type TileAddress, toColumnAndRow } from "./address.ts"
import type { CodeColumn, NumberColumn } from "./columns.ts"
import { WORLD } from "./mercator.ts"
import type { TileWriter } from "./mvt.ts"
import type { Part } from "./parcels-layer.ts"

/** Bins along a tile: squares of eight pixels in a tile shown 512 px wide. */
const BINS = 64
const BIN_ZOOMS = Math.log2(BINS)
const SIDE = EXTENT / BINS

/** Zooms at which a tile holds whole cells and a bin is no larger than a cell. */
export const BIN_MIN_ZOOM = 8
export const BIN_MAX_ZOOM = 11

const M2_PER_MU = 2000 / 3

/**
 * What a bin tells beside its count and area: of a ratio, sum over sum of the parcels that have both parts,
 * never a mean of ratios; of a class, the one with the most land.
 */
export type Measure = { name: string; kind: "ratio" | "class" }

/**
 * Columns of a part, in this order: legal area in mu, then of a ratio its amount and its area in mu, of a
 * class its values.
 */
export type BinPart = Part & { cell: number }

/**
 * Parcels counted in squares. A parcel counts once, in the square that the centre of its box lies in, so the
 * squares of all tiles of a zoom together hold every parcel. Attributes: `count`, `areaM2` (whole square
 * metres of legal area; a parcel without one counts nothing) and the measure.
 *
 * @param address of a zoom from 8 to 11
 */
export function writeBins(
  tile: TileWriter,
  { z, x, y }: TileAddress,
  parts: readonly BinPart[],
  measure: Measure | null,
): void {
  const shift = WORLD / 2 ** (z + BIN_ZOOMS)
  const perCell = 2 ** (z + BIN_ZOOMS - CELL_ZOOM)
  const counts = new Uint32Array(BINS * BINS)
  const areas = new Float64Array(BINS * BINS)
  const tally = measure && (measure.kind === "ratio" ? new Ratios() : new Classes())
  for (const { chunk, shown, cell } of parts) {
    const [column, row] = toColumnAndRow(cell)
    // Rounding may put a centre on the other side of the cell's border; the cell is what counts.
    const left = column * perCell - x * BINS
    const top = row * perCell - y * BINS
    const legal = (shown.columns[0] as NumberColumn).numbers
    const { boxes } = chunk
    tally?.begin(shown.columns)
    for (let i = 0; i < chunk.ids.length; i++) {
      if (shown.rows[i] === 0) continue
      const centreX = Math.floor((boxes[4 * i]! + boxes[4 * i + 2]!) / 2 / shift) - x * BINS
      const centreY = Math.floor((boxes[4 * i + 1]! + boxes[4 * i + 3]!) / 2 / shift) - y * BINS
      const binX = Math.min(Math.max(centreX, left), left + perCell - 1)
      const binY = Math.min(Math.max(centreY, top), top + perCell - 1)
      const bin = binY * BINS + binX
      const area = legal[i]!
      const isKnown = area === area
      counts[bin]!++
      if (isKnown) areas[bin]! += area
      tally?.add(bin, i, isKnown ? area : 0)
    }
  }
  tile.layer("bins", (layer) => {
    const countKey = layer.addKey("count")
    const areaKey = layer.addKey("areaM2")
    let measureKey = -1
    for (let bin = 0; bin < counts.length; bin++) {
      if (counts[bin] === 0) continue
      layer.begin(bin)
      layer.openRings()
      layer.square((bin % BINS) * SIDE, Math.floor(bin / BINS) * SIDE, SIDE)
      layer.closeRings()
      layer.openTags()
      layer.tag(countKey, layer.findOrAddValue(counts[bin]!))
      layer.tag(areaKey, layer.findOrAddValue(Math.round(areas[bin]! * M2_PER_MU)))
      const value = tally?.valueOf(bin) ?? null
      if (value !== null && measure) {
        if (measureKey < 0) measureKey = layer.addKey(measure.name)
        const isRatio = typeof value === "number"
        layer.tag(measureKey, isRatio ? layer.addFloat(value) : layer.findOrAddValue(value))
      }
      layer.end()
    }
  })
}

type Columns = Part["shown"]["columns"]

class Ratios {
  private readonly amounts = new Float64Array(BINS * BINS)
  private readonly areas = new Float64Array(BINS * BINS)
  private amount: Float64Array = new Float64Array()
  private area: Float64Array = new Float64Array()

  begin(columns: Columns) {
    this.amount = (columns[1] as NumberColumn).numbers
    this.area = (columns[2] as NumberColumn).numbers
  }

  add(bin: number, row: number) {
    const amount = this.amount[row]!
    const area = this.area[row]!
    if (amount !== amount || area !== area) return
    this.amounts[bin]! += amount
    this.areas[bin]! += area
  }

  valueOf(bin: number): number | null {
    const area = this.areas[bin]!
    return area > 0 ? this.amounts[bin]! / area : null
  }
}

class Classes {
  private readonly areas = new Map<number, Map<string | boolean, number>>()
  private column: CodeColumn = { name: "", codes: new Uint16Array(), values: [] }

  begin(columns: Columns) {
    this.column = columns[1] as CodeColumn
  }

  add(bin: number, row: number, area: number) {
    const code = this.column.codes[row]!
    if (code === 0) return
    const value = this.column.values[code - 1]!
    let classes = this.areas.get(bin)
    if (!classes) this.areas.set(bin, (classes = new Map()))
    classes.set(value, (classes.get(value) ?? 0) + area)
  }

  /** Of classes with equal land the first by code point. */
  valueOf(bin: number): string | boolean | null {
    let found: [string | boolean, number] | null = null
    for (const one of this.areas.get(bin) ?? [])
      if (!found || one[1] > found[1] || (one[1] === found[1] && String(one[0]) < String(found[0])))
        found = one
    return found && found[0]
  }
}
