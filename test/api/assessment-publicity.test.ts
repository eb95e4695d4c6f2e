import { setTimeout } from "node:timers/promises"
import { beforeAll, describe, expect, test } from "vitest"
import { SHIPPED_SCHEMES } from "../../server/assessment/schemes.ts"
import type { Effect } from "../../server/publicity/appeals.ts"
import type { AppealAnswer, AppealList, Publicity } from "../../server/publicity/schema.ts"
import type { LandOfFirm } from "../../server/roster/schema.ts"
import type { MoverList, RunAnswer } from "../../server/runs/schema.ts"
import { useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"
import { problemOf } from "../support/import-app.ts"
import { landOf } from "../support/land.ts"

const YEAR = 2023
const BASE = "/api/assessments"
const demo = SHIPPED_SCHEMES.find(({ scheme }) => scheme.id === "DEMO")!.scheme

const database = useDatabase()
const team = useColleagues(database)
const firms: number[] = []

/** A window that opened a minute ago. @param lastsMs from now */
const windowOf = (lastsMs: number) => ({
  opensAt: new Date(Date.now() - 60_000).toISOString(),
  closesAt: new Date(Date.now() + lastsMs).toISOString(),
  office: "亩均办",
  contact: "0558-0000000",
})
const propose = (json: object) =>
  team.read<Publicity>("assessor", "POST", `${BASE}/publicity`, { json }, 201)
const step = (who: "assessor" | "lead", id: number, json: object) =>
  team.ask(who, "POST", `${BASE}/publicity/${id}/steps`, { json })
const appeal = (id: number, json: object) =>
  team.ask("assessor", "POST", `${BASE}/publicity/${id}/appeals`, { json })
const seal = (json: object) =>
  team.read<RunAnswer>("assessor", "POST", `${BASE}/runs`, { json }, 201)
const landOfFirm = (firm: number) =>
  team.read<LandOfFirm>("assessor", "GET", `${BASE}/years/${YEAR}/land/${firm}`)
const gradesOf = () =>
  team.as("promotion", "read", async (sql) => [
    ...(await sql<{ enterpriseId: number; grade: string }>`
      select enterprise_id, grade from assess.enterprise_grade
       where fiscal_year = ${YEAR} and superseded_at is null order by enterprise_id`),
  ])

/** Opens a publicity that closes soon, and waits until it did after `during`. */
const passWindow = async <T>(json: object, during: (id: number) => Promise<T>) => {
  const lastsMs = 6_000
  const shown = await propose({ fiscalYear: YEAR, ...json, ...windowOf(lastsMs) })
  expect((await step("lead", shown.id, { step: "approved" })).status).toBe(201)
  const result = await during(shown.id)
  await setTimeout(Math.max(0, Date.parse(shown.closesAt) - Date.now()) + 100)
  return { shown, result }
}

beforeAll(async () => {
  const land = landOf(database.door)
  for (let n = 0; n < 8; n += 1) {
    const [parcel, firm] = [await land.parcel("40"), await land.firm()]
    firms.push(firm)
    await land.occupy({ parcel, firm, mu: "24" })
    for (const [indicator, value] of Object.entries({
      taxWanYuan: 300 - n * 30,
      valueAddedWanYuan: 2000 - n * 150,
      energyTce: 500,
      emissionT: 0.3,
      averageStaff: 100,
      rdWanYuan: 100 - n * 5,
      revenueWanYuan: 5000,
    }))
      await land.figure(firm, YEAR, indicator, String(value))
  }
  const json = { scheme: { ...demo, id: "UP" }, label: "规上" }
  await team.read("assessor", "POST", `${BASE}/schemes`, { json }, 201)
  const steps = `${BASE}/schemes/UP/1/steps`
  await team.read("assessor", "POST", steps, { json: { step: "submitted" } }, 201)
  await team.read("lead", "POST", steps, { json: { step: "approved" } }, 201)
  await team.read("assessor", "PUT", `${BASE}/years/${YEAR}`, {
    json: { strata: [{ schemeId: "UP", version: 1 }] },
  })
})

describe("areas", () => {
  test("are shown by two people, and show nothing of tax", async () => {
    const shown = await propose({ fiscalYear: YEAR, subject: "areas", ...windowOf(3_600_000) })
    expect(shown).toMatchObject({ state: "proposed", firms: 8, own: true })
    expect(Object.keys(shown.content[0]!).sort()).toEqual(
      [
        "creditCode",
        "enterpriseId",
        "landMu",
        "leasedInMu",
        "leasedOutMu",
        "name",
        "ownedMu",
      ].sort(),
    )
    expect(await problemOf(await step("assessor", shown.id, { step: "approved" }))).toMatchObject({
      status: 409,
      detail: expect.stringContaining("提出人以外"),
    })
    expect(
      (await appeal(shown.id, { enterpriseId: firms[0], content: "面积", claimant: "x" })).status,
    ).toBe(409)
    expect((await step("lead", shown.id, { step: "returned" })).status).toBe(400)
    expect((await step("lead", shown.id, { step: "approved" })).status).toBe(201)
    const open = await team.read<Publicity>("lead", "GET", `${BASE}/publicity/${shown.id}`)
    expect(open.state).toBe("open")
    expect((await step("lead", shown.id, { step: "concluded" })).status).toBe(409)
    expect((await step("assessor", shown.id, { step: "withdrawn", why: "重新提出" })).status).toBe(
      201,
    )
    expect(
      (await appeal(shown.id, { enterpriseId: firms[0], content: "面积", claimant: "x" })).status,
    ).toBe(409)
  })

  test("that a firm objects to are corrected on the record, with the appeal as their source", async () => {
    const { rows } = await landOfFirm(firms[7]!)
    const correction = { kind: "land", occupancyId: rows[0]!.occupancyId, landAreaM2: 10_000 }
    const { shown, result } = await passWindow({ subject: "areas" }, async (id) => {
      const json = { enterpriseId: firms[7], content: "租出部分未扣除", claimant: "办公室主任" }
      const received = (await (await appeal(id, json)).json()) as AppealAnswer
      expect(received).toMatchObject({ decision: null, content: "租出部分未扣除" })
      return received
    })
    expect(
      await problemOf(
        await appeal(shown.id, { enterpriseId: firms[6], content: "晚了", claimant: "x" }),
      ),
    ).toMatchObject({ status: 409, detail: expect.stringContaining("逾期") })
    expect(await problemOf(await step("lead", shown.id, { step: "concluded" }))).toMatchObject({
      status: 409,
      detail: expect.stringContaining("1 件"),
    })
    const first = await seal({ fiscalYear: YEAR, why: "首次" })
    const effect = await team.read<Effect>(
      "assessor",
      "POST",
      `${BASE}/appeals/${result.id}/preview`,
      {
        json: { corrections: [correction] },
      },
    )
    expect(effect.rescored).toEqual(["UP"])
    // Nothing was written by looking.
    expect((await landOfFirm(firms[7]!)).landMu).toBe("24")
    const decide = (json: object) =>
      team.ask("assessor", "POST", `${BASE}/appeals/${result.id}/decision`, { json })
    expect(
      (await decide({ decision: "rejected", reason: "不符", corrections: [correction] })).status,
    ).toBe(400)
    expect(
      (await decide({ decision: "accepted", reason: "核实属实", corrections: [correction] }))
        .status,
    ).toBe(201)
    expect((await decide({ decision: "rejected", reason: "反悔" })).status).toBe(409)
    expect((await landOfFirm(firms[7]!)).landMu).toBe("15")
    const second = await seal({ fiscalYear: YEAR, why: "申诉更正", baseRunId: first.id })
    const { items } = await team.read<MoverList>(
      "assessor",
      "GET",
      `${BASE}/runs/${second.id}/movers?against=${first.id}`,
    )
    // What the preview told is what came: the scoped computation equals the whole.
    expect(effect.items).toEqual(items)
    expect(items.find(({ enterpriseId }) => enterpriseId === firms[7])!.changedInputs).toEqual([
      { field: "ownedMu", label: "自有用地（亩）", before: "24", after: "15" },
    ])
    expect((await step("lead", shown.id, { step: "concluded" })).status).toBe(201)
    const { items: settled } = await team.read<AppealList>(
      "lead",
      "GET",
      `${BASE}/publicity/${shown.id}/appeals`,
    )
    expect(settled[0]!.decision).toMatchObject({ decision: "accepted", reason: "核实属实" })
  })
})

describe("grades", () => {
  test("hold when their window is over and another than the computer concludes it", async () => {
    const [last] = (
      await team.read<{ items: RunAnswer[] }>("assessor", "GET", `${BASE}/runs?fiscalYear=${YEAR}`)
    ).items
    expect(await gradesOf()).toEqual([])
    const refused = await team.ask("assessor", "POST", `${BASE}/publicity`, {
      json: { fiscalYear: YEAR, subject: "grades", runId: last!.baseRunId, ...windowOf(1_000) },
    })
    expect(refused.status).toBe(409)
    const { shown, result } = await passWindow(
      { subject: "grades", runId: last!.id },
      async (id) => {
        expect(await gradesOf()).toEqual([])
        const json = { enterpriseId: firms[0], content: "税收少计", claimant: "财务负责人" }
        return (await (await appeal(id, json)).json()) as AppealAnswer
      },
    )
    expect(Object.keys(shown.content[0]!).sort()).toEqual(
      ["creditCode", "enterpriseId", "grade", "name", "ratingClass", "schemeId"].sort(),
    )
    const json = {
      decision: "accepted",
      reason: "补缴税款计入",
      corrections: [{ kind: "figure", indicator: "taxWanYuan", value: 320.5 }],
    }
    await team.read("assessor", "POST", `${BASE}/appeals/${result.id}/decision`, { json }, 201)
    const final = await seal({ fiscalYear: YEAR, why: "申诉更正", baseRunId: last!.id })
    // The run that was shown is no longer the last.
    expect((await step("lead", shown.id, { step: "concluded" })).status).toBe(409)
    expect((await step("assessor", shown.id, { step: "concluded", runId: final.id })).status).toBe(
      409,
    )
    expect((await step("lead", shown.id, { step: "concluded", runId: final.id })).status).toBe(201)
    const grades = await gradesOf()
    expect(grades).toHaveLength(8)
    for (const letter of ["A", "B", "C", "D"])
      expect(grades.filter(({ grade }) => grade === letter)).toHaveLength(final.counts[letter]!)
    const again = await team.read<RunAnswer>("lead", "GET", `${BASE}/runs/${final.id}`)
    expect(again.published).toBe(true)
  })

  test("are told to nobody before: publicity and runs are for assessment and leadership", async () => {
    for (const who of ["promotion", "planner", "plannerGranted"] as const)
      for (const path of ["publicity", "publicity/1", "publicity/1/appeals", "runs"])
        expect((await team.ask(who, "GET", `${BASE}/${path}`)).status).toBe(404)
  })
})

describe("past the program", () => {
  test("an appeal cannot be dated back", async () => {
    await expect(
      team.as("assessor", "write", async (sql) => {
        const [act] = await sql<{ actId: string }>`
          insert into core.act (kind, object) values ('test', 'appeal') returning act_id`
        await sql`
          insert into assess.appeal (publicity_id, enterprise_id, received_at, content, claimant, author_name, act_id)
          select publicity_id, ${firms[0]!}, opens_at, '迟', 'x', 'x', ${act!.actId}
            from assess.publicity order by publicity_id desc limit 1`
      }),
    ).rejects.toMatchObject({ code: "23514" })
  })
})
