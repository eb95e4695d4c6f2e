import { beforeAll, describe, expect, test } from "vitest"
import { addDays, legalDayAt } from "../../geodata/days.ts"
import { deriveDue } from "../../server/derivation/derive.ts"
import type {
  DeskFlag,
  DeskList,
  Evaluation,
  EvaluationDifference,
} from "../../server/desk/schema.ts"
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

const database = useDatabase()
const team = useColleagues(database)
const today = legalDayAt(new Date())
const PNG = Uint8Array.from(
  atob(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  ),
  (letter) => letter.charCodeAt(0),
)

let place = 0
/** A parcel that is suspected of lying idle for a year and a half, with a fee due. */
const makeIdle = async (areaM2 = "20000") => {
  place += 1
  const [parcelId] = await insertParcels(database.door, [
    { west: 116 + place * 0.01, south: 33, certifiedAreaM2: areaM2, name: `闲置${place}` },
  ])
  await insertContracts(database.door, [
    {
      parcelId: parcelId!,
      contractNo: "一",
      signedOn: addDays(today, -900),
      agreedStart: addDays(today, -550),
      landPriceWanYuan: "1000",
    },
  ])
  await deriveDue(database.door)
  return parcelId!
}
const flagPath = (parcelId: number, ruleSet = "idle-order53") =>
  `/api/flags/desk/${parcelId}/${ruleSet}`
const queue = (query = "") =>
  team.read<DeskList>("planner", "GET", `/api/flags/desk?limit=500&ruleSet=idle-order53${query}`)
const isQueued = async (parcelId: number, query = "") =>
  (await queue(query)).items.some((item) => item.parcelId === parcelId)
const flagOf = (
  parcelId: number,
  who: "planner" | "assessor" | "lead" = "planner",
  ruleSet?: string,
) => team.read<DeskFlag>(who, "GET", flagPath(parcelId, ruleSet))
const settle = (parcelId: number, json: object, ruleSet?: string) =>
  team.ask("planner", "POST", `${flagPath(parcelId, ruleSet)}/outcomes`, { json })
const evaluate = () =>
  team.read<Evaluation>("planner", "POST", "/api/flags/evaluations", { json: {} }, 201)
const photograph = async (parcelId: number) =>
  (
    await team.read<{ id: string }>(
      "planner",
      "POST",
      `/api/attachments?parcel=${parcelId}&filename=site.png`,
      { file: PNG },
      201,
    )
  ).id

describe("the queue", () => {
  test("orders by mu, age and deadline, filters, and sums parcels once", async () => {
    const [large, small] = [await makeIdle("90000"), await makeIdle("4000")]
    const { items, total, sums } = await queue()
    expect(items.map(({ areaMu }) => Number(areaMu))).toEqual(
      items.map(({ areaMu }) => Number(areaMu)).toSorted((a, b) => b - a),
    )
    expect(sums).toMatchObject({ flags: total, parcels: total })
    const one = items.find(({ parcelId }) => parcelId === large)!
    expect(one).toMatchObject({
      rule: "type1",
      clause: "53-14(1)",
      discoveredOn: today,
      ageDays: 0,
      dueOn: addDays(today, 30),
      overdue: false,
      outcome: null,
    })
    expect(await isQueued(small, "&minMu=100")).toBe(false)
    expect(await isQueued(large, "&minMu=100")).toBe(true)
    expect(
      (await queue(`&q=${encodeURIComponent(one.name!)}`)).items.map(({ parcelId }) => parcelId),
    ).toContain(large)
    const page = await team.read<DeskList>(
      "planner",
      "GET",
      "/api/flags/desk?ruleSet=idle-order53&limit=1",
    )
    expect(page).toMatchObject({ total, next: 1 })
  })
})

describe("a suspicion that is not idle", () => {
  test("leaves the list with photo and reason, stays on record, and does not return with the next evaluation or edit", async () => {
    const parcelId = await makeIdle()
    const attachmentId = await photograph(parcelId)
    const flag = await team.read<DeskFlag>(
      "planner",
      "POST",
      `${flagPath(parcelId)}/evidence`,
      { json: { attachmentId, kind: "sitePhoto", takenOn: today } },
      201,
    )
    expect(flag.evidence).toMatchObject([{ attachmentId, filename: "site.png", kind: "sitePhoto" }])
    expect(
      (
        await settle(parcelId, {
          outcome: "notIdle",
          reason: "基坑已开挖完毕",
          attachmentIds: [attachmentId],
        })
      ).status,
    ).toBe(201)
    expect(await isQueued(parcelId)).toBe(false)
    expect(await isQueued(parcelId, "&status=settled")).toBe(true)
    const suspected = async () =>
      (
        await team.read<{ suspected: { ruleSet: string }[] }>(
          "planner",
          "GET",
          `/api/parcels/${parcelId}`,
        )
      ).suspected.map(({ ruleSet }) => ruleSet)
    expect(await suspected()).not.toContain("idle-order53")
    await evaluate()
    const patched = await team.ask("planner", "PATCH", `/api/parcels/${parcelId}`, {
      json: { name: "更名", why: "更正" },
      headers: { "if-match": '"v1"' },
    })
    expect(patched.status).toBe(200)
    expect(await isQueued(parcelId)).toBe(false)
    const after = await flagOf(parcelId)
    expect(after.outcomes).toMatchObject([
      {
        outcome: "notIdle",
        reason: "基坑已开挖完毕",
        attachmentIds: [attachmentId],
        lapsedAt: null,
        changes: [],
      },
    ])
    expect(
      (await team.listActs(`flag/${parcelId}/idle-order53`)).map(({ kind, why }) => [kind, why]),
    ).toEqual([
      ["add-evidence", "sitePhoto"],
      ["settle-flag", "notIdle：基坑已开挖完毕"],
    ])
  })

  test("comes back when a fact that it rested on changes, and says which, from what to what", async () => {
    const parcelId = await makeIdle()
    await settle(parcelId, { outcome: "notIdle", reason: "已动工" })
    const event = {
      kind: "pause",
      from: addDays(today, -500),
      to: addDays(today, -499),
      cause: "holder",
      document: { title: "说明" },
    }
    await team.read(
      "planner",
      "POST",
      `/api/flags/parcels/${parcelId}/clock/events`,
      { json: event },
      201,
    )
    expect(await isQueued(parcelId, "&status=reopened")).toBe(true)
    const { outcomes, item } = await flagOf(parcelId)
    expect(item).toMatchObject({ outcome: null, reopened: true })
    expect(outcomes).toMatchObject([
      {
        outcome: "notIdle",
        changes: [
          { fact: "cause", from: null, to: "holder" },
          { fact: "pauses", from: null },
        ],
      },
    ])
    expect((await settle(parcelId, { outcome: "notIdle", reason: "仍已动工" })).status).toBe(201)
    expect(await isQueued(parcelId)).toBe(false)
  })

  test("is opened again when its outcome is taken back", async () => {
    const parcelId = await makeIdle()
    await settle(parcelId, { outcome: "dataWrong", reason: "约定动工日期录入有误" })
    const { outcomes } = await flagOf(parcelId)
    const path = `${flagPath(parcelId)}/outcomes/${outcomes[0]!.id}`
    expect((await team.ask("planner", "DELETE", path, { json: { why: "误操作" } })).status).toBe(
      204,
    )
    expect(await isQueued(parcelId)).toBe(true)
    expect((await team.ask("planner", "DELETE", path, { json: { why: "误操作" } })).status).toBe(
      404,
    )
  })

  test("is settled once, by an outcome that fits it, with files of its own parcel", async () => {
    const [parcelId, other] = [await makeIdle(), await makeIdle()]
    expect((await settle(parcelId, { outcome: "notIdle", reason: " " })).status).toBe(400)
    expect((await settle(parcelId, { outcome: "notLowEfficiency", reason: "x" })).status).toBe(409)
    expect(
      (
        await settle(parcelId, {
          outcome: "notIdle",
          reason: "x",
          attachmentIds: [await photograph(other)],
        })
      ).status,
    ).toBe(409)
    expect(
      (await settle(parcelId, { outcome: "alreadyInDisposal", reason: "收储中" })).status,
    ).toBe(201)
    expect(
      await problemOf(await settle(parcelId, { outcome: "notIdle", reason: "x" })),
    ).toMatchObject({ status: 409 })
    // What is in disposal lies idle all the same: it leaves the list and stays suspected.
    expect(await isQueued(parcelId)).toBe(false)
    expect((await flagOf(parcelId)).item.rule).toBe("type1")
    expect((await team.ask("planner", "GET", flagPath(999_999))).status).toBe(404)
  })
})

test("a confirmed suspicion is proposed to be determined, and another person approves", async () => {
  const parcelId = await makeIdle()
  const determination = {
    documentNo: "闲置认定〔2026〕3号",
    decidedOn: today,
    body: "示例自然资源局",
  }
  expect(
    (await settle(parcelId, { outcome: "confirmed", reason: "满一年未动工", determination }))
      .status,
  ).toBe(201)
  const { outcomes } = await flagOf(parcelId)
  const steps = `/api/flags/determinations/proposals/${outcomes[0]!.proposalId}/steps`
  expect((await team.ask("planner", "POST", steps, { json: { step: "approved" } })).status).toBe(
    409,
  )
  expect((await team.ask("lead", "POST", steps, { json: { step: "approved" } })).status).toBe(201)
  const { determined } = await team.read<{ determined: object[] }>(
    "planner",
    "GET",
    `/api/parcels/${parcelId}`,
  )
  expect(determined).toMatchObject([{ state: "idle", ...determination }])
})

test("who must answer by when moves the deadline, and an answer takes it off", async () => {
  const parcelId = await makeIdle()
  const ask = (dueOn: string) =>
    team.read<DeskFlag>(
      "planner",
      "POST",
      `${flagPath(parcelId)}/requests`,
      { json: { addressee: "某企业", what: "说明未动工原因", dueOn } },
      201,
    )
  await ask(addDays(today, 10))
  const { item, requests } = await ask(addDays(today, -1))
  expect(item).toMatchObject({ dueOn: addDays(today, -1), overdue: true, openRequests: 2 })
  expect(requests.map(({ overdue }) => overdue)).toEqual([true, false])
  expect(await isQueued(parcelId, "&status=overdue")).toBe(true)
  const [first] = (await queue("&sort=deadline")).items
  expect(first!.parcelId).toBe(parcelId)
  const path = `${flagPath(parcelId)}/requests/${requests[0]!.id}/answer`
  const answered = await team.read<DeskFlag>(
    "assessor",
    "POST",
    path,
    { json: { answeredOn: today, answer: "规划调整" } },
    201,
  )
  expect(answered.item).toMatchObject({
    dueOn: addDays(today, 10),
    overdue: false,
    openRequests: 1,
  })
  expect(
    (await team.ask("assessor", "POST", path, { json: { answeredOn: today, answer: "再答" } }))
      .status,
  ).toBe(404)
})

test("beside the flag stands what is not known, what it would change, and what is old", async () => {
  const parcelId = await makeIdle()
  const { reliability } = await flagOf(parcelId)
  const cause = reliability.missing.find(({ fact }) => fact === "cause")!
  expect(cause.label).toBe("未动工或中止的原因")
  expect(cause.changes.map(({ value, route }) => [value, route])).toEqual([
    ["government", "art12"],
    ["forceMajeure", "art12"],
  ])
  expect(reliability.sources.map(({ ledger, stale }) => [ledger, stale])).toEqual([
    ["contract", false],
    ["project", true],
    ["pauses", false],
  ])
  await insertProject(database.door, parcelId, "项目", { signed: "2020-01-01" })
  expect(
    (await flagOf(parcelId)).reliability.sources.find(({ ledger }) => ledger === "project"),
  ).toMatchObject({ stale: false, ageDays: 0 })
})

describe("an outcome that rests on a figure", () => {
  let parcelId = 0
  beforeAll(async () => {
    const [id] = await insertParcels(database.door, [
      { west: 117, south: 34, certifiedAreaM2: "20000" },
    ])
    const [firm] = await insertFirms(
      database.door,
      [{ name: "甲", industryCode: "1711", aboveScale: true }],
      500,
    )
    parcelId = id!
    await insertUses(database.door, [{ parcelId, enterpriseId: firm!, landAreaM2: "20000" }])
    const figure = (value: string) =>
      insertFigures(database.door, [
        { enterpriseId: firm!, fiscalYear: 2024, indicator: "taxWanYuan", value },
      ])
    await figure("60")
    await team.read(
      "assessor",
      "POST",
      "/api/flags/rule-sets",
      { json: { ruleSet: { id: "liandu-2020", areaMinMu: "30" }, label: "重点监管" } },
      201,
    )
    for (const [who, step] of [
      ["assessor", "submitted"],
      ["lead", "approved"],
    ] as const)
      await team.read(
        who,
        "POST",
        "/api/flags/rule-sets/liandu-2020/1/steps",
        { json: { step } },
        201,
      )
    expect(
      (await settle(parcelId, { outcome: "notLowEfficiency", reason: "技改期" }, "liandu-2020"))
        .status,
    ).toBe(201)
    await deriveDue(database.door)
    expect((await flagOf(parcelId, "planner", "liandu-2020")).item.rule).toBe(null)
    await team.as(
      "assessor",
      "write",
      (sql) =>
        sql`update fin.indicator_value set superseded_at = clock_timestamp() where enterprise_id = ${firm!}`,
    )
    await figure("45")
    await deriveDue(database.door)
  })

  test("lapses when the figure changes, and tells the figure only to those who may read it", async () => {
    const [blind] = (await flagOf(parcelId, "planner", "liandu-2020")).outcomes
    expect(blind!.changes).toEqual([{ fact: "taxPerMu", label: "亩均税收", withheld: true }])
    const [seeing] = (await flagOf(parcelId, "assessor", "liandu-2020")).outcomes
    expect(seeing!.changes).toEqual([
      { fact: "taxPerMu", label: "亩均税收", from: "2.00000000", to: "1.50000000" },
    ])
    const open = await flagOf(parcelId, "planner", "liandu-2020")
    expect(open.item).toMatchObject({ reopened: true, rule: "liandu-2020" })
    expect(open.reasons).toEqual([
      { fact: "lowTax", label: null, confidential: true, withheld: true },
    ])
    expect(JSON.stringify(open)).not.toMatch(/1\.5|"value"|threshold/)
    expect(open.reliability.withheldFacts).toContain("taxPerMu")
  })
})

describe("a complete evaluation", () => {
  test("is done when it is answered, and its difference to the last is a list", async () => {
    await evaluate()
    const raised = await makeIdle()
    const ended = await makeIdle()
    await evaluate()
    await settle(ended, { outcome: "notIdle", reason: "已动工" })
    const third = await makeIdle()
    const made = await evaluate()
    const difference = await team.read<EvaluationDifference>(
      "lead",
      "GET",
      `/api/flags/evaluations/${made.id}`,
    )
    expect(difference.finishedAt).not.toBe(null)
    expect(difference.previous!.id).toBe(made.id - 1)
    const changeOf = (parcelId: number) =>
      difference.changes
        .filter((one) => one.parcelId === parcelId && one.ruleSet === "idle-order53")
        .map(({ change }) => change)
    expect([changeOf(raised), changeOf(ended), changeOf(third)]).toEqual([
      [],
      ["ended"],
      ["raised"],
    ])
    expect(difference.counts).toEqual({
      raised: difference.changes.filter(({ change }) => change === "raised").length,
      ended: difference.changes.filter(({ change }) => change === "ended").length,
      changed: 0,
    })
    expect(difference.parcels).toBeGreaterThan(5)
    expect((await team.ask("lead", "POST", "/api/flags/evaluations", { json: {} })).status).toBe(
      404,
    )
  })

  test("finds what an evaluation of single edits found: nothing else", async () => {
    const before = await team.as(
      "planner",
      "read",
      (sql) => sql`select suspicion_id from core.suspicion where superseded_at is null order by 1`,
    )
    const made = await evaluate()
    const after = await team.as(
      "planner",
      "read",
      (sql) => sql`select suspicion_id from core.suspicion where superseded_at is null order by 1`,
    )
    expect([...after]).toEqual([...before])
    expect(
      (await team.read<EvaluationDifference>("planner", "GET", `/api/flags/evaluations/${made.id}`))
        .changes,
    ).toEqual([])
  })
})
