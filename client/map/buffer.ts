import { buffer, convex, feature } from "@turf/turf"
import type { MultiPolygon, Point, Polygon } from "geojson"
import { type Ring, toOutline } from "./outline.ts"

/** Corners of a buffer at most: an address carries it. */
const MOST_CORNERS = 96

/**
 * What lies within a distance of an outline or a place, as one outline; of several parts that do not meet, the
 * hull. Degrees, EPSG:4490; distance in metres over the ground.
 */
export function bufferOf(shape: MultiPolygon | Polygon | Point, metres: number): Ring | null {
  const grown = buffer(feature(shape), metres, { units: "meters", steps: 12 })
  if (!grown) return null
  const whole = grown.geometry.type === "Polygon" ? grown.geometry : convex(grown)?.geometry
  return whole ? toOutline(whole.coordinates[0]!.slice(0, -1) as Ring, MOST_CORNERS) : null
}
