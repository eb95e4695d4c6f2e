import { Duplex } from "node:stream"
import { Worker } from "node:worker_threads"
import { findProgram } from "../programs.ts"
import type { Address } from "./connection.ts"
import { EngineLost } from "./failure.ts"
import type { EngineOptions, FromEngine, ToEngine } from "./engine-worker.ts"

/** The engine's start took longer than anything measured (10-13 s on two cores, first creation). */
const START_LIMIT_MS = 120_000

/** The running worker as a byte stream; what `postgres` takes for its socket. */
class EngineSocket extends Duplex {
  readyState = "open"
  readonly #worker: Worker
  readonly #receive = (message: FromEngine) => {
    if (message.kind === "bytes") this.push(Buffer.from(message.bytes))
  }
  readonly #gone = () => this.destroy(new EngineLost("the embedded engine ended"))

  constructor(worker: Worker) {
    super()
    this.#worker = worker
    worker.on("message", this.#receive)
    worker.on("exit", this.#gone)
    worker.on("error", this.#gone)
  }

  override _read() {}

  override _write(chunk: Buffer, _encoding: string, done: () => void) {
    this.#worker.postMessage({ kind: "bytes", bytes: new Uint8Array(chunk) } satisfies ToEngine)
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void) {
    this.readyState = "closed"
    this.#worker.off("message", this.#receive)
    this.#worker.off("exit", this.#gone)
    this.#worker.off("error", this.#gone)
    done(error)
  }
}

export type EmbeddedEngine = {
  /** Where to connect; a lost engine is started again first. */
  address: () => Promise<Address>
  /** The engine may be in any state: end it, so that the next connection begins on a fresh one. */
  abandon: () => void
  /** The whole data directory as a gzipped archive, for a prepared snapshot. */
  dump: () => Promise<Uint8Array>
  close: () => Promise<void>
}

/**
 * PGlite with PostGIS in a worker thread, reached by the same driver as a server. One session: callers
 * take turns (a pool of one). It never yields and ignores statement_timeout, so a statement past its
 * deadline ends the whole worker; what was committed is there again after the restart.
 */
export function startEmbedded(options: EngineOptions): EmbeddedEngine {
  let worker: Worker | undefined
  let starting: Promise<Worker> | undefined
  let ending: Promise<unknown> = Promise.resolve()
  let first = true

  const start = () => {
    const again: EngineOptions = options.dataDir ? { dataDir: options.dataDir } : {}
    const workerData = first ? options : again
    first = false
    return new Promise<Worker>((resolve, reject) => {
      const next = new Worker(findProgram("engine-worker"), { workerData })
      const timer = setTimeout(() => fail(`no start within ${START_LIMIT_MS} ms`), START_LIMIT_MS)
      const fail = (reason: string) => {
        clearTimeout(timer)
        void next.terminate()
        reject(new EngineLost(`the embedded engine did not start: ${reason}`))
      }
      next.once("error", (error) => fail(String(error)))
      next.once("message", (message: FromEngine) => {
        if (message.kind !== "ready")
          return fail(message.kind === "failed" ? message.message : message.kind)
        clearTimeout(timer)
        next.once("exit", () => {
          if (worker === next) worker = undefined
        })
        worker = next
        resolve(next)
      })
    })
  }

  const running = async () => {
    if (worker) return worker
    // Two engines on one directory would corrupt it: the old one has ended before the next begins.
    starting ??= ending.then(start).finally(() => (starting = undefined))
    return starting
  }

  const ask = async (kind: "dump" | "close", reply: FromEngine["kind"]) => {
    const engine = await running()
    return new Promise<FromEngine>((resolve, reject) => {
      const listen = (message: FromEngine) => {
        if (message.kind !== reply) return
        engine.off("message", listen)
        resolve(message)
      }
      engine.on("message", listen)
      engine.once("exit", () => reject(new EngineLost("the embedded engine ended")))
      engine.postMessage({ kind, id: 0 } satisfies ToEngine)
    })
  }

  return {
    async address() {
      const engine = await running()
      const socket = () => new EngineSocket(engine)
      return { host: "embedded", database: "postgres", username: "postgres", socket }
    },
    abandon() {
      const engine = worker
      worker = undefined
      if (engine) ending = engine.terminate()
    },
    async dump() {
      const answer = await ask("dump", "dumped")
      if (answer.kind !== "dumped") throw new EngineLost("no dump")
      return answer.archive
    },
    async close() {
      if (!worker) return
      const engine = worker
      await ask("close", "closed")
      worker = undefined
      await engine.terminate()
    },
  }
}
