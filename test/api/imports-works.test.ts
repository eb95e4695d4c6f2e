import { beforeAll, describe, expect, test } from "vitest"
import type { Sql } from "../../server/db/sql.ts"
import { useDatabase } from "../support/database.ts"
import {
  csv,
  geojson,
  parcelCode,
  square,
  type Upload,
  useImports,
  xlsx,
} from "../support/import-app.ts"

const database = useDatabase()
const imports = useImports(database)
const P = parcelCode(1)
const Q = parcelCode(2)

const select = <T>(work: (sql: Sql) => PromiseLike<T>) =>
  database.door.as(
    { audience: "planner", role: null, userId: null, name: "test", requestId: "r" },
    "read",
    work,
  )

const commitNew = async (role: "planner" | "promotion", kind: string, file: Upload) => {
  const view = await imports.app.preview(role, kind, file)
  return imports.app.commit(role, view.id)
}

beforeAll(() =>
  commitNew(
    "planner",
    "parcels",
    geojson("land.geojson", [
      { properties: { 宗地代码: P }, rings: square(115.78, 33.85) },
      { properties: { 宗地代码: Q }, rings: square(115.79, 33.85) },
    ]),
  ),
)

describe("contracts", () => {
  const CONTRACT = [
    "宗地代码",
    "合同编号",
    "签订日期",
    "约定开工日期",
    "土地价款（元）",
    "约定亩均税收（万元/亩）",
    "容积率下限",
    "容积率上限",
  ]
  const listContracts = () =>
    select(
      (sql) => sql<Record<string, unknown>>`
        select c.version, c.contract_no, c.signed_on, c.agreed_start_on, c.land_price_wan_yuan, c.tax_per_mu_wan_yuan, c.far_max
          from core.land_contract c join core.parcel_version v using (parcel_id)
         where v.parcel_code = ${P} and c.superseded_at is null order by contract_no`,
    )

  test("are recorded by parcel and number, changed, and undone", async () => {
    const first = await commitNew(
      "planner",
      "contracts",
      csv("合同.csv", CONTRACT, [
        [P, "亳土出〔2020〕1号", "2020-03-01", "2020.9.1", "12,345,678.9", 20, 1.0, 2.5],
        [P, "补1", "20210301", null, null, null, null, null],
      ]),
    )
    expect(first.counts).toMatchObject({ inserted: 2 })
    expect((await listContracts())[0]).toEqual({
      version: 1,
      contractNo: "亳土出〔2020〕1号",
      signedOn: "2020-03-01",
      agreedStartOn: "2020-09-01",
      landPriceWanYuan: "1234.5679",
      taxPerMuWanYuan: "20.0000",
      farMax: "2.5000",
    })
    const second = await commitNew(
      "planner",
      "contracts",
      await xlsx(
        "合同2.xlsx",
        ["宗地代码", "合同编号", "约定开工日期"],
        [[P, "亳土出〔2020〕1号", "2021-03-01"]],
      ),
    )
    expect(second.counts).toMatchObject({ updated: 1 })
    expect((await listContracts())[0]).toMatchObject({
      version: 2,
      agreedStartOn: "2021-03-01",
      landPriceWanYuan: "1234.5679",
    })
    expect(await imports.app.undo("planner", second.id)).toEqual({ undone: 1, kept: [] })
    expect((await listContracts())[0]).toMatchObject({ version: 3, agreedStartOn: "2020-09-01" })
  })

  test("that contradict themselves are rejected", async () => {
    const view = await imports.app.preview(
      "planner",
      "contracts",
      csv("错.csv", CONTRACT, [
        [P, "x1", null, null, null, null, 2, 1.9999],
        [P, "x2", null, null, -1, null, 2, 2],
        [P, "x3", "2020-02-30", null, null, null, null, null],
        [P, null, null, null, null, null, null, null],
        [parcelCode(9), "x4", null, null, null, null, null, null],
        [P, "x5", null, null, null, null, 2, 2],
        [P, "x6", null, null, null, null, null, 10_000],
        [P, "x7", null, null, null, null, null, 9999],
      ]),
    )
    expect(view.findings.map(({ row, rule }) => [row, rule])).toEqual([
      [2, "far-out-of-order"],
      [3, "number-negative"],
      [4, "not-a-day"],
      [5, "value-missing"],
      [6, "unknown-parcel"],
      [8, "number-too-large"],
    ])
  })
})

describe("projects", () => {
  const PROJECT = ["宗地代码", "项目名称", "节点", "计划日期", "实际日期", "已投资（万元）"]
  const listMilestones = () =>
    select(
      (sql) => sql<{ milestone: string; plannedOn: string | null; actualOn: string | null }>`
        select milestone, planned_on, actual_on from core.milestone
         where project_name = '示例项目' and superseded_at is null order by milestone`,
    )
  const findProject = async () => {
    const [row] = await select(
      (sql) => sql<{ version: number; investedWanYuan: string | null }>`
        select version, invested_wan_yuan from core.project where name = '示例项目' and superseded_at is null`,
    )
    return row
  }

  test("grow by milestones, one project for all its rows, by promotion and planner alike", async () => {
    const first = await commitNew(
      "promotion",
      "projects",
      csv("项目.csv", PROJECT, [
        [P, "示例项目", "签约", "2023-01-01", "2023-01-05", 100],
        [P, "示例项目", "开工", "2023-06-01", null, null],
        [P, "示例项目", "投产", null, null, 100],
      ]),
    )
    expect(first.counts).toMatchObject({ rows: 3, inserted: 2, skipped: 1 })
    expect(await findProject()).toEqual({ version: 1, investedWanYuan: "100.0000" })
    const second = await commitNew(
      "planner",
      "projects",
      await xlsx("项目2.xlsx", PROJECT, [
        [P, "示例项目", "签约", "2023-01-01", "2023-01-05", 250],
        [P, "示例项目", "开工", null, "2023-07-15", 250],
      ]),
    )
    expect(second.counts).toMatchObject({ updated: 2 })
    expect(await listMilestones()).toEqual([
      { milestone: "signed", plannedOn: "2023-01-01", actualOn: "2023-01-05" },
      { milestone: "started", plannedOn: "2023-06-01", actualOn: "2023-07-15" },
    ])
    expect(await findProject()).toEqual({ version: 2, investedWanYuan: "250.0000" })
    expect(await imports.app.undo("planner", second.id)).toEqual({ undone: 2, kept: [] })
    expect(await findProject()).toEqual({ version: 3, investedWanYuan: "100.0000" })
  })

  test("whose rows say different things of the project are rejected, all of them", async () => {
    const view = await imports.app.preview(
      "planner",
      "projects",
      csv("矛盾.csv", PROJECT, [
        [Q, "另一项目", "签约", "2023-01-01", null, 100],
        [Q, "另一项目", "开工", "2023-06-01", null, 200],
        [Q, "第三项目", "开工", "2023-06-01", null, 200],
        [Q, "第三项目", "动工", "2023-06-02", null, 200],
        [Q, "第四项目", "奠基", "2023-06-02", null, 200],
      ]),
    )
    expect(view.findings.map(({ row, rule }) => [row, rule])).toEqual([
      [2, "project-contradiction"],
      [3, "project-contradiction"],
      [4, "duplicate-key"],
      [5, "duplicate-key"],
      [6, "not-a-choice"],
    ])
  })
})

describe("buildings", () => {
  const BUILDING = [
    "宗地代码",
    "建筑名称",
    "层数",
    "建筑面积（平方米）",
    "闲置面积（平方米）",
    "闲置起始日期",
  ]
  const listBuildings = () =>
    select(
      (sql) => sql<Record<string, unknown>>`
        select b.version, b.name, b.storeys, b.floor_area_m2, b.vacant_floor_area_m2, b.vacant_from_on
          from core.building b where b.superseded_at is null order by b.name`,
    )

  test("are recorded by parcel and name, with no vacancy where none is told", async () => {
    const done = await commitNew(
      "promotion",
      "buildings",
      csv("厂房.csv", BUILDING, [
        [P, "1号厂房", 3, 6000, 1500, "2024-05-01"],
        [P, "2号厂房", 1, 800, null, null],
      ]),
    )
    expect(done.counts).toMatchObject({ inserted: 2 })
    expect(await listBuildings()).toEqual([
      {
        version: 1,
        name: "1号厂房",
        storeys: 3,
        floorAreaM2: "6000.00",
        vacantFloorAreaM2: "1500.00",
        vacantFromOn: "2024-05-01",
      },
      {
        version: 1,
        name: "2号厂房",
        storeys: 1,
        floorAreaM2: "800.00",
        vacantFloorAreaM2: "0.00",
        vacantFromOn: null,
      },
    ])
    const again = await imports.app.preview(
      "promotion",
      "buildings",
      await xlsx("厂房.xlsx", BUILDING, [
        [P, "1号厂房", 3, 6000, 0, null],
        [P, "2号厂房", 1, 800, null, null],
      ]),
    )
    expect(again.counts).toMatchObject({ updated: 1, unchanged: 1 })
    expect(await imports.app.undo("promotion", done.id)).toEqual({ undone: 2, kept: [] })
    expect(await listBuildings()).toEqual([])
  })

  test("that stand emptier than they are large, or have no floors, are rejected", async () => {
    const view = await imports.app.preview(
      "planner",
      "buildings",
      csv("错.csv", BUILDING, [
        [P, "a", 3, 6000, 6000, null],
        [P, "b", 3, 6000, 6000.01, null],
        [P, "c", 0, 6000, null, null],
        [P, "d", 200, 6000, null, null],
        [P, "e", 201, 6000, null, null],
        [P, "f", 1, null, null, null],
      ]),
    )
    expect(view.findings.map(({ row, rule }) => [row, rule])).toEqual([
      [3, "vacancy-exceeds"],
      [4, "out-of-range"],
      [6, "out-of-range"],
      [7, "value-missing"],
    ])
  })
})
