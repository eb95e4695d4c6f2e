import { beforeAll, describe, expect, test } from "vitest"
import type { Audience } from "../../server/db/audience.ts"
import { NeighbourList } from "../../server/parcels/neighbours.schema.ts"
import { PeerList } from "../../server/parcels/peers.schema.ts"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, type ParcelApp } from "../support/parcel-app.ts"
import {
  insertFirms,
  insertMetrics,
  insertParcels,
  insertStandings,
  insertUses,
} from "../support/rows.ts"

const database = useDatabase()
let app: ParcelApp
/** In a row from west to east: two that touch, one 9 m on, one 46 m on, one far off, and one that has gone. */
let ids: number[]

/** Degrees of a field's side, 92 m from west to east at this latitude. */
const SIDE = 0.001
const SOUTH = 33.8
const WEST = 115.7

beforeAll(async () => {
  const { door } = database
  app = openParcelApp(door)
  const at = (fields: number) => ({ west: WEST + fields * SIDE, south: SOUTH })
  ids = await insertParcels(door, [
    { ...at(0), name: "甲", certifiedAreaM2: "10000", landUse: "100101" },
    { ...at(1), name: "乙", certifiedAreaM2: "10000" },
    { ...at(2.1), name: "丙", certifiedAreaM2: "10000" },
    { ...at(3.6), name: "丁", certifiedAreaM2: "10000" },
    { ...at(90), name: "远", certifiedAreaM2: "10000" },
    {
      ...at(-1),
      name: "旧",
      certifiedAreaM2: "10000",
      validFrom: "2010-01-01",
      validTo: "2020-01-01",
    },
  ])
  await insertStandings(door, [{ parcelId: ids[1]!, lifecycle: "in_use", available: false }])
  const firms = await insertFirms(door, [
    { name: "一号机械", industryCode: "3411" },
    { name: "二号机械", industryCode: "C3429" },
    { name: "三号机械", industryCode: "3499" },
    { name: "四号食品", industryCode: "1411" },
    { name: "不明行业", industryCode: null },
  ])
  await insertUses(
    door,
    firms.map((enterpriseId, i) => ({
      parcelId: ids[i]!,
      enterpriseId,
      landAreaM2: "10000",
      from: "2023-07-01",
    })),
  )
  // Per mu of 15 mu: 10, 20, 60, 30, and 40 of the one without an industry.
  await insertMetrics(
    door,
    ["150", "300", "900", "450", "600"].flatMap((amount, i) => [
      { parcelId: ids[i]!, fiscalYear: 2024, indicator: "taxWanYuan", amount, areaMu: "15" },
      { parcelId: ids[i]!, fiscalYear: 2022, indicator: "taxWanYuan", amount, areaMu: "15" },
    ]),
  )
  await insertMetrics(door, [
    { parcelId: ids[0]!, fiscalYear: 2024, indicator: "energyTce", amount: "15", areaMu: "15" },
    { parcelId: ids[1]!, fiscalYear: 2024, indicator: "energyTce", amount: "30", areaMu: "15" },
    { parcelId: ids[2]!, fiscalYear: 2024, indicator: "energyTce", amount: null, areaMu: "15" },
  ])
})

const neighbours = async (audience: Audience, id: number, query = "") =>
  NeighbourList.parse(await app.read(audience, `/api/parcels/${id}/neighbours${query}`))
const peers = async (audience: Audience, id: number) =>
  PeerList.parse(await app.read(audience, `/api/parcels/${id}/peers`)).items

describe("neighbours", () => {
  test("are told from the nearest on, 0 m where they touch, with outline, area and class", async () => {
    const { items, total } = await neighbours("planner", ids[1]!)
    expect(items.map(({ name, distanceM }) => [name, distanceM])).toEqual([
      ["甲", 0],
      ["丙", expect.closeTo(9.3, 0)],
    ])
    expect(total).toBe(2)
    expect(items[0]).toMatchObject({
      id: ids[0],
      areaMu: 15,
      landUse: "100101",
      lifecycle: null,
      geometry: { type: "MultiPolygon" },
    })
  })

  test("beyond 80 m are none", async () => {
    expect(await neighbours("planner", ids[4]!)).toEqual({ items: [], total: 0, next: null })
  })

  test("of a past day are those of that day, without what is known of today alone", async () => {
    const { items } = await neighbours("planner", ids[0]!, "?validOn=2019-12-31")
    expect(items.map(({ name }) => name)).toEqual(["乙", "旧"])
    expect(items.every((item) => !("lifecycle" in item) && !("available" in item))).toBe(true)
    const [now] = (await neighbours("planner", ids[0]!)).items
    expect(now).toMatchObject({ name: "乙", lifecycle: "in_use", available: false })
  })

  test("of land that has gone are told by its last outline", async () => {
    expect((await neighbours("planner", ids[5]!)).items.map(({ name }) => name)).toEqual(["甲"])
  })

  test("carry no class for who does not see it, and nothing for who has no land", async () => {
    const [seen] = (await neighbours("promotion", ids[0]!)).items
    expect(seen).toMatchObject({ name: "乙", available: false })
    expect(seen).not.toHaveProperty("lifecycle")
    for (const audience of ["admin", "investor"] as const)
      expect((await app.ask(audience, `/api/parcels/${ids[0]}/neighbours`)).status).toBe(404)
  })

  test.each(["999999", "none", "0"])("of parcel %s are not found", async (id) => {
    expect((await app.ask("planner", `/api/parcels/${id}/neighbours`)).status).toBe(404)
  })

  test.each(["validOn=2024-02-30", "knownAt=x", "year=2024"])("%s is refused", async (query) => {
    const answer = await app.ask("planner", `/api/parcels/${ids[0]}/neighbours?${query}`)
    expect(answer.status).toBe(400)
  })
})

describe("peers", () => {
  test("are the medians of the industry and of the park, each with how many parcels it is of", async () => {
    const [latest] = await peers("assessor", ids[0]!)
    expect(latest).toMatchObject({ fiscalYear: 2024, industry: "34" })
    expect(latest!.indicators["taxWanYuan"]).toEqual({
      industry: { parcels: 3, median: 20 },
      park: { parcels: 5, median: 30 },
    })
  })

  test("have no median of fewer than three parcels, and a missing figure is none of them", async () => {
    const [latest] = await peers("assessor", ids[0]!)
    expect(latest!.indicators["energyTce"]).toEqual({
      industry: { parcels: 2, median: null },
      park: { parcels: 2, median: null },
    })
    expect(latest!.indicators["rdWanYuan"]).toEqual({
      industry: { parcels: 0, median: null },
      park: { parcels: 0, median: null },
    })
    const [food] = await peers("assessor", ids[3]!)
    expect(food!.indicators["taxWanYuan"]!.industry).toEqual({ parcels: 1, median: null })
  })

  test("of the middle two values are the mean of both", async () => {
    await insertMetrics(database.door, [
      {
        parcelId: ids[3]!,
        fiscalYear: 2024,
        indicator: "energyTce",
        amount: "45.5",
        areaMu: "15",
      },
      { parcelId: ids[4]!, fiscalYear: 2024, indicator: "energyTce", amount: "60", areaMu: "15" },
    ])
    const [latest] = await peers("assessor", ids[0]!)
    expect(latest!.indicators["energyTce"]!.park).toEqual({
      parcels: 4,
      median: expect.closeTo(2.516667, 5),
    })
  })

  test("go by who uses the land at the end of the year: nobody did in 2022", async () => {
    const [, before] = await peers("assessor", ids[0]!)
    expect(before).toMatchObject({ fiscalYear: 2022, industry: null })
    expect(before!.indicators["taxWanYuan"]).toEqual({
      industry: null,
      park: { parcels: 5, median: 30 },
    })
  })

  test("without an industry are of the park alone", async () => {
    const [latest] = await peers("assessor", ids[4]!)
    expect(latest!.industry).toBeNull()
    expect(latest!.indicators["taxWanYuan"]!.industry).toBeNull()
  })

  test("are for whoever sees figures, and for nobody else", async () => {
    for (const audience of ["assessor", "plannerGranted", "leadGranted"] as const)
      expect((await peers(audience, ids[0]!)).length).toBe(2)
    for (const audience of ["promotion", "planner", "lead", "admin", "investor"] as const)
      expect((await app.ask(audience, `/api/parcels/${ids[0]}/peers`)).status).toBe(404)
    expect((await app.ask("public", `/api/parcels/${ids[0]}/peers`)).status).toBe(401)
  })

  test("of a parcel that there is not are not found", async () => {
    expect((await app.ask("assessor", "/api/parcels/999999/peers")).status).toBe(404)
  })
})
