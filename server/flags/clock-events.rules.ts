/** What happened to a parcel's legal clock, and the facts that stood on a day. */
import type { Day } from "../../geodata/days.ts"
import type { Facts, Pause } from "./facts.rules.ts"

/** A dated event that no ledger holds. `startOn` is the start day that a supplementary agreement sets. */
export type ClockEvent =
  | { kind: "supplement"; on: Day; startOn: Day }
  | { kind: "suspension" | "resumption"; on: Day }

type Dated = { kind: ClockEvent["kind"]; on: Day }
/** By day; work that was suspended and resumed on one day goes on. */
const byDay = (a: Dated, b: Dated) =>
  a.on < b.on
    ? -1
    : a.on > b.on
      ? 1
      : Number(a.kind === "resumption") - Number(b.kind === "resumption")

/**
 * The start day that supplementary agreements set by a day: that of the latest one. A day that the ledger gives
 * without telling when it was agreed holds from the beginning, unless a dated agreement sets the same day.
 */
function findSupplement(facts: Facts, events: readonly ClockEvent[], asOf: Day) {
  const agreements = events.flatMap((event) => (event.kind === "supplement" ? [event] : []))
  const latest = agreements
    .filter(({ on }) => on <= asOf)
    .toSorted(byDay)
    .at(-1)
  if (latest) return latest.startOn
  const undated = facts.supplementStart
  return undated && !agreements.some(({ startOn }) => startOn === undated) ? undated : undefined
}

/**
 * Since when work stood still on a day. A suspension lasts until work was resumed or finished; the ledger's own day
 * counts as one more. Undefined while work goes on.
 */
function findSuspension(facts: Facts, events: readonly ClockEvent[], asOf: Day) {
  const ends = [facts.completedOn, facts.productionStart].flatMap((on) =>
    on ? [{ kind: "resumption" as const, on }] : [],
  )
  const turns = [...events.filter((event) => event.kind !== "supplement"), ...ends]
  const told = facts.suspendedSince
  const all =
    told && !turns.some(({ kind, on }) => kind === "suspension" && on === told)
      ? [...turns, { kind: "suspension" as const, on: told }]
      : turns
  let since: Day | undefined
  for (const { kind, on } of all.toSorted(byDay)) {
    if (on > asOf) break
    since = kind === "resumption" ? undefined : (since ?? on)
  }
  return since
}

/**
 * The cause of the delay (Order 53 art. 8) by a day: that of the pause that began last, also after it ended.
 */
const findCause = (pauses: readonly Pause[], asOf: Day) =>
  pauses
    .filter(({ from }) => from <= asOf)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .at(-1)?.cause

/**
 * The facts as they stood on a day: an agreement that came later was not made yet, and work that was resumed does
 * not stand still. Without events and pauses they are the ledger's.
 */
export function factsOn(facts: Facts, events: readonly ClockEvent[], asOf: Day): Facts {
  const pauses = facts.pauses ?? []
  if (events.length === 0 && pauses.length === 0 && !facts.suspendedSince) return facts
  return {
    ...facts,
    supplementStart: findSupplement(facts, events, asOf),
    suspendedSince: findSuspension(facts, events, asOf),
    cause: pauses.length > 0 ? findCause(pauses, asOf) : facts.cause,
  }
}

/** Days on which the facts themselves become others; between two of them time alone moves the clock. */
export const listEpochs = (facts: Facts, events: readonly ClockEvent[]): Day[] => [
  ...events.map(({ on }) => on),
  ...(facts.pauses ?? []).map(({ from }) => from),
  ...(facts.suspendedSince ? [facts.suspendedSince] : []),
]
