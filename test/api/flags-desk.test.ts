import { beforeAll, describe, expect, test } from "vitest"
import { addDays, legalDayAt } from "../../geodata/days.ts"
import type { Sql } from "../../server/db/sql.ts"
import { deriveDue } from "../../server/derivation/derive.ts"
import { openEvaluations } from "../../server/derivation/evaluator.ts"
import type {
  DeskFlag,
  DeskList,
  Evaluation,
  EvaluationDifference,
  EvaluationList,
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
const start = () =>
  team.read<Evaluation>("planner", "POST", "/api/flags/evaluations", { json: {} }, 201)
const evaluate = async () => {
  const made = await start()
  await team.office.app.evaluator.settled()
  return made
}
const differenceOf = (id: number, query = "", who: "planner" | "assessor" | "lead" = "planner") =>
  team.read<EvaluationDifference>(who, "GET", `/api/flags/evaluations/${id}${query}`)
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
    for (const sort of ["areaMu", "age", "deadline"]) {
      const whole = await queue(`&sort=${sort}`)
      const [first, second] = [0, 2].map((cursor) =>
        team.read<DeskList>(
          "planner",
          "GET",
          `/api/flags/desk?ruleSet=idle-order53&sort=${sort}&limit=2&cursor=${cursor}`,
        ),
      )
      expect([...(await first!).items, ...(await second!).items]).toEqual(whole.items.slice(0, 4))
      expect((await second!).sums).toEqual(whole.sums)
    }
  })

  test("is as long as what is late, orders by what is due first, and finds nothing where there is none", async () => {
    const [late, asked] = [await makeIdle(), await makeIdle()]
    const request = (parcelId: number, dueOn: string) =>
      team.read(
        "planner",
        "POST",
        `${flagPath(parcelId)}/requests`,
        { json: { addressee: "甲", what: "说明", dueOn } },
        201,
      )
    await request(late, addDays(today, -3))
    await request(asked, addDays(today, 3))
    expect((await queue("&status=overdue")).items.map(({ parcelId }) => parcelId)).toEqual([late])
    const { items } = await queue("&sort=deadline")
    expect(
      items.slice(0, 2).map(({ parcelId, dueOn, overdue }) => [parcelId, dueOn, overdue]),
    ).toEqual([
      [late, addDays(today, -3), true],
      [asked, addDays(today, 3), false],
    ])
    const none = { flags: 0, parcels: 0, areaMu: "0" }
    expect(await queue("&q=没有这样的名称")).toEqual({
      items: [],
      total: 0,
      next: null,
      sums: none,
      byKind: { idle: none, lowEfficiency: none },
      byRuleSet: [],
      byStatus: { open: none, dismissed: none, inDisposal: none, confirmed: none },
    })
    // Settled, both leave the list to the tests that follow.
    for (const parcelId of [late, asked])
      expect((await settle(parcelId, { outcome: "dataWrong", reason: "测试" })).status).toBe(201)
    expect((await queue("&status=overdue")).items).toEqual([])
  })

  test("tells each outcome apart, and its sums add up", async () => {
    const [dismissed, disposed] = [await makeIdle(), await makeIdle()]
    const before = await queue()
    await settle(dismissed, { outcome: "dataWrong", reason: "约定动工日期录入有误" })
    await settle(disposed, { outcome: "alreadyInDisposal", reason: "收储中" })
    const after = await queue()
    expect(after.byStatus.open).toEqual(after.sums)
    expect(after.byStatus.open.flags).toBe(before.byStatus.open.flags - 2)
    expect(after.byStatus.dismissed.flags).toBe(before.byStatus.dismissed.flags + 1)
    expect(after.byStatus.inDisposal.flags).toBe(before.byStatus.inDisposal.flags + 1)
    expect(after.byKind.idle).toEqual(after.sums)
    const every = await team.read<DeskList>("planner", "GET", "/api/flags/desk")
    const kinds = [every.byKind.idle, every.byKind.lowEfficiency]
    expect(kinds.reduce((sum, { parcels }) => sum + parcels, 0)).toBe(every.sums.parcels)
    expect(kinds.reduce((sum, { areaMu }) => sum + Number(areaMu), 0)).toBeCloseTo(
      Number(every.sums.areaMu),
      6,
    )
    expect(after.byRuleSet).toEqual([{ ruleSet: "idle-order53", ...after.sums }])
    expect(await isQueued(dismissed, "&status=dismissed")).toBe(true)
    expect(await isQueued(dismissed, "&status=inDisposal")).toBe(false)
    expect(await isQueued(disposed, "&status=inDisposal")).toBe(true)
    const ofOne = await team.read<DeskList>(
      "planner",
      "GET",
      `/api/flags/desk?parcel=${disposed}&status=all`,
    )
    expect(ofOne.items.map(({ parcelId }) => parcelId)).toEqual(ofOne.items.map(() => disposed))
    expect(ofOne.items.map(({ ruleSet }) => ruleSet)).toContain("idle-order53")
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

  test("settles others of the parcel with it where they are named, all of them or none", async () => {
    const parcelId = await makeIdle()
    const openOf = async () =>
      (
        await team.read<DeskList>(
          "planner",
          "GET",
          `/api/flags/desk?parcel=${parcelId}&status=open`,
        )
      ).items.map(({ ruleSet }) => ruleSet)
    const both = await openOf()
    expect(both.toSorted()).toEqual(["five-categories", "idle-order53"])
    const outcome = { outcome: "dataWrong", reason: "交地日期录错" }
    // One that nobody suspects keeps the whole from being written.
    const refused = await settle(parcelId, {
      ...outcome,
      also: ["five-categories", "no-such-rules"],
    })
    expect(refused.status).toBe(404)
    expect(await openOf()).toEqual(both)
    expect((await settle(parcelId, { ...outcome, also: ["five-categories"] })).status).toBe(201)
    expect(await openOf()).toEqual([])
    for (const ruleSet of both)
      expect((await flagOf(parcelId, "planner", ruleSet)).outcomes).toMatchObject([outcome])
    expect(
      (await settle(parcelId, { ...outcome, outcome: "confirmed", also: ["five-categories"] }))
        .status,
    ).toBe(400)
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
    expect(JSON.stringify(open)).not.toMatch(/(?<!\d)1\.5|"value"|threshold/)
    expect(open.reliability.withheldFacts).toContain("taxPerMu")
  })
})

describe("a complete evaluation", () => {
  test("runs on after the answer, and its difference to the last is a list with sums", async () => {
    await evaluate()
    const raised = await makeIdle()
    const ended = await makeIdle()
    await evaluate()
    await settle(ended, { outcome: "notIdle", reason: "已动工" })
    const third = await makeIdle("30000")
    const made = await start()
    expect(made).toMatchObject({
      author: team.nameOf("planner"),
      asOf: today,
      finishedAt: null,
      cancelledAt: null,
      progress: { done: 0 },
    })
    expect(made.progress!.all).toBeGreaterThan(5)
    await team.office.app.evaluator.settled()
    const difference = await differenceOf(made.id, "", "lead")
    expect(difference).toMatchObject({ progress: null, parcels: made.progress!.all })
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
    expect(difference.sums.raised).toEqual({
      flags: difference.counts.raised,
      parcels: 1,
      areaMu: "45",
    })
    expect(difference.all).toMatchObject({ flags: difference.total, parcels: 2, areaMu: "75" })
    expect(
      difference.changes.find(({ parcelId }) => parcelId === third)!.after!.reasons,
    ).toContainEqual({
      fact: "agreedStart",
      label: "约定动工日期",
      confidential: false,
      value: addDays(today, -550),
      threshold: expect.any(String) as string,
    })
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
    expect(await differenceOf(made.id)).toMatchObject({ changes: [], total: 0, next: null })
  })

  test("tells what became another, from what to what, and what rests on other facts now", async () => {
    const parcelId = await makeIdle()
    const moved = await makeIdle()
    await evaluate()
    // A delivery that was confirmed later: the same clause on other facts.
    for (const [one, days] of [
      [parcelId, 1000],
      [moved, 10],
    ] as const)
      await insertContracts(database.door, [
        {
          parcelId: one,
          contractNo: `二${one}`,
          signedOn: addDays(today, -890),
          agreedStart: addDays(today, -550 - days),
          landPriceWanYuan: "1000",
        },
      ])
    await deriveDue(database.door)
    const made = await evaluate()
    const { changes, counts } = await differenceOf(made.id, "?ruleSet=idle-order53&change=changed")
    expect(counts).toEqual({ raised: 0, ended: 0, changed: 2 })
    const [first, second] = [parcelId, moved].map((one) => changes.find((c) => c.parcelId === one))
    expect([first!.before!.clause, first!.after!.clause]).toEqual(["53-14(1)", "53-14(2)"])
    expect([second!.before!.clause, second!.after!.clause]).toEqual(["53-14(1)", "53-14(1)"])
    expect(second!.before!.reasons[0]!.value).toBe(addDays(today, -550))
    expect(second!.after!.reasons[0]!.value).toBe(addDays(today, -560))
  })

  test("is answered a page after the other, by kind and rule set, the largest first", async () => {
    await evaluate()
    const made = [await makeIdle("7000"), await makeIdle("9000"), await makeIdle("8000")]
    const { id } = await evaluate()
    const pages: EvaluationDifference[] = []
    for (let next: number | null = 0; next !== null; next = pages.at(-1)!.next)
      pages.push(
        await differenceOf(id, `?ruleSet=idle-order53&change=raised&limit=2&cursor=${next}`),
      )
    expect(pages.map(({ changes }) => changes.map(({ parcelId }) => parcelId))).toEqual([
      [made[1], made[2]],
      [made[0]],
    ])
    expect(pages.map(({ total, next }) => [total, next])).toEqual([
      [3, 2],
      [3, null],
    ])
    expect(await differenceOf(id, "?change=ended")).toMatchObject({ changes: [], total: 0 })
    expect(
      (await team.ask("planner", "GET", `/api/flags/evaluations/${id}?limit=501`)).status,
    ).toBe(400)
    const first = await team.read<EvaluationList>(
      "planner",
      "GET",
      "/api/flags/evaluations?limit=1",
    )
    expect(first.items.map((one) => one.id)).toEqual([id])
    expect(first.next).toBe(id)
    const second = await team.read<EvaluationList>(
      "planner",
      "GET",
      `/api/flags/evaluations?limit=1&cursor=${first.next}`,
    )
    expect(second.items.map((one) => one.id)).toEqual([id - 1])
    expect(second.total).toBe(first.total)
  })

  test("tells a planner without a grant which rule and clause, and of a figure nothing", async () => {
    await evaluate()
    const parcelId = await makeTaxed(2)
    const { id } = await evaluate()
    const afterOf = async (who: "planner" | "assessor") =>
      (await differenceOf(id, "?ruleSet=liandu-2020", who)).changes.find(
        (one) => one.parcelId === parcelId,
      )!.after
    expect(await afterOf("planner")).toEqual({
      rule: "liandu-2020",
      clause: "liandu-2020",
      reasons: [{ fact: "lowTax", label: null, confidential: true, withheld: true }],
    })
    expect((await afterOf("assessor"))!.reasons).toEqual([
      { fact: "lowTax", label: null, confidential: true, value: "2", threshold: "3" },
    ])
  })

  test("holds up nobody who writes, and one at a time runs", async () => {
    const evaluations = openEvaluations(database.door)
    await team.as("planner", "write", insertEvaluation)
    const refused = await team.ask("planner", "POST", "/api/flags/evaluations", { json: {} })
    expect(refused.status).toBe(409)
    expect((await problemOf(refused)).detail).toContain("已有一次全面评估正在进行")
    // Nobody works on it yet; what a change moved is seen at once nevertheless.
    const written = await makeIdle()
    expect(await isQueued(written)).toBe(true)
    expect((await list())[0]).toMatchObject({ finishedAt: null, progress: { done: 0 } })
    while (await evaluations.round());
    expect((await list())[0]).toMatchObject({ progress: null })
    expect((await list())[0]!.finishedAt).not.toBe(null)
  })

  test("is cancelled: it finds nothing more, leaves nothing behind, and is not what the next differs from", async () => {
    const last = await evaluate()
    await team.as("planner", "write", insertEvaluation)
    const [running] = await list()
    const path = `/api/flags/evaluations/${running!.id}`
    expect((await team.ask("lead", "DELETE", path)).status).toBe(404)
    expect((await team.ask("assessor", "DELETE", path)).status).toBe(204)
    await team.office.app.evaluator.settled()
    expect((await list())[0]).toMatchObject({
      id: running!.id,
      finishedAt: null,
      cancelledAt: expect.any(String) as string,
      progress: null,
      parcels: null,
    })
    expect((await team.ask("planner", "DELETE", path)).status).toBe(409)
    const left = await database.door.serve(
      "svc_derive",
      "read",
      (sql) => sql<{ count: number }>`select count(*)::int as count from core.derivation_due`,
    )
    expect(left[0]!.count).toBe(0)
    const next = await evaluate()
    expect((await differenceOf(next.id)).previous!.id).toBe(last.id)
  })
})

/** A parcel of 30 mu whose firm pays so much tax a mu, in wan yuan. The rule set of low tax is in force by then. */
const makeTaxed = async (taxPerMu: number) => {
  place += 1
  const [parcelId] = await insertParcels(database.door, [
    { west: 116 + place * 0.01, south: 33, certifiedAreaM2: "20000", name: `低税${place}` },
  ])
  const [firm] = await insertFirms(
    database.door,
    [{ name: `低税企业${place}`, industryCode: "1711", aboveScale: true }],
    500 + place,
  )
  await insertUses(database.door, [
    { parcelId: parcelId!, enterpriseId: firm!, landAreaM2: "20000" },
  ])
  await insertFigures(database.door, [
    {
      enterpriseId: firm!,
      fiscalYear: 2024,
      indicator: "taxWanYuan",
      value: String(taxPerMu * 30),
    },
  ])
  await deriveDue(database.door)
  return parcelId!
}
const list = async () =>
  (await team.read<EvaluationList>("planner", "GET", "/api/flags/evaluations")).items
/** Asked for, and nobody works on it. */
const insertEvaluation = async (sql: Sql) => {
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object, why) values ('evaluate-all', 'evaluation', 'test') returning act_id`
  await sql`insert into core.evaluation (as_of, act_id) values (${today}, ${act!.actId})`
}
