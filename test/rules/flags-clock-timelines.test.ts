import { describe, expect, test } from "vitest"
import type { ClockEvent } from "../../server/flags/clock-events.rules.ts"
import {
  citeState,
  type ClockRecord,
  foreseeNext,
  standOn,
  tellTimeline,
} from "../../server/flags/clock-state.rules.ts"
import type { Facts, Pause } from "../../server/flags/facts.rules.ts"

type Told = { facts: Facts; events?: ClockEvent[]; contracts?: Facts[] }

/** A record of one contract, or of several that came into force on the days they were supplied on. */
const recordOf = ({ facts, events = [], contracts = [] }: Told): ClockRecord => ({
  factsOf: (day) => ({
    ...facts,
    ...contracts.findLast(({ suppliedOn }) => suppliedOn! <= day),
  }),
  contractDays: contracts.flatMap(({ suppliedOn }) => suppliedOn ?? []),
  events,
})

/** `idleFee > 2024-03-02 idleRecovery`: the state on the day, and what time alone makes of it. */
const say = (told: Told, day: string): string => {
  const record = recordOf(told)
  const next = foreseeNext(record, day)
  return standOn(record, day).state + (next ? ` > ${next.from} ${next.state}` : "")
}
const tell = (told: Told, from: string): string =>
  tellTimeline(recordOf(told), from)
    .map(({ from: since, state }) => `${since} ${state}`)
    .join(", ")

const pause = (from: string, to: string | null, cause: Pause["cause"] = "government"): Pause => ({
  from,
  to,
  cause,
})
const supplement = (on: string, startOn: string): ClockEvent => ({
  kind: "supplement",
  on,
  startOn,
})
const suspension = (on: string): ClockEvent => ({ kind: "suspension", on })
const resumption = (on: string): ClockEvent => ({ kind: "resumption", on })

const MARCH: Facts = { suppliedOn: "2021-09-01", agreedStart: "2022-03-01", landPriceWanYuan: 1285 }
const LEAP: Facts = { suppliedOn: "2019-09-01", agreedStart: "2020-02-29" }
const HALF: Facts = { devArea: 40, devAreaDue: 100, investedWanYuan: 30, totalInvestWanYuan: 100 }
const SHORT: Facts = {
  devArea: 33.3,
  devAreaDue: 100,
  investedWanYuan: 30,
  totalInvestWanYuan: 100,
}
const STARTED: Facts = { ...MARCH, startedOn: "2022-02-01" }

describe("where the clock stands on a day, and what time alone makes of it", () => {
  test.each<[string, Told, string, string]>([
    // Before and after the day to start by.
    ["no contract", { facts: {} }, "2022-01-01", "unsupplied"],
    ["the day before supply", { facts: MARCH }, "2021-08-31", "beforeStart > 2022-03-02 overdue"],
    [
      "supplied, no day agreed, not delivered",
      { facts: { suppliedOn: "2021-09-01" } },
      "2022-01-01",
      "undated",
    ],
    [
      "supply still to come",
      { facts: { suppliedOn: "2022-06-01" } },
      "2022-01-01",
      "unsupplied > 2022-06-01 undated",
    ],
    ["the agreed day itself", { facts: MARCH }, "2022-03-01", "beforeStart > 2022-03-02 overdue"],
    ["the day after it", { facts: MARCH }, "2022-03-02", "overdue > 2023-03-02 idleFee"],
    ["the anniversary", { facts: MARCH }, "2023-03-01", "overdue > 2023-03-02 idleFee"],
    [
      "the day after the anniversary",
      { facts: MARCH },
      "2023-03-02",
      "idleFee > 2024-03-02 idleRecovery",
    ],
    ["the second anniversary", { facts: MARCH }, "2024-03-01", "idleFee > 2024-03-02 idleRecovery"],
    ["the day after the second", { facts: MARCH }, "2024-03-02", "idleRecovery"],
    // Leap days.
    [
      "a leap day's first anniversary",
      { facts: LEAP },
      "2021-02-28",
      "overdue > 2021-03-01 idleFee",
    ],
    ["the day after it", { facts: LEAP }, "2021-03-01", "idleFee > 2022-03-01 idleRecovery"],
    [
      "a leap day agreed, on the day",
      { facts: LEAP },
      "2020-02-29",
      "beforeStart > 2020-03-01 overdue",
    ],
    [
      "28 February of a common year, second anniversary in a leap year",
      { facts: { agreedStart: "2022-02-28" } },
      "2024-02-28",
      "idleFee > 2024-02-29 idleRecovery",
    ],
    [
      "28 February before a leap year",
      { facts: { agreedStart: "2023-02-28" } },
      "2024-02-28",
      "overdue > 2024-02-29 idleFee",
    ],
    [
      "1 March before a leap year",
      { facts: { agreedStart: "2023-03-01" } },
      "2024-02-29",
      "overdue > 2024-03-02 idleFee",
    ],
    [
      "31 December",
      { facts: { agreedStart: "2021-12-31" } },
      "2022-12-31",
      "overdue > 2023-01-01 idleFee",
    ],
    // Deliveries without an agreed start (art. 22).
    [
      "delivered, the day itself",
      { facts: { suppliedOn: "2021-01-01", deliveryConfirmed: "2021-06-30" } },
      "2021-06-30",
      "beforeStart > 2022-07-01 overdue",
    ],
    [
      "delivered, a year on",
      { facts: { deliveryConfirmed: "2021-06-30" } },
      "2022-06-30",
      "beforeStart > 2022-07-01 overdue",
    ],
    [
      "delivered, a year and a day on",
      { facts: { deliveryConfirmed: "2021-06-30" } },
      "2022-07-01",
      "overdue > 2023-07-01 idleFee",
    ],
    [
      "delivered, two years on",
      { facts: { deliveryConfirmed: "2021-06-30" } },
      "2023-06-30",
      "overdue > 2023-07-01 idleFee",
    ],
    [
      "delivered, two years and a day on",
      { facts: { deliveryConfirmed: "2021-06-30" } },
      "2023-07-01",
      "idleFee > 2024-07-01 idleRecovery",
    ],
    [
      "delivered on a leap day",
      { facts: { deliveryConfirmed: "2020-02-29" } },
      "2022-03-01",
      "idleFee > 2023-03-01 idleRecovery",
    ],
    [
      "delivered late, start agreed: the agreed day counts",
      { facts: { agreedStart: "2022-03-01", deliveryConfirmed: "2022-12-01" } },
      "2023-03-02",
      "idleFee > 2024-03-02 idleRecovery",
    ],
    // Started, finished.
    ["started before it was due", { facts: STARTED }, "2022-02-01", "building"],
    [
      "the day before the start",
      { facts: STARTED },
      "2022-01-31",
      "beforeStart > 2022-02-01 building",
    ],
    [
      "started when a fee was due",
      { facts: { ...MARCH, startedOn: "2023-06-01" } },
      "2023-05-31",
      "idleFee > 2023-06-01 building",
    ],
    ["started, long after", { facts: STARTED }, "2032-01-01", "building"],
    ["finished", { facts: { ...STARTED, completedOn: "2023-05-05" } }, "2023-05-05", "completed"],
    [
      "about to be finished",
      { facts: { ...STARTED, completedOn: "2023-05-05" } },
      "2023-05-04",
      "building > 2023-05-05 completed",
    ],
    [
      "producing without a day of completion",
      { facts: { ...STARTED, productionStart: "2023-07-01" } },
      "2023-07-02",
      "completed",
    ],
    // Thirds and quarters (art. 2(2)).
    [
      "suspended a year, under a third",
      { facts: { ...STARTED, ...SHORT }, events: [suspension("2022-06-01")] },
      "2023-06-01",
      "suspended > 2023-06-02 idleUnfinished",
    ],
    [
      "suspended a year and a day, under a third",
      { facts: { ...STARTED, ...SHORT }, events: [suspension("2022-06-01")] },
      "2023-06-02",
      "idleUnfinished",
    ],
    [
      "exactly a third and a quarter",
      {
        facts: {
          ...STARTED,
          devArea: 100,
          devAreaDue: 300,
          investedWanYuan: 25,
          totalInvestWanYuan: 100,
        },
        events: [suspension("2022-06-01")],
      },
      "2024-06-01",
      "suspended",
    ],
    [
      "a hundredth of a square metre under a third",
      {
        facts: {
          ...STARTED,
          devArea: "9999.99",
          devAreaDue: "30000",
          investedWanYuan: 25,
          totalInvestWanYuan: 100,
        },
        events: [suspension("2022-06-01")],
      },
      "2024-06-01",
      "idleUnfinished",
    ],
    [
      "100 yuan under a quarter",
      {
        facts: {
          ...STARTED,
          devArea: 100,
          devAreaDue: 300,
          investedWanYuan: "1999.99",
          totalInvestWanYuan: "8000",
        },
        events: [suspension("2022-06-01")],
      },
      "2024-06-01",
      "idleUnfinished",
    ],
    [
      "over both marks",
      { facts: { ...STARTED, ...HALF }, events: [suspension("2022-06-01")] },
      "2024-06-01",
      "suspended",
    ],
    [
      "area and money unknown",
      { facts: STARTED, events: [suspension("2022-06-01")] },
      "2024-06-01",
      "suspended",
    ],
    [
      "suspended on a leap day",
      {
        facts: { ...STARTED, ...SHORT, startedOn: "2020-01-01" },
        events: [suspension("2020-02-29")],
      },
      "2021-02-28",
      "suspended > 2021-03-01 idleUnfinished",
    ],
    // Spells of suspension.
    [
      "between two spells",
      {
        facts: { ...STARTED, ...SHORT },
        events: [suspension("2022-06-01"), resumption("2022-09-01"), suspension("2022-12-01")],
      },
      "2022-10-01",
      "building",
    ],
    [
      "in the second spell the year begins anew",
      {
        facts: { ...STARTED, ...SHORT },
        events: [suspension("2022-06-01"), resumption("2022-09-01"), suspension("2022-12-01")],
      },
      "2023-06-02",
      "suspended > 2023-12-02 idleUnfinished",
    ],
    [
      "resumed on the anniversary",
      {
        facts: { ...STARTED, ...SHORT },
        events: [suspension("2022-06-01"), resumption("2023-06-01")],
      },
      "2023-06-02",
      "building",
    ],
    [
      "resumed a day late, the idle day",
      {
        facts: { ...STARTED, ...SHORT },
        events: [suspension("2022-06-01"), resumption("2023-06-03")],
      },
      "2023-06-02",
      "idleUnfinished",
    ],
    [
      "the ledger's own suspension",
      { facts: { ...STARTED, ...SHORT, suspendedSince: "2022-06-01" } },
      "2023-06-02",
      "idleUnfinished",
    ],
    [
      "the ledger's suspension before a recorded resumption",
      {
        facts: { ...STARTED, ...SHORT, suspendedSince: "2022-06-01" },
        events: [resumption("2022-08-01")],
      },
      "2023-06-02",
      "building",
    ],
    [
      "suspended twice on record without a resumption: the first counts",
      {
        facts: { ...STARTED, ...SHORT },
        events: [suspension("2022-06-01"), suspension("2022-11-01")],
      },
      "2023-06-02",
      "idleUnfinished",
    ],
    // Pauses.
    [
      "a government pause of 30 days",
      { facts: { ...MARCH, pauses: [pause("2022-06-01", "2022-06-30")] } },
      "2023-03-31",
      "overdue > 2023-04-01 idleAgreement",
    ],
    [
      "its cause settles by agreement",
      { facts: { ...MARCH, pauses: [pause("2022-06-01", "2022-06-30")] } },
      "2023-04-01",
      "idleAgreement",
    ],
    [
      "force majeure counts alike",
      { facts: { ...MARCH, pauses: [pause("2022-06-01", "2022-06-30", "forceMajeure")] } },
      "2023-04-01",
      "idleAgreement",
    ],
    [
      "the holder's pause counts nothing",
      { facts: { ...MARCH, pauses: [pause("2022-06-01", "2023-02-01", "holder")] } },
      "2023-03-02",
      "idleFee > 2024-03-02 idleRecovery",
    ],
    [
      "two pauses that overlap, each day once",
      {
        facts: {
          ...MARCH,
          pauses: [
            pause("2022-06-01", "2022-06-20"),
            pause("2022-06-11", "2022-06-30", "forceMajeure"),
          ],
        },
      },
      "2023-03-31",
      "overdue > 2023-04-01 idleAgreement",
    ],
    [
      "two that touch are one",
      {
        facts: {
          ...MARCH,
          pauses: [pause("2022-06-01", "2022-06-15"), pause("2022-06-16", "2022-06-30")],
        },
      },
      "2023-03-31",
      "overdue > 2023-04-01 idleAgreement",
    ],
    [
      "one inside another",
      {
        facts: {
          ...MARCH,
          pauses: [pause("2022-06-01", "2022-06-30"), pause("2022-06-10", "2022-06-12")],
        },
      },
      "2023-03-31",
      "overdue > 2023-04-01 idleAgreement",
    ],
    [
      "before the day to start by",
      { facts: { ...MARCH, pauses: [pause("2022-01-01", "2022-02-28")] } },
      "2023-03-02",
      "idleAgreement",
    ],
    [
      "half before it",
      { facts: { ...MARCH, pauses: [pause("2022-02-20", "2022-03-11")] } },
      "2023-03-11",
      "overdue > 2023-03-12 idleAgreement",
    ],
    [
      "into the pushed days it pushes again",
      {
        facts: {
          ...MARCH,
          pauses: [pause("2022-06-01", "2022-06-30"), pause("2023-03-31", "2023-04-09")],
        },
      },
      "2023-04-10",
      "overdue > 2023-04-11 idleAgreement",
    ],
    [
      "one that still lasts: the year does not end",
      { facts: { ...MARCH, pauses: [pause("2022-06-01", null)] } },
      "2032-01-01",
      "overdue",
    ],
    [
      "across a leap day",
      {
        facts: {
          agreedStart: "2023-03-01",
          pauses: [pause("2024-02-20", "2024-03-05", "holder"), pause("2024-02-28", "2024-03-01")],
        },
      },
      "2024-03-04",
      "overdue > 2024-03-05 idleAgreement",
    ],
    [
      "a year of pause is a year more",
      { facts: { ...MARCH, pauses: [pause("2022-04-01", "2023-03-31")] } },
      "2024-02-29",
      "overdue > 2024-03-01 idleAgreement",
    ],
    [
      "government first, the holder last: the holder's",
      {
        facts: {
          ...MARCH,
          pauses: [pause("2022-06-01", "2022-06-30"), pause("2022-12-01", "2022-12-31", "holder")],
        },
      },
      "2023-04-01",
      "idleFee > 2024-04-01 idleRecovery",
    ],
    [
      "a suspension paused by the government",
      {
        facts: { ...STARTED, ...SHORT, pauses: [pause("2022-07-01", "2022-07-31")] },
        events: [suspension("2022-06-01")],
      },
      "2023-07-02",
      "suspended > 2023-07-03 idleUnfinished",
    ],
    // Amended contracts.
    [
      "before the supplement was made the old day counts",
      { facts: MARCH, events: [supplement("2023-06-15", "2024-06-01")] },
      "2023-06-14",
      "idleFee > 2024-03-02 idleRecovery",
    ],
    [
      "from the day of the supplement the new one does",
      { facts: MARCH, events: [supplement("2023-06-15", "2024-06-01")] },
      "2023-06-15",
      "beforeStart > 2024-06-02 overdue",
    ],
    [
      "the new day's anniversary",
      { facts: MARCH, events: [supplement("2023-06-15", "2024-06-01")] },
      "2025-06-02",
      "idleFee > 2026-06-02 idleRecovery",
    ],
    [
      "two supplements, in the time of the first",
      {
        facts: MARCH,
        events: [supplement("2022-06-01", "2022-12-01"), supplement("2023-06-01", "2023-12-01")],
      },
      "2023-05-31",
      "overdue > 2023-12-02 idleFee",
    ],
    [
      "two supplements, in the time of the second",
      {
        facts: MARCH,
        events: [supplement("2022-06-01", "2022-12-01"), supplement("2023-06-01", "2023-12-01")],
      },
      "2024-12-02",
      "idleFee > 2025-12-02 idleRecovery",
    ],
    [
      "a day that only the ledger knows holds from the beginning",
      { facts: { ...MARCH, supplementStart: "2023-01-01" } },
      "2023-03-02",
      "overdue > 2024-01-02 idleFee",
    ],
    [
      "and is dated by the agreement that sets it",
      {
        facts: { ...MARCH, supplementStart: "2024-06-01" },
        events: [supplement("2023-06-15", "2024-06-01")],
      },
      "2023-06-14",
      "idleFee > 2024-03-02 idleRecovery",
    ],
    [
      "a supplement to a delivery without an agreed day",
      {
        facts: { deliveryConfirmed: "2021-06-30" },
        events: [supplement("2022-01-10", "2022-03-01")],
      },
      "2023-03-02",
      "idleFee > 2024-03-02 idleRecovery",
    ],
    [
      "a supplement to a leap day",
      { facts: MARCH, events: [supplement("2023-06-15", "2024-02-29")] },
      "2025-03-01",
      "idleFee > 2026-03-01 idleRecovery",
    ],
    [
      "a second contract after the first was given up",
      { facts: {}, contracts: [MARCH, { suppliedOn: "2024-05-01", agreedStart: "2024-11-01" }] },
      "2024-05-01",
      "beforeStart > 2024-11-02 overdue",
    ],
    [
      "the day before it",
      { facts: {}, contracts: [MARCH, { suppliedOn: "2024-05-01", agreedStart: "2024-11-01" }] },
      "2024-04-30",
      "idleRecovery",
    ],
  ])("%s", (_, told, day, expected) => {
    expect(say(told, day)).toBe(expected)
  })
})

describe("a timeline tells every state with its first day", () => {
  test.each<[string, Told, string, string]>([
    [
      "from supply to free recovery",
      { facts: MARCH },
      "2021-09-01",
      "2021-09-01 beforeStart, 2022-03-02 overdue, 2023-03-02 idleFee, 2024-03-02 idleRecovery",
    ],
    [
      "a supplement takes the fee back and sets the clock anew",
      { facts: MARCH, events: [supplement("2023-06-15", "2024-06-01")] },
      "2021-09-01",
      "2021-09-01 beforeStart, 2022-03-02 overdue, 2023-03-02 idleFee, 2023-06-15 beforeStart, 2024-06-02 overdue, 2025-06-02 idleFee, 2026-06-02 idleRecovery",
    ],
    [
      "started, suspended twice, finished",
      {
        facts: { ...STARTED, ...SHORT, completedOn: "2025-01-10" },
        events: [
          suspension("2022-06-01"),
          resumption("2022-09-01"),
          suspension("2022-12-01"),
          resumption("2024-03-01"),
        ],
      },
      "2022-01-01",
      "2022-01-01 beforeStart, 2022-02-01 building, 2022-06-01 suspended, 2022-09-01 building, 2022-12-01 suspended, 2023-12-02 idleUnfinished, 2024-03-01 building, 2025-01-10 completed",
    ],
    [
      "a government pause that begins after the first year makes of the fee an agreement",
      { facts: { ...MARCH, pauses: [pause("2023-05-01", "2023-05-31")] } },
      "2022-03-02",
      "2022-03-02 overdue, 2023-03-02 idleFee, 2023-05-01 idleAgreement",
    ],
  ])("%s", (_, told, from, expected) => {
    expect(tell(told, from)).toBe(expected)
  })

  test("no state stands without evidence", () => {
    const told: Told[] = [
      { facts: {} },
      { facts: { suppliedOn: "2020-01-01" } },
      { facts: MARCH },
      { facts: { ...MARCH, pauses: [pause("2022-06-01", "2022-06-30")] } },
      {
        facts: { ...STARTED, ...SHORT, completedOn: "2026-01-01" },
        events: [suspension("2022-06-01")],
      },
    ]
    const states = new Set<string>()
    for (const one of told)
      for (const { from } of tellTimeline(recordOf(one), "2019-01-01")) {
        const stand = standOn(recordOf(one), from)
        states.add(stand.state)
        expect(citeState(stand).length).toBeGreaterThan(0)
      }
    expect(states.size).toBe(11)
  })
})
