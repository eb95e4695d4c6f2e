/** Blocks: what remains between the road lines when the cells of the plan are cut by streets. */
import { bendLine, type Bend } from "./bend.ts"
import {
  acrossBrook,
  type CellUse,
  createLane,
  createSecondary,
  type GridLine,
  type Layout,
  type Road,
} from "./layout.ts"
import { toChineseNumber } from "./names.ts"
import type { Frame, Point, Ring } from "./plane.ts"
import { planeAreaM2 } from "./plane.ts"
import type { Random } from "./random.ts"
import { type River, traceRiver } from "./river.ts"

/** The street on each side, as the sides lie in the plan; null is the river bank. */
export type Sides = { south: Road; east: Road; north: Road; west: Road }

/** Four corners of the plan in centre lines, from the south-west, counter-clockwise. */
type Quad = { corners: [Point, Point, Point, Point]; sides: Sides }

export type Block = {
  use: CellUse
  /** Column and row of the cell of the plan. */
  column: number
  row: number
  /** Order inside the cell. */
  part: number
  sides: Sides
  ring: Ring
  areaM2: number
  /** The same outline in plan metres before bending: corners of the road lines, four of them. */
  corners: [Point, Point, Point, Point]
}

/** A street between two points of the plan, in plan metres along its centre line. */
export type Street = { road: Road; line: Point[] }

export type Ground = {
  blocks: Block[]
  streets: Street[]
  /** Planted strips along the wide roads and the river, in ground vertices. */
  greens: Ring[]
}

/** A bank is no road: nothing is built over it, and its corners are not cut. */
const BANK: Road = { name: null, rank: 4, half: 0, verge: 0 }

export function layBlocks(
  layout: Layout,
  river: River,
  { bend, frame, random }: { bend: Bend; frame: Frame; random: Random },
): Ground {
  const ground: Ground = { blocks: [], streets: [], greens: [] }
  const splitColumns = layout.columns.map(() => random.between(0.43, 0.57))
  const splitRows = layout.rows.map(() => random.between(0.43, 0.57))
  const roads = {
    columns: layout.columns.map((_, i) => createSecondary(`经${toChineseNumber(i * 2 + 2)}路`)),
    rows: layout.rows.map((_, j) => createSecondary(`纬${toChineseNumber(j * 2 + 2)}路`)),
  }

  const addBlock = (quad: Quad, place: { use: CellUse; column: number; row: number }) => {
    const corners = insetQuad(quad)
    const ring = toRing(chamferCorners(corners, quad.sides), bend, frame)
    ground.blocks.push({
      ...place,
      part: ground.blocks.length,
      sides: quad.sides,
      ring,
      corners,
      areaM2: planeAreaM2(ring),
    })
    for (const verge of layVerges(corners, quad.sides)) {
      ground.greens.push(toRing(verge, bend, frame))
    }
  }

  layout.cells.forEach((row, j) =>
    row.forEach((use, i) => {
      const west = layout.columns[i]
      const east = layout.columns[i + 1]
      const south = layout.rows[j]
      const north = layout.rows[j + 1]
      if (!use || !west || !east || !south || !north) return
      const hasBrook = i + 1 === layout.brook && j >= layout.riverRow
      const eastRoad = hasBrook ? acrossBrook(east.road) : east.road
      if (use === "river") {
        const lines = { west, east, south, north, northEast: eastRoad }
        for (const block of layBanks(lines, river, { bend, frame })) {
          ground.blocks.push({ ...block, column: i, row: j, part: ground.blocks.length })
        }
        return
      }
      const cell: Quad = {
        corners: [
          [west.at, south.at],
          [east.at, south.at],
          [east.at, north.at],
          [west.at, north.at],
        ],
        sides: { south: south.road, east: eastRoad, north: north.road, west: west.road },
      }
      const cut = (quad: Quad, axis: "column" | "row", shares: [number, number], road: Road) => {
        const { halves, line } = splitQuad(quad, axis, shares, road)
        ground.streets.push({ road, line })
        return halves
      }
      const column = splitColumns[i] ?? 0.5
      const level = splitRows[j] ?? 0.5
      const columnRoad = roads.columns[i] ?? createLane()
      const rowRoad = roads.rows[j] ?? createLane()
      const slant = () => random.between(-0.03, 0.03)
      const place = { use, column: i, row: j }

      if (use === "heavy" || use === "logistics") {
        const wide = use === "logistics" || east.at - west.at > north.at - south.at
        const halves = wide
          ? cut(cell, "column", [column, column], columnRoad)
          : cut(cell, "row", [level, level], rowRoad)
        for (const half of halves) addBlock(half, place)
        return
      }
      const quarters = cut(cell, "column", [column, column], columnRoad).flatMap((half) =>
        cut(half, "row", [level, level], rowRoad),
      )
      for (const [n, quarter] of quarters.entries()) {
        if (use === "medium" || (use === "small" && n > 0 && random.chance(0.38))) {
          addBlock(quarter, place)
          continue
        }
        const share = random.between(0.44, 0.56)
        const axis = random.chance(0.5) ? "column" : "row"
        const halves = cut(quarter, axis, [share + slant(), share + slant()], createLane())
        for (const half of halves) addBlock(half, place)
      }
    }),
  )
  return ground
}

/** Cuts a quad by a street from its south to its north side ("column") or west to east ("row"). */
function splitQuad(
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
function insetQuad({ corners, sides }: Quad, extra = 0): [Point, Point, Point, Point] {
  const [sw, se, ne, nw] = corners
  const lines = [
    moveLine(sw, se, sides.south.half + extra),
    moveLine(se, ne, sides.east.half + extra),
    moveLine(ne, nw, sides.north.half + extra),
    moveLine(nw, sw, sides.west.half + extra),
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
const cornerCutM = (a: Road, b: Road): number =>
  a === BANK || b === BANK
    ? 0
    : Math.min(a.rank, b.rank) === 2 && Math.max(a.rank, b.rank) < 4
      ? 26
      : Math.max(a.rank, b.rank) === 4
        ? 9
        : 17

function chamferCorners(corners: readonly Point[], sides: Sides): Point[] {
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

/** A plan outline on the ground, each vertex snapped. */
export function toRing(outline: readonly Point[], bend: Bend, frame: Frame): Ring {
  const first = outline[0]
  if (!first) return []
  const line = bendLine([...outline, first], bend)
  line.pop()
  return line.map((point) => frame.snap(point))
}

/** Planted strips in front of a block, between the kerb and the road line, short of the crossings. */
function layVerges(corners: readonly [Point, Point, Point, Point], sides: Sides): Point[][] {
  const around = [sides.south, sides.east, sides.north, sides.west]
  return around.flatMap((road, n): Point[][] => {
    const from = corners[n]
    const to = corners[(n + 1) % 4]
    if (!from || !to || road.verge < 5) return []
    const a = towards(from, to, 30)
    const b = towards(to, from, 30)
    const outer = moveLine(a, b, -road.verge + 1)
    const inner = moveLine(a, b, -1.5)
    const length = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2)
    const end = (line: Directed): Point => [
      line.at[0] + line.along[0] * length,
      line.at[1] + line.along[1] * length,
    ]
    return [[outer.at, end(outer), end(inner), inner.at]]
  })
}

/** The land between the riverside roads and the green of the banks, one block on each side. */
function layBanks(
  lines: { west: GridLine; east: GridLine; south: GridLine; north: GridLine; northEast: Road },
  river: River,
  { bend, frame }: { bend: Bend; frame: Frame },
): Omit<Block, "column" | "row" | "part">[] {
  const { west, east, south, north, northEast } = lines
  const from = west.at + west.road.half
  const to = east.at - east.road.half
  const northTo = east.at - northEast.half
  const low = south.at + south.road.half
  const high = north.at - north.road.half
  const cut = 17
  const southBank = traceRiver(river, "southBank", { from: to, to: from, step: 70 })
  const northBank = traceRiver(river, "northBank", { from, to: northTo, step: 70 })
  const build = (outline: Point[], corners: Block["corners"], sides: Sides) => {
    const ring = toRing(outline, bend, frame)
    return { use: "river" as const, sides, ring, corners, areaM2: planeAreaM2(ring) }
  }
  const bankAt = (line: Point[], n: number): Point => line.at(n) ?? [from, low]
  return [
    build(
      [[from, low + cut], [from + cut, low], [to - cut, low], [to, low + cut], ...southBank],
      [[from, low], [to, low], bankAt(southBank, 0), bankAt(southBank, -1)],
      { south: south.road, east: east.road, north: BANK, west: west.road },
    ),
    build(
      [
        ...northBank,
        [northTo, high - cut],
        [northTo - cut, high],
        [from + cut, high],
        [from, high - cut],
      ],
      [bankAt(northBank, 0), bankAt(northBank, -1), [northTo, high], [from, high]],
      { south: BANK, east: northEast, north: north.road, west: west.road },
    ),
  ]
}
