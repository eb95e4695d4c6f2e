import { Hono } from "hono"
import { describe, expect, test } from "vitest"
import type { Audience } from "../../server/db/audience.ts"
import { FACTS } from "../../server/flags/facts.rules.ts"
import { flagRoutes } from "../../server/flags/routes.ts"
import { EvaluateRequest, EvaluateResponse } from "../../server/flags/schema.ts"
import type { Env } from "../../server/http/context.ts"
import { respond } from "../../server/http/problem.ts"

const REQUEST = { ruleSet: "idle-order53", asOf: "2023-03-02", parcels: [] }
const OWN = {
  id: "own-2024",
  conditions: [{ id: "lowFar", text: "容积率偏低", when: { fact: "far", is: "<", value: 1 } }],
}

/** Where the request is refused, as dotted paths; empty when it is taken. */
const faultsOf = (request: unknown) =>
  EvaluateRequest.safeParse(request).error?.issues.map(({ path }) => path.join(".")) ?? []
const faultsOfRuleSet = (ruleSet: unknown) => faultsOf({ ...REQUEST, ruleSet })
const faultsOfFacts = (facts: unknown) => faultsOf({ ...REQUEST, parcels: [{ id: "P-1", facts }] })

describe("rule sets", () => {
  test.each<[string, unknown]>([
    ["idle-order53 by name", "idle-order53"],
    ["idle-order53 as a sheet", { id: "idle-order53" }],
    ["five-categories by name", "five-categories"],
    ["five-categories without the place's figures", { id: "five-categories" }],
    [
      "five-categories with them",
      { id: "five-categories", monthsToProduction: 12, undevelopedShareMin: "0.3" },
    ],
    ["liandu-2020 with its area", { id: "liandu-2020", areaMinMu: 10 }],
    [
      "liandu-2020 with an area of nothing, which is a figure too",
      { id: "liandu-2020", areaMinMu: 0 },
    ],
    [
      "liandu-2020 with everything",
      {
        id: "liandu-2020",
        areaMinMu: "10.5",
        taxMaxWanYuanPerMu: 3,
        mismatchK: 0.3,
        combine: "all",
        medians: { "17": { taxPerKwh: "0.3" } },
      },
    ],
    ["a customer's own", OWN],
  ])("%s is taken", (_claim, ruleSet) => {
    expect(faultsOfRuleSet(ruleSet)).toEqual([])
  })

  const when = (condition: unknown) => ({
    ...OWN,
    conditions: [{ ...OWN.conditions[0], when: condition }],
  })
  const nested = (depth: number): unknown =>
    depth === 0 ? { notYet: "startedOn" } : { all: [nested(depth - 1)] }

  test.each<[string, unknown, string[]]>([
    ["liandu-2020 by name, its area absent", "liandu-2020", ["ruleSet.areaMinMu"]],
    ["its area absent", { id: "liandu-2020" }, ["ruleSet.areaMinMu"]],
    ["its area null", { id: "liandu-2020", areaMinMu: null }, ["ruleSet.areaMinMu"]],
    ["its area negative", { id: "liandu-2020", areaMinMu: -1 }, ["ruleSet.areaMinMu"]],
    ["its area in words", { id: "liandu-2020", areaMinMu: "xx" }, ["ruleSet.areaMinMu"]],
    [
      "a factor of nothing",
      { id: "liandu-2020", areaMinMu: 1, mismatchK: 0 },
      ["ruleSet.mismatchK"],
    ],
    ["a misspelt parameter", { id: "liandu-2020", areaMinMu: 1, taxMax: 3 }, ["ruleSet"]],
    [
      "neither any nor all",
      { id: "liandu-2020", areaMinMu: 1, combine: "some" },
      ["ruleSet.combine"],
    ],
    [
      "a share above the whole",
      { id: "five-categories", undevelopedShareMin: 1.01 },
      ["ruleSet.undevelopedShareMin"],
    ],
    [
      "a share of nothing",
      { id: "five-categories", undevelopedShareMin: 0 },
      ["ruleSet.undevelopedShareMin"],
    ],
    [
      "half a month",
      { id: "five-categories", monthsToProduction: 0.5 },
      ["ruleSet.monthsToProduction"],
    ],
    ["an unknown name", "idle-order54", ["ruleSet"]],
    ["nothing", undefined, ["ruleSet"]],
    ["null", null, ["ruleSet"]],
    ["a number", 53, ["ruleSet"]],
    ["no conditions", { id: "own-2024", conditions: [] }, ["ruleSet.conditions"]],
    [
      "a condition of no known form",
      when({ fact: "far", is: "~", value: 1 }),
      ["ruleSet.conditions.0.when"],
    ],
    ["a condition that is code", when("far < 1"), ["ruleSet.conditions.0.when"]],
    [
      "a parameter that the rule set does not give",
      when({ any: [{ fact: "landMu", is: ">=", parameter: "areaMinMu" }] }),
      ["ruleSet.parameters.areaMinMu"],
    ],
    [
      "a parameter that every object inherits",
      when({ fact: "landMu", is: ">=", parameter: "constructor" }),
      ["ruleSet.parameters.constructor"],
    ],
    ["conditions four deep", when(nested(4)), ["ruleSet.conditions.0.when"]],
    ["conditions two thousand deep", when(nested(2000)), ["ruleSet.conditions.0.when"]],
  ])("%s is refused by its place", (_claim, ruleSet, faults) => {
    expect(faultsOfRuleSet(ruleSet)).toEqual(faults)
  })

  test("conditions three deep are taken", () => {
    expect(faultsOfRuleSet(when(nested(3)))).toEqual([])
  })
})

describe("facts", () => {
  test.each<[string, unknown]>([
    ["none", {}],
    ["every one null", Object.fromEntries(Object.keys(FACTS).map((fact) => [fact, null]))],
    ["decimals as numbers or text", { devArea: 33.3, devAreaDue: "100.00", taxPerMu: -0.5 }],
    ["a pause that lasts", { pauses: [{ from: "2022-01-01", to: null, cause: "government" }] }],
    ["a pause of one day", { pauses: [{ from: "2022-01-01", to: "2022-01-01", cause: "holder" }] }],
    ["facts of the customer's own", { patents: 3, note: { any: ["thing"] } }],
  ])("%s are taken", (_claim, facts) => {
    expect(faultsOfFacts(facts)).toEqual([])
  })

  test.each<[string, Record<string, unknown>]>([
    ["a day that is none", { agreedStart: "2022-02-30" }],
    ["a day with an hour", { agreedStart: "2022-03-01T00:00:00Z" }],
    ["a day as a number", { agreedStart: 20220301 }],
    ["a day no land law means", { agreedStart: "0022-03-01" }],
    ["a day far ahead", { agreedStart: "2922-03-01" }],
    ["an area with thousands separators", { devArea: "1,000" }],
    ["full-width digits", { devArea: "１２" }],
    ["an exponent in text", { devArea: "1e3" }],
    ["a dash for nothing", { devArea: "--" }],
    ["a number beyond reason", { devArea: 1e300 }],
    ["negative land", { landMu: -1 }],
    ["negative land in text", { landMu: "-1.5" }],
    ["yes for true", { aboveScale: "是" }],
    ["a code as a number", { industryCode: 1711 }],
    ["a cause nobody knows", { cause: "weather" }],
  ])("%s is refused by its name", (_claim, facts) => {
    expect(faultsOfFacts(facts)).toEqual([`parcels.0.facts.${Object.keys(facts)[0]}`])
  })

  test("a pause that ends before it begins is refused at its end", () => {
    const pauses = [{ from: "2022-01-02", to: "2022-01-01", cause: "government" }]
    expect(faultsOfFacts({ pauses })).toEqual(["parcels.0.facts.pauses.0.to"])
  })

  test("the schema knows the facts that the rules know", () => {
    const { facts } = EvaluateRequest.shape.parcels.element.shape
    expect(Object.keys(facts.shape).sort()).toEqual(Object.keys(FACTS).sort())
  })
})

describe("POST /evaluate", () => {
  const ask = async (body: string, audience: Audience = "planner") => {
    const app = new Hono<Env>()
      .use(async (c, next) => {
        c.set("actor", { audience, role: null, userId: null, name: "规划", requestId: "r-1" })
        await next()
      })
      .route("/api/flags", flagRoutes())
      .onError((error, c) => respond(error, c))
    return app.request("/api/flags/evaluate", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    })
  }
  const facts = { agreedStart: "2022-03-01", cause: "holder", landPriceWanYuan: 1285 }
  const GOOD = JSON.stringify({
    ...REQUEST,
    parcels: [
      { id: "P-1", facts },
      { id: 2, facts: {} },
    ],
  })

  test("answers one verdict a parcel, in order", async () => {
    const answer = await ask(GOOD)
    expect(answer.status).toBe(200)
    const verdicts = EvaluateResponse.parse(await answer.json())
    expect(
      verdicts.map(({ id, hits }) => [id, hits.map(({ rule, feeWanYuan }) => [rule, feeWanYuan])]),
    ).toEqual([
      ["P-1", [["type1", 257]]],
      [2, []],
    ])
  })

  test.each<[Audience, number]>([
    ["public", 401],
    ["investor", 404],
    ["promotion", 404],
    ["assessor", 404],
    ["lead", 404],
    ["admin", 404],
    ["planner", 200],
    ["plannerGranted", 200],
  ])("answers %s with %i", async (audience, status) => {
    expect((await ask(GOOD, audience)).status).toBe(status)
  })

  test("a rule set without its required parameter is 400 and names the place", async () => {
    const answer = await ask(JSON.stringify({ ...REQUEST, ruleSet: { id: "liandu-2020" } }))
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      type: "/problems/invalid-request",
      issues: [
        {
          pointer: "/ruleSet/areaMinMu",
          message: "缺少必需参数 areaMinMu：原文未公布数值，不设默认值",
        },
      ],
    })
  })

  test.each(["", "{", "null", "[]", '"idle-order53"', '{"ruleSet":"idle-order53"}'])(
    "the body %j is 400",
    async (body) => {
      expect((await ask(body)).status).toBe(400)
    },
  )

  test("1e999, which JSON reads as infinity, is 400", async () => {
    const body = GOOD.replace("1285", "1e999")
    expect((await ask(body)).status).toBe(400)
  })
})
