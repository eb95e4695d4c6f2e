import { describe, expect, test } from "vitest"
import { SHIPPED_SCHEMES } from "../../server/assessment/schemes.ts"
import type { SchemeList, SchemeVersion } from "../../server/schemes/schema.ts"
import { useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"
import { problemOf } from "../support/import-app.ts"

const SCHEMES = "/api/assessments/schemes"
const demo = SHIPPED_SCHEMES.find(({ scheme }) => scheme.id === "DEMO")!.scheme

const database = useDatabase()
const team = useColleagues(database)

const draftOf = (id: string, changes: object = {}) => ({
  scheme: { ...demo, id, ...changes },
  label: "某区 2024 年度规上企业",
  basis: "某政办〔2024〕1号",
  published: ["指标与权重"],
  assumed: ["同分处理"],
  basedOn: "DEMO",
})
const save = (id: string, changes?: object) =>
  team.read<SchemeVersion>("assessor", "POST", SCHEMES, { json: draftOf(id, changes) }, 201)
const step = (who: "assessor" | "lead" | "planner", id: string, version: number, json: object) =>
  team.ask(who, "POST", `${SCHEMES}/${id}/${version}/steps`, { json })

describe("a scheme", () => {
  test("is kept in versions, each as it was written, with what was published and what was assumed", async () => {
    const first = await save("VERSIONS")
    expect(first).toMatchObject({
      schemeId: "VERSIONS",
      version: 1,
      state: "draft",
      basis: "某政办〔2024〕1号",
      published: ["指标与权重"],
      assumed: ["同分处理"],
      own: true,
    })
    const second = await save("VERSIONS", { capMultiple: 2 })
    expect(second.version).toBe(2)
    expect(second.sha256).not.toBe(first.sha256)
    const kept = await team.read<SchemeVersion>("planner", "GET", `${SCHEMES}/VERSIONS/1`)
    expect(kept).toEqual({ ...first, own: false })
  })

  test("that says what its last version says is not written again", async () => {
    await save("SAME")
    const again = await team.ask("assessor", "POST", SCHEMES, { json: draftOf("SAME") })
    expect(await problemOf(again)).toMatchObject({
      status: 409,
      detail: expect.stringContaining("第 1 版"),
    })
  })

  test("is refused with the place of every fault", async () => {
    const [first, ...others] = demo.indicators
    const answer = await team.ask("assessor", "POST", SCHEMES, {
      json: draftOf("FAULTY", {
        indicators: [{ ...first!, weight: 31 }, ...others],
        gradeRule: {
          kind: "rankPercent",
          cuts: [
            ["A", 60],
            ["B", 20],
          ],
          rest: "D",
        },
      }),
    })
    const { status, issues } = await problemOf(answer)
    expect(status).toBe(400)
    expect(issues!.map(({ pointer }) => pointer).sort()).toEqual([
      "/scheme/gradeRule/cuts/1/1",
      "/scheme/indicators",
    ])
  })

  test("comes into use by two people: nobody decides on what he wrote himself", async () => {
    await save("TWO")
    expect((await step("lead", "TWO", 1, { step: "approved" })).status).toBe(409)
    expect((await step("assessor", "TWO", 1, { step: "submitted" })).status).toBe(201)
    expect(await problemOf(await step("assessor", "TWO", 1, { step: "approved" }))).toMatchObject({
      status: 409,
      detail: expect.stringContaining("编制人以外"),
    })
    expect((await step("lead", "TWO", 1, { step: "approved" })).status).toBe(201)
    const version = await team.read<SchemeVersion>("lead", "GET", `${SCHEMES}/TWO/1`)
    expect(version.state).toBe("approved")
    expect(version.steps.map((one) => [one.step, one.actor])).toEqual([
      ["submitted", team.nameOf("assessor")],
      ["approved", team.nameOf("lead")],
    ])
  })

  test("is returned with a reason, and the next version begins as a draft", async () => {
    await save("BACK")
    await step("assessor", "BACK", 1, { step: "submitted" })
    expect((await step("lead", "BACK", 1, { step: "returned" })).status).toBe(400)
    expect(
      (await step("lead", "BACK", 1, { step: "returned", why: "基准值未注明来源" })).status,
    ).toBe(201)
    expect((await step("lead", "BACK", 1, { step: "approved" })).status).toBe(409)
    expect(await save("BACK", { capMultiple: 1.8 })).toMatchObject({ version: 2, state: "draft" })
  })

  test("cannot be approved past the program either", async () => {
    await save("BYPASS")
    const approve = (who: "assessor" | "lead", n: number) =>
      team.as(who, "write", async (sql) => {
        const [act] = await sql<{ actId: string }>`
          insert into core.act (kind, object) values ('test', 'scheme') returning act_id`
        await sql`
          insert into assess.scheme_step (scheme_id, version, n, step, actor_name, act_id)
          values ('BYPASS', 1, ${n}, 'approved', 'x', ${act!.actId})`
      })
    await expect(approve("lead", 1)).rejects.toMatchObject({ code: "23514" })
    await step("assessor", "BYPASS", 1, { step: "submitted" })
    await expect(approve("assessor", 2)).rejects.toMatchObject({ code: "23514" })
  })

  test("is compared version by version, each place by its names", async () => {
    const [first, second, ...others] = demo.indicators
    await save("DIFF")
    await save("DIFF", {
      capMultiple: null,
      indicators: [{ ...first!, weight: 35 }, { ...second!, weight: 15 }, ...others],
      gradeRule: {
        ...demo.gradeRule,
        cuts: [
          ["A", 25],
          ["B", 60],
          ["C", 95],
        ],
      },
    })
    const { changes } = await team.read<{ changes: unknown[] }>(
      "lead",
      "GET",
      `${SCHEMES}/DIFF/difference?from=1&to=2`,
    )
    expect(changes).toEqual([
      { path: "indicators/taxPerMu/weight", before: "30", after: "35" },
      { path: "indicators/valueAddedPerMu/weight", before: "20", after: "15" },
      { path: "gradeRule/cuts/A", before: "20", after: "25" },
      { path: "capMultiple", before: "1.5", after: null },
    ])
  })

  test("is retired by its writer, and only when it was approved", async () => {
    await save("OLD")
    expect((await step("assessor", "OLD", 1, { step: "retired" })).status).toBe(409)
    await step("assessor", "OLD", 1, { step: "submitted" })
    await step("lead", "OLD", 1, { step: "approved" })
    expect((await step("lead", "OLD", 1, { step: "retired" })).status).toBe(404)
    expect((await step("assessor", "OLD", 1, { step: "retired", why: "新方案已出" })).status).toBe(
      201,
    )
  })

  test("of the product is offered with its source and what is assumed, and is not in use by itself", async () => {
    const { items, shipped } = await team.read<SchemeList>("assessor", "GET", SCHEMES)
    expect(items.some(({ schemeId }) => schemeId === "ZJ-HY-2022-up")).toBe(false)
    expect(shipped.map(({ scheme }) => scheme.id)).toEqual(
      SHIPPED_SCHEMES.map(({ scheme }) => scheme.id),
    )
    expect(shipped.find(({ scheme }) => scheme.id === "DEMO")).toMatchObject({
      label: expect.stringContaining("非官方"),
      source: null,
    })
  })
})
