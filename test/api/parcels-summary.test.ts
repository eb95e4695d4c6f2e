import { beforeAll, describe, expect, test } from "vitest"
import { deriveDue } from "../../server/derivation/derive.ts"
import { ParcelSummary } from "../../server/parcels/schema.ts"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import {
  insertFigures,
  insertFirms,
  insertMetrics,
  insertParcels,
  insertStandings,
  insertSuspicions,
  insertUses,
} from "../support/rows.ts"

const database = useDatabase()
let app: ParcelApp
beforeAll(() => {
  app = openParcelApp(database.door)
})

const summaryOf = async (filter: string, year = 2024) =>
  ParcelSummary.parse(await app.read("assessor", `/api/parcels/summary${query({ filter, year })}`))

/** Parcels of whole mu, told apart from other tests' by their name. */
const insertMu = (name: string, areasMu: readonly number[]) =>
  insertParcels(
    database.door,
    areasMu.map((areaMu, i) => ({
      west: 115.7 + i * 0.01,
      south: 33.8,
      name,
      // A mu is 2000/3 m²: three times as many give whole metres.
      certifiedAreaM2: String((areaMu * 2000) / 3),
    })),
  )

describe("a per-mu figure over several parcels", () => {
  test("shares a firm's tax out by its land (G-08): 10.80 and 12.00, neither 14 nor 11", async () => {
    const [p1, p2] = await insertMu("G-08", [60, 15.99999])
    const [a, b] = await insertFirms(database.door, [{ name: "a" }, { name: "b" }], 1)
    await insertUses(database.door, [
      { parcelId: p1!, enterpriseId: a!, landAreaM2: "16000" },
      { parcelId: p2!, enterpriseId: a!, landAreaM2: "10666.66" },
      { parcelId: p1!, enterpriseId: b!, landAreaM2: "24000" },
    ])
    await insertFigures(database.door, [
      { enterpriseId: a!, fiscalYear: 2024, indicator: "taxWanYuan", value: "480" },
      { enterpriseId: b!, fiscalYear: 2024, indicator: "taxWanYuan", value: "360" },
    ])
    await deriveDue(database.door, "2026-06-30")
    const first = await summaryOf(`id = ${p1}`)
    const second = await summaryOf(`id = ${p2}`)
    expect(first.metrics!["taxPerMu"]!.perMu).toBeCloseTo(10.8, 4)
    expect(second.metrics!["taxPerMu"]!.perMu).toBeCloseTo(12, 4)
    const both = await summaryOf("name = 'G-08'")
    expect(both.metrics!["taxPerMu"]!.amount).toBeCloseTo(840, 4)
    expect(both.metrics!["taxPerMu"]!.perMu).toBeCloseTo(840 / 76, 4)
  })

  test("is sum over sum (G-09): 1,650 over 75 mu is 22, not the mean of ratios 20", async () => {
    const [p1, p2] = await insertMu("G-09", [45, 30])
    await insertMetrics(database.door, [
      { parcelId: p1!, fiscalYear: 2024, indicator: "taxWanYuan", amount: "1350", areaMu: "45" },
      { parcelId: p2!, fiscalYear: 2024, indicator: "taxWanYuan", amount: "300", areaMu: "30" },
    ])
    const { metrics, total } = await summaryOf("name = 'G-09'")
    expect(metrics!["taxPerMu"]).toEqual({
      perMu: 22,
      amount: 1650,
      areaMu: 75,
      parcels: 2,
      missingParcels: 0,
    })
    expect(total).toEqual({ parcels: 2, areaMu: 75 })
  })

  test("leaves out land whose figure is missing, and says of how many", async () => {
    const [p1, p2] = await insertMu("缺数", [45, 30, 60])
    await insertMetrics(database.door, [
      { parcelId: p1!, fiscalYear: 2024, indicator: "taxWanYuan", amount: "900", areaMu: "45" },
      { parcelId: p2!, fiscalYear: 2024, indicator: "taxWanYuan", amount: null, areaMu: "30" },
      { parcelId: p2!, fiscalYear: 2024, indicator: "revenueWanYuan", amount: "0", areaMu: "30" },
    ])
    const { metrics } = await summaryOf("name = '缺数'")
    expect(metrics!["taxPerMu"]).toEqual({
      perMu: 20,
      amount: 900,
      areaMu: 45,
      parcels: 1,
      missingParcels: 2,
    })
    expect(metrics!["revenuePerMu"]).toEqual({
      perMu: 0,
      amount: 0,
      areaMu: 30,
      parcels: 1,
      missingParcels: 2,
    })
    expect(metrics!["powerPerMu"]).toEqual({
      perMu: null,
      amount: null,
      areaMu: null,
      parcels: 0,
      missingParcels: 3,
    })
  })

  test("is that of the year asked for", async () => {
    const [p1] = await insertMu("年度", [10])
    await insertMetrics(database.door, [
      { parcelId: p1!, fiscalYear: 2023, indicator: "taxWanYuan", amount: "10", areaMu: "10" },
      { parcelId: p1!, fiscalYear: 2024, indicator: "taxWanYuan", amount: "20", areaMu: "10" },
    ])
    expect((await summaryOf("name = '年度'", 2023)).metrics!["taxPerMu"]!.perMu).toBe(1)
    expect((await summaryOf("name = '年度'", 2024)).metrics!["taxPerMu"]!.perMu).toBe(2)
  })

  test("adds decimals exactly", async () => {
    const [p1, p2, p3] = await insertMu("小数", [3, 6, 9])
    await insertMetrics(
      database.door,
      [p1, p2, p3].map((parcelId) => ({
        parcelId: parcelId!,
        fiscalYear: 2024,
        indicator: "taxWanYuan",
        amount: "0.1",
        areaMu: "0.1",
      })),
    )
    expect((await summaryOf("name = '小数'")).metrics!["taxPerMu"]).toEqual({
      perMu: 1,
      amount: 0.3,
      areaMu: 0.3,
      parcels: 3,
      missingParcels: 0,
    })
  })
})

describe("counts", () => {
  test("of a parcel with two hits are one under each rule and one in all", async () => {
    const [p1, p2] = await insertMu("命中", [3, 6, 9])
    await insertSuspicions(database.door, [
      { parcelId: p1!, ruleSet: "idle-order53", rule: "type1" },
      { parcelId: p1!, ruleSet: "liandu-2020", rule: "liandu-2020" },
      { parcelId: p2!, ruleSet: "idle-order53", rule: "type1" },
    ])
    const { byFlag, suspected, total } = await summaryOf("name = '命中'")
    expect(byFlag).toEqual([
      { value: "liandu-2020", parcels: 1, areaMu: 3 },
      { value: "type1", parcels: 2, areaMu: 9 },
      { value: null, parcels: 1, areaMu: 9 },
    ])
    expect(suspected).toEqual({ parcels: 2, areaMu: 9 })
    expect(total).toEqual({ parcels: 3, areaMu: 18 })
  })

  test("by class come in the order of a parcel's life, what is not known last", async () => {
    const ids = await insertMu("类别", [3, 3, 3, 6])
    await insertStandings(database.door, [
      { parcelId: ids[0]!, lifecycle: "in_use" },
      { parcelId: ids[1]!, lifecycle: "approved_unsupplied" },
      { parcelId: ids[2]!, lifecycle: "in_use" },
    ])
    const { byLifecycle } = await summaryOf("name = '类别'")
    expect(byLifecycle).toEqual([
      { value: "approved_unsupplied", parcels: 1, areaMu: 3 },
      { value: "in_use", parcels: 2, areaMu: 6 },
      { value: null, parcels: 1, areaMu: 6 },
    ])
  })

  test("of nothing are zero", async () => {
    const summary = await summaryOf("name = '没有'")
    expect(summary.total).toEqual({ parcels: 0, areaMu: 0 })
    expect(summary.byGrade).toEqual([])
    expect(summary.suspected).toEqual({ parcels: 0, areaMu: 0 })
  })
})
