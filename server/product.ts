import { randomBytes } from "node:crypto"
import { mkdirSync, readFileSync } from "node:fs"
import type { RequestListener } from "node:http"
import { join } from "node:path"
import { getRequestListener } from "@hono/node-server"
import pino from "pino"
import { addUser, ensureDemoAccounts, type NewUser } from "./accounts/people.ts"
import { type Accounts, createAccounts } from "./accounts/sessions.ts"
import { createApp } from "./app.ts"
import { openArchive } from "./basemap/archive.ts"
import { PRIVILEGES } from "./accounts/matrix.ts"
import type { Config } from "./config.ts"
import { type Database, openEmbedded, openServer } from "./db/database.ts"
import { lockDirectory } from "./db/lock.ts"
import { deriveDue, markStale, rehearse, today } from "./derivation/derive.ts"
import { createEvaluator, type Evaluator, openEvaluations } from "./derivation/evaluator.ts"
import { findRoot } from "./programs.ts"
import { createMapEngine, type MapEngine } from "./tiles/engine.ts"
import { ReadyTiles } from "./tiles/ready.ts"
import { isEmpty, loadSample, type SampleOptions } from "./sample/load.ts"

export type Product = {
  app: ReturnType<typeof createApp>
  /** What answers the requests of a server. */
  listener: RequestListener
  database: Database
  map: MapEngine
  accounts: Accounts
  evaluator: Evaluator
  /** Lets the operator's command work through this process; never leaves the machine. */
  operatorKey: string
  /** Tells the operator's command where this process listens. */
  announce: (port: number) => void
  close: () => Promise<void>
}

/** Demo accounts and their password, when this start made or kept them. */
export type Demo = { password: string; generated: boolean } | null

export const VERSION = (
  JSON.parse(readFileSync(join(findRoot(), "package.json"), "utf8")) as { version: string }
).version

/**
 * Opens the database that the configuration names and puts the application on it.
 * @throws DirectoryHeld, DatabaseUnusable: sentences for the person who starts it
 */
export async function openProduct(config: Config): Promise<Product> {
  const log = pino({ level: config.logLevel }, pino.destination(2))
  const lock = config.databaseUrl ? null : lockDirectory(config.dataDir)
  try {
    const database = config.databaseUrl
      ? await openServer(config.databaseUrl, PRIVILEGES)
      : await openEmbedded({ dataDir: embeddedDirectory(config.dataDir) }, PRIVILEGES)
    const operatorKey = randomBytes(32).toString("base64url")
    const accounts = await createAccounts({ door: database.door, config, log, operatorKey })
    const { door } = database
    const map = createMapEngine(door, {
      memoryBytes: config.mapMemoryBytes,
      cacheBytes: config.mapCacheBytes,
    })
    const evaluator = createEvaluator(openEvaluations(door), map.look, (error) =>
      log.error({ err: error }, "evaluation failed"),
    )
    const ready = new ReadyTiles(map, accounts.peek)
    const work = {
      async loadSample(options: SampleOptions) {
        const counts = await loadSample(door, options)
        await deriveDue(door)
        await map.look()
        return counts
      },
      addUser: (user: NewUser) => addUser(accounts, user),
      dump: database.dump,
    }
    const basemap = config.basemap?.kind === "file" ? await openArchive(config.basemap.path) : null
    const app = createApp({
      door,
      map,
      ready,
      basemap,
      accounts,
      evaluator,
      config,
      log,
      version: VERSION,
      work,
    })
    const listener = getRequestListener((request, bindings) => app.fetch(request, bindings))
    return {
      app,
      listener: (request, response) => {
        ready.answer(request, response, () => void listener(request, response))
      },
      database,
      map,
      accounts,
      evaluator,
      operatorKey,
      announce: (port) => lock?.announce(port, operatorKey),
      async close() {
        await evaluator.stop()
        map.close()
        await basemap?.close()
        await database.close()
        lock?.release()
      },
    }
  } catch (error) {
    lock?.release()
    throw error
  }
}

/** Where the embedded engine keeps its files; made when missing. */
export function embeddedDirectory(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  return join(dataDir, "pg")
}

/**
 * What a first start does: sample park and demo accounts on an empty database, then the parcels whose
 * computed facts are due. A demonstration password that is not given is made once and told once.
 */
export async function settleIn({ database, accounts }: Product, config: Config): Promise<Demo> {
  const empty = await isEmpty(database.door)
  const load = empty && config.sample
  if (load) await loadSample(database.door, { asOf: today() })
  await deriveDue(database.door)
  if (!load && !config.demoPassword) return null
  if (!load && config.databaseUrl && !empty) return null
  const generated = !config.demoPassword
  const password = config.demoPassword ?? randomBytes(9).toString("base64url")
  await ensureDemoAccounts(accounts, password)
  return { password, generated }
}

/** A minute after midnight is soon enough; hourly costs nothing and survives a sleeping machine. */
const STALE_CHECK_MS = 60 * 60 * 1000

/**
 * Brings the legal clock of every parcel to today and goes on with complete evaluations that a process left, now and
 * from then on hourly. @returns stops it
 */
export function keepClock(
  { database, evaluator }: Product,
  onFault: (error: unknown) => void,
): () => void {
  const tick = async () => {
    if ((await markStale(database.door)) > 0) await deriveDue(database.door)
    evaluator.start()
  }
  const run = () => void tick().catch(onFault)
  if (database.door.engine === "embedded") void rehearse(database.door).catch(onFault)
  run()
  const timer = setInterval(run, STALE_CHECK_MS)
  return () => clearInterval(timer)
}
