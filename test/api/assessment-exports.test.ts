import { createHash } from "node:crypto"
import { unzipSync } from "fflate"
import readWorkbook, { readSheet } from "read-excel-file/node"
import { beforeAll, describe, expect, test } from "vitest"
import { canonical } from "../../server/assessment/canonical.rules.ts"
import { SHIPPED_SCHEMES } from "../../server/assessment/schemes.ts"
import type { Publicity } from "../../server/publicity/schema.ts"
import { readDossier, readFirmDossier } from "../../server/runs/dossier.ts"
import type { FirmOfRun } from "../../server/runs/queries.ts"
import type { ResultList, RunAnswer } from "../../server/runs/schema.ts"
import { composeStatement, hashStatement, type Statement } from "../../server/runs/statement.ts"
import { COLLEAGUES, type Colleague, useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"
import {
  fontsOfPdf,
  partsOf,
  readByOffice,
  textOfPdf,
  withoutResults,
} from "../support/documents.ts"
import { leftOut } from "../support/lanes.ts"
import { insertFigures, insertFirms, insertParcels, insertUses } from "../support/rows.ts"

const YEAR = 2024
const BASE = "/api/assessments"
const demo = SHIPPED_SCHEMES.find(({ scheme }) => scheme.id === "DEMO")!.scheme
/** Names that a sheet would run, were they not text; and one whose zeros are its own. */
const NAMES = [
  '=HYPERLINK("http://evil.example","点此")',
  "+1+1",
  "-2+3",
  "@SUM(A1:A9)",
  "=cmd|'/c calc'!A1",
  "＝1＋1",
  "007",
  '甲 & <乙> "丙" _x0041_',
  "示例机械",
  "示例电子",
  "示例化工",
  "示例纺织",
]
const ABOVE = 8
/** SHA-256 over what a run is told by on paper, but for clocks and numbers of rows: the same on every engine. */
const FINGERPRINT = "f3b014ce2b3922e5cd9ce3ce9b8ea7162a31b497fd017e54089790a34f71e9a7"

const hasReaders = leftOut().readers === undefined
const database = useDatabase()
const team = useColleagues(database)
let firms: number[] = []
let run: RunAnswer
let results: ResultList["items"]

const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex")
const approve = async (scheme: object, label: string) => {
  const { id } = scheme as { id: string }
  await team.read("assessor", "POST", `${BASE}/schemes`, { json: { scheme, label } }, 201)
  const steps = `${BASE}/schemes/${id}/1/steps`
  await team.read("assessor", "POST", steps, { json: { step: "submitted" } }, 201)
  await team.read("lead", "POST", steps, { json: { step: "approved" } }, 201)
}
const fetchBytes = async (path: string, who: Colleague = "assessor") => {
  const answer = await team.ask(who, "GET", `${BASE}/runs/${path}`)
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
  return { bytes: new Uint8Array(await answer.arrayBuffer()), headers: answer.headers }
}
const workbookOf = async (id = run.id) => (await fetchBytes(`${id}/workbook`)).bytes
const statementOf = async (firm: number, id = run.id) =>
  (await fetchBytes(`${id}/firms/${firm}/statement`)).bytes
const composed = (firm: number, id = run.id) =>
  team.as("assessor", "read", async (sql) => composeStatement(await readFirmDossier(sql, id, firm)))
const seal = (json: object) =>
  team.read<RunAnswer>("assessor", "POST", `${BASE}/runs`, { json }, 201)

/** Odd figures, so that one firm's are nobody else's. */
const figure = (firm: number, n: number) => `${137 + firm * 61 + n * 29}.${4703 + firm * 7 + n}`

beforeAll(async () => {
  const { door } = database
  firms = await insertFirms(
    door,
    NAMES.map((name, n) => ({ name, industryCode: "1711", aboveScale: n < ABOVE })),
  )
  const parcels = await insertParcels(
    door,
    NAMES.map((_, n) => ({
      west: 115 + n * 0.01,
      south: 33,
      certifiedAreaM2: "90000",
      parcelCode: `034160200101GB${String(n).padStart(5, "0")}`,
      name: `${n}号厂区`,
    })),
  )
  await insertUses(
    door,
    NAMES.map((_, n) => ({
      parcelId: parcels[n]!,
      enterpriseId: firms[n]!,
      landAreaM2: `${20_011 + n * 1_733}.5`,
    })),
  )
  await insertUses(door, [
    {
      parcelId: parcels[0]!,
      enterpriseId: firms[1]!,
      lessorId: firms[0]!,
      kind: "leasedIn",
      landAreaM2: "3000",
      from: `${YEAR}-07-01`,
    },
  ])
  const indicators = [
    "taxWanYuan",
    "valueAddedWanYuan",
    "energyTce",
    "emissionT",
    "averageStaff",
    "rdWanYuan",
    "revenueWanYuan",
    "powerWanKwh",
  ]
  await insertFigures(
    door,
    firms.flatMap((enterpriseId, firm) =>
      indicators.map((indicator, n) => ({
        enterpriseId,
        fiscalYear: YEAR,
        indicator,
        // One does not tell its emission, one its energy, one paid less than nothing.
        value:
          (firm === 2 && indicator === "emissionT") || (firm === 9 && indicator === "energyTce")
            ? null
            : firm === 3 && indicator === "taxWanYuan"
              ? "-12.5"
              : figure(firm, n),
      })),
    ),
  )
  await approve({ ...demo, id: "UP", stratum: "above_scale", minStratumSize: 5 }, "规上方案")
  await approve(
    {
      ...demo,
      id: "SMALL",
      stratum: "below_scale",
      minStratumSize: 2,
      capMultiple: 1.5,
      bonus: { groups: [] },
      penalty: null,
      indicators: [
        { id: "taxPerMu", weight: 30, method: "minmax", missing: "zero" },
        {
          id: "emissionPerValueAdded",
          weight: 20,
          method: "reverseRatio",
          benchmark: { kind: "fixed", value: 1500 },
          missing: "zero",
        },
        {
          id: "taxPerEnergy",
          weight: 20,
          benchmark: { kind: "best" },
          missing: "excludeRescale",
        },
        {
          id: "emissionPerValueAdded",
          weight: 0,
          benchmark: { kind: "mean" },
          missing: "zero",
        },
        { id: "taxPerKwh", weight: 30, benchmark: { kind: "mean" }, missing: "zero" },
      ].filter(({ weight }) => weight > 0),
    },
    "规下方案",
  )
  await team.read("assessor", "PUT", `${BASE}/years/${YEAR}`, {
    json: {
      strata: [
        { schemeId: "UP", version: 1 },
        { schemeId: "SMALL", version: 1 },
      ],
    },
  })
  await team.read("assessor", "PUT", `${BASE}/years/${YEAR}/roster`, {
    json: {
      entries: [{ enterpriseId: firms[7]!, ratingClass: "transition", reason: "=新设企业" }],
    },
  })
  run = await seal({ fiscalYear: YEAR, why: `首次，核对${NAMES[8]}` })
  results = (await team.read<ResultList>("assessor", "GET", `${BASE}/runs/${run.id}/results`)).items
})

const SHEETS = ["说明", "结果", "得分计算", "数据来源", "用地", "计数"]
type Row = Record<string, unknown>
/** Rows of a sheet by their headings. */
const rowsOf = async (workbook: Uint8Array, sheet: string): Promise<Row[]> => {
  const [head = [], ...rows] = await readSheet(Buffer.from(workbook), sheet)
  return rows.map((row) => Object.fromEntries(head.map((name, n) => [String(name), row[n]])))
}
const near = (a: unknown, b: string | number | null) =>
  b === null
    ? a === null || a === undefined || a === ""
    : Math.abs(Number(a) - Number(b)) <= 1e-9 * Math.max(1, Math.abs(Number(b)))

describe("the workbook of a run", () => {
  test("has every firm with the figures of the sealed results, numbers as numbers and codes as text", async () => {
    const workbook = await workbookOf()
    expect((await readWorkbook(Buffer.from(workbook))).map(({ sheet }) => sheet)).toEqual(SHEETS)
    const rows = await rowsOf(workbook, "结果")
    expect(rows.map((row) => row["统一社会信用代码"])).toEqual(
      results.map(({ creditCode }) => creditCode),
    )
    expect(rows.map((row) => row["企业名称"])).toEqual(results.map(({ name }) => name))
    for (const [n, result] of results.entries()) {
      const row = rows[n]!
      expect(row["名次"]).toBe(result.rank)
      expect(near(row["总分（分）"], result.total)).toBe(true)
      expect(near(row["用地（亩）"], result.landMu)).toBe(true)
      expect(row["总分两位（分）"]).toBe(Number(result.totalRounded))
      const tax = result.items.find(({ id }) => id === "taxPerMu")!
      expect(near(row["亩均税收（万元/亩）"], tax.value)).toBe(true)
      expect(near(row["亩均税收：得分（分）"], tax.score)).toBe(true)
      expect(near(row["亩均税收：基准值（万元/亩）"], tax.benchmark)).toBe(true)
      expect(near(row["亩均税收：权重（分）"], tax.weight)).toBe(true)
    }
    const [cover = []] = [await readSheet(Buffer.from(workbook), "说明")]
    const facts = new Map(cover.map(([name, text]) => [name, text]))
    expect(facts.get("输入 SHA-256")).toBe(run.inputSha256)
    expect(facts.get("方案 SHA-256")).toBe(run.schemeSha256)
    expect(facts.get("结果 SHA-256")).toBe(run.resultSha256)
  })

  test("has counts by scheme that add up to its firms", async () => {
    const rows = await rowsOf(await workbookOf(), "计数")
    const number = (value: unknown) => Number(value)
    const keys = Object.keys(rows[0]!).slice(1, -1)
    for (const row of rows)
      expect(keys.reduce((sum, key) => sum + number(row[key]), 0)).toBe(number(row["合计"]))
    const [total, ...others] = rows.toReversed()
    for (const key of [...keys, "合计"])
      expect(others.reduce((sum, row) => sum + number(row[key]), 0)).toBe(number(total![key]))
    expect(total!["合计"]).toBe(NAMES.length)
  })

  test("tells of every input where it came from", async () => {
    const rows = await rowsOf(await workbookOf(), "数据来源")
    expect(rows).toHaveLength(NAMES.length * 8)
    const [missing] = rows.filter(
      (row) => row["企业名称"] === NAMES[2] && row["名称（含单位）"] === "主要污染物排放（吨）",
    )
    expect(missing).toMatchObject({ 数值: null, 缺项原因: "未报送", 来源类别: "手工登记" })
    for (const row of rows) expect(row["登记人"]).toBeTruthy()
    const land = await rowsOf(await workbookOf(), "用地")
    const halfYear = land.find((row) => row["方式"] === "租入")!
    expect(halfYear).toMatchObject({ 当年天数: 184, 全年天数: 366, 宗地代码: expect.any(String) })
    expect(String(halfYear["宗地代码"])).toMatch(/^0341602/)
  })

  test("has no formula but those of the product, whatever firms are called", async () => {
    const workbook = await workbookOf()
    const formulas = [...partsOf(workbook).values()].flatMap((part) =>
      [...part.matchAll(/<f>([^<]*)<\/f>/g)].map(([, formula]) => formula!),
    )
    expect(formulas.length).toBeGreaterThan(100)
    for (const formula of formulas)
      expect(formula).toMatch(/^(?:MIN|MAX|SUM|IF|[A-Z]{1,2}\d+|\d+(?:\.\d+)?|[-+*/(),:]|&lt;=)+$/)
    const names = (await rowsOf(workbook, "结果")).map((row) => row["企业名称"])
    expect(names.toSorted()).toEqual(NAMES.toSorted())
  })

  test("is the same bytes whenever it is made", async () => {
    const zone = process.env["TZ"]
    const first = await workbookOf()
    try {
      process.env["TZ"] = "America/St_Johns"
      expect(sha256(await workbookOf())).toBe(sha256(first))
    } finally {
      if (zone === undefined) delete process.env["TZ"]
      else process.env["TZ"] = zone
    }
  })

  test.skipIf(!hasReaders)(
    "opens in LibreOffice, whose own reckoning of every formula is the sealed figure",
    { timeout: 180_000 },
    async () => {
      const workbook = await workbookOf()
      for (const book of [workbook, withoutResults(workbook)]) {
        const sheets = readByOffice(book)
        expect([...sheets.keys()].toSorted()).toEqual(SHEETS.toSorted())
        const [head = [], ...rows] = sheets.get("得分计算")!
        const cell = (row: readonly string[], name: string) => row[head.indexOf(name)] ?? ""
        expect(rows).toHaveLength(results.reduce((sum, { items }) => sum + items.length, 0))
        for (const row of rows) {
          const told = `${cell(row, "企业名称")} ${cell(row, "指标")}`
          for (const [shown, sealed] of [
            ["指标值（公式）", "封存的指标值（原文）"],
            ["得分（公式，分）", "封存的得分（原文，分）"],
          ] as const)
            expect([told, shown, near(cell(row, shown), cell(row, sealed) || null)]).toEqual([
              told,
              shown,
              true,
            ])
        }
        const [resultHead = [], ...resultRows] = sheets.get("结果")!
        const totals = resultRows.map((row) => row[resultHead.indexOf("总分（分）")])
        for (const [n, { total }] of results.entries()) expect(near(totals[n], total)).toBe(true)
        const names = resultRows.map((row) => row[resultHead.indexOf("企业名称")])
        expect(names.toSorted()).toEqual(NAMES.toSorted())
      }
    },
  )
})

/** Every text that a statement says. */
const textsOf = (value: unknown): string[] =>
  typeof value === "string"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(textsOf)
      : []
const bare = (text: string) => text.replace(/\s/g, "")

describe("the statement of a firm", () => {
  test.skipIf(!hasReaders)(
    "says in searchable text what the API says, with no character wrong",
    async () => {
      for (const firm of [firms[0]!, firms[2]!, firms[7]!, firms[9]!]) {
        const told = await team.read<FirmOfRun>(
          "assessor",
          "GET",
          `${BASE}/runs/${run.id}/firms/${firm}`,
        )
        const pdf = await statementOf(firm)
        const text = textOfPdf(pdf)
        const statement = await composed(firm)
        const { sealedAt, ...printed } = statement
        for (const part of textsOf(printed)) expect(text).toContain(bare(part))
        expect(text).toContain(bare(told.firm.creditCode))
        expect(text).toContain(`${told.result.totalRounded}`)
        expect(text).toContain(hashStatement(statement))
        expect(text).toContain(run.resultSha256)
        expect(Date.parse(sealedAt)).toBe(Date.parse(run.sealedAt))
        const fonts = fontsOfPdf(pdf)
        expect(fonts.length).toBeGreaterThan(0)
        for (const font of fonts) expect(font).toEqual({ isEmbedded: true, hasUnicode: true })
      }
    },
  )

  test("names what decided: the cuts, what was missing and what that cost", async () => {
    const missing = await composed(firms[9]!)
    expect(missing.points!.lines.find(({ name }) => name === "单位能耗税收")).toMatchObject({
      value: "缺项",
      points: "—",
    })
    expect(missing.pointNotes.some((note) => note.includes("少 20.00 分"))).toBe(true)
    const ranked = await composed(firms[0]!)
    expect(ranked.ranking[0]).toContain("参加排名 7 家")
    expect(ranked.landSum!.words).toMatch(/^自有 .* − 租出 2\.26$/)
    const reference = await composed(firms[7]!)
    expect(reference.figures[2]).toMatchObject({ value: "—", note: "不参加排名" })
  })

  test.skipIf(!hasReaders)("tells nothing of any other firm", async () => {
    for (const [n, firm] of firms.entries()) {
      const text = textOfPdf(await statementOf(firm))
      for (const [other, enterpriseId] of firms.entries()) {
        if (other === n) continue
        const result = results.find((one) => one.enterpriseId === enterpriseId)!
        expect(text).not.toContain(result.creditCode)
        // A name as short as a number is part of figures.
        if (!/^\d/.test(NAMES[other]!)) expect(text).not.toContain(bare(NAMES[other]!))
        for (let indicator = 0; indicator < 8; indicator += 1)
          expect(text).not.toContain(figure(other, indicator))
        for (const { id, value } of result.items) {
          // The best of a stratum and the ends of a range are some firm's own.
          if (value !== null && (id === "taxPerEnergy" || id === "taxPerMu"))
            expect(text).not.toContain(`${Number(value).toFixed(4)}`)
        }
      }
    }
  })

  test("does not print a benchmark that is another firm's figure or that of a few", async () => {
    const { points } = await composed(firms[8]!)
    const benchmarks = points!.lines.map(({ name, benchmark }) => [name, benchmark])
    expect(benchmarks).toEqual([
      ["亩均税收", "按层内区间"],
      ["万元增加值排放强度", "1,500.00"],
      ["单位能耗税收", "层内最优，不列示"],
      ["单位电耗税收", "不足 5 家，不列示"],
    ])
  })

  test("is the same bytes whenever it is made", async () => {
    expect(sha256(await statementOf(firms[0]!))).toBe(sha256(await statementOf(firms[0]!)))
  })

  test("says how to object and until when, once the grades are shown", async () => {
    const before = await composed(firms[0]!)
    expect(before.objection.join()).toContain("没有公示记录")
    const json = {
      fiscalYear: YEAR,
      subject: "grades",
      runId: run.id,
      opensAt: "2026-01-05T01:00:00Z",
      closesAt: new Date(Date.now() + 86_400_000).toISOString(),
      office: "亩均办",
      contact: "0558-7654321",
    }
    const shown = await team.read<Publicity>("assessor", "POST", `${BASE}/publicity`, { json }, 201)
    expect((await composed(firms[0]!)).objection).toEqual(before.objection)
    const step = (who: "assessor" | "lead", body: object) =>
      team.ask(who, "POST", `${BASE}/publicity/${shown.id}/steps`, { json: body })
    expect((await step("lead", { step: "approved" })).status).toBe(201)
    const after = (await composed(firms[0]!)).objection.join()
    expect(after).toContain("2026-01-05 09:00")
    expect(after).toContain("向亩均办提出")
    expect(after).toContain("0558-7654321")
    expect((await step("assessor", { step: "withdrawn", why: "重新提出" })).status).toBe(201)
    expect((await composed(firms[0]!)).objection).toEqual(before.objection)
  })
})

describe("what is told on paper", () => {
  test("is the same on every engine", async () => {
    const dossier = await team.as("assessor", "read", (sql) => readDossier(sql, run.id))
    const clocks = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/
    const still = (value: unknown): unknown =>
      typeof value === "string"
        ? clocks.test(value)
          ? "instant"
          : value
        : Array.isArray(value)
          ? value.map(still)
          : typeof value === "object" && value !== null
            ? Object.fromEntries(
                Object.entries(value)
                  .filter(([key]) => !/Id$|^id$|author|recordedBy/.test(key))
                  .map(([key, part]) => [key, still(part)]),
              )
            : value
    expect(sha256(canonical(still(dossier)))).toBe(FINGERPRINT)
  })

  test("is for assessment, and for leadership under a grant", async () => {
    const paths = ["workbook", `firms/${firms[0]}/statement`, "statements"]
    for (const path of paths) {
      for (const who of COLLEAGUES) {
        const answer = await team.ask(who, "GET", `${BASE}/runs/${run.id}/${path}`)
        const may = who === "assessor" || who === "leadGranted"
        expect([path, who, answer.status]).toEqual([path, who, may ? 200 : 404])
        await answer.body?.cancel()
      }
      expect((await team.askBy(undefined, "GET", `${BASE}/runs/${run.id}/${path}`)).status).toBe(
        401,
      )
      expect((await team.ask("admin", "GET", `${BASE}/runs/${run.id}/${path}`)).status).toBe(404)
      const unknown = `${BASE}/runs/${path.startsWith("firms") ? `${run.id}/firms/999999/statement` : `999999/${path}`}`
      expect((await team.ask("assessor", "GET", unknown)).status).toBe(404)
    }
  })

  test("is on record with who, what, why and the SHA-256 of what left", async () => {
    const firm = firms[4]!
    const { bytes, headers } = await fetchBytes(
      `${run.id}/firms/${firm}/statement?reason=${encodeURIComponent("企业领取")}`,
      "leadGranted",
    )
    expect(headers.get("content-type")).toBe("application/pdf")
    expect(headers.get("cache-control")).toBe("no-store")
    expect(headers.get("content-disposition")).toContain(
      encodeURIComponent(`${YEAR}年度第1次测算告知书`),
    )
    const acts = await team.listActs(`run/${run.id}/enterprise/${firm}`)
    expect(acts.at(-1)).toEqual({
      actor: team.nameOf("leadGranted"),
      role: "aud_lead_granted",
      kind: "assessment-statement-export",
      why: `SHA-256 ${sha256(bytes)}，${bytes.length} 字节；事由：企业领取`,
    })
    const workbook = await workbookOf()
    const last = (await team.listActs(`run/${run.id}`)).at(-1)!
    expect(last).toMatchObject({ kind: "assessment-workbook-export" })
    expect(last.why).toContain(sha256(workbook))
  })
})

describe("the statements of all firms", () => {
  const latest = async () => (await team.listActs(`run/${run.id}`)).at(-1)!

  test("are one archive of the same statements, on record when it begins and when it ends", async () => {
    const { bytes, headers } = await fetchBytes(`${run.id}/statements`)
    expect(headers.get("x-statements")).toBe(String(NAMES.length))
    const files = Object.entries(unzipSync(bytes))
    expect(files).toHaveLength(NAMES.length)
    for (const { creditCode, enterpriseId } of results) {
      const [name, pdf] = files.find(([one]) => one.startsWith(creditCode))!
      expect(name).toMatch(/^[^<>:"/\\|?*]+\.pdf$/)
      expect(sha256(pdf)).toBe(sha256(await statementOf(enterpriseId)))
    }
    expect((await latest()).why).toBe(
      `已导出 ${NAMES.length} 份，SHA-256 ${sha256(bytes)}，${bytes.length} 字节`,
    )
  })

  test("are made for two at a time, and whoever comes third is told to come back", async () => {
    const ask = () => team.ask("assessor", "GET", `${BASE}/runs/${run.id}/statements`)
    const [first, second] = [await ask(), await ask()]
    const third = await ask()
    expect([third.status, third.headers.get("retry-after")]).toEqual([429, "10"])
    await first.body!.cancel()
    const again = await ask()
    expect(again.status).toBe(200)
    for (const answer of [second, again]) await answer.body!.cancel()
  })

  test("are set no more once whoever asked has gone, and the record says so", async () => {
    const answer = await team.ask("assessor", "GET", `${BASE}/runs/${run.id}/statements`)
    const reader = answer.body!.getReader()
    await reader.read()
    await reader.cancel()
    await expect.poll(async () => (await latest()).why).toMatch(/^中断：已导出 \d 份/)
    const [, files] = /已导出 (\d+) 份/.exec((await latest()).why!)!
    expect(Number(files)).toBeLessThan(NAMES.length)
  })
})

describe("the statement of a firm that was scored in a unit", () => {
  let merged: RunAnswer
  let own: Statement

  beforeAll(async () => {
    const unit = {
      name: "示例集团",
      leadEnterpriseId: firms[4],
      memberIds: [firms[4], firms[5]],
      reason: "集团合并评价",
    }
    await team.read("assessor", "POST", `${BASE}/years/${YEAR}/units`, { json: unit }, 201)
    merged = await seal({ fiscalYear: YEAR, why: "集团合并", baseRunId: run.id })
    own = await composed(firms[5]!, merged.id)
  })

  test("has the grade of the unit, its own inputs and no figure that others brought", async () => {
    expect(own.points).toBeNull()
    expect(own.inputs).toHaveLength(8)
    expect(own.inputs[0]!.value).toBe(Number(figure(5, 0)).toFixed(4).replace(/0+$/, ""))
    const text = textsOf(own).join("\n")
    const lead = results.find(({ enterpriseId }) => enterpriseId === firms[4])!
    for (const other of [NAMES[4]!, lead.creditCode, figure(4, 0), figure(4, 1)])
      expect(text).not.toContain(other)
    const { items } = await team.read<ResultList>(
      "assessor",
      "GET",
      `${BASE}/runs/${merged.id}/results`,
    )
    const result = items.find(({ members }) => members.length > 0)!
    expect(own.figures[0]!.value).toBe(result.grade)
    for (const { value } of result.items) expect(text).not.toContain(Number(value).toFixed(2))
  })
})
