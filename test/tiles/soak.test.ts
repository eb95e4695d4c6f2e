import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { useDatabase } from "../support/database.ts"
import { decodeTile } from "../support/decode-tile.ts"
import { type ServerProcess, startServer } from "../support/import-server.ts"
import { createRandom, type Random } from "../support/park.ts"
import { insertParcels, rewriteParcel } from "../support/rows.ts"
import { addressOf, tileAt } from "../support/tiles.ts"

/** The embedded engine has one connection, so nothing there happens at the same time. */
const isServer = process.env["MUTU_TEST_ENGINE"] === "postgres"
const EDITS = process.env["MUTU_SOAK"] === "1" ? 10_000 : 400
const PARCELS = 160
const WRITERS = 8
const READERS = 4
const START_MS = 120_000
/** A change is on the map of every process this long after its commit. */
const VISIBLE_MS = 1_000
const MU_PER_M2 = 0.0015

const database = useDatabase()
const processes: ServerProcess[] = []

/** A parcel and every area that was ever written of it, in order; what is not yet committed has no time. */
type Parcel = {
  id: number
  west: number
  south: number
  versions: { areaM2: number; committedAt: number }[]
}
let parcels: Parcel[]

beforeAll(async () => {
  if (!isServer) return
  for (let i = 0; i < 2; i++) processes.push(await startServer({ DATABASE_URL: database.url! }))
  const places = Array.from({ length: PARCELS }, (_, i) => ({
    west: 115.7 + (i % 16) * 0.01,
    south: 33.8 + Math.floor(i / 16) * 0.01,
    certifiedAreaM2: "1000",
  }))
  const ids = await insertParcels(database.door, places)
  parcels = places.map(({ west, south }, i) => ({
    id: ids[i]!,
    west,
    south,
    versions: [{ areaM2: 1_000, committedAt: performance.now() }],
  }))
  await wait(VISIBLE_MS)
}, START_MS)
afterAll(() => Promise.all(processes.map((one) => one.kill())))

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Writes a new area of a parcel: by the route, or by a transaction that stays open for a while. */
async function edit(parcel: Parcel, random: Random) {
  const version = parcel.versions.length
  const areaM2 = 1_000 + version
  const written = { areaM2, committedAt: Infinity }
  parcel.versions.push(written)
  if (random.chance(0.3)) {
    const open = random.chance(0.5) ? random.below(400) : 0
    await rewriteParcel(database.door, parcel.id, { certifiedAreaM2: String(areaM2) }, () =>
      wait(open),
    )
  } else {
    const answer = await random.one(processes).fetch(`/api/parcels/${parcel.id}`, {
      method: "PATCH",
      headers: { "content-type": "application/json", "if-match": `"v${version}"` },
      body: JSON.stringify({ certifiedAreaM2: areaM2, why: "复测" }),
    })
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`)
  }
  written.committedAt = performance.now()
}

/** The area that a process shows of a parcel, in whole square metres. */
async function readArea(asked: ServerProcess, { id, west, south }: Parcel, z: number) {
  const template = "/api/tiles/planner/all/parcels/{z}/{x}/{y}.mvt"
  const answer = await asked.fetch(addressOf(template, tileAt(west + 0.0005, south + 0.0005, z)))
  if (answer.status === 204) return undefined
  if (answer.status !== 200) throw new Error(`a tile answered ${answer.status}`)
  const tile = decodeTile(new Uint8Array(await answer.arrayBuffer()))
  const found = tile["parcels"]?.find((feature) => feature.id === id)
  return found && Math.round(Number(found.properties["areaMu"]) / MU_PER_M2)
}

type Changes = { mark: string; cells: { cell: number }[] | null }
async function readChanges(asked: ServerProcess, since = ""): Promise<Changes> {
  const answer = await asked.fetch(`/api/tiles/planner/all/changes${since}`)
  return (await answer.json()) as Changes
}

/** Reads a random parcel once; what it is shown as was true a second ago, or became so since. */
async function look(random: Random) {
  const parcel = random.one(parcels)
  const from = performance.now() - VISIBLE_MS
  const known = parcel.versions.findLastIndex(({ committedAt }) => committedAt <= from)
  const shown = await readArea(random.one(processes), parcel, random.one([12, 14, 16]))
  const right = parcel.versions.slice(known).map(({ areaM2 }) => areaM2)
  if (shown === undefined || !right.includes(shown))
    throw new Error(`parcel ${parcel.id} is shown with ${shown}, not with one of ${right}`)
}

describe.runIf(isServer)("two processes on one database", () => {
  test(`show each of ${EDITS} edits within a second and lose none`, async () => {
    const marks = await Promise.all(processes.map((one) => readChanges(one)))
    let left = EDITS
    const write = async (writer: number) => {
      const random = createRandom(writer)
      const own = parcels.filter((_, i) => i % WRITERS === writer)
      while (left-- > 0) await edit(random.one(own), random)
    }
    const writers = { areDone: false }
    let looks = 0
    const read = async (reader: number) => {
      const random = createRandom(100 + reader)
      while (!writers.areDone) {
        await look(random)
        looks++
        await wait(random.below(10))
      }
    }
    const reading = Promise.all(Array.from({ length: READERS }, (_, i) => read(i)))
    const writing = Promise.all(Array.from({ length: WRITERS }, (_, i) => write(i))).finally(() => {
      writers.areDone = true
    })
    await Promise.all([writing, reading])
    expect(looks).toBeGreaterThan(100)
    await wait(VISIBLE_MS)
    await assertSettled()
    for (const [i, one] of processes.entries()) {
      const { cells } = await readChanges(one, `?since=${marks[i]!.mark}`)
      const told = cells?.map(({ cell }) => cell)
      if (told) expect(new Set(told)).toEqual(await cellsOfEdited())
    }
  }, 600_000)
})

const edited = () => parcels.filter(({ versions }) => versions.length > 1)

/** Both processes show what the database holds, of every parcel. */
async function assertSettled() {
  const held = await database.door.serve("svc_derive", "read", async (sql) => {
    const rows = await sql<{ id: number; areaM2: number }>`
      select parcel_id as id, certified_area_m2::float8 as area_m2
        from core.parcel_version where superseded_at is null`
    return new Map(rows.map(({ id, areaM2 }) => [id, areaM2]))
  })
  expect(edited().length).toBeGreaterThan(PARCELS / 2)
  for (const parcel of parcels) {
    const last = parcel.versions.at(-1)!.areaM2
    const shown = await Promise.all(processes.map((one) => readArea(one, parcel, 14)))
    expect({ id: parcel.id, held: held.get(parcel.id), shown }).toEqual({
      id: parcel.id,
      held: last,
      shown: [last, last],
    })
  }
}

const cellsOfEdited = () =>
  database.door.serve("svc_tiles", "read", async (sql) => {
    const rows = await sql<{ cell: number }>`
      select distinct cell from core.parcel_version
       where parcel_id = any(${edited().map(({ id }) => id)}::int[])`
    return new Set(rows.map(({ cell }) => cell))
  })
