import { createHash, randomBytes } from "node:crypto"
import { type Day, legalDayAt } from "../../geodata/days.ts"
import type { Audience } from "../db/audience.ts"
import type { Door } from "../db/door.ts"
import type { NamedField } from "../parcels/catalogue.ts"
import { findLatestYear, readSelection, type Selection } from "../parcels/selection.ts"
import { type Body, toBody } from "./body.ts"
import { type Bounds, type TileAddress, toReach } from "./encode/address.ts"
import { BIN_MAX_ZOOM, BIN_MIN_ZOOM, type Measure, writeBins } from "./encode/bins-layer.ts"
import { ChunkBuilder } from "./encode/chunk.ts"
import { toShown } from "./encode/columns.ts"
import { toWorld } from "./encode/mercator.ts"
import { TileWriter } from "./encode/mvt.ts"
import { type Part, writeParcels } from "./encode/parcels-layer.ts"
import { decodeTwkb } from "./encode/twkb.ts"
import { createFeedReader } from "./feed.ts"
import { KeptBytes } from "./kept-bytes.ts"
import {
  type Feed,
  feedsOf,
  FEEDS,
  listRowsWithin,
  listZones,
  nameOf,
  type TileColumn,
} from "./queries.ts"
import {
  type Cell,
  mapActor,
  Residency,
  type Resident,
  revisionOf,
  toPart,
  type ViewKey,
} from "./residency.ts"
import { FEW_PARCELS, PARCEL_MIN_ZOOM } from "./tile-json.ts"

/** What is asked of a map: by whom, of which parcels, in which attributes. */
export type Question = {
  audience: Audience
  fields: readonly NamedField[]
  /** What bins tell of beside count and area. */
  measure: NamedField | null
  year: number | null
  filter?: string | undefined
  q?: string | undefined
}

/** A cell that changed, with the box of its parcels before and after, in degrees. */
export type ChangedCell = { cell: number } & Bounds

export type Changes = {
  /** To be asked from next. */
  mark: string
  /** Null where too much was missed: everything may have changed. */
  cells: ChangedCell[] | null
}

/** Null where the map is not told of changes that the answer stands on: it is made anew each time. */
type Tagged = { etag: string | null }

export type MapEngine = {
  /** Takes in every change committed before now; then nothing older is served. */
  look: () => Promise<void>
  /** Loads outlines into memory, as far as the budget allows. */
  preload: () => Promise<void>
  /** A tile as it is sent. */
  tile: (address: TileAddress, question: Question) => Promise<Tagged & { body: Body | null }>
  /** Attributes of the parcels of cells, in the order of their ids; cells without parcels are left out. */
  columns: (
    cells: readonly number[],
    question: Question,
  ) => Promise<Tagged & { residents: Resident[] }>
  /** Cells that changed since a mark, of the kinds that the audience sees. */
  changes: (audience: Audience, since: string | null) => Promise<Changes>
  /** Box of all parcels and how many they are. */
  extent: () => Promise<(Bounds & { parcels: number }) | null>
  /** The year asked for, or the latest that the audience has. */
  yearOf: (audience: Audience, year: number | undefined) => Promise<number | null>
  /** Memory of loaded parcels, in bytes. */
  held: () => number
  close: () => void
}

export type EngineOptions = {
  /** Memory for parcels; about 350 bytes each. */
  memoryBytes: number
  today?: () => Day
}

const KEPT_BYTES = 256 * 2 ** 20
/** Changes that a client may have missed and still be told one by one. */
const LOG_LENGTH = 5_000

type Log = { first: number; entries: ChangedCell[] }

/** The map of one installation: its parcels in memory, kept in step with the database by the change feed. */
export function createMapEngine(door: Door, { memoryBytes, today }: EngineOptions): MapEngine {
  const dayNow = today ?? (() => legalDayAt(new Date()))
  const epoch = randomBytes(9).toString("base64url")
  const residency = new Residency(door, memoryBytes, dayNow())
  const kept = new KeptBytes(KEPT_BYTES)
  const logs = new Map<string, Log>()
  const latest = new Map<Audience, { at: number; year: Promise<number | null> }>()
  let state = 0
  let figuresState = 0
  let isFew = true

  const feed = createFeedReader(door, dayNow, (news, day) => {
    if (news.kind === "some" && news.changes.length === 0) return
    state++
    const before = new Map(
      news.kind === "some"
        ? news.changes.flatMap(({ cell }) => {
            const known = residency.find(cell)
            return known && known.parcels > 0 ? [[cell, known.bounds] as const] : []
          })
        : [],
    )
    residency.apply(news, day)
    if (isFew !== residency.size <= FEW_PARCELS) isFew = !isFew
    if (news.kind === "all") {
      figuresState++
      for (const log of logs.values()) {
        log.first += log.entries.length + 1
        log.entries = []
      }
      return
    }
    if (news.changes.some((change) => change.feed === "grade" || change.feed === "metric"))
      figuresState++
    for (const [feeds, log] of logs) {
      const changed = new Set(
        news.changes.flatMap((change) => (feeds.includes(change.feed) ? change.cell : [])),
      )
      for (const cell of changed) {
        const boxes = [before.get(cell), residency.find(cell)?.bounds].filter(
          (box) => box !== undefined,
        )
        log.entries.push({ cell, ...unite(boxes) })
      }
      const excess = log.entries.length - LOG_LENGTH
      if (excess > 0) {
        log.entries.splice(0, excess)
        log.first += excess
      }
    }
  })

  async function yearOf(audience: Audience, year: number | undefined) {
    if (year !== undefined) return year
    await feed.keepFresh()
    const known = latest.get(audience)
    if (known?.at === figuresState) return known.year
    const found = door.as(mapActor(audience), "read", (sql) => findLatestYear(sql, audience))
    latest.set(audience, { at: figuresState, year: found })
    found.catch(() => latest.delete(audience))
    return found
  }

  const tagOf = (parts: readonly unknown[]) =>
    `W/"${createHash("sha256")
      .update(JSON.stringify([epoch, residency.day, ...parts]))
      .digest("base64url")
      .slice(0, 22)}"`

  /** The view that fields need, whatever is filtered. */
  const viewOf = (
    question: Question,
    columns: readonly TileColumn[],
    selection: Selection,
    feeds: readonly Feed[],
  ): ViewKey => ({
    audience: question.audience,
    key: JSON.stringify([
      question.audience,
      question.year,
      selection.filter.fields.size > 0 || question.filter ? question.filter : "",
      columns.map(nameOf),
    ]),
    feeds,
    selection,
    year: question.year,
    columns,
  })

  /**
   * The views that together answer a question: the attributes of all parcels, and, where some are asked for,
   * which they are. Null where the map is not told of changes that the answer stands on.
   */
  function listViews(question: Question, columns: readonly TileColumn[]): ViewKey[] | null {
    const { audience, filter, q } = question
    if (q) return null
    const all = readSelection(audience, {})
    const own = feedsOf(columns.map(({ field }) => field))
    if (!own) return null
    const views = [viewOf({ ...question, filter: undefined }, columns, all, own)]
    if (filter) {
      const some = readSelection(audience, { filter })
      const feeds = feedsOf(some.filter.fields)
      if (!feeds) return null
      views.push(viewOf(question, [], some, feeds))
    }
    return views
  }

  const feedsOfViews = (views: readonly ViewKey[]) =>
    FEEDS.filter((one) => views.some(({ feeds }) => feeds.includes(one)))

  /** Parts of a tile from the views of its cells, if they are all there. */
  function peekParts(cells: readonly Cell[], views: readonly ViewKey[]): Resident[] | null {
    const found: Resident[][] = []
    for (const view of views) {
      const residents = residency.peek(cells, view)
      if (!residents) return null
      found.push(residents)
    }
    return narrow(found)
  }

  async function loadParts(cells: readonly Cell[], views: readonly ViewKey[]): Promise<Resident[]> {
    for (let attempt = 1; ; attempt++) {
      const found: Resident[][] = []
      for (const view of views) found.push(await residency.load(cells, view))
      const parts = narrow(found)
      if (parts) return parts
      if (attempt === 5) throw new Error("cells change faster than they can be read")
    }
  }

  /** Reads a tile's parcels straight from the database: one query, outlines and attributes together. */
  const readParts = (address: TileAddress, question: Question, columns: readonly TileColumn[]) =>
    door.as(mapActor(question.audience), "read", async (sql): Promise<Part> => {
      const { audience, filter, q, year } = question
      const selection = readSelection(audience, { filter, q })
      const rows = await listRowsWithin(
        sql,
        toReach(address),
        { selection, day: residency.day, year },
        columns,
      )
      return toPart(rows, columns)
    })

  let zones: { at: number; part: Promise<Part> } | null = null
  function findZones(): Promise<Part> {
    if (zones?.at === state) return zones.part
    const part = door.serve("svc_tiles", "read", listZones).then((rows): Part => {
      const builder = new ChunkBuilder()
      for (const { id, twkb } of rows) builder.add(id, toWorld(decodeTwkb(twkb)))
      const chunk = builder.finish()
      const named = rows.map(({ id, name }) => ({ id, name }))
      return { chunk, shown: toShown(chunk.ids, named, [{ name: "name", type: "text" }]) }
    })
    zones = { at: state, part }
    part.catch(() => (zones = null))
    return part
  }

  const warmed = new Set<string>()
  /** What was asked for once is loaded for the whole installation, behind the answer. */
  function warm(view: ViewKey) {
    if (warmed.has(view.key)) return
    warmed.add(view.key)
    if (warmed.size > 40) warmed.delete(warmed.values().next().value!)
    residency.preload(view).catch(() => warmed.delete(view.key))
  }

  async function write(address: TileAddress, question: Question): Promise<Uint8Array<ArrayBuffer>> {
    const tile = new TileWriter()
    const { z } = address
    const fields = question.fields.map((field): TileColumn => ({ field, part: "value" }))
    const showsParcels = z >= PARCEL_MIN_ZOOM || isFew
    if (z < BIN_MIN_ZOOM) writeParcels(tile, "zones", address, [await findZones()], ["name"])
    if (z >= BIN_MIN_ZOOM && z <= BIN_MAX_ZOOM) {
      const { columns, measure } = binColumns(question)
      const views = listViews(question, columns) ?? [uncached(question, columns)]
      const parts = await loadParts(residency.listInside(address), views)
      writeBins(tile, address, parts, measure)
    }
    if (showsParcels) {
      const views = listViews(question, fields)
      const cells = residency.listTouching(address)
      const resident = views && peekParts(cells, views)
      const parts = resident ?? [await readParts(address, question, fields)]
      writeParcels(tile, "parcels", address, parts, fields.map(nameOf))
      if (views && !resident) void loadParts(cells, views).catch(() => {})
      if (views?.[0]) warm(views[0])
    }
    return tile.finish()
  }

  /** A view that nobody else may use: what it stands on may change without a word. */
  function uncached(question: Question, columns: readonly TileColumn[]): ViewKey {
    const { audience, filter, q } = question
    const selection = readSelection(audience, { filter, q })
    const key = `once ${randomBytes(9).toString("base64url")}`
    return { ...viewOf(question, columns, selection, ["land"]), key }
  }

  function findTag(address: TileAddress, question: Question): string | null {
    const { z } = address
    const columns = [
      ...question.fields.map((field): TileColumn => ({ field, part: "value" })),
      ...(z <= BIN_MAX_ZOOM ? binColumns(question).columns : []),
    ]
    const views = listViews(question, columns)
    if (!views) return null
    const feeds = feedsOfViews(views)
    const cells = z < BIN_MIN_ZOOM && !isFew ? [] : residency.listTouching(address)
    const revisions = cells.map((cell) => [cell.cell, revisionOf(cell, feeds)])
    return tagOf([keyOf(address, question), isFew, revisions])
  }

  return {
    look: feed.look,
    preload: async () => {
      await feed.keepFresh()
      await residency.preload(null)
    },
    async tile(address, question) {
      await feed.keepFresh()
      const key = keyOf(address, question)
      const known = kept.find(key)
      if (known?.checkedAt === state) return known
      const checkedAt = state
      const etag = findTag(address, question)
      if (known && etag === known.etag) {
        known.checkedAt = checkedAt
        return known
      }
      const bytes = await write(address, question)
      const body = bytes.length > 0 ? await toBody(bytes) : null
      if (etag !== null) kept.keep(key, { etag, body, checkedAt })
      return { etag, body }
    },
    async columns(numbers, question) {
      await feed.keepFresh()
      const columns = question.fields.map((field): TileColumn => ({ field, part: "value" }))
      const cells = numbers.flatMap((number) => residency.find(number) ?? [])
      const views = listViews(question, columns)
      const residents = await loadParts(cells, views ?? [uncached(question, columns)])
      if (views?.[0]) warm(views[0])
      if (!views) return { residents, etag: null }
      const feeds = feedsOfViews(views)
      const etag = tagOf([
        keyOf(null, question),
        cells.map((cell) => [cell.cell, revisionOf(cell, feeds)]),
      ])
      return { residents, etag }
    },
    async changes(audience, since) {
      await feed.keepFresh()
      const feeds = feedsSeen(readSelection(audience, {}).catalogue.values())
      const log = logs.get(feeds) ?? { first: 0, entries: [] }
      logs.set(feeds, log)
      const mark = `${epoch}.${log.first + log.entries.length}`
      const [of, place] = since?.split(".") ?? []
      const from = of === epoch ? Number(place) - log.first : -1
      if (!(from >= 0 && from <= log.entries.length))
        return { mark, cells: since === null ? [] : null }
      const cells = new Map<number, ChangedCell>()
      for (const entry of log.entries.slice(from)) {
        const other = cells.get(entry.cell)
        cells.set(entry.cell, other ? { ...unite([other, entry]), cell: entry.cell } : entry)
      }
      return { mark, cells: [...cells.values()] }
    },
    async extent() {
      await feed.keepFresh()
      const box = residency.extent()
      return box && { ...box, parcels: residency.size }
    },
    yearOf,
    held: () => residency.held,
    close: () => residency.close(),
  }
}

/** The kinds of change that any field of an audience stands on, as one text. */
const feedsSeen = (fields: Iterable<NamedField>): string => {
  const seen = new Set<string>()
  for (const { feed } of fields) if (feed) seen.add(feed)
  return FEEDS.filter((feed) => seen.has(feed)).join(",")
}

const keyOf = (
  address: TileAddress | null,
  { audience, fields, measure, year, filter, q }: Question,
) => {
  const place = address ? `${address.z}/${address.x}/${address.y}` : "columns"
  let names = ""
  for (const { name } of fields) names += `${name},`
  return `${audience} ${place} ${year ?? ""} ${names} ${measure?.name ?? ""} ${filter ?? ""}\n${q ?? ""}`
}

/** What bins are made of: legal area, and of the measure its parts. The area must be the audience's. */
function binColumns({ audience, measure }: Question): {
  columns: TileColumn[]
  measure: Measure | null
} {
  const area = readSelection(audience, {}).catalogue.get("areaMu")
  if (!area) throw new Error(`${audience} has no area to count`)
  const columns: TileColumn[] = [{ field: area, part: "value" }]
  if (!measure) return { columns, measure: null }
  if (measure.ratio) {
    columns.push({ field: measure, part: "amount" }, { field: measure, part: "areaMu" })
    return { columns, measure: { name: measure.name, kind: "ratio" } }
  }
  columns.push({ field: measure, part: "value" })
  return { columns, measure: { name: measure.name, kind: "class" } }
}

/**
 * The first view's attributes for the parcels that every view shows; null where the views stand on different
 * outlines of a cell, which has just changed.
 */
function narrow([first = [], ...others]: readonly (readonly Resident[])[]): Resident[] | null {
  if (others.length === 0) return [...first]
  const byCell = others.map((residents) => new Map(residents.map((one) => [one.cell, one])))
  const narrowed: Resident[] = []
  for (const resident of first) {
    const rows = resident.shown.rows.slice()
    for (const cells of byCell) {
      const other = cells.get(resident.cell)
      if (other?.chunk !== resident.chunk) return null
      for (let i = 0; i < rows.length; i++) rows[i]! &= other.shown.rows[i]!
    }
    narrowed.push({ ...resident, shown: { rows, columns: resident.shown.columns } })
  }
  return narrowed
}

function unite(boxes: readonly Bounds[]): Bounds {
  return {
    west: Math.min(...boxes.map(({ west }) => west)),
    south: Math.min(...boxes.map(({ south }) => south)),
    east: Math.max(...boxes.map(({ east }) => east)),
    north: Math.max(...boxes.map(({ north }) => north)),
  }
}
