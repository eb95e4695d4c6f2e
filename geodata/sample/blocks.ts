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
import { type Frame, planeAreaM2, type Point, type Ring } from "./plane.ts"
import {
  BANK,
  chamferCorners,
  type Corners,
  insetQuad,
  layVerges,
  type Quad,
  type Sides,
  splitQuad,
} from "./quads.ts"
import type { Random } from "./random.ts"
import { type River, traceRiver } from "./river.ts"

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
  corners: Corners
}

/** A street between two points of the plan, in plan metres along its centre line. */
export type Street = { road: Road; line: Point[] }

export type Ground = {
  blocks: Block[]
  streets: Street[]
  /** Planted strips along the wide roads and the river, in ground vertices. */
  greens: Ring[]
}

type Setting = { bend: Bend; frame: Frame; random: Random }
type Place = { use: CellUse; column: number; row: number }

export function layBlocks(layout: Layout, river: River, setting: Setting): Ground {
  const { bend, frame, random } = setting
  const ground: Ground = { blocks: [], streets: [], greens: [] }
  const streets = planStreets(layout, random)
  const addBlock = (quad: Quad, place: Place) => {
    const corners = insetQuad(quad)
    const ring = toRing(chamferCorners(corners, quad.sides), bend, frame)
    const part = ground.blocks.length
    const areaM2 = planeAreaM2(ring)
    ground.blocks.push({ ...place, part, sides: quad.sides, ring, corners, areaM2 })
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
      const place: Place = { use, column: i, row: j }
      const hasBrook = i + 1 === layout.brook && j >= layout.riverRow
      const eastRoad = hasBrook ? acrossBrook(east.road) : east.road
      if (use === "river") {
        const lines = { west, east, south, north, northEast: eastRoad }
        for (const block of layBanks(lines, river, setting)) {
          ground.blocks.push({ ...place, ...block, part: ground.blocks.length })
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
      for (const quad of cutCell(cell, use, { streets, ground, i, j, random }))
        addBlock(quad, place)
    }),
  )
  return ground
}

/** A street that cuts the cells of a column or row, at the same share of each, so that it runs through. */
type Cutter = { road: Road; share: number }
type Cutters = { columns: Cutter[]; rows: Cutter[] }

function planStreets(layout: Layout, random: Random): Cutters {
  const plan = (lines: readonly GridLine[], sign: string) =>
    lines.map((_, n): Cutter => {
      const road = createSecondary(`${sign}${toChineseNumber(n * 2 + 2)}路`)
      return { road, share: random.between(0.43, 0.57) }
    })
  return { columns: plan(layout.columns, "经"), rows: plan(layout.rows, "纬") }
}

/** The blocks of a cell: two large ones, four, or up to eight with lanes between them. */
function cutCell(
  cell: Quad,
  use: CellUse,
  {
    streets,
    ground,
    i,
    j,
    random,
  }: { streets: Cutters; ground: Ground; i: number; j: number; random: Random },
): Quad[] {
  const cut = (quad: Quad, axis: "column" | "row", shares: [number, number], road: Road) => {
    const { halves, line } = splitQuad(quad, axis, shares, road)
    ground.streets.push({ road, line })
    return halves
  }
  const through = (quad: Quad, axis: "column" | "row") => {
    const cutter = axis === "column" ? streets.columns[i] : streets.rows[j]
    if (!cutter) throw new Error("every column and row has a street")
    return cut(quad, axis, [cutter.share, cutter.share], cutter.road)
  }
  const [[west, south], , [east, north]] = cell.corners
  if (use === "logistics") return through(cell, "column")
  if (use === "heavy") return through(cell, east - west > north - south ? "column" : "row")
  const quarters = through(cell, "column").flatMap((half) => through(half, "row"))
  return quarters.flatMap((quarter, n): Quad[] => {
    // The first quarter always has a lane, so that there are lots on both sides of one.
    const isWhole = use === "medium" || (use === "small" && n > 0 && random.chance(0.38))
    if (isWhole) return [quarter]
    const share = random.between(0.44, 0.56)
    const slant = () => share + random.between(-0.03, 0.03)
    return cut(quarter, random.chance(0.5) ? "column" : "row", [slant(), slant()], createLane())
  })
}

/** A plan outline on the ground, each vertex snapped. */
export function toRing(outline: readonly Point[], bend: Bend, frame: Frame): Ring {
  const first = outline[0]
  if (!first) return []
  const line = bendLine([...outline, first], bend)
  line.pop()
  return line.map((point) => frame.snap(point))
}

/** The land between the riverside roads and the green of the banks, one block on each side. */
function layBanks(
  lines: { west: GridLine; east: GridLine; south: GridLine; north: GridLine; northEast: Road },
  river: River,
  { bend, frame }: { bend: Bend; frame: Frame },
): Omit<Block, "use" | "column" | "row" | "part">[] {
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
    return { sides, ring, corners, areaM2: planeAreaM2(ring) }
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
