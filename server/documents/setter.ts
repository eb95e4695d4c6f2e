import { Worker } from "node:worker_threads"
import { findProgram } from "../programs.ts"

/** Fonts take 100 MB of memory: nobody wants them between two afternoons of letters. */
const IDLE_MS = 60_000

/** Sets a document, and answers its bytes. */
export type Setter<Job> = (job: Job) => Promise<Uint8Array<ArrayBuffer>>

export type ToSetter<Job> = { id: number; job: Job }
export type FromSetter =
  | { id: number; bytes: Uint8Array<ArrayBuffer> }
  | { id: number; message: string }

type Waiting = {
  resolve: (bytes: Uint8Array<ArrayBuffer>) => void
  reject: (error: Error) => void
}

/**
 * Sets documents in a thread that is begun when the first is asked for and ended when none was for a while. It keeps
 * no process alive.
 */
export function createSetter<Job>(): Setter<Job> {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let last = 0

  const settle = (id: number): Waiting | undefined => {
    const one = waiting.get(id)
    waiting.delete(id)
    if (waiting.size === 0) {
      worker?.unref()
      idle = setTimeout(() => {
        void worker?.terminate()
        worker = null
      }, IDLE_MS).unref()
    }
    return one
  }
  const begin = (): Worker => {
    const next = new Worker(findProgram("paper-worker"))
    next.on("message", (answer: FromSetter) => {
      const one = settle(answer.id)
      if ("bytes" in answer) one?.resolve(answer.bytes)
      else one?.reject(new Error(`a document could not be set: ${answer.message}`))
    })
    const lose = (error: Error) => {
      if (worker === next) worker = null
      for (const id of waiting.keys()) settle(id)?.reject(error)
    }
    next.on("error", lose)
    next.on("exit", () => lose(new Error("the thread that sets documents ended")))
    return next
  }
  return (job) =>
    new Promise((resolve, reject) => {
      clearTimeout(idle)
      worker ??= begin()
      worker.ref()
      last += 1
      waiting.set(last, { resolve, reject })
      worker.postMessage({ id: last, job } satisfies ToSetter<Job>)
    })
}
