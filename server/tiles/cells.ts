import type { Day } from "../../geodata/days.ts"
import {
  BUFFER,
  type Bounds,
  CELL_ZOOM,
  EXTENT,
  type TileAddress,
  toColumnAndRow,
} from "./encode/address.ts"
import { toWorldX, toWorldY, WORLD } from "./encode/mercator.ts"
import type { News } from "./feed.ts"
import { type CellRow, type Feed, FEEDS } from "./queries.ts"

/** A z13 cell in which parcels lie, or once lay. */
export type Cell = {
  readonly cell: number
  parcels: number
  bounds: Bounds
  /** West, north, east, south in world units. */
  box: readonly [number, number, number, number]
  /** How many changes of each kind this process was told of. */
  readonly revisions: Record<Feed, number>
}

/** One text for the state of a cell, as far as these kinds of change tell. */
export const revisionOf = ({ revisions }: Cell, feeds: readonly Feed[]): string => {
  let text = ""
  for (const feed of feeds) text += `${revisions[feed]},`
  return feeds.length === 1 ? text.slice(0, -1) : text
}

const NOWHERE = [WORLD, WORLD, -1, -1] as const

/** Where the parcels of an installation lie, cell by cell, and how often each cell changed; no parcel itself. */
export class Cells {
  day: Day
  private readonly cells = new Map<number, Cell>()
  private parcels = 0

  constructor(day: Day) {
    this.day = day
  }

  /** Parcels in effect. */
  get size(): number {
    return this.parcels
  }

  /** Takes in what a look at the feed brought. @returns the cells that have no parcels any more */
  apply(news: News, day: Day): Cell[] {
    this.day = day
    const there = new Set(news.cells.map(({ cell }) => cell))
    const emptied: Cell[] = []
    if (news.kind === "all") {
      for (const cell of this.cells.values()) {
        for (const feed of FEEDS) cell.revisions[feed]++
        if (!there.has(cell.cell)) emptied.push(cell)
      }
    } else {
      for (const { cell, feed } of news.changes) {
        const known = this.cells.get(cell) ?? this.add(cell)
        known.revisions[feed]++
        if (feed === "land" && !there.has(cell)) emptied.push(known)
      }
    }
    for (const cell of emptied) this.empty(cell)
    for (const row of news.cells) this.place(row)
    return emptied
  }

  private add(cell: number): Cell {
    const added: Cell = {
      cell,
      parcels: 0,
      bounds: { west: 0, south: 0, east: 0, north: 0 },
      box: NOWHERE,
      revisions: {
        land: 0,
        availability: 0,
        standing: 0,
        suspicion: 0,
        determination: 0,
        grade: 0,
        metric: 0,
      },
    }
    this.cells.set(cell, added)
    return added
  }

  /** A cell without parcels is kept for its revisions: one that comes back must not repeat an old one. */
  private empty(cell: Cell) {
    this.parcels -= cell.parcels
    cell.parcels = 0
    cell.box = NOWHERE
  }

  private place({ cell, parcels, west, south, east, north }: CellRow) {
    const known = this.cells.get(cell) ?? this.add(cell)
    this.parcels += parcels - known.parcels
    known.parcels = parcels
    known.bounds = { west, south, east, north }
    known.box = [toWorldX(west), toWorldY(north), toWorldX(east), toWorldY(south)]
  }

  /** Box of all parcels in degrees; null where there are none. */
  extent(): Bounds | null {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
    for (const { parcels, bounds } of this.cells.values()) {
      if (parcels === 0) continue
      west = Math.min(west, bounds.west)
      south = Math.min(south, bounds.south)
      east = Math.max(east, bounds.east)
      north = Math.max(north, bounds.north)
    }
    return west === Infinity ? null : { west, south, east, north }
  }

  find(cell: number): Cell | undefined {
    return this.cells.get(cell)
  }

  /** Cells whose parcels may reach into a tile with its buffer. */
  listTouching({ z, x, y }: TileAddress): Cell[] {
    const side = WORLD / 2 ** z
    const margin = (side * BUFFER) / EXTENT
    const [west, north] = [x * side - margin, y * side - margin]
    const [east, south] = [(x + 1) * side + margin, (y + 1) * side + margin]
    const found: Cell[] = []
    for (const cell of this.cells.values()) {
      const [left, top, right, bottom] = cell.box
      if (left <= east && right >= west && top <= south && bottom >= north) found.push(cell)
    }
    return found
  }

  /** Cells that lie in a tile of z13 or lower. */
  listInside({ z, x, y }: TileAddress): Cell[] {
    const perTile = 2 ** (CELL_ZOOM - z)
    const found: Cell[] = []
    for (const cell of this.cells.values()) {
      if (cell.parcels === 0) continue
      const [column, row] = toColumnAndRow(cell.cell)
      if (Math.floor(column / perTile) === x && Math.floor(row / perTile) === y) found.push(cell)
    }
    return found
  }

  /** Cells that have parcels. */
  listFilled(): Cell[] {
    return [...this.cells.values()].filter(({ parcels }) => parcels > 0)
  }
}
