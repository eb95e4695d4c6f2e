import { Problem } from "../http/problem.ts"

/** Runs work when its turn comes. @throws Problem too-many-requests when too many wait already */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>

/** At most `size` pieces of work at a time, in the order of asking, at most `waiting` in the queue. */
export function createTurns(size: number, waiting: number): Turns {
  const queue: (() => void)[] = []
  let running = 0

  return async (work) => {
    if (running >= size) {
      if (queue.length >= waiting)
        throw new Problem("too-many-requests", "登录请求过多，请稍后重试。", {
          headers: { "retry-after": "2" },
        })
      await new Promise<void>((go) => queue.push(go))
    } else running += 1
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next) next()
      else running -= 1
    }
  }
}
