import type { Bounds } from "./createMap.ts"

/** Zoom of the cells: each parcel belongs to the one that the centre of its box lies in. */
const CELL_ZOOM = 13
const ACROSS = 2 ** CELL_ZOOM

/** A tile draws a little beyond its sides, so that outlines have no seam: 64 of 4096 units. */
const MARGIN = 64 / 4096

/** Degrees in EPSG:4490. */
export type Box = { west: number; south: number; east: number; north: number }
/** Place of a tile in the XYZ pyramid. */
export type TileId = { z: number; x: number; y: number }

/** Share of the world from its west edge. */
const toX = (lng: number): number => lng / 360 + 0.5

/** Share of the world from its north edge, in Web Mercator. */
function toY(lat: number): number {
  const sine = Math.sin((lat * Math.PI) / 180)
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)
}

type Range = { first: number; last: number }

const rangeOf = (low: number, high: number, ring: number): Range => ({
  first: Math.max(0, Math.floor(low * ACROSS) - ring),
  last: Math.min(ACROSS - 1, Math.floor(high * ACROSS) + ring),
})

const overlap = (a: Range, b: Range): Range => ({
  first: Math.max(a.first, b.first),
  last: Math.min(a.last, b.last),
})

const lengthOf = ({ first, last }: Range): number => Math.max(0, last - first + 1)

/** The middle of a range, so many at most. */
function narrow({ first, last }: Range, most: number): Range {
  const excess = lengthOf({ first, last }) - Math.max(1, Math.floor(most))
  if (excess <= 0) return { first, last }
  return { first: first + Math.ceil(excess / 2), last: last - Math.floor(excess / 2) }
}

const grid = (columns: Range, rows: Range): number[] => {
  const cells: number[] = []
  for (let row = rows.first; row <= rows.last; row += 1)
    for (let column = columns.first; column <= columns.last; column += 1)
      cells.push(row * ACROSS + column)
  return cells
}

/**
 * Cells of a view and one ring around it, as a parcel may reach out of its cell; those where there are
 * parcels at all, and where they are too many those in the middle.
 *
 * @param extent of all parcels
 */
export function listCells(view: Bounds, extent: Bounds, most: number): number[] {
  const columns = overlap(
    rangeOf(toX(view[0]), toX(view[2]), 1),
    rangeOf(toX(extent[0]), toX(extent[2]), 0),
  )
  const rows = overlap(
    rangeOf(toY(view[3]), toY(view[1]), 1),
    rangeOf(toY(extent[3]), toY(extent[1]), 0),
  )
  const count = lengthOf(columns) * lengthOf(rows)
  if (count <= most) return grid(columns, rows)
  const share = Math.sqrt(most / count)
  const width = narrow(columns, Math.max(lengthOf(columns) * share, most / lengthOf(rows)))
  return grid(width, narrow(rows, most / lengthOf(width)))
}

/** Whether a box lies wholly in bounds; in none that are not known. */
export const isWithin = ({ west, south, east, north }: Box, bounds: Bounds | undefined): boolean =>
  bounds !== undefined &&
  west >= bounds[0] &&
  south >= bounds[1] &&
  east <= bounds[2] &&
  north <= bounds[3]

/** Whether a tile draws anything of a box. */
export function touches({ z, x, y }: TileId, box: Box): boolean {
  const across = 2 ** z
  return (
    toX(box.east) * across >= x - MARGIN &&
    toX(box.west) * across <= x + 1 + MARGIN &&
    toY(box.south) * across >= y - MARGIN &&
    toY(box.north) * across <= y + 1 + MARGIN
  )
}

/**
 * Of tiles in view those that touch one of the boxes, each with the tiles above it, which stand in its place
 * while it loads; each once.
 */
export function listTouched(
  tiles: readonly TileId[],
  boxes: readonly Box[],
  minzoom: number,
): TileId[] {
  const found = new Map<string, TileId>()
  for (const tile of tiles) {
    if (!boxes.some((box) => touches(tile, box))) continue
    for (let { z, x, y } = tile; z >= minzoom; z -= 1, x >>= 1, y >>= 1)
      found.set(`${z}/${x}/${y}`, { z, x, y })
  }
  return [...found.values()]
}
