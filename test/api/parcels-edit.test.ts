import { beforeAll, describe, expect, test } from "vitest"
import type { Audience } from "../../server/db/audience.ts"
import { ParcelDetail } from "../../server/parcels/detail.schema.ts"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
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
const change = (
  id: number | string,
  body: unknown,
  version: number | null = 1,
  audience: Audience = "planner",
) =>
  app.patch(
    audience,
    `/api/parcels/${id}`,
    body,
    version === null ? {} : { "if-match": `"v${version}"` },
  )
const read = async (id: number, asked: Record<string, string> = {}) =>
  ParcelDetail.parse(await app.read("planner", `/api/parcels/${id}${query(asked)}`))

type Version = {
  version: number
  name: string | null
  from: string
  to: string | null
  current: boolean
  act: string
  ended: string | null
}

/** Every version as the table holds it. */
const listVersions = (id: number) =>
  database.door.serve(
    "svc_derive",
    "read",
    (sql) =>
      sql<Version>`
      select version, name, valid_from as "from", valid_to as "to", superseded_at is null as current,
             act_id as act, superseded_act_id as ended
        from core.parcel_version where parcel_id = ${id} order by version`,
  )

describe("a correction", () => {
  test("makes a new version of the same time, supersedes the old one and says why", async () => {
    const id = await insertOne()
    const answer = await change(id, { name: "新名", certifiedAreaM2: 40100.5, why: "证书换发" })
    expect(answer.status).toBe(200)
    expect(answer.headers.get("etag")).toBe('"v2"')
    const parcel = ParcelDetail.parse(await answer.json())
    expect(parcel).toMatchObject({
      version: 2,
      shownVersion: 2,
      name: "新名",
      validFrom: "2020-01-01",
      validTo: null,
    })
    expect(parcel.areas).toMatchObject({
      legalAreaM2: 40100.5,
      areaMu: 60.15075,
      certified: { areaM2: 40100.5 },
      surveyed: { areaM2: 39000 },
    })
    const [act] = parcel.acts!
    expect(act).toMatchObject({
      kind: "correct-parcel",
      object: `parcel/${id}`,
      why: "证书换发",
      actor: "test-planner",
      role: "planner",
    })
    const versions = await listVersions(id)
    expect(versions).toMatchObject([
      { version: 1, name: "旧名", from: "2020-01-01", to: null, current: false, ended: act!.actId },
      {
        version: 2,
        name: "新名",
        from: "2020-01-01",
        to: null,
        current: true,
        act: act!.actId,
        ended: null,
      },
    ])
  })

  test("leaves the outline, its area and everything not named as it was", async () => {
    const id = await insertOne()
    const before = await read(id)
    await change(id, { location: "示例路", why: "补录" })
    const after = await read(id)
    expect(after.geometry).toEqual(before.geometry)
    expect(after.areas).toEqual(before.areas)
    expect(after.landUse).toEqual(before.landUse)
    expect(after.name).toBe("旧名")
    expect(after.location).toBe("示例路")
  })

  test("with null takes a value back: the next area in order becomes the legal one", async () => {
    const id = await insertOne()
    await change(id, { certifiedAreaM2: null, why: "证书作废" })
    const { areas } = await read(id)
    expect(areas).toMatchObject({
      legalAreaM2: 39000,
      areaMu: 58.5,
      certified: { areaM2: null, differenceM2: null },
    })
  })

  test("that changes nothing writes nothing", async () => {
    const id = await insertOne()
    const answer = await change(id, { name: "旧名", certifiedAreaM2: 40000, why: "无" })
    expect(answer.status).toBe(200)
    expect(answer.headers.get("etag")).toBe('"v1"')
    expect(await listVersions(id)).toHaveLength(1)
  })

  test("from a day on keeps what held before it", async () => {
    const id = await insertOne()
    const answer = await change(id, {
      landUseCode: "100101",
      why: "规划调整",
      validFrom: "2023-05-01",
    })
    expect(answer.headers.get("etag")).toBe('"v3"')
    expect(await listVersions(id)).toMatchObject([
      { version: 1, from: "2020-01-01", to: null, current: false },
      { version: 2, from: "2020-01-01", to: "2023-05-01", current: true },
      { version: 3, from: "2023-05-01", to: null, current: true },
    ])
    expect((await read(id, { validOn: "2023-04-30" })).landUse!.code).toBe("100102")
    expect((await read(id, { validOn: "2023-05-01" })).landUse!.code).toBe("100101")
    expect((await read(id)).landUse!.code).toBe("100101")
  })

  test("from the version's own first day is a plain correction", async () => {
    const id = await insertOne()
    await change(id, { name: "新名", why: "更正", validFrom: "2020-01-01" })
    expect(await listVersions(id)).toHaveLength(2)
  })

  test("is not known before it was made", async () => {
    const id = await insertOne()
    const { recordedAt } = await read(id)
    await change(id, { name: "新名", why: "更正" })
    const known = await read(id, { knownAt: recordedAt! })
    expect([known.name, known.shownVersion, known.version]).toEqual(["旧名", 1, 2])
    expect((await read(id)).name).toBe("新名")
    expect(
      (await app.ask("planner", `/api/parcels/${id}${query({ knownAt: "2001-01-01T00:00:00Z" })}`))
        .status,
    ).toBe(404)
    expect(
      (await app.ask("promotion", `/api/parcels/${id}${query({ knownAt: recordedAt! })}`)).status,
    ).toBe(400)
  })

  test("normalises a code typed in full width", async () => {
    const id = await insertOne()
    await change(id, { parcelCode: " ３４１６０２００１００１gb00009 ", why: "补码" })
    expect((await read(id)).parcelCode).toBe("341602001001GB00009")
  })
})

describe("If-Match", () => {
  test("is required", async () => {
    const id = await insertOne()
    const answer = await change(id, { name: "新名", why: "更正" }, null)
    expect(answer.status).toBe(428)
    expect(await answer.json()).toMatchObject({ type: "/problems/version-required" })
  })

  test("of an old version is refused, naming the present one and what changed", async () => {
    const id = await insertOne()
    await change(id, { name: "先到", location: "示例路", why: "更正" })
    const answer = await change(id, { name: "后到", why: "更正" })
    expect(answer.status).toBe(412)
    expect(answer.headers.get("etag")).toBe('"v2"')
    const body = (await answer.json()) as {
      type: string
      detail: string
      issues: { pointer: string }[]
    }
    expect(body.type).toBe("/problems/version-stale")
    expect(body.detail).toContain("v2")
    expect(body.issues.map(({ pointer }) => pointer)).toEqual(["/name", "/location"])
    expect((await read(id)).name).toBe("先到")
  })

  test.each(["*", "v1", '"1"', 'W/"v1"', '"v1", "v2"', '"v0"', '"v999999999999"', "x"])(
    "%s names no version",
    async (tag) => {
      const id = await insertOne()
      const answer = await app.patch(
        "planner",
        `/api/parcels/${id}`,
        { name: "新名", why: "更正" },
        { "if-match": tag },
      )
      expect(answer.status).toBe(412)
    },
  )

  test("lets exactly one of several editors through", async () => {
    const id = await insertOne()
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) => change(id, { name: `第${i}位`, why: "同时更正" })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412])
    expect(await listVersions(id)).toHaveLength(2)
  })
})

describe("a change that cannot be", () => {
  test.each([
    [{ name: "x" }, "/why"],
    [{ name: "x", why: "" }, "/why"],
    [{ name: "", why: "y" }, "/name"],
    [{ name: "a\u0000b", why: "y" }, "/name"],
    [{ name: "x".repeat(201), why: "y" }, "/name"],
    [{ certifiedAreaM2: 0, why: "y" }, "/certifiedAreaM2"],
    [{ certifiedAreaM2: -1, why: "y" }, "/certifiedAreaM2"],
    [{ certifiedAreaM2: 1.005, why: "y" }, "/certifiedAreaM2"],
    [{ certifiedAreaM2: "40000", why: "y" }, "/certifiedAreaM2"],
    [{ certifiedAreaM2: 1e300, why: "y" }, "/certifiedAreaM2"],
    [{ parcelCode: "123", why: "y" }, "/parcelCode"],
    [{ unitCode: "341602001001GB00001", why: "y" }, "/unitCode"],
    [{ landUseScheme: "2024", why: "y" }, "/landUseScheme"],
    [{ landUseCode: "9999", why: "y" }, "/landUseCode"],
    [{ landUseCode: null, why: "y" }, "/landUseCode"],
    [{ landUseScheme: null, why: "y" }, "/landUseCode"],
    [{ validFrom: "2023-02-29", name: "x", why: "y" }, "/validFrom"],
    [{ validFrom: "2019-12-31", name: "x", why: "y" }, "/validFrom"],
    [{ areaMu: 3, why: "y" }, ""],
    [{ geom: {}, why: "y" }, ""],
    [[], ""],
  ])("%j is a 400 at %s and writes nothing", async (body, pointer) => {
    const id = await insertOne()
    const answer = await change(id, body)
    expect(answer.status).toBe(400)
    const { issues } = (await answer.json()) as { issues: { pointer: string }[] }
    expect(issues[0]!.pointer).toBe(pointer)
    expect(await listVersions(id)).toHaveLength(1)
  })

  test("that leaves less land than is in use is a conflict and writes nothing", async () => {
    const id = await insertOne()
    const [firm] = await insertFirms(database.door, [{ name: "示例" }])
    await insertUses(database.door, [{ parcelId: id, enterpriseId: firm!, landAreaM2: "40000" }])
    const answer = await change(id, { certifiedAreaM2: 39999.98, why: "复测" })
    expect(answer.status).toBe(409)
    expect(await answer.text()).not.toContain("occupancy")
    expect(await listVersions(id)).toHaveLength(1)
    expect((await change(id, { certifiedAreaM2: 39999.99, why: "复测" })).status).toBe(200)
  })
})

test("only a planner corrects: others learn nothing, the public is asked to sign in", async () => {
  const id = await insertOne()
  for (const audience of [
    "promotion",
    "assessor",
    "lead",
    "leadGranted",
    "admin",
    "investor",
  ] as const) {
    const known = await change(id, { name: "x", why: "y" }, 1, audience)
    const unknown = await change(999_999, { name: "x", why: "y" }, 1, audience)
    expect([known.status, await known.text()]).toEqual([404, await unknown.text()])
  }
  expect((await change(id, { name: "x", why: "y" }, 1, "public")).status).toBe(401)
  expect((await change(999_999, { name: "x", why: "y" })).status).toBe(404)
  expect((await change("abc", { name: "x", why: "y" })).status).toBe(404)
  expect((await change(id, { name: "新名", why: "y" }, 1, "plannerGranted")).status).toBe(200)
})
