/** The clocks of statutory idle land: 闲置土地处置办法 (Order 53 of the Ministry of Land and Resources, 2012). */
import { addDays, addYears, type Day, daysBetween, unionOf } from "../../geodata/days.ts"
import { type FactName, type Facts, findDay, hasCome, type Pause } from "./facts.rules.ts"

/** Stands for the end of a pause that still lasts. */
const STILL = "9999-12-31"

/** The day the holder had to start by, and the fact it comes from. */
type EffectiveStart = { fact: FactName; value: Day; day: Day }

/** Amended before original contract; without an agreed day, delivery + 1 year (art. 22). */
export function findEffectiveStart(facts: Facts): EffectiveStart | undefined {
  for (const fact of ["supplementStart", "agreedStart"] as const) {
    const day = findDay(facts, fact)
    if (day) return { fact, value: day, day }
  }
  const delivered = findDay(facts, "deliveryConfirmed")
  return delivered
    ? { fact: "deliveryConfirmed", value: delivered, day: addYears(delivered, 1) }
    : undefined
}

/**
 * The last day of a period of full years that begins after `start`. Each day of the union of the
 * government's and force-majeure pauses inside the period pushes it by a day; a pause that reaches
 * into the pushed part pushes again. A holder's pause counts nothing.
 *
 * @returns null while such a pause still lasts: the period does not end
 */
export function findPeriodEnd(start: Day, years: number, pauses: readonly Pause[]): Day | null {
  if (pauses.length === 0) return addYears(start, years)
  const stops = pauses
    .filter(({ cause }) => cause !== "holder")
    .map(({ from, to }) => ({ from, to: to ?? STILL }))
  const firstDay = addDays(start, 1)
  let end = addYears(start, years)
  for (const { from, to } of unionOf(stops)) {
    if (to < firstDay) continue
    // Each of its days inside pushes the end by one day and so draws the next day in: it counts whole.
    if (from > end) break
    if (to === STILL) return null
    const firstStopped = from > firstDay ? from : firstDay
    end = addDays(end, daysBetween(firstStopped, to) + 1)
  }
  return end
}

export const dayAfter = (day: Day | null | undefined): Day | null => (day ? addDays(day, 1) : null)
/** Strictly after the period's last day. */
export const isPast = (end: Day | null | undefined, asOf: Day) => Boolean(end && asOf > end)

/** The days that decide, none of them dependent on the day asked about. */
export type Clock = {
  start: EffectiveStart | undefined
  firstEnd: Day | null
  secondEnd: Day | null
  suspendedSince: Day | undefined
  suspensionEnd: Day | null
}

export function readClock(facts: Facts): Clock {
  const start = findEffectiveStart(facts)
  const suspendedSince = findDay(facts, "suspendedSince")
  const pauses = facts.pauses ?? []
  return {
    start,
    firstEnd: start ? findPeriodEnd(start.day, 1, pauses) : null,
    secondEnd: start ? findPeriodEnd(start.day, 2, pauses) : null,
    suspendedSince,
    suspensionEnd: suspendedSince ? findPeriodEnd(suspendedSince, 1, pauses) : null,
  }
}

/** Work that is finished, producing or suspended had been started, whether or not the day is on file. */
export const hasStarted = (facts: Facts, asOf: Day): boolean =>
  hasCome(facts, asOf, "startedOn", "suspendedSince", "completedOn", "productionStart")
