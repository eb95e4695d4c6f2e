import postgres from "postgres"
import { beforeAll, describe, expect, test } from "vitest"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import {
  insertMetrics,
  insertParcelGrades,
  insertFirms,
  insertParcels,
  insertStandings,
  insertUses,
} from "../support/rows.ts"
import { listTileRows, tileFields } from "../../server/tiles/queries.ts"
import { readSelection } from "../../server/parcels/selection.ts"
import { catalogueOf } from "../../server/parcels/catalogue.ts"
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
  
  app = openParcelApp(database.door)
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


test("times", async () => {
  const actor = { audience: "assessor", role: null, userId: null, name: "x", requestId: "r" } as const
  const timed = async (label: string, work: (sql: any) => any) => {
    for (let i = 0; i < 2; i++) {
      const t = performance.now()
      try { const rows = await database.door.as(actor, "read", work, { statementMs: 60000 })
      console.warn(label, Math.round(performance.now() - t), "ms", (rows as any).length, (rows as any)[0]?.["queryPlan"] ? "" : "")
      if (label.startsWith("explain")) console.warn((rows as any[]).map((r) => Object.values(r)[0]).join("\n"))
      } catch (e) { console.warn(label, String(e)) }
    }
  }
  const address = tileAt(115.11, 33.11, 10)
  const selection = readSelection("assessor", {})
  const fields = tileFields(catalogueOf("assessor"))
  const shown = { selection, day: "2026-11-22", year: 2024 }
  await timed("ids", (sql: any) => sql`select v.parcel_id from core.parcel_version v where v.geom && ST_MakeEnvelope(115,33,116,34,4490) and superseded_at is null`)
  await timed("ids sorted limit", (sql: any) => sql`select v.parcel_id from core.parcel_version v where v.geom && ST_MakeEnvelope(115,33,116,34,4490) and superseded_at is null order by area_mu desc, parcel_id limit 10000`)
  await timed("twkb", (sql: any) => sql`select v.parcel_id, ST_AsTWKB(v.geom, 7) from core.parcel_version v where v.geom && ST_MakeEnvelope(115,33,116,34,4490) and superseded_at is null order by area_mu desc limit 10000`)
  for (let n = 0; n <= fields.length; n += 2) await timed("fields " + fields.slice(0, n).map((f) => f.name).join(), (sql: any) => listTileRows(sql, address, shown, fields.slice(0, n)))
})
