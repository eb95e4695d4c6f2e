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

/** Vertices of which some are drawn; `zooms` has the lowest zoom of each, null where all are drawn. */
export type Vertices = {
  /** x, y, x, y … */
  coords: ArrayLike<number>
  zooms: Uint8Array | null
}

/**
 * A ring drawn on a grid, in a buffer that the next one overwrites: tiles hold ten thousands of rings, and
 * arrays of their own would cost more than all the rest.
 *
 * Each vertex goes to the nearest grid point, halves to the greater side. A vertex that falls on the one
 * before is left out, and so is one that turns out to lie on the line between its neighbours; the line may
 * double back on itself, so spikes go too. None of it changes the area that the ring encloses.
 */
export class Trace {
  /** x, y, x, y … in whole tile units, from `start` to before `end`; a large parcel at z22 leaves 32 bits. */
  units = new Float64Array(1 << 12)
  start = 0
  end = 0
  /**
   * Twice the signed area by the surveyor's formula; 0 where the ring encloses nothing. Positive is clockwise
   * on the screen, because y runs down: the winding of a shell in a vector tile.
   */
  doubleArea = 0

  /** Draws the part from `from` to before `to`, of the vertices that matter at a zoom. */
  draw({ coords, zooms }: Vertices, from: number, to: number, zoom: number, grid: Grid): void {
    if (this.units.length < to - from) this.units = new Float64Array(2 * (to - from))
    const { units } = this
    const { left, top, scale } = grid
    let end = 0
    for (let i = from; i < to; i += 2) {
      if (zooms !== null && zooms[i >> 1]! > zoom) continue
      const x = Math.floor((coords[i]! - left) * scale + 0.5)
      const y = Math.floor((coords[i + 1]! - top) * scale + 0.5)
      while (end >= 2) {
        const bx = units[end - 2]!
        const by = units[end - 1]!
        if (x === bx && y === by) break
        if (end < 4) break
        const ax = units[end - 4]!
        const ay = units[end - 3]!
        if ((bx - ax) * (y - by) !== (by - ay) * (x - bx)) break
        end -= 2
      }
      if (end >= 2 && x === units[end - 2] && y === units[end - 1]) continue
      units[end++] = x
      units[end++] = y
    }
    this.start = 0
    this.end = end
    this.closeSeam()
    this.doubleArea = this.end - this.start < 6 ? 0 : this.measure()
  }

  /** Treats the seam between last and first vertex as `draw` treats the rest. */
  private closeSeam() {
    while (this.end - this.start >= 6) {
      const { start, end } = this
      if (this.isStraight(end - 4, end - 2, start)) this.end = end - 2
      else if (this.isStraight(end - 2, start, start + 2)) this.start = start + 2
      else return
    }
  }

  /** Whether three vertices are on one line, or two of them coincide. */
  private isStraight(a: number, b: number, c: number): boolean {
    const { units } = this
    return (
      (units[b]! - units[a]!) * (units[c + 1]! - units[b + 1]!) ===
      (units[b + 1]! - units[a + 1]!) * (units[c]! - units[b]!)
    )
  }

  private measure(): number {
    const { units, start, end } = this
    const originX = units[start]!
    const originY = units[start + 1]!
    let sum = 0
    // Relative to the first vertex, so that rings far from the tile keep their digits.
    for (let i = start + 2; i + 3 < end; i += 2)
      sum +=
        (units[i]! - originX) * (units[i + 3]! - originY) -
        (units[i + 2]! - originX) * (units[i + 1]! - originY)
    return sum
  }

  /** The ring as an array of its own, wound as a shell or as a hole. */
  toRing(isHole: boolean): Ring {
    const ring = Array.from(this.units.subarray(this.start, this.end))
    return this.doubleArea > 0 === isHole ? toReversed(ring) : ring
  }
}

function toReversed(ring: Ring): Ring {
  const reversed: Ring = []
  for (let i = ring.length - 2; i >= 0; i -= 2) reversed.push(ring[i]!, ring[i + 1]!)
  return reversed
}
