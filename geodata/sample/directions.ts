/** Directions in the plane, and how far a lot reaches along them. */
import type { Lot } from "./cut.ts"
import type { Point } from "./plane.ts"
import { cosineOfTurns, sineOfTurns } from "./random.ts"

/** The two directions of a block, of length 1: along its south side, and along its west side. */
export type Axes = { across: Point; up: Point }

export const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1]

export function unit([x, y]: Point): Point {
  const length = Math.sqrt(x * x + y * y)
  return [x / length, y / length]
}

/** The normal of a cut that runs along one axis and so parts the lot along the other. */
export const normalOfCut = ({ across, up }: Axes, parts: keyof Axes): Point =>
  parts === "across" ? [up[1], -up[0]] : [-across[1], across[0]]

export function turn([x, y]: Point, turns: number): Point {
  const sine = sineOfTurns(turns)
  const cosine = cosineOfTurns(turns)
  return [x * cosine - y * sine, x * sine + y * cosine]
}

/** Lowest place of a lot along a direction, and its length there, in metres. */
export function extentOf(
  { ring }: Pick<Lot, "ring">,
  axis: Point,
): { low: number; length: number } {
  let low = Infinity
  let high = -Infinity
  for (const vertex of ring) {
    const at = vertex.x * axis[0] + vertex.y * axis[1]
    if (at < low) low = at
    if (at > high) high = at
  }
  return { low, length: high - low }
}
