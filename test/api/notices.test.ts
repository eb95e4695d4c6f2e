import { createHash } from "node:crypto"
import { strFromU8, unzipSync } from "fflate"
import postgres from "postgres"
import { describe, expect, test } from "vitest"
import type { DeskFlag } from "../../server/desk/schema.ts"
import { legalDayAt } from "../../geodata/days.ts"
import type { Notice, NoticeList, NoticeOffer } from "../../server/notices/schema.ts"
import type { Proposal } from "../../server/determinations/schema.ts"
import { verifyRecords } from "../../server/operator/verify.ts"
import { useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"
import { problemOf } from "../support/import-app.ts"
import { makeFields } from "../support/notice-facts.ts"
import { insertContracts, insertFirms, insertParcels, insertUses } from "../support/rows.ts"

const database = useDatabase()
const team = useColleagues(database)
const TODAY = legalDayAt(new Date())

let place = 0
/** Owned since 2016, to be started by 2022-03-01, never started: a fee is owed from 2023-03-02, the land from 2024-03-02. */
const makeCase = async (landPriceWanYuan: string | null = "1285") => {
  place += 1
  const [parcelId] = await insertParcels(database.door, [
    { west: 116 + place * 0.01, south: 33, certifiedAreaM2: "20000" },
  ])
  const [firm] = await insertFirms(
    database.door,
    [{ name: `示例制造${place}有限公司` }],
    500 + place,
  )
  await insertUses(database.door, [
    { parcelId: parcelId!, enterpriseId: firm!, landAreaM2: "20000" },
  ])
  await insertContracts(database.door, [
    {
      parcelId: parcelId!,
      contractNo: `示合${place}`,
      signedOn: "2021-09-01",
      agreedStart: "2022-03-01",
      landPriceWanYuan,
    },
  ])
  return { parcelId: parcelId!, firm: `示例制造${place}有限公司` }
}
const determine = async (parcelId: number, decidedOn = "2023-04-10") => {
  const { id } = await team.read<Proposal>(
    "planner",
    "POST",
    "/api/flags/determinations/proposals",
    {
      json: {
        kind: "determine",
        parcelId,
        state: "idle",
        documentNo: `示资闲认〔2023〕${place}号`,
        decidedOn,
        body: "示例自然资源局",
        reason: "满一年未动工",
      },
    },
    201,
  )
  await team.read(
    "lead",
    "POST",
    `/api/flags/determinations/proposals/${id}/steps`,
    { json: { step: "approved" } },
    201,
  )
}
const draw = (parcelId: number, fields: object, status = 201) =>
  team.read<Notice>(
    "planner",
    "POST",
    `/api/flags/parcels/${parcelId}/notices`,
    { json: fields },
    status,
  )
const take = (who: "planner" | "plannerGranted" | "lead", id: number, step: string, why?: string) =>
  team.ask(who, "POST", `/api/flags/notices/${id}/steps`, { json: { step, ...(why && { why }) } })
const issue = async (id: number): Promise<Notice> => {
  const answer = await take("lead", id, "approved")
  expect(answer.status).toBe(201)
  return (await answer.json()) as Notice
}
const serve = (id: number, changes: object = {}, status = 201) =>
  team.read<Notice>(
    "planner",
    "POST",
    `/api/flags/notices/${id}/service`,
    { json: { servedOn: "2023-04-24", way: "direct", recipient: "示例收件人", ...changes } },
    status,
  )
const offer = (parcelId: number, on: string) =>
  team.read<NoticeOffer>("planner", "GET", `/api/flags/parcels/${parcelId}/notices/offer?on=${on}`)
const refusalsOf = ({ kinds }: NoticeOffer) =>
  Object.fromEntries(kinds.map(({ kind, refusal }) => [kind, refusal?.code ?? null]))
const fetchFile = async (id: number, format: "pdf" | "docx") => {
  const answer = await team.ask("planner", "GET", `/api/flags/notices/${id}/files/${format}`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  return { answer, bytes, sha256: createHash("sha256").update(bytes).digest("hex") }
}
const wordsOf = (docx: Uint8Array) =>
  strFromU8(unzipSync(docx)["word/document.xml"]!).replace(/<[^>]+>/g, "")

describe("a document of a case", () => {
  test("is drawn up on frozen facts, issued by another person with the next number, and kept as it was hashed", async () => {
    const { parcelId, firm } = await makeCase()
    const fields = makeFields("investigation", { series: "甲闲调", addressee: firm })
    const drawn = await draw(parcelId, fields)
    expect(drawn).toMatchObject({ state: "drawn", number: null, files: [], own: true })
    expect(drawn.facts).toMatchObject({
      on: "2023-06-01",
      holders: [{ name: firm }],
      contract: { agreedStart: "2022-03-01", landPriceWanYuan: "1285.0000" },
      clock: { state: "idleFee", rule: "type1", feeWanYuan: "257", oneYearEnds: "2023-03-01" },
    })
    expect(
      (await team.ask("planner", "GET", `/api/flags/notices/${drawn.id}/files/pdf`)).status,
    ).toBe(404)
    expect(await problemOf(await take("planner", drawn.id, "approved"))).toMatchObject({
      status: 409,
      detail: expect.stringContaining("拟制人以外"),
    })
    const issued = await issue(drawn.id)
    expect(issued).toMatchObject({ state: "issued", number: "甲闲调〔2023〕1号" })
    for (const format of ["pdf", "docx"] as const) {
      const { answer, sha256, bytes } = await fetchFile(drawn.id, format)
      const kept = issued.files.find((one) => one.format === format)
      expect(kept).toEqual({ format, sha256, bytes: bytes.length })
      expect(answer.headers.get("x-sha256")).toBe(sha256)
      expect(answer.headers.get("content-disposition")).toContain("attachment")
    }
    const { bytes } = await fetchFile(drawn.id, "docx")
    const text = wordsOf(bytes)
    for (const part of [
      "闲置土地调查通知书",
      "甲闲调〔2023〕1号",
      firm,
      "20,000 平方米（30 亩）",
      "1,285 万元",
    ])
      expect(text).toContain(part)
    expect((await take("lead", drawn.id, "approved")).status).toBe(409)

    const { parcelId: other, firm: otherFirm } = await makeCase()
    const next = await draw(
      other,
      makeFields("investigation", { series: "甲闲调", addressee: otherFirm }),
    )
    expect((await issue(next.id)).number).toBe("甲闲调〔2023〕2号")
  })

  test("many at once: every number is given once and none is left out", async () => {
    const ids: number[] = []
    for (let at = 0; at < 4; at += 1) {
      const { parcelId, firm } = await makeCase()
      const fields = makeFields("investigation", { series: "齐闲调", addressee: firm })
      ids.push((await draw(parcelId, fields)).id)
    }
    const answers = await Promise.all(ids.map((id) => take("lead", id, "approved")))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    const issued = (await Promise.all(answers.map((one) => one.json()))) as Notice[]
    expect(issued.map(({ number }) => number).toSorted()).toEqual(
      [1, 2, 3, 4].map((one) => `齐闲调〔2023〕${one}号`),
    )
    for (const { id, number } of issued)
      expect(wordsOf((await fetchFile(id, "docx")).bytes)).toContain(number)
  })

  test("does not leave when a fact has changed since it was drawn up, and says which", async () => {
    const { parcelId, firm } = await makeCase()
    const { id } = await draw(parcelId, makeFields("investigation", { addressee: firm }))
    await team.read(
      "planner",
      "POST",
      `/api/flags/parcels/${parcelId}/clock/events`,
      {
        json: {
          kind: "pause",
          from: "2022-06-01",
          to: "2022-06-30",
          cause: "government",
          document: { title: "关于调整规划的函" },
        },
      },
      201,
    )
    expect(await problemOf(await take("lead", id, "approved"))).toMatchObject({
      status: 409,
      detail: "拟制后事实有变化（计时、停工期间），请退回重新拟制。",
    })
    expect((await take("lead", id, "returned", "重拟")).status).toBe(201)
    const again = await draw(parcelId, makeFields("investigation", { addressee: firm }))
    expect((await issue(again.id)).facts.clock.pushedDays).toBe(30)
  })

  test("an unchanged correction elsewhere and another day of knowledge change nothing", async () => {
    const { parcelId, firm } = await makeCase()
    const { id } = await draw(parcelId, makeFields("investigation", { addressee: firm }))
    const other = await makeCase()
    await draw(other.parcelId, makeFields("investigation", { addressee: other.firm }))
    expect((await issue(id)).state).toBe("issued")
  })

  test("is returned by another person, withdrawn by its author, revoked by another, each with why", async () => {
    const { parcelId, firm } = await makeCase()
    const fields = makeFields("investigation", { addressee: firm })
    const first = await draw(parcelId, fields)
    expect(
      await problemOf(
        await team.ask("planner", "POST", `/api/flags/parcels/${parcelId}/notices`, {
          json: fields,
        }),
      ),
    ).toMatchObject({ status: 409 })
    expect((await take("lead", first.id, "returned")).status).toBe(400)
    expect((await take("lead", first.id, "withdrawn", "误")).status).toBe(409)
    expect((await take("planner", first.id, "withdrawn", "误")).status).toBe(201)
    expect((await take("lead", first.id, "approved")).status).toBe(409)
    const { id } = await draw(parcelId, fields)
    expect((await take("lead", id, "revoked", "误")).status).toBe(409)
    await issue(id)
    expect((await take("planner", id, "revoked", "误")).status).toBe(409)
    const revoked = (await (await take("lead", id, "revoked", "送错")).json()) as Notice
    expect(revoked).toMatchObject({ state: "revoked", number: expect.any(String) })
    expect(revoked.steps.map(({ step, why }) => [step, why])).toEqual([
      ["approved", null],
      ["revoked", "送错"],
    ])
    // What was issued stays what it was.
    expect((await fetchFile(id, "pdf")).answer.status).toBe(200)
    expect(
      (
        await problemOf(
          await team.ask("planner", "POST", `/api/flags/notices/${id}/service`, {
            json: { servedOn: "2023-06-02", way: "direct", recipient: "甲" },
          }),
        )
      ).status,
    ).toBe(409)
  })

  test("is served on a day that can be, which tells by when to answer, and is corrected with a reason", async () => {
    const { parcelId, firm } = await makeCase()
    const { id } = await draw(parcelId, makeFields("investigation", { addressee: firm }))
    await serve(id, { servedOn: "2023-06-02" }, 409)
    await issue(id)
    await serve(id, { servedOn: "2023-05-31" }, 400)
    await serve(id, { servedOn: "2199-01-01" }, 400)
    const served = await serve(id, { servedOn: "2023-06-02" })
    expect(served).toMatchObject({
      service: { servedOn: "2023-06-02", way: "direct" },
      answer: { on: "2023-07-02", overdue: true },
    })
    await serve(id, { servedOn: "2023-06-03" }, 400)
    expect(await serve(id, { servedOn: "2023-06-03", why: "回证日期看错" })).toMatchObject({
      service: { servedOn: "2023-06-03", why: "回证日期看错" },
      answer: { on: "2023-07-03" },
    })
    // The desk waits for what the holder must hand in, by the corrected day.
    const { requests } = await team.read<DeskFlag>(
      "planner",
      "GET",
      `/api/flags/desk/${parcelId}/idle-order53`,
    )
    expect(requests.map(({ dueOn, answeredOn }) => [dueOn, answeredOn])).toEqual([
      ["2023-07-03", null],
      ["2023-07-02", TODAY],
    ])
    expect((await team.listActs(`notice/${id}`)).map(({ kind }) => kind)).toEqual([
      "notice-issue",
      "notice-served",
      "notice-served",
    ])
  })
})

describe("a decision", () => {
  test("has a determination, an offered hearing and its term before it; nothing skips them", async () => {
    const { parcelId, firm } = await makeCase()
    const fee = makeFields("feeDecision", { addressee: firm, series: "甲闲费决" })
    const refused = async () =>
      (
        await problemOf(
          await team.ask("planner", "POST", `/api/flags/parcels/${parcelId}/notices`, {
            json: fee,
          }),
        )
      ).detail
    expect(await refused()).toContain("没有生效的闲置土地认定")
    await determine(parcelId)
    expect(await refused()).toContain("听证告知书")
    const hearing = await draw(
      parcelId,
      makeFields("hearing", { addressee: firm, issuedOn: "2023-04-20" }),
    )
    expect(await refused()).toContain("听证告知书")
    await issue(hearing.id)
    expect(await refused()).toContain("听证告知书")
    await serve(hearing.id, { servedOn: "2023-05-29" })
    // Five working days after Monday 29 May are over with Monday 5 June.
    expect(await refused()).toContain("期限尚未届满")
    await serve(hearing.id, { servedOn: "2023-04-24", why: "回证日期看错" })
    const drawn = await draw(parcelId, fee)
    const { number } = await issue(drawn.id)
    expect(number).toBe("甲闲费决〔2023〕1号")
    const text = wordsOf((await fetchFile(drawn.id, "docx")).bytes)
    expect(text).toContain("人民币贰佰伍拾柒万元整（¥2,570,000.00）")
    expect(refusalsOf(await offer(parcelId, "2023-06-01"))).toMatchObject({
      investigation: null,
      feeDecision: null,
      recoveryDecision: "notRecovery",
      disposalPlan: "notByAgreement",
      closure: "notEnded",
    })
    expect(refusalsOf(await offer(parcelId, TODAY))).toMatchObject({
      feeDecision: "notFee",
      recoveryDecision: null,
    })
  })

  test("is not written past the program: the database holds to approval and hearing", async () => {
    const { parcelId, firm } = await makeCase()
    await determine(parcelId)
    const { id } = await draw(
      parcelId,
      makeFields("hearing", { addressee: firm, issuedOn: "2023-04-20" }),
    )
    const write = (work: Parameters<typeof team.as<unknown>>[2]) => team.as("lead", "write", work)
    await expect(
      write(
        (sql) => sql`
          insert into core.notice_issue (notice_id, kind, number, act_id)
          select ${id}, 'hearing', '甲', act_id from core.act limit 1`,
      ),
    ).rejects.toMatchObject({ code: "23514" })
    await expect(
      team.as(
        "planner",
        "write",
        (sql) => sql`
          insert into core.notice_step (notice_id, n, step, actor_name, act_id)
          select ${id}, 1, 'approved', 'x', act_id from core.act limit 1`,
      ),
    ).rejects.toMatchObject({ code: "23514" })
    await expect(
      write(async (sql) => {
        const [fee] = await sql<{ id: number }>`
          insert into core.notice (kind, parcel_id, determination_id, issued_on, fields, facts, facts_sha256, author_name, act_id)
          select 'feeDecision', parcel_id, determination_id, issued_on, fields, facts, facts_sha256, 'x', act_id
            from core.notice where notice_id = ${id} returning notice_id as id`
        return fee
      }),
    ).rejects.toMatchObject({ code: "42501" })
  })

  test("bears the number and the day of its determination when it is the determination itself", async () => {
    const { parcelId, firm } = await makeCase()
    await determine(parcelId)
    const of = (issuedOn: string) =>
      makeFields("determination", { addressee: firm, issuedOn, series: "随便" })
    expect(
      (
        await problemOf(
          await team.ask("planner", "POST", `/api/flags/parcels/${parcelId}/notices`, {
            json: of("2023-04-11"),
          }),
        )
      ).detail,
    ).toContain("2023-04-10")
    const { id } = await draw(parcelId, of("2023-04-10"))
    expect((await issue(id)).number).toBe(`示资闲认〔2023〕${place}号`)
  })
})

describe("what is filled in", () => {
  test.each([
    ["text turned round", { contact: "利用科\u202e0558" }, "/contact"],
    ["something invisible", { addressee: "示例\u200b公司" }, "/addressee"],
    ["a line break in a line", { address: "一\n二" }, "/address"],
    ["nothing", { body: "　" }, "/body"],
    ["a day that there is not", { issuedOn: "2023-02-29" }, "/issuedOn"],
    ["a field that nobody knows", { 印章: "甲" }, ""],
  ])("%s is refused by its place", async (_, changes, pointer) => {
    const { parcelId } = await makeCase()
    const answer = await team.ask("planner", "POST", `/api/flags/parcels/${parcelId}/notices`, {
      json: { ...makeFields("investigation"), ...changes },
    })
    const problem = await problemOf(answer)
    expect(problem.status).toBe(400)
    expect(problem.issues?.map((one) => one.pointer)).toContain(pointer)
  })

  test("a supplement by more than a year, and an approval after the decision, are refused by theirs", async () => {
    const { parcelId } = await makeCase()
    const ask = (json: object) =>
      team.ask("planner", "POST", `/api/flags/parcels/${parcelId}/notices`, { json })
    expect(
      await problemOf(await ask(makeFields("supplement", { startOn: "2024-06-02" }))),
    ).toMatchObject({ status: 400, issues: [{ pointer: "/startOn" }] })
  })

  test("without a price there is no fee to decide, and it is said so", async () => {
    const { parcelId } = await makeCase(null)
    await determine(parcelId)
    expect(refusalsOf(await offer(parcelId, "2023-06-01")).feeDecision).toBe("noPrice")
  })
})

test("a document that somebody changed behind the program is found by the operator's check", async () => {
  const { parcelId, firm } = await makeCase()
  const { id } = await draw(parcelId, makeFields("investigation", { addressee: firm }))
  await issue(id)
  const listBroken = async () =>
    (await verifyRecords(database.door)).filter(({ place }) => place.startsWith("notice/"))
  expect(await listBroken()).toEqual([])
  // Nobody but the owner of the tables gets past the triggers; the embedded engine lets nobody be that.
  if (!database.url) return
  const owner = postgres(database.url, { max: 1, onnotice: () => {} })
  const forge = (table: "core.notice" | "core.notice_file", change: string) =>
    owner.begin(async (sql) => {
      await sql.unsafe(`alter table ${table} disable trigger user`)
      await sql.unsafe(`update ${table} set ${change} where notice_id = ${id}`)
      await sql.unsafe(`alter table ${table} enable trigger user`)
    })
  try {
    await forge("core.notice_file", "content = content || '\\x00'::bytea")
    expect(await listBroken()).toEqual([
      { rule: "文书的事实和文件与其校验值一致", place: `notice/${id}` },
    ])
    // What is no longer what was issued is not handed out either.
    expect((await fetchFile(id, "pdf")).answer.status).toBe(500)
    await forge("core.notice_file", "content = substring(content for length(content) - 1)")
    expect(await listBroken()).toEqual([])
    await forge("core.notice", `facts = jsonb_set(facts, '{parcel,areaMu}', '"31"')`)
    expect(await listBroken()).toHaveLength(1)
  } finally {
    await owner.end()
  }
})

describe("who may", () => {
  test("read documents: planning and leadership; assessment, promotion and everybody else find nothing", async () => {
    const { parcelId, firm } = await makeCase()
    const { id } = await draw(parcelId, makeFields("investigation", { addressee: firm }))
    await issue(id)
    const paths = [
      "/api/flags/notices",
      `/api/flags/notices/${id}`,
      `/api/flags/notices/${id}/files/pdf`,
      `/api/flags/parcels/${parcelId}/notices/offer`,
      `/api/flags/parcels/${parcelId}/evidence-sheet`,
    ]
    for (const path of paths) {
      for (const who of ["planner", "plannerGranted", "lead", "leadGranted"] as const)
        expect([path, who, (await team.ask(who, "GET", path)).status]).toEqual([path, who, 200])
      for (const who of ["assessor", "promotion", "admin"] as const)
        expect([path, who, (await team.ask(who, "GET", path)).status]).toEqual([path, who, 404])
      expect((await team.askBy(undefined, "GET", path)).status).toBe(401)
    }
    const list = await team.read<NoticeList>(
      "lead",
      "GET",
      `/api/flags/notices?parcel=${parcelId}&state=issued`,
    )
    expect(list).toMatchObject({ total: 1, next: null, items: [{ id, state: "issued" }] })
    expect(list.items[0]).not.toHaveProperty("facts")
  })

  test("draw up: planning alone; leadership issues and never draws up", async () => {
    const { parcelId, firm } = await makeCase()
    const json = makeFields("investigation", { addressee: firm })
    for (const who of ["lead", "leadGranted", "assessor", "promotion"] as const)
      expect(
        (await team.ask(who, "POST", `/api/flags/parcels/${parcelId}/notices`, { json })).status,
      ).toBe(404)
  })
})

describe("the evidence sheet", () => {
  test("is one page, on record with its hash before it leaves", async () => {
    const { parcelId } = await makeCase()
    const answer = await team.ask("planner", "GET", `/api/flags/parcels/${parcelId}/evidence-sheet`)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    expect(answer.headers.get("content-type")).toBe("application/pdf")
    expect(strFromU8(bytes, true).match(/\/Type \/Page\b/g)).toHaveLength(1)
    const sha256 = createHash("sha256").update(bytes).digest("hex")
    const acts = await team.listActs(`evidence-sheet/${parcelId}`)
    expect(acts.at(-1)).toMatchObject({ kind: "evidence-sheet-export" })
    expect(acts.at(-1)?.why).toContain(sha256)
  })
})
