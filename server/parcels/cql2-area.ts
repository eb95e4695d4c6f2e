/** Longitude, latitude in degrees, EPSG:4490 (as CRS84). */
export type Corner = readonly [lon: number, lat: number]

/** West, south, east, north in degrees, with west < east and south < north. */
export type Box = readonly [west: number, south: number, east: number, north: number]

/** What parcels are cut with: a box, or an outline whose last corner is its first. */
export type Area = { box: Box } | { ring: readonly Corner[] }

const isPlace = ([lon, lat]: Corner) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90

/** The box of four numbers; undefined where they are no box of degrees. */
export function readBox(numbers: readonly number[]): { box: Box } | undefined {
  const [west, south, east, north, ...more] = numbers
  if (west === undefined || south === undefined || east === undefined || north === undefined)
    return undefined
  const isBox = isPlace([west, south]) && isPlace([east, north]) && west < east && south < north
  return isBox && more.length === 0 ? { box: [west, south, east, north] } : undefined
}

/**
 * A closed outline that does not cross itself: what two engines cut alike. Corners repeated one after the
 * other count once; a third corner is needed.
 */
export function readRing(corners: readonly Corner[]): { ring: Corner[] } | undefined {
  if (!corners.every(isPlace) || !isSame(corners[0], corners.at(-1))) return undefined
  const ring = corners.filter((corner, i) => i === 0 || !isSame(corner, corners[i - 1]))
  return ring.length >= 4 && !crossesItself(ring) ? { ring } : undefined
}

const isSame = (a: Corner | undefined, b: Corner | undefined) =>
  a?.[0] === b?.[0] && a?.[1] === b?.[1]

/** Every pair of edges that are not neighbours; the outline has a few hundred corners at most. */
function crossesItself(ring: readonly Corner[]): boolean {
  const edges = ring.length - 1
  for (let i = 0; i < edges; i++)
    for (let j = i + 1; j < edges; j++) {
      const [a, b, c, d] = [ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!]
      const areNeighbours = j === i + 1 || (i === 0 && j === edges - 1)
      if (areNeighbours ? doublesBack(a, b, c, d) : meets(a, b, c, d)) return true
    }
  return false
}

/** Which side of a-b the point is on: 1, -1, or 0 on the line. */
const side = (a: Corner, b: Corner, p: Corner) =>
  Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]))

const isWithin = (a: Corner, b: Corner, p: Corner) =>
  Math.min(a[0], b[0]) <= p[0] &&
  p[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= p[1] &&
  p[1] <= Math.max(a[1], b[1])

function meets(a: Corner, b: Corner, c: Corner, d: Corner): boolean {
  const [abc, abd, cda, cdb] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)]
  if (abc !== abd && cda !== cdb) return true
  return (
    (abc === 0 && isWithin(a, b, c)) ||
    (abd === 0 && isWithin(a, b, d)) ||
    (cda === 0 && isWithin(c, d, a)) ||
    (cdb === 0 && isWithin(c, d, b))
  )
}

/** Neighbours share a corner; they may share no more than that. */
function doublesBack(a: Corner, b: Corner, c: Corner, d: Corner): boolean {
  const [shared, from, to] = isSame(b, c) ? [b, a, d] : [a, b, c]
  if (side(from, shared, to) !== 0) return false
  const along =
    (from[0] - shared[0]) * (to[0] - shared[0]) + (from[1] - shared[1]) * (to[1] - shared[1])
  return along > 0
}
