/** Puts the rings of a shapefile record together to polygons: which ring is a hole of which. */

type Ring = number[][]

/** Twice the signed area about the first point, so that large eastings do not eat the digits. */
function doubleArea(ring: Ring): number {
  const [x0 = 0, y0 = 0] = ring[0] ?? []
  let sum = 0
  for (let at = 1; at < ring.length; at += 1) {
    const [ax = 0, ay = 0] = ring[at - 1] ?? []
    const [bx = 0, by = 0] = ring[at] ?? []
    sum += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
  }
  return sum
}

/** 1 inside, -1 outside, 0 on the line. */
function sideOf(x: number, y: number, ring: Ring): -1 | 0 | 1 {
  let inside = false
  for (let at = 1; at < ring.length; at += 1) {
    const [ax = 0, ay = 0] = ring[at - 1] ?? []
    const [bx = 0, by = 0] = ring[at] ?? []
    const cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
    const between =
      Math.min(ax, bx) <= x &&
      x <= Math.max(ax, bx) &&
      Math.min(ay, by) <= y &&
      y <= Math.max(ay, by)
    if (cross === 0 && between) return 0
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside
  }
  return inside ? 1 : -1
}

/** Inside by its first point that is not on the line of the other; touching all round counts as inside. */
function isInside(inner: Ring, outer: Ring): boolean {
  for (const [x = 0, y = 0] of inner) {
    const side = sideOf(x, y, outer)
    if (side !== 0) return side === 1
  }
  return true
}

type Measured = { ring: Ring; area: number; minX: number; minY: number; maxX: number; maxY: number }

function measure(ring: Ring): Measured {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity }
  for (const [x = NaN, y = NaN] of ring) {
    box.minX = Math.min(box.minX, x)
    box.minY = Math.min(box.minY, y)
    box.maxX = Math.max(box.maxX, x)
    box.maxY = Math.max(box.maxY, y)
  }
  return { ring, area: Math.abs(doubleArea(ring)), ...box }
}

const boxInside = (inner: Measured, outer: Measured) =>
  inner.minX >= outer.minX &&
  inner.maxX <= outer.maxX &&
  inner.minY >= outer.minY &&
  inner.maxY <= outer.maxY

/**
 * Polygons of the rings, each outer ring first. A ring is a hole when it lies inside an odd number of
 * others: writers do not keep to the winding order that the format asks for, the nesting is what is drawn.
 */
export function groupRings(rings: Ring[]): Ring[][] {
  if (rings.length < 2) return rings.length === 0 ? [] : [rings]
  const ordered = rings.map(measure).toSorted((a, b) => b.area - a.area)
  const groups = new Map<Measured, Ring[]>()
  ordered.forEach((candidate, place) => {
    const around = ordered
      .slice(0, place)
      .filter((outer) => boxInside(candidate, outer) && isInside(candidate.ring, outer.ring))
    const owner = around.at(-1)
    if (around.length % 2 === 0 || owner === undefined) groups.set(candidate, [candidate.ring])
    else (groups.get(owner) ?? groups.get(ordered[0] ?? owner))?.push(candidate.ring)
  })
  return [...groups.values()]
}
