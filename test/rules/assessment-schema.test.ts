import { describe, expect, test } from "vitest"
import { ScoreRequest, ScoreResponse } from "../../server/assessment/schema.ts"
import { SHIPPED_SCHEMES } from "../../server/assessment/schemes.ts"
import { pointer } from "../../server/http/validate.ts"
import { firm, plainScheme, score } from "../support/population.ts"

const request = (scheme: object, enterprises: object[] = []) => ({
  scheme,
  fiscalYear: 2022,
  enterprises,
})

/** The places that a request is refused for, as JSON pointers. */
function placesOf(body: object): string[] {
  const parsed = ScoreRequest.safeParse(body)
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => pointer(path))
}

const fixed = (value: number) => ({ kind: "fixed", value })
const indicator = (id: string, weight: number, benchmark: object = fixed(1)) => ({
  id,
  weight,
  benchmark,
  missing: "zero",
})
const withIndicators = (...indicators: object[]) => request({ ...plainScheme(), indicators })
const withCuts = (cuts: unknown[], more: object = {}) =>
  request({
    ...plainScheme(),
    gradeRule: { kind: "rankPercent", cuts, rest: "D", ...more },
  })

describe("shipped schemes", () => {
  test.each(SHIPPED_SCHEMES.map(({ scheme }) => [scheme.id, scheme] as const))(
    "%s validates",
    (_, scheme) => {
      expect(placesOf(request(scheme))).toEqual([])
    },
  )

  test("ids are unique, and each says what was published and what was assumed", () => {
    const ids = SHIPPED_SCHEMES.map(({ scheme }) => scheme.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { published, assumed } of SHIPPED_SCHEMES) {
      expect(published).not.toEqual([])
      expect(assumed).not.toEqual([])
    }
  })

  test("exactly the schemes without a source are labelled as no official scheme", () => {
    const labelled = SHIPPED_SCHEMES.filter(({ label }) => label === "演示方案，非官方方案")
    expect(labelled.map(({ scheme }) => scheme.id)).toEqual(["DEMO", "DEMO-below"])
    expect(SHIPPED_SCHEMES.filter(({ source }) => source === null)).toEqual(labelled)
  })
})

describe("a scheme that cannot be used is refused with its place", () => {
  test.each([
    [99.99, ["/scheme/indicators"]],
    [100, []],
    [100.01, ["/scheme/indicators/0/weight", "/scheme/indicators"]],
  ])("weights of %d", (weight, places) => {
    expect(placesOf(withIndicators(indicator("taxPerMu", weight)))).toEqual(places)
  })

  test("weights are added exactly: 33.3 + 33.3 + 33.4 is 100, and 1e-9 more is not", () => {
    const three = (last: number) =>
      withIndicators(
        indicator("taxPerMu", 33.3),
        indicator("revenuePerMu", 33.3),
        indicator("rdRatio", last),
      )
    expect(placesOf(three(33.4))).toEqual([])
    expect(placesOf(three(33.400000001))).toEqual(["/scheme/indicators"])
  })

  test.each<[string, object, string[]]>([
    [
      "an unknown indicator",
      withIndicators(indicator("profitPerMu", 100)),
      ["/scheme/indicators/0/id"],
    ],
    [
      "an indicator twice",
      withIndicators(indicator("taxPerMu", 50), indicator("taxPerMu", 50)),
      ["/scheme/indicators/1/id"],
    ],
    [
      "a benchmark of 0",
      withIndicators(indicator("taxPerMu", 100, fixed(0))),
      ["/scheme/indicators/0/benchmark/value"],
    ],
    [
      "a benchmark below 0",
      withIndicators(indicator("taxPerMu", 100, fixed(-1))),
      ["/scheme/indicators/0/benchmark/value"],
    ],
    [
      "an industry's benchmark of 0",
      withIndicators(indicator("taxPerMu", 100, { kind: "byIndustry", values: { "36": 0 } })),
      ["/scheme/indicators/0/benchmark/values/36"],
    ],
    [
      "no benchmark for a ratio",
      withIndicators({ id: "taxPerMu", weight: 100, missing: "zero" }),
      ["/scheme/indicators/0/benchmark"],
    ],
    [
      "an unknown rule for missing values",
      withIndicators({ ...indicator("taxPerMu", 100), missing: "guess" }),
      ["/scheme/indicators/0/missing"],
    ],
    [
      "ranking mixed into scoring",
      withIndicators({ ...indicator("taxPerMu", 100), method: "rankOnly" }),
      ["/scheme/indicators/0/method"],
    ],
    [
      "cuts that fall",
      withCuts([
        ["A", 60],
        ["B", 20],
      ]),
      ["/scheme/gradeRule/cuts/1/1"],
    ],
    [
      "equal cuts",
      withCuts([
        ["A", 20],
        ["B", 20],
      ]),
      ["/scheme/gradeRule/cuts/1/1"],
    ],
    [
      "a cut of 100",
      withCuts([
        ["A", 20],
        ["B", 100],
      ]),
      ["/scheme/gradeRule/cuts/1/1"],
    ],
    ["a cut of 0", withCuts([["A", 0]]), ["/scheme/gradeRule/cuts/0/1"]],
    [
      "a grade twice",
      withCuts([
        ["A", 20],
        ["A", 60],
      ]),
      ["/scheme/gradeRule/cuts/1/0"],
    ],
    ["a rest that is a cut", withCuts([["D", 20]]), ["/scheme/gradeRule/rest"]],
    [
      "score cuts that rise",
      withCuts(
        [
          ["A", 60],
          ["B", 90],
        ],
        { kind: "score" },
      ),
      ["/scheme/gradeRule/cuts/1/1"],
    ],
    ["an unknown method", request({ ...plainScheme(), method: "guess" }), ["/scheme/method"]],
    [
      "an unknown adjustment",
      request({ ...plainScheme(), adjustments: ["forceE"] }),
      ["/scheme/adjustments/0"],
    ],
    [
      "an adjustment to no grade",
      request({ ...plainScheme(), adjustments: [{ event: "x", effect: "set", grade: "E" }] }),
      ["/scheme/adjustments/0/grade"],
    ],
    [
      "a penalty by name of a rule",
      request({ ...plainScheme(), penalty: [{ id: "leaseOut", rule: "wenling_2022" }] }),
      ["/scheme/penalty/0"],
    ],
    [
      "a bonus group twice",
      request({ ...plainScheme(), bonus: { groups: [{ id: "a" }, { id: "a" }] } }),
      ["/scheme/bonus/groups/1/id"],
    ],
    [
      "grades by score where nothing is scored",
      request({
        ...plainScheme(),
        method: "rankOnly",
        gradeRule: { kind: "score", cuts: [["A", 90]] },
      }),
      ["/scheme/gradeRule/kind"],
    ],
  ])("%s", (_, body, places) => {
    expect(placesOf(body)).toEqual(places)
  })

  test.each<[string, object, string, string]>([
    ["the scheme", { ...plainScheme(), weigths: 1 }, "/scheme", "weigths"],
    [
      "an indicator",
      { ...plainScheme(), indicators: [{ ...indicator("taxPerMu", 100), cap: 2 }] },
      "/scheme/indicators/0",
      "cap",
    ],
  ])("an unknown key in %s is named", (_, scheme, place, key) => {
    const parsed = ScoreRequest.safeParse(request(scheme))
    expect(parsed.error?.issues.map(({ path, message }) => [pointer(path), message])).toEqual([
      [place, `不认识的字段：${key}`],
    ])
  })
})

describe("a firm that cannot be read is refused with its place", () => {
  test.each<[string, object, string]>([
    ["a misspelt amount", { creditCode: "F", taxWanyuan: 1 }, "/enterprises/0"],
    ["an amount as text", { creditCode: "F", taxWanYuan: "1,350" }, "/enterprises/0/taxWanYuan"],
    ["an amount beyond sense", { creditCode: "F", taxWanYuan: 1e16 }, "/enterprises/0/taxWanYuan"],
    [
      "an amount too small to divide by",
      { creditCode: "F", energyTce: 1e-300 },
      "/enterprises/0/energyTce",
    ],
    ["an infinite amount", { creditCode: "F", taxWanYuan: Infinity }, "/enterprises/0/taxWanYuan"],
    ["a code as a number", { creditCode: 91330 }, "/enterprises/0/creditCode"],
    ["no code", {}, "/enterprises/0/creditCode"],
    ["an unknown class", { creditCode: "F", ratingClass: "T" }, "/enterprises/0/ratingClass"],
    ["half a tenant", { creditCode: "F", tenants: 1.5 }, "/enterprises/0/tenants"],
  ])("%s", (_, enterprise, place) => {
    expect(placesOf(request(plainScheme(), [enterprise]))).toEqual([place])
  })

  test("null, absent and zero are all readable", () => {
    const enterprises = [{ creditCode: "F", taxWanYuan: null, revenueWanYuan: 0 }]
    expect(placesOf(request(plainScheme(), enterprises))).toEqual([])
  })
})

test("the answer is what the schema says it is, in numbers that JSON carries", () => {
  const answer = score(plainScheme(), [
    firm("F", { ownedMu: 3, revenueWanYuan: 1 }),
    firm("G", { ownedMu: 0 }),
  ])
  expect(ScoreResponse.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer)
  expect(answer.results[0]?.items[0]?.value).toBe(0.333333333333333)
})
