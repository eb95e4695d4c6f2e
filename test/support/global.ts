import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import postgres from "postgres"
import { PRIVILEGES } from "../../server/accounts/matrix.ts"
import { openEmbedded, openServer } from "../../server/db/database.ts"
import build from "./build.ts"
import { preparedName, snapshotPath } from "./prepared.ts"

/** Before tests with a database: programs built, a snapshot for the embedded engine, a template for the server. */
export default async function setup() {
  build()
  await Promise.all([prepareSnapshot(), prepareTemplate()])
}

async function prepareSnapshot() {
  const path = snapshotPath()
  if (existsSync(path)) return
  const database = await openEmbedded({}, PRIVILEGES)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, await database.dump())
  await database.close()
}

async function prepareTemplate() {
  const url = process.env["MUTU_TEST_DATABASE_URL"]
  if (!url) return
  const server = postgres(url, { max: 1, onnotice: () => {} })
  const name = preparedName()
  try {
    const [there] = await server`select 1 from pg_database where datname = ${name}`
    if (there) return
    await server`create database ${server(name)}`
    const target = new URL(url)
    target.pathname = `/${name}`
    const database = await openServer(target.href, PRIVILEGES)
    await database.close()
  } finally {
    await server.end()
  }
}
