import { describe, expect, test } from "vitest"
import type { Facts } from "../../server/flags/facts.rules.ts"
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
    expect(reasons(MARCH, "2024-03-01")).toEqual([["agreedStart", "2022-03-01", "2023-03-01"]])
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
