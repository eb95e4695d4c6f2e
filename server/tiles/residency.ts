import type { Audience } from "../db/audience.ts"
import type { Door } from "../db/door.ts"
import type { Selection } from "../parcels/selection.ts"
import { type Cell, type Cells, revisionOf } from "./cells.ts"
import { bytesOfChunk, type Chunk, ChunkBuilder } from "./encode/chunk.ts"
import { bytesOfShown, type ColumnRow, type Shown, toShown } from "./encode/columns.ts"
import { toWorld } from "./encode/mercator.ts"
import { TwkbReader } from "./encode/twkb.ts"
import {
  type Feed,
  listOutlines,
  listRows,
  nameOf,
  type Outlines,
  type TileColumn,
} from "./queries.ts"

/** Reading a cell, or many at once for a low zoom, may take longer than a person's question. */
export const LIMITS = { statementMs: 120_000 }

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

/** What is loaded of a cell. */
type Room = {
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
 * The parcels of an installation in memory, cell by cell, and what each audience is shown of them. Outlines are
 * read in a role that may read nothing else; attributes in the audience's own, which also decides which parcels
 * it is shown at all. What was loaded is never changed: a change makes it stop matching its cell's revision,
 * and the next question loads it anew.
 */
export class Residency {
  private readonly door: Door
  private readonly cells: Cells
  private readonly budgetBytes: number
  private readonly rooms = new Map<Cell, Room>()
  private readonly loading = new Map<string, Promise<void>>()
  private bytes = 0
  private uses = 0
  private isClosed = false

  constructor(door: Door, cells: Cells, budgetBytes: number) {
    this.door = door
    this.cells = cells
    this.budgetBytes = budgetBytes
  }

  /** Memory of what is loaded. */
  get held(): number {
    return this.bytes
  }

  /** Loads nothing more. */
  close(): void {
    this.isClosed = true
  }

  private roomOf(cell: Cell): Room {
    const known = this.rooms.get(cell)
    if (known) return known
    const made: Room = { outlines: null, views: new Map(), used: 0, bytes: 0, askers: 0 }
    this.rooms.set(cell, made)
    return made
  }

  /** A view of cells as far as it is loaded and right; null where any is not. */
  peek(cells: readonly Cell[], view: ViewKey): Resident[] | null {
    const use = ++this.uses
    const found: Resident[] = []
    for (const cell of cells) {
      if (cell.parcels === 0) continue
      const room = this.roomOf(cell)
      room.used = use
      const held = room.views.get(view.key)
      if (!held || held.revision !== revisionOf(cell, view.feeds)) return null
      found.push({ cell: cell.cell, ...held.value })
    }
    return found
  }

  /** Runs work that needs cells side by side: until it is done, none of them goes for want of memory. */
  async keeping<T>(cells: readonly Cell[], work: () => Promise<T>): Promise<T> {
    for (const cell of cells) this.roomOf(cell).askers++
    try {
      return await work()
    } finally {
      for (const cell of cells) this.roomOf(cell).askers--
      this.evict()
    }
  }

  /** A view of cells that are being kept, loaded where it is not. */
  async load(cells: readonly Cell[], view: ViewKey): Promise<Resident[]> {
    // A change that comes while a cell is loaded makes it load again, but nobody waits for ever.
    for (let attempt = 1; attempt <= 5; attempt++) {
      for (const batch of inBatches(cells.filter((cell) => this.lacks(cell, view))))
        await this.loadOnce(batch, view)
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
    const filled = this.cells.listFilled()
    const wanted = view ? filled.filter((cell) => this.lacks(cell, view)) : filled
    for (const batch of inBatches(wanted)) {
      if (this.isClosed || this.bytes >= this.budgetBytes * 0.9) return
      if (view) await this.loadOnce(batch, view)
      else await this.loadOutlines(batch)
    }
  }

  /** Forgets a view that nobody else will ask for. */
  forget(cells: readonly Cell[], key: string): void {
    for (const cell of cells) this.removeView(cell, key)
  }

  /** Whether a cell has parcels of which the view is not loaded, or no longer right. */
  private lacks(cell: Cell, { key, feeds }: ViewKey): boolean {
    return (
      cell.parcels > 0 && this.roomOf(cell).views.get(key)?.revision !== revisionOf(cell, feeds)
    )
  }

  /** Joins loads of the same cells that are under way. */
  private async loadOnce(cells: readonly Cell[], view: ViewKey): Promise<void> {
    await this.share(cells, `view ${view.key}`, view.feeds, (mine) => this.loadViews(mine, view))
  }

  private loadOutlines(cells: readonly Cell[]): Promise<void> {
    return this.share(cells, "outlines", ["land"], async (mine) => {
      const stale = mine.filter(
        (cell) => this.roomOf(cell).outlines?.revision !== `${cell.revisions.land}`,
      )
      if (stale.length === 0) return
      const revisions = stale.map(({ revisions: { land } }) => `${land}`)
      const rows = await this.door.serve(
        "svc_tiles",
        "read",
        (sql) => listOutlines(sql, numbersOf(stale), this.cells.day),
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
    const chunks = cells.map((cell, i) => {
      const { outlines } = this.roomOf(cell)
      return outlines && outlines.revision === shapes[i] ? outlines.value : null
    })
    const rows = await this.door.as(
      mapActor(view.audience),
      "read",
      (sql) =>
        listRows(
          sql,
          numbersOf(cells),
          { selection: view.selection, day: this.cells.day, year: view.year },
          view.columns,
        ),
      LIMITS,
    )
    const byCell = rowsByCell(cells, rows)
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
    this.roomOf(cell).outlines = { revision, value }
    this.count(cell, bytesOfChunk(value))
  }

  private keep(cell: Cell, key: string, held: Held<{ chunk: Chunk; shown: Shown }>) {
    const { outlines, views } = this.roomOf(cell)
    // The outlines were let go, or loaded anew, while the attributes were read.
    if (outlines?.value !== held.value.chunk) return
    this.removeView(cell, key)
    views.set(key, held)
    this.count(cell, bytesOfShown(held.value.shown))
    for (const oldest of views.keys()) {
      if (views.size <= VIEWS_KEPT) break
      this.removeView(cell, oldest)
    }
  }

  private removeView(cell: Cell, key: string) {
    const { views } = this.roomOf(cell)
    const known = views.get(key)
    if (!known) return
    views.delete(key)
    this.count(cell, -bytesOfShown(known.value.shown))
  }

  private count(cell: Cell, bytes: number) {
    this.roomOf(cell).bytes += bytes
    this.bytes += bytes
  }

  /** Lets go what is loaded of a cell. */
  drop(cell: Cell): void {
    const room = this.roomOf(cell)
    this.bytes -= room.bytes
    room.bytes = 0
    room.outlines = null
    room.views.clear()
  }

  /** Frees the cells unused longest, of those that nobody needs now, until a tenth of the budget is free. */
  private evict() {
    if (this.bytes <= this.budgetBytes) return
    for (const [cell, { askers }] of [...this.rooms].sort(([, a], [, b]) => a.used - b.used)) {
      if (this.bytes <= this.budgetBytes * 0.9) return
      if (askers === 0) this.drop(cell)
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

export const numbersOf = (cells: readonly Cell[]) => cells.map(({ cell }) => cell)

/** Cells that one query reads. */
export function* inBatches(cells: readonly Cell[]): Generator<Cell[]> {
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

function rowsByCell(cells: readonly Cell[], rows: readonly (ColumnRow & { cell: number })[]) {
  const byCell = new Map<number, ColumnRow[]>(numbersOf(cells).map((cell) => [cell, []]))
  for (const row of rows) byCell.get(row.cell)!.push(row)
  return byCell
}

/** What was read of some cells, cell by cell, in the order of the cells. */
export function toResidents(
  cells: readonly Cell[],
  outlines: readonly (Outlines & { cell: number })[],
  rows: readonly (ColumnRow & { cell: number })[],
  columns: readonly TileColumn[],
): Resident[] {
  const byCell = rowsByCell(cells, rows)
  return toChunks(cells, outlines).map((chunk, i) => {
    const { cell } = cells[i]!
    const shown = toShown(chunk.ids, byCell.get(cell)!, columns.map(fieldOf))
    return { cell, chunk, shown }
  })
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
