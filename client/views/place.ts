import type { Geometry, Position } from "geojson"
import type { Camera } from "../map/state.ts"

/** What lies on the ground, as far as a place is named after it. Degrees, longitude first, EPSG:4490. */
export type Landmark = {
  geometry: Geometry
  properties: { kind: string; name: string | null }
}

/** Names of where a map looks; what is not known is not there. */
export type Place = { zone: string | null; road: string | null }

/** From here on a map shows a neighbourhood and not the zone. */
const CLOSE_ZOOM = 14
/** Metres from the middle of the map within which a road names the place. */
const NEAR_M = 500
const METRES_PER_DEGREE = 111_320

type Line = readonly Position[]

const ringsOf = (geometry: Geometry): Line[] =>
  geometry.type === "Polygon"
    ? geometry.coordinates
    : geometry.type === "MultiPolygon"
      ? geometry.coordinates.flat()
      : []

const linesOf = (geometry: Geometry): Line[] =>
  geometry.type === "LineString"
    ? [geometry.coordinates]
    : geometry.type === "MultiLineString"
      ? geometry.coordinates
      : []

const pairs = (line: Line): [Position, Position][] => line.slice(1).map((to, at) => [line[at]!, to])

/** Whether a ray to the east crosses the rings an odd number of times. */
const contains = (rings: readonly Line[], [x, y]: readonly [number, number]) =>
  rings
    .flatMap(pairs)
    .filter(
      ([[ax, ay], [bx, by]]) =>
        ay! > y !== by! > y && x < ((bx! - ax!) * (y - ay!)) / (by! - ay!) + ax!,
    ).length %
    2 ===
  1

/** Metres from a point to a stretch of line, on a plane that touches the ground there. */
function distance([x, y]: readonly [number, number], [from, to]: [Position, Position]): number {
  const scale = Math.cos((y * Math.PI) / 180)
  const plane = ([lng, lat]: Position) =>
    [(lng! - x) * scale * METRES_PER_DEGREE, (lat! - y) * METRES_PER_DEGREE] as const
  const [[ax, ay], [bx, by]] = [plane(from), plane(to)]
  const length = (bx - ax) ** 2 + (by - ay) ** 2
  const along =
    length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * (bx - ax) + ay * (by - ay)) / length))
  return Math.hypot(ax + along * (bx - ax), ay + along * (by - ay))
}

/** Where a camera looks: the zone that its middle lies in, and from close by the nearest road with a name. */
export function placeOf(camera: Camera | null, landmarks: readonly Landmark[]): Place {
  const zones = landmarks.filter(({ properties }) => properties.kind === "zone")
  if (!camera) return { zone: zones[0]?.properties.name ?? null, road: null }
  const middle = [camera.lng, camera.lat] as const
  const zone = zones.find(({ geometry }) => contains(ringsOf(geometry), middle))
  const [nearest] =
    camera.zoom < CLOSE_ZOOM
      ? []
      : landmarks
          .flatMap(({ geometry, properties: { kind, name } }) => {
            if (kind !== "road" || !name) return []
            const metres = linesOf(geometry)
              .flatMap(pairs)
              .map((part) => distance(middle, part))
            return [{ name, metres: Math.min(...metres) }]
          })
          .filter(({ metres }) => metres <= NEAR_M)
          .toSorted((a, b) => a.metres - b.metres)
  return { zone: zone?.properties.name ?? null, road: nearest?.name ?? null }
}
