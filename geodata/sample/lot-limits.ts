/** What makes a good lot: size, shape and a way to the street. */
import type { Lot } from "./cut.ts"
import { type Axes, extentOf } from "./directions.ts"
import { distanceM, type Ring, type Vertex } from "./plane.ts"

/** What a part must be to stand as a lot. The second row is for when the first yields too few. */
export const LIMITS = [
  { areaM2: 2400, sideM: 36, slender: 3.2, frontageM: 30, fill: 0.56 },
  { areaM2: 2050, sideM: 26, slender: 4.6, frontageM: 18, fill: 0.42 },
] as const
export type Limits = {
  areaM2: number
  sideM: number
  /** Most times its breadth that it may be long. */
  slender: number
  frontageM: number
  /** Least share of the rectangle around it that it fills, 0-1. */
  fill: number
}

export function isGoodLot(lot: Lot, { across, up }: Axes, limits: Limits): boolean {
  const wide = extentOf(lot, across).length
  const deep = extentOf(lot, up).length
  const slender = wide > deep ? wide / deep : deep / wide
  return (
    lot.areaM2 >= limits.areaM2 &&
    Math.min(wide, deep) >= limits.sideM &&
    slender <= limits.slender &&
    lot.areaM2 >= limits.fill * wide * deep &&
    measureFrontageM(lot) >= limits.frontageM &&
    isSimple(lot.ring)
  )
}

/**
 * Whether no two edges meet but neighbours in their common vertex. A cut through a vertex near it moves the
 * cut, and can lay it across an edge beside.
 */
function isSimple(ring: Ring): boolean {
  return ring.every((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    return ring.every((c, j) => {
      const isApart = j > i + 1 && (j + 1) % ring.length !== i
      const d = ring[(j + 1) % ring.length]!
      return !isApart || side(a, b, c) * side(a, b, d) > 0 || side(c, d, a) * side(c, d, b) > 0
    })
  })
}

/** 1 where the third vertex lies left of the line through the others, -1 right of it, 0 on it. */
const side = (a: Vertex, b: Vertex, c: Vertex): number =>
  Math.sign((b.lon7 - a.lon7) * (c.lat7 - a.lat7) - (b.lat7 - a.lat7) * (c.lon7 - a.lon7))

/** Metres of the outline that lie on a street or a bank. */
function measureFrontageM({ ring, street }: Lot): number {
  let metres = 0
  ring.forEach((vertex, n) => {
    const next = ring[(n + 1) % ring.length]
    if (street[n] && next) metres += distanceM(vertex, next)
  })
  return metres
}
