import { beforeAll, describe, expect, test } from "vitest"
import { legalDayAt } from "../../geodata/days.ts"
import type { Role } from "../../server/db/audience.ts"
import type { Sql } from "../../server/db/sql.ts"
import { useDatabase } from "../support/database.ts"
import {
  csv,
  geojson,
  parcelCode,
  problemOf,
  square,
  type Upload,
  useImports,
  xlsx,
} from "../support/import-app.ts"

const database = useDatabase()
const imports = useImports(database)

/** Valid synthetic codes of the domain reference. */
const [A, B, C] = ["91341602MA2TAAA02P", "91341602MA2TAAA10J", "91341602MA2TAAA29F"] as const
const UNKNOWN = "91331102MA2EAAA09G"
const P = parcelCode(1)
const Q = parcelCode(2)

const select = <T>(work: (sql: Sql) => PromiseLike<T>) =>
  database.door.as(
    { audience: "assessor", role: null, userId: null, name: "test", requestId: "r" },
    "read",
    work,
  )

const commitNew = async (
  kind: string,
  file: Upload,
  answers: unknown = {},
  role: Role = "assessor",
) => {
  const view = await imports.app.preview(role, kind, file)
  return imports.app.commit(role, view.id, answers)
}

const FIRM = ["统一社会信用代码", "企业名称", "行业代码", "是否规上", "注册日期"]

beforeAll(async () => {
  await commitNew(
    "parcels",
    geojson("land.geojson", [
      { properties: { 宗地代码: P, "证载面积（平方米）": 10_000 }, rings: square(115.78, 33.85) },
      { properties: { 宗地代码: Q, "证载面积（平方米）": 10_000 }, rings: square(115.79, 33.85) },
    ]),
    {},
    "planner",
  )
  await commitNew(
    "enterprises",
    csv("名录.csv", FIRM, [
      [A, "示例甲公司", "3311", "是", "2015-03-01"],
      [B, "示例乙公司", "C3312", "否", "2018年5月6日"],
      [C, "示例丙公司", null, null, null],
    ]),
  )
})

describe("enterprises", () => {
  type Firm = {
    version: number
    name: string
    industryCode: string | null
    aboveScale: boolean | null
  }
  const listVersions = (creditCode: string) =>
    select(
      (sql) => sql<Firm & { registeredOn: string | null; current: boolean }>`
        select version, name, industry_code, above_scale, registered_on, superseded_at is null as current
          from core.enterprise join core.enterprise_version using (enterprise_id)
         where credit_code = ${creditCode} order by version`,
    )

  test("are recorded by their credit code; what is not said is not known", async () => {
    expect(await listVersions(B)).toEqual([
      {
        version: 1,
        name: "示例乙公司",
        industryCode: "C3312",
        aboveScale: false,
        registeredOn: "2018-05-06",
        current: true,
      },
    ])
    expect(await listVersions(C)).toMatchObject([
      { industryCode: null, aboveScale: null, registeredOn: null },
    ])
  })

  test("from a workbook are compared field by field, and undone", async () => {
    const file = await xlsx("名录.xlsx", FIRM, [
      [A, "示例甲公司", "3311", "是", "2015-03-01"],
      [B, "示例乙新名公司", "C3312", "是", null],
    ])
    const done = await commitNew("enterprises", file)
    expect(done).toMatchObject({ format: "xlsx", counts: { rows: 2, updated: 1, unchanged: 1 } })
    const { items } = await imports.app.read<{ items: { changes: unknown }[] }>(
      "assessor",
      `/api/imports/${done.id}/rows?outcome=updated`,
    )
    expect(items[0]!.changes).toEqual([
      { field: "name", before: "示例乙公司", after: "示例乙新名公司" },
      { field: "above_scale", before: "false", after: "true" },
    ])
    expect(await imports.app.undo("assessor", done.id)).toEqual({ undone: 1, kept: [] })
    expect((await listVersions(B)).map(({ name, current }) => [name, current])).toEqual([
      ["示例乙公司", false],
      ["示例乙新名公司", false],
      ["示例乙公司", true],
    ])
  })

  test("with a wrong check character, an old number or no name are rejected", async () => {
    const view = await imports.app.preview(
      "assessor",
      "enterprises",
      csv("错.csv", FIRM, [
        ["91341602MA2TAAA02Q", "示例错码公司", null, null, null],
        ["341602000012345", "示例旧号公司", null, null, null],
        ["91340621MA2RAAA003", null, null, null, null],
        ["91370612MA3CAAA09Y", "示例行业公司", "33110", null, null],
        ["９１３３１１０２ＭＡ２ＥＡＡＡ０９Ｇ", "示例全角公司", null, null, null],
      ]),
    )
    expect(view.findings.map(({ row, pointer, rule }) => [row, pointer, rule])).toEqual([
      [2, "A2", "credit-code-check"],
      [3, "A3", "credit-code-registrationNo"],
      [4, "B4", "value-missing"],
      [5, "industryCode", "industry-code"],
    ])
    expect(view.counts).toMatchObject({ rows: 5, inserted: 1, rejected: 4 })
  })

  test("named twice in one file are rejected, each row naming the other", async () => {
    const view = await imports.app.preview(
      "assessor",
      "enterprises",
      csv("重.csv", FIRM, [
        [UNKNOWN, "示例一", null, null, null],
        [UNKNOWN, "示例二", null, null, null],
      ]),
    )
    expect(view.counts).toMatchObject({ rejected: 2 })
    for (const { rule, message } of view.findings) {
      expect(rule).toBe("duplicate-key")
      expect(message).toContain("第 2、3 行")
    }
  })

  test("that are used by now stay when their file is undone", async () => {
    const done = await commitNew(
      "enterprises",
      csv("新.csv", FIRM, [[UNKNOWN, "示例新公司", null, null, null]]),
    )
    await commitNew(
      "indicators",
      csv("新指标.csv", ["信用代码", "年度", "税收（万元）"], [[UNKNOWN, 2023, 5]]),
    )
    expect(await imports.app.undo("assessor", done.id)).toEqual({
      undone: 0,
      kept: [{ row: 2, reason: "该企业已有占用、指标、项目或等级记录。" }],
    })
    expect(await listVersions(UNKNOWN)).toMatchObject([{ current: true }])
  })
})

describe("occupancy", () => {
  const USE = [
    "信用代码",
    "宗地代码",
    "用地方式",
    "出租方信用代码",
    "用地面积（平方米）",
    "建筑面积（平方米）",
    "容积率",
    "起始日期",
    "终止日期",
  ]
  const uses = (name: string, rows: (string | number | null)[][]) => csv(name, USE, rows)
  const listUses = (code: string) =>
    select(
      (sql) => sql<{ kind: string; area: string; from: string; to: string | null }>`
        select o.kind, o.land_area_m2 as area, o.from_on as "from", o.to_on as "to"
          from core.occupancy o
          join core.enterprise e using (enterprise_id)
         where e.credit_code = ${code} and o.superseded_at is null order by o.from_on`,
    )

  test("is recorded with leased floor turned into land, changed by its key, and undone", async () => {
    const first = await commitNew(
      "occupancy",
      uses("占用.csv", [
        [A, P, "自有", null, 9000, null, null, "2020-01-01", null],
        [B, P, "租入", A, null, 8000, 1.2, "2021-01-01", null],
      ]),
    )
    expect(first.counts).toMatchObject({ inserted: 2 })
    expect(await listUses(B)).toEqual([
      { kind: "leasedIn", area: "6666.67", from: "2021-01-01", to: null },
    ])
    const second = await commitNew(
      "occupancy",
      uses("占用2.csv", [
        [A, P, "自有", null, 9000, null, null, "2020-01-01", null],
        [B, P, "租入", A, null, 8000, 1.2, "2021-01-01", "2024-07-01"],
      ]),
    )
    expect(second.counts).toMatchObject({ unchanged: 1, updated: 1 })
    expect(await listUses(B)).toMatchObject([{ to: "2024-07-01" }])
    expect(await imports.app.undo("assessor", second.id)).toEqual({ undone: 1, kept: [] })
    expect(await listUses(B)).toMatchObject([{ to: null }])
    // What the undoing brought back is the first file's again.
    expect(await imports.app.undo("assessor", first.id)).toEqual({ undone: 2, kept: [] })
    expect(await listUses(A)).toEqual([])
  })

  test("fits the legal area to a hundredth of a square metre; beyond it all rows of the parcel are rejected", async () => {
    const owning = (area: number) =>
      uses("超.csv", [
        [A, Q, "自有", null, 5000, null, null, "2020-01-01", null],
        [B, Q, "自有", null, area, null, null, "2022-03-01", null],
        [A, P, "自有", null, 100, null, null, "2020-01-01", null],
      ])
    const fitting = await imports.app.preview("assessor", "occupancy", owning(5000.01))
    expect(fitting.counts).toMatchObject({ inserted: 3 })
    const view = await imports.app.preview("assessor", "occupancy", owning(5000.02))
    expect(view.counts).toMatchObject({ inserted: 1, rejected: 2 })
    for (const { row, rule, message } of view.findings) {
      expect([2, 3]).toContain(row)
      expect(rule).toBe("occupancy-exceeds")
      expect(message).toContain(Q)
      // The land is on record from the day of its import.
      expect(message).toContain(legalDayAt(new Date()))
    }
    const done = await imports.app.commit("assessor", view.id)
    expect(await listUses(B)).toEqual([])
    await imports.app.undo("assessor", done.id)
  })

  test("that came to exceed after the preview is refused with parcel and day, and nothing is written", async () => {
    const early = await imports.app.preview(
      "assessor",
      "occupancy",
      uses("先看.csv", [[B, Q, "自有", null, 6000, null, null, "2022-03-01", null]]),
    )
    const other = await commitNew(
      "occupancy",
      uses("先交.csv", [[A, Q, "自有", null, 6000, null, null, "2020-01-01", null]]),
    )
    const refused = await problemOf(await imports.app.refusedCommit("assessor", early.id))
    expect(refused).toMatchObject({ status: 409, type: "/problems/conflict" })
    expect(refused.detail).toContain(Q)
    expect(refused.detail).toContain(legalDayAt(new Date()))
    expect(await listUses(B)).toEqual([])
    await imports.app.undo("assessor", other.id)
  })

  test("nobody lets more than he has, and what others lease is not undone under them", async () => {
    const lease = (area: number) =>
      uses("租.csv", [[B, P, "租入", A, area, null, null, "2023-01-01", null]])
    const own = await commitNew(
      "occupancy",
      uses("有.csv", [[A, P, "自有", null, 3000, null, null, "2020-01-01", null]]),
    )
    const tooMuch = await imports.app.preview("assessor", "occupancy", lease(3000.02))
    expect(tooMuch.findings).toMatchObject([{ row: 2, rule: "occupancy-exceeds" }])
    const done = await commitNew("occupancy", lease(3000.01))
    expect(await imports.app.undo("assessor", own.id)).toEqual({
      undone: 0,
      kept: [{ row: 2, reason: expect.stringMatching(/^撤销后不成立：宗地 .* 有企业租出/) }],
    })
    await imports.app.undo("assessor", done.id)
  })

  test("of unknown land or firms, or against itself, is rejected row by row", async () => {
    const view = await imports.app.preview(
      "assessor",
      "occupancy",
      uses("错.csv", [
        [A, parcelCode(99), "自有", null, 1, null, null, "2020-01-01", null],
        ["91370612MA3CAAA09Y", P, "自有", null, 1, null, null, "2020-01-01", null],
        [A, P, "自有", B, 1, null, null, "2020-02-01", null],
        [A, P, "租入", A, 1, null, null, "2020-03-01", null],
        [A, P, "自有", null, 1, null, null, "2020-04-01", "2020-04-01"],
        [A, P, "自有", null, null, null, null, "2020-05-01", null],
        [A, P, "自有", null, 6666.69, 8000, 1.2, "2020-06-01", null],
        [A, P, "借用", null, 1, null, null, "2020-07-01", null],
        [A, P, "自有", null, -1, null, null, "2020-08-01", null],
        [A, P, "自有", null, 0.004, null, null, "2020-09-01", null],
        [A, P, "自有", null, 6666.67, 8000, 1.2, "2020-10-01", null],
      ]),
    )
    expect(view.findings.map(({ row, rule }) => [row, rule])).toEqual([
      [2, "unknown-parcel"],
      [3, "unknown-enterprise"],
      [4, "lessor-unfit"],
      [5, "lessor-unfit"],
      [6, "days-out-of-order"],
      [7, "value-missing"],
      [8, "floor-unfit"],
      [9, "not-a-choice"],
      [10, "number-not-positive"],
      [11, "number-not-positive"],
    ])
    expect(view.counts).toMatchObject({ rows: 11, rejected: 10, inserted: 1 })
  })
})

describe("indicators", () => {
  const FIGURES = [
    "信用代码",
    "年度",
    "实缴税金（万元）",
    "营业收入（万元）",
    "用电量（万千瓦时）",
    "年平均职工人数",
  ]
  const figures = (name: string, rows: (string | number | null)[][]) => csv(name, FIGURES, rows)
  const listFigures = (code: string, year: number) =>
    select(
      (sql) => sql<{ indicator: string; value: string | null }>`
        select indicator, value from fin.indicator_value join core.enterprise using (enterprise_id)
         where credit_code = ${code} and fiscal_year = ${year} and superseded_at is null order by indicator`,
    )

  test("missing is not zero, zero is zero, and a refund is negative", async () => {
    const done = await commitNew(
      "indicators",
      figures("指标.csv", [
        [A, 2022, 0, null, "1,234.5", "—"],
        [B, "2022年", -12.5, "", "１２", 30],
        [C, 2022, null, null, null, null],
      ]),
    )
    expect(done.counts).toMatchObject({ rows: 3, inserted: 2, skipped: 1 })
    expect(done.findings).toMatchObject([{ row: 4, rule: "row-empty", severity: "info" }])
    expect(await listFigures(A, 2022)).toEqual([
      { indicator: "powerWanKwh", value: "1234.5000" },
      { indicator: "taxWanYuan", value: "0.0000" },
    ])
    expect(await listFigures(B, 2022)).toEqual([
      { indicator: "averageStaff", value: "30.0000" },
      { indicator: "powerWanKwh", value: "12.0000" },
      { indicator: "taxWanYuan", value: "-12.5000" },
    ])
    expect(await listFigures(C, 2022)).toEqual([])
  })

  test("are changed figure by figure, and undone", async () => {
    const done = await commitNew(
      "indicators",
      figures("更正.csv", [
        [A, 2022, 1.5, 100, "1234.50", null],
        [B, 2022, -12.5, null, null, null],
      ]),
    )
    expect(done.counts).toMatchObject({ updated: 1, unchanged: 1 })
    expect(await listFigures(A, 2022)).toEqual([
      { indicator: "powerWanKwh", value: "1234.5000" },
      { indicator: "revenueWanYuan", value: "100.0000" },
      { indicator: "taxWanYuan", value: "1.5000" },
    ])
    await imports.app.undo("assessor", done.id)
    expect(await listFigures(A, 2022)).toEqual([
      { indicator: "powerWanKwh", value: "1234.5000" },
      { indicator: "taxWanYuan", value: "0.0000" },
    ])
  })

  test("beside last year's that look like another unit are asked about, without telling a value", async () => {
    const [old, mistaken] = [73.19, 731_942.86]
    await commitNew("indicators", figures("去年.csv", [[A, 2023, old, 500, null, null]]))
    const view = await imports.app.preview(
      "assessor",
      "indicators",
      figures("今年.csv", [[A, 2024, mistaken, 510, null, null]]),
    )
    expect(view.questions).toMatchObject([{ answer: "confirm", rule: "unit-ratio" }])
    expect(view.findings).toMatchObject([
      { row: 2, pointer: "taxWanYuan", rule: "unit-ratio", severity: "warning", confirm: true },
    ])
    const told = JSON.stringify(view)
    for (const value of [old, mistaken]) expect(told).not.toContain(String(value))
    const refused = await imports.app.refusedCommit("assessor", view.id)
    expect(await problemOf(refused)).toMatchObject({ type: "/problems/import-undecided" })
    expect(await listFigures(A, 2024)).toEqual([])
    await imports.app.commit("assessor", view.id, { confirm: ["unit-ratio"] })
    expect(await listFigures(A, 2024)).toHaveLength(2)
  })

  test("from a workbook in yuan become 万元, and what is no number is rejected with its cell", async () => {
    const file = await xlsx(
      "元.xlsx",
      ["统一社会信用代码", "评价年度", "实缴税金（元）"],
      [
        [A, 2020, 1_234_567.89],
        [B, 2020, "约五万"],
        [C, 2020, "1e999"],
        [UNKNOWN, 1989, 1],
        ["91370612MA3CAAA09Y", 2020, 1],
      ],
    )
    const view = await imports.app.preview("assessor", "indicators", file)
    expect(view.findings.map(({ row, pointer, rule }) => [row, pointer, rule])).toEqual([
      [3, "C3", "not-a-number"],
      [4, "C4", expect.stringMatching(/^(not-a-number|number-too-large)$/)],
      [5, "B5", "out-of-range"],
      [6, "creditCode", "unknown-enterprise"],
    ])
    await imports.app.commit("assessor", view.id)
    expect(await listFigures(A, 2020)).toEqual([{ indicator: "taxWanYuan", value: "123.4568" }])
  })

  test("of one firm and year in two rows contradict each other only in the same figure", async () => {
    const view = await imports.app.preview(
      "assessor",
      "indicators",
      figures("两行.csv", [
        [A, 2019, 1, null, null, null],
        [A, 2019, null, 5, null, null],
        [B, 2019, 1, null, null, null],
        [B, 2019, 2, null, null, null],
      ]),
    )
    expect(view.counts).toMatchObject({ inserted: 2, rejected: 2 })
    expect(view.findings.map(({ row, rule }) => [row, rule])).toEqual([
      [4, "duplicate-key"],
      [5, "duplicate-key"],
    ])
  })

  test("reach the parcel's figures at once", async () => {
    await commitNew(
      "occupancy",
      csv(
        "用地.csv",
        ["信用代码", "宗地代码", "用地方式", "用地面积（亩）", "起始日期"],
        [[C, Q, "自有", 3, "2010-01-01"]],
      ),
    )
    await commitNew("indicators", figures("丙.csv", [[C, 2021, 45, null, null, null]]))
    const [metric] = await select(
      (sql) => sql<{ perMu: string }>`
        select m.per_mu from fin.parcel_metric m join core.parcel_version v using (parcel_id)
         where v.parcel_code = ${Q} and m.fiscal_year = 2021 and m.indicator = 'taxWanYuan'`,
    )
    // 45 万元 on 10,000 m², which is 15 mu.
    expect(metric).toEqual({ perMu: "3.00000000" })
  })
})
