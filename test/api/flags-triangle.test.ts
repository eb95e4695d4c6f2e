import { beforeAll, expect, test } from "vitest"
import { deriveDue } from "../../server/derivation/derive.ts"
import type { Triangle } from "../../server/triangle/schema.ts"
import { useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"
import { insertFigures, insertFirms, insertParcels, insertUses } from "../support/rows.ts"

const database = useDatabase()
const team = useColleagues(database)
const COUNT = 14

let parcelIds: number[] = []
let firms: number[] = []
/** Of fourteen alike the first uses ten times the power; the second lets to a tenant, whose meter is his own. */
beforeAll(async () => {
  parcelIds = await insertParcels(
    database.door,
    Array.from({ length: COUNT }, (_, i) => ({
      west: 116 + i * 0.01,
      south: 33,
      certifiedAreaM2: "20000",
    })),
  )
  firms = await insertFirms(
    database.door,
    Array.from({ length: COUNT + 1 }, (_, i) => ({
      name: `企业${i}`,
      industryCode: "1711",
      aboveScale: true,
    })),
  )
  const tenant = firms[COUNT]!
  await insertUses(database.door, [
    ...parcelIds.map((parcelId, i) => ({ parcelId, enterpriseId: firms[i]!, landAreaM2: "20000" })),
    {
      parcelId: parcelIds[1]!,
      enterpriseId: tenant,
      lessorId: firms[1]!,
      kind: "leasedIn" as const,
      landAreaM2: "5000",
    },
  ])
  const figure = (enterpriseId: number, indicator: string, value: string | null) => ({
    enterpriseId,
    fiscalYear: 2024,
    indicator,
    value,
  })
  await insertFigures(
    database.door,
    firms.flatMap((enterpriseId, i) => [
      figure(enterpriseId, "revenueWanYuan", String(1000 + 10 * i)),
      figure(enterpriseId, "taxWanYuan", String(100 + i)),
      figure(
        enterpriseId,
        "powerWanKwh",
        i === 0 ? "1000" : i === 1 ? "60" : i === COUNT ? "140" : "100",
      ),
    ]),
  )
  await team.read(
    "assessor",
    "POST",
    "/api/flags/rule-sets",
    { json: { ruleSet: { id: "truth-triangle" }, label: "比对" } },
    201,
  )
  for (const [who, step] of [
    ["assessor", "submitted"],
    ["lead", "approved"],
  ] as const)
    await team.read(
      who,
      "POST",
      "/api/flags/rule-sets/truth-triangle/1/steps",
      { json: { step } },
      201,
    )
  await deriveDue(database.door)
})

test("a parcel is shown with its deviations, its direction and the five nearest by sales", async () => {
  const found = await team.read<Triangle>(
    "assessor",
    "GET",
    `/api/flags/parcels/${parcelIds[0]}/triangle`,
  )
  expect(found).toMatchObject({
    industry: "17",
    direction: "powerHigh",
    own: { powerWanKwh: 1000, revenuePerKwh: 1 },
    missing: [],
  })
  expect(found.deviations!.revenuePerKwh).toBeLessThan(-3.5)
  expect(found.nearest.map(({ parcelId }) => parcelIds.indexOf(parcelId))).toEqual([2, 3, 4, 5, 6])
  expect(
    (await team.ask("planner", "GET", `/api/flags/parcels/${parcelIds[0]}/triangle`)).status,
  ).toBe(404)
  expect((await team.ask("assessor", "GET", "/api/flags/parcels/999999/triangle")).status).toBe(404)
})

test("a tenant's meter counts with his lessor's parcel, and one that is missing leaves it unjudged", async () => {
  const path = `/api/flags/parcels/${parcelIds[1]}/triangle`
  const found = await team.read<Triangle>("assessor", "GET", path)
  expect(found.firms).toMatchObject([
    { name: "企业1", isTenant: false },
    { name: `企业${COUNT}`, isTenant: true, powerWanKwh: 140 },
  ])
  expect(found).toMatchObject({ direction: null, own: { powerWanKwh: 200 } })
  await team.as(
    "assessor",
    "write",
    (sql) => sql`
    update fin.indicator_value set superseded_at = clock_timestamp()
     where enterprise_id = ${firms[COUNT]!} and indicator = 'powerWanKwh'`,
  )
  await deriveDue(database.door)
  expect(await team.read<Triangle>("assessor", "GET", path)).toMatchObject({
    direction: null,
    own: { powerWanKwh: null },
    missing: ["revenuePerKwh", "taxPerKwh"],
  })
})

test("who is flagged is suspected, with the direction for every colleague and the figures for few", async () => {
  const flagged = await team.as(
    "planner",
    "read",
    (sql) => sql<{ parcelId: number; fact: string; value: string | null }>`
    select s.parcel_id, r.fact, r.value from core.suspicion s join core.suspicion_reason r using (suspicion_id)
     where s.rule_set = 'truth-triangle' and s.superseded_at is null`,
  )
  expect([...flagged]).toEqual([{ parcelId: parcelIds[0], fact: "powerHigh", value: null }])
  const [secret] = await team.as(
    "assessor",
    "read",
    (sql) => sql<{ value: string }>`select value from fin.suspicion_reason`,
  )
  expect(secret!.value).toContain("revenuePerKwh=1")
})
