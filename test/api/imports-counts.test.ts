import { fc } from "../support/properties.ts"
import { beforeAll, expect, test } from "vitest"
import type { ImportView } from "../../server/imports/schema.ts"
import { useDatabase } from "../support/database.ts"
import { csv, geojson, parcelCode, square, type Upload, useImports } from "../support/import-app.ts"

const database = useDatabase()
const imports = useImports(database)

const CODES = [
  "91341602MA2TAAA02P",
  "91341602MA2TAAA10J",
  "91341602MA2TAAA29F",
  "91331102MA2EAAA09G",
]
const RUNS = { numRuns: 10, seed: 20_260_301, endOnFailure: true }

beforeAll(async () => {
  const land = geojson(
    "land.geojson",
    [1, 2, 3].map((n) => ({
      properties: { 宗地代码: parcelCode(n), "证载面积（平方米）": 10_000 },
      rings: square(115.7 + n * 0.01, 33.8),
    })),
  )
  const { id } = await imports.app.preview("planner", "parcels", land)
  await imports.app.commit("planner", id)
  const firms = csv(
    "firms.csv",
    ["信用代码", "企业名称"],
    CODES.slice(0, 3).map((code) => [code, "示例"]),
  )
  const batch = await imports.app.preview("assessor", "enterprises", firms)
  await imports.app.commit("assessor", batch.id)
})

/** What a cell may hold: mostly what it is meant for, sometimes anything. */
const cell = (...usual: (string | number | null)[]) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "",
        "--",
        "1e999",
        "=1+1",
        "NaN",
        "-0",
        "１２",
        "1,000",
        "__proto__",
      ),
    },
  )

const rowsOf = (...cells: fc.Arbitrary<string | number | null>[]) =>
  fc
    .array(fc.tuple(...cells), { minLength: 1, maxLength: 40 })
    .map((rows) => rows.map((row) => [...row]))

const totalOf = ({ counts: { rows, ...outcomes } }: ImportView) => {
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(rows)
  return rows
}

/** Rows account for the file, and what was committed is unchanged when the same file comes again. */
async function assertAccounted(role: "planner" | "assessor", kind: string, file: Upload) {
  const answer = await imports.app.upload(role, kind, file)
  if (answer.status === 400) return
  expect(answer.status).toBe(201)
  const first = (await answer.json()) as ImportView
  totalOf(first)
  const rejected = await imports.app.ask(role, "GET", `/api/imports/${first.id}/rejected.csv`)
  expect(rejected.status).toBe(200)
  if (first.questions.some(({ answer }) => answer !== "confirm")) {
    expect(first.counts.skipped).toBe(first.counts.rows)
    return
  }
  const confirm = first.questions.map(({ rule }) => rule)
  const done = await imports.app.commit(role, first.id, { confirm })
  expect(done.counts).toEqual(first.counts)
  const again = await imports.app.preview(role, kind, file)
  const { rows, rejected: refused, skipped, inserted, updated, unchanged } = first.counts
  expect(again.counts).toEqual({
    rows,
    rejected: refused,
    skipped,
    inserted: 0,
    updated: 0,
    unchanged: inserted + updated + unchanged,
  })
  await imports.app.undo(role, first.id)
}

test("every row of any list of firms is accounted for, and a committed list comes again unchanged", async () => {
  const rows = rowsOf(
    cell(...CODES),
    cell("示例一", "示例二"),
    cell("3311", "C33", null),
    cell("是", "否", null),
  )
  await fc.assert(
    fc.asyncProperty(rows, (table) =>
      assertAccounted(
        "assessor",
        "enterprises",
        csv("f.csv", ["信用代码", "企业名称", "行业代码", "规上"], table),
      ),
    ),
    RUNS,
  )
})

test("so is every row of figures", async () => {
  const rows = rowsOf(
    cell(...CODES),
    cell(2022, 2023),
    cell(1, 10_000, -3.5, 0, null),
    cell(7, null),
  )
  await fc.assert(
    fc.asyncProperty(rows, (table) =>
      assertAccounted(
        "assessor",
        "indicators",
        csv("i.csv", ["信用代码", "年度", "税收（万元）", "营业收入（万元）"], table),
      ),
    ),
    RUNS,
  )
})

test("so is every row of uses of land, also where they do not fit", async () => {
  const rows = rowsOf(
    cell(...CODES.slice(0, 3)),
    cell(parcelCode(1), parcelCode(2)),
    cell("自有", "租出", "租入"),
    cell(...CODES.slice(0, 2), null),
    cell(1000, 6000.5, 9999.99),
    cell("2020-01-01", "2021-06-30"),
    cell("2022-01-01", null),
  )
  await fc.assert(
    fc.asyncProperty(rows, (table) =>
      assertAccounted(
        "assessor",
        "occupancy",
        csv(
          "o.csv",
          [
            "信用代码",
            "宗地代码",
            "用地方式",
            "出租方代码",
            "用地面积（㎡）",
            "起始日期",
            "终止日期",
          ],
          table,
        ),
      ),
    ),
    RUNS,
  )
})

test("so is every row of milestones", async () => {
  const day = cell("2023-01-01", "2023-02-02", null)
  const rows = rowsOf(
    cell(parcelCode(1), parcelCode(2)),
    cell("甲", "乙"),
    cell("签约", "开工", "投产"),
    day,
    day,
    cell(5, 6, null),
  )
  await fc.assert(
    fc.asyncProperty(rows, (table) =>
      assertAccounted(
        "planner",
        "projects",
        csv(
          "p.csv",
          ["宗地代码", "项目名称", "节点", "计划日期", "实际日期", "已投资（万元）"],
          table,
        ),
      ),
    ),
    RUNS,
  )
})

test("so is every drawing", async () => {
  const drawing = fc.record({
    properties: fc.record(
      {
        宗地代码: cell(parcelCode(11), parcelCode(12), parcelCode(13)),
        名称: cell("甲", "乙"),
        用途: cell("工业用地", "M1", "1001", "不明"),
        "证载面积（亩）": cell(10, 1, 1000),
      },
      { requiredKeys: [] },
    ),
    rings: fc
      .tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom(0.001, 0.0005, 2, 1e-9, 0))
      .map(([place, side]) => square(116 + place * 0.01, 33.8, side)),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(drawing, { minLength: 1, maxLength: 12 }), (features) =>
      assertAccounted("planner", "parcels", geojson("g.geojson", features)),
    ),
    RUNS,
  )
})

test("no bytes bring the server down: a file is refused in a sentence or accounted for", async () => {
  const valid = new TextEncoder().encode(
    geojson("v.geojson", [{ properties: { 宗地代码: parcelCode(20) }, rings: square(116.5, 33.8) }])
      .content,
  )
  const damage = fc.record({
    at: fc.nat(valid.length - 1),
    bytes: fc.uint8Array({ minLength: 0, maxLength: 8 }),
    cut: fc.nat(20),
  })
  await fc.assert(
    fc.asyncProperty(damage, async ({ at, bytes, cut }) => {
      const content = new Uint8Array([...valid.slice(0, at), ...bytes, ...valid.slice(at + cut)])
      const answer = await imports.app.upload("planner", "parcels", { name: "d.geojson", content })
      expect([201, 400]).toContain(answer.status)
      if (answer.status === 201) totalOf((await answer.json()) as ImportView)
    }),
    { ...RUNS, numRuns: 40 },
  )
})
