import { describe, expect, test } from "vitest"
import type { Enterprise } from "../../server/assessment/enterprise.rules.ts"
import type { GradeRule, Scheme } from "../../server/assessment/scheme.rules.ts"
import {
  codesOf,
  firm,
  plainIndicator,
  plainScheme,
  resultOf,
  score,
  shipped,
} from "../support/population.ts"

type Cuts = [number, number, number]
const rankPercent = ([a, b, c]: Cuts, tie?: "ordinal" | "shared"): GradeRule => ({
  kind: "rankPercent",
  cuts: [
    ["A", a],
    ["B", b],
    ["C", c],
  ],
  rest: "D",
  tie,
})

/** Domain golden case G-05: twenty rated firms by score and tax per mu; C04 and C05 are tied. */
const TWENTY: [string, number, number][] = [
  ["C01", 132.4, 52],
  ["C02", 118.75, 41.5],
  ["C03", 104.1, 33],
  ["C04", 88, 27.2],
  ["C05", 88, 25.9],
  ["C06", 83.65, 26.4],
  ["C07", 79.2, 21],
  ["C08", 77.77, 18.8],
  ["C09", 71.05, 17.3],
  ["C10", 68.08, 15],
  ["C11", 64.9, 14.1],
  ["C12", 60, 12.6],
  ["C13", 55.55, 11],
  ["C14", 49.31, 9.4],
  ["C15", 44.44, 8.2],
  ["C16", 37.1, 6.6],
  ["C17", 29.95, 5.1],
  ["C18", 21.3, 3.9],
  ["C19", 14.02, 2.7],
  ["C20", 3.3, 0.4],
]
const twenty = (given: Record<string, Partial<Enterprise>> = {}) =>
  TWENTY.map(([code, points, taxPerMu]) =>
    firm(code, { revenueWanYuan: points, taxWanYuan: taxPerMu, ...given[code] }),
  )
const inGrade = (answer: ReturnType<typeof score>, grade: string) =>
  answer.results.filter((result) => result.grade === grade).map(({ creditCode }) => creditCode)

describe("G-05 cuts and ties", () => {
  test.each<[Cuts, number[], number[]]>([
    [
      [20, 60, 95],
      [4, 8, 7, 1],
      [5, 7, 7, 1],
    ],
    [
      [20, 65, 95],
      [4, 9, 6, 1],
      [5, 8, 6, 1],
    ],
    [
      [25, 70, 95],
      [5, 9, 5, 1],
      [5, 9, 5, 1],
    ],
    [
      [5, 75, 95],
      [1, 14, 4, 1],
      [1, 14, 4, 1],
    ],
  ])("cuts %j give %j with ordinal ranks and %j with shared ones", (cuts, ordinal, shared) => {
    const countsOf = (tie: "ordinal" | "shared") =>
      Object.values(score(plainScheme({ gradeRule: rankPercent(cuts, tie) }), twenty()).counts)
    expect(countsOf("ordinal")).toEqual(ordinal)
    expect(countsOf("shared")).toEqual(shared)
  })

  test("without a word on ties the higher tax per mu takes the better rank", () => {
    const answer = score(plainScheme(), twenty())
    expect(inGrade(answer, "A")).toEqual(["C01", "C02", "C03", "C04"])
    expect(resultOf(answer, "C05")).toMatchObject({ rank: 5, gradeByRank: "B", grade: "B" })
    expect(codesOf(resultOf(answer, "C05").reasons)).toEqual(["tied"])
  })

  test("shared ranks skip as many as they share", () => {
    const answer = score(plainScheme({ gradeRule: rankPercent([20, 60, 95], "shared") }), twenty())
    expect(["C04", "C05", "C06"].map((code) => resultOf(answer, code).rank)).toEqual([4, 4, 6])
  })

  test("equal scores and tax per mu fall to tax paid, then to the credit code", () => {
    const scheme = plainScheme({ minStratumSize: 0 })
    const answer = score(scheme, [
      firm("Z", { revenueWanYuan: 50, taxWanYuan: 5 }),
      firm("Y", { revenueWanYuan: 50, taxWanYuan: 5 }),
      firm("X", { ownedMu: 2, revenueWanYuan: 100, taxWanYuan: 10 }),
      firm("W", { revenueWanYuan: 50 }),
    ])
    expect(answer.results.map(({ creditCode }) => creditCode)).toEqual(["X", "Y", "Z", "W"])
  })

  test("points equal but for the rounding of quotients are tied", () => {
    // 100/3 thrice against 100: three items of a third each.
    const thirds = plainIndicator({})
    thirds.indicators = [
      { id: "revenuePerMu", weight: 50, benchmark: { kind: "fixed", value: 3 }, missing: "zero" },
      { id: "taxPerMu", weight: 50, benchmark: { kind: "fixed", value: 3 }, missing: "zero" },
    ]
    thirds.gradeRule = rankPercent([20, 60, 95], "shared")
    const answer = score(thirds, [
      firm("P", { revenueWanYuan: 1, taxWanYuan: 2 }),
      firm("Q", { revenueWanYuan: 3, taxWanYuan: 0 }),
    ])
    expect(answer.results.map(({ rank }) => rank)).toEqual([1, 1])
  })
})

describe("cuts are inclusive integers: rank x 100 <= firms x percent", () => {
  const counts = (size: number, cuts: Cuts) => {
    const firms = Array.from({ length: size }, (_, place) =>
      firm(String(place).padStart(4, "0"), { revenueWanYuan: size - place }),
    )
    return Object.values(score(plainScheme({ gradeRule: rankPercent(cuts) }), firms).counts)
  }

  test.each<[number, number[]]>([
    [1, [0, 0, 0, 1]],
    [2, [0, 1, 0, 1]],
    [3, [0, 1, 1, 1]],
    [5, [1, 2, 1, 1]],
    [10, [2, 4, 3, 1]],
    [21, [4, 8, 7, 2]],
    [37, [7, 15, 13, 2]],
    [100, [20, 40, 35, 5]],
    [755, [151, 302, 264, 38]],
  ])("a stratum of %d under 20/60/95", (size, expected) => {
    expect(counts(size, [20, 60, 95])).toEqual(expected)
  })

  test("Tongling's 755 under 20/65/95", () => {
    expect(counts(755, [20, 65, 95])).toEqual([151, 339, 227, 38])
  })

  test("strata of 1 to 50 agree with the inequality rank by rank", () => {
    for (let size = 1; size <= 50; size += 1) {
      const expected = { A: 0, B: 0, C: 0, D: 0 }
      for (let rank = 1; rank <= size; rank += 1)
        if (rank * 100 <= size * 20) expected.A += 1
        else if (rank * 100 <= size * 60) expected.B += 1
        else if (rank * 100 <= size * 95) expected.C += 1
        else expected.D += 1
      expect(counts(size, [20, 60, 95])).toEqual(Object.values(expected))
    }
  })

  test("a fractional cut is exact: 12.5 % of 8 is rank 1", () => {
    expect(counts(8, [12.5, 60, 95])).toEqual([1, 3, 3, 1])
  })
})

describe("small strata", () => {
  const five = TWENTY.slice(0, 5).map(([code, points]) => firm(code, { revenueWanYuan: points }))

  test("at the minimum a stratum is graded", () => {
    expect(score(plainScheme({ minStratumSize: 5 }), five).counts).toEqual({
      A: 1,
      B: 2,
      C: 1,
      D: 1,
    })
  })

  test("below it grades are left to people, and ranks still tell what they would be", () => {
    const answer = score(plainScheme({ minStratumSize: 6 }), five)
    expect(answer.results.map(({ grade }) => grade)).toEqual([null, null, null, null, null])
    expect(answer.results.map(({ gradeByRank }) => gradeByRank)).toEqual(["A", "B", "B", "C", "D"])
    expect(answer.counts).toEqual({ A: 0, B: 0, C: 0, D: 0, withheld: 5 })
    expect(codesOf(answer.warnings)).toEqual(["gradeWithheld"])
  })

  test("firms that are not ranked do not make a stratum larger", () => {
    const exempt = firm("X", { ratingClass: "exempt", revenueWanYuan: 1 })
    expect(score(plainScheme({ minStratumSize: 6 }), [...five, exempt]).counts).toEqual({
      A: 0,
      B: 0,
      C: 0,
      D: 0,
      withheld: 5,
      exempt: 1,
    })
  })
})

describe("grades by score", () => {
  const byScore = plainScheme({
    gradeRule: {
      kind: "score",
      cuts: [
        ["A", 90],
        ["B", 75],
        ["C", 60],
      ],
    },
  })

  test.each([
    [90, "A"],
    [89.99, "B"],
    [75, "B"],
    [60, "C"],
    [59.999999, "D"],
    [-1, "D"],
  ])("%d points are %s", (points, grade) => {
    expect(score(byScore, [firm("F", { revenueWanYuan: points })]).results[0]?.grade).toBe(grade)
  })
})

describe("adjustments", () => {
  const order = ["protectFromD", "forceA", "veto", "forceD"] as const
  const maanshan = plainScheme({
    gradeRule: rankPercent([20, 65, 95]),
    adjustments: [...order],
  })

  test("Ma'anshan 2019: forced A, not in A or B, forced D, and nobody moves up for it", () => {
    const answer = score(
      maanshan,
      twenty({
        C09: { events: ["forceA"] },
        C12: { events: ["notAB"] },
        C07: { events: ["forceD"] },
      }),
    )
    expect(inGrade(answer, "A")).toEqual(["C01", "C02", "C03", "C04", "C09"])
    expect(inGrade(answer, "B")).toEqual(["C05", "C06", "C08", "C10", "C11", "C13"])
    expect(inGrade(answer, "C")).toEqual(["C12", "C14", "C15", "C16", "C17", "C18", "C19"])
    expect(inGrade(answer, "D")).toEqual(["C07", "C20"])
    expect(resultOf(answer, "C12")).toMatchObject({ rank: 12, gradeByRank: "B", grade: "C" })
  })

  const gradeOf = (code: string, events: string[], scheme: Scheme = maanshan) =>
    resultOf(score(scheme, twenty({ [code]: { events } })), code)

  test.each([
    ["C20", ["protectFromD"], "C"],
    ["C19", ["protectFromD"], "C"],
    ["C20", ["veto"], "D"],
    ["C15", ["veto"], "C"],
    ["C01", ["veto"], "C"],
    ["C20", ["forceA", "veto"], "C"],
    ["C20", ["protectFromD", "forceD"], "D"],
    ["C01", ["forceD", "forceA"], "D"],
  ])("%s with %j ends in %s", (code, events, grade) => {
    expect(gradeOf(code, events).grade).toBe(grade)
  })

  test("the scheme's order decides, not the firm's", () => {
    const forceALast = { ...maanshan, adjustments: ["forceD", "forceA"] } satisfies Scheme
    expect(gradeOf("C10", ["forceA", "forceD"], forceALast).grade).toBe("A")
    expect(gradeOf("C10", ["forceA", "forceD"]).grade).toBe("D")
  })

  test("every step is on record", () => {
    const { reasons } = gradeOf("C20", ["forceA", "veto"])
    expect(reasons.map(({ params }) => params)).toEqual([
      { event: "forceA", from: "D", to: "A" },
      { event: "veto", from: "A", to: "C" },
    ])
  })

  test("an event the scheme has no rule for changes nothing and is named", () => {
    const result = gradeOf("C01", ["veto"], plainScheme())
    expect(result.grade).toBe("A")
    expect(result.reasons.map(({ code, params }) => [code, params])).toEqual([
      ["eventNotInScheme", { event: "veto" }],
    ])
  })

  test("a place may give an event a meaning of its own", () => {
    const strict: Scheme = {
      ...maanshan,
      adjustments: [{ event: "veto", effect: "set", grade: "D" }],
    }
    expect(gradeOf("C01", ["veto"], strict).grade).toBe("D")
  })

  test("where there are only A and B, not in A or B leaves the last", () => {
    const scheme = plainScheme({
      gradeRule: { kind: "rankPercent", cuts: [["A", 30]], rest: "B" },
      adjustments: ["notAB"],
    })
    expect(gradeOf("C01", ["notAB"], scheme).grade).toBe("B")
  })
})

describe("ranking alone", () => {
  const scheme = shipped("AH-C-below")
  const ranked = (given: Enterprise[]) =>
    score({ ...scheme, minStratumSize: 0 }, given).results.map(({ creditCode, rank }) => [
      creditCode,
      rank,
    ])

  test("orders by the one indicator and gives no score", () => {
    const answer = score(scheme, twenty())
    expect(answer.counts).toEqual({ A: 5, B: 9, C: 5, D: 1 })
    // C06 has the lower score but pays more per mu than C05.
    expect(resultOf(answer, "C06")).toMatchObject({ rank: 5, total: null, totalRounded: null })
    expect(resultOf(answer, "C06").items).toEqual([
      { id: "taxPerMu", weight: 100, value: 26.4, benchmark: null, score: null, missing: false },
    ])
  })

  test("a missing value stands behind a negative one", () => {
    expect(ranked([firm("none"), firm("refund", { taxWanYuan: -5 })])).toEqual([
      ["refund", 1],
      ["none", 2],
    ])
  })

  test("with the rule to exclude, a missing value is not ranked", () => {
    const answer = score(
      plainIndicator(
        { id: "taxPerMu", benchmark: null, missing: "excludeRescale" },
        { method: "rankOnly" },
      ),
      [firm("none"), firm("paid", { taxWanYuan: 5 })],
    )
    expect(resultOf(answer, "none")).toMatchObject({ rank: null, grade: null })
    expect(codesOf(resultOf(answer, "none").reasons)).toEqual(["valueMissing", "valueNotRanked"])
  })

  test("direction down puts the lowest first", () => {
    const answer = score(
      plainIndicator({ id: "emissionPerValueAdded", benchmark: null }, { method: "rankOnly" }),
      [
        firm("dirty", { emissionT: 2, valueAddedWanYuan: 100 }),
        firm("clean", { emissionT: 1, valueAddedWanYuan: 100 }),
      ],
    )
    expect(answer.results.map(({ creditCode, items }) => [creditCode, items[0]?.value])).toEqual([
      ["clean", 10],
      ["dirty", 20],
    ])
  })
})
