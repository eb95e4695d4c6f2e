/** The state machine of the legal idle clock: where it stands on a day, and how it got there. */
import { addDays, type Day } from "../../geodata/days.ts"
import { type ClockEvent, factsOn, listEpochs } from "./clock-events.rules.ts"
import { type FactName, type Facts, findDay, hasCome } from "./facts.rules.ts"
import type { Evidence, Hit, Route } from "./hit.rules.ts"
import { type Clock, dayAfter, hasStarted, isPast, readClock } from "./idle-clock.rules.ts"
import { detectIdle, findIdleHit } from "./idle.rules.ts"

/**
 * - `unsupplied`: no contract or allocation decision; `undated`: supplied, and no day to start by is known
 * - `beforeStart`, `overdue`: not started, before and after the day to start by, no full year over it
 * - `idleFee`, `idleRecovery`, `idleAgreement`: type 1, with a fee, free recovery, or settled by agreement
 * - `building`, `suspended`: started; `idleUnfinished`: type 2
 * - `completed`: finished or producing, the clock has ended
 */
export const CLOCK_STATES = [
  "unsupplied",
  "undated",
  "beforeStart",
  "overdue",
  "idleFee",
  "idleRecovery",
  "idleAgreement",
  "building",
  "suspended",
  "idleUnfinished",
  "completed",
] as const
export type ClockState = (typeof CLOCK_STATES)[number]

/** All that is known of one parcel's clock: the facts of its contract in force on a day, and its events. */
export type ClockRecord = {
  /** The contract in force on a day together with what ledgers say of the project; days of pauses included. */
  factsOf: (day: Day) => Facts
  /** Days on which another contract came into force. */
  contractDays: readonly Day[]
  events: readonly ClockEvent[]
}

export type ClockStanding = {
  state: ClockState
  clause: string | null
  route: Route | null
  feeWanYuan: number | string | null
}

export type Segment = ClockStanding & { from: Day; to: Day | null }

const IDLE_STATE: Record<string, ClockState> = {
  fee20: "idleFee",
  recover_free: "idleRecovery",
  art12: "idleAgreement",
}

function nameState(facts: Facts, hit: Hit | undefined, { start }: Clock, day: Day): ClockState {
  if (hit) return hit.rule === "type2" ? "idleUnfinished" : IDLE_STATE[hit.route ?? "fee20"]!
  if (hasCome(facts, day, "completedOn", "productionStart")) return "completed"
  if (hasStarted(facts, day)) return facts.suspendedSince ? "suspended" : "building"
  if (start) return isPast(start.day, day) ? "overdue" : "beforeStart"
  return hasCome(facts, day, "suppliedOn") ? "undated" : "unsupplied"
}

type Stand = { facts: Facts; clock: Clock; hit: Hit | undefined; state: ClockState }

function stateOn(record: ClockRecord, day: Day): Stand {
  const facts = factsOn(record.factsOf(day), record.events, day)
  const clock = readClock(facts)
  const hit = findIdleHit(facts, day, clock)
  return { facts, clock, hit, state: nameState(facts, hit, clock, day) }
}

/** What stood on a day, by the facts of that day, and the facts that were wanting to say more. */
export function standOn(record: ClockRecord, day: Day): Stand & { missingFacts: string[] } {
  const stand = stateOn(record, day)
  return { ...stand, missingFacts: detectIdle(stand.facts, day, stand.clock).missingFacts }
}

const standingOf = ({ state, hit }: Stand): ClockStanding => ({
  state,
  clause: hit?.clause ?? null,
  route: hit?.route ?? null,
  feeWanYuan: hit?.feeWanYuan ?? null,
})

const EVENT_DAYS = ["suppliedOn", "startedOn", "completedOn", "productionStart"] as const

/** Days on which the state may become another while the facts stay as they are. */
function listTurns(facts: Facts, { start, firstEnd, secondEnd, suspensionEnd }: Clock): Day[] {
  const ends = [start?.day, firstEnd, secondEnd, suspensionEnd].map(dayAfter)
  const come = EVENT_DAYS.map((fact) => findDay(facts, fact))
  return [...ends, ...come].flatMap((day) => day ?? [])
}

const isSame = (a: ClockStanding, b: ClockStanding) =>
  a.state === b.state &&
  a.route === b.route &&
  a.clause === b.clause &&
  a.feeWanYuan === b.feeWanYuan

/** The record as it stood on a day, come what may later. */
function freeze(record: ClockRecord, day: Day): ClockRecord {
  const facts = factsOn(record.factsOf(day), record.events, day)
  return { factsOf: () => facts, contractDays: [], events: [] }
}

/**
 * Every state from a day on, each with its first and last day; the last one has no end.
 *
 * @param frozen whether the facts stay as they stood on the first day: what could be foreseen then
 * @param most states that are told; all when absent
 */
export function tellTimeline(
  record: ClockRecord,
  from: Day,
  frozen = false,
  most = Infinity,
): Segment[] {
  const epochs = [from]
  if (!frozen) {
    const later = [...record.contractDays, ...listEpochs(record.factsOf(from), record.events)]
    epochs.push(...new Set(later.filter((day) => day > from)))
    epochs.sort()
  }
  const asked = frozen ? freeze(record, from) : record
  const segments: Segment[] = []
  for (const [at, epoch] of epochs.entries()) {
    const until = epochs[at + 1]
    const first = stateOn(asked, epoch)
    const turns = listTurns(first.facts, first.clock).filter(
      (day) => day > epoch && (!until || day < until),
    )
    for (const day of [epoch, ...[...new Set(turns)].sort()]) {
      const standing = standingOf(day === epoch ? first : stateOn(asked, day))
      const last = segments.at(-1)
      if (last && isSame(last, standing)) continue
      if (last) last.to = addDays(day, -1)
      if (segments.length === most) return segments
      segments.push({ from: day, to: null, ...standing })
    }
  }
  return segments
}

/** The first day on which the state becomes another if nothing but time happens; null if it stays. */
export function foreseeNext(record: ClockRecord, day: Day): Segment | null {
  return tellTimeline(record, day, true, 2)[1] ?? null
}

const WANTED: Record<ClockState, readonly FactName[]> = {
  unsupplied: ["suppliedOn"],
  undated: ["suppliedOn", "agreedStart", "deliveryConfirmed"],
  beforeStart: ["startedOn"],
  overdue: ["startedOn"],
  idleFee: ["startedOn", "landPriceWanYuan"],
  idleRecovery: ["startedOn"],
  idleAgreement: ["startedOn", "cause"],
  building: ["startedOn", "suspendedSince"],
  suspended: ["startedOn", "suspendedSince"],
  idleUnfinished: ["startedOn"],
  completed: ["completedOn", "productionStart"],
}

/** The facts that a state stands on, each with what it was held against; never empty. */
export function citeState({ facts, hit, state, clock }: Stand): Evidence[] {
  const plain = (fact: FactName, threshold: Day | null): Evidence => {
    const value = facts[fact]
    const isPlain = typeof value === "string" || typeof value === "number"
    return { fact, value: isPlain ? value : null, threshold }
  }
  const start = clock.start
  const reasons =
    hit?.reasons.map(({ fact, value, threshold }) => ({ fact, value, threshold })) ?? []
  const due =
    start && (state === "beforeStart" || state === "overdue")
      ? [
          {
            fact: start.fact,
            value: start.value,
            threshold: state === "overdue" ? clock.firstEnd : start.day,
          },
        ]
      : []
  const stopped = state === "suspended" ? clock.suspensionEnd : null
  return [
    ...reasons,
    ...due,
    ...WANTED[state]
      .filter((fact) => !reasons.some((reason) => reason.fact === fact))
      .map((fact) => plain(fact, fact === "suspendedSince" ? stopped : null)),
  ]
}
