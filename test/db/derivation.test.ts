import { beforeAll, describe, expect, test } from "vitest"
import { deriveDue, markStale } from "../../server/derivation/derive.ts"
import { useDatabase } from "../support/database.ts"
import { landOf } from "../support/land.ts"
import { insertBuildings, insertContracts, insertParcels } from "../support/rows.ts"

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

test("floors that are built, and floors that are corrected, are looked at with the next round", async () => {
  const parcel = await land.parcel("30")
  await derive()
  await insertBuildings(database.door, [{ parcelId: parcel, name: "一号楼", floorM2: "900" }])
  expect(await derive()).toBe(1)
  await database.door.as(
    { audience: "planner", role: null, userId: null, name: "test-planner", requestId: "r" },
    "write",
    (sql) => sql`
      update core.building set superseded_at = clock_timestamp() where parcel_id = ${parcel}`,
  )
  expect(await derive()).toBe(1)
  expect(await derive()).toBe(0)
})

test("parcels of an earlier legal day are marked, and only those", async () => {
  await derive()
  expect(await markStale(database.door, "2026-06-30")).toBe(0)
  expect(await markStale(database.door, "2026-07-01")).toBeGreaterThan(0)
  await deriveDue(database.door, "2026-07-01")
  expect(await markStale(database.door, "2026-07-01")).toBe(0)
})

/** Each suspicion of a parcel in force, as the rule set, the article, the fee and the day it changes on. */
const suspicionsOf = (parcelId: number) =>
  database.door.serve("svc_derive", "read", async (sql) => {
    const rows = await sql<{ told: string }>`
      select concat_ws(' ', rule_set, rule, state, clause, fee_wan_yuan, since_on, next_change_on) as told
        from core.suspicion where superseded_at is null and parcel_id = ${parcelId} order by rule_set`
    return rows.map(({ told }) => told)
  })

const markStanding = (parcelIds: readonly number[]) =>
  database.door.serve(
    "svc_derive",
    "write",
    (sql) => sql`
      insert into core.derivation_due (parcel_id, standing_only) select unnest(${parcelIds}::int[]), true`,
  )

const supply = async (count: number, agreedStart: (n: number) => string, first = 0) => {
  const ids = await insertParcels(
    database.door,
    Array.from({ length: count }, (_, n) => ({ west: 118 + (first + n) * 0.002, south: 34 })),
  )
  await insertContracts(
    database.door,
    ids.map((parcelId, n) => ({
      parcelId,
      contractNo: `合同${first + n}`,
      signedOn: "2019-01-01",
      agreedStart: agreedStart(n),
      landPriceWanYuan: `${1000 + n}.0001`,
    })),
  )
  return ids
}

describe("a suspicion", () => {
  test("is another once a full year has passed: the article, its fee and the day it changes on", async () => {
    const [parcelId] = await supply(1, () => "2025-06-30", 900)
    await derive()
    expect(await suspicionsOf(parcelId!)).toEqual([
      "five-categories supplied_unused suspected_low_efficiency five-categories 2025-07-01 2026-07-01",
    ])
    await markStanding([parcelId!])
    await deriveDue(database.door, "2026-07-01")
    expect(await suspicionsOf(parcelId!)).toEqual([
      "five-categories supplied_unused suspected_idle 53-2(1) 2025-07-01",
      "idle-order53 type1 suspected_idle 53-14(1) 200.0000 2026-07-01 2027-07-01",
    ])
  })
})

describe("an evaluation", () => {
  /** Each row that an evaluation writes, with the act that wrote it. */
  const listWritten = () =>
    database.door.serve("svc_derive", "read", async (sql) => {
      const rows = await sql<{ row: string }>`
        select concat_ws(' ', source, key, act_id) as row from (
          select 'standing' as source, parcel_id as key, act_id from core.parcel_standing
          union all select 'clock', parcel_id, act_id from core.idle_clock
          union all select 'suspicion', suspicion_id, act_id from core.suspicion
        ) as written order by 1`
      return rows.map(({ row }) => row)
    })

  test("that finds nothing new writes no row again", async () => {
    const ids = await supply(2, () => "2022-03-01", 800)
    await derive()
    const before = await listWritten()
    await markStanding(ids)
    expect(await derive()).toBe(2)
    expect(await listWritten()).toEqual(before)
  })

  test("of many parcels abreast finds what one of each alone finds", async () => {
    const start = (n: number) => `20${20 + (n % 6)}-0${1 + (n % 9)}-15`
    const many = await supply(70, start)
    const few = await supply(70, start, 100)
    await derive()
    await markStanding(many)
    expect(await deriveDue(database.door, "2027-01-01")).toBe(70)
    for (const parcelId of few) {
      await markStanding([parcelId])
      expect(await deriveDue(database.door, "2027-01-01")).toBe(1)
    }
    const tell = (ids: readonly number[]) => Promise.all(ids.map(suspicionsOf))
    const found = await tell(many)
    expect(found).toEqual(await tell(few))
    expect(new Set(found.flat()).size).toBeGreaterThan(20)
  })
})
