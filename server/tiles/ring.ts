/** x, y, x, y … in tile units, y down, open: the first vertex is not repeated at the end. */
export type Ring = number[]

/** The shell with positive area, then its holes with negative area. */
export type Polygon = Ring[]

/** From other units to the tile units of one tile. */
export type Grid = {
  /** The tile's upper left corner, in the other units. */
  left: number
  top: number
  /** Tile units per other unit: a power of two, so that scaling is an exact shift. */
  scale: number
}

/**
 * Twice the signed area by the surveyor's formula. Positive is clockwise on the screen, because y
 * runs down: the winding of a shell in a vector tile.
 */
function toDoubleArea(ring: Ring): number {
  const [originX = 0, originY = 0] = ring
  let sum = 0
  // Relative to the first vertex, so that rings far from the tile keep their digits.
  for (let i = 2; i + 3 < ring.length; i += 2) {
    sum +=
      (ring[i]! - originX) * (ring[i + 3]! - originY) -
      (ring[i + 2]! - originX) * (ring[i + 1]! - originY)
  }
  return sum
}

/**
 * Draws a ring on a grid: each vertex goes to the nearest grid point, halves to the greater side.
 *
 * A vertex that falls on the one before is left out, and so is one that turns out to lie on the line
 * between its neighbours; the line may double back on itself, so spikes go too. None of it changes
 * the area that the ring encloses. The seam between last and first vertex is left to `closeRing`.
 *
 * @param coords x, y, x, y …, of which the ring is the part from `start` to before `end`
 */
export function traceRing(
  coords: ArrayLike<number>,
  start: number,
  end: number,
  { left, top, scale }: Grid,
): Ring {
  const ring: Ring = []
  // The last two vertices of the ring, NaN while there are none: no comparison holds with NaN.
  let [ax, ay, bx, by] = [NaN, NaN, NaN, NaN]
  for (let i = start; i < end; i += 2) {
    const x = Math.floor((coords[i]! - left) * scale + 0.5)
    const y = Math.floor((coords[i + 1]! - top) * scale + 0.5)
    while ((x !== bx || y !== by) && (bx - ax) * (y - by) === (by - ay) * (x - bx)) {
      ring.pop()
      ring.pop()
      const count = ring.length
      bx = ax
      by = ay
      ax = count < 4 ? NaN : ring[count - 4]!
      ay = count < 4 ? NaN : ring[count - 3]!
    }
    if (x === bx && y === by) continue
    ring.push(x, y)
    ax = bx
    ay = by
    bx = x
    by = y
  }
  return ring
}

/**
 * Treats the seam between last and first vertex as `traceRing` treats the rest, and winds the ring.
 *
 * @returns undefined when the ring encloses nothing
 */
export function closeRing(ring: Ring, isHole: boolean): Ring | undefined {
  let start = 0
  while (ring.length - start >= 6) {
    const end = ring.length
    const [x, y] = [ring[start]!, ring[start + 1]!]
    if (isStraight(ring, end - 4, end - 2, x, y)) ring.length = end - 2
    else if (isStraight(ring, end - 2, start, ring[start + 2]!, ring[start + 3]!)) start += 2
    else break
  }
  const open = start > 0 ? ring.slice(start) : ring
  const doubleArea = toDoubleArea(open)
  if (open.length < 6 || doubleArea === 0) return undefined
  return doubleArea > 0 === isHole ? toReversed(open) : open
}

/** Whether the vertices at `a` and `b` and the point are on one line, or two of them coincide. */
const isStraight = (ring: Ring, a: number, b: number, x: number, y: number) =>
  (ring[b]! - ring[a]!) * (y - ring[b + 1]!) === (ring[b + 1]! - ring[a + 1]!) * (x - ring[b]!)

function toReversed(ring: Ring): Ring {
  const reversed: Ring = []
  for (let i = ring.length - 2; i >= 0; i -= 2) reversed.push(ring[i]!, ring[i + 1]!)
  return reversed
}
