/** `npm run bench`: figures of the map and of scoring, beside those of others on the same database in the same run. */
import { mkdirSync } from "node:fs"
import { cpus, loadavg } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import postgres from "postgres"
import { PRIVILEGES } from "../../server/accounts/matrix.ts"
import { openEmbedded, openServer } from "../../server/db/database.ts"
import type { Door } from "../../server/db/door.ts"
import { embeddedDirectory } from "../../server/product.ts"
import { findRoot } from "../../server/programs.ts"
import { countLand, EDITION, loadLand, YEAR } from "./data.ts"
import { PEERS, publishFlat } from "./peers.ts"
import { playRole, startPeers } from "./processes.ts"
import { createReport, say } from "./report.ts"
import type { Bench } from "./bench.ts"
import { runBrowser } from "./suites/browser.ts"
import { runCached } from "./suites/cached.ts"
import { runCold } from "./suites/cold.ts"
import { runColumns } from "./suites/columns.ts"
import { runEdits } from "./suites/edits.ts"
import { runFlags } from "./suites/flags.ts"
import { runReaders } from "./suites/readers.ts"
import { runResidency } from "./suites/residency.ts"
import { runScoring } from "./suites/scoring.ts"
import { runUncached } from "./suites/uncached.ts"

const SUITES: Record<string, (bench: Bench) => Promise<void>> = {
  residency: runResidency,
  uncached: runUncached,
  cold: runCold,
  "metric-switch": runColumns,
  edits: runEdits,
  cached: runCached,
  readers: runReaders,
  browser: runBrowser,
  scoring: runScoring,
  flags: runFlags,
}

const HELP = `npm run bench -- [options]

  --size N        parcels: 5k (usual), 50k, 1m or any number
  --surveyed      with points along the boundaries as a survey sets them: some 27 vertices a parcel
                  instead of 8
  --pg URL        on this PostgreSQL server, in a database of its own that is kept for the next run
                  (its peers take part only here); usual is the embedded engine
  --suite A,B     of ${Object.keys(SUITES).join(", ")}; usual is all
  --rounds N      how often each case is asked (usual 3)
  --peer NAME=URL another tile server on the same data, with {z}/{x}/{y} in its address
  --json FILE     the figures as JSON
  --help          this text

Each figure is a ratio within one run or a time beside its goal; times alone say little on another machine.
The statements of ${PEERS.join(", ")} stand in for servers that are not named by --peer.`

const parseSize = (text: string): number => {
  const match = /^(\d+)(k|m)?$/.exec(text)
  if (!match) throw new Error(`--size ${text}: a number, with k or m behind it`)
  return Number(match[1]) * { k: 1_000, m: 1_000_000, "": 1 }[(match[2] ?? "") as "k" | "m" | ""]
}

async function main() {
  const { values } = parseArgs({
    options: {
      size: { type: "string", default: "5k" },
      pg: { type: "string" },
      suite: { type: "string" },
      rounds: { type: "string", default: "3" },
      peer: { type: "string", multiple: true, default: [] },
      json: { type: "string" },
      surveyed: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  })
  if (values.help) return say(HELP)
  const size = parseSize(values.size)
  const wanted = values.suite?.split(",") ?? Object.keys(SUITES)
  const stranger = wanted.find((name) => !SUITES[name])
  if (stranger) throw new Error(`--suite ${stranger}: one of ${Object.keys(SUITES).join(", ")}`)
  const named = new Map(
    values.peer.map((peer) => {
      const cut = peer.indexOf("=")
      if (cut < 1 || !peer.includes("{z}"))
        throw new Error(`--peer ${peer}: NAME=URL with {z}/{x}/{y}`)
      return [peer.slice(0, cut), peer.slice(cut + 1)]
    }),
  )

  const isSurveyed = values.surveyed
  const name = `mutu_bench${EDITION}_${size}${isSurveyed ? "_surveyed" : ""}`
  const { store, withDoor } = await openStore(values.pg ?? null, name)
  const { parcels, vertices } = await withDoor(async (door) => {
    if ((await countLand(door)).parcels === 0)
      await loadLand(door, { parcels: size, isSurveyed }, say)
    return countLand(door)
  })
  if (store.databaseUrl) await publishFlat(store.databaseUrl, YEAR)
  const peers = store.databaseUrl ? await startPeers(store.databaseUrl) : null
  const report = createReport({
    parcels,
    vertices: vertices.toFixed(1),
    engine: store.databaseUrl ? "PostgreSQL" : "embedded",
    node: process.version,
    cores: cpus().length,
    "load before": loadavg()
      .map((value) => value.toFixed(2))
      .join(" "),
  })
  const bench: Bench = {
    store,
    withDoor,
    parcels: size,
    openSample: () => openStore(values.pg ?? null, `${name}_sample`),
    rounds: Number(values.rounds),
    report,
    peerUrl: (name) =>
      named.get(name) ??
      (peers && PEERS.includes(name) ? `${peers.url}/${name}/{z}/{x}/{y}` : undefined),
    extraPeers: [...named.keys()].filter((name) => !PEERS.includes(name)),
  }
  try {
    for (const name of wanted) await SUITES[name]!(bench)
  } finally {
    await peers?.stop()
    report.finish(values.json ?? null)
  }
}

type OpenStore = Pick<Bench, "store" | "withDoor">

/** A database of its own, made where it is missing. */
async function openStore(server: string | null, name: string): Promise<OpenStore> {
  if (server) {
    const url = new URL(server)
    url.pathname = `/${name}`
    await createDatabase(server, name)
    return {
      store: { databaseUrl: url.href, dataDir: join(findRoot(), ".mutu/bench") },
      withDoor: (work) => using(() => openServer(url.href, PRIVILEGES), work),
    }
  }
  const dataDir = join(findRoot(), ".mutu", name)
  mkdirSync(dataDir, { recursive: true })
  return {
    store: { databaseUrl: null, dataDir },
    withDoor: (work) =>
      using(() => openEmbedded({ dataDir: embeddedDirectory(dataDir) }, PRIVILEGES), work),
  }
}

async function using<T>(
  open: () => Promise<{ door: Door; close: () => Promise<void> }>,
  work: (door: Door) => Promise<T>,
): Promise<T> {
  const database = await open()
  try {
    return await work(database.door)
  } finally {
    await database.close()
  }
}

async function createDatabase(server: string, name: string) {
  const sql = postgres(server, { max: 1, onnotice: () => {} })
  try {
    const [there] = await sql`select 1 from pg_database where datname = ${name}`
    if (!there) await sql`create database ${sql(name)}`
  } finally {
    await sql.end()
  }
}

if (!(await playRole()))
  await main().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error instanceof Error ? (error.stack ?? error.message) : error)
      process.exit(1)
    },
  )
