import { beforeAll, describe, expect, test } from "vitest"
import type { Audience } from "../../server/db/audience.ts"
import { FIELDS } from "../../server/enterprises/catalogue.ts"
import { FirmList, FirmSummary } from "../../server/enterprises/schema.ts"
import { FilterNames } from "../../server/parcels/schema.ts"
import { useDatabase } from "../support/database.ts"
import { FIRM_YEAR, type FirmPark, insertFirmPark } from "../support/firms.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"

const database = useDatabase()
let app: ParcelApp
let park: FirmPark

beforeAll(async () => {
  app = openParcelApp(database.door)
  park = await insertFirmPark(database.door)
})

type Asked = Record<string, string | number | undefined>
const list = async (audience: Audience, asked: Asked = {}) =>
  FirmList.parse(await app.read(audience, `/api/enterprises${query(asked)}`))
const summarise = async (audience: Audience, asked: Asked = {}) =>
  FirmSummary.parse(await app.read(audience, `/api/enterprises/summary${query(asked)}`))
const idsOf = async (audience: Audience, asked: Asked) =>
  (await list(audience, asked)).items.map(({ id }) => id)

const ALL = Object.keys(FIELDS)
const FIGURES = ALL.slice(ALL.indexOf("yearLandMu") + 1)
/** Written out by hand: what each audience may ask, whatever the code says. */
const PROMOTION = ["id", "name", "industryCode", "stage", "grade", "parcelCount"]
const WITHOUT_FIGURES = ALL.filter((name) => !FIGURES.includes(name))
const EXPECTED: Record<Audience, readonly string[]> = {
  public: [],
  investor: [],
  admin: [],
  promotion: PROMOTION,
  planner: WITHOUT_FIGURES,
  lead: WITHOUT_FIGURES,
  plannerGranted: ALL,
  leadGranted: ALL,
  assessor: ALL,
}
const CASES = Object.entries(EXPECTED) as [Audience, readonly string[]][]

test("the figures are twelve indicators, each as amount and per mu", () => {
  expect(FIGURES).toHaveLength(24)
  expect(WITHOUT_FIGURES).toEqual([
    "id",
    "name",
    "creditCode",
    "industryCode",
    "aboveScale",
    "stage",
    "registeredOn",
    "grade",
    "parcelCount",
    "ownedMu",
    "leasedInMu",
    "leasedOutMu",
    "landMu",
    "yearLandMu",
  ])
})

describe("the table", () => {
  test("holds every firm on record with its land today and its figures of the year", async () => {
    const { items, total, year } = await list("assessor")
    expect([total, year]).toEqual([5, FIRM_YEAR])
    const shown = [
      "name",
      "grade",
      "parcelCount",
      "ownedMu",
      "leasedInMu",
      "leasedOutMu",
      "landMu",
      "yearLandMu",
      "taxWanYuan",
      "taxPerMu",
      "revenueWanYuan",
    ]
    expect(items.map((item) => shown.map((name) => item[name]))).toEqual([
      ["示例机械有限公司", "A", 2, 63, 0, 17.25, 45.75, 53.21, 532.1, 10, null],
      ["重庆长行乐器有限公司", null, 1, 0, 15, 0, 15, 7.54, 150.8, 20, null],
      ["示例离园有限公司", null, 0, null, null, null, null, null, null, null, null],
      ["示例食品有限公司", "D", 1, 0, 3, 0, 3, 3, 0, 0, null],
      ["示例无地有限公司", null, 0, null, null, null, null, null, 77.7123, null, null],
    ])
  })

  test("is of the year asked for", async () => {
    const { items, year } = await list("assessor", { year: 2023, sort: "-taxPerMu", limit: 2 })
    expect(year).toBe(2023)
    expect(
      items.map(({ id, taxPerMu, yearLandMu, grade }) => [id, taxPerMu, yearLandMu, grade]),
    ).toEqual([
      [park.owner, 10, 54, "B"],
      [park.left, 1, 9, null],
    ])
  })

  test("is narrowed to who owns or rents a parcel that a parcel filter selects, today", async () => {
    const code = (n: number) => ({ filter: `parcelCode = '341602001001GB0000${n}'` })
    expect(await idsOf("planner", code(1))).toEqual([park.owner, park.tenant])
    expect(await idsOf("planner", code(2))).toEqual([park.owner, park.lodger])
    expect(await idsOf("planner", { bbox: "116.1,33,117,34" })).toEqual([park.owner, park.lodger])
    expect(await idsOf("promotion", { filter: "determined = true" })).toEqual([
      park.owner,
      park.lodger,
    ])
    expect(await idsOf("planner", { filter: "areaMu > 1000" })).toEqual([])
  })

  test("is narrowed by a text in the name or, for who sees it, the credit code", async () => {
    expect(await idsOf("promotion", { q: "食品" })).toEqual([park.lodger])
    expect(await idsOf("planner", { q: "0000004" })).toEqual([park.lodger])
    expect(await idsOf("promotion", { q: "0000004" })).toEqual([])
    expect(await idsOf("planner", { q: "%" })).toEqual([])
  })

  test.each(ALL)(
    "by %s is walked firm by firm, each once, what is not known last",
    async (name) => {
      for (const sort of [name, `-${name}`]) {
        const whole = await list("assessor", { sort })
        const known = whole.items.map((item) => item[name]).filter((value) => value !== null)
        expect(whole.items.slice(0, known.length).every((item) => item[name] !== null)).toBe(true)
        const walked: unknown[] = []
        let cursor: string | undefined
        for (let pages = 0; pages < 6; pages++) {
          const page = await list("assessor", { sort, limit: 1, cursor })
          walked.push(...page.items)
          cursor = page.next ?? undefined
          if (!cursor) break
        }
        expect(walked).toEqual(whole.items)
      }
    },
  )

  test("gives a page mark that works for no other question or audience", async () => {
    const cursor = (await list("planner", { limit: 2 })).next!
    const status = async (asked: Asked, audience: Audience = "planner") =>
      (await app.ask(audience, `/api/enterprises${query({ cursor, ...asked })}`)).status
    expect(await status({})).toBe(200)
    for (const asked of [{ sort: "name" }, { q: "a" }, { filter: "areaMu > 1" }, { year: 2023 }])
      expect(await status(asked)).toBe(400)
    expect(await status({}, "lead")).toBe(400)
    const ofParcels = await app.ask("planner", `/api/parcels${query({ cursor })}`)
    expect(ofParcels.status).toBe(400)
  })

  test.each([
    { limit: 0 },
    { limit: 1001 },
    { year: 1989 },
    { fields: "name" },
    { q: "a\u0000b" },
    { q: "x".repeat(101) },
    { filter: "x".repeat(8193) },
    { filter: "areaMu >" },
    { sort: "password" },
  ] as Asked[])("refuses %j", async (asked) => {
    const answer = await app.ask("assessor", `/api/enterprises${query(asked)}`)
    expect(answer.status).toBe(400)
    expect(answer.headers.get("content-type")).toBe("application/problem+json")
  })
})

describe("the summary", () => {
  test("counts firms by grade, industry and scale, with the land that they use", async () => {
    const summary = await summarise("planner")
    expect(summary).toEqual({
      year: FIRM_YEAR,
      total: { firms: 5, landMu: 63.75, missingLand: 2 },
      byGrade: [
        { value: "A", firms: 1, landMu: 45.75, missingLand: 0 },
        { value: "D", firms: 1, landMu: 3, missingLand: 0 },
        { value: null, firms: 3, landMu: 15, missingLand: 2 },
      ],
      byIndustry: [
        { value: "34", firms: 3, landMu: 60.75, missingLand: 1 },
        { value: "13", firms: 1, landMu: 3, missingLand: 0 },
        { value: null, firms: 1, landMu: 0, missingLand: 1 },
      ],
      byAboveScale: [
        { value: true, firms: 1, landMu: 45.75, missingLand: 0 },
        { value: false, firms: 2, landMu: 15, missingLand: 1 },
        { value: null, firms: 2, landMu: 3, missingLand: 1 },
      ],
    })
  })

  test("sums figures with what is missing, and divides sum by sum over those that have both", async () => {
    const { metrics } = await summarise("assessor")
    // (532.1 + 150.8 + 0) / (53.21 + 7.54 + 3); the firm without land counts in the amount alone.
    expect(metrics!["taxWanYuan"]).toEqual({
      amount: 760.6123,
      firms: 4,
      missingFirms: 1,
      perMu: 10.71215686,
      yearLandMu: 63.75,
      perMuFirms: 3,
    })
    expect(metrics!["revenueWanYuan"]).toEqual({
      amount: null,
      firms: 0,
      missingFirms: 5,
      perMu: null,
      yearLandMu: null,
      perMuFirms: 0,
    })
  })

  test("counts what the table lists", async () => {
    for (const asked of [{}, { filter: "determined = true" }, { q: "示例" }, { bbox: "1,2,3,4" }])
      expect((await summarise("lead", asked)).total.firms).toBe((await list("lead", asked)).total)
  })
})

describe.each(CASES)("%s", (audience, names) => {
  test("is told its own names", async () => {
    const answer = FilterNames.parse(await app.read(audience, "/api/enterprise-names"))
    expect(answer.items.map(({ name }) => name)).toEqual(names)
    expect(answer.total).toBe(names.length)
  })

  test("gets its own fields and no other", async () => {
    const page = await list(audience)
    const keys = new Set(page.items.flatMap((item) => Object.keys(item)))
    expect([...keys]).toEqual(names)
    expect(page.total).toBe(names.length > 0 ? 5 : 0)
    const summary = await summarise(audience)
    const has = (name: string) => names.includes(name)
    expect(Object.keys(summary)).toEqual([
      "year",
      "total",
      ...(has("grade") ? ["byGrade"] : []),
      ...(has("industryCode") ? ["byIndustry"] : []),
      ...(has("aboveScale") ? ["byAboveScale"] : []),
      ...(has("taxWanYuan") ? ["metrics"] : []),
    ])
    expect("landMu" in summary.total).toBe(has("landMu"))
  })

  test("cannot tell a name that it may not use from one that does not exist", async () => {
    const answerOf = async (path: string, asked: Asked) => {
      const answer = await app.ask(audience, path + query(asked))
      return { status: answer.status, headers: [...answer.headers], body: await answer.text() }
    }
    const unknown = await answerOf("/api/enterprises", { sort: "xxxxxxxxx" })
    expect(unknown.status).toBe(400)
    for (const name of ALL.filter((name) => !names.includes(name)))
      expect(await answerOf("/api/enterprises", { sort: name })).toEqual(unknown)
    for (const path of ["/api/enterprises", "/api/enterprises/summary"]) {
      const refused = await answerOf(path, { filter: "xxxxxxxxxx = '1'" })
      expect(refused.status).toBe(400)
      if (names === PROMOTION)
        expect(await answerOf(path, { filter: "parcelCode = '1'" })).toEqual(refused)
    }
  })
})

test("no secret reaches who may not know it, sorted, filtered or summed", async () => {
  for (const audience of ["promotion", "planner", "lead"] as const)
    for (const asked of ["", "?sort=-name", "?filter=determined%20%3D%20true", "?q=示例"])
      for (const path of ["/api/enterprises", "/api/enterprises/summary"]) {
        const text = await (await app.ask(audience, path + asked)).text()
        for (const secret of ["532.1", "150.8", "77.7123", "540"])
          expect(text).not.toContain(secret)
        if (audience === "promotion")
          for (const secret of ["91341602MA", "45.75", "53.21", "aboveScale"])
            expect(text).not.toContain(secret)
      }
})
