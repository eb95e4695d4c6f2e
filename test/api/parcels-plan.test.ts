import { gzipSync } from "node:zlib"
import postgres from "postgres"
import { beforeAll, describe, expect, test } from "vitest"
import { useDatabase } from "../support/database.ts"
import { decodeTile } from "../support/decode-tile.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import {
  insertMetrics,
  insertParcelGrades,
  insertFirms,
  insertParcels,
  insertStandings,
  insertUses,
} from "../support/rows.ts"
import { addressOf, tileAt } from "../support/tiles.ts"

/** Statistics of use are a server's; the embedded engine runs the same statements. */
const isServer = process.env["MUTU_TEST_ENGINE"] === "postgres"

const database = useDatabase()
let app: ParcelApp

/** 50,000 parcels of 130 m in a square of some 30 km, all of them in one tile of zoom 10. */
const COUNT = 50_000
const BATCH = 5_000
const COLUMNS = 224
const STEP = 0.0014
const YEAR = 2024

beforeAll(async () => {
  if (!isServer) return
  // Without memory for parcels every tile is read from the database.
  app = openParcelApp(database.door, { memoryBytes: 0 })
  const [firm] = await insertFirms(database.door, [{ name: "示例机械有限公司", aboveScale: true }])
  for (let start = 0; start < COUNT; start += BATCH) {
    const ids = await insertParcels(
      database.door,
      Array.from({ length: BATCH }, (_, i) => ({
        west: 115 + ((start + i) % COLUMNS) * STEP,
        south: 33 + Math.floor((start + i) / COLUMNS) * STEP,
        width: 0.00139,
        name: `地块${start + i}`,
        certifiedAreaM2: String(5_000 + ((start + i) % 997)),
      })),
    )
    const some = ids.filter((id) => id % 2 === 0)
    await insertStandings(
      database.door,
      ids.map((parcelId) => ({ parcelId, lifecycle: "in_use", available: false })),
    )
    await insertUses(
      database.door,
      some.map((parcelId) => ({ parcelId, enterpriseId: firm!, landAreaM2: "100" })),
    )
    await insertParcelGrades(
      database.door,
      some.map((parcelId) => ({ parcelId, fiscalYear: YEAR, grade: "A", enterpriseId: firm! })),
    )
    await insertMetrics(
      database.door,
      some.map((parcelId) => ({
        parcelId,
        fiscalYear: YEAR,
        indicator: "taxWanYuan",
        amount: "9",
        areaMu: "3",
      })),
    )
  }
  await onServer((server) => server`analyze`)
}, 300_000)

async function onServer<T>(work: (server: postgres.Sql) => Promise<T>): Promise<T> {
  const server = postgres(database.url!, { max: 1, onnotice: () => {} })
  try {
    return await work(server)
  } finally {
    await server.end()
  }
}

type Uses = { whole: number; box: number }

/** How often the table of parcels was read whole, and how often its index of boxes was used. */
const readUses = () =>
  onServer(async (server) => {
    const [table] = await server<{ whole: number }[]>`
      select seq_scan::int as whole from pg_stat_user_tables where relid = 'core.parcel_version'::regclass`
    const [index] = await server<{ box: number }[]>`
      select idx_scan::int as box from pg_stat_user_indexes where indexrelname = 'parcel_version_geom'`
    return { ...table!, ...index! } satisfies Uses
  })

/** What requests did to the table, once every connection has told its statistics. */
async function usesOf(work: () => Promise<unknown>): Promise<Uses> {
  const before = await readUses()
  await work()
  // A connection tells them at most once a second, at its next statement after that.
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  await Promise.all(
    Array.from({ length: 8 }, () =>
      database.door.serve("svc_auth", "read", (sql) => sql`select pg_sleep(0.05)`),
    ),
  )
  const after = await readUses()
  return { whole: after.whole - before.whole, box: after.box - before.box }
}

const ok = async (path: string) => {
  const answer = await app.ask("assessor", path)
  expect(answer.status).toBe(200)
  return answer.arrayBuffer()
}

describe.skipIf(!isServer)("among 50,000 parcels", () => {
  const bbox = "115.10,33.10,115.12,33.12"

  test("a box is found by the index of boxes, never by reading all", async () => {
    const uses = await usesOf(() => ok(`/api/parcels${query({ bbox, limit: 500 })}`))
    expect(uses.whole).toBe(0)
    expect(uses.box).toBeGreaterThan(0)
  })

  test("so is a drawn outline", async () => {
    const filter =
      "S_INTERSECTS(geom, POLYGON((115.1 33.1, 115.12 33.1, 115.12 33.12, 115.1 33.1))) AND areaMu > 1"
    const uses = await usesOf(() => ok(`/api/parcels/summary${query({ filter })}`))
    expect(uses.whole).toBe(0)
    expect(uses.box).toBeGreaterThan(0)
  })

  test.each([12, 14, 16])("so is a tile of zoom %i, once the map knows its cells", async (z) => {
    await usesOf(() => app.map.look())
    const path = addressOf(
      "/api/tiles/assessor/all/parcels/{z}/{x}/{y}.mvt",
      tileAt(115.11, 33.11, z),
    )
    const uses = await usesOf(() => ok(`${path}?year=${YEAR}`))
    expect(uses.whole).toBe(0)
    expect(uses.box).toBeGreaterThan(0)
  })

  test("a tile of low zoom counts instead of growing large", async () => {
    const { vector_layers } = await app.read<{ vector_layers: { id: string; minzoom: number }[] }>(
      "assessor",
      "/api/tiles/parcels.json",
    )
    expect(vector_layers.map(({ id, minzoom }) => [id, minzoom])).toEqual([
      ["parcels", 12],
      ["bins", 8],
      ["zones", 0],
    ])
    const read = (z: number) => {
      const tile = tileAt(115.11, 33.11, z)
      return ok(addressOf("/api/tiles/assessor/all/parcels/{z}/{x}/{y}.mvt", tile))
    }
    for (const z of [8, 9, 10, 11]) {
      const bytes = new Uint8Array(await read(z))
      const { bins, ...others } = decodeTile(bytes)
      expect(Object.keys(others)).toEqual([])
      expect(bins!.length).toBeGreaterThan(10)
      expect(gzipSync(bytes).length).toBeLessThan(30_000)
    }
  })

  test("no list, summary or tile takes longer than two seconds", async () => {
    const slow: string[] = []
    for (const path of [
      `/api/parcels${query({ limit: 1000 })}`,
      `/api/parcels${query({ sort: "-taxPerMu" })}`,
      `/api/parcels${query({ sort: "holder" })}`,
      `/api/parcels${query({ filter: "firms LIKE '%机械%' AND taxPerMu <= 3 AND grade = 'A'" })}`,
      `/api/parcels${query({ q: "地块4999" })}`,
      "/api/parcels/summary",
      addressOf("/api/tiles/assessor/all/parcels/{z}/{x}/{y}.mvt", tileAt(115.11, 33.11, 10)),
      addressOf("/api/tiles/assessor/all/parcels/{z}/{x}/{y}.mvt", tileAt(115.11, 33.11, 13)),
    ]) {
      const started = performance.now()
      await ok(path)
      const ms = Math.round(performance.now() - started)
      if (process.env["MUTU_SHOW_TIMES"]) console.warn(`${ms} ms ${path}`)
      if (ms > 2_000) slow.push(`${ms} ms ${path}`)
    }
    expect(slow).toEqual([])
  })
})
