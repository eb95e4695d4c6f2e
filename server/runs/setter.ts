import { Worker } from "node:worker_threads"
import { findProgram } from "../programs.ts"
import type { FromSetter, ToSetter } from "./statement-worker.ts"
import type { Statement } from "./statement.ts"

/** Fonts take 100 MB of memory: nobody wants them between two afternoons of letters. */
const IDLE_MS = 60_000

export type Setter = (statement: Statement) => Promise<Uint8Array<ArrayBuffer>>

type Waiting = {
  resolve: (bytes: Uint8Array<ArrayBuffer>) => void
  reject: (error: Error) => void
}

/**
 * Sets statements in a thread that is begun when the first is asked for and ended when none was for a while. It keeps
 * no process alive.
 */
export function createSetter(): Setter {
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
    const next = new Worker(findProgram("statement-worker"))
    next.on("message", (answer: FromSetter) => {
      const one = settle(answer.id)
      if ("bytes" in answer) one?.resolve(answer.bytes)
      else one?.reject(new Error(`a statement could not be set: ${answer.message}`))
    })
    const lose = (error: Error) => {
      if (worker === next) worker = null
      for (const id of waiting.keys()) settle(id)?.reject(error)
    }
    next.on("error", lose)
    next.on("exit", () => lose(new Error("the thread that sets statements ended")))
    return next
  }
  return (statement) =>
    new Promise((resolve, reject) => {
      clearTimeout(idle)
      worker ??= begin()
      worker.ref()
      last += 1
      waiting.set(last, { resolve, reject })
      worker.postMessage({ id: last, statement } satisfies ToSetter)
    })
}
