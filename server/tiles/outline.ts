import { BUFFER, EXTENT, type TileAddress } from "./address.ts"
import { clipPolygon } from "./clip.ts"
import { WORLD, type WorldRings } from "./mercator.ts"
import { closeRing, type Grid, type Polygon, type Ring, traceRing } from "./ring.ts"

/** For cuts, which are in tile units already: only rounds. */
const OWN_GRID: Grid = { left: 0, top: 0, scale: 1 }

/** Tile units in one pixel of a tile shown 256 px wide. */
const PIXEL = EXTENT / 256

/** The grid of a tile, from world units. */
export const toGrid = ({ z, x, y }: TileAddress): Grid => ({
  left: x * (WORLD / 2 ** z),
  top: y * (WORLD / 2 ** z),
  scale: (EXTENT * 2 ** z) / WORLD,
})

/**
 * The outline as a tile draws it: whole tile units, clipped to the buffered tile, without vertices
 * that do not shape it and without rings that enclose nothing; a shell takes its holes with it.
 *
 * An outline whose box is under one pixel in both directions is left out. The box is that of the
 * whole outline in world units, so every tile of a zoom decides alike, and what is drawn at one
 * zoom is not left out for its size at a higher one. At 30° N a pixel is 33 m at z12.
 *
 * @returns empty when the tile shows nothing of it
 */
export function snapOutline({ world, ringEnds, polygonEnds }: WorldRings, grid: Grid): Polygon[] {
  const box = toBox(world, grid)
  if (!(box.maxX - box.minX >= PIXEL || box.maxY - box.minY >= PIXEL)) return []
  const [least, most] = [-BUFFER - 0.5, EXTENT + BUFFER + 0.5]
  if (box.maxX < least || box.maxY < least || box.minX > most || box.minY > most) return []
  const fits = box.minX >= least && box.minY >= least && box.maxX < most && box.maxY < most

  const snapped: Polygon[] = []
  let ring = 0
  let start = 0
  for (let p = 0; p < polygonEnds.length; p++) {
    const rings: Ring[] = []
    for (; ring < polygonEnds[p]!; ring++) {
      const end = ringEnds[ring]!
      rings.push(traceRing(world, start, end, grid))
      start = end
    }
    const polygon = closePolygon(rings)
    if (polygon) snapped.push(...(fits ? [polygon] : clipToTile(polygon)))
  }
  return snapped
}

/** Pieces of the polygon inside the buffered tile, their cuts rounded to whole tile units. */
function clipToTile(polygon: Polygon): Polygon[] {
  const pieces: Polygon[] = []
  for (const piece of clipPolygon(polygon)) {
    const rounded = piece.map((ring) => traceRing(ring, 0, ring.length, OWN_GRID))
    const closed = closePolygon(rounded)
    if (closed) pieces.push(closed)
  }
  return pieces
}

/** @returns undefined when the shell encloses nothing, whatever the holes do */
function closePolygon(rings: Ring[]): Polygon | undefined {
  const polygon: Polygon = []
  for (const [index, ring] of rings.entries()) {
    const closed = closeRing(ring, index > 0)
    if (closed) polygon.push(closed)
    else if (index === 0) return undefined
  }
  return polygon.length > 0 ? polygon : undefined
}

/** In tile units, not rounded: every tile of a zoom sees the same size. */
function toBox(world: ArrayLike<number>, { left, top, scale }: Grid) {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < world.length; i += 2) {
    const x = world[i]!
    const y = world[i + 1]!
    if (x < minX) minX = x
    if (x > maxX) maxX = x
    if (y < minY) minY = y
    if (y > maxY) maxY = y
  }
  return {
    minX: (minX - left) * scale,
    minY: (minY - top) * scale,
    maxX: (maxX - left) * scale,
    maxY: (maxY - top) * scale,
  }
}
