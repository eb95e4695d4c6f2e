import { randomBytes } from "node:crypto"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import postgres from "postgres"
import { afterAll, beforeAll, expect, test } from "vitest"
import { PRIVILEGES } from "../../server/accounts/matrix.ts"
import { openEmbedded } from "../../server/db/database.ts"
import { embeddedDirectory } from "../../server/product.ts"
import { geojson, parcelCode, square } from "../support/import-app.ts"
import { type ServerProcess, startServer } from "../support/import-server.ts"
import { preparedName, snapshotPath } from "../support/prepared.ts"

const KILLS = 10
/** Parcels of one file: enough that a commit has a middle. */
const ROWS = 300

const dataDir = mkdtempSync(join(tmpdir(), "mutu-crash-"))
const environment: Record<string, string> = { MUTU_DATA_DIR: dataDir }
let server: ServerProcess | undefined
let dropDatabase = async () => {}

beforeAll(async () => {
  if (process.env["MUTU_TEST_ENGINE"] === "postgres") {
    const url = new URL(process.env["MUTU_TEST_DATABASE_URL"]!)
    const owner = postgres(url.href, { max: 1, onnotice: () => {} })
    const name = `mutu_crash_${process.pid}_${randomBytes(4).toString("hex")}`
    await owner`create database ${owner(name)} template ${owner(preparedName())}`
    dropDatabase = async () => {
      await owner`drop database if exists ${owner(name)} with (force)`
      await owner.end()
    }
    url.pathname = `/${name}`
    environment["DATABASE_URL"] = url.href
  } else {
    const snapshot = new Uint8Array(readFileSync(snapshotPath()))
    const prepared = await openEmbedded(
      { dataDir: embeddedDirectory(dataDir), snapshot },
      PRIVILEGES,
    )
    await prepared.close()
  }
})

afterAll(async () => {
  await server?.kill()
  await dropDatabase()
  rmSync(dataDir, { recursive: true, force: true })
})

const read = async <T>(path: string): Promise<T> => {
  const answer = await server!.fetch(path)
  expect(answer.status, path).toBe(200)
  return (await answer.json()) as T
}
const countParcels = async () => (await read<{ total: number }>("/api/parcels?limit=1")).total

const preview = async (round: number): Promise<number> => {
  const { name, content } = geojson(
    `round-${round}.geojson`,
    Array.from({ length: ROWS }, (_, n) => ({
      properties: { 宗地代码: parcelCode(round * ROWS + n + 1) },
      rings: square(115 + (n % 20) * 0.002, 33 + round * 0.05 + Math.floor(n / 20) * 0.002),
    })),
  )
  const answer = await server!.fetch(`/api/imports?kind=parcels&filename=${name}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: content,
  })
  expect(answer.status).toBe(201)
  const { id, counts } = (await answer.json()) as { id: number; counts: unknown }
  expect(counts).toMatchObject({ rows: ROWS, inserted: ROWS })
  return id
}

const commit = (id: number) =>
  server!.fetch(`/api/imports/${id}/commit`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  })

const pause = (ms: number) => new Promise((after) => setTimeout(after, ms))

test(
  `${KILLS} times killed while it commits: nothing acknowledged is lost, nothing is half there`,
  { timeout: 420_000 },
  async () => {
    server = await startServer(environment)
    const rehearsal = await preview(0)
    const started = performance.now()
    expect((await commit(rehearsal)).status).toBe(200)
    const usualMs = performance.now() - started
    const committed = [rehearsal]
    let acknowledged = 0

    for (let round = 1; round <= KILLS; round += 1) {
      const id = await preview(round)
      const answer = commit(id).then(
        ({ status }) => status,
        () => null,
      )
      // Spread over the whole commit, its last moments included.
      await pause(usualMs * (round / KILLS) * 1.05)
      await server.kill()
      const status = await answer
      expect([200, null]).toContain(status)
      if (status === 200) acknowledged += 1

      server = await startServer(environment)
      const { state } = await read<{ state: string }>(`/api/imports/${id}`)
      if (status === 200) expect(state).toBe("committed")
      const before = committed.length * ROWS
      expect([before, before + ROWS]).toContain(await countParcels())
      const temporary = join(dataDir, "tmp")
      expect(existsSync(temporary) ? readdirSync(temporary) : []).toEqual([])
      // Asked again, it commits what was not, and answers the same for what was.
      expect((await commit(id)).status).toBe(200)
      committed.push(id)
      expect(await countParcels()).toBe(committed.length * ROWS)
    }
    for (const id of committed)
      expect(await read(`/api/imports/${id}`)).toMatchObject({ state: "committed" })
    expect(acknowledged).toBeLessThan(KILLS)
  },
)
