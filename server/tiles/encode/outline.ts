import { BUFFER, EXTENT, type TileAddress } from "./address.ts"
import type { Chunk } from "./chunk.ts"
import { clipPolygon } from "./clip.ts"
import { WORLD } from "./mercator.ts"
import type { LayerWriter } from "./mvt.ts"
import { type Grid, type Polygon, Trace } from "./ring.ts"

/** For cuts, which are in tile units already: only rounds. */
const OWN_GRID: Grid = { left: 0, top: 0, scale: 1 }

const [LEAST, MOST] = [-BUFFER - 0.5, EXTENT + BUFFER + 0.5]

/** The grid of a tile, from world units. */
export const toGrid = ({ z, x, y }: TileAddress): Grid => ({
  left: x * (WORLD / 2 ** z),
  top: y * (WORLD / 2 ** z),
  scale: (EXTENT * 2 ** z) / WORLD,
})

const trace = new Trace()

/** How a parcel's box lies to the buffered tile. */
export function placeOf({ boxes }: Chunk, row: number, { left, top, scale }: Grid) {
  const minX = (boxes[4 * row]! - left) * scale
  const minY = (boxes[4 * row + 1]! - top) * scale
  const maxX = (boxes[4 * row + 2]! - left) * scale
  const maxY = (boxes[4 * row + 3]! - top) * scale
  if (maxX < LEAST || maxY < LEAST || minX > MOST || minY > MOST) return "outside"
  return minX >= LEAST && minY >= LEAST && maxX < MOST && maxY < MOST ? "inside" : "across"
}

/**
 * Writes a parcel's rings as a tile draws them: whole tile units, clipped to the buffered tile, without
 * vertices that do not shape it at the zoom and without rings that enclose nothing; a shell takes its holes
 * with it. What the tile shows nothing of leaves no ring.
 */
export function writeOutline(
  layer: LayerWriter,
  chunk: Chunk,
  row: number,
  place: "inside" | "across",
  zoom: number,
  grid: Grid,
): void {
  const { parcelEnds, polygonEnds, ringEnds, world, zooms } = chunk
  const vertices = { coords: world, zooms }
  let polygon = row > 0 ? parcelEnds[row - 1]! : 0
  let ring = polygon > 0 ? polygonEnds[polygon - 1]! : 0
  let start = ring > 0 ? ringEnds[ring - 1]! : 0
  for (; polygon < parcelEnds[row]!; polygon++) {
    const across: Polygon = []
    let hasShell = false
    for (let isHole = false; ring < polygonEnds[polygon]!; ring++, isHole = true) {
      const end = ringEnds[ring]!
      if (!isHole || hasShell) {
        trace.draw(vertices, start, end, zoom, grid)
        if (trace.doubleArea !== 0) {
          hasShell = true
          if (place === "inside") layer.ring(trace, isHole)
          else across.push(trace.toRing(isHole))
        }
      }
      start = end
    }
    if (hasShell && place === "across") writePieces(layer, across)
  }
}

/** The pieces of a polygon inside the buffered tile, their cuts rounded to whole tile units. */
function writePieces(layer: LayerWriter, polygon: Polygon) {
  for (const piece of clipPolygon(polygon)) {
    for (const [index, ring] of piece.entries()) {
      trace.draw({ coords: ring, zooms: null }, 0, ring.length, 0, OWN_GRID)
      if (trace.doubleArea !== 0) layer.ring(trace, index > 0)
      else if (index === 0) break
    }
  }
}
