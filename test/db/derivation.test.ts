import { beforeAll, describe, expect, test } from "vitest"
import { deriveDue, markStale } from "../../server/derivation/derive.ts"
import { useDatabase } from "../support/database.ts"
import { landOf } from "../support/land.ts"

const database = useDatabase()
let land: ReturnType<typeof landOf>
beforeAll(() => {
  land = landOf(database.door)
})
const derive = () => deriveDue(database.door, "2026-06-30")
const perMu = async (parcel: number, year = 2024) =>
  Number((await land.metric(parcel, year))?.perMu)

describe("a parcel's metric", () => {
  test("is the sum of what its firms bring by their share of land, over its area", async () => {
    const [p1, p2, a, b] = [
      await land.parcel("60"),
      await land.parcel("16"),
      await land.firm(),
      await land.firm(),
    ]
    await land.occupy({ parcel: p1, firm: a, mu: "24" })
    await land.occupy({ parcel: p2, firm: a, mu: "16" })
    await land.occupy({ parcel: p1, firm: b, mu: "36" })
    await land.figure(a, 2024, "taxWanYuan", "480")
    await land.figure(b, 2024, "taxWanYuan", "360")
    await derive()
    // Neither 14 (counted twice) nor 11 (mean of ratios).
    expect(await perMu(p1)).toBeCloseTo(10.8, 4)
    expect(await perMu(p2)).toBeCloseTo(12, 4)
  })

  test("counts a lease from July for half a year", async () => {
    const [parcel, owner, tenant] = [await land.parcel("50"), await land.firm(), await land.firm()]
    const other = await land.parcel("10")
    await land.occupy({ parcel, firm: owner, mu: "50" })
    await land.occupy({ parcel: other, firm: tenant, mu: "10" })
    await land.occupy({
      parcel,
      firm: tenant,
      kind: "leasedIn",
      lessor: owner,
      mu: "10",
      from: "2023-07-02",
    })
    await land.figure(owner, 2023, "taxWanYuan", "0")
    await land.figure(tenant, 2023, "taxWanYuan", "365")
    await derive()
    // 10 mu x 183 days here against 10 mu x 365 days there: 365 x 1830 / 5480 = 121.8886 over 50 mu.
    expect(await perMu(parcel, 2023)).toBeCloseTo((365 * 1830) / 5480 / 50, 4)
    expect(await perMu(other, 2023)).toBeCloseTo((365 * 3650) / 5480 / 10, 4)
  })

  test("is unknown while one firm's figure is missing, and zero is not missing", async () => {
    const [parcel, a, b] = [await land.parcel("20"), await land.firm(), await land.firm()]
    await land.occupy({ parcel, firm: a, mu: "10" })
    await land.occupy({ parcel, firm: b, mu: "10" })
    await land.figure(a, 2024, "taxWanYuan", "0")
    await land.figure(b, 2024, "taxWanYuan", null)
    await derive()
    expect(await land.metric(parcel, 2024)).toEqual({
      perMu: null,
      amount: null,
      firms: 2,
      missingFirms: 1,
    })
  })

  test("may be negative: a refund", async () => {
    const [parcel, a] = [await land.parcel("20"), await land.firm()]
    await land.occupy({ parcel, firm: a, mu: "20" })
    await land.figure(a, 2024, "taxWanYuan", "-30")
    await derive()
    expect(await perMu(parcel)).toBeCloseTo(-1.5, 4)
  })

  test("moves on the firm's other parcels when it leaves one", async () => {
    const [p1, p2, a] = [await land.parcel("10"), await land.parcel("10"), await land.firm()]
    await land.occupy({ parcel: p1, firm: a, mu: "10" })
    await land.figure(a, 2024, "taxWanYuan", "100")
    await derive()
    expect(await perMu(p1)).toBeCloseTo(10, 4)
    await land.occupy({ parcel: p2, firm: a, mu: "10" })
    await derive()
    expect(await perMu(p1)).toBeCloseTo(5, 4)
    expect(await perMu(p2)).toBeCloseTo(5, 4)
  })
})

describe("occupancy", () => {
  test("of exactly the legal area is accepted, of 0.02 m² more is refused", async () => {
    const [parcel, a, b] = [await land.parcel("30"), await land.firm(), await land.firm()]
    await land.occupy({ parcel, firm: a, mu: "30" })
    const refused = land.occupy({ parcel, firm: b, mu: "0.00003" })
    await expect(refused).rejects.toMatchObject({ code: "23514" })
  })
})

test("a figure that changes no class, grade or suspicion moves no revision that a planner can see", async () => {
  const [parcel, a] = [await land.parcel("20"), await land.firm()]
  await land.occupy({ parcel, firm: a, mu: "20" })
  await land.figure(a, 2024, "taxWanYuan", "300")
  await derive()
  const before = await land.revisions()
  await land.figure(a, 2024, "revenueWanYuan", "9000")
  await derive()
  expect(await land.revisions()).toEqual(before)
})

test("parcels of an earlier legal day are marked, and only those", async () => {
  await derive()
  expect(await markStale(database.door, "2026-06-30")).toBe(0)
  expect(await markStale(database.door, "2026-07-01")).toBeGreaterThan(0)
  await deriveDue(database.door, "2026-07-01")
  expect(await markStale(database.door, "2026-07-01")).toBe(0)
})
