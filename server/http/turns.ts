import { Problem } from "./problem.ts"

/** Runs work when its turn comes, in the order of asking. @throws Problem too-many-requests when too many wait already */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>

/** How many may wait, and what whoever comes after them is told. */
type Queue = { most: number; detail: string; retryAfterSeconds: number }

/** At most `size` pieces of work at a time; where no queue is given, all others wait. */
export function createTurns(size: number, queue?: Queue): Turns {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= size) {
      if (queue && waiting.length >= queue.most)
        throw new Problem("too-many-requests", queue.detail, {
          headers: { "retry-after": String(queue.retryAfterSeconds) },
        })
      await new Promise<void>((start) => waiting.push(start))
    } else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
