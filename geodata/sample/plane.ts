/**
 * The plane that the park is drawn on: metres east and north of a centre, snapped to whole 1e-7 degrees
 * (about 1 cm), so that every vertex is an exact pair of integers and the same on every machine.
 */
import { cosineOfTurns, sineOfTurns } from "./random.ts"

/** CGCS2000 ellipsoid: semi-major axis in metres and first eccentricity squared. */
const SEMI_MAJOR_M = 6378137
const FLATTENING = 1 / 298.257222101
const ECCENTRICITY_2 = FLATTENING * (2 - FLATTENING)

/** Metres per radian turned into metres per 1e-7 degree. */
const RADIAN_PER_LON7 = Math.PI / 180 / 1e7

/** x east and y north of the centre in metres; lon7 and lat7 in whole 1e-7 degrees. */
export type Vertex = {
  readonly x: number
  readonly y: number
  readonly lon7: number
  readonly lat7: number
}

/** A ring without its closing vertex; outer rings run counter-clockwise, holes clockwise. */
export type Ring = Vertex[]

/** Metres, either of the street plan or of the ground. */
export type Point = readonly [number, number]

export type Frame = {
  /** Nearest vertex of the 1e-7 degree grid to a point of the ground. */
  snap(point: Point): Vertex
  /** Area on the ellipsoid in m² of rings of the ground; holes subtract. */
  measureM2(rings: readonly Ring[]): number
}

/** The plane around a centre in whole 1e-7 degrees. Good to 1e-5 of an area within 10 km. */
export function createFrame(centre: { lon7: number; lat7: number }): Frame {
  const turns = centre.lat7 / 1e7 / 360
  const sine = sineOfTurns(turns)
  const cosine = cosineOfTurns(turns)
  const root = Math.sqrt(1 - ECCENTRICITY_2 * sine * sine)
  const metresPerLon7 = (SEMI_MAJOR_M / root) * cosine * RADIAN_PER_LON7
  const metresPerLat7 =
    ((SEMI_MAJOR_M * (1 - ECCENTRICITY_2)) / (root * root * root)) * RADIAN_PER_LON7
  // A degree of longitude shrinks northwards by the tangent of the latitude per radian.
  const shrinkPerM = sine / cosine / SEMI_MAJOR_M

  return {
    snap: ([x, y]) => {
      const east = Math.round(x / metresPerLon7)
      const north = Math.round(y / metresPerLat7)
      return {
        x: east * metresPerLon7,
        y: north * metresPerLat7,
        lon7: centre.lon7 + east,
        lat7: centre.lat7 + north,
      }
    },
    measureM2: (rings) => {
      const outer = rings[0]
      if (!outer) return 0
      let plane = 0
      for (const ring of rings) plane += planeAreaM2(ring)
      let north = 0
      for (const vertex of outer) north += vertex.y
      return plane * (1 - (north / outer.length) * shrinkPerM)
    },
  }
}

/** Plane area in m², positive for a counter-clockwise ring. */
export function planeAreaM2(ring: readonly { x: number; y: number }[]): number {
  const first = ring[0]
  if (!first) return 0
  let twice = 0
  let before = ring[ring.length - 1] ?? first
  for (const vertex of ring) {
    // Differences to the first vertex keep the products small and exact enough for cm² of a km².
    twice +=
      (before.x - first.x) * (vertex.y - first.y) - (vertex.x - first.x) * (before.y - first.y)
    before = vertex
  }
  return twice / 2
}

/** Distance of two points in metres. `Math.hypot` is left aside: its last bit may differ by platform. */
export function distanceM(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y))
}

/** Rings as closed lists of degrees: longitude, latitude. */
export function toDegrees(rings: readonly Ring[]): [number, number][][] {
  return rings.map((ring) => {
    const line = lineToDegrees(ring)
    const first = line[0]
    if (first) line.push([first[0], first[1]])
    return line
  })
}

/** A line as degrees. A whole number over 1e7 is the double nearest to its seven places. */
export const lineToDegrees = (line: readonly Vertex[]): [number, number][] =>
  line.map(({ lon7, lat7 }) => [lon7 / 1e7, lat7 / 1e7])
