import { beforeAll, describe, expect, test } from "vitest"
import type { Audience } from "../../server/db/audience.ts"
import { FirmDetail } from "../../server/enterprises/detail.schema.ts"
import { useDatabase } from "../support/database.ts"
import { type FirmPark, insertFirmPark } from "../support/firms.ts"
import { openParcelApp, type ParcelApp } from "../support/parcel-app.ts"

const database = useDatabase()
let app: ParcelApp
let park: FirmPark

beforeAll(async () => {
  app = openParcelApp(database.door)
  park = await insertFirmPark(database.door)
})

const detail = async (audience: Audience, id: number, query = "") =>
  FirmDetail.parse(await app.read(audience, `/api/enterprises/${id}${query}`))

describe("one firm", () => {
  test("is told with its former name and the instants between which it bore it", async () => {
    const { name, names, creditCode } = await detail("assessor", park.owner)
    expect([name, names.map((one) => [one.name, one.isCurrent])]).toEqual([
      "示例机械有限公司",
      [
        ["示例机械有限公司", true],
        ["示例农机厂", false],
      ],
    ])
    expect(names[0]).toMatchObject({ from: expect.stringMatching(/Z$/), to: null })
    expect(Date.parse(names[1]!.to!)).toBeLessThanOrEqual(Date.parse(names[0]!.from!))
    expect(creditCode).toMatch(/^91341602MA\d{7}[0-9A-Z]$/)
  })

  test("shows its uses as strips of days by parcel, the other side of its leases among them", async () => {
    const { parcels } = await detail("planner", park.owner)
    expect(
      parcels.map(({ id, name, parcelCode, legalAreaM2, isCurrent, uses }) => ({
        id,
        name,
        parcelCode,
        legalAreaM2,
        isCurrent,
        uses: uses.map((use) => [use.kind, use.from, use.to, use.landAreaM2, use.tenant?.name]),
      })),
    ).toEqual([
      {
        id: park.second,
        name: "西区二号",
        parcelCode: "341602001001GB00002",
        legalAreaM2: 20000,
        isCurrent: true,
        uses: [
          ["owned", "2020-01-01", null, 12000, undefined],
          ["leasedOut", "2023-01-01", "2024-01-01", 6000, "示例离园有限公司"],
        ],
      },
      {
        id: park.first,
        name: "东区一号",
        parcelCode: "341602001001GB00001",
        legalAreaM2: 40000,
        isCurrent: true,
        uses: [
          ["owned", "2021-01-01", null, 30000, undefined],
          ["leasedOut", "2024-01-01", null, 1500, undefined],
          ["leasedOut", "2024-07-01", null, 10000, "重庆长行乐器有限公司"],
        ],
      },
    ])
    expect(parcels[0]!.bounds).toEqual([116.2, 33.9, 116.201, 33.901])
    const [rented] = (await detail("planner", park.tenant)).parcels
    expect(rented!.uses).toEqual([
      {
        kind: "leasedIn",
        from: "2024-07-01",
        to: null,
        isCurrent: true,
        landAreaM2: 10000,
        floorAreaM2: null,
        far: null,
        lessor: { enterpriseId: park.owner, name: "示例机械有限公司" },
      },
    ])
    const [former] = (await detail("planner", park.left)).parcels
    expect(former!.isCurrent).toBe(false)
  })

  test("counts what it owns and rents less what it lets, today and at the end of each year", async () => {
    const { land } = await detail("assessor", park.owner)
    expect(land!.today).toEqual({ ownedMu: 63, leasedInMu: 0, leasedOutMu: 17.25, landMu: 45.75 })
    const of = (year: number) => land!.years.find((one) => one.year === year)
    expect(of(2020)).toEqual({ year: 2020, endMu: 18, averageMu: 18 })
    expect(of(2023)).toEqual({ year: 2023, endMu: 54, averageMu: 54 })
    expect(of(2019)).toBeUndefined()
    expect((await detail("assessor", park.landless)).land).toEqual({ today: null, years: [] })
  })

  test("averages a lease from 1 July over the 184 days of a leap year that it stood", async () => {
    const { land } = await detail("assessor", park.tenant)
    // 15 mu x 184 / 366 = 7.540983...
    expect(land!.years.at(-1)).toEqual({ year: 2024, endMu: 15, averageMu: 7.54 })
    // 63 - 2.25 - 7.540983... = 53.209016...
    const owner = await detail("assessor", park.owner)
    expect(owner.land!.years.find(({ year }) => year === 2024)).toEqual({
      year: 2024,
      endMu: 45.75,
      averageMu: 53.21,
    })
  })

  test("divides the figures of a year by the land of that year, and says why one is missing", async () => {
    const { metrics } = await detail("assessor", park.owner)
    expect(metrics!.map(({ fiscalYear, landMu }) => [fiscalYear, landMu])).toEqual([
      [2024, 53.21],
      [2023, 54],
    ])
    expect(metrics!.map(({ indicators }) => indicators["taxWanYuan"])).toEqual([
      { amount: 532.1, perMu: 10, missing: null },
      { amount: 540, perMu: 10, missing: null },
    ])
    expect(metrics![0]!.indicators["rdWanYuan"]).toEqual({
      amount: null,
      perMu: null,
      missing: "noFigure",
    })
    const tenant = (await detail("assessor", park.tenant)).metrics![0]!.indicators
    expect(tenant["taxWanYuan"]).toEqual({ amount: 150.8, perMu: 20, missing: null })
    expect(tenant["revenueWanYuan"]).toEqual({ amount: null, perMu: null, missing: "underReview" })
    const lodger = (await detail("assessor", park.lodger)).metrics![0]!
    expect(lodger.indicators["taxWanYuan"]).toEqual({ amount: 0, perMu: 0, missing: null })
    const landless = (await detail("assessor", park.landless)).metrics![0]!
    expect([landless.landMu, landless.indicators["taxWanYuan"]]).toEqual([
      null,
      { amount: 77.7123, perMu: null, missing: "noLand" },
    ])
  })

  test("is compared with the median of three firms and never of two", async () => {
    const { comparison } = await detail("assessor", park.owner)
    expect([comparison!.fiscalYear, comparison!.industry]).toEqual([2024, "34"])
    expect(comparison!.indicators["taxWanYuan"]).toEqual({
      industry: { firms: 2, median: null },
      park: { firms: 3, median: 10 },
    })
    expect(comparison!.indicators["revenueWanYuan"]).toEqual({
      industry: { firms: 0, median: null },
      park: { firms: 0, median: null },
    })
    const before = await detail("assessor", park.owner, "?year=2023")
    expect(before.comparison!.indicators["taxWanYuan"]!.park).toEqual({ firms: 2, median: null })
    const landless = await detail("assessor", park.landless)
    expect(landless.comparison!.indicators["taxWanYuan"]!.industry).toBeNull()
    expect((await detail("assessor", park.left, "?year=2023")).comparison!.industry).toBe("34")
  })

  test("carries the grades, flags, contracts, sources and acts of what it uses", async () => {
    const firm = await detail("lead", park.owner)
    expect(firm.grades.map(({ fiscalYear, grade }) => [fiscalYear, grade])).toEqual([
      [2024, "A"],
      [2023, "B"],
    ])
    expect(firm.suspected).toMatchObject([{ parcelId: park.second, rule: "liandu-2020" }])
    expect(firm.determined).toMatchObject([{ parcelId: park.second, state: "idle" }])
    expect(firm.contracts).toMatchObject([
      { parcelId: park.first, contractNo: "示合〔2020〕7号", landPriceWanYuan: 1234.5 },
    ])
    expect((await detail("lead", park.tenant)).contracts).toEqual([])
    expect(firm.sources!.length).toBeGreaterThan(1)
    expect(firm.acts!.length).toBeGreaterThan(1)
    // What was done to figures is known to those who have figures alone.
    const assessor = await detail("assessor", park.owner)
    expect(assessor.acts!.length).toBeGreaterThan(firm.acts!.length)
    expect(assessor.sources!.length).toBeGreaterThan(firm.sources!.length)
  })
})

describe("what an audience may not read is not in the answer", () => {
  const KEYS = ["creditCode", "aboveScale", "land", "metrics", "comparison", "suspected", "acts"]
  const seen = async (audience: Audience) => {
    const firm = await detail(audience, park.owner)
    return KEYS.filter((key) => key in firm)
  }

  test("promotion has names, parcels and grades; neither codes, areas, figures nor flags", async () => {
    expect(await seen("promotion")).toEqual([])
    const firm = await detail("promotion", park.owner)
    expect(firm.names.map(({ name }) => name)).toEqual(["示例机械有限公司", "示例农机厂"])
    expect(firm.names[0]).not.toHaveProperty("from")
    expect(firm.parcels.map(({ uses }) => uses.map((use) => Object.keys(use)))).toEqual([
      [["kind", "from", "to", "isCurrent"]],
      [
        ["kind", "from", "to", "isCurrent"],
        ["kind", "from", "to", "isCurrent"],
      ],
    ])
    const text = JSON.stringify(firm)
    for (const secret of ["341602001001GB", "91341602MA", "liandu", "532.1", "53.21", "1234.5"])
      expect(text).not.toContain(secret)
  })

  test.each(["planner", "lead"] as const)("%s without a grant has no figure", async (audience) => {
    expect(await seen(audience)).toEqual(["creditCode", "aboveScale", "land", "suspected", "acts"])
    expect(JSON.stringify(await detail(audience, park.owner))).not.toContain("532.1")
  })

  test.each(["assessor", "plannerGranted", "leadGranted"] as const)(
    "%s has everything",
    async (audience) => {
      expect(await seen(audience)).toEqual(KEYS)
    },
  )

  test("an assessor learns no land price", async () => {
    expect(JSON.stringify(await detail("assessor", park.owner))).not.toContain("1234.5")
  })

  test.each([
    ["public", 401],
    ["investor", 404],
    ["admin", 404],
  ] as const)("%s opens no firm: %i, whether there is one or not", async (audience, status) => {
    const bodies = await Promise.all(
      [String(park.owner), "999999", "x"].map(async (id) => {
        const answer = await app.ask(audience, `/api/enterprises/${id}`)
        expect(answer.status).toBe(status)
        return answer.text()
      }),
    )
    expect(new Set(bodies).size).toBe(1)
  })
})

test.each(["0", "-1", "999999", "2147483648", "1.5", "abc", "%00", "１"])(
  "%s is the same 404 for everybody",
  async (wrong) => {
    const bodies = await Promise.all(
      (["planner", "promotion", "assessor", "investor", "admin"] as const).map(async (audience) => {
        const answer = await app.ask(audience, `/api/enterprises/${wrong}`)
        expect(answer.status).toBe(404)
        return answer.text()
      }),
    )
    expect(new Set(bodies).size).toBe(1)
  },
)

test("a question that nobody knows is refused", async () => {
  for (const query of ["?year=x", "?year=1989", "?fields=tax"])
    expect((await app.ask("assessor", `/api/enterprises/${park.owner}${query}`)).status).toBe(400)
})
