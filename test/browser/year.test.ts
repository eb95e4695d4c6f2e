import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { creditCodeOf } from "../../geodata/sample/codes.ts"
import type { Publicity } from "../../server/publicity/schema.ts"
import type { LandOfFirm, Roster, YearList } from "../../server/roster/schema.ts"
import type { FirmOfRun } from "../../server/runs/queries.ts"
import type { z } from "zod"
import type { RunAnswer, Trial as TrialShape } from "../../server/runs/schema.ts"
import { picture } from "../support/browser.ts"
import { csv, type Upload, xlsx } from "../support/import-app.ts"
import { useSite, useVisits } from "../support/visits.ts"

/** The year after the last of the sample: nothing is reported of it. */
const YEAR = 2026
const PATIENT = { timeout: 60_000 }
/** Long enough to receive an appeal in, short enough to wait for its end. */
const WINDOW_MS = 25_000
type Trial = z.infer<typeof TrialShape>
/** Square metres of a mu. */
const M2_PER_MU = 10_000 / 15

const NEWCOMER = { creditCode: creditCodeOf(99, 4_321), name: "淙川新租精密科技有限公司" }

const site = useSite("embedded")
const { go } = useVisits(site)

const api = (path: string) => `${site().base}/api/assessments/${path}`
const ask = async <T>(page: Page, path: string): Promise<T> =>
  (await (await page.request.get(api(path))).json()) as T
/** Waiting for days is the one thing that a test leaves to the address: a window of seconds. */
const propose = async (page: Page, what: object): Promise<Publicity> => {
  const answer = await page.request.post(api("publicity"), {
    data: {
      fiscalYear: YEAR,
      opensAt: new Date(Date.now() - 60_000).toISOString(),
      closesAt: new Date(Date.now() + WINDOW_MS).toISOString(),
      office: "亩均办",
      contact: "0558-0000000",
      ...what,
    },
    headers: { origin: site().base },
  })
  expect(answer.status()).toBe(201)
  return (await answer.json()) as Publicity
}

/** One file of a department: chosen, read, its questions answered, written. */
async function deliver(page: Page, kind: string, { name, content }: Upload, rows: number) {
  await page.goto(`${site().base}/imports`)
  await page.locator(".upload .choice-trigger").click(PATIENT)
  await page.getByRole("option", { name: kind }).click()
  await page.locator(".drop input").setInputFiles({
    name,
    mimeType: "application/octet-stream",
    buffer: Buffer.from(await new Response(content).arrayBuffer()),
  })
  await page.locator(".review").waitFor(PATIENT)
  const [all, ...parts] = (await page.locator(".count-number").allTextContents()).map(Number)
  expect(all).toBe(rows)
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(rows)
  for (const box of await page.locator(".question input[type=checkbox]").all()) await box.check()
  await page.getByRole("button", { name: "确认写入" }).click()
  await page.getByText("已写入", { exact: true }).first().waitFor(PATIENT)
}

/** The other person's part: a step on what is shown, confirmed. */
async function takeStep(shown: Publicity, step: string, state: string) {
  const { page } = await go({ as: "lead", path: `/assessment/${YEAR}/publicity/${shown.id}` })
  await page.getByRole("button", { name: step, exact: true }).click(PATIENT)
  await page.getByRole("dialog").getByRole("button", { name: step, exact: true }).click()
  await page.locator(".publicity-title").getByText(state).waitFor(PATIENT)
  return page
}

async function compute(page: Page, why: string): Promise<RunAnswer> {
  await page.goto(`${site().base}/assessment/${YEAR}/roster`)
  await page.locator(".dense tbody td").first().waitFor(PATIENT)
  await page.locator(".year-title .button-main").click()
  await page.locator(".modal textarea").fill(why)
  await page.locator('.modal button[type="submit"]').click()
  await page.waitForURL(/\/runs\/\d+/, PATIENT)
  await page.locator(".dense tbody td").first().waitFor(PATIENT)
  return ask<RunAnswer>(page, `runs/${/runs\/(\d+)/.exec(page.url())![1]}`)
}

test("from six files of departments to grades in force, with an appeal, nobody touches the database", async () => {
  const { page } = await go({ as: "assessor", path: "/imports" })
  const years = await ask<YearList>(page, "years")
  const before = years.items.find(({ fiscalYear }) => fiscalYear === YEAR - 1)!
  const { items } = await ask<Trial>(page, `runs/${before.lastRun!.id}/trial`)
  const firms = items.map(({ enterprise }) => enterprise)
  const lessor = await findLessor(page, items)
  const silent = firms.find(({ revenueWanYuan }) => revenueWanYuan != null)!

  const grown = (value: string | number | null | undefined, by = 1.04) =>
    value == null ? null : Number((Number(value) * by).toFixed(4))
  const code = "统一社会信用代码"
  const table = (
    header: string[],
    figures: (firm: (typeof firms)[number]) => (number | null)[],
  ) => ({
    header: [code, "评价年度", ...header],
    rows: firms.map((firm) => [firm.creditCode, YEAR, ...figures(firm)]),
  })
  await deliver(
    page,
    "企业名录",
    await xlsx(
      "市场监管局-新设企业.xlsx",
      [code, "企业名称", "行业代码", "是否规上", "成立日期"],
      [[NEWCOMER.creditCode, NEWCOMER.name, "3484", "否", "2026-05-20"]],
    ),
    1,
  )
  await deliver(
    page,
    "用地关系",
    csv(
      "自然资源局-租赁.csv",
      [code, "宗地代码", "用地方式", "出租方统一社会信用代码", "用地面积（平方米）", "起始日期"],
      [[NEWCOMER.creditCode, lessor.parcelCode, "租入", lessor.creditCode, 2_000, "2026-07-01"]],
    ),
    1,
  )
  const tax = table(["实缴税金（元）"], (firm) => [
    firm.taxWanYuan == null ? null : Math.round(Number(firm.taxWanYuan) * 10_400),
  ])
  tax.rows.push([NEWCOMER.creditCode, YEAR, 123_456])
  await deliver(page, "企业年度指标", csv("税务局.csv", tax.header, tax.rows), tax.rows.length)
  const statistics = table(
    [
      "营业收入（万元）",
      "工业增加值（万元）",
      "综合能耗（吨标准煤）",
      "平均用工人数（人）",
      "研发经费（万元）",
    ],
    (firm) =>
      firm === silent
        ? [null, null, null, null, null]
        : [
            grown(firm.revenueWanYuan),
            grown(firm.valueAddedWanYuan, 1.05),
            grown(firm.energyTce, 0.98),
            firm.averageStaff == null ? null : Math.round(Number(firm.averageStaff)),
            grown(firm.rdWanYuan),
          ],
  )
  await deliver(
    page,
    "企业年度指标",
    await xlsx("统计局.xlsx", statistics.header, statistics.rows),
    statistics.rows.length,
  )
  const power = table(["用电量（千瓦时）"], (firm) => [
    firm.powerWanKwh == null ? null : Math.round(Number(firm.powerWanKwh) * 10_100),
  ])
  await deliver(
    page,
    "企业年度指标",
    csv("供电公司.csv", power.header, power.rows),
    power.rows.length,
  )
  const emission = table(["主要污染物排放量（吨）"], (firm) => [grown(firm.emissionT, 0.97)])
  await deliver(
    page,
    "企业年度指标",
    csv("生态环境局.csv", emission.header, emission.rows),
    emission.rows.length,
  )

  // The year is opened as proposed: the next one, with the schemes of the last.
  await page.goto(`${site().base}/assessment`)
  await page.getByRole("button", { name: "启动年度" }).click(PATIENT)
  expect(await page.locator('.plan input[type="number"]').inputValue()).toBe(String(YEAR))
  await page.locator('.plan button[type="submit"]').click()
  await page.waitForURL(/\/roster/, PATIENT)
  await page.locator(".dense tbody td").first().waitFor(PATIENT)
  // Who was exempt last year is suggested again, and confirmed at once.
  const { items: listed } = await ask<Roster>(page, `years/${YEAR}/roster`)
  const suggested = listed.filter(({ suggestion }) => suggestion !== null)
  const { items: listedBefore } = await ask<Roster>(page, `years/${YEAR - 1}/roster`)
  expect(suggested.map(({ enterpriseId }) => enterpriseId)).toEqual(
    listedBefore
      .filter(({ ratingClass }) => ["exempt", "notRated", "unsuitable"].includes(ratingClass))
      .map(({ enterpriseId }) => enterpriseId),
  )
  expect(suggested.length).toBeGreaterThan(0)
  await page.getByRole("button", { name: `确认所列 ${suggested.length} 条建议` }).click()
  await page.getByRole("button", { name: /^确认所列/ }).waitFor({ ...PATIENT, state: "detached" })
  const roster = await ask<Roster>(page, `years/${YEAR}/roster`)
  for (const { enterpriseId, suggestion } of suggested)
    expect(roster.items.find((firm) => firm.enterpriseId === enterpriseId)).toMatchObject({
      ratingClass: suggestion!.ratingClass,
      classReason: suggestion!.reason,
      suggestion: null,
    })
  const newcomer = roster.items.find(({ creditCode }) => creditCode === NEWCOMER.creditCode)!
  const land = await ask<LandOfFirm>(page, `years/${YEAR}/land/${newcomer.enterpriseId}`)
  // Half a year of 2,000 m²: 184 of 365 days.
  expect(Number(land.landMu)).toBeCloseTo((2_000 / M2_PER_MU) * (184 / 365), 2)

  // Areas first.
  const areas = await propose(page, { subject: "areas" })
  await takeStep(areas, "批准", "公示中")
  const { page: concluding } = await go({
    as: "lead",
    path: `/assessment/${YEAR}/publicity/${areas.id}`,
  })
  await concluding.locator(".publicity-title").getByText("已截止").waitFor(PATIENT)
  await takeStep(areas, "结束公示", "已结束")

  const first = await compute(page, "首次测算")
  expect(first.firms).toBe(roster.total)
  const told = await ask<FirmOfRun>(page, `runs/${first.id}/firms/${newcomer.enterpriseId}`)
  expect(
    Number(told.firms[0]!.figures.find(({ indicator }) => indicator === "taxWanYuan")!.value),
  ).toBe(12.3456)
  await picture(page, "year-run")
  // Each input leads to its file and the line in it: the new firm is the last row of the tax file.
  await page.goto(
    `${site().base}/assessment/${YEAR}/runs/${first.id}/firms/${newcomer.enterpriseId}`,
  )
  const inputs = page.locator("tr", { hasText: "税务局.csv" })
  await inputs.getByText(`文件第 ${tax.rows.length + 1} 行`).waitFor(PATIENT)
  await page
    .locator(".land-table tr", { hasText: "自然资源局-租赁.csv" })
    .getByText("文件第 2 行")
    .waitFor(PATIENT)
  await picture(page, "year-firm")

  // Grades, with an appeal and its evidence.
  const grades = await propose(page, { subject: "grades", runId: first.id })
  await takeStep(grades, "批准", "公示中")
  await page.goto(`${site().base}/assessment/${YEAR}/publicity/${grades.id}`)
  await page.getByRole("button", { name: "受理申诉" }).click(PATIENT)
  await page.getByLabel("企业", { exact: true }).fill(silent.creditCode)
  await page.locator("button.publicity-hit").first().click()
  await page.getByLabel("申诉内容").fill("漏报统计数据，请补录营业收入。")
  await page.getByLabel("申诉人").fill("李某，财务负责人")
  await page.getByLabel("证明材料").setInputFiles({
    name: "统计报表.pdf",
    mimeType: "application/pdf",
    buffer: Buffer.from("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"),
  })
  await page.getByRole("button", { name: "登记受理" }).click()
  await page.locator(".publicity-files").getByText("统计报表.pdf").waitFor(PATIENT)
  await page.getByRole("button", { name: /作出决定/ }).click(PATIENT)
  await page.getByRole("button", { name: /更正指标/ }).click(PATIENT)
  await page.getByRole("option", { name: /营业收入/ }).click()
  await page.locator(".publicity-figure input").fill(String(grown(silent.revenueWanYuan)))
  await page.getByLabel("决定理由").fill("经核实，补录统计报表数。")
  await page.getByRole("button", { name: "预览影响" }).click()
  await page.getByText(/家企业的结果变化|不改变任何企业/).waitFor(PATIENT)
  await page.getByRole("button", { name: "保存决定" }).click()
  await page.locator(".publicity-answer").waitFor(PATIENT)
  const second = await compute(page, "申诉更正")
  expect(second.baseRunId).toBe(first.id)
  await page.goto(`${site().base}/assessment/${YEAR}/publicity/${grades.id}`)
  await page.locator(".publicity-title").getByText("已截止").waitFor(PATIENT)

  // Another person puts the corrected run into force.
  const { page: lead } = await go({
    as: "lead",
    path: `/assessment/${YEAR}/publicity/${grades.id}`,
  })
  await lead.getByRole("button", { name: "结束公示", exact: true }).click(PATIENT)
  const dialog = lead.getByRole("dialog")
  expect(await dialog.innerText()).toContain("申诉更正")
  await picture(lead, "year-conclude")
  await dialog.getByRole("button", { name: "结束公示", exact: true }).click()
  await lead.locator(".publicity-title").getByText("已结束").waitFor(PATIENT)
  expect((await ask<RunAnswer>(page, `runs/${second.id}`)).published).toBe(true)

  // The grades are where everybody looks: the board, the map, and promotion's list, which learns nothing else.
  await page.goto(`${site().base}/assessment`)
  const row = page.locator(".board tbody tr").first()
  expect(await row.locator("th").innerText()).toContain(String(YEAR))
  const graded = Object.entries(second.counts).filter(([grade]) => /^[ABCD]$/.test(grade))
  await row
    .getByText(`${graded.reduce((sum, [, count]) => sum + count, 0)} 家有等级`)
    .waitFor(PATIENT)
  await picture(page, "year-board")
  const { page: map } = await go({ as: "promotion", path: `/?theme=grade&year=${YEAR}` })
  await map.locator('.map[data-state="idle"]').waitFor(PATIENT)
  await map.locator(".years-shown").getByText(`${YEAR} 年度`).waitFor(PATIENT)
  await picture(map, "year-map")
}, 600_000)

/** A parcel with one owner all year and land to let. */
async function findLessor(page: Page, items: Trial["items"]) {
  for (const { enterpriseId, enterprise } of items.slice(0, 40)) {
    if (enterpriseId === null) continue
    const land = await ask<LandOfFirm>(page, `years/${YEAR - 1}/land/${enterpriseId}`)
    const [row, ...others] = land.rows
    if (
      row &&
      others.length === 0 &&
      row.kind === "owned" &&
      row.toOn === null &&
      row.parcelCode &&
      Number(row.areaM2) > 4_000
    )
      return { creditCode: enterprise.creditCode, parcelCode: row.parcelCode }
  }
  throw new Error("the sample has no firm on a parcel of its own")
}
