import { convex, multiPoint, polygon, simplify, truncate } from "@turf/turf"

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

type Corner = Ring[number]

/** Which side of a-b the point is on: positive left, negative right, 0 on the line. */
const side = (a: Corner, b: Corner, p: Corner) =>
  Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]))

/**
 * Whether two edges cross, touch, or the second runs back over the first. turf's `kinks` finds crossings
 * only: a hand that goes back along its own line leaves none, and the server refuses it.
 */
function meet([a, b]: Corner[], [c, d]: Corner[], areNeighbours: boolean): boolean {
  if (areNeighbours) {
    const back = (a![0] - b![0]) * (d![0] - c![0]) + (a![1] - b![1]) * (d![1] - c![1]) > 0
    return side(a!, b!, d!) === 0 && side(c!, d!, a!) === 0 && back
  }
  return side(a!, b!, c!) * side(a!, b!, d!) <= 0 && side(c!, d!, a!) * side(c!, d!, b!) <= 0
}

function meetsItself(ring: Ring): boolean {
  const edges = ring.map((corner, at) => [corner, ring[(at + 1) % ring.length]!])
  const last = edges.length - 1
  return edges.some((one, i) =>
    edges.some((other, j) => {
      if (j <= i) return false
      return i === 0 && j === last ? meet(other, one, true) : meet(one, other, j === i + 1)
    }),
  )
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
  const outline = thin(corners, most)
  return meetsItself(outline) ? open(hull.geometry.coordinates[0]!) : outline
}
