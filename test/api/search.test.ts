import { beforeAll, describe, expect, test } from "vitest"
import { type Audience, AUDIENCES } from "../../server/db/audience.ts"
import { createNameSearch } from "../../server/search/engine.ts"
import { SearchAnswer } from "../../server/search/schema.ts"
import { useDatabase } from "../support/database.ts"
import { type FirmPark, insertFirmPark } from "../support/firms.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import {
  insertFirms,
  insertGround,
  insertParcels,
  renameFirm,
  withdrawParcels,
} from "../support/rows.ts"

const database = useDatabase()
let app: ParcelApp
let park: FirmPark

beforeAll(async () => {
  const { door } = database
  app = openParcelApp(door)
  park = await insertFirmPark(door)
  await insertGround(door, "road", "重庆大道", "LINESTRING(115.7 33.8, 115.71 33.8)")
  await insertGround(door, "road", "重庆大道", "LINESTRING(115.71 33.8, 115.72 33.81)")
  await insertGround(
    door,
    "water",
    "重庆河",
    "POLYGON((115.7 33.8, 115.71 33.8, 115.71 33.81, 115.7 33.8))",
  )
  await insertGround(door, "zone", "示例开发区", "MULTIPOLYGON(((115 33, 116 33, 116 34, 115 33)))")
})

const search = async (audience: Audience, q: string, limit?: number) =>
  SearchAnswer.parse(await app.read(audience, `/api/search${query({ q, limit })}`))
const found = async (audience: Audience, q: string) =>
  (await search(audience, q)).items.map(({ kind, id, matched }) => [kind, id, matched])

describe("the search box", () => {
  test("finds a parcel by any part of its code and says where it lies", async () => {
    const { items, total } = await search("planner", "ｇｂ0000 2")
    expect([items, total]).toEqual([
      [
        {
          kind: "parcel",
          id: park.second,
          name: "西区二号",
          detail: "341602001001GB00002",
          matched: "parcelCode",
          bounds: [116.2, 33.9, 116.201, 33.901],
          centre: [116.2005, 33.9005],
        },
      ],
      1,
    ])
  })

  test("finds a firm by name, credit code, pinyin and first letters, with all its parcels", async () => {
    const { items } = await search("planner", "示例机械")
    expect(items).toMatchObject([
      {
        kind: "enterprise",
        id: park.owner,
        name: "示例机械有限公司",
        matched: "name",
        bounds: [115.7, 33.8, 116.201, 33.901],
        parcels: [park.first, park.second],
      },
    ])
    // Inside the larger of its parcels.
    expect(items[0]!.centre).toEqual([115.7005, 33.8005])
    expect(await found("planner", items[0]!.detail!)).toEqual([
      ["enterprise", park.owner, "creditCode"],
    ])
    expect(await found("planner", "shili jixie")).toEqual([["enterprise", park.owner, "pinyin"]])
    expect(await found("planner", "SLJX")).toEqual([["enterprise", park.owner, "initials"]])
    expect((await search("planner", "示例无地")).items).toMatchObject([
      { bounds: null, centre: null, parcels: [] },
    ])
  })

  test("finds a firm by the name that it bore before, and says so", async () => {
    for (const q of ["农机厂", "nongjichang"])
      expect((await search("promotion", q)).items).toMatchObject([
        {
          id: park.owner,
          name: "示例机械有限公司",
          matched: "formerName",
          formerName: "示例农机厂",
        },
      ])
  })

  test("takes either sound of a character that has two", async () => {
    for (const q of ["chongqing", "zhongqing"])
      expect((await search("lead", q)).items.map(({ kind }) => kind)).toContain("road")
    for (const q of ["changxing", "zhanghang", "yueqi", "leqi"])
      expect(await found("lead", q)).toEqual([["enterprise", park.tenant, "pinyin"]])
  })

  test("finds a road as one with all its pieces, and the zone; no water", async () => {
    expect((await search("promotion", "重庆")).items).toMatchObject([
      { kind: "enterprise", id: park.tenant },
      { kind: "road", name: "重庆大道", bounds: [115.7, 33.8, 115.72, 33.81] },
    ])
    expect((await search("promotion", "开发区")).items).toMatchObject([
      { kind: "zone", name: "示例开发区", bounds: [115, 33, 116, 34] },
    ])
  })

  test("shows the best and counts all", async () => {
    const whole = await search("planner", "示例")
    expect(whole.total).toBe(5)
    const some = await search("planner", "示例", 2)
    expect([some.total, some.items]).toEqual([5, whole.items.slice(0, 2)])
  })
})

describe("what was written is found at once", () => {
  test("a new name of a firm, and the old one as the former", async () => {
    const [firm] = await insertFirms(database.door, [{ name: "甲新材料" }], 60)
    expect(await found("planner", "甲新材料")).toEqual([["enterprise", firm, "name"]])
    await renameFirm(database.door, firm!, "乙新材料")
    expect(await found("planner", "甲新材料")).toEqual([["enterprise", firm, "formerName"]])
    expect(await found("planner", "乙新材料")).toEqual([["enterprise", firm, "name"]])
  })

  test("a new parcel, its correction, and that it has gone", async () => {
    const [id] = await insertParcels(database.door, [{ west: 115.9, south: 33.8, name: "丙地块" }])
    expect(await found("promotion", "丙地块")).toEqual([["parcel", id, "name"]])
    const answer = await app.patch(
      "planner",
      `/api/parcels/${id}`,
      { name: "丁地块", why: "更名" },
      { "if-match": '"v1"' },
    )
    expect(answer.status).toBe(200)
    expect(await found("promotion", "丙地块")).toEqual([])
    expect(await found("promotion", "丁地块")).toEqual([["parcel", id, "name"]])
    await withdrawParcels(database.door, [id!])
    expect(await found("promotion", "丁地块")).toEqual([])
  })

  test("a new road", async () => {
    await insertGround(database.door, "road", "戊路", "LINESTRING(115.7 33.8, 115.71 33.8)")
    expect((await search("lead", "戊路")).items).toMatchObject([{ kind: "road", name: "戊路" }])
  })

  test("many who ask at once are all answered as of now", async () => {
    const [firm] = await insertFirms(database.door, [{ name: "己新材料" }], 70)
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => search(i % 2 ? "planner" : "promotion", "己新材料")),
    )
    for (const { items } of answers) expect(items).toMatchObject([{ id: firm }])
  })
})

test("after many changes the names are those that a new start reads", async () => {
  const { door } = database
  const parcels = await insertParcels(
    door,
    Array.from({ length: 40 }, (_, i) => ({
      west: 114 + i / 20,
      south: 33,
      name: `庚地块${i}`,
      parcelCode: `341602001002GB${String(i).padStart(5, "0")}`,
    })),
  )
  const firms = await insertFirms(
    door,
    Array.from({ length: 10 }, (_, i) => ({ name: `庚企业${i}` })),
    200,
  )
  await search("planner", "庚")
  await withdrawParcels(door, parcels.slice(0, 15))
  for (const firm of firms.slice(0, 4)) await renameFirm(door, firm, `辛企业${firm}`)
  await insertParcels(door, [{ west: 114, south: 33, name: "庚新地块" }])
  const fresh = openParcelApp(door)
  for (const audience of ["planner", "promotion"] as const)
    for (const q of ["庚", "辛", "geng", "GB000", "002GB", "xqy"])
      expect(await search(audience, q, 50)).toEqual(
        SearchAnswer.parse(await fresh.read(audience, `/api/search${query({ q, limit: 50 })}`)),
      )
})

test("a look that failed is made again by who asks next", async () => {
  let fails = true
  const names = createNameSearch(database.door, {
    changes: async (audience, since) => {
      if (fails) throw new Error("the feed is away")
      return app.map.changes(audience, since)
    },
  })
  await expect(names.find("planner", "示例", 10)).rejects.toThrow("the feed is away")
  fails = false
  expect((await names.find("planner", "示例", 10)).total).toBe(5)
})

describe("an audience finds only what it may read", () => {
  const CODES = ["341602001001GB00001", "GB00001", "341", "91341602MA", "91341602MA0000001"]

  test.each(CODES)("promotion finds nothing by %s, and its count says nothing", async (code) => {
    const answer = await app.ask("promotion", `/api/search${query({ q: code })}`)
    const nothing = await app.ask("promotion", `/api/search${query({ q: "没有这个名字" })}`)
    expect(await answer.text()).toBe(await nothing.text())
    expect((await search("planner", code)).total).toBeGreaterThan(0)
  })

  test("promotion is shown no code with what it finds", async () => {
    for (const q of ["示例", "一号", "shili", "二"])
      for (const { detail } of (await search("promotion", q)).items) expect(detail).toBeNull()
  })

  test.each(AUDIENCES)("%s is answered, and without business data by nothing", async (audience) => {
    const { total } = await search(audience, "示例")
    const hasNone = ["public", "investor", "admin"].includes(audience)
    expect(total).toBe(hasNone ? 0 : 5)
  })

  test("no figure is in any answer", async () => {
    for (const q of ["示例", "532", "chong"])
      expect(await (await app.ask("assessor", `/api/search${query({ q })}`)).text()).not.toContain(
        "532.1",
      )
  })
})

test.each([
  {},
  { q: "" },
  { q: "  " },
  { q: "x".repeat(65) },
  { q: "a\u0000b" },
  { q: "a", limit: 0 },
  { q: "a", limit: 51 },
  { q: "a", limit: "x" },
  { q: "a", kind: "parcel" },
] as Record<string, string | number>[])("the question %j is refused", async (asked) => {
  const answer = await app.ask("planner", `/api/search${query(asked)}`)
  expect(answer.status).toBe(400)
  expect(answer.headers.get("content-type")).toBe("application/problem+json")
})

test.each(["%", "_", "\\", "'", "' or 1=1 --", "示例%", "🏭", "\u{20bb7}"])(
  "%s is taken as it is",
  async (q) => {
    expect((await search("planner", q)).total).toBe(0)
  },
)
