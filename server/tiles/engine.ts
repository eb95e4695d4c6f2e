import { createHash, randomBytes } from "node:crypto"
import { type Day, legalDayAt } from "../../geodata/days.ts"
import type { Audience } from "../db/audience.ts"
import type { Door } from "../db/door.ts"
import { catalogueOf } from "../parcels/catalogue.ts"
import { findLatestYear } from "../parcels/selection.ts"
import { type Body, toBody } from "../http/body.ts"
import { type Cell, Cells, revisionOf } from "./cells.ts"
import { ChangeLog, type Changes } from "./changes.ts"
import { type Bounds, type TileAddress, toReach } from "./encode/address.ts"
import { BIN_MAX_ZOOM, BIN_MIN_ZOOM, writeBins } from "./encode/bins-layer.ts"
import { ChunkBuilder } from "./encode/chunk.ts"
import { toShown } from "./encode/columns.ts"
import { toWorld } from "./encode/mercator.ts"
import { TileWriter } from "./encode/mvt.ts"
import { type Part, writeParcels } from "./encode/parcels-layer.ts"
import { decodeTwkb } from "./encode/twkb.ts"
import { createFeedReader, type News } from "./feed.ts"
import { KeptBytes } from "./kept-bytes.ts"
import { PastLand } from "./past.ts"
import {
  FEEDS,
  findOutlinesWithin,
  listOutlines,
  listRows,
  listRowsWithin,
  listZones,
} from "./queries.ts"
import { keyOf, type Look, type Plan, planQuestion, type Question } from "./question.ts"
import {
  inBatches,
  LIMITS,
  mapActor,
  numbersOf,
  Residency,
  type Resident,
  toPart,
  toResidents,
  type ViewKey,
} from "./residency.ts"
import { FEW_PARCELS, PARCEL_MIN_ZOOM } from "./tile-json.ts"

/** Null where the map is not told of changes that the answer stands on: it is made anew each time. */
type Tagged = { etag: string | null }

/** A tile as it is sent; no body where it shows nothing. */
export type Tile = Tagged & {
  body: Body | null
  /** By which it is had again as long as the map's state is the same. */
  ticket: { key: string; state: number } | null
}

export type MapEngine = {
  /** Takes in every change committed before now; then nothing older is served. */
  look: () => Promise<void>
  /** Loads outlines into memory, as far as the budget allows. */
  preload: () => Promise<void>
  /** A tile of the latest year where none is asked for. */
  tile: (address: TileAddress, question: Question) => Promise<Tile>
  /** The tile of a ticket, where it is still right and at hand. */
  ready: (ticket: Tile["ticket"]) => Pick<Tile, "etag" | "body"> | undefined
  /** Attributes of the parcels of cells, or of all, in the order of their ids; cells without parcels are left out. */
  columns: (
    cells: readonly number[] | undefined,
    question: Question,
  ) => Promise<Tagged & { residents: Resident[] }>
  /** Cells that changed since a mark, of the kinds that the audience sees. */
  changes: (audience: Audience, since: string | null) => Promise<Changes>
  /** Box of all parcels of a past day, or of today, in degrees and how many they are; null where there are none. */
  extent: (on?: Day | null) => Promise<(Bounds & { parcels: number }) | null>
  /** The year asked for, or the latest that the audience has as of a past day, or of today. */
  yearOf: (audience: Audience, year: number | undefined, on?: Day | null) => Promise<number | null>
  /** The legal day that it is. */
  today: () => Day
  /** Memory of loaded parcels, in bytes. */
  held: () => number
  /** Waits until nothing is being loaded behind answers any more. */
  settled: () => Promise<void>
  close: () => void
}

export type EngineOptions = {
  /** Memory for parcels; about 350 bytes each. Without any, every tile is read from the database. */
  memoryBytes: number
  /** Memory for tiles as they were sent. */
  cacheBytes?: number
  today?: () => Day
}

const CACHE_BYTES = 256 * 2 ** 20
/** Questions kept ready, and views loaded for all parcels behind the first answer. */
const MOST_PLANS = 200
const MOST_WARM = 40

/** The map of one installation: its parcels in memory, kept in step with the database by the change feed. */
export function createMapEngine(
  door: Door,
  { memoryBytes, cacheBytes = CACHE_BYTES, today = () => legalDayAt(new Date()) }: EngineOptions,
): MapEngine {
  const epoch = randomBytes(9).toString("base64url")
  const land = new Cells(today())
  const residency = new Residency(door, land, memoryBytes)
  const kept = new KeptBytes(cacheBytes)
  const log = new ChangeLog(epoch)
  const plans = new Map<string, Plan>()
  const warmed = new Set<string>()
  const behind = new Set<Promise<unknown>>()
  const past = new PastLand(door)
  const latest = new Map<string, { state: number; year: Promise<number | null> }>()
  let zones: { state: number; part: Promise<Part> } | null = null
  /** Moves on with everything that may change a tile. */
  let state = 0

  const feed = createFeedReader(door, today, (news, day) => {
    if (news.kind === "some" && news.changes.length === 0) return
    state++
    past.hear(news)
    const before = boxesBefore(news)
    for (const emptied of land.apply(news, day)) residency.drop(emptied)
    log.add(news, (cell) => [before.get(cell), boxOf(cell)].filter((box) => box !== undefined))
  })

  const boxOf = (cell: number): Bounds | undefined => {
    const known = land.find(cell)
    return known && known.parcels > 0 ? known.bounds : undefined
  }
  const boxesBefore = (news: News): Map<number, Bounds | undefined> =>
    new Map(
      news.kind === "some" ? news.changes.map(({ cell }) => [cell, boxOf(cell)] as const) : [],
    )

  function planOf(question: Question): Plan {
    const key = keyOf(question)
    const known = plans.get(key)
    if (known) return known
    const plan = planQuestion(question)
    plans.set(key, plan)
    if (plans.size > MOST_PLANS) plans.delete(plans.keys().next().value!)
    return plan
  }

  const landOf = (on: Day | null): Cells | Promise<Cells> => (on ? past.at(on) : land)

  function findYear(audience: Audience, on: Day | null): Promise<number | null> {
    const key = `${audience} ${on?.slice(0, 4) ?? ""}`
    const known = latest.get(key)
    if (known?.state === state) return known.year
    const year = door.as(mapActor(audience), "read", (sql) => findLatestYear(sql, audience, on))
    latest.set(key, { state, year })
    year.catch(() => latest.delete(key))
    return year
  }

  /** @param there where the parcels of the question's day lie; how often their cells changed is told of today's */
  const tagOf = (
    key: string,
    there: Cells,
    cells: readonly Cell[],
    { feeds, on }: Plan,
  ): string | null => {
    if (!feeds) return null
    const missed = on ? past.missed : ""
    const digest = createHash("sha256").update(
      `${epoch} ${land.day} ${isFewIn(there)} ${missed} ${key}`,
    )
    for (const { cell } of cells) {
      const known = land.find(cell)
      digest.update(`;${cell} ${known ? revisionOf(known, feeds) : ""}`)
    }
    return `W/"${digest.digest("base64url").slice(0, 22)}"`
  }

  /** Parcels of cells from memory, if they are all there. */
  function peekParts(cells: readonly Cell[], views: readonly ViewKey[]): Resident[] | null {
    const found: Resident[][] = []
    for (const view of views) {
      const residents = residency.peek(cells, view)
      if (!residents) return null
      found.push(residents)
    }
    return narrow(found)
  }

  const loadParts = (cells: readonly Cell[], views: readonly ViewKey[]): Promise<Resident[]> =>
    residency.keeping(cells, async () => {
      for (let attempt = 1; ; attempt++) {
        const found: Resident[][] = []
        for (const view of views) found.push(await residency.load(cells, view))
        const parts = narrow(found)
        if (parts) return parts
        if (attempt === 5) throw new Error("cells change faster than they can be read")
      }
    })

  /** Parcels of cells, from memory or loaded into it; where nothing may be kept, for this answer alone. */
  async function partsOf(cells: readonly Cell[], plan: Plan, { views, columns }: Look) {
    if (views) return loadParts(cells, views)
    const { audience, selection, year } = plan
    const key = `once ${randomBytes(9).toString("base64url")}`
    try {
      return await loadParts(cells, [{ audience, key, feeds: ["land"], selection, year, columns }])
    } finally {
      residency.forget(cells, key)
    }
  }

  /** Reads a tile's parcels straight from the database: outlines and attributes side by side, each in its role. */
  async function readPart(address: TileAddress, plan: Plan, { columns }: Look): Promise<Part> {
    const day = plan.on ?? land.day
    const reach = toReach(address)
    const view = { selection: plan.selection, day, year: plan.year }
    const [outlines, rows] = await Promise.all([
      door.serve("svc_tiles", "read", (sql) => findOutlinesWithin(sql, reach, day)),
      door.as(mapActor(plan.audience), "read", (sql) => listRowsWithin(sql, reach, view, columns)),
    ])
    return toPart(outlines, rows, columns)
  }

  /** The same of the parcels of cells as of a past day, so many at once that nobody else waits for long. */
  async function readCells(cells: readonly Cell[], day: Day, plan: Plan, { columns }: Look) {
    const view = { selection: plan.selection, day, year: plan.year }
    const residents: Resident[] = []
    for (const batch of inBatches(cells)) {
      const numbers = numbersOf(batch)
      const [outlines, rows] = await Promise.all([
        door.serve("svc_tiles", "read", (sql) => listOutlines(sql, numbers, day), LIMITS),
        door.as(
          mapActor(plan.audience),
          "read",
          (sql) => listRows(sql, numbers, view, columns),
          LIMITS,
        ),
      ])
      residents.push(...toResidents(batch, outlines, rows, columns))
    }
    return residents
  }

  function findZones(): Promise<Part> {
    if (zones?.state === state) return zones.part
    const part = door.serve("svc_tiles", "read", listZones).then((rows): Part => {
      const builder = new ChunkBuilder()
      for (const { id, twkb } of rows) builder.add(id, toWorld(decodeTwkb(twkb)))
      const chunk = builder.finish()
      const named = rows.map(({ id, name }) => ({ id, name }))
      return { chunk, shown: toShown(chunk.ids, named, [{ name: "name", type: "text" }]) }
    })
    zones = { state, part }
    part.catch(() => (zones = null))
    return part
  }

  /** What was asked for once is loaded for the whole installation, behind the answer. */
  function warm(cells: readonly Cell[], views: readonly ViewKey[]) {
    const [first] = views
    if (!first || memoryBytes === 0) return
    goOn(loadParts(cells, views))
    if (warmed.has(first.key)) return
    warmed.add(first.key)
    if (warmed.size > MOST_WARM) warmed.delete(warmed.values().next().value!)
    goOn(
      residency.preload(first).catch((error: unknown) => {
        warmed.delete(first.key)
        throw error
      }),
    )
  }

  /** Nobody waits for it: what could not be loaded is read anew by the next who asks, and he is told. */
  function goOn(work: Promise<unknown>) {
    const done = Promise.allSettled([work])
    behind.add(done)
    void done.finally(() => behind.delete(done))
  }

  const partsOfCells = (cells: readonly Cell[], plan: Plan, look: Look) =>
    plan.on ? readCells(cells, plan.on, plan, look) : partsOf(cells, plan, look)

  async function write(
    address: TileAddress,
    plan: Plan,
    there: Cells,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const tile = new TileWriter()
    const { z } = address
    if (z < BIN_MIN_ZOOM) writeParcels(tile, "zones", address, [await findZones()], ["name"])
    else if (z <= BIN_MAX_ZOOM) {
      const parts = await partsOfCells(there.listInside(address), plan, plan.bins)
      writeBins(tile, address, parts, plan.bins.measure)
      if (plan.bins.views) warm([], plan.bins.views)
    }
    if (z >= PARCEL_MIN_ZOOM || isFewIn(there)) {
      const { views, names } = plan.parcels
      const cells = there.listTouching(address)
      const resident = views && peekParts(cells, views)
      const parts = resident ?? [await readPart(address, plan, plan.parcels)]
      writeParcels(tile, "parcels", address, parts, names)
      if (views && !resident) warm(cells, views)
    }
    return tile.finish()
  }

  return {
    look: feed.look,
    async preload() {
      await feed.keepFresh()
      await residency.preload(null)
    },
    async tile(address, question) {
      await feed.keepFresh()
      const checkedAt = state
      const { on = null } = question
      const year = question.year ?? (await findYear(question.audience, on))
      const there = await landOf(on)
      const plan = planOf({ ...question, year })
      const key = `${address.z}/${address.x}/${address.y} ${plan.key}`
      const ticket = { key, state: checkedAt }
      const known = kept.find(key)
      if (known?.checkedAt === checkedAt) return { ...known, ticket }
      const etag = tagOf(key, there, there.listTouching(address), plan)
      if (known && etag === known.etag) {
        known.checkedAt = checkedAt
        return { ...known, ticket }
      }
      const bytes = await write(address, plan, there)
      const body = bytes.length > 0 ? await toBody(bytes) : null
      if (etag === null) return { etag, body, ticket: null }
      kept.keep(key, { etag, body, checkedAt })
      return { etag, body, ticket }
    },
    ready(ticket) {
      if (ticket?.state !== state || !feed.isFresh()) return undefined
      const known = kept.find(ticket.key)
      return known?.checkedAt === state ? known : undefined
    },
    async columns(numbers, question) {
      await feed.keepFresh()
      const plan = planOf(question)
      const there = await landOf(plan.on)
      const cells = numbers
        ? numbers.flatMap((number) => there.find(number) ?? [])
        : there.listFilled()
      const etag = tagOf(`columns ${plan.key}`, there, cells, plan)
      const residents = await partsOfCells(cells, plan, plan.parcels)
      if (plan.parcels.views) warm([], plan.parcels.views)
      return { residents, etag }
    },
    async changes(audience, since) {
      await feed.keepFresh()
      const seen = new Set([...catalogueOf(audience).values()].map((field) => field.feed))
      return log.since(
        FEEDS.filter((one) => seen.has(one)),
        since,
      )
    },
    async extent(on = null) {
      await feed.keepFresh()
      const there = await landOf(on)
      const box = there.extent()
      return box && { ...box, parcels: there.size }
    },
    async yearOf(audience, year, on = null) {
      if (year !== undefined) return year
      await feed.keepFresh()
      return findYear(audience, on)
    },
    today,
    held: () => residency.held,
    async settled() {
      while (behind.size > 0) await Promise.all(behind)
    },
    close: () => residency.close(),
  }
}

const isFewIn = (there: Cells) => there.size <= FEW_PARCELS

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
