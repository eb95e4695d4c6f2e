import { Problem } from "../http/problem.ts"

/**
 * Lets at most `size` works hold a whole file at a time; the others wait in the order of asking.
 * @throws Problem too-many-requests when `most` wait already
 */
export function createTurns(size: number, most: number) {
  const waiting: (() => void)[] = []
  let running = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= size) {
      if (waiting.length >= most)
        throw new Problem("too-many-requests", "正在传送的文件过多，请稍后重试。", {
          headers: { "retry-after": "5" },
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
