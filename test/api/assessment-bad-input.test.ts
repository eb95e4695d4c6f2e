import { beforeAll, describe, expect, test } from "vitest"
import type { Scheme } from "../../server/assessment/scheme.rules.ts"
import { SHIPPED_SCHEMES } from "../../server/assessment/schemes.ts"
import type { ResultList, RunAnswer } from "../../server/runs/schema.ts"
import { useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"
import { problemOf } from "../support/import-app.ts"
import { landOf } from "../support/land.ts"

const YEAR = 2024
const BASE = "/api/assessments"
const demo = SHIPPED_SCHEMES.find(({ scheme }) => scheme.id === "DEMO")!.scheme
const [first, ...others] = demo.indicators

const database = useDatabase()
const team = useColleagues(database)

describe("a scheme", () => {
  const cuts = (cutsGiven: Scheme["gradeRule"]["cuts"]) => ({
    gradeRule: { kind: "rankPercent", cuts: cutsGiven, rest: "D" },
  })
  test.each<[string, object, string, RegExp]>([
    [
      "whose weights are 100.5",
      { indicators: [{ ...first!, weight: first!.weight + 0.5 }, ...others] },
      "/scheme/indicators",
      /权重合计为 100\.5，须等于 100/,
    ],
    [
      "whose cuts do not ascend",
      cuts([
        ["A", 60],
        ["B", 20],
        ["C", 95],
      ]),
      "/scheme/gradeRule/cuts/1/1",
      /递增/,
    ],
    [
      "with a cut like the one before it",
      cuts([
        ["A", 20],
        ["B", 20],
        ["C", 95],
      ]),
      "/scheme/gradeRule/cuts/1/1",
      /递增/,
    ],
    [
      "with a benchmark of zero",
      { indicators: [{ ...first!, benchmark: { kind: "fixed", value: 0 } }, ...others] },
      "/scheme/indicators/0/benchmark/value",
      /大于/,
    ],
    [
      "with a benchmark below zero",
      { indicators: [{ ...first!, benchmark: { kind: "fixed", value: -8 } }, ...others] },
      "/scheme/indicators/0/benchmark/value",
      /大于/,
    ],
  ])("%s is refused at its place, and nothing of it is kept", async (_, changes, pointer, says) => {
    const json = { scheme: { ...demo, id: "BAD", ...changes }, label: "坏" }
    const refused = await problemOf(await team.ask("assessor", "POST", `${BASE}/schemes`, { json }))
    expect(refused.status).toBe(400)
    expect(refused.issues!.find((issue) => issue.pointer === pointer)?.message).toMatch(says)
    const { items } = await team.read<{ items: { schemeId: string }[] }>(
      "assessor",
      "GET",
      `${BASE}/schemes`,
    )
    expect(items.map(({ schemeId }) => schemeId)).not.toContain("BAD")
    // Asked without keeping anything, it is refused alike.
    const asked = { scheme: json.scheme, fiscalYear: YEAR, enterprises: [] }
    const answer = await team.ask("assessor", "POST", `${BASE}/score`, { json: asked })
    expect(answer.status).toBe(400)
  })
})

describe("firms that are asked about", () => {
  const score = async (enterprises: object[]) =>
    team.ask("assessor", "POST", `${BASE}/score`, {
      json: { scheme: demo, fiscalYear: YEAR, enterprises },
    })
  test("one credit code twice is nobody's, and is named", async () => {
    const firm = { creditCode: "F", aboveScale: true, ownedMu: 10, taxWanYuan: 100 }
    const answer = (await (
      await score([firm, { ...firm, taxWanYuan: 50 }, { ...firm, creditCode: "G" }])
    ).json()) as {
      results: { creditCode: string; rank: number | null; reasons: { code: string }[] }[]
      warnings: { code: string; params: object }[]
    }
    expect(answer.warnings).toContainEqual(
      expect.objectContaining({
        code: "duplicateCreditCode",
        params: { creditCode: "F", rows: 2 },
      }),
    )
    expect(answer.results.map(({ creditCode, rank }) => [creditCode, rank])).toEqual(
      expect.arrayContaining([["G", 1]]),
    )
    expect(
      answer.results.filter(({ creditCode, rank }) => creditCode === "F" && rank !== null),
    ).toEqual([])
  })
  test.each([["1e400"], ["Infinity"], ["九十"], ["12,3.4"], [{}]])(
    "the amount %j is no number, and the place says so",
    async (taxWanYuan) => {
      const refused = await problemOf(await score([{ creditCode: "F", taxWanYuan }]))
      expect(refused.status).toBe(400)
      expect(refused.issues![0]!.pointer).toBe("/enterprises/0/taxWanYuan")
    },
  )
})

describe("a year", () => {
  const usual = {
    taxWanYuan: 400,
    valueAddedWanYuan: 1_500,
    energyTce: 300,
    emissionT: 0.5,
    averageStaff: 40,
    rdWanYuan: 60,
    revenueWanYuan: 4_000,
  }
  type Given = { mu: string | null; figures: Record<string, number>; letMu?: string }
  const GIVEN = {
    sound: { mu: "20", figures: usual },
    landless: { mu: null, figures: usual },
    letAll: { mu: "20", letMu: "20", figures: usual },
    energyZero: { mu: "20", figures: { ...usual, energyTce: 0 } },
    nothing: { mu: "20", figures: {} },
    refund: { mu: "20", figures: { ...usual, taxWanYuan: -12.5 } },
    yuan: { mu: "20", figures: { ...usual, revenueWanYuan: 4e15 } },
  } satisfies Record<string, Given>
  const ids = new Map<number, string>()
  let run: RunAnswer
  let results: Map<string, ResultList["items"][number]>

  beforeAll(async () => {
    const land = landOf(database.door)
    for (const [name, given] of Object.entries<Given>(GIVEN)) {
      const firm = await land.firm()
      ids.set(firm, name)
      if (given.mu !== null) {
        const parcel = await land.parcel(given.mu)
        await land.occupy({ parcel, firm, mu: given.mu })
        if (given.letMu) await land.occupy({ parcel, firm, mu: given.letMu, kind: "leasedOut" })
      }
      for (const [indicator, value] of Object.entries(given.figures))
        await land.figure(firm, YEAR, indicator, value.toFixed(4))
    }
    const json = {
      scheme: { ...demo, id: "UP", stratum: "above_scale", minStratumSize: 6 },
      label: "规上",
    }
    await team.read("assessor", "POST", `${BASE}/schemes`, { json }, 201)
    const steps = `${BASE}/schemes/UP/1/steps`
    await team.read("assessor", "POST", steps, { json: { step: "submitted" } }, 201)
    await team.read("lead", "POST", steps, { json: { step: "approved" } }, 201)
    const strata = [{ schemeId: "UP", version: 1 }]
    await team.ask("assessor", "PUT", `${BASE}/years/${YEAR}`, { json: { strata } })
    const sealed = { json: { fiscalYear: YEAR, why: "首次" } }
    run = await team.read<RunAnswer>("assessor", "POST", `${BASE}/runs`, sealed, 201)
    const { items } = await team.read<ResultList>(
      "assessor",
      "GET",
      `${BASE}/runs/${run.id}/results`,
    )
    results = new Map(items.map((item) => [ids.get(item.enterpriseId)!, item]))
  })
  const codes = (name: string) => results.get(name)!.reasons.map(({ code }) => code)

  test("counts every firm once, whatever is wrong with it", () => {
    expect(run.firms).toBe(Object.keys(GIVEN).length)
    expect(Object.values(run.counts).reduce((sum, count) => sum + count, 0)).toBe(run.firms)
  })
  test.each([
    ["landless", "landMissing"],
    ["letAll", "landNotPositive"],
  ])("leaves the firm %s unscored and says %s", (name, code) => {
    expect(results.get(name)).toMatchObject({ total: null, rank: null, grade: null })
    expect(codes(name)).toContain(code)
  })
  test("takes an energy of zero as missing, never as endless", () => {
    expect(codes("energyZero")).toContain("divisionByZero")
    const item = results.get("energyZero")!.items.find(({ id }) => id.includes("Energy"))!
    expect(item).toMatchObject({ value: null, missing: true })
  })
  test("ranks a firm that reported nothing, says so, and takes nothing for zero", () => {
    expect(codes("nothing")).toContain("allMissing")
    const { items, rank } = results.get("nothing")!
    expect(rank).not.toBeNull()
    expect(items.every(({ value, missing }) => value === null && missing)).toBe(true)
  })
  test("counts a tax below zero as it is, and names it", () => {
    expect(codes("refund")).toContain("valueNegative")
    const item = results.get("refund")!.items.find(({ id }) => id === "taxPerMu")!
    expect(Number(item.value)).toBeCloseTo(-12.5 / 20, 4)
  })
  test("names a figure of another unit's size in the run's warnings, and changes nothing of it", () => {
    const [stratum] = run.strata
    expect(stratum!.warnings).toContainEqual(
      expect.objectContaining({
        code: "implausibleMagnitude",
        params: expect.objectContaining({ creditCode: results.get("yuan")!.creditCode }),
      }),
    )
  })
  test("of too few firms ranks them and leaves the grade to people", () => {
    expect(run.strata[0]!.ranked).toBe(5)
    for (const name of ["sound", "energyZero", "nothing", "refund", "yuan"])
      expect(results.get(name)).toMatchObject({
        rank: expect.any(Number),
        gradeByRank: expect.stringMatching(/^[ABCD]$/),
        grade: null,
      })
    expect(codes("sound")).toContain("gradeWithheld")
  })
})
