/** The two lines that skirt the zone, in plan metres. */
import type { Span } from "./layout.ts"
import type { Point } from "./plane.ts"

/** A northing in plan metres for every easting. */
export type Curve = (p: number) => number

/** The expressway bends round the zone on its north side. */
export function layExpressway({ west, east, north }: Span): Curve {
  const middle = (west + east) / 2
  const wide = east - west
  return (p) => {
    const t = (p - middle) / wide
    return north + 330 + 150 * t + 330 * t * t
  }
}

/** The railway touches the south side of the zone where the freight yards are. */
export function layRailway({ west, east, south }: Span): Curve {
  const middle = (west + east) / 2
  const wide = east - west
  return (p) => {
    const t = (p - middle) / wide
    return south - 170 - 60 * t - 420 * t * t
  }
}

export function traceCurve(curve: Curve, from: number, to: number): Point[] {
  const count = Math.max(1, Math.round(Math.abs(to - from) / STEP_M))
  return Array.from({ length: count + 1 }, (_, n): Point => {
    const p = from + ((to - from) * n) / count
    return [p, curve(p)]
  })
}

const STEP_M = 150
