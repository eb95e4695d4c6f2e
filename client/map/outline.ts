/** Corners of an outline in degrees, not closed. */
export type Ring = [lng: number, lat: number][]

type Corner = Ring[number]

/** Which side of a-b the point is on: positive left, negative right, 0 on the line. */
const side = (a: Corner, b: Corner, p: Corner) =>
  (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])

const cross = (a: Corner, b: Corner, c: Corner, d: Corner) =>
  side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0

function crossesItself(ring: Ring): boolean {
  const edges = ring.map((corner, at) => [corner, ring[(at + 1) % ring.length]!] as const)
  return edges.some(([a, b], i) =>
    edges.some(([c, d], j) => {
      const apart = j - i
      return apart > 1 && apart < edges.length - 1 && cross(a, b, c, d)
    }),
  )
}

/** Corners of the convex hull, counter-clockwise (monotone chain). */
function hullOf(ring: Ring): Ring {
  const sorted = [...ring].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const half = (corners: Ring): Ring => {
    const chain: Ring = []
    for (const corner of corners) {
      while (chain.length > 1 && side(chain.at(-2)!, chain.at(-1)!, corner) <= 0) chain.pop()
      chain.push(corner)
    }
    return chain.slice(0, -1)
  }
  return [...half(sorted), ...half(sorted.toReversed())]
}

/** Every so-many-th corner, so that an outline of any length fits `most`. */
function thin(ring: Ring, most: number): Ring {
  const every = Math.ceil(ring.length / most)
  return ring.filter((_, at) => at % every === 0)
}

/** Six places of a degree, about 0.1 m: what an address carries. */
const rounded = (ring: Ring): Ring =>
  ring.map(([lng, lat]) => [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6])

/**
 * What a hand drew, as an outline that encloses land without crossing itself: where the line crosses, its
 * hull. null where it encloses nothing.
 */
export function toOutline(drawn: Ring, most: number): Ring | null {
  const corners = rounded(thin(drawn, most)).filter(
    (corner, at, all) => corner[0] !== all[at - 1]?.[0] || corner[1] !== all[at - 1]?.[1],
  )
  const hull = hullOf(corners)
  if (hull.length < 3) return null
  return crossesItself(corners) ? hull : corners
}
