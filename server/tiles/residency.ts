import type { Day } from "../../geodata/days.ts"
import type { Audience } from "../db/audience.ts"
import type { Door } from "../db/door.ts"
import type { Selection } from "../parcels/selection.ts"
import {
  BUFFER,
  type Bounds,
  CELL_ZOOM,
  EXTENT,
  type TileAddress,
  toColumnAndRow,
} from "./encode/address.ts"
import { bytesOfChunk, type Chunk, ChunkBuilder } from "./encode/chunk.ts"
import { bytesOfShown, type ColumnRow, type Shown, toShown } from "./encode/columns.ts"
import { toWorld, toWorldX, toWorldY, WORLD } from "./encode/mercator.ts"
import { TwkbReader } from "./encode/twkb.ts"
import type { News } from "./feed.ts"
import {
  type CellRow,
  type Feed,
  FEEDS,
  listOutlines,
  listRows,
  nameOf,
  type Outlines,
  type TileColumn,
} from "./queries.ts"

/** Reading a cell, or many at once for a low zoom, may take longer than a person's question. */
const LIMITS = { statementMs: 120_000 }

/** Parcels that one query reads, so that neither engine nor event loop is held for long. */
const PARCELS_AT_ONCE = 2_000

/** Views that a cell keeps; the one unused longest goes first. */
const VIEWS_KEPT = 24

/** What an audience sees of a cell's parcels under one question. */
export type ViewKey = {
  audience: Audience
  /** Tells this view from every other: audience, day, year, filter and columns. */
  key: string
  feeds: readonly Feed[]
  selection: Selection
  year: number | null
  columns: readonly TileColumn[]
}

type Held<T> = { revision: string; value: T }

export type Cell = {
  readonly cell: number
  parcels: number
  bounds: Bounds
  /** West, north, east, south in world units. */
  box: readonly [number, number, number, number]
  /** How many changes of each kind this process was told of. */
  readonly revisions: Record<Feed, number>
  outlines: Held<Chunk> | null
  readonly views: Map<string, Held<{ chunk: Chunk; shown: Shown }>>
  /** Of the residency's uses, when last asked for. */
  used: number
  bytes: number
  /** How many questions need it in memory just now. */
  askers: number
}

export type Resident = { cell: number; chunk: Chunk; shown: Shown }

/**
 * The parcels of an installation in memory, cell by cell: where they lie, and what each audience is shown of
 * them. Outlines are read in a role that may read nothing else; attributes in the audience's own, which also
 * decides which parcels it is shown at all. What was loaded is never changed: a change makes it stop
 * matching its cell's revision, and the next question loads it anew.
 */
export class Residency {
  day: Day
  private readonly door: Door
  private readonly budgetBytes: number
  private readonly cells = new Map<number, Cell>()
  private readonly loading = new Map<string, Promise<void>>()
  private bytes = 0
  private uses = 0
  private parcels = 0
  private isClosed = false

  constructor(door: Door, budgetBytes: number, day: Day) {
    this.door = door
    this.budgetBytes = budgetBytes
    this.day = day
  }

  /** Parcels in effect, whether loaded or not. */
  get size(): number {
    return this.parcels
  }

  /** Memory of what is loaded. */
  get held(): number {
    return this.bytes
  }

  /** Loads nothing more. */
  close(): void {
    this.isClosed = true
  }

  /** Takes in what a look at the feed brought. */
  apply(news: News, day: Day): void {
    this.day = day
    if (news.kind === "all") {
      const there = new Set(news.cells.map(({ cell }) => cell))
      for (const cell of this.cells.values()) {
        for (const feed of FEEDS) cell.revisions[feed]++
        if (!there.has(cell.cell)) this.empty(cell)
      }
    } else {
      const there = new Set(news.cells.map(({ cell }) => cell))
      for (const { cell, feed } of news.changes) {
        const known = this.cells.get(cell) ?? this.add(cell)
        known.revisions[feed]++
        if (feed === "land" && !there.has(cell)) this.empty(known)
      }
    }
    for (const row of news.cells) this.place(row)
  }

  private add(cell: number): Cell {
    const added: Cell = {
      cell,
      parcels: 0,
      bounds: { west: 0, south: 0, east: 0, north: 0 },
      box: [WORLD, WORLD, -1, -1],
      revisions: {
        land: 0,
        availability: 0,
        standing: 0,
        suspicion: 0,
        determination: 0,
        grade: 0,
        metric: 0,
      },
      outlines: null,
      views: new Map(),
      used: 0,
      bytes: 0,
      askers: 0,
    }
    this.cells.set(cell, added)
    return added
  }

  /** A cell without parcels is kept for its revisions: one that comes back must not repeat an old one. */
  private empty(cell: Cell) {
    this.parcels -= cell.parcels
    cell.parcels = 0
    cell.box = [WORLD, WORLD, -1, -1]
    this.drop(cell)
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

  /** A view of cells as far as it is loaded and right; null where any is not. */
  peek(cells: readonly Cell[], view: ViewKey): Resident[] | null {
    const use = ++this.uses
    const found: Resident[] = []
    for (const cell of cells) {
      if (cell.parcels === 0) continue
      cell.used = use
      const held = cell.views.get(view.key)
      if (!held || held.revision !== revisionOf(cell, view.feeds)) return null
      found.push({ cell: cell.cell, ...held.value })
    }
    return found
  }

  /** Runs work that needs cells side by side: until it is done, none of them goes for want of memory. */
  async keeping<T>(cells: readonly Cell[], work: () => Promise<T>): Promise<T> {
    for (const cell of cells) cell.askers++
    try {
      return await work()
    } finally {
      for (const cell of cells) cell.askers--
      this.evict()
    }
  }

  /** A view of cells that are being kept, loaded where it is not. */
  async load(cells: readonly Cell[], view: ViewKey): Promise<Resident[]> {
    // A change that comes while a cell is loaded makes it load again, but nobody waits for ever.
    for (let attempt = 1; attempt <= 5; attempt++) {
      for (const batch of inBatches(cells.filter(lacks(view)))) await this.loadOnce(batch, view)
      const found = this.peek(cells, view)
      if (found) return found
    }
    throw new Error("cells change faster than they can be read")
  }

  /**
   * Loads every cell's outlines, and a view of them where one is named, as far as memory allows; the parcels
   * lie still meanwhile, so whoever asks for a tile is answered between two batches.
   */
  async preload(view: ViewKey | null): Promise<void> {
    const filled = [...this.cells.values()].filter(({ parcels }) => parcels > 0)
    for (const batch of inBatches(view ? filled.filter(lacks(view)) : filled)) {
      if (this.isClosed || this.bytes >= this.budgetBytes * 0.9) return
      if (view) await this.loadOnce(batch, view)
      else await this.loadOutlines(batch)
    }
  }

  /** Joins loads of the same cells that are under way. */
  private async loadOnce(cells: readonly Cell[], view: ViewKey): Promise<void> {
    await this.share(cells, `view ${view.key}`, view.feeds, (mine) => this.loadViews(mine, view))
  }

  private loadOutlines(cells: readonly Cell[]): Promise<void> {
    return this.share(cells, "outlines", ["land"], async (mine) => {
      const stale = mine.filter(
        ({ outlines, revisions }) => outlines?.revision !== `${revisions.land}`,
      )
      if (stale.length === 0) return
      const revisions = stale.map(({ revisions: { land } }) => `${land}`)
      const rows = await this.door.serve(
        "svc_tiles",
        "read",
        (sql) => listOutlines(sql, numbersOf(stale), this.day),
        LIMITS,
      )
      const chunks = toChunks(stale, rows)
      for (const [i, cell] of stale.entries()) this.hold(cell, chunks[i]!, revisions[i]!)
    })
  }

  private async loadViews(cells: readonly Cell[], view: ViewKey): Promise<void> {
    // Taken before anything is read: what changes meanwhile makes the view stop matching.
    const revisions = cells.map((cell) => revisionOf(cell, view.feeds))
    const shapes = cells.map(({ revisions: { land } }) => `${land}`)
    await this.loadOutlines(cells)
    // Others load outlines too, and a slow one may have put back what was read before a change.
    const chunks = cells.map(({ outlines }, i) =>
      outlines && outlines.revision === shapes[i] ? outlines.value : null,
    )
    const rows = await this.door.as(
      mapActor(view.audience),
      "read",
      (sql) =>
        listRows(
          sql,
          numbersOf(cells),
          { selection: view.selection, day: this.day, year: view.year },
          view.columns,
        ),
      LIMITS,
    )
    const byCell = new Map<number, ColumnRow[]>(numbersOf(cells).map((cell) => [cell, []]))
    for (const row of rows) byCell.get(row.cell)!.push(row)
    for (const [i, cell] of cells.entries()) {
      const chunk = chunks[i]
      // A parcel's outline may have come between the two queries; its change is told of and loads it again.
      if (!chunk) continue
      const mine = byCell.get(cell.cell)!
      this.keep(cell, view.key, {
        revision: revisions[i]!,
        value: { chunk, shown: toShown(chunk.ids, mine, view.columns.map(fieldOf)) },
      })
    }
    this.evict()
  }

  /** Runs a load for those cells for which nobody runs it, at the revision they have, and waits for all. */
  private async share(
    cells: readonly Cell[],
    what: string,
    feeds: readonly Feed[],
    load: (mine: readonly Cell[]) => Promise<void>,
  ): Promise<void> {
    const keyOf = (cell: Cell) => `${cell.cell} ${revisionOf(cell, feeds)} ${what}`
    const mine = cells.filter((cell) => !this.loading.has(keyOf(cell)))
    const others = cells.flatMap((cell) => this.loading.get(keyOf(cell)) ?? [])
    if (mine.length > 0) {
      const keys = mine.map(keyOf)
      const promise = load(mine).finally(() => {
        for (const key of keys) this.loading.delete(key)
      })
      for (const key of keys) this.loading.set(key, promise)
      others.push(promise)
    }
    await Promise.all(others)
  }

  private hold(cell: Cell, value: Chunk, revision: string) {
    this.drop(cell)
    cell.outlines = { revision, value }
    this.count(cell, bytesOfChunk(value))
  }

  private keep(cell: Cell, key: string, held: Held<{ chunk: Chunk; shown: Shown }>) {
    // The outlines were let go, or loaded anew, while the attributes were read.
    if (cell.outlines?.value !== held.value.chunk) return
    const known = cell.views.get(key)
    if (known) this.count(cell, -bytesOfShown(known.value.shown))
    cell.views.delete(key)
    cell.views.set(key, held)
    this.count(cell, bytesOfShown(held.value.shown))
    for (const [oldest, { value }] of cell.views) {
      if (cell.views.size <= VIEWS_KEPT) break
      cell.views.delete(oldest)
      this.count(cell, -bytesOfShown(value.shown))
    }
  }

  private count(cell: Cell, bytes: number) {
    cell.bytes += bytes
    this.bytes += bytes
  }

  private drop(cell: Cell) {
    this.bytes -= cell.bytes
    cell.bytes = 0
    cell.outlines = null
    cell.views.clear()
  }

  /** Frees the cells unused longest, of those that nobody needs now, until a tenth of the budget is free. */
  private evict() {
    if (this.bytes <= this.budgetBytes) return
    for (const cell of [...this.cells.values()].sort((a, b) => a.used - b.used)) {
      if (this.bytes <= this.budgetBytes * 0.9) return
      if (cell.askers === 0) this.drop(cell)
    }
  }
}

/** The map asks for nobody in particular: what it holds is every person's of the audience. */
export const mapActor = (audience: Audience) => ({
  audience,
  role: null,
  userId: null,
  name: "map",
  requestId: "",
})

const fieldOf = (column: TileColumn) => ({ name: nameOf(column), type: column.field.type })

/** Whether a cell has parcels of which the view is not loaded, or no longer right. */
const lacks =
  ({ key, feeds }: ViewKey) =>
  (cell: Cell): boolean =>
    cell.parcels > 0 && cell.views.get(key)?.revision !== revisionOf(cell, feeds)

const numbersOf = (cells: readonly Cell[]) => cells.map(({ cell }) => cell)

/** One text for the state of a cell, as far as these kinds of change tell. */
export const revisionOf = ({ revisions }: Cell, feeds: readonly Feed[]): string => {
  let text = ""
  for (const feed of feeds) text += `${revisions[feed]},`
  return feeds.length === 1 ? text.slice(0, -1) : text
}

function* inBatches(cells: readonly Cell[]): Generator<Cell[]> {
  let batch: Cell[] = []
  let parcels = 0
  for (const cell of cells) {
    if (batch.length > 0 && parcels + cell.parcels > PARCELS_AT_ONCE) {
      yield batch
      batch = []
      parcels = 0
    }
    batch.push(cell)
    parcels += cell.parcels
  }
  if (batch.length > 0) yield batch
}

/** One chunk for each cell, in the order of the cells; empty where there is no row for it. */
function toChunks(cells: readonly Cell[], rows: readonly (Outlines & { cell: number })[]): Chunk[] {
  const builder = new ChunkBuilder()
  const chunks = new Map(rows.map((row) => [row.cell, toChunk(builder, row)]))
  return cells.map(({ cell }) => chunks.get(cell) ?? builder.finish())
}

function toChunk(builder: ChunkBuilder, { ids, twkb }: Outlines): Chunk {
  const reader = new TwkbReader(twkb)
  for (const id of ids) builder.add(id, toWorld(reader.read()))
  return builder.finish()
}

/** Outlines and attributes that were read apart: what only one of them has is not shown. */
export function toPart(
  outlines: Outlines,
  rows: readonly ColumnRow[],
  columns: readonly TileColumn[],
): { chunk: Chunk; shown: Shown } {
  const chunk = toChunk(new ChunkBuilder(), outlines)
  return { chunk, shown: toShown(chunk.ids, rows, columns.map(fieldOf)) }
}
