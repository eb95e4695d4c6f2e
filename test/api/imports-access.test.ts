import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parse } from "csv-parse/sync"
import { describe, expect, test } from "vitest"
import { INPUT_BYTES } from "../../geodata/read/limits.ts"
import type { Role } from "../../server/db/audience.ts"
import { ImportList } from "../../server/imports/schema.ts"
import { useDatabase } from "../support/database.ts"
import {
  csv,
  geojson,
  openImports,
  parcelCode,
  problemOf,
  square,
  type Upload,
  useImports,
} from "../support/import-app.ts"

const database = useDatabase()
const imports = useImports(database)
const P = parcelCode(1)

const land = geojson("land.geojson", [
  { properties: { 宗地代码: P }, rings: square(115.78, 33.85) },
])
const A = "91341602MA2TAAA02P"
const FILES: Record<string, Upload> = {
  parcels: land,
  contracts: csv("c.csv", ["宗地代码", "合同编号"], [[P, "1"]]),
  projects: csv(
    "p.csv",
    ["宗地代码", "项目名称", "节点", "计划日期"],
    [[P, "x", "签约", "2024-01-01"]],
  ),
  buildings: csv(
    "b.csv",
    ["宗地代码", "建筑名称", "层数", "建筑面积（平方米）"],
    [[P, "x", 1, 10]],
  ),
  enterprises: csv("e.csv", ["信用代码", "企业名称"], [[A, "示例公司"]]),
  occupancy: csv(
    "o.csv",
    ["信用代码", "宗地代码", "用地方式", "起始日期"],
    [[A, P, "自有", "2020-01-01"]],
  ),
  indicators: csv("i.csv", ["信用代码", "年度", "税收（万元）"], [[A, 2024, 73.194]]),
}
const IMPORTERS: Record<string, Role[]> = {
  parcels: ["planner"],
  contracts: ["planner"],
  projects: ["planner", "promotion"],
  buildings: ["planner", "promotion"],
  enterprises: ["assessor"],
  occupancy: ["assessor"],
  indicators: ["assessor"],
}
const ROLES: Role[] = ["promotion", "planner", "assessor", "lead", "admin"]

describe("who may", () => {
  test.each(Object.keys(IMPORTERS))(
    "import %s: its roles, 404 for others, 401 for nobody",
    async (kind) => {
      const file = FILES[kind]!
      expect((await imports.app.upload(null, kind, file)).status).toBe(401)
      for (const role of ROLES) {
        const answer = await imports.app.upload(role, kind, file)
        expect(answer.status, role).toBe(IMPORTERS[kind]!.includes(role) ? 201 : 404)
        if (answer.status === 404)
          expect(await problemOf(answer)).toMatchObject({ type: "/problems/not-found" })
      }
    },
  )

  test("see a batch: those who may import its kind; everyone else gets the answer of an unknown one", async () => {
    for (const [kind, importers] of Object.entries(IMPORTERS)) {
      const { id } = await imports.app.preview(importers[0]!, kind, FILES[kind]!)
      for (const role of ROLES) {
        const foreign = !importers.includes(role)
        const unknown = await imports.app.ask(role, "GET", "/api/imports/999999")
        const { instance: _, ...uniform } = await problemOf(unknown)
        const asked = [
          await imports.app.ask(role, "GET", `/api/imports/${id}`),
          await imports.app.ask(role, "GET", `/api/imports/${id}/rows`),
          await imports.app.ask(role, "GET", `/api/imports/${id}/rejected.csv`),
          ...(foreign
            ? [
                await imports.app.refusedCommit(role, id),
                await imports.app.ask(role, "POST", `/api/imports/${id}/undo`, { json: {} }),
              ]
            : []),
        ]
        for (const answer of asked) {
          expect(answer.status, `${kind} ${role}`).toBe(foreign ? 404 : 200)
          if (foreign) expect(await problemOf(answer)).toMatchObject(uniform)
        }
      }
    }
    for (const path of ["/api/imports", "/api/imports/1", "/api/imports/1/rejected.csv"])
      expect((await imports.app.ask(null, "GET", path)).status).toBe(401)
    expect(
      (await imports.app.ask(null, "POST", "/api/imports/1/commit", { json: {} })).status,
    ).toBe(401)
  })

  test("list batches: each role its own kinds, newest first, page by page; no business data is an empty list", async () => {
    const listAll = async (role: Role) => {
      const found: ImportList["items"] = []
      let cursor = ""
      for (;;) {
        const page = ImportList.strict().parse(
          await imports.app.read(role, `/api/imports?limit=3&cursor=${cursor}`),
        )
        found.push(...page.items)
        if (page.next === null) {
          expect(found).toHaveLength(page.total)
          return found
        }
        cursor = page.next
      }
    }
    for (const role of ROLES) {
      const found = await listAll(role)
      const own = Object.keys(IMPORTERS).filter((kind) => IMPORTERS[kind]!.includes(role))
      expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(own))
      const ids = found.map(({ id }) => id)
      expect(ids).toEqual(ids.toSorted((a, b) => b - a))
    }
    expect(await imports.app.read("admin", "/api/imports")).toEqual({
      items: [],
      total: 0,
      next: null,
    })
  })

  test("the rows of a tax file lie where only the assessor reads", async () => {
    const { id } = await imports.app.preview("assessor", "indicators", FILES["indicators"]!)
    const actor = { role: null, userId: null, name: "t", requestId: "r" } as const
    const count = (audience: "planner" | "lead" | "promotion" | "plannerGranted" | "leadGranted") =>
      database.door.as(
        { ...actor, audience },
        "read",
        (sql) => sql`select payload from fin.staged_row where import_id = ${id}`,
      )
    for (const audience of [
      "planner",
      "plannerGranted",
      "lead",
      "leadGranted",
      "promotion",
    ] as const)
      await expect(count(audience)).rejects.toMatchObject({ code: "42501" })
  })

  test("an installation may refuse the figures of firms on the embedded engine", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mutu-refusing-"))
    const refusing = openImports(database.door, folder, { MUTU_ALLOW_CONFIDENTIAL_EMBEDDED: "no" })
    const answer = await refusing.upload("assessor", "indicators", FILES["indicators"]!)
    if (database.door.engine === "embedded") {
      expect(answer.status).toBe(400)
      expect((await problemOf(answer)).detail).toContain("MUTU_ALLOW_CONFIDENTIAL_EMBEDDED")
    } else expect(answer.status).toBe(201)
    expect((await refusing.upload("planner", "parcels", land)).status).toBe(201)
    rmSync(folder, { recursive: true, force: true })
  })
})

describe("a request that cannot be", () => {
  test.each([
    ["kind=houses&filename=a.csv", "/kind"],
    ["filename=a.csv", "/kind"],
    ["kind=parcels", "/filename"],
    ["kind=parcels&filename=", "/filename"],
    ["kind=parcels&filename=a&crs=abc", "/crs"],
    ["kind=parcels&filename=a&crs=EPSG:12", "/crs"],
    ["kind=parcels&filename=a&encoding=klingon", "/encoding"],
    ["kind=parcels&filename=a&mapping=%7Bx", "/mapping"],
    ["kind=parcels&filename=a&mapping=%5B1%5D", "/mapping"],
    ["kind=parcels&filename=a%00b", "/filename"],
    ["kind=parcels&filename=a&colour=red", ""],
  ])("?%s is a 400 that names the place", async (query, pointer) => {
    const answer = await imports.app.ask("planner", "POST", `/api/imports?${query}`, {
      file: land.content,
    })
    const problem = await problemOf(answer)
    expect(problem).toMatchObject({ status: 400, type: "/problems/invalid-request" })
    expect(problem.issues?.map((issue) => issue.pointer)).toContain(pointer)
  })

  test("a commit with an answer nobody asked for by that name is a 400", async () => {
    const { id } = await imports.app.preview("planner", "parcels", land)
    for (const answers of [{ crs: "x" }, { confirm: "all" }, { force: true }, { mapping: 1 }, []])
      expect((await imports.app.refusedCommit("planner", id, answers)).status).toBe(400)
    for (const path of ["abc", "0", "-1", "1.5", "99999999999"])
      expect((await imports.app.ask("planner", "GET", `/api/imports/${path}`)).status).toBe(400)
  })

  test("empty answers in the address ask for nothing", async () => {
    const answer = await imports.app.upload("planner", "parcels", land, {
      crs: "",
      encoding: "",
      layer: "",
      mapping: "",
    })
    expect(answer.status).toBe(201)
  })

  test("a file that cannot be read is one sentence that names it, and nothing is recorded", async () => {
    const before = ImportList.parse(await imports.app.read("planner", "/api/imports"))
    for (const [name, content] of [
      ["空.geojson", ""],
      ["乱.geojson", "{]"],
      ["图.dxf", "0\nSECTION\n"],
      ["表.csv", "宗地代码\n1"],
      ["半.zip", "PK\u0003\u0004nonsense"],
    ] as const) {
      const answer = await imports.app.upload("planner", "parcels", { name, content })
      const problem = await problemOf(answer)
      expect(problem).toMatchObject({ status: 400, type: "/problems/unreadable-file" })
      expect(problem.detail).toMatch(new RegExp(`^${name}：.+。$`))
    }
    expect(await imports.app.read("planner", "/api/imports")).toEqual(before)
    expect(imports.listTemporary()).toEqual([])
  })

  test("a file above the limit is a 413, announced or not", async () => {
    const chunk = new Uint8Array(1 << 20)
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += chunk.length
        controller.enqueue(chunk)
        if (sent > INPUT_BYTES + 50 * chunk.length) controller.close()
      },
    })
    const answer = await imports.app.upload("planner", "parcels", {
      name: "大.geojson",
      content: endless,
    })
    expect(await problemOf(answer)).toMatchObject({ status: 413, type: "/problems/body-too-large" })
    expect(sent).toBeLessThan(INPUT_BYTES + 20 * chunk.length)
    expect(imports.listTemporary()).toEqual([])
  })
})

describe("the list of rejected rows", () => {
  test("has row, rule and reason before the columns as they came, and no formula", async () => {
    const file = csv(
      "回执.csv",
      ["信用代码", "企业名称", "备注", "金额", "__proto__"],
      [
        ["91341602MA2TAAA02Q", '=HYPERLINK("http://x")', "@SUM(A1)", "-5.50", "+x"],
        [A, "示例公司", "正常", "1", null],
        ["", "含,逗号", "＝1+1", "-x", null],
      ],
    )
    const view = await imports.app.preview("assessor", "enterprises", file)
    expect(view.counts).toMatchObject({ rejected: 2, inserted: 1 })
    const answer = await imports.app.ask("assessor", "GET", `/api/imports/${view.id}/rejected.csv`)
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8")
    expect(answer.headers.get("content-disposition")).toBe(
      `attachment; filename="rejected-${view.id}.csv"`,
    )
    const bytes = new Uint8Array(await answer.arrayBuffer())
    expect(Buffer.from(bytes.slice(0, 3)).toString("hex")).toBe("efbbbf")
    const records = parse(new TextDecoder().decode(bytes), { bom: true })
    expect(records).toEqual([
      ["行号", "规则", "说明", "信用代码", "企业名称", "备注", "金额", "__proto__"],
      [
        "2",
        "credit-code-check",
        expect.stringContaining("校验位"),
        "91341602MA2TAAA02Q",
        `'=HYPERLINK("http://x")`,
        "'@SUM(A1)",
        "-5.50",
        "'+x",
      ],
      ["4", "value-missing", expect.any(String), "", "含,逗号", "'＝1+1", "'-x", ""],
    ])
  })

  test("of a drawing keeps its attributes by name", async () => {
    const view = await imports.app.preview(
      "planner",
      "parcels",
      geojson("图形.geojson", [
        { properties: { 宗地代码: "x", 备注: 1 }, rings: square(115.9, 33.9) },
        { properties: { 其他: true, 宗地代码: "y" }, rings: square(115.91, 33.9) },
      ]),
    )
    const answer = await imports.app.ask("planner", "GET", `/api/imports/${view.id}/rejected.csv`)
    const [header, ...rows] = parse(await answer.text(), { bom: true }) as string[][]
    expect(header).toEqual(["行号", "规则", "说明", "宗地代码", "备注", "其他"])
    expect(rows.map(([row, , , ...cells]) => [row, ...cells])).toEqual([
      ["1", "x", "1", ""],
      ["2", "y", "", "true"],
    ])
  })
})

test("what a process that died left behind is removed at the next start, a living one's folder is not", () => {
  const folder = mkdtempSync(join(tmpdir(), "mutu-leftover-"))
  const [dead, living] = [join(folder, "tmp/import-999999999-a"), join(folder, "tmp/import-1-b")]
  for (const path of [dead, living]) {
    mkdirSync(path, { recursive: true })
    writeFileSync(join(path, "upload"), "x")
  }
  openImports(database.door, folder)
  expect(readdirSync(join(folder, "tmp"))).toEqual(["import-1-b"])
  rmSync(folder, { recursive: true, force: true })
})

test("every import route stands in the API's description", async () => {
  const { paths } = await imports.app.read<{ paths: Record<string, object> }>(
    "planner",
    "/api/openapi.json",
  )
  const own = Object.keys(paths).filter((path) => path.startsWith("/api/imports"))
  expect(own.toSorted()).toEqual([
    "/api/imports",
    "/api/imports/{id}",
    "/api/imports/{id}/commit",
    "/api/imports/{id}/rejected.csv",
    "/api/imports/{id}/rows",
    "/api/imports/{id}/undo",
  ])
})
