import type { Door } from "../../server/db/door.ts"
import {
  insertContracts,
  insertDeterminations,
  insertFigures,
  insertFirmGrades,
  insertFirms,
  insertParcels,
  insertStandings,
  insertSuspicions,
  insertUses,
  renameFirm,
} from "./rows.ts"

/** The fiscal year with figures; a leap year. */
export const FIRM_YEAR = 2024

/**
 * Two parcels in two places, and who uses them:
 *
 * - `owner` owns 45 mu of the first since 2021 and 18 mu of the second since 2020. It let 15 mu of the first to
 *   `tenant` on 1 July 2024, 2.25 mu to somebody not on record since 2024, and 9 mu of the second to `left` for 2023.
 * - `lodger` rents 3 mu of the second from somebody not on record.
 * - `landless` has figures and no land.
 */
export async function insertFirmPark(door: Door) {
  const [first, second] = (await insertParcels(door, [
    {
      west: 115.7,
      south: 33.8,
      name: "东区一号",
      parcelCode: "341602001001GB00001",
      landUse: "100101",
      certifiedAreaM2: "40000",
    },
    {
      west: 116.2,
      south: 33.9,
      name: "西区二号",
      parcelCode: "341602001001GB00002",
      landUse: "100102",
      certifiedAreaM2: "20000",
    },
  ])) as [number, number]
  const [owner, tenant, left, lodger, landless] = (await insertFirms(door, [
    { name: "示例农机厂", industryCode: "C3411", aboveScale: true },
    { name: "重庆长行乐器有限公司", industryCode: "3499", aboveScale: false },
    { name: "示例离园有限公司", industryCode: "3423", aboveScale: false },
    { name: "示例食品有限公司", industryCode: "13" },
    { name: "示例无地有限公司" },
  ])) as [number, number, number, number, number]
  await renameFirm(door, owner, "示例机械有限公司")
  const lease = { kind: "leasedIn", lessorId: owner } as const
  await insertUses(door, [
    { parcelId: first, enterpriseId: owner, landAreaM2: "30000", from: "2021-01-01" },
    { parcelId: second, enterpriseId: owner, landAreaM2: "12000", from: "2020-01-01" },
    {
      parcelId: first,
      enterpriseId: tenant,
      landAreaM2: "10000",
      from: "2024-07-01",
      ...lease,
    },
    {
      parcelId: second,
      enterpriseId: left,
      landAreaM2: "6000",
      from: "2023-01-01",
      to: "2024-01-01",
      ...lease,
    },
    {
      parcelId: second,
      enterpriseId: lodger,
      landAreaM2: "2000",
      from: "2022-01-01",
      kind: "leasedIn",
    },
    {
      parcelId: first,
      enterpriseId: owner,
      landAreaM2: "1500",
      from: "2024-01-01",
      kind: "leasedOut",
    },
  ])
  const tax = { fiscalYear: FIRM_YEAR, indicator: "taxWanYuan" }
  await insertFigures(door, [
    { enterpriseId: owner, ...tax, value: "532.1" },
    { enterpriseId: tenant, ...tax, value: "150.8" },
    { enterpriseId: lodger, ...tax, value: "0" },
    { enterpriseId: landless, ...tax, value: "77.7123" },
    {
      enterpriseId: tenant,
      ...tax,
      indicator: "revenueWanYuan",
      value: null,
      missingReason: "underReview",
    },
    { enterpriseId: owner, ...tax, fiscalYear: 2023, value: "540" },
    { enterpriseId: left, ...tax, fiscalYear: 2023, value: "9" },
  ])
  await insertFirmGrades(door, [
    { enterpriseId: owner, fiscalYear: FIRM_YEAR, grade: "A" },
    { enterpriseId: owner, fiscalYear: 2023, grade: "B" },
    { enterpriseId: lodger, fiscalYear: FIRM_YEAR, grade: "D" },
  ])
  await insertStandings(door, [{ parcelId: first, lifecycle: "in_use", available: false }])
  await insertSuspicions(door, [{ parcelId: second, ruleSet: "liandu-2020", rule: "liandu-2020" }])
  await insertDeterminations(door, [second])
  await insertContracts(door, [
    { parcelId: first, contractNo: "示合〔2020〕7号", landPriceWanYuan: "1234.5" },
  ])
  return { first, second, owner, tenant, left, lodger, landless }
}
export type FirmPark = Awaited<ReturnType<typeof insertFirmPark>>
