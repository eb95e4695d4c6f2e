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
  const now: { working: Promise<void> | null; isAsked: boolean; isStopped: boolean } = {
    working: null,
    isAsked: false,
    isStopped: false,
  }

  async function run() {
    while (now.isAsked && !now.isStopped) {
      now.isAsked = false
      while (!now.isStopped && (await work.round())) await afterRound()
    }
  }
  function start() {
    now.isAsked = true
    now.working ??= run()
      .catch(onFault)
      .finally(() => {
        now.working = null
        if (now.isAsked && !now.isStopped) start()
      })
  }
  return {
    start,
    async settled() {
      while (now.working) await now.working
    },
    async stop() {
      now.isStopped = true
      await now.working
    },
  }
}
