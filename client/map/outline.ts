import { convex, kinks, multiPoint, polygon, simplify, truncate } from "@turf/turf"

/** Corners of an outline in degrees, not closed. */
export type Ring = [lng: number, lat: number][]

/** About 0.1 m: what an address carries. */
const PLACES = 6
/** Degrees, about 0.5 m: below what a hand can draw at any zoom that shows parcels. */
const FIRST_TOLERANCE = 0.000_005

const close = (ring: Ring) => polygon([[...ring, ring[0]!]])
const open = (closed: GeoJSON.Position[]): Ring =>
  closed.slice(0, -1).map(([lng, lat]) => [lng!, lat!])

/** Fewer corners, each doubling of the tolerance moving the outline a little more. */
function thin(ring: Ring, most: number): Ring {
  let thinned = ring
  for (let tolerance = FIRST_TOLERANCE; thinned.length > most; tolerance *= 2)
    thinned = open(simplify(close(ring), { tolerance }).geometry.coordinates[0]!)
  return thinned
}

/**
 * What a hand drew, as an outline that encloses land without crossing itself: where the line crosses, its
 * convex hull. null where it encloses nothing.
 *
 * @param most corners that the outline may have
 */
export function toOutline(drawn: Ring, most: number): Ring | null {
  if (drawn.length === 0) return null
  // Rounded before anything else: two corners that an address cannot tell apart are one.
  const places = truncate(multiPoint(drawn), { precision: PLACES }).geometry.coordinates
  const corners = places.filter(
    ([lng, lat], at) => lng !== places[at - 1]?.[0] || lat !== places[at - 1]?.[1],
  ) as Ring
  const hull = convex(multiPoint(corners))
  if (!hull) return null
  const thinned = close(thin(corners, most))
  return open((kinks(thinned).features.length > 0 ? hull : thinned).geometry.coordinates[0]!)
}
