import { afterEach, beforeAll, expect, test, vi } from "vitest"
import { createFeedReader, type News } from "../../server/tiles/feed.ts"
import { useDatabase } from "../support/database.ts"
import { gateDoor, latch } from "../support/gated-door.ts"
import { insertMetrics, insertParcels } from "../support/rows.ts"

const database = useDatabase()
const isServer = process.env["MUTU_TEST_ENGINE"] === "postgres"

beforeAll(() => insertParcels(database.door, [{ west: 110, south: 30 }]))
afterEach(() => {
  vi.restoreAllMocks()
})

/** A reader with all that it told. */
function readFeed(door = database.door) {
  const told: { news: News; day: string }[] = []
  const clock = { day: "2026-06-30" }
  const feed = createFeedReader(
    door,
    () => clock.day,
    (news, day) => told.push({ news, day }),
  )
  return {
    feed,
    clock,
    /** Kinds and cells of the changes of the next look; "all" where everything was told. */
    async look() {
      const before = told.length
      await feed.look()
      return told
        .slice(before)
        .flatMap(({ news }) =>
          news.kind === "all" ? "all" : news.changes.map((one) => `${one.feed} ${one.cell}`),
        )
    },
  }
}

const cellOf = async (id: number) =>
  database.door.serve("svc_tiles", "read", async (sql) => {
    const [row] = await sql<{ cell: number }>`
      select cell from core.parcel_version where parcel_id = ${id}`
    return row!.cell
  })
let east = 100
/** A parcel in a cell of its own. */
const insertOne = async () => {
  const [id] = await insertParcels(database.door, [{ west: (east += 0.1), south: 30 }])
  return { id: id!, cell: await cellOf(id!) }
}
/** A reader that has been told of the set-up. */
async function settled(door = database.door) {
  const reader = readFeed(door)
  await settle(reader)
  return reader
}
/** Everything is told; then what was written while some other transaction was open, once more. */
async function settle(reader: ReturnType<typeof readFeed>) {
  expect(await reader.look()).toEqual(["all"])
  await reader.look()
  expect(await reader.look()).toEqual([])
}

test("a change is told once, by kind and cell", async () => {
  const reader = await settled()
  const { id, cell } = await insertOne()
  expect(await reader.look()).toEqual([`land ${cell}`])
  expect(await reader.look()).toEqual([])
  await insertMetrics(database.door, [
    { parcelId: id, fiscalYear: 2024, indicator: "taxWanYuan", amount: "1", areaMu: "1" },
  ])
  expect(await reader.look()).toEqual([`metric ${cell}`])
  expect(await reader.look()).toEqual([])
})

test.runIf(isServer)("what commits late is told then, and what came meanwhile once", async () => {
  const reader = await settled()
  const [wrote, commit] = [latch(), latch()]
  const late = database.door.serve("svc_derive", "write", async (sql) => {
    await sql`
      insert into fin.parcel_metric (parcel_id, fiscal_year, indicator, amount, area_mu, per_mu, missing_firms, firms)
      values (1, 2020, 'taxWanYuan', 1, 1, 1, 0, 1)`
    wrote.open()
    await commit.opened
  })
  await wrote.opened
  for (let i = 0; i < 3; i++) {
    const { cell } = await insertOne()
    expect(await reader.look()).toEqual([`land ${cell}`])
    expect(await reader.look()).toEqual([])
  }
  commit.open()
  await late
  expect(await reader.look()).toEqual([`metric ${await cellOf(1)}`])
  const { cell } = await insertOne()
  expect(await reader.look()).toEqual([`land ${cell}`])
  expect(await reader.look()).toEqual([])
})

test.runIf(isServer)("a transaction that is rolled back is never told", async () => {
  const reader = await settled()
  const undone = database.door.serve("svc_derive", "write", async (sql) => {
    await sql`
      insert into fin.parcel_metric (parcel_id, fiscal_year, indicator, amount, area_mu, per_mu, missing_firms, firms)
      values (1, 2019, 'taxWanYuan', 1, 1, 1, 0, 1)`
    throw new Error("undone")
  })
  await expect(undone).rejects.toThrow("undone")
  expect(await reader.look()).toEqual([])
})

test("a new legal day tells everything anew", async () => {
  const reader = await settled()
  reader.clock.day = "2026-07-01"
  await settle(reader)
})

test("who slept longer than half of what is kept is told everything anew", async () => {
  const reader = await settled()
  const now = performance.now()
  const clock = vi.spyOn(performance, "now").mockReturnValue(now + 29 * 60_000)
  expect(await reader.look()).toEqual([])
  clock.mockReturnValue(now + 60 * 60_000)
  expect(await reader.look()).toEqual(["all"])
})

test("a look that fails says so, and the next starts from nothing", async () => {
  const gated = gateDoor(database.door)
  const reader = await settled(gated.door)
  gated.fail(1)
  await expect(reader.look()).rejects.toThrow("the database is away")
  expect(await reader.look()).toEqual(["all"])
})

test("looks that are asked for at once are two at most", async () => {
  const gated = gateDoor(database.door)
  const reader = await settled(gated.door)
  const before = gated.counts.look
  await Promise.all(Array.from({ length: 50 }, () => reader.feed.look()))
  expect(gated.counts.look - before).toBe(2)
})

test("a look that is asked for during another one begins after it", async () => {
  const gated = gateDoor(database.door)
  const reader = await settled(gated.door)
  const gate = gated.hold("look")
  const first = reader.feed.look()
  await gate.reached
  const { cell } = await insertOne()
  const second = reader.look()
  gate.open()
  await first
  expect(await second).toContain(`land ${cell}`)
})

/** Whether a promise is still open after some turns of the loop. */
const isWaiting = async (promise: Promise<unknown>) =>
  Promise.race([
    promise.then(() => false),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 50)),
  ])

test("who asks during the first look waits for it", async () => {
  const gated = gateDoor(database.door)
  const { feed } = readFeed(gated.door)
  const gate = gated.hold("look")
  const first = feed.keepFresh()
  await gate.reached
  const second = feed.keepFresh()
  expect(await isWaiting(second)).toBe(true)
  gate.open()
  await Promise.all([first, second])
  expect(await isWaiting(feed.keepFresh())).toBe(false)
})

test("who asks while a look takes long is not told what is older than 700 ms", async () => {
  const gated = gateDoor(database.door)
  const { feed } = await settled(gated.door)
  const now = performance.now()
  const clock = vi.spyOn(performance, "now").mockReturnValue(now + 600)
  const gate = gated.hold("look")
  expect(await isWaiting(feed.keepFresh())).toBe(false)
  await gate.reached
  clock.mockReturnValue(now + 1_200)
  const late = feed.keepFresh()
  expect(await isWaiting(late)).toBe(true)
  gate.open()
  await late
})
