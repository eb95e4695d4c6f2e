import { describe, expect, test } from "vitest"
import { addDays } from "../../geodata/days.ts"
import type { Facts, Pause } from "../../server/flags/facts.rules.ts"
import { evaluateRuleSet } from "../../server/flags/rules.ts"

const verdictOf = (facts: Facts, asOf: string) => {
  const [verdict] = evaluateRuleSet("idle-order53", asOf, [{ id: "P-1", facts }])
  if (!verdict) throw new Error("one parcel has one verdict")
  return verdict
}
/** `type1 fee20 since 2023-03-02 next 2024-03-02`, or `none next 2023-03-02`. */
const say = (facts: Facts, asOf: string) => {
  const { hits, nextChangeOn } = verdictOf(facts, asOf)
  const [hit] = hits
  const next = nextChangeOn ? ` next ${nextChangeOn}` : ""
  return hit ? `${hit.rule} ${hit.route} since ${hit.since}${next}` : `none${next}`
}

const MARCH: Facts = { agreedStart: "2022-03-01", cause: "holder", landPriceWanYuan: 1285 }
/** Started in 2021, suspended on 1 June 2022: thirteen months by 1 July 2023. */
const SUSPENDED: Facts = {
  agreedStart: "2021-03-01",
  startedOn: "2021-02-01",
  suspendedSince: "2022-06-01",
  devArea: 40,
  devAreaDue: 100,
  investedWanYuan: 30,
  totalInvestWanYuan: 100,
}
const pause = (from: string, to: string | null, cause: Pause["cause"] = "government"): Pause => ({
  from,
  to,
  cause,
})

describe("pauses push the anniversary by the days of their union inside the running period", () => {
  test.each<[string, Pause[], string]>([
    ["thirty days of government", [pause("2022-06-01", "2022-06-30")], "2023-04-01"],
    [
      "thirty days of force majeure",
      [pause("2022-06-01", "2022-06-30", "forceMajeure")],
      "2023-04-01",
    ],
    ["one day", [pause("2022-06-01", "2022-06-01")], "2023-03-03"],
    [
      "a holder's pause, which counts nothing",
      [pause("2022-06-01", "2023-02-01", "holder")],
      "2023-03-02",
    ],
    [
      "two that overlap, each day once",
      [pause("2022-06-01", "2022-06-20"), pause("2022-06-11", "2022-06-30", "forceMajeure")],
      "2023-04-01",
    ],
    [
      "one inside the other",
      [pause("2022-06-01", "2022-06-30"), pause("2022-06-10", "2022-06-12")],
      "2023-04-01",
    ],
    [
      "a holder's over a government's",
      [pause("2022-05-01", "2022-12-31", "holder"), pause("2022-06-01", "2022-06-30")],
      "2023-04-01",
    ],
    [
      "two apart",
      [pause("2022-10-01", "2022-10-10"), pause("2022-06-01", "2022-06-30")],
      "2023-04-11",
    ],
    ["one that ends before the period", [pause("2021-01-01", "2022-02-28")], "2023-03-02"],
    [
      "one that ends on the day of the event, which is not counted",
      [pause("2022-01-01", "2022-03-01")],
      "2023-03-02",
    ],
    ["one that ends on the first day counted", [pause("2022-01-01", "2022-03-02")], "2023-03-03"],
    ["one that reaches ten days in", [pause("2022-01-01", "2022-03-11")], "2023-03-12"],
    ["one that begins on the last day", [pause("2023-03-01", "2023-03-10")], "2023-03-12"],
    ["one that begins after the last day", [pause("2023-03-02", "2023-03-31")], "2023-03-02"],
    [
      "one that only the pushed period reaches",
      [pause("2022-06-01", "2022-06-30"), pause("2023-03-20", "2023-03-29")],
      "2023-04-11",
    ],
    [
      "one that the pushed period stops short of",
      [pause("2022-06-01", "2022-06-30"), pause("2023-04-01", "2023-04-30")],
      "2023-04-01",
    ],
    ["one across the whole year", [pause("2022-03-02", "2023-03-01")], "2024-03-01"],
  ])("%s", (_claim, pauses, firstIdleDay) => {
    const facts = { ...MARCH, pauses }
    expect(verdictOf(facts, addDays(firstIdleDay, -1)).hits).toEqual([])
    expect(verdictOf(facts, addDays(firstIdleDay, -1)).nextChangeOn).toBe(firstIdleDay)
    expect(verdictOf(facts, firstIdleDay).hits[0]?.since).toBe(firstIdleDay)
  })

  test("both anniversaries are pushed, and a pause in the second year only the second", () => {
    const both = { ...MARCH, pauses: [pause("2022-06-01", "2022-06-30")] }
    expect(say(both, "2023-04-01")).toBe("type1 fee20 since 2023-04-01 next 2024-04-01")
    expect(say(both, "2024-04-01")).toBe("type1 recover_free since 2023-04-01")
    const second = { ...MARCH, pauses: [pause("2023-06-01", "2023-06-30")] }
    expect(say(second, "2024-03-31")).toBe("type1 fee20 since 2023-03-02 next 2024-04-01")
  })

  test("a suspension's year is pushed too", () => {
    const facts = { ...SUSPENDED, devArea: 1, pauses: [pause("2022-12-01", "2022-12-10")] }
    expect(say(facts, "2023-06-11")).toBe("none next 2023-06-12")
    expect(say(facts, "2023-06-12")).toBe("type2 art12 since 2023-06-12")
  })

  test.each([{ to: null }, {}])(
    "a government pause that still lasts holds the clock: %o",
    (end) => {
      const lasting = { from: "2022-06-01", cause: "government" as const, ...end }
      expect(say({ ...MARCH, pauses: [lasting] }, "2032-01-01")).toBe("none")
      const over = { ...MARCH, pauses: [pause("2023-03-02", null)] }
      expect(say(over, "2023-03-02")).toBe("type1 fee20 since 2023-03-02")
    },
  )

  test("the reason tells how many days were not counted", () => {
    const facts = { ...MARCH, pauses: [pause("2022-06-01", "2022-06-30")] }
    expect(verdictOf(facts, "2023-04-01").hits[0]?.reasons[0]?.text).toBe(
      "应于 2022-03-01 动工，已满一年未动工，满期日 2023-03-31（扣除政府原因或不可抗力停工 30 日）",
    )
  })
})
