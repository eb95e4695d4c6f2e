import type { LonLatRings } from "./twkb.ts"

/**
 * Side of the Web Mercator square in world units. A unit is 9.3 mm at the equator; x runs east from
 * 180° W, y runs south from 85.05° N.
 */
export const WORLD = 2 ** 32

/**
 * Polygons in whole world units, the only geometry the encoder takes. The layout is that of
 * `LonLatRings`. A vertex is rounded once, here, and from then on only shifted to a zoom: two
 * parcels that share it share its tile coordinate at every zoom, on both sides of a tile edge.
 */
export type WorldRings = {
  /** x, y, x, y …: integers from 0 to 2^32 - 1. A Uint32Array fits. */
  world: ArrayLike<number>
  ringEnds: ArrayLike<number>
  polygonEnds: ArrayLike<number>
}

/**
 * Degrees to world units. CGCS2000 (EPSG:4490) is taken as WGS 84: their difference is centimetres.
 * What lies beyond the Mercator square (85.05° of latitude) is moved to its rim.
 */
export function toWorld({ lonLat, ringEnds, polygonEnds }: LonLatRings): WorldRings {
  const world = lonLat.slice()
  for (let i = 0; i < world.length; i += 2) {
    world[i] = toWorldX(world[i]!)
    world[i + 1] = toWorldY(world[i + 1]!)
  }
  return { world, ringEnds, polygonEnds }
}

/** World x of a longitude in degrees. */
export const toWorldX = (lon: number): number => toWorldUnit(lon / 360 + 0.5)

/** World y of a latitude in degrees. */
export function toWorldY(lat: number): number {
  const sine = Math.sin(lat * (Math.PI / 180))
  return toWorldUnit(0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI))
}

/** Degrees of a world x. */
export const toLongitude = (worldX: number): number => (worldX / WORLD) * 360 - 180

/** Degrees of a world y. */
export const toLatitude = (worldY: number): number =>
  Math.atan(Math.sinh(Math.PI * (1 - (2 * worldY) / WORLD))) * (180 / Math.PI)

/** `share` of the square's side, 0 to 1, as a whole world unit. */
const toWorldUnit = (share: number) =>
  Math.min(Math.max(Math.floor(share * WORLD + 0.5), 0), WORLD - 1)
