import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { legalDayAt } from "../../geodata/days.ts"
import type { Service } from "../../server/db/audience.ts"
import type { Sql } from "../../server/db/sql.ts"
import { useDatabase } from "../support/database.ts"
import {
  type Feature,
  geojson,
  parcelCode,
  problemOf,
  square,
  type Upload,
  useImports,
} from "../support/import-app.ts"
import { insertFirms, insertUses } from "../support/rows.ts"

const database = useDatabase()
const imports = useImports(database)

const planner = {
  audience: "planner",
  role: null,
  userId: null,
  name: "test",
  requestId: "r",
} as const
const select = <T>(work: (sql: Sql) => PromiseLike<T>) => database.door.as(planner, "read", work)
const serve = (service: Service, work: (sql: Sql) => PromiseLike<unknown>) =>
  database.door.serve(service, "write", work)

type Version = {
  parcelId: number
  version: number
  name: string | null
  certifiedAreaM2: string | null
  geomAreaM2: string
  landUse: string | null
  current: boolean
}
const listVersions = (code: string) =>
  select(
    (sql) => sql<Version>`
      select parcel_id, version, name, certified_area_m2, geom_area_m2,
             land_use_scheme || ' ' || land_use_code as land_use, superseded_at is null as current
        from core.parcel_version where parcel_code = ${code} order by version`,
  )

const onlyVersion = async (code: string): Promise<Version> => {
  const [only, ...others] = await listVersions(code)
  expect(others).toEqual([])
  return only!
}

/** Each test draws its parcels on ground of its own. */
let lane = 0
const nextGround = () => {
  lane += 1
  return { west: 115.5 + lane * 0.02, south: 33.6, code: (n: number) => parcelCode(lane * 100 + n) }
}

const drawn = (
  properties: Record<string, unknown>,
  west: number,
  south: number,
  side?: number,
): Feature => ({ properties, rings: square(west, south, side) })

const commitNew = async (file: Upload, answers: unknown = {}) => {
  const view = await imports.app.preview("planner", "parcels", file)
  return imports.app.commit("planner", view.id, answers)
}

describe("a new file of parcels", () => {
  test("is previewed, recorded by the commit, and found unchanged when it comes again", async () => {
    const { west, south, code } = nextGround()
    const file = geojson("宗地.geojson", [
      drawn(
        { 宗地代码: code(1), 名称: "一号地", 用途: "工业用地", "证载面积（亩）": 15 },
        west,
        south,
      ),
      drawn({ 宗地代码: code(2), 名称: "二号地" }, west + 0.002, south),
    ])
    const view = await imports.app.preview("planner", "parcels", file)
    expect(view).toMatchObject({
      kind: "parcels",
      filename: "宗地.geojson",
      state: "previewed",
      format: "geojson",
      crs: { detected: 4326, confidence: "sure" },
      counts: { rows: 2, inserted: 2, updated: 0, unchanged: 0, rejected: 0, skipped: 0 },
      mapping: { certifiedAreaM2: { column: "证载面积（亩）", unit: "mu" } },
      bounds: [west, south, west + 0.003, south + 0.001].map((degrees) =>
        expect.closeTo(degrees, 9),
      ),
      questions: [],
    })
    expect(await listVersions(code(1))).toEqual([])

    const done = await imports.app.commit("planner", view.id)
    expect(done).toMatchObject({ state: "committed", counts: view.counts })
    expect(await listVersions(code(1))).toEqual([
      {
        parcelId: expect.any(Number),
        version: 1,
        name: "一号地",
        certifiedAreaM2: "10000.00",
        geomAreaM2: expect.stringMatching(/^10\d{3}\.\d{2}$/),
        landUse: "2023 1001",
        current: true,
      },
    ])

    const again = await imports.app.preview("planner", "parcels", file)
    expect(again.counts).toMatchObject({ rows: 2, unchanged: 2 })
    await imports.app.commit("planner", again.id)
    expect(await listVersions(code(1))).toHaveLength(1)
  })

  test("names its source by file and hash, and its acts", async () => {
    const { west, south, code } = nextGround()
    const { id, sha256 } = await commitNew(
      geojson("出处.geojson", [drawn({ 宗地代码: code(1) }, west, south)]),
    )
    const [row] = await select(
      (sql) => sql<Record<string, string>>`
        select s.kind, s.name, s.sha256, a.kind as act, a.object, a.role
          from core.parcel_version v join core.source s using (source_id) join core.act a on a.act_id = v.act_id
         where v.parcel_code = ${code(1)}`,
    )
    expect(row).toEqual({
      kind: "import",
      name: "出处.geojson",
      sha256,
      act: "commit-import",
      object: `import/${id}`,
      role: "aud_planner",
    })
  })

  test("keeps the file by its hash, for its owner alone, and leaves nothing temporary", async () => {
    const { west, south, code } = nextGround()
    const file = geojson("留存.geojson", [drawn({ 宗地代码: code(1) }, west, south)])
    const { sha256 } = await imports.app.preview("planner", "parcels", file)
    const kept = join(imports.dataDir, "vault", sha256.slice(0, 2), sha256)
    expect(readFileSync(kept, "utf8")).toBe(file.content)
    expect(statSync(kept).mode & 0o777).toBe(0o600)
    expect(imports.listTemporary()).toEqual([])
  })

  test("without any code is known again by its outlines", async () => {
    const { west, south } = nextGround()
    const file = geojson("无编号.geojson", [drawn({}, west, south), drawn({}, west + 0.002, south)])
    const done = await commitNew(file)
    expect(done.counts).toMatchObject({ inserted: 2 })
    const again = await imports.app.preview("planner", "parcels", file)
    expect(again.counts).toMatchObject({ unchanged: 2 })
  })

  test("of another cadastre is known again by its key", async () => {
    const { west, south } = nextGround()
    const key = `apn-0${lane}`
    await commitNew(geojson("apn.geojson", [drawn({ apn: key, address: "旧址" }, west, south)]))
    const moved = geojson("apn2.geojson", [
      drawn({ apn: key, address: "新址" }, west + 0.0001, south),
    ])
    const view = await imports.app.preview("planner", "parcels", moved)
    expect(view.counts).toMatchObject({ updated: 1 })
    const { items } = await imports.app.read<{ items: unknown[] }>(
      "planner",
      `/api/imports/${view.id}/rows`,
    )
    expect(items).toEqual([
      {
        row: 1,
        outcome: "updated",
        key,
        changes: expect.arrayContaining([
          { field: "location", before: "旧址", after: "新址" },
          { field: "geom", before: null, after: null },
        ]),
        problems: [],
      },
    ])
  })
})

describe("a changed file", () => {
  test("writes a new version, supersedes the old one, and undo brings the old content back", async () => {
    const { west, south, code } = nextGround()
    const before = { 宗地代码: code(1), 名称: "旧名", "证载面积（㎡）": 10000 }
    await commitNew(geojson("v1.geojson", [drawn(before, west, south)]))
    const second = await commitNew(
      geojson("v2.geojson", [drawn({ ...before, 名称: "新名" }, west, south)]),
    )
    expect(second.counts).toMatchObject({ updated: 1 })
    const seen = (rows: Version[]) =>
      rows.map(({ version, name, current }) => [version, name, current])
    expect(seen(await listVersions(code(1)))).toEqual([
      [1, "旧名", false],
      [2, "新名", true],
    ])
    expect(await imports.app.undo("planner", second.id)).toEqual({ undone: 1, kept: [] })
    expect(seen(await listVersions(code(1)))).toEqual([
      [1, "旧名", false],
      [2, "新名", false],
      [3, "旧名", true],
    ])
    const view = await imports.app.read<{ state: string }>("planner", `/api/imports/${second.id}`)
    expect(view).toMatchObject({ state: "undone", undo: { undone: 1, kept: [] } })
  })

  test("leaves alone what it does not say: absent columns and empty cells", async () => {
    const { west, south, code } = nextGround()
    await commitNew(
      geojson("full.geojson", [
        drawn({ 宗地代码: code(1), 名称: "有名", 坐落: "一路" }, west, south),
      ]),
    )
    const view = await imports.app.preview(
      "planner",
      "parcels",
      geojson("less.geojson", [drawn({ 宗地代码: code(1), 坐落: "" }, west, south)]),
    )
    expect(view.counts).toMatchObject({ unchanged: 1 })
  })

  test("is refused where somebody changed the parcel after the preview", async () => {
    const { west, south, code } = nextGround()
    const named = (name: string) =>
      geojson(`${name}.geojson`, [drawn({ 宗地代码: code(1), 名称: name }, west, south)])
    await commitNew(named("甲"))
    const slow = await imports.app.preview("planner", "parcels", named("乙"))
    await commitNew(named("丙"))
    const refused = await imports.app.refusedCommit("planner", slow.id)
    expect(await problemOf(refused)).toMatchObject({
      status: 409,
      type: "/problems/conflict",
      issues: [{ pointer: "/rows/1" }],
    })
    expect((await listVersions(code(1))).at(-1)).toMatchObject({ version: 2, name: "丙" })
  })

  test("is refused where the new parcel was recorded by another file meanwhile", async () => {
    const { west, south, code } = nextGround()
    const file = geojson("twice.geojson", [drawn({ 宗地代码: code(1) }, west, south)])
    const nameless = geojson("nameless.geojson", [drawn({}, west, south)])
    const first = await imports.app.preview("planner", "parcels", file)
    const second = await imports.app.preview("planner", "parcels", file)
    const third = await imports.app.preview("planner", "parcels", nameless)
    await imports.app.commit("planner", first.id)
    expect((await imports.app.refusedCommit("planner", second.id)).status).toBe(409)
    expect((await imports.app.refusedCommit("planner", third.id)).status).toBe(409)
    expect(await listVersions(code(1))).toHaveLength(1)
  })
})

describe("commit and undo", () => {
  test("committing twice answers the same and writes once", async () => {
    const { west, south, code } = nextGround()
    const { id } = await imports.app.preview(
      "planner",
      "parcels",
      geojson("once.geojson", [drawn({ 宗地代码: code(1) }, west, south)]),
    )
    const [first, second] = await Promise.all([
      imports.app.commit("planner", id),
      imports.app.commit("planner", id),
    ])
    expect(second).toEqual(first)
    expect(await imports.app.commit("planner", id)).toEqual(first)
    expect(await listVersions(code(1))).toHaveLength(1)
  })

  test("undoing keeps what was changed or used since, and says why; again it answers the same", async () => {
    const { west, south, code } = nextGround()
    const { id } = await commitNew(
      geojson("three.geojson", [
        drawn({ 宗地代码: code(1), 名称: "不动" }, west, south),
        drawn({ 宗地代码: code(2), 名称: "改过" }, west + 0.002, south),
        drawn({ 宗地代码: code(3), 名称: "用过" }, west + 0.004, south),
      ]),
    )
    await commitNew(
      geojson("later.geojson", [drawn({ 宗地代码: code(2), 名称: "后改" }, west + 0.002, south)]),
    )
    const [used] = await listVersions(code(3))
    const [enterpriseId] = await insertFirms(database.door, [{ name: "示例用地企业" }], 9001)
    await insertUses(database.door, [
      { parcelId: used!.parcelId, enterpriseId: enterpriseId!, landAreaM2: "100" },
    ])
    const result = await imports.app.undo("planner", id)
    expect(result).toEqual({
      undone: 1,
      kept: [
        { row: 2, reason: "已被后来的修改取代。" },
        { row: 3, reason: "该宗地后来有了占用、合同、项目等记录。" },
      ],
    })
    expect((await listVersions(code(1))).map(({ current }) => current)).toEqual([false])
    expect((await listVersions(code(2))).map(({ name, current }) => [name, current])).toEqual([
      ["改过", false],
      ["后改", true],
    ])
    expect((await listVersions(code(3))).map(({ current }) => current)).toEqual([true])
    expect(await imports.app.undo("planner", id)).toEqual(result)
  })

  test("what was undone cannot be committed, and what was not committed cannot be undone", async () => {
    const { west, south, code } = nextGround()
    const file = geojson("order.geojson", [drawn({ 宗地代码: code(1) }, west, south)])
    const { id } = await imports.app.preview("planner", "parcels", file)
    const early = await imports.app.ask("planner", "POST", `/api/imports/${id}/undo`, { json: {} })
    expect(await problemOf(early)).toMatchObject({ status: 409, type: "/problems/conflict" })
    await imports.app.commit("planner", id)
    await imports.app.undo("planner", id)
    expect((await imports.app.refusedCommit("planner", id)).status).toBe(409)
  })

  test("an undone parcel is recorded anew under its own identity's code", async () => {
    const { west, south, code } = nextGround()
    const file = geojson("back.geojson", [drawn({ 宗地代码: code(1) }, west, south)])
    const { id } = await commitNew(file)
    await imports.app.undo("planner", id)
    const again = await commitNew(file)
    expect(again.counts).toMatchObject({ inserted: 1 })
    expect((await listVersions(code(1))).filter(({ current }) => current)).toHaveLength(1)
  })
})

describe("rows that are not taken", () => {
  test("two rows of one parcel are both rejected, each naming the other", async () => {
    const { west, south, code } = nextGround()
    const view = await imports.app.preview(
      "planner",
      "parcels",
      geojson("double.geojson", [
        drawn({ 宗地代码: code(1) }, west, south),
        drawn({ 宗地代码: code(2) }, west + 0.002, south),
        drawn({ 宗地代码: code(1) }, west + 0.004, south),
        drawn({}, west + 0.006, south),
        drawn({}, west + 0.006, south),
      ]),
    )
    expect(view.counts).toMatchObject({ inserted: 1, rejected: 4 })
    const doubles = view.findings.filter(({ rule }) => rule === "duplicate-key")
    expect(doubles.map(({ row }) => row)).toEqual([1, 3, 4, 5])
    expect(doubles[0]!.message).toContain("第 1、3 行")
  })

  test("drawings that PostGIS finds unsound are rejected with the place, never repaired", async () => {
    const { west, south, code } = nextGround()
    const [outer] = square(west, south)
    const [hole] = square(west + 0.0005, south + 0.0002, 0.0008)
    const view = await imports.app.preview(
      "planner",
      "parcels",
      geojson("unsound.geojson", [
        { properties: { 宗地代码: code(1) }, rings: [outer!, hole!] },
        drawn({ 宗地代码: code(2) }, west + 0.004, south),
      ]),
    )
    expect(view.counts).toMatchObject({ inserted: 1, rejected: 1 })
    const [finding] = view.findings.filter(({ severity }) => severity === "error")
    expect(finding).toMatchObject({ row: 1, pointer: "geometry" })
    expect(finding!.message).toMatch(/（\d+\.\d+, \d+\.\d+）附近/)
  })

  test("a drawing too large to be a parcel, or without a hundredth of a square metre, is rejected", async () => {
    const view = await imports.app.preview(
      "planner",
      "parcels",
      geojson("sizes.geojson", [
        drawn({}, 100, 30, 1),
        drawn({}, 100, 30, 1.0001),
        drawn({}, 100, 35, 1e-6),
        drawn({}, 100, 36, 5e-10),
      ]),
    )
    expect(view.findings.map(({ row, rule }) => [row, rule])).toEqual([
      [2, "geometry-too-large"],
      [4, expect.stringMatching(/geometry-no-area|ring-/)],
    ])
  })

  test("a code that is none is rejected, nineteen characters are kept as they are", async () => {
    const { west, south, code } = nextGround()
    const given = [
      code(1),
      "３４１６０２００１００２ＧＢ０９００１",
      "34160200100",
      341602001002000,
      "-",
    ]
    const view = await imports.app.preview(
      "planner",
      "parcels",
      geojson(
        "codes.geojson",
        given.map((text, n) => drawn({ 宗地代码: text }, west + n * 0.002, south)),
      ),
    )
    expect(view.findings.map(({ row, rule }) => [row, rule])).toEqual([
      [3, "parcel-code"],
      [4, "parcel-code"],
    ])
    expect(view.counts).toMatchObject({ inserted: 3, rejected: 2 })
    await imports.app.commit("planner", view.id)
    expect(await listVersions(code(1))).toHaveLength(1)
    expect(await listVersions("341602001002GB09001")).toHaveLength(1)
  })

  test("the outline of a known parcel under another code is not taken for a new one", async () => {
    const { west, south, code } = nextGround()
    await commitNew(geojson("known.geojson", [drawn({ 宗地代码: code(1) }, west, south)]))
    const view = await imports.app.preview(
      "planner",
      "parcels",
      geojson("renamed.geojson", [drawn({ 宗地代码: code(2) }, west, south)]),
    )
    expect(view.findings).toMatchObject([{ row: 1, rule: "code-conflict", severity: "error" }])
  })

  test("a parcel cannot become smaller than what is in use of it", async () => {
    const { west, south, code } = nextGround()
    const sized = (areaM2: number) =>
      geojson("size.geojson", [
        drawn({ 宗地代码: code(1), "证载面积（平方米）": areaM2 }, west, south),
      ])
    await commitNew(sized(10_400))
    const [parcel] = await listVersions(code(1))
    const [enterpriseId] = await insertFirms(database.door, [{ name: "示例在用企业" }], 9002)
    await insertUses(database.door, [
      {
        parcelId: parcel!.parcelId,
        enterpriseId: enterpriseId!,
        landAreaM2: "10300",
        from: "2020-05-06",
      },
    ])
    const view = await imports.app.preview("planner", "parcels", sized(10_299.98))
    expect(view.findings).toMatchObject([{ row: 1, rule: "occupancy-exceeds", severity: "error" }])
    expect(view.findings[0]!.message).toContain(code(1))
    // The day on which the land and its use first meet.
    expect(view.findings[0]!.message).toContain(legalDayAt(new Date()))
    const fitting = await imports.app.preview("planner", "parcels", sized(10_299.99))
    expect(fitting.counts).toMatchObject({ updated: 1 })
  })

  test("__proto__ and formulas are names and texts like any other", async () => {
    const { west, south, code } = nextGround()
    const content = JSON.stringify({
      type: "Feature",
      properties: { 宗地代码: code(1), 名称: "=1+1", constructor: "x" },
      geometry: { type: "Polygon", coordinates: square(west, south) },
    }).replace('"constructor"', '"__proto__"')
    const view = await commitNew({ name: "proto.geojson", content })
    expect(view.columns).toContain("__proto__")
    expect(await listVersions(code(1))).toMatchObject([{ name: "=1+1" }])
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  })
})

describe("areas", () => {
  test("a stated area may differ by 5 %; beyond it is told, near a factor of units it is asked", async () => {
    const { west, south, code } = nextGround()
    const [probe] = [geojson("probe.geojson", [drawn({ 宗地代码: code(9) }, west, south)])]
    await commitNew(probe)
    const { geomAreaM2 } = await onlyVersion(code(9))
    const times = (factor: number) => (Number(geomAreaM2) * factor).toFixed(2)
    const factors = [1, 1.0499, 1.0501, 0.9501, 0.9499, 15, 666.67, 0.0015, 10_000, 17]
    const view = await imports.app.preview(
      "planner",
      "parcels",
      geojson(
        "areas.geojson",
        factors.map((factor, n) =>
          drawn(
            { 宗地代码: code(n + 10), "证载面积（m²）": times(factor) },
            west + 0.002 * (n + 1),
            south,
          ),
        ),
      ),
    )
    const rules = view.findings.map(({ row, rule, confirm }) => [row, rule, confirm])
    expect(rules).toEqual([
      [3, "area-differs", false],
      [5, "area-differs", false],
      [6, "area-unit", true],
      [7, "area-unit", true],
      [8, "area-unit", true],
      [9, "area-unit", true],
      [10, "area-differs", false],
    ])
    const refused = await imports.app.refusedCommit("planner", view.id)
    expect(await problemOf(refused)).toMatchObject({
      status: 409,
      type: "/problems/import-undecided",
      issues: [{ pointer: "/confirm", message: expect.stringContaining("area-unit") }],
    })
    const done = await imports.app.commit("planner", view.id, { confirm: ["area-unit"] })
    expect(done.counts).toMatchObject({ inserted: 10 })
  })

  test("the drawn area is measured on the ellipsoid", async () => {
    // domain reference: 400 m x 250 m at Bozhou is 100,002.251 m².
    const corners = [
      [115.7778389, 33.848873],
      [115.7821611, 33.848873],
      [115.7821611, 33.8511269],
      [115.7778389, 33.8511269],
      [115.7778389, 33.848873],
    ]
    const { code } = nextGround()
    await commitNew(
      geojson("bozhou.geojson", [{ properties: { 宗地代码: code(1) }, rings: [corners] }]),
    )
    const { geomAreaM2 } = await onlyVersion(code(1))
    expect(Number(geomAreaM2)).toBeCloseTo(100_002.25, 2)
  })
})

describe("what the preview asks", () => {
  const folder = mkdtempSync(join(tmpdir(), "mutu-ogr-"))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const canConvert = ["/usr/bin/ogr2ogr", "/usr/local/bin/ogr2ogr"].some((path) => existsSync(path))

  /** The features in another format and system, made by GDAL. */
  const convert = (name: string, features: Feature[], epsg: number): Upload => {
    const source = join(folder, "source.geojson")
    writeFileSync(source, geojson("source.geojson", features).content)
    const isShape = name.endsWith(".zip")
    const target = join(folder, isShape ? `${name.replace(".zip", "")}.shz` : name)
    const options = isShape ? ["-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8"] : ["-f", "GPKG"]
    const systems = ["-s_srs", "EPSG:4490", "-t_srs", `EPSG:${epsg}`]
    execFileSync("ogr2ogr", [...options, ...systems, target, source], { stdio: "ignore" })
    return { name, content: new Uint8Array(readFileSync(target)) }
  }

  test.skipIf(!canConvert)(
    "a zipped shapefile and a GeoPackage in a zone are read as declared",
    async () => {
      for (const name of ["宗地.zip", "宗地.gpkg"]) {
        const { west, south, code } = nextGround()
        const view = await commitNew(
          convert(name, [drawn({ ZDDM: code(1), ZL: "一号路" }, west, south)], 4548),
        )
        expect(view).toMatchObject({
          crs: { detected: 4548, confidence: "sure" },
          counts: { rows: 1, inserted: 1 },
        })
        const { geomAreaM2 } = await onlyVersion(code(1))
        expect(Number(geomAreaM2)).toBeGreaterThan(10_000)
        const again = await imports.app.preview("planner", "parcels", {
          ...geojson("again.geojson", [drawn({ 宗地代码: code(1) }, west, south)]),
        })
        expect(again.counts.rows).toBe(1)
      }
    },
  )

  test("an unsure coordinate system stages nothing and is refused until it is answered", async () => {
    const { code } = nextGround()
    const [easting, northing] = [387_089.57, 3_747_692.94]
    const file = geojson("plain.geojson", [
      { properties: { 宗地代码: code(1) }, rings: square(easting, northing, 100) },
    ])
    const view = await imports.app.preview("planner", "parcels", file)
    expect(view.counts).toEqual({
      rows: 1,
      inserted: 0,
      updated: 0,
      unchanged: 0,
      rejected: 0,
      skipped: 1,
    })
    expect(view.crs).toMatchObject({ detected: null, confidence: "unsure" })
    expect(view.findings).toContainEqual(
      expect.objectContaining({ rule: "crs-unsure", severity: "error", row: null }),
    )
    const refused = await problemOf(await imports.app.refusedCommit("planner", view.id))
    expect(refused).toMatchObject({ status: 409, type: "/problems/import-undecided" })
    expect(refused.detail).toContain("4548")
    const [staged] = await select(
      (sql) => sql<{ count: number }>`
        select count(*)::int as count from core.staged_row where import_id = ${view.id}`,
    )
    expect(staged).toEqual({ count: 0 })

    const wrong = await imports.app.refusedCommit("planner", view.id, { crs: 4490 })
    expect(wrong.status).toBeGreaterThanOrEqual(400)
    expect(wrong.status).toBeLessThan(500)
    expect(await listVersions(code(1))).toEqual([])

    const done = await imports.app.commit("planner", view.id, { crs: "EPSG:4548" })
    expect(done).toMatchObject({
      id: view.id,
      state: "committed",
      crs: { detected: 4548, confidence: "sure" },
      counts: { rows: 1, inserted: 1, skipped: 0 },
      questions: [],
    })
    expect(await imports.app.read("planner", `/api/imports/${view.id}`)).toEqual(done)
    const { geomAreaM2 } = await onlyVersion(code(1))
    expect(Number(geomAreaM2)).toBeCloseTo(10_000, -2)
    expect(await imports.app.undo("planner", view.id)).toMatchObject({ undone: 1 })
  })

  test("the system given with the upload needs no answer any more", async () => {
    const { code } = nextGround()
    const file = geojson("given.geojson", [
      { properties: { 宗地代码: code(1) }, rings: square(387_089.57, 3_748_692.94, 100) },
    ])
    const view = await imports.app.preview("planner", "parcels", file, { crs: "4548" })
    expect(view).toMatchObject({ crs: { confidence: "sure" }, counts: { inserted: 1 } })
  })

  test("a column may be named by mapping, at the upload or at the commit", async () => {
    const { west, south, code } = nextGround()
    const file = geojson("odd.geojson", [drawn({ lot: code(1), title: "映射" }, west, south)])
    const mapping = { parcelCode: "lot", name: "title" }
    const view = await imports.app.preview("planner", "parcels", file, {
      mapping: JSON.stringify(mapping),
    })
    expect(view.mapping).toEqual({
      parcelCode: { column: "lot", unit: null },
      name: { column: "title", unit: null },
    })
    const plain = await imports.app.preview("planner", "parcels", file)
    await imports.app.commit("planner", plain.id, { mapping })
    expect(await listVersions(code(1))).toMatchObject([{ name: "映射" }])
  })

  test("an area without a unit is asked for, not guessed", async () => {
    const { west, south, code } = nextGround()
    const file = geojson("unit.geojson", [
      drawn({ 宗地代码: code(1), "证载面积（顷）": 15 }, west, south),
    ])
    const view = await imports.app.preview("planner", "parcels", file)
    expect(view.counts).toMatchObject({ skipped: 1 })
    expect(view.questions).toMatchObject([{ answer: "mapping", candidates: ["certifiedAreaM2"] }])
    expect((await imports.app.refusedCommit("planner", view.id)).status).toBe(409)
    const mapping = { certifiedAreaM2: { column: "证载面积（顷）", unit: "mu" } }
    const done = await imports.app.commit("planner", view.id, { mapping })
    expect(done.counts).toMatchObject({ inserted: 1 })
    expect(await listVersions(code(1))).toMatchObject([{ certifiedAreaM2: "10000.00" }])
  })

  test("a parcel beyond a real zone's outline is asked about; the sample's outline is no measure", async () => {
    const { west, south, code } = nextGround()
    const file = geojson("zone.geojson", [
      drawn({ 宗地代码: code(1) }, west, south),
      drawn({ 宗地代码: code(2) }, west + 0.002, south),
    ])
    const outline = (isSample: boolean) =>
      serve("svc_sample", async (sql) => {
        const [act] = await sql<{ actId: string }>`
          insert into core.act (kind, object) values ('test', 'zone') returning act_id`
        await sql`
          insert into core.zone (name, is_sample, geom, act_id)
          values ('示例园区', ${isSample}, ST_Multi(ST_MakeEnvelope(${west - 0.0005}::float8, ${south - 0.0005}::float8,
                  ${west + 0.0015}::float8, ${south + 0.0015}::float8, 4490)), ${act!.actId})`
      })
    await outline(true)
    expect((await imports.app.preview("planner", "parcels", file)).questions).toEqual([])
    await outline(false)
    const view = await imports.app.preview("planner", "parcels", file)
    expect(view.findings).toMatchObject([{ row: 2, rule: "outside-zone", confirm: true }])
    expect(view.counts).toMatchObject({ inserted: 2 })
    expect((await imports.app.refusedCommit("planner", view.id)).status).toBe(409)
    const other = await imports.app.refusedCommit("planner", view.id, { confirm: ["area-unit"] })
    expect(other.status).toBe(409)
    const done = await imports.app.commit("planner", view.id, { confirm: ["outside-zone"] })
    expect(done.state).toBe("committed")
  })
})
