import type { EvaluationWork } from "./derive.ts"

/** Works complete evaluations off behind the requests that asked for them. */
export type Evaluator = {
  /** There is something to do; returns at once. */
  start: () => void
  /** When nothing is being worked on. */
  settled: () => Promise<void>
  /** Ends after the round that is under way; what is left stays marked for the next start. */
  stop: () => Promise<void>
}

/** @param afterRound what has to follow a round, such as the map's look at what moved */
export function createEvaluator(
  work: EvaluationWork,
  afterRound: () => Promise<unknown>,
  onFault: (error: unknown) => void,
): Evaluator {
  let working: Promise<void> | null = null
  let isAsked = false
  let isStopped = false

  async function run() {
    while (isAsked && !isStopped) {
      isAsked = false
      while (!isStopped && (await work.round())) await afterRound()
    }
  }
  function start() {
    isAsked = true
    working ??= run()
      .catch(onFault)
      .finally(() => {
        working = null
        if (isAsked && !isStopped) start()
      })
  }
  return {
    start,
    async settled() {
      while (working) await working
    },
    async stop() {
      isStopped = true
      await working
    },
  }
}
