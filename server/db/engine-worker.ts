/**
 * The embedded engine: PGlite with PostGIS in a worker thread, spoken to in the PostgreSQL wire
 * protocol. Bytes of the client come in as messages, bytes of the engine go back, in order. The engine
 * ignores statement_timeout and never yields, so its watchdog lives outside, in `engine.ts`.
 */
import { parentPort, workerData } from "node:worker_threads"
import { PGlite } from "@electric-sql/pglite"
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist"
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm"
import { postgis } from "@electric-sql/pglite-postgis"

/** `dataDir` absent is an engine in memory. `snapshot` is a gzipped data directory to begin from. */
export type EngineOptions = { dataDir?: string; snapshot?: Uint8Array<ArrayBuffer> }

export type ToEngine =
  | { kind: "bytes"; bytes: Uint8Array }
  | { kind: "dump"; id: number }
  | { kind: "close"; id: number }
export type FromEngine =
  | { kind: "ready" }
  | { kind: "failed"; message: string }
  | { kind: "bytes"; bytes: Uint8Array }
  | { kind: "dumped"; id: number; archive: Uint8Array }
  | { kind: "closed"; id: number }

const port = parentPort
if (!port) throw new Error("engine-worker runs as a worker thread only")
const { dataDir, snapshot } = workerData as EngineOptions
const answer = (message: FromEngine) => port.postMessage(message)

async function open() {
  const engine = new PGlite({
    ...(dataDir ? { dataDir } : {}),
    ...(snapshot ? { loadDataDir: new Blob([snapshot]) } : {}),
    extensions: { postgis, btree_gist, pg_trgm },
    relaxedDurability: false,
  })
  await engine.waitReady
  return engine
}

async function serve(engine: PGlite, message: ToEngine) {
  if (message.kind === "bytes")
    answer({ kind: "bytes", bytes: await engine.execProtocolRaw(message.bytes) })
  if (message.kind === "dump") {
    const archive = new Uint8Array(await (await engine.dumpDataDir("gzip")).arrayBuffer())
    answer({ kind: "dumped", id: message.id, archive })
  }
  if (message.kind === "close") {
    await engine.close()
    answer({ kind: "closed", id: message.id })
  }
}

open().then(
  (engine) => {
    let last = Promise.resolve()
    port.on("message", (message: ToEngine) => {
      // One statement at a time, in the order of arrival; a throw ends the worker, which is noticed.
      last = last.then(() => serve(engine, message))
    })
    return answer({ kind: "ready" })
  },
  (error: unknown) => answer({ kind: "failed", message: String(error) }),
)
