import { beforeAll, describe, expect, test } from "vitest"
import { deriveDue } from "../../server/derivation/derive.ts"
import type {
  Preview,
  RuleSetList,
  RuleVersion,
  Supervision,
} from "../../server/rulesets/schema.ts"
import { evaluateRuleSet } from "../../server/flags/rules.ts"
import { SHIPPED_RULE_SETS } from "../../server/flags/shipped.rules.ts"
import { RuleSet } from "../../server/flags/rule-set.schema.ts"
import { useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"
import { problemOf } from "../support/import-app.ts"
import {
  insertContracts,
  insertFigures,
  insertFirms,
  insertParcels,
  insertProject,
  insertUses,
} from "../support/rows.ts"

const RULES = "/api/flags/rule-sets"
const database = useDatabase()
const team = useColleagues(database)

/** 30 mu each; tax of 90, 120 and 90 万元; the third is above scale, the first two are not. */
let parcelIds: number[] = []
beforeAll(async () => {
  parcelIds = await insertParcels(
    database.door,
    [0, 1, 2, 3].map((i) => ({
      west: 116 + i * 0.01,
      south: 33,
      certifiedAreaM2: "20000",
      name: `地块${i}`,
    })),
  )
  const firms = await insertFirms(database.door, [
    { name: "甲", industryCode: "1711", aboveScale: false },
    { name: "乙", industryCode: "1711", aboveScale: false },
    { name: "丙", industryCode: "1711", aboveScale: true },
  ])
  await insertUses(
    database.door,
    firms.map((enterpriseId, i) => ({
      parcelId: parcelIds[i]!,
      enterpriseId,
      landAreaM2: "20000",
    })),
  )
  await insertFigures(
    database.door,
    firms.flatMap((enterpriseId, i) => [
      { enterpriseId, fiscalYear: 2024, indicator: "taxWanYuan", value: ["90", "120", "90"][i]! },
      { enterpriseId, fiscalYear: 2024, indicator: "revenueWanYuan", value: "9000" },
      { enterpriseId, fiscalYear: 2024, indicator: "powerWanKwh", value: ["900", "90", "90"][i]! },
    ]),
  )
  await insertContracts(
    database.door,
    parcelIds.map((parcelId) => ({
      parcelId,
      contractNo: "一",
      signedOn: "2016-01-01",
      agreedStart: "2016-06-01",
    })),
  )
  for (const parcelId of parcelIds.slice(0, 3))
    await insertProject(database.door, parcelId, "项目", {
      started: "2016-05-01",
      completed: "2017-05-01",
      producing: "2018-06-30",
    })
  await deriveDue(database.door)
})

const own = (id: string, changes: object = {}) => ({
  ruleSet: {
    id,
    parameters: { areaMin: "30" },
    conditions: [
      {
        id: "small",
        text: "用地达到面积而未上规",
        when: {
          all: [
            { fact: "landMu", is: ">=", parameter: "areaMin" },
            { fact: "aboveScale", is: "=", value: false },
          ],
        },
      },
    ],
    ...changes,
  },
  label: "本区低效规则",
  basis: "某政办〔2024〕1号",
  published: ["面积"],
  assumed: ["规上口径"],
})
const liandu = (changes: object = {}) => ({
  ruleSet: { id: "liandu-2020", areaMinMu: "30", combine: "any", ...changes },
  label: "重点监管",
})
const save = (who: "planner" | "assessor", json: object) =>
  team.read<RuleVersion>(who, "POST", RULES, { json }, 201)
const step = (who: "planner" | "assessor" | "lead", id: string, version: number, json: object) =>
  team.ask(who, "POST", `${RULES}/${id}/${version}/steps`, { json })
const approve = async (id: string, version: number, maker: "planner" | "assessor" = "planner") => {
  expect((await step(maker, id, version, { step: "submitted" })).status).toBe(201)
  expect((await step("lead", id, version, { step: "approved" })).status).toBe(201)
}
const suspected = async (ruleSet: string) =>
  (
    await team.as(
      "planner",
      "read",
      (sql) => sql<{ parcelId: number }>`
    select parcel_id from core.suspicion where rule_set = ${ruleSet} and superseded_at is null order by 1`,
    )
  ).map(({ parcelId }) => parcelId)

describe("a rule set", () => {
  test("comes into force by two people and is evaluated over every parcel at once", async () => {
    const draft = await save("planner", own("own-area"))
    expect(draft).toMatchObject({
      version: 1,
      state: "draft",
      inForce: false,
      own: true,
      published: ["面积"],
      assumed: ["规上口径"],
    })
    expect(await suspected("own-area")).toEqual([])
    expect((await step("lead", "own-area", 1, { step: "approved" })).status).toBe(409)
    expect((await step("planner", "own-area", 1, { step: "submitted" })).status).toBe(201)
    expect(
      await problemOf(await step("planner", "own-area", 1, { step: "approved" })),
    ).toMatchObject({ status: 409, detail: expect.stringContaining("编制人以外") })
    expect((await step("lead", "own-area", 1, { step: "approved" })).status).toBe(201)
    expect(await suspected("own-area")).toEqual(parcelIds.slice(0, 2))
    const { inForce } = await team.read<RuleSetList>("assessor", "GET", RULES)
    expect(inForce.find(({ ruleSetId }) => ruleSetId === "own-area")).toMatchObject({
      version: 1,
      note: "某政办〔2024〕1号",
    })
  })

  test("is replaced by its next version, compared with it, and retired with its suspicions", async () => {
    await save("planner", own("own-next"))
    await approve("own-next", 1)
    await save("planner", own("own-next", { parameters: { areaMin: "31" } }))
    expect(await suspected("own-next")).toEqual(parcelIds.slice(0, 2))
    await approve("own-next", 2)
    expect(await suspected("own-next")).toEqual([])
    expect(
      await team.read("lead", "GET", `${RULES}/own-next/difference?from=1&to=2`),
    ).toMatchObject({
      changes: [{ path: "parameters/areaMin", before: "30", after: "31" }],
    })
    await save("planner", own("own-next", { parameters: { areaMin: "29" } }))
    await approve("own-next", 3)
    expect(await suspected("own-next")).toEqual(parcelIds.slice(0, 2))
    expect((await step("planner", "own-next", 3, { step: "retired" })).status).toBe(400)
    expect(
      (await step("planner", "own-next", 3, { step: "retired", why: "文件废止" })).status,
    ).toBe(201)
    expect(await suspected("own-next")).toEqual([])
  })

  test("cannot be put into force past the program, neither unapproved nor another than was approved", async () => {
    await save("planner", own("own-bypass"))
    const put = (who: "planner" | "lead", parameters: object) =>
      team.as(
        who,
        "write",
        (sql) => sql`
      insert into core.rule_set (rule_set_id, version, definition, note, valid_from)
      values ('own-bypass', 1, ${sql.json({ ...own("own-bypass").ruleSet, parameters })}, 'x', current_date)`,
      )
    await expect(put("planner", { areaMin: "30" })).rejects.toMatchObject({ code: "23514" })
    await step("planner", "own-bypass", 1, { step: "submitted" })
    const approveOwn = () =>
      team.as("planner", "write", async (sql) => {
        const [act] = await sql<{
          actId: string
        }>`insert into core.act (kind, object) values ('test', 'rule') returning act_id`
        await sql`insert into core.rule_step (rule_set_id, version, n, step, actor_name, act_id) values ('own-bypass', 1, 2, 'approved', 'x', ${act!.actId})`
      })
    await expect(approveOwn()).rejects.toMatchObject({ code: "23514" })
    await step("lead", "own-bypass", 1, { step: "approved" })
    await expect(
      team.as(
        "planner",
        "write",
        (sql) => sql`
      update core.rule_set set superseded_at = clock_timestamp() where rule_set_id = 'own-bypass' and superseded_at is null`,
      ),
    ).rejects.toMatchObject({ code: "23514" })
    await expect(put("lead", { areaMin: "1" })).rejects.toMatchObject({ code: "23514" })
  })

  test("over figures is written by who may read them; to others such a name is unknown", async () => {
    const secret = own("own-tax", {
      conditions: [{ id: "tax", text: "税", when: { fact: "taxPerMu", is: "<=", value: 3.5 } }],
    })
    const foreign = own("own-tax", {
      conditions: [{ id: "tax", text: "税", when: { fact: "noSuchFact", is: "<=", value: 3.5 } }],
    })
    const message = async (json: object) =>
      (await problemOf(await team.ask("planner", "POST", RULES, { json }))).issues!.map(
        (issue) => issue.message,
      )
    expect(await message(secret)).toEqual(["没有名称“taxPerMu”"])
    expect(await message(foreign)).toEqual(["没有名称“noSuchFact”"])
    await save("assessor", secret)
    const names = async (who: "planner" | "plannerGranted" | "assessor") =>
      (await team.read<RuleSetList>(who, "GET", RULES)).facts.map(({ fact }) => fact)
    expect(await names("planner")).not.toContain("taxPerMu")
    expect(await names("plannerGranted")).toContain("taxPerMu")
    expect(await names("assessor")).toContain("taxPerMu")
  })

  test("of the product has its source and what is assumed, and evaluates once its parameters are given", async () => {
    const { shipped } = await team.read<RuleSetList>("planner", "GET", RULES)
    expect(shipped.map(({ ruleSet }) => ruleSet.id)).toEqual([
      "idle-order53",
      "five-categories",
      "liandu-2020",
      "truth-triangle",
      "minhou-2018",
      "seven-items",
      "shaoxing-output",
    ])
    for (const { ruleSet, source, published, required } of SHIPPED_RULE_SETS) {
      expect(source.length).toBeGreaterThan(0)
      expect(published.length).toBeGreaterThan(0)
      const filled = RuleSet.parse({
        ...ruleSet,
        ...Object.fromEntries(required.map((name) => [name, "30"])),
      })
      expect(evaluateRuleSet(filled, "2026-01-01", [{ id: 1, facts: {} }])[0]!.hits).toEqual([])
      if (required.length > 0) expect(RuleSet.safeParse(ruleSet).success).toBe(false)
    }
  })
})

describe("a preview", () => {
  const preview = (who: "planner" | "assessor" | "plannerGranted", json: object) =>
    team.read<Preview>(who, "POST", `${RULES}/preview`, { json })

  test("counts parcels and mu with any and with all parts, and names the hits", async () => {
    const found = await preview("assessor", { ruleSet: liandu().ruleSet })
    // Low tax: the first and third (3.00). Three years in production below scale: the first two. Power: the first.
    expect(found).toMatchObject({
      hits: { parcels: 3, areaMu: "90" },
      any: { parcels: 3, areaMu: "90" },
      all: { parcels: 1, areaMu: "30" },
      parcelIds: parcelIds.slice(0, 3),
      withheldFacts: [],
    })
    expect(found.byReason).toEqual(
      expect.arrayContaining([
        { reason: "lowTax", parcels: 2 },
        { reason: "notUpscaled", parcels: 2 },
        { reason: "powerMismatch", parcels: 1 },
      ]),
    )
  })

  test("takes the one filter language", async () => {
    const counts = async (filter: string) =>
      (await preview("assessor", { filter })).parcelIds.map((id) => parcelIds.indexOf(id))
    expect(await counts("taxPerMu <= 3 AND areaMu >= 30 AND aboveScale = FALSE")).toEqual([0])
    expect(await counts("taxPerMu <= 3 OR aboveScale = FALSE")).toEqual([0, 1, 2])
    expect(await counts("NOT (taxPerMu > 3 OR aboveScale = TRUE)")).toEqual([0])
    expect(await counts("taxPerMu BETWEEN 3.5 AND 4.5")).toEqual([1])
    expect(
      await counts("industryCode IN ('1711') AND productionStart < DATE('2019-01-01')"),
    ).toEqual([0, 1, 2])
    const refused = async (who: "planner" | "assessor", filter: string) =>
      (await problemOf(await team.ask(who, "POST", `${RULES}/preview`, { json: { filter } })))
        .detail
    expect(await refused("planner", "taxPerMu <= 3")).toContain("没有名称“taxPerMu”")
    expect(await refused("assessor", "taxPerMo <= 3")).toContain("没有名称“taxPerMo”")
    expect(await refused("assessor", "taxPerMu IS NULL")).toContain("IS NULL")
  })

  test("tells nobody without figures what a figure would tell", async () => {
    const found = await preview("planner", { ruleSet: liandu().ruleSet })
    expect(found.parcelIds).toEqual(parcelIds.slice(0, 2))
    expect(found.withheldFacts.sort()).toEqual(["revenuePerKwh", "taxPerKwh", "taxPerMu"])
    expect(
      await preview("planner", { ruleSet: liandu({ taxMaxWanYuanPerMu: "99999" }).ruleSet }),
    ).toMatchObject({ parcelIds: parcelIds.slice(0, 2) })
    expect((await preview("plannerGranted", { ruleSet: liandu().ruleSet })).parcelIds).toEqual(
      parcelIds.slice(0, 3),
    )
  })
})

describe("the key-supervision list", () => {
  const list = (who: "planner" | "assessor" | "lead", query = "") =>
    team.read<Supervision>(who, "GET", `/api/flags/supervision${query}`)

  test("is none while no rule is in force, and then has both counts whichever way it combines", async () => {
    expect((await team.ask("assessor", "GET", "/api/flags/supervision")).status).toBe(404)
    await save("assessor", liandu())
    await approve("liandu-2020", 1, "assessor")
    const any = await list("assessor")
    expect(any).toMatchObject({
      combine: "any",
      total: 3,
      counts: { any: { parcels: 3, areaMu: "90" }, all: { parcels: 1, areaMu: "30" } },
    })
    expect(any.items[0]).toMatchObject({
      name: "地块0",
      firm: "甲",
      reasons: [
        {
          fact: "powerMismatch",
          evidence: [{ fact: "taxPerKwh", value: 0.1 }, { fact: "revenuePerKwh" }],
        },
        { fact: "notUpscaled" },
        { fact: "lowTax", evidence: [{ value: 3, threshold: 3 }] },
      ],
    })
    const all = await list("assessor", "?combine=all")
    expect(all).toMatchObject({ combine: "all", total: 1, counts: any.counts })
    expect(all.items.map(({ parcelId }) => parcelId)).toEqual([parcelIds[0]])
  })

  test("shows who may not read figures the same rows and counts without a value", async () => {
    const [blind, seeing] = [await list("planner"), await list("assessor")]
    expect(blind.counts).toEqual(seeing.counts)
    expect(
      blind.items.map(({ parcelId, reasons }) => [parcelId, reasons.map(({ fact }) => fact)]),
    ).toEqual(
      seeing.items.map(({ parcelId, reasons }) => [parcelId, reasons.map(({ fact }) => fact)]),
    )
    expect(JSON.stringify(blind)).not.toMatch(/evidence|threshold|"value"/)
    expect((await list("planner", "?combine=all")).total).toBe(1)
  })
})
