/**
 * Facts that are computed from others: metrics, grades, life-cycle class, suspicions. Triggers mark the
 * parcels whose facts changed, in the transaction of the change; here the marks are worked off. A process
 * that dies between leaves the marks behind, and the next start finds them.
 */
import { legalDayAt } from "../../geodata/days.ts"
import type { Door } from "../db/door.ts"
import { deriveRound, keepNothing, workRound } from "./rounds.ts"

/**
 * Parcels of one round: keeps a round's statements within seconds on the embedded engine. A server joins whole tables
 * in each round, so that few rounds of many are faster there.
 */
const ROUND = { embedded: 2_000, postgis: 15_000 }
const LIMITS = { statementMs: 120_000 }

/** Works off every mark that a change made. @returns how many parcels were made again */
export async function deriveDue(door: Door, asOf: string = today()): Promise<number> {
  const kept = keepNothing()
  const round = { asOf, most: ROUND[door.engine], evaluationId: null }
  for (let total = 0; ;) {
    const done = await workRound(door, round, kept)
    if (done === 0) return total
    total += done
  }
}

/** Takes back what a rehearsal did. */
class Rehearsed extends Error {}

/**
 * Goes through a round with one parcel and takes it back: the embedded engine reads its catalogue and compiles what it
 * runs at the first round, which takes half a second that nobody who writes should wait for.
 */
export async function rehearse(door: Door): Promise<void> {
  try {
    await door.serve(
      "svc_derive",
      "write",
      async (sql) => {
        await sql`
          insert into core.derivation_due (parcel_id, standing_only)
          select parcel_id, true from core.parcel_standing order by parcel_id limit 1`
        const round = { asOf: today(), most: 1, evaluationId: null }
        await deriveRound(sql, round, null, keepNothing())
        throw new Rehearsed()
      },
      LIMITS,
    )
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error
  }
}

/**
 * Marks the parcels whose standing is of an earlier legal day: the clock of idle land moves without any
 * change. @returns how many
 */
export const markStale = (door: Door, asOf: string = today()): Promise<number> =>
  door.serve(
    "svc_derive",
    "write",
    async (sql) => {
      const rows = await sql`
        insert into core.derivation_due (parcel_id, standing_only)
        select distinct v.parcel_id, true
          from core.parcel_version v
          left join core.parcel_standing s using (parcel_id)
         where v.superseded_at is null and (s.evaluated_on is null or s.evaluated_on < ${asOf})`
      return rows.count
    },
    LIMITS,
  )

/** The legal day: deadlines count days of China's civil time. */
export const today = (): string => legalDayAt(new Date())
