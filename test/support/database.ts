import { randomBytes } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import postgres from "postgres"
import { afterAll, beforeAll } from "vitest"
import { PRIVILEGES } from "../../server/accounts/matrix.ts"
import { type Database, openEmbedded, openServer } from "../../server/db/database.ts"
import type { Door } from "../../server/db/door.ts"
import { preparedName, snapshotPath } from "./prepared.ts"

export type TestDatabase = {
  door: Door
  /** URL of this test's own server database; null on the embedded engine. */
  url: string | null
  close: () => Promise<void>
}

/** An empty migrated database of the lane's engine (MUTU_TEST_ENGINE), for one test file. */
export async function openTestDatabase(): Promise<TestDatabase> {
  if (process.env["MUTU_TEST_ENGINE"] !== "postgres") {
    // On disk, as in earnest: an engine that is lost in a test starts again with what was committed.
    const folder = mkdtempSync(join(tmpdir(), "mutu-test-"))
    const snapshot = new Uint8Array(readFileSync(snapshotPath()))
    const database = await openEmbedded({ dataDir: join(folder, "pg"), snapshot }, PRIVILEGES)
    return {
      door: database.door,
      url: null,
      async close() {
        await database.close()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  }
  const url = process.env["MUTU_TEST_DATABASE_URL"]!
  const name = `mutu_test_${process.pid}_${randomBytes(4).toString("hex")}`
  await onServer(
    url,
    (server) => server`create database ${server(name)} template ${server(preparedName())}`,
  )
  const target = new URL(url)
  target.pathname = `/${name}`
  const database: Database = await openServer(target.href, PRIVILEGES)
  return {
    door: database.door,
    url: target.href,
    async close() {
      await database.close()
      await onServer(url, (server) => server`drop database if exists ${server(name)} with (force)`)
    },
  }
}

async function onServer(url: string, work: (server: postgres.Sql) => PromiseLike<unknown>) {
  const server = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await work(server)
  } finally {
    await server.end()
  }
}

/** Opens a database before the file's tests and closes it after; read `.door` inside tests. */
export function useDatabase(): { readonly door: Door; readonly url: string | null } {
  let database: TestDatabase | undefined
  beforeAll(async () => {
    database = await openTestDatabase()
  })
  afterAll(() => database?.close())
  return {
    get door() {
      return database!.door
    },
    get url() {
      return database!.url
    },
  }
}
