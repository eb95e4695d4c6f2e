import { beforeAll, describe, expect, test } from "vitest"
import { AUDIENCES } from "../../server/db/audience.ts"
import { legalDayAt } from "../../geodata/days.ts"
import { type NewestSource, SourceList } from "../../server/parcels/sources.schema.ts"
import { useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"
import {
  insertDeterminations,
  insertFigures,
  insertFirmGrades,
  insertFirms,
  insertParcels,
  insertStandings,
  withdrawParcels,
} from "../support/rows.ts"

const database = useDatabase()
const people = useColleagues(database)
const today = legalDayAt(new Date())

/** The file of a tax office, received on a day of its own, with one figure. */
const insertTaxFile = (enterpriseId: number, fiscalYear: number, receivedAt: string) =>
  database.door.as(
    { audience: "assessor", role: "assessor", userId: null, name: "test", requestId: "r" },
    "write",
    async (sql) => {
      const [act] = await sql<{ actId: string }>`
        insert into core.act (kind, object) values ('test', 'rows') returning act_id`
      await sql`
        with source as (
          insert into core.source (kind, name, issuer, received_at, act_id)
          values ('import', ${`税收 ${fiscalYear}.xlsx`}, '税务局', ${receivedAt}::timestamptz, ${act!.actId}) returning source_id)
        insert into fin.indicator_value (enterprise_id, fiscal_year, indicator, value, source_id, act_id)
        select ${enterpriseId}::int, ${fiscalYear}::int, 'rdWanYuan', 3, source_id, ${act!.actId} from source`
    },
  )

beforeAll(async () => {
  const { door } = database
  const [kept, gone] = await insertParcels(
    door,
    [0, 1, 2].map((place) => ({ west: 115.7 + place / 100, south: 33.8 })),
  )
  await withdrawParcels(door, [gone!])
  await insertStandings(door, [{ parcelId: kept!, lifecycle: "in_use", available: false }])
  await insertDeterminations(door, [kept!])
  const [firm] = await insertFirms(door, [{ name: "一号机械" }])
  const figure = { enterpriseId: firm!, indicator: "taxWanYuan", value: "12" }
  await insertFigures(door, [{ ...figure, fiscalYear: 2023 }])
  // Received before what was entered by hand for the year before: the year counts first.
  await insertTaxFile(firm!, 2024, "2026-05-11T17:30:00Z")
  await insertFirmGrades(door, [{ enterpriseId: firm!, fiscalYear: 2024, grade: "A" }])
})

const list = async (audience: (typeof AUDIENCES)[number], query = "") =>
  SourceList.parse(await people.read(audience, "GET", `/api/sources${query}`)).items
const kindsOf = (items: readonly NewestSource[]) => items.map(({ kind }) => kind)
const find = (items: readonly NewestSource[], kind: string) =>
  items.find((one) => one.kind === kind)

describe("what there is", () => {
  test("names its file, who gave it, the legal day and the year of its figures", async () => {
    expect(find(await list("assessor"), "indicators")).toEqual({
      kind: "indicators",
      origin: "import",
      name: "税收 2024.xlsx",
      issuer: "税务局",
      // 17:30 UTC is past midnight where the law counts days.
      day: "2026-05-12",
      fiscalYear: 2024,
      rows: 1,
    })
  })

  test("is told of the year that is asked about", async () => {
    expect(find(await list("assessor", "?year=2023"), "indicators")).toMatchObject({
      origin: "entry",
      name: "测试",
      day: today,
      fiscalYear: 2023,
    })
    expect(kindsOf(await list("assessor", "?year=2019"))).not.toContain("grades")
  })

  test("counts what stands, and is not what was taken back", async () => {
    expect(find(await list("planner"), "parcels")).toMatchObject({ origin: "entry", rows: 2 })
  })

  test("that is computed here says so and gives its day", async () => {
    const items = await list("lead")
    const computed = { origin: "computed", name: null, issuer: null }
    expect(find(items, "grades")).toMatchObject({ ...computed, day: today, fiscalYear: 2024 })
    expect(find(items, "standings")).toMatchObject({ ...computed, day: "2026-01-01", rows: 1 })
  })

  test("is asked for by a year or not at all", async () => {
    const answer = await people.ask("lead", "GET", "/api/sources?month=5")
    expect(answer.status).toBe(400)
  })
})

describe("each audience is told of the kinds whose records it may read", () => {
  const LAND = ["parcels"]
  const GRADED = ["grades"]
  test.each([
    ["promotion", [...LAND, ...GRADED]],
    ["planner", [...LAND, "enterprises", ...GRADED, "standings", "determinations"]],
    ["lead", [...LAND, "enterprises", ...GRADED, "standings", "determinations"]],
    [
      "leadGranted",
      [...LAND, "enterprises", "indicators", ...GRADED, "standings", "determinations"],
    ],
    ["assessor", [...LAND, "enterprises", "indicators", ...GRADED, "standings", "determinations"]],
    ["admin", []],
    ["public", []],
  ] as const)("%s: %j", async (audience, kinds) => {
    expect(kindsOf(await list(audience))).toEqual(kinds)
  })
})
