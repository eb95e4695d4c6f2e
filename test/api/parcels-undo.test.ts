import { beforeAll, describe, expect, test } from "vitest"
import type { Audience } from "../../server/db/audience.ts"
import { ParcelDetail } from "../../server/parcels/detail.schema.ts"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, type ParcelApp } from "../support/parcel-app.ts"
import { insertFirms, insertParcels, insertUses } from "../support/rows.ts"

const database = useDatabase()
let app: ParcelApp
beforeAll(() => {
  app = openParcelApp(database.door)
})

const insertOne = async () => {
  const [id] = await insertParcels(database.door, [
    {
      west: 115.7,
      south: 33.8,
      name: "旧名",
      landUse: "100102",
      certifiedAreaM2: "40000",
      surveyedAreaM2: "39000",
      validFrom: "2020-01-01",
    },
  ])
  return id!
}
const tag = (version: number | null) => (version === null ? {} : { "if-match": `"v${version}"` })
const edit = async (id: number, body: unknown, version: number, audience: Audience = "planner") => {
  const answer = await app.patch(audience, `/api/parcels/${id}`, body, tag(version))
  if (answer.status !== 200) throw new Error(await answer.text())
}
const undo = (
  id: number | string,
  version: number | null,
  audience: Audience = "planner",
  body: unknown = {},
) =>
  app.ask(audience, `/api/parcels/${id}/undo`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...tag(version) },
  })
const undone = async (...given: Parameters<typeof undo>) => {
  const answer = await undo(...given)
  if (answer.status !== 200) throw new Error(await answer.text())
  return ParcelDetail.parse(await answer.json())
}
const refusal = async (answer: Response) => {
  const { type, detail } = (await answer.json()) as { type: string; detail: string }
  return { status: answer.status, type, detail }
}

type Version = {
  version: number
  name: string | null
  from: string
  to: string | null
  current: boolean
  act: string
  source: string
  shape: string
}
/** Every version as the table holds it. */
const listVersions = (id: number) =>
  database.door.as(
    { audience: "planner", role: null, userId: null, name: "look", requestId: "r" },
    "read",
    (sql) => sql<Version>`
      select version, name, valid_from as "from", valid_to as "to", superseded_at is null as current,
             act_id as act, source_id as source, md5(ST_AsText(geom)) as shape
        from core.parcel_version where parcel_id = ${id} order by version`,
  )

describe("an undo", () => {
  test("writes a new version equal to the one before, by an act that names the one undone", async () => {
    const id = await insertOne()
    const before = ParcelDetail.parse(await app.read("planner", `/api/parcels/${id}`))
    await edit(id, { name: "新名", certifiedAreaM2: null, landUseCode: "100101", why: "手误" }, 1)
    const answer = await undo(id, 2)
    expect([answer.status, answer.headers.get("etag")]).toEqual([200, '"v3"'])
    const parcel = ParcelDetail.parse(await answer.json())
    const { acts, versions: known, ...after } = parcel
    const { acts: _, versions: __, ...same } = before
    expect(after).toEqual({ ...same, version: 3, shownVersion: 3, recordedAt: expect.any(String) })
    expect(known!.map(({ version }) => version)).toEqual([3, 2, 1])
    const versions = await listVersions(id)
    expect(versions).toMatchObject([
      { version: 1, name: "旧名", current: false },
      { version: 2, name: "新名", current: false },
      { version: 3, name: "旧名", current: true, from: "2020-01-01", to: null },
    ])
    expect([versions[2]!.source, versions[2]!.shape]).toEqual([
      versions[0]!.source,
      versions[0]!.shape,
    ])
    expect(acts![0]).toMatchObject({
      actId: versions[2]!.act,
      kind: "parcel-edit-undone",
      object: `parcel/${id}`,
      why: `撤销 act/${versions[1]!.act}`,
      actor: "test-planner",
    })
  })

  test("keeps the reason that is given", async () => {
    const id = await insertOne()
    await edit(id, { name: "新名", why: "更正" }, 1)
    const { acts } = await undone(id, 2, "planner", { why: "改错了宗地" })
    expect(acts![0]!.why).toMatch(/^撤销 act\/\d+：改错了宗地$/)
  })

  test("of a change from a day on makes one version of the whole time again", async () => {
    const id = await insertOne()
    await edit(id, { name: "新名", why: "更名", validFrom: "2023-05-01" }, 1)
    await undone(id, 3)
    const versions = await listVersions(id)
    expect(versions.filter(({ current }) => current)).toMatchObject([
      { version: 4, name: "旧名", from: "2020-01-01", to: null },
    ])
    expect(versions).toHaveLength(4)
  })

  test("can be undone in its turn, and leaves earlier corrections alone", async () => {
    const id = await insertOne()
    await edit(id, { name: "一", why: "更正" }, 1)
    await edit(id, { name: "二", validFrom: "2023-05-01", why: "更正" }, 2)
    expect((await undone(id, 4)).name).toBe("一")
    expect((await undone(id, 5)).name).toBe("二")
    const current = (await listVersions(id)).filter((one) => one.current)
    expect(current).toMatchObject([
      { version: 6, name: "一", from: "2020-01-01", to: "2023-05-01" },
      { version: 7, name: "二", from: "2023-05-01", to: null },
    ])
  })

  test("is not known before it was made", async () => {
    const id = await insertOne()
    await edit(id, { name: "新名", why: "更正" }, 1)
    const { recordedAt } = ParcelDetail.parse(await app.read("planner", `/api/parcels/${id}`))
    await undone(id, 2)
    const known = `/api/parcels/${id}?knownAt=${encodeURIComponent(recordedAt!)}`
    expect(ParcelDetail.parse(await app.read("planner", known)).name).toBe("新名")
  })

  test("is the same person's under a grant", async () => {
    const id = await insertOne()
    await edit(id, { name: "新名", why: "更正" }, 1, "plannerGranted")
    expect((await undone(id, 2, "plannerGranted")).name).toBe("旧名")
  })
})

describe("an undo that cannot be", () => {
  test("has no If-Match, or that of another version", async () => {
    const id = await insertOne()
    await edit(id, { name: "新名", why: "更正" }, 1)
    expect((await undo(id, null)).status).toBe(428)
    for (const version of [1, 3]) {
      const answer = await undo(id, version)
      expect([answer.status, answer.headers.get("etag")]).toEqual([412, '"v2"'])
    }
    expect(await listVersions(id)).toHaveLength(2)
  })

  test("is of what no person's edit made", async () => {
    const id = await insertOne()
    const answer = await refusal(await undo(id, 1))
    expect(answer).toMatchObject({ status: 409, type: "/problems/conflict" })
    expect(answer.detail).toContain("导入")
    expect(await listVersions(id)).toHaveLength(1)
  })

  test("is of another person's edit", async () => {
    const id = await insertOne()
    await edit(id, { name: "新名", why: "更正" }, 1, "plannerGranted")
    const answer = await refusal(await undo(id, 2))
    expect(answer).toMatchObject({ status: 409, type: "/problems/conflict" })
    expect(answer.detail).toContain("本人")
    expect(await listVersions(id)).toHaveLength(2)
  })

  test.each([
    [23, 200],
    [25, 409],
  ])("is of an edit older than 24 hours: %i h answers %i", async (hours, status) => {
    const id = await insertOne()
    await database.door.as(
      { audience: "planner", role: null, userId: null, name: "test-planner", requestId: "r" },
      "write",
      async (sql) => {
        const [act] = await sql<{ actId: string }>`
          insert into core.act (kind, object, why, at)
          values ('correct-parcel', ${`parcel/${id}`}, '更正', clock_timestamp() - make_interval(hours => ${hours}))
          returning act_id`
        await sql`
          update core.parcel_version set superseded_at = clock_timestamp(), superseded_act_id = ${act!.actId}
           where parcel_id = ${id}`
        await sql`
          insert into core.parcel_version (parcel_id, version, name, geom_area_m2, area_rule, geom, valid_from, source_id, act_id)
          select parcel_id, 2, '新名', geom_area_m2, area_rule, geom, valid_from, source_id, ${act!.actId}::bigint
            from core.parcel_version where parcel_id = ${id}`
      },
    )
    const answer = await undo(id, 2)
    expect(answer.status).toBe(status)
    if (status === 409) expect((await refusal(answer)).detail).toContain("24 小时")
  })

  test("would leave less land than is in use by now", async () => {
    const id = await insertOne()
    await edit(id, { certifiedAreaM2: 50_000, why: "换证" }, 1)
    const [firm] = await insertFirms(database.door, [{ name: "示例" }])
    await insertUses(database.door, [{ parcelId: id, enterpriseId: firm!, landAreaM2: "45000" }])
    expect((await undo(id, 2)).status).toBe(409)
    expect((await listVersions(id)).at(-1)).toMatchObject({ version: 2, current: true })
  })

  test("is asked for by several at once: one is let through", async () => {
    const id = await insertOne()
    await edit(id, { name: "新名", why: "更正" }, 1)
    const answers = await Promise.all(Array.from({ length: 5 }, () => undo(id, 2)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412])
    expect(await listVersions(id)).toHaveLength(3)
  })

  test.each([{ why: "" }, { why: "x".repeat(501) }, { why: "a\u0000" }, { name: "x" }, []])(
    "says %j",
    async (body) => {
      const id = await insertOne()
      await edit(id, { name: "新名", why: "更正" }, 1)
      expect((await undo(id, 2, "planner", body)).status).toBe(400)
    },
  )

  test("is nobody's but a planner's: others get the answer of an unknown parcel", async () => {
    const id = await insertOne()
    await edit(id, { name: "新名", why: "更正" }, 1)
    for (const audience of ["promotion", "assessor", "lead", "leadGranted", "admin"] as const) {
      const known = await undo(id, 2, audience)
      const unknown = await undo(999_999, 2, audience)
      expect([known.status, await known.text()]).toEqual([404, await unknown.text()])
    }
    expect((await undo(id, 2, "public")).status).toBe(401)
    expect((await undo(999_999, 1)).status).toBe(404)
    expect((await undo("abc", 1)).status).toBe(404)
    expect(await listVersions(id)).toHaveLength(2)
  })
})
