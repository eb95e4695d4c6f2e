import type { Door } from "../db/door.ts"
import type { Sql } from "../db/sql.ts"
import { today } from "./derive.ts"
import { keepNothing, workRound } from "./rounds.ts"

/** Parcels of a round, between which others take their turn: each holds them up for a second at most. */
const ROUND = { embedded: 500, postgis: 5_000 }
const LIMITS = { statementMs: 120_000 }

/** Complete evaluations, a round after the other. */
export type EvaluationWork = {
  /** @returns false when no evaluation is left to work on */
  round: () => Promise<boolean>
}

/** The complete evaluations that were asked for, the oldest first; each round is a transaction of its own. */
export function openEvaluations(door: Door): EvaluationWork {
  const kept = keepNothing()
  const serve = <T>(work: (sql: Sql) => PromiseLike<T>) =>
    door.serve("svc_derive", "write", work, LIMITS)
  return {
    async round() {
      const id = await serve(findRunning)
      if (id === null) return false
      const round = {
        asOf: today(),
        most: ROUND[door.engine],
        evaluationId: id,
        isAnalysed: door.engine === "postgis",
        follow: (sql: Sql, parcels: number) => advance(sql, id, parcels),
      }
      if ((await workRound(door, round, kept)) === 0) await serve((sql) => finish(sql, id))
      return true
    },
  }
}

/** The evaluation that is to be worked on; the marks of those that were cancelled go. */
async function findRunning(sql: Sql): Promise<number | null> {
  const [running] = await sql<{ id: number }>`
    select evaluation_id as id from core.evaluation
     where finished_at is null and cancelled_at is null order by evaluation_id limit 1`
  if (running) return running.id
  await sql`
    delete from core.derivation_due d using core.evaluation e
     where e.evaluation_id = d.evaluation_id and e.cancelled_at is not null`
  return null
}

const advance = (sql: Sql, id: number, parcels: number) => sql`
  update core.evaluation set done_parcels = done_parcels + ${parcels} where evaluation_id = ${id}`

const finish = (sql: Sql, id: number) => sql`
  update core.evaluation
     set finished_at = clock_timestamp(),
         duration_ms = (extract(epoch from clock_timestamp() - started_at) * 1000)::int,
         parcels = (select count(*) from core.parcel_standing),
         suspicions = (select count(*) from core.suspicion where superseded_at is null)
   where evaluation_id = ${id} and finished_at is null and cancelled_at is null`

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
