import type { DecodedFeature, DecodedRing } from "./decode-tile.ts"

/** Signed area in square tile units, positive clockwise on the screen. */
export const ringArea = (ring: DecodedRing): number =>
  ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]!
    return sum + x * nextY - nextX * y
  }, 0) / 2

/** Square tile units that a feature covers; holes count against it. */
export const areaOf = ({ polygons }: DecodedFeature): number =>
  polygons.flat().reduce((sum, ring) => sum + ringArea(ring), 0)

/** Length of all rings in tile units. */
export const outlineOf = ({ polygons }: DecodedFeature): number =>
  polygons.flat().reduce(
    (sum, ring) =>
      sum +
      ring.reduce((length, [x, y], i) => {
        const [nextX, nextY] = ring[(i + 1) % ring.length]!
        return length + Math.hypot(nextX - x, nextY - y)
      }, 0),
    0,
  )

/** How many holes have an area of so many square units at least. */
export const countHoles = ({ polygons }: DecodedFeature, least: number): number =>
  polygons
    .flatMap((polygon) => polygon.slice(1))
    .filter((ring) => Math.abs(ringArea(ring)) >= least).length

/** Whether a feature lies within the outermost unit of the buffered tile. */
export function isOnRim({ polygons }: DecodedFeature): boolean {
  const rings = polygons.flat(2)
  const isBeyond = (axis: 0 | 1) =>
    rings.every((vertex) => vertex[axis] <= -63) || rings.every((vertex) => vertex[axis] >= 4159)
  return isBeyond(0) || isBeyond(1)
}
