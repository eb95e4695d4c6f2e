/** Finds two sides of a drawing that cross. Only crossings that are certain; PostGIS judges the rest. */
import type { Position } from "../crs.ts"

/** Error of the orientation determinant in doubles, relative to its terms (Shewchuk 1997, ccwerrboundA). */
const ORIENTATION_ERROR = 3.3306690738754716e-16
/** Pairs of sides compared before giving up: about a tenth of a second. */
const MOST_COMPARISONS = 20_000_000

/** Which side of a-b the point c is on; 0 where the doubles cannot tell. */
function orient(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
): -1 | 0 | 1 {
  const left = (ax - cx) * (by - cy)
  const right = (ay - cy) * (bx - cx)
  const determinant = left - right
  if (Math.abs(determinant) <= ORIENTATION_ERROR * (Math.abs(left) + Math.abs(right))) return 0
  return determinant > 0 ? 1 : -1
}

/** Sides as x1, y1, x2, y2 in one array. */
function listSides(polygons: Position[][][]): Float64Array {
  const rings = polygons.flat()
  const sides = new Float64Array(4 * rings.reduce((sum, ring) => sum + ring.length - 1, 0))
  let at = 0
  for (const ring of rings)
    for (let place = 1; place < ring.length; place += 1) {
      const [ax, ay] = ring[place - 1]!
      const [bx, by] = ring[place]!
      sides.set([ax, ay, bx, by], at)
      at += 4
    }
  return sides
}

/** Mean length of the sides along an axis: sweeping goes along the axis where they are short. */
function meanReach(sides: Float64Array, axis: 0 | 1): number {
  let sum = 0
  for (let at = 0; at < sides.length; at += 4)
    sum += Math.abs(sides[at + axis]! - sides[at + 2 + axis]!)
  return sum / (sides.length / 4)
}

function crossingOf(sides: Float64Array, a: number, b: number): Position | undefined {
  const [ax, ay, bx, by] = [sides[a]!, sides[a + 1]!, sides[a + 2]!, sides[a + 3]!]
  const [cx, cy, dx, dy] = [sides[b]!, sides[b + 1]!, sides[b + 2]!, sides[b + 3]!]
  if (orient(ax, ay, bx, by, cx, cy) * orient(ax, ay, bx, by, dx, dy) >= 0) return undefined
  if (orient(cx, cy, dx, dy, ax, ay) * orient(cx, cy, dx, dy, bx, by) >= 0) return undefined
  const share =
    ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) /
    ((bx - ax) * (dy - cy) - (by - ay) * (dx - cx))
  return [ax + share * (bx - ax), ay + share * (by - ay)]
}

/**
 * Where two sides of the drawing cross, in its own coordinates; undefined when none do for certain.
 * Sides that only touch, lie on each other, or are too many to compare are left to PostGIS.
 */
export function findCrossing(polygons: Position[][][]): Position | undefined {
  const sides = listSides(polygons)
  const count = sides.length / 4
  const axis = meanReach(sides, 0) <= meanReach(sides, 1) ? 0 : 1
  const lowOf = (at: number) => Math.min(sides[at + axis]!, sides[at + 2 + axis]!)
  const highOf = (at: number) => Math.max(sides[at + axis]!, sides[at + 2 + axis]!)
  const order = Array.from({ length: count }, (_, place) => place * 4)
  const lows = new Float64Array(count).map((_, place) => lowOf(place * 4))
  order.sort((a, b) => lows[a / 4]! - lows[b / 4]!)

  const other = 1 - axis
  let comparisons = 0
  for (let first = 0; first < count; first += 1) {
    const a = order[first]!
    const reach = highOf(a)
    const low = Math.min(sides[a + other]!, sides[a + 2 + other]!)
    const high = Math.max(sides[a + other]!, sides[a + 2 + other]!)
    for (let second = first + 1; second < count; second += 1) {
      const b = order[second]!
      if (lows[b / 4]! > reach) break
      comparisons += 1
      if (comparisons > MOST_COMPARISONS) return undefined
      const [from, to] = [sides[b + other]!, sides[b + 2 + other]!]
      if ((from < low && to < low) || (from > high && to > high)) continue
      const found = crossingOf(sides, a, b)
      if (found) return found
    }
  }
  return undefined
}
