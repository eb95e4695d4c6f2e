/**
 * The street plan before it is bent to the ground: straight grid lines in plan metres (east, north of the
 * centre of the plan), a river between two of them, and what each cell of the grid is for.
 */
import type { Random } from "./random.ts"
import { BOULEVARD_NAME, MAIN_EAST_WEST, MAIN_NORTH_SOUTH, toChineseNumber } from "./names.ts"

export type Road = {
  name: string | null
  /** 2 main, 3 secondary, 4 lane. */
  rank: 2 | 3 | 4
  /** Metres from the centre line to the road line where the blocks begin. */
  half: number
  /** Metres of that half which are planted verge. */
  verge: number
}

export type GridLine = { at: number; road: Road }

/** What a cell is for decides the size of its blocks and lots. */
export type CellUse = "heavy" | "medium" | "small" | "logistics" | "centre" | "river"

export type Layout = {
  /** Roads that run north and south, from the west. */
  columns: GridLine[]
  /** Roads that run east and west, from the south. */
  rows: GridLine[]
  /** The river lies north of the row line of this index. */
  riverRow: number
  /** Index of the column line of the boulevard. */
  boulevard: number
  /** Index of the column line with a brook on its west side, from the north down to the river. */
  brook: number
  /** By row, then by column; null lies outside the zone. */
  cells: (CellUse | null)[][]
}

/** Outermost road lines in plan metres. */
export type Span = { west: number; east: number; south: number; north: number }

export const spanOf = ({ columns, rows }: Layout): Span => ({
  west: columns[0]?.at ?? 0,
  east: columns.at(-1)?.at ?? 0,
  south: rows[0]?.at ?? 0,
  north: rows.at(-1)?.at ?? 0,
})

/** Gross land of the zone per parcel in m²: roads, water and verges are about a third of it. */
const GROSS_M2_PER_PARCEL = 39_000
const RIVER_CORRIDOR_M = 440

const road = (name: string | null, rank: 2 | 3 | 4, half: number, verge: number): Road => ({
  name,
  rank,
  half,
  verge,
})

export const createBoulevard = (): Road => road(BOULEVARD_NAME, 2, 46, 20)
const createMain = (name: string) => road(name, 2, 31, 9)
export const createSecondary = (name: string | null): Road => road(name, 3, 17, 3)
export const createLane = (): Road => road(null, 4, 9, 0)

/** Land between the road line and the blocks along the brook, in metres. */
export const BROOK_STRIP_M = 54

/** The road as the blocks beyond the brook see it. */
export const acrossBrook = (road: Road): Road => ({
  ...road,
  half: road.half + BROOK_STRIP_M,
  verge: 0,
})

/** A layout for about `parcels` parcels. Larger zones have more cells, not larger ones. */
export function planLayout(parcels: number, random: Random): Layout {
  const gross = parcels * GROSS_M2_PER_PARCEL
  const width = Math.sqrt(gross * 1.36)
  const height = gross / width
  const columnCount = Math.max(3, Math.round(width / 830))
  const landRows = Math.max(2, Math.round((height - RIVER_CORRIDOR_M) / 760))
  const riverRow = Math.floor(landRows / 2)
  const boulevard = Math.floor(columnCount / 2)

  const columnAt = spaceLines(columnCount, width, random)
  const rowAt = spaceLines(landRows, height - RIVER_CORRIDOR_M, random)
  rowAt.splice(riverRow + 1, 0, (rowAt[riverRow] ?? 0) + RIVER_CORRIDOR_M)
  for (let j = riverRow + 2; j < rowAt.length; j++) rowAt[j] = (rowAt[j] ?? 0) + RIVER_CORRIDOR_M

  let main = 0
  const columns = columnAt.map((at, i): GridLine => {
    if (i === boulevard) return { at: at - width / 2, road: createBoulevard() }
    const isMain = (i - boulevard) % 2 === 0 || i === 0 || i === columnCount
    const name = isMain ? MAIN_NORTH_SOUTH[main++] : undefined
    return {
      at: at - width / 2,
      road: name ? createMain(name) : createSecondary(`经${toChineseNumber(i * 2 + 1)}路`),
    }
  })
  main = 0
  const rows = rowAt.map((at, j): GridLine => {
    if (j === riverRow) return { at: at - height / 2, road: createSecondary("滨河南路") }
    if (j === riverRow + 1) return { at: at - height / 2, road: createSecondary("滨河北路") }
    const name = MAIN_EAST_WEST[main++]
    return {
      at: at - height / 2,
      road: name ? createMain(name) : createSecondary(`纬${toChineseNumber(j * 2 + 1)}路`),
    }
  })

  const cells = rows
    .slice(1)
    .map((_, j) =>
      columns.slice(1).map((): CellUse | null => (j === riverRow ? "river" : "medium")),
    )
  cutCorners(cells, riverRow, random)
  assignUses(cells, riverRow, boulevard, random)
  return { columns, rows, riverRow, boulevard, brook: Math.max(1, boulevard - 1), cells }
}

/** Offsets from 0 to `length` of `count` unequal steps, the widest about a third over the mean. */
function spaceLines(count: number, length: number, random: Random): number[] {
  const steps = Array.from({ length: count }, () => random.between(0.78, 1.28))
  const sum = steps.reduce((total, step) => total + step, 0)
  const lines = [0]
  for (const step of steps) lines.push((lines.at(-1) ?? 0) + (step / sum) * length)
  return lines
}

/** A zone is never a rectangle: two opposite corners fall away, more of them in a large zone. */
function cutCorners(cells: (CellUse | null)[][], riverRow: number, random: Random) {
  const top = cells.length - 1
  const right = (cells[0]?.length ?? 1) - 1
  const drop = (j: number, i: number) => {
    const row = cells[j]
    if (row && j !== riverRow) row[i] = null
  }
  const reach = Math.max(1, Math.round(right / 5))
  for (let step = 0; step < reach; step++) {
    const depth = Math.min(reach - step, riverRow - 1, top - riverRow - 1)
    for (let j = 0; j < depth; j++) {
      drop(j, step)
      drop(top - j, right - step)
    }
  }
  if (random.chance(0.5) && right > 5) drop(top, 0)
}

/** The centre lies on the north bank by the boulevard; works grow towards the edge of the zone. */
function assignUses(
  cells: (CellUse | null)[][],
  riverRow: number,
  boulevard: number,
  random: Random,
) {
  const places: { j: number; i: number; far: number }[] = []
  cells.forEach((row, j) =>
    row.forEach((use, i) => {
      if (use !== "medium") return
      const far = Math.abs(i + 0.5 - boulevard) + 1.25 * Math.abs(j - riverRow - 0.8)
      places.push({ j, i, far: far + random.between(0, 0.3) })
    }),
  )
  places.sort((a, b) => a.far - b.far)
  const shares: [CellUse, number][] = [
    ["centre", 0.06],
    ["small", 0.28],
    ["medium", 0.66],
    ["heavy", 1],
  ]
  places.forEach(({ j, i }, n) => {
    const row = cells[j]
    const share = (n + 0.5) / places.length
    if (row) row[i] = shares.find(([, upTo]) => share <= upTo)?.[0] ?? "heavy"
  })
  // Freight stands by the railway, south of the zone, next to the boulevard.
  const south = riverRow > 0 ? (cells[0] ?? []) : []
  const freight = Math.max(1, Math.round(south.length / 6))
  for (let i = boulevard; i < boulevard + freight; i++) if (south[i]) south[i] = "logistics"
}
