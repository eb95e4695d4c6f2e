/** What makes a good lot: size, shape and a way to the street. */
import type { Lot } from "./cut.ts"
import { type Axes, extentOf } from "./directions.ts"
import { distanceM } from "./plane.ts"

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
    measureFrontageM(lot) >= limits.frontageM
  )
}

/** Metres of the outline that lie on a street or a bank. */
function measureFrontageM({ ring, street }: Lot): number {
  let metres = 0
  ring.forEach((vertex, n) => {
    const next = ring[(n + 1) % ring.length]
    if (street[n] && next) metres += distanceM(vertex, next)
  })
  return metres
}
