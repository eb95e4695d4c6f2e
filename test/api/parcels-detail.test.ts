import { beforeAll, describe, expect, test } from "vitest"
import type { Audience } from "../../server/db/audience.ts"
import { ParcelDetail } from "../../server/parcels/detail.schema.ts"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import {
  insertBuildings,
  insertContracts,
  insertDeterminations,
  insertFigures,
  insertFirmGrades,
  insertFirms,
  insertLineage,
  insertMetrics,
  insertParcelGrades,
  insertParcels,
  insertProject,
  insertStandings,
  insertSuspicions,
  insertUses,
} from "../support/rows.ts"

const database = useDatabase()
let app: ParcelApp
/** The parcel with everything, and the land it was split from. */
let id: number
let parent: number

/** Figures that must never reach an audience without them. */
const SECRET = ["7319.4286", "121.99047667", "3.55", "3.6667", "5511.22"]

beforeAll(async () => {
  const { door } = database
  app = openParcelApp(door)
  const made = await insertParcels(door, [
    {
      west: 115.7,
      south: 33.8,
      name: "东区一号",
      location: "示例大道一号",
      parcelCode: "341602001001GB00001",
      landUse: "100102",
      certifiedAreaM2: "40000.00",
      contractAreaM2: "40100.55",
      surveyedAreaM2: "39988.11",
      geomAreaM2: "40002.30",
      validFrom: "2020-05-01",
    },
    {
      west: 115.7,
      south: 33.8,
      name: "原东区地块",
      certifiedAreaM2: "80000",
      validFrom: "2010-01-01",
      validTo: "2020-05-01",
    },
  ])
  ;[id, parent] = made as [number, number]
  const firms = await insertFirms(door, [
    { name: "示例机械有限公司", industryCode: "3411", aboveScale: true },
    { name: "示例租户有限公司", industryCode: "1711", aboveScale: false },
    { name: "示例旧企业" },
  ])
  const [owner, tenant, former] = firms as [number, number, number]
  await insertUses(door, [
    { parcelId: id, enterpriseId: owner, landAreaM2: "30000", from: "2021-01-01" },
    {
      parcelId: id,
      enterpriseId: tenant,
      kind: "leasedIn",
      lessorId: owner,
      landAreaM2: "10000",
      from: "2022-07-01",
    },
    {
      parcelId: id,
      enterpriseId: former,
      landAreaM2: "40000",
      from: "2020-05-01",
      to: "2021-01-01",
    },
  ])
  await insertFirmGrades(door, [
    { enterpriseId: owner, fiscalYear: 2023, grade: "B" },
    { enterpriseId: owner, fiscalYear: 2024, grade: "A" },
  ])
  await insertParcelGrades(door, [
    { parcelId: id, fiscalYear: 2024, grade: "A", enterpriseId: owner },
  ])
  await insertFigures(door, [
    { enterpriseId: owner, fiscalYear: 2024, indicator: "taxWanYuan", value: "7319.4286" },
    {
      enterpriseId: tenant,
      fiscalYear: 2024,
      indicator: "revenueWanYuan",
      value: null,
      missingReason: "underReview",
    },
  ])
  await insertMetrics(door, [
    { parcelId: id, fiscalYear: 2024, indicator: "taxWanYuan", amount: "7319.4286", areaMu: "60" },
    {
      parcelId: id,
      fiscalYear: 2024,
      indicator: "revenueWanYuan",
      amount: null,
      areaMu: "60",
      firms: 2,
    },
    { parcelId: id, fiscalYear: 2023, indicator: "taxWanYuan", amount: "5511.22", areaMu: "60" },
  ])
  await insertStandings(door, [
    {
      parcelId: id,
      lifecycle: "producing_below_target",
      projectStatus: "producing_below_design",
      available: false,
    },
  ])
  await insertSuspicions(door, [
    {
      parcelId: id,
      ruleSet: "liandu-2020",
      rule: "liandu-2020",
      reasons: [
        { fact: "taxPerMu", value: "3.55", threshold: "3.6667", confidential: true },
        { fact: "landMu", value: "60", threshold: "20", confidential: false },
      ],
    },
  ])
  await insertDeterminations(door, [id], "2024-09-09")
  await insertContracts(door, [
    {
      parcelId: id,
      contractNo: "示合〔2020〕7号",
      signedOn: "2020-06-01",
      agreedStart: "2020-12-01",
      taxPerMuWanYuan: "30",
      landPriceWanYuan: "1234.5",
    },
  ])
  await insertProject(door, id, "示例项目", {
    started: "2021-01-05",
    producing: "2022-03-01",
    signed: "2020-04-01",
  })
  await insertBuildings(door, [
    { parcelId: id, name: "一号厂房", floorM2: "12000.50", vacantFloorM2: "3000" },
  ])
  await insertLineage(door, parent, id, "0.5")
})

const detail = async (
  audience: Audience,
  asked: Record<string, string | number> = {},
  parcelId = id,
) => ParcelDetail.parse(await app.read(audience, `/api/parcels/${parcelId}${query(asked)}`))

describe("one parcel", () => {
  test("lays its areas beside the legal one, with exact differences", async () => {
    expect((await detail("planner")).areas).toEqual({
      legalAreaM2: 40000,
      areaMu: 60,
      certified: { areaM2: 40000, differenceM2: 0 },
      contract: { areaM2: 40100.55, differenceM2: 100.55 },
      surveyed: { areaM2: 39988.11, differenceM2: -11.89 },
      geometry: { areaM2: 40002.3, differenceM2: 2.3 },
      areaRule: "ellipsoid",
    })
  })

  test("names its firms with days, share of land, lessor and grade by year, present ones first", async () => {
    const { occupants } = await detail("assessor")
    expect(
      occupants.map(({ name, kind, from, to, isCurrent, landShare, lessor }) => ({
        name,
        kind,
        from,
        to,
        isCurrent,
        landShare,
        lessor: lessor?.name,
      })),
    ).toEqual([
      {
        name: "示例租户有限公司",
        kind: "leasedIn",
        from: "2022-07-01",
        to: null,
        isCurrent: true,
        landShare: 0.25,
        lessor: "示例机械有限公司",
      },
      {
        name: "示例机械有限公司",
        kind: "owned",
        from: "2021-01-01",
        to: null,
        isCurrent: true,
        landShare: 0.75,
        lessor: undefined,
      },
      {
        name: "示例旧企业",
        kind: "owned",
        from: "2020-05-01",
        to: "2021-01-01",
        isCurrent: false,
        landShare: 1,
        lessor: undefined,
      },
    ])
    expect(occupants[1]!.grades).toEqual([
      { fiscalYear: 2024, grade: "A", schemeId: "test" },
      { fiscalYear: 2023, grade: "B", schemeId: "test" },
    ])
    expect(occupants[1]!.creditCode).toMatch(/^91341602MA\d{7}[0-9A-Z]$/)
  })

  test("gives figures by year with what is missing and why", async () => {
    const { metrics } = await detail("assessor")
    expect(metrics!.map(({ fiscalYear }) => fiscalYear)).toEqual([2024, 2023])
    expect(metrics![0]!.indicators["taxWanYuan"]).toEqual({
      amount: 7319.4286,
      perMu: 121.99047667,
      areaMu: 60,
      firms: 1,
      missing: [],
    })
    const { amount, perMu, missing } = metrics![0]!.indicators["revenueWanYuan"]!
    expect([amount, perMu]).toEqual([null, null])
    expect(missing.map(({ name, reason }) => [name, reason])).toEqual([
      ["示例机械有限公司", "noFigure"],
      ["示例租户有限公司", "underReview"],
    ])
    expect(
      (await detail("assessor", { year: 2023 })).metrics!.map(({ fiscalYear }) => fiscalYear),
    ).toEqual([2023])
    expect((await detail("assessor", { year: 2023 })).grades).toEqual([])
  })

  test("keeps suspected and determined apart, each with its grounds", async () => {
    const { suspected, determined, standing } = await detail("assessor")
    expect(suspected).toMatchObject([
      { level: "suspected", rule: "liandu-2020", clause: "53-2(1)", since: "2023-01-02" },
    ])
    expect(suspected![0]!.reasons).toEqual([
      {
        fact: "taxPerMu",
        label: "亩均税收",
        confidential: true,
        value: "3.55",
        threshold: "3.6667",
      },
      { fact: "landMu", label: "用地面积", confidential: false, value: "60", threshold: "20" },
    ])
    expect(determined).toMatchObject([
      {
        level: "determined",
        state: "idle",
        documentNo: `闲置认定〔2024〕${id}号`,
        decidedOn: "2024-03-03",
        endedOn: "2024-09-09",
      },
    ])
    expect(standing).toMatchObject({ lifecycle: "producing_below_target", available: false })
  })

  test("tells contract, project, buildings and where the land came from", async () => {
    const { contracts, projects, buildings, lineage, versions, acts } = await detail("planner")
    expect(contracts).toMatchObject([
      {
        contractNo: "示合〔2020〕7号",
        agreedStart: "2020-12-01",
        taxPerMuWanYuan: 30,
        landPriceWanYuan: 1234.5,
      },
    ])
    expect(projects[0]!.milestones.map(({ milestone }) => milestone)).toEqual([
      "signed",
      "started",
      "producing",
    ])
    expect(buildings).toEqual([
      { name: "一号厂房", storeys: 3, floorM2: 12000.5, vacantFloorM2: 3000, vacantFrom: null },
    ])
    expect(lineage).toEqual({
      parents: [
        {
          id: parent,
          name: "原东区地块",
          areaMu: 120,
          kind: "split",
          on: "2020-05-01",
          areaShare: 0.5,
        },
      ],
      children: [],
    })
    expect(versions).toHaveLength(1)
    expect(acts!.length).toBeGreaterThan(3)
    expect(new Set(acts!.map(({ role }) => role))).toEqual(
      new Set(["planner", "assessor", "promotion"]),
    )
  })

  test("that has gone still opens, as it was last", async () => {
    const gone = await detail("planner", {}, parent)
    expect(gone).toMatchObject({ inEffect: false, validTo: "2020-05-01", name: "原东区地块" })
    expect(gone.lineage!.children.map((child) => child.id)).toEqual([id])
    expect((await detail("planner", { validOn: "2015-06-30" }, parent)).inEffect).toBe(true)
    expect((await detail("planner", { validOn: "2020-04-30" }, parent)).inEffect).toBe(true)
    expect((await detail("planner", { validOn: "2020-05-01" }, parent)).inEffect).toBe(false)
  })

  test("as of another day says nothing of what is computed for today", async () => {
    expect((await detail("planner", { validOn: "2021-06-30" })).standing).toBeNull()
    const { occupants } = await detail("planner", { validOn: "2020-12-31" })
    expect(occupants.filter(({ isCurrent }) => isCurrent).map(({ name }) => name)).toEqual([
      "示例旧企业",
    ])
  })

  test("carries its version as ETag", async () => {
    const answer = await app.ask("planner", `/api/parcels/${id}`)
    expect(answer.headers.get("etag")).toBe('"v1"')
  })
})

describe("what an audience may not read is not in the answer", () => {
  const textOf = async (audience: Audience) =>
    (await app.ask(audience, `/api/parcels/${id}`)).text()

  test("a planner without a grant gets rule, clause and fact of a secret reason, never value or threshold", async () => {
    for (const audience of ["planner", "lead"] as const) {
      const { suspected, metrics } = await detail(audience)
      expect(metrics).toBeUndefined()
      expect(suspected).toMatchObject([{ rule: "liandu-2020", clause: "53-2(1)" }])
      expect(suspected![0]!.reasons).toEqual([
        { fact: "taxPerMu", label: "亩均税收", confidential: true, withheld: true },
        { fact: "landMu", label: "用地面积", confidential: false, value: "60", threshold: "20" },
      ])
    }
  })

  test.each(["planner", "lead", "promotion"] as const)(
    "no secret figure reaches %s in any answer",
    async (audience) => {
      const bodies = await Promise.all(
        [
          `/api/parcels/${id}`,
          "/api/parcels",
          "/api/parcels/summary",
          "/api/filter-names",
          "/api/tiles/parcels.json",
        ].map(async (path) => (await app.ask(audience, path)).text()),
      )
      for (const body of bodies) for (const secret of SECRET) expect(body).not.toContain(secret)
    },
  )

  test.each(["assessor", "plannerGranted", "leadGranted"] as const)(
    "every secret figure reaches %s",
    async (audience) => {
      const body = await textOf(audience)
      for (const secret of SECRET) expect(body).toContain(secret)
    },
  )

  test("promotion sees neither codes, class, suspicion, lineage nor acts, but firms and availability", async () => {
    const parcel = await detail("promotion")
    for (const key of [
      "parcelCode",
      "unitCode",
      "suspected",
      "lineage",
      "acts",
      "metrics",
      "cases",
      "approvedOn",
    ])
      expect(parcel).not.toHaveProperty(key)
    expect(parcel.standing).toEqual({ available: false })
    expect(parcel.areas).not.toHaveProperty("certified")
    expect(parcel.occupants.map(({ name }) => name)).toContain("示例机械有限公司")
    expect(parcel.occupants[0]).not.toHaveProperty("creditCode")
    expect(parcel.occupants[0]).not.toHaveProperty("landAreaM2")
    expect(parcel.contracts).toEqual([
      {
        investPerMuWanYuan: null,
        outputPerMuWanYuan: null,
        taxPerMuWanYuan: 30,
        farMin: null,
        farMax: null,
      },
    ])
    const body = await textOf("promotion")
    for (const word of [
      "341602001001GB00001",
      "producing_below_target",
      "liandu",
      "53-2",
      "suspected_",
    ])
      expect(body).not.toContain(word)
  })

  test("an assessor learns no land price", async () => {
    expect(await textOf("assessor")).not.toContain("1234.5")
    expect((await detail("assessor")).contracts[0]).not.toHaveProperty("landPriceWanYuan")
  })
})

describe("an address of no parcel", () => {
  test.each([
    "0",
    "-1",
    "999999",
    "2147483648",
    "99999999999999999999",
    "1.5",
    "1e3",
    "0x1",
    "abc",
    "%00",
    "1%27",
    "null",
    "１",
  ])("%s is the same 404 for everybody", async (wrong) => {
    const bodies = await Promise.all(
      (["planner", "promotion", "assessor", "investor", "admin"] as const).map(async (audience) => {
        const answer = await app.ask(audience, `/api/parcels/${wrong}`)
        expect(answer.status).toBe(404)
        expect(answer.headers.get("etag")).toBeNull()
        return answer.text()
      }),
    )
    const known = await (await app.ask("admin", `/api/parcels/${id}`)).text()
    expect(new Set([...bodies, known]).size).toBe(1)
  })

  test("wrong days are refused", async () => {
    for (const asked of [
      { validOn: "2023-02-29" },
      { validOn: "today" },
      { knownAt: "2024-01-01" },
      { year: "x" },
      { fields: "tax" },
    ])
      expect(
        (await app.ask("planner", `/api/parcels/${id}${query(asked as Record<string, string>)}`))
          .status,
      ).toBe(400)
  })
})
