import * as fc from "fast-check"
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
const feeOf = (landPriceWanYuan: number | string) =>
  verdictOf({ agreedStart: "2022-03-01", cause: "holder", landPriceWanYuan }, "2023-06-01").hits[0]
    ?.feeWanYuan

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

describe("type 1, one and two full years after the effective start", () => {
  test.each<[string, Facts, string, string]>([
    ["the anniversary", MARCH, "2023-03-01", "none next 2023-03-02"],
    ["the day after", MARCH, "2023-03-02", "type1 fee20 since 2023-03-02 next 2024-03-02"],
    ["the second anniversary", MARCH, "2024-03-01", "type1 fee20 since 2023-03-02 next 2024-03-02"],
    ["the day after that", MARCH, "2024-03-02", "type1 recover_free since 2023-03-02"],
    ["the start itself", MARCH, "2022-03-01", "none next 2023-03-02"],
    ["ten years on", MARCH, "2032-03-01", "type1 recover_free since 2023-03-02"],
    [
      "a leap-day start, its anniversary",
      { agreedStart: "2020-02-29" },
      "2021-02-28",
      "none next 2021-03-01",
    ],
    [
      "a leap-day start, the day after",
      { agreedStart: "2020-02-29" },
      "2021-03-01",
      "type1 fee20 since 2021-03-01 next 2022-03-01",
    ],
    [
      "a leap-day start, the second anniversary",
      { agreedStart: "2020-02-29" },
      "2022-02-28",
      "type1 fee20 since 2021-03-01 next 2022-03-01",
    ],
    [
      "a start before a leap year's February ends",
      { agreedStart: "2019-02-28" },
      "2020-02-29",
      "type1 fee20 since 2020-02-29 next 2021-03-01",
    ],
    [
      "an anniversary that is a leap day after two years",
      { agreedStart: "2022-02-28" },
      "2024-02-28",
      "type1 fee20 since 2023-03-01 next 2024-02-29",
    ],
    [
      "new year's eve",
      { agreedStart: "2021-12-31" },
      "2023-01-01",
      "type1 fee20 since 2023-01-01 next 2024-01-01",
    ],
  ])("%s", (_claim, facts, asOf, said) => {
    expect(say(facts, asOf)).toBe(said)
  })
})

describe("the effective start", () => {
  test.each<[string, Facts, string, string]>([
    [
      "delivery counts a year later where no start was agreed",
      { deliveryConfirmed: "2021-06-30" },
      "2023-06-30",
      "none next 2023-07-01",
    ],
    [
      "and the clock runs from there",
      { deliveryConfirmed: "2021-06-30" },
      "2023-07-01",
      "type1 fee20 since 2023-07-01 next 2024-07-01",
    ],
    [
      "delivery on a leap day starts the clock on 28 February",
      { deliveryConfirmed: "2020-02-29" },
      "2022-03-01",
      "type1 fee20 since 2022-03-01 next 2023-03-01",
    ],
    [
      "an agreed start outranks an earlier delivery",
      { agreedStart: "2023-01-10", deliveryConfirmed: "2021-06-30" },
      "2023-12-31",
      "none next 2024-01-11",
    ],
    [
      "an agreed start outranks a later delivery",
      { agreedStart: "2021-01-10", deliveryConfirmed: "2021-06-30" },
      "2022-01-11",
      "type1 fee20 since 2022-01-11 next 2023-01-11",
    ],
    [
      "an amended contract restarts the clock",
      { ...MARCH, supplementStart: "2023-03-01" },
      "2024-03-01",
      "none next 2024-03-02",
    ],
    [
      "an amended contract counts from the amended day",
      { ...MARCH, supplementStart: "2023-03-01" },
      "2024-03-02",
      "type1 fee20 since 2024-03-02 next 2025-03-02",
    ],
    [
      "an amendment to an earlier day counts too",
      { ...MARCH, supplementStart: "2022-01-15" },
      "2023-01-16",
      "type1 fee20 since 2023-01-16 next 2024-01-16",
    ],
    [
      "null is as absent",
      { agreedStart: null, supplementStart: null, deliveryConfirmed: "2021-06-30" },
      "2023-07-01",
      "type1 fee20 since 2023-07-01 next 2024-07-01",
    ],
  ])("%s", (_claim, facts, asOf, said) => {
    expect(say(facts, asOf)).toBe(said)
  })

  test("the reason names the agreement that decided and the day the year ended", () => {
    const reasons = (facts: Facts, asOf: string) =>
      verdictOf(facts, asOf).hits[0]?.reasons.map(({ fact, value, threshold }) => [
        fact,
        value,
        threshold,
      ])
    expect(reasons({ ...MARCH, supplementStart: "2023-03-01" }, "2024-03-02")).toEqual([
      ["supplementStart", "2023-03-01", "2024-03-01"],
    ])
    expect(reasons({ deliveryConfirmed: "2021-06-30" }, "2023-07-01")).toEqual([
      ["deliveryConfirmed", "2021-06-30", "2023-06-30"],
    ])
    expect(reasons(MARCH, "2024-03-02")).toEqual([
      ["agreedStart", "2022-03-01", "2023-03-01"],
      ["agreedStart", "2022-03-01", "2024-03-01"],
    ])
  })
})

describe("a start ends type 1", () => {
  test.each<[string, Facts, string, string]>([
    ["started in time", { ...MARCH, startedOn: "2022-02-20" }, "2024-06-01", "none"],
    ["started late", { ...MARCH, startedOn: "2023-08-01" }, "2023-08-01", "none"],
    [
      "as of the day before the late start",
      { ...MARCH, startedOn: "2023-08-01" },
      "2023-07-31",
      "type1 fee20 since 2023-03-02 next 2023-08-01",
    ],
    [
      "as of a day before the idle year ended",
      { ...MARCH, startedOn: "2022-08-01" },
      "2022-05-01",
      "none",
    ],
    [
      "producing proves a start not on file",
      { ...MARCH, productionStart: "2023-01-01" },
      "2024-06-01",
      "none",
    ],
    [
      "so does an accepted completion",
      { ...MARCH, completedOn: "2023-01-01" },
      "2024-06-01",
      "none",
    ],
  ])("%s", (_claim, facts, asOf, said) => {
    expect(say(facts, asOf)).toBe(said)
  })
})

describe("route, fee and article", () => {
  test.each([
    [1285, 257],
    [2570, 514],
    ["1285", 257],
    [0, 0],
    [0.1, 0.02],
    [333.33, 66.666],
    ["123456789012345.67", "24691357802469.134"],
  ])("a price of %s costs a fee of %s", (price, fee) => {
    expect(feeOf(price)).toBe(fee)
  })

  test("the whole hit of a fee", () => {
    expect(verdictOf(MARCH, "2023-03-02")).toEqual({
      id: "P-1",
      hits: [
        {
          rule: "type1",
          level: "suspected",
          clause: "53-14(1)",
          clauses: ["53-2(1)", "53-14(1)"],
          state: "suspected_idle",
          route: "fee20",
          feeWanYuan: 257,
          since: "2023-03-02",
          nextChangeOn: "2024-03-02",
          reasons: [
            {
              fact: "agreedStart",
              value: "2022-03-01",
              threshold: "2023-03-01",
              text: "应于 2022-03-01 动工，已满一年未动工，满期日 2023-03-01",
              confidential: false,
            },
          ],
        },
      ],
      missingFacts: [],
      nextChangeOn: "2024-03-02",
    })
  })

  const ending = (facts: Facts, asOf: string) => {
    const [hit] = verdictOf(facts, asOf).hits
    return [hit?.clause, hit?.clauses, hit?.route, hit?.feeWanYuan]
  }

  test("recovery costs no fee and cites 14(2)", () => {
    const cited = ["53-14(2)", ["53-2(1)", "53-14(2)"], "recover_free", null]
    expect(ending(MARCH, "2024-03-02")).toEqual(cited)
  })

  test.each(["government", "forceMajeure"] as const)(
    "a cause of %s is settled by agreement at both dates, without a fee",
    (cause) => {
      const cited = ["53-2(1)", ["53-2(1)", "53-12"], "art12", null]
      expect(ending({ ...MARCH, cause }, "2023-03-02")).toEqual(cited)
      expect(ending({ ...MARCH, cause }, "2024-03-02")).toEqual(cited)
      expect(say({ ...MARCH, cause }, "2023-03-02")).toBe("type1 art12 since 2023-03-02")
      const reasons = verdictOf({ ...MARCH, cause }, "2023-03-02").hits[0]?.reasons
      expect(reasons?.map(({ fact }) => fact)).toEqual(["agreedStart", "cause"])
    },
  )

  test("type 2 is settled by agreement and cites 2(2)", () => {
    expect(ending({ ...SUSPENDED, devArea: 33.3 }, "2023-07-01")).toEqual([
      "53-2(2)",
      ["53-2(2)", "53-12"],
      "art12",
      null,
    ])
  })
})

describe("type 2, suspended a full year short of a third of the area or a quarter of the money", () => {
  const shortOf = (facts: Facts, asOf = "2023-07-01") =>
    verdictOf({ ...SUSPENDED, ...facts }, asOf).hits.flatMap(({ rule, reasons }) => [
      rule,
      ...reasons.map(({ fact }) => fact),
    ])
  const BY_AREA = ["type2", "suspendedSince", "devArea"]
  const BY_MONEY = ["type2", "suspendedSince", "investedWanYuan"]

  test.each<[string, Facts, string[]]>([
    ["33.3 of 100 developed", { devArea: 33.3 }, BY_AREA],
    ["24.99 of 100 invested", { investedWanYuan: 24.99 }, BY_MONEY],
    ["exactly a third", { devArea: 10, devAreaDue: 30 }, []],
    ["a hair below a third", { devArea: 9.999999, devAreaDue: 30 }, BY_AREA],
    ["a hair above a third", { devArea: 10.000001, devAreaDue: 30 }, []],
    ["33.33 of 100, no third", { devArea: 33.33 }, BY_AREA],
    ["33.34 of 100", { devArea: 33.34 }, []],
    ["0.1 of 0.3, which floats get wrong", { devArea: 0.1, devAreaDue: 0.3 }, []],
    [
      "a third of a large area in text",
      { devArea: "4115226303.23", devAreaDue: "12345678909.69" },
      [],
    ],
    ["exactly a quarter", { investedWanYuan: 25 }, []],
    ["a hair above a quarter", { investedWanYuan: 25.000001 }, []],
    ["a quarter of 0.4", { investedWanYuan: 0.1, totalInvestWanYuan: 0.4 }, []],
    ["exact third and exact quarter", { devArea: 100, devAreaDue: 300, investedWanYuan: 25 }, []],
    ["nothing developed, known", { devArea: 0 }, BY_AREA],
    ["nothing due", { devArea: 0, devAreaDue: 0 }, []],
    ["both short", { devArea: 1, investedWanYuan: 1 }, [...BY_AREA, "investedWanYuan"]],
    ["developed area unknown", { devArea: null, investedWanYuan: 24 }, BY_MONEY],
    ["everything unknown", { devArea: null, investedWanYuan: null }, []],
  ])("%s", (_claim, facts, said) => {
    expect(shortOf(facts)).toEqual(said)
  })

  test.each([
    ["2023-06-01", "none next 2023-06-02"],
    ["2023-06-02", "type2 art12 since 2023-06-02"],
  ])("suspended since 2022-06-01, as of %s: %s", (asOf, said) => {
    expect(say({ ...SUSPENDED, devArea: 33.3 }, asOf)).toBe(said)
  })

  test("suspended on a leap day, the year ends on 28 February", () => {
    const facts = {
      ...SUSPENDED,
      suspendedSince: "2020-02-29",
      startedOn: "2019-05-01",
      devArea: 1,
    }
    expect(say(facts, "2021-02-28")).toBe("none next 2021-03-01")
    expect(say(facts, "2021-03-01")).toBe("type2 art12 since 2021-03-01")
  })

  test("work that goes on is not suspended, however little is built", () => {
    expect(say({ ...SUSPENDED, suspendedSince: null, devArea: 0 }, "2030-01-01")).toBe("none")
  })

  test("a suspension still to come has not happened", () => {
    expect(say({ ...SUSPENDED, devArea: 1 }, "2022-05-31")).toBe("none next 2023-06-02")
  })

  test("the threshold stands beside the value, rounded up to 15 digits where a third has no end", () => {
    const reasons = verdictOf({ ...SUSPENDED, devArea: 33.3, investedWanYuan: 24.99 }, "2023-07-01")
      .hits[0]?.reasons
    expect(reasons?.map(({ fact, value, threshold }) => [fact, value, threshold])).toEqual([
      ["suspendedSince", "2022-06-01", "2023-06-01"],
      ["devArea", 33.3, 33.3333333333334],
      ["investedWanYuan", 24.99, 25],
    ])
  })
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

describe("missing facts never hit and are listed", () => {
  test.each<[string, Facts, string, string[]]>([
    ["nothing known", {}, "2023-07-01", ["agreedStart", "deliveryConfirmed"]],
    [
      "only the cause known",
      { cause: "holder" },
      "2023-07-01",
      ["agreedStart", "deliveryConfirmed"],
    ],
    [
      "suspended, the start not on file",
      { ...SUSPENDED, startedOn: null, devArea: 1 },
      "2023-07-01",
      ["startedOn"],
    ],
    [
      "suspended, nothing measured",
      { startedOn: "2021-02-01", suspendedSince: "2022-06-01" },
      "2023-07-01",
      ["devArea", "devAreaDue", "investedWanYuan", "totalInvestWanYuan"],
    ],
    [
      "suspended, one side of each comparison",
      { startedOn: "2021-02-01", suspendedSince: "2022-06-01", devArea: 1, totalInvestWanYuan: 9 },
      "2023-07-01",
      ["devAreaDue", "investedWanYuan"],
    ],
  ])("%s", (_claim, facts, asOf, missingFacts) => {
    const { hits, missingFacts: listed } = verdictOf(facts, asOf)
    expect([hits, listed]).toEqual([[], missingFacts])
  })

  test("an unknown cause and price are listed beside the hit, and the fee stays open", () => {
    const verdict = verdictOf({ agreedStart: "2022-03-01" }, "2023-03-02")
    expect(verdict.missingFacts).toEqual(["cause", "landPriceWanYuan"])
    expect(verdict.hits[0]).toMatchObject({ route: "fee20", feeWanYuan: null })
  })

  test("a started parcel misses nothing that only an unstarted one needs", () => {
    expect(verdictOf({ startedOn: "2021-02-01" }, "2023-07-01").missingFacts).toEqual([])
  })
})

describe("properties", () => {
  const day = fc.integer({ min: 0, max: 4000 }).map((count) => addDays("2015-01-01", count))
  const maybeDay = fc.option(day, { nil: null })
  const amount = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null })
  const cause = fc.constantFrom("holder" as const, "government" as const, "forceMajeure" as const)
  const anyPause = fc
    .record({ from: day, length: fc.integer({ min: 0, max: 500 }), cause })
    .map(({ from, length, cause }) => pause(from, addDays(from, length), cause))
  const facts = fc.record({
    agreedStart: maybeDay,
    supplementStart: maybeDay,
    deliveryConfirmed: maybeDay,
    startedOn: maybeDay,
    suspendedSince: maybeDay,
    devArea: amount,
    devAreaDue: amount,
    investedWanYuan: amount,
    totalInvestWanYuan: amount,
    landPriceWanYuan: amount,
    cause: fc.option(cause, { nil: null }),
    pauses: fc.array(anyPause, { maxLength: 5 }),
  })
  const RANK = { fee20: 1, recover_free: 2, art12: 3 }
  const rankOf = (sheet: Facts, asOf: string) => {
    const route = verdictOf(sheet, asOf).hits[0]?.route
    return route ? RANK[route] : 0
  }

  test("while nothing is started a later day never helps", () => {
    fc.assert(
      fc.property(facts, day, fc.integer({ min: 0, max: 2000 }), (sheet, asOf, days) => {
        const idle = { ...sheet, startedOn: null, suspendedSince: null, pauses: [] }
        expect(rankOf(idle, addDays(asOf, days))).toBeGreaterThanOrEqual(rankOf(idle, asOf))
      }),
    )
  })

  test("while work stands still a later day never helps", () => {
    fc.assert(
      fc.property(facts, day, day, fc.integer({ min: 0, max: 2000 }), (sheet, on, asOf, days) => {
        const stopped = { ...sheet, startedOn: on, suspendedSince: on, pauses: [] }
        const from = asOf < on ? on : asOf
        expect(rankOf(stopped, addDays(from, days))).toBeGreaterThanOrEqual(rankOf(stopped, from))
      }),
    )
  })

  test("a government pause more never brings a day forward", () => {
    fc.assert(
      fc.property(facts, anyPause, day, (sheet, more, asOf) => {
        const paused = {
          ...sheet,
          pauses: [...sheet.pauses, { ...more, cause: "government" as const }],
        }
        const [before] = verdictOf(sheet, asOf).hits
        const [after] = verdictOf(paused, asOf).hits
        if (after) expect((after.since ?? "") >= (before?.since ?? "9999")).toBe(true)
        expect(rankOf(paused, asOf)).toBeLessThanOrEqual(rankOf(sheet, asOf))
      }),
    )
  })

  test("a holder's pause changes nothing", () => {
    fc.assert(
      fc.property(facts, anyPause, day, (sheet, more, asOf) => {
        const paused = {
          ...sheet,
          pauses: [...sheet.pauses, { ...more, cause: "holder" as const }],
        }
        expect(verdictOf(paused, asOf)).toEqual(verdictOf(sheet, asOf))
      }),
    )
  })

  test("the order of parcels and of pauses does not matter", () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 6 }), day, (sheets, asOf) => {
        const parcels = sheets.map((sheet, id) => ({ id, facts: sheet }))
        const turned = parcels.map(({ id, facts: sheet }) => ({
          id,
          facts: { ...sheet, pauses: sheet.pauses.toReversed() },
        }))
        expect(evaluateRuleSet("idle-order53", asOf, turned.toReversed())).toEqual(
          evaluateRuleSet("idle-order53", asOf, parcels).toReversed(),
        )
      }),
    )
  })

  test("nothing changes before the day foretold, and something does on it", () => {
    fc.assert(
      fc.property(facts, day, fc.integer({ min: 1, max: 1500 }), (sheet, asOf, days) => {
        const outcome = (on: string) => {
          const [hit] = verdictOf(sheet, on).hits
          return hit ? `${hit.rule} ${hit.route}` : "none"
        }
        const { nextChangeOn } = verdictOf(sheet, asOf)
        const later = addDays(asOf, days)
        if (!nextChangeOn || later < nextChangeOn) expect(outcome(later)).toBe(outcome(asOf))
        if (nextChangeOn) expect(outcome(nextChangeOn)).not.toBe(outcome(asOf))
      }),
      { numRuns: 500 },
    )
  })

  test("a hit was there on its first day and not on the day before", () => {
    fc.assert(
      fc.property(facts, day, (sheet, asOf) => {
        const [hit] = verdictOf(sheet, asOf).hits
        if (!hit?.since) return
        expect(hit.since <= asOf).toBe(true)
        expect(verdictOf(sheet, hit.since).hits[0]?.rule).toBe(hit.rule)
        expect(verdictOf(sheet, addDays(hit.since, -1)).hits[0]?.rule).not.toBe(hit.rule)
      }),
    )
  })
})
