import { describe, expect, test } from "vitest"
import type { DeterminationList, Proposal } from "../../server/determinations/schema.ts"
import { useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"
import { problemOf } from "../support/import-app.ts"
import { insertParcels } from "../support/rows.ts"

const PROPOSALS = "/api/flags/determinations/proposals"
const database = useDatabase()
const team = useColleagues(database)

let place = 0
const makeParcel = async () => {
  place += 1
  const [id] = await insertParcels(database.door, [{ west: 116 + place * 0.01, south: 33 }])
  return id!
}
const determining = (parcelId: number, changes: object = {}) => ({
  kind: "determine",
  parcelId,
  state: "idle",
  documentNo: "闲置认定〔2026〕7号",
  decidedOn: "2026-03-03",
  body: "示例自然资源局",
  reason: "满一年未动工",
  publicFrom: "2026-03-10",
  ...changes,
})
const propose = (json: object) => team.read<Proposal>("planner", "POST", PROPOSALS, { json }, 201)
const step = (who: "planner" | "plannerGranted" | "lead" | "assessor", id: number, json: object) =>
  team.ask(who, "POST", `${PROPOSALS}/${id}/steps`, { json })
type Determined = {
  id: number
  endedOn: string | null
  publicFrom: string | null
  publicTo: string | null
}
const determinationsOf = (parcelId: number) =>
  team.as(
    "promotion",
    "read",
    (sql) => sql<Determined>`
    select determination_id as id, ended_on::text as ended_on, public_from_on::text as public_from, public_to_on::text as public_to
      from core.determination where parcel_id = ${parcelId}`,
  )

describe("a determination", () => {
  test("stands once another person approved it, with its document, day and body", async () => {
    const parcelId = await makeParcel()
    const { id } = await propose(determining(parcelId))
    expect([...(await determinationsOf(parcelId))]).toEqual([])
    expect(await problemOf(await step("planner", id, { step: "approved" }))).toMatchObject({
      status: 409,
      detail: expect.stringContaining("提请人以外"),
    })
    expect((await step("assessor", id, { step: "approved" })).status).toBe(404)
    expect((await step("lead", id, { step: "approved" })).status).toBe(201)
    const [made] = await determinationsOf(parcelId)
    expect(made).toMatchObject({ endedOn: null, publicFrom: "2026-03-10" })
    const { determined } = await team.read<{ determined: object[] }>(
      "promotion",
      "GET",
      `/api/parcels/${parcelId}`,
    )
    expect(determined).toMatchObject([
      { level: "determined", documentNo: "闲置认定〔2026〕7号", body: "示例自然资源局" },
    ])
    const listed = await team.read<DeterminationList>(
      "assessor",
      "GET",
      `/api/flags/determinations?parcel=${parcelId}&ended=false`,
    )
    expect(listed).toMatchObject({ total: 1, sums: { parcels: 1, areaMu: "15" } })
    expect(listed.items[0]).toMatchObject({
      parcelId,
      documentNo: "闲置认定〔2026〕7号",
      endedOn: null,
      areaMu: "15.000000",
    })
    expect((await step("lead", id, { step: "approved" })).status).toBe(409)
    expect((await team.listActs(`parcel/${parcelId}`)).map(({ kind }) => kind)).toEqual([
      "determination-propose-determine",
      "determination-approved",
    ])
  })

  test("is ended by two people too, and its publicity with it", async () => {
    const parcelId = await makeParcel()
    const { id } = await propose(determining(parcelId))
    await step("lead", id, { step: "approved" })
    const [made] = await determinationsOf(parcelId)
    const ending = {
      kind: "end",
      determinationId: made!.id,
      documentNo: "〔2026〕9号",
      decidedOn: "2026-06-01",
      body: "示例自然资源局",
      reason: "已动工",
    }
    expect(
      (
        await team.ask("planner", "POST", PROPOSALS, {
          json: { ...ending, decidedOn: "2026-01-01" },
        })
      ).status,
    ).toBe(409)
    const end = await propose(ending)
    expect((await step("planner", end.id, { step: "approved" })).status).toBe(409)
    expect((await step("plannerGranted", end.id, { step: "approved" })).status).toBe(201)
    expect([...(await determinationsOf(parcelId))]).toEqual([
      { id: made!.id, endedOn: "2026-06-01", publicFrom: "2026-03-10", publicTo: "2026-06-01" },
    ])
    expect((await team.ask("planner", "POST", PROPOSALS, { json: ending })).status).toBe(409)
    await step(
      "lead",
      (await propose(determining(parcelId, { documentNo: "〔2027〕1号", decidedOn: "2026-09-01" })))
        .id,
      { step: "approved" },
    )
    expect(await determinationsOf(parcelId)).toHaveLength(2)
  })

  test("of land that was divided since keeps the name and the area it was made for", async () => {
    place += 1
    const [parcelId] = await insertParcels(database.door, [
      { west: 116 + place * 0.01, south: 33, name: "已分割地块", validTo: "2026-06-01" },
    ])
    const { id } = await propose(determining(parcelId!))
    await step("lead", id, { step: "approved" })
    const listed = await team.read<DeterminationList>(
      "planner",
      "GET",
      `/api/flags/determinations?parcel=${parcelId}`,
    )
    expect(listed.items).toMatchObject([{ name: "已分割地块", areaMu: "15.000000" }])
    expect(listed.sums).toEqual({ parcels: 1, areaMu: "15" })
  })

  test("is returned with a reason or withdrawn by its author, and then proposed anew", async () => {
    const parcelId = await makeParcel()
    const first = await propose(determining(parcelId))
    expect(
      (await team.ask("planner", "POST", PROPOSALS, { json: determining(parcelId) })).status,
    ).toBe(409)
    expect((await step("lead", first.id, { step: "returned" })).status).toBe(400)
    expect((await step("lead", first.id, { step: "returned", why: "缺交地确认书" })).status).toBe(
      201,
    )
    const second = await propose(determining(parcelId))
    expect((await step("plannerGranted", second.id, { step: "withdrawn", why: "x" })).status).toBe(
      409,
    )
    expect((await step("planner", second.id, { step: "withdrawn", why: "重拟" })).status).toBe(201)
    const { items } = await team.read<{ items: Proposal[] }>(
      "assessor",
      "GET",
      `${PROPOSALS}?parcel=${parcelId}`,
    )
    expect(items.map((one) => one.step?.step)).toEqual(["withdrawn", "returned"])
    expect(
      (
        await team.read<{ total: number }>(
          "lead",
          "GET",
          `${PROPOSALS}?parcel=${parcelId}&state=open`,
        )
      ).total,
    ).toBe(0)
  })

  test("needs a document number, a day and a body", async () => {
    const parcelId = await makeParcel()
    for (const [field, value] of [
      ["documentNo", " "],
      ["decidedOn", "2026-02-30"],
      ["body", ""],
      ["reason", ""],
    ] as const) {
      const { status, issues } = await problemOf(
        await team.ask("planner", "POST", PROPOSALS, {
          json: determining(parcelId, { [field]: value }),
        }),
      )
      expect([status, issues!.map(({ pointer }) => pointer)]).toEqual([400, [`/${field}`]])
    }
    expect(
      (await team.ask("planner", "POST", PROPOSALS, { json: determining(999_999) })).status,
    ).toBe(404)
    expect(
      (
        await team.ask("planner", "POST", PROPOSALS, {
          json: determining(parcelId, { attachmentIds: ["3f2b8f0e-54d4-4a53-8a0c-0f6c1f1f0a11"] }),
        })
      ).status,
    ).toBe(409)
  })

  test("is neither made nor ended past the program", async () => {
    const parcelId = await makeParcel()
    const { id } = await propose(determining(parcelId))
    const approve = (who: "planner" | "lead") =>
      team.as(who, "write", async (sql) => {
        const [act] = await sql<{
          actId: string
        }>`insert into core.act (kind, object) values ('test', 'x') returning act_id`
        await sql`insert into core.determination_step (proposal_id, step, actor_name, act_id) values (${id}, 'approved', 'x', ${act!.actId})`
      })
    const put = (documentNo: string) =>
      team.as(
        "planner",
        "write",
        (sql) => sql`
      insert into core.determination (parcel_id, state, document_no, decided_on, body, source_id, act_id, proposal_id)
      select parcel_id, state, ${documentNo}, decided_on, body, source_id, act_id, proposal_id from core.determination_proposal where proposal_id = ${id}`,
      )
    await expect(approve("planner")).rejects.toMatchObject({ code: "23514" })
    await expect(put("闲置认定〔2026〕7号")).rejects.toMatchObject({ code: "23514" })
    await approve("lead")
    await expect(put("另一个文号")).rejects.toMatchObject({ code: "23514" })
    await put("闲置认定〔2026〕7号")
    await expect(
      team.as(
        "planner",
        "write",
        (sql) => sql`
      update core.determination set ended_on = '2026-05-05' where parcel_id = ${parcelId}`,
      ),
    ).rejects.toMatchObject({ code: "23514" })
  })
})
