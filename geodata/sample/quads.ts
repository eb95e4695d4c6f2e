/** Pieces of the street plan with four corners and a street on each side, in plan metres. */
import type { Road } from "./layout.ts"
import type { Point } from "./plane.ts"

/** Four corners from the south-west, counter-clockwise. */
export type Corners = readonly [Point, Point, Point, Point]

/** The street on each side, as the sides lie in the plan; null is the river bank. */
export type Sides = { south: Road; east: Road; north: Road; west: Road }

/** Corners where the centre lines of the streets meet. */
export type Quad = { corners: Corners; sides: Sides }

/** A bank is no road: nothing is built over it, and its corners are not cut. */
export const BANK: Road = { name: null, rank: 4, half: 0, verge: 0 }

/** Cuts a quad by a street from its south to its north side ("column") or west to east ("row"). */
export function splitQuad(
  { corners: [sw, se, ne, nw], sides }: Quad,
  axis: "column" | "row",
  shares: [number, number],
  road: Road,
): { halves: [Quad, Quad]; line: Point[] } {
  if (axis === "column") {
    const south = mix(sw, se, shares[0])
    const north = mix(nw, ne, shares[1])
    return {
      halves: [
        { corners: [sw, south, north, nw], sides: { ...sides, east: road } },
        { corners: [south, se, ne, north], sides: { ...sides, west: road } },
      ],
      line: [south, north],
    }
  }
  const west = mix(sw, nw, shares[0])
  const east = mix(se, ne, shares[1])
  return {
    halves: [
      { corners: [sw, se, east, west], sides: { ...sides, north: road } },
      { corners: [west, east, ne, nw], sides: { ...sides, south: road } },
    ],
    line: [west, east],
  }
}

const mix = (a: Point, b: Point, share: number): Point => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
]

/** The corners where the road lines meet: each side moved inwards by half its road. */
export function insetQuad({ corners, sides }: Quad): Corners {
  const [sw, se, ne, nw] = corners
  const lines = [
    moveLine(sw, se, sides.south.half),
    moveLine(se, ne, sides.east.half),
    moveLine(ne, nw, sides.north.half),
    moveLine(nw, sw, sides.west.half),
  ] as const
  return [
    meet(lines[3], lines[0]),
    meet(lines[0], lines[1]),
    meet(lines[1], lines[2]),
    meet(lines[2], lines[3]),
  ]
}

type Directed = { at: Point; along: Point }

/** A line moved to its left, which is inwards for a counter-clockwise ring. */
function moveLine(from: Point, to: Point, leftM: number): Directed {
  const dx = to[0] - from[0]
  const dy = to[1] - from[1]
  const length = Math.sqrt(dx * dx + dy * dy)
  const along: Point = [dx / length, dy / length]
  return { at: [from[0] - along[1] * leftM, from[1] + along[0] * leftM], along }
}

function meet(a: Directed, b: Directed): Point {
  const cross = a.along[0] * b.along[1] - a.along[1] * b.along[0]
  const t = ((b.at[0] - a.at[0]) * b.along[1] - (b.at[1] - a.at[1]) * b.along[0]) / cross
  return [a.at[0] + a.along[0] * t, a.at[1] + a.along[1] * t]
}

/** How much of a block's corner belongs to the crossing, in metres along each side. */
function cornerCutM(a: Road, b: Road): number {
  if (a === BANK || b === BANK) return 0
  if (a.rank === 4 || b.rank === 4) return 9
  return a.rank === 2 || b.rank === 2 ? 26 : 17
}

export function chamferCorners(corners: readonly Point[], sides: Sides): Point[] {
  const around = [sides.west, sides.south, sides.east, sides.north]
  return corners.flatMap((corner, n): Point[] => {
    const before = corners[(n + 3) % 4] ?? corner
    const after = corners[(n + 1) % 4] ?? corner
    const cut = cornerCutM(around[n] ?? BANK, around[(n + 1) % 4] ?? BANK)
    return cut === 0 ? [corner] : [towards(corner, before, cut), towards(corner, after, cut)]
  })
}

function towards(from: Point, to: Point, metres: number): Point {
  const dx = to[0] - from[0]
  const dy = to[1] - from[1]
  const length = Math.sqrt(dx * dx + dy * dy)
  return [from[0] + (dx / length) * metres, from[1] + (dy / length) * metres]
}

/** Planted strips in front of a block, between the kerb and the road line, short of the crossings. */
export function layVerges(corners: Corners, sides: Sides): Point[][] {
  const around = [sides.south, sides.east, sides.north, sides.west]
  return around.flatMap((road, n): Point[][] => {
    const from = corners[n]
    const to = corners[(n + 1) % 4]
    if (!from || !to || road.verge < 5) return []
    const a = towards(from, to, 30)
    const b = towards(to, from, 30)
    const outer = moveLine(a, b, -road.verge + 1)
    const inner = moveLine(a, b, -1.5)
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
    const length = Math.sqrt(dx * dx + dy * dy)
    const end = (line: Directed): Point => [
      line.at[0] + line.along[0] * length,
      line.at[1] + line.along[1] * length,
    ]
    return [[outer.at, end(outer), end(inner), inner.at]]
  })
}
