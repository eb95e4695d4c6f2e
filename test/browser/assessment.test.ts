import type { Page } from "playwright-core"
import { describe, expect, test } from "vitest"
import type { LandOfFirm, Roster, YearList } from "../../server/roster/schema.ts"
import type { FirmOfRun } from "../../server/runs/queries.ts"
import type { ResultList, RunAnswer } from "../../server/runs/schema.ts"
import { listBarriers } from "../support/axe.ts"
import { picture, sharedSite } from "../support/browser.ts"
import { useVisits } from "../support/visits.ts"

/** A year that the sample knows land of and nobody has opened: what is written here touches nobody. */
const YEAR = 2021
/** The latest year of the sample, sealed and in force. */
const SAMPLE_YEAR = 2025
const PATIENT = { timeout: 30_000 }

const { go } = useVisits()
const ask = async <T>(page: Page, path: string): Promise<T> =>
  (await (await page.request.get(`${sharedSite().base}/api/assessments/${path}`)).json()) as T
const sampleRun = async (page: Page, year = SAMPLE_YEAR): Promise<number> =>
  (await ask<YearList>(page, "years")).items.find(({ fiscalYear }) => fiscalYear === year)!.lastRun!
    .id

/** Clicks, counted as a person would count them. */
const counted = (page: Page) => {
  let clicks = 0
  return {
    count: () => clicks,
    click: async (selector: string) => {
      clicks += 1
      await page.click(selector)
    },
  }
}
const toNumber = (text: string | null) => Number((text ?? "").replaceAll(/[^\d.-]/g, ""))
/** Rows of a table of counts: the numbers of each, the sum of the row last. */
const readMatrix = (page: Page) =>
  page
    .locator(".matrix tbody tr, .matrix tfoot tr")
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll(".matrix-count")].map((cell) => Number(cell.textContent)),
      ),
    )
const expectToAddUp = (matrix: number[][]) => {
  const total = matrix.at(-1)!
  for (const row of matrix)
    expect(row.slice(0, -1).reduce((sum, one) => sum + one, 0)).toBe(row.at(-1))
  for (const [column, sum] of total.entries())
    expect(matrix.slice(0, -1).reduce((all, row) => all + row[column]!, 0)).toBe(sum)
}

describe("a year from its opening to who moved", () => {
  test("is opened with the schemes of another in five clicks, and its firms add up", async () => {
    const { page } = await go({ as: "assessor", path: "/" })
    const { click, count } = counted(page)
    await click('.nav-link[href="/assessment"]')
    await page.locator(".board tbody tr").first().waitFor(PATIENT)
    await click(".page-actions .button-main")
    await page.locator(".pick").first().waitFor(PATIENT)
    await page.fill('.plan input[type="number"]', String(YEAR))
    // An early year follows none: its schemes are chosen, the second put before the first and back again.
    await page.locator('.plan button[type="submit"]:disabled').waitFor(PATIENT)
    await click('.plan button[aria-label*="规上企业"]')
    await click('.plan button[aria-label*="规下企业"]:not(.icon-button)')
    expect(await page.locator(".pick ol li").count()).toBe(2)
    await click('.plan button[type="submit"]')
    expect(count()).toBeLessThanOrEqual(5)
    await page.locator(".dense tbody td").first().waitFor(PATIENT)
    expect(new URL(page.url()).pathname).toBe(`/assessment/${YEAR}/roster`)
    const roster = await ask<Roster>(page, `years/${YEAR}/roster`)
    const matrix = await readMatrix(page)
    expectToAddUp(matrix)
    expect(matrix.at(-1)!.at(-1)).toBe(roster.total)
    expect(roster.total).toBeGreaterThan(0)
    await picture(page, "assessment-roster")
  })

  test("puts a firm into another class with a reason, and the counts follow", async () => {
    const { page } = await go({ as: "assessor", path: `/assessment/${YEAR}/roster` })
    await page.locator(".dense tbody td").first().waitFor(PATIENT)
    const before = await readMatrix(page)
    await page.locator('.dense button[aria-label^="调整类别"]').first().click()
    await page.locator('.modal input[value="exempt"]').check()
    // Without a reason nothing is written.
    await page.click('.modal button[type="submit"]')
    expect(await page.locator(".modal").count()).toBe(1)
    await page.fill(".modal textarea", "公用事业企业")
    await page.click('.modal button[type="submit"]')
    await page.locator(".modal").waitFor({ ...PATIENT, state: "detached" })
    await page.locator(".dense td >> text=公用事业企业").waitFor(PATIENT)
    // The keyboard goes on from the row that was changed.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")))
      .toMatch(/^调整类别/)
    const after = await readMatrix(page)
    expectToAddUp(after)
    const [rated, , , exempt] = after.at(-1)!
    expect(rated).toBe(before.at(-1)![0]! - 1)
    expect(exempt).toBe(before.at(-1)![3]! + 1)
    // A number of the table above narrows the list to what it counts.
    await page.locator(".matrix tfoot button").nth(3).click()
    await expect
      .poll(() => page.locator(".list-bar [role=status]").textContent())
      .toContain(`显示 ${exempt} 家`)
  })

  test("computes with its reason, names the rule at an edge that runs through a tie, and tells who moved", async () => {
    const { page } = await go({ as: "assessor", path: `/assessment/${YEAR}/roster` })
    const compute = async (why: string) => {
      await page.click(".year-title .button-main")
      await page.fill(".modal textarea", why)
      await page.click('.modal button[type="submit"]')
      await page.waitForURL(/\/runs\/\d+/, PATIENT)
      await page.locator(`.run-head >> text=${why}`).first().waitFor(PATIENT)
      await page.locator(".dense tbody td").first().waitFor(PATIENT)
    }
    await page.locator(".dense tbody td").first().waitFor(PATIENT)
    await compute("首次测算")
    expectToAddUp(await readMatrix(page))
    // Nothing is reported of the year: all have the same points, and the credit code alone puts them in order.
    expect(await page.locator(".firm-marks").first().textContent()).toMatch(
      /同分跨 A\/D，按信用代码/,
    )
    await page.goto(`${sharedSite().base}/assessment/${YEAR}/claims`)
    await page.locator(".year-title .button-main").click()
    await page.locator(".modal .segment", { hasText: "调档事项" }).click()
    const { items } = await ask<Roster>(page, `years/${YEAR}/roster`)
    const rated = items.find(
      ({ ratingClass, schemeId, landMu }) => ratingClass === "rated" && schemeId && landMu,
    )!
    const field = page.locator(".modal [role=combobox]")
    // Escape takes back what was typed, and leaves the dialog.
    await field.fill("无此企业")
    await page.locator(".firm-hits >> text=没有找到").waitFor(PATIENT)
    await field.press("Escape")
    expect(await field.inputValue()).toBe("")
    await field.fill(rated.creditCode)
    await page.locator(".firm-hits [role=option]").first().waitFor(PATIENT)
    await field.press("Enter")
    await page.locator(".modal .check", { hasText: "直接定 D 类" }).click()
    await page.fill(".modal textarea", "自然资源局函")
    await page.click('.modal button[type="submit"]')
    await page.locator(".entries th >> text=" + rated.name).waitFor(PATIENT)
    await page.locator('.tab[href$="/roster"]').click()
    await page.locator(".dense tbody td").first().waitFor(PATIENT)
    await compute("更正：调档")
    await page.click("text=变动企业")
    await page.locator(".moves li").first().waitFor(PATIENT)
    const row = page.locator(".dense tbody tr", { hasText: rated.name })
    expect(await row.textContent()).toContain("调档事项 无 → 直接定 D 类")
    expect(await row.locator(".grade").allTextContents()).toEqual([expect.any(String), "D"])
    await picture(page, "assessment-movers")
    // Taken back, it is gone from the list.
    await page.locator('.tab[href$="/claims"]').click()
    await page.locator('.entries button[aria-label^="撤回"]').click()
    await page.click(".modal .button-danger")
    await page.locator("text=该年度没有加减分和调档事项").waitFor(PATIENT)
  })
})

describe("a sealed run of the sample", () => {
  test("shows shares and results that are those of the run, sorted and narrowed as asked", async () => {
    const { page } = await go({ as: "assessor", path: `/assessment/${SAMPLE_YEAR}` })
    // The year leads on to its last run.
    await page.waitForURL(/\/runs\/\d+/, PATIENT)
    await page.locator(".dense tbody td").first().waitFor(PATIENT)
    const runId = await sampleRun(page)
    const run = await ask<RunAnswer>(page, `runs/${runId}`)
    const { items } = await ask<ResultList>(page, `runs/${runId}/results`)
    const matrix = await readMatrix(page)
    expectToAddUp(matrix)
    expect(matrix.at(-1)!.at(-1)).toBe(run.firms)
    expect(matrix.at(-1)!.slice(0, 4)).toEqual(["A", "B", "C", "D"].map((key) => run.counts[key]))
    const [stratum] = run.strata
    expect(await page.locator(".matrix tbody .matrix-note").first().textContent()).toBe(
      `${((stratum!.counts["A"]! / stratum!.ranked) * 100).toFixed(1)}%`,
    )
    const first = items.find(({ rank, schemeId }) => rank === 1 && schemeId === stratum!.schemeId)!
    const top = page.locator(".dense tbody tr").first()
    expect(await top.textContent()).toContain(first.name)
    expect(await top.textContent()).toContain(Number(first.totalRounded).toFixed(2))
    // By land, largest first.
    await page.locator(".dense-sort", { hasText: "用地" }).click()
    const largest = items
      .filter(({ schemeId, landMu }) => schemeId === stratum!.schemeId && landMu !== null)
      .toSorted((a, b) => Number(b.landMu) - Number(a.landMu))[0]!
    await expect.poll(() => top.textContent()).toContain(largest.name)
    // D alone.
    await page.locator(".matrix tfoot button").nth(3).click()
    await expect.poll(() => page.locator(".dense td .grade").first().textContent()).toBe("D")
    const shown = await page.locator(".list-bar [role=status]").textContent()
    expect(shown).toContain(`显示 ${run.counts["D"]} 家`)
    await picture(page, "assessment-run")
  })

  test("of an early year is opened again in four clicks, verifies, and explains a C firm with its own figures", async () => {
    const { page } = await go({ as: "assessor", path: "/assessment" })
    const runId = await sampleRun(page, 2023)
    const { items } = await ask<ResultList>(page, `runs/${runId}/results`)
    const wanted = items.find(({ grade }) => grade === "C")!
    const { click, count } = counted(page)
    await click(`.board a[href="/assessment/2023/runs/${runId}"]`)
    await page.locator(".dense tbody td").first().waitFor(PATIENT)
    await click("text=复核封存")
    await page.locator(".badge-good >> text=复核一致").waitFor(PATIENT)
    await page.fill(".search-field input", wanted.creditCode)
    await click(`.firm-name >> text=${wanted.name}`)
    expect(count()).toBeLessThanOrEqual(4)
    await page.locator("#points").waitFor(PATIENT)
    const told = await ask<FirmOfRun>(page, `runs/${runId}/firms/${wanted.enterpriseId}`)
    expect(await page.locator(".keys .grade").textContent()).toBe("C")
    const points = await page.locator(".points-table tbody tr td:nth-child(6)").allTextContents()
    expect(points.map(toNumber)).toEqual(
      told.result.items.map(({ score }) => Number(Number(score).toFixed(2))),
    )
    expect(toNumber(await page.locator(".points-table tfoot td").first().textContent())).toBe(
      Number(told.result.totalRounded),
    )
    const seal = await page.locator("#seal").textContent()
    for (const hash of [told.run.inputSha256, told.run.schemeSha256, told.run.resultSha256])
      expect(seal).toContain(hash)
  })

  test("tells in two clicks why a firm is D: points against weight and cap, neighbours, sources, land", async () => {
    const { page } = await go({ as: "assessor", path: "/assessment" })
    const runId = await sampleRun(page)
    const { items } = await ask<ResultList>(page, `runs/${runId}/results`)
    const wanted = items.find(({ grade, schemeId }) => grade === "D" && schemeId === "DEMO")!
    await page.goto(`${sharedSite().base}/assessment/${SAMPLE_YEAR}/runs/${runId}`)
    await page.locator(".dense tbody td").first().waitFor(PATIENT)
    const { click, count } = counted(page)
    await click(".matrix tbody tr:first-child td:nth-child(5) button")
    await click(`.firm-name >> text=${wanted.name}`)
    expect(count()).toBe(2)
    await page.locator("#points").waitFor(PATIENT)
    const told = await ask<FirmOfRun>(page, `runs/${runId}/firms/${wanted.enterpriseId}`)
    expect(await page.locator(".points-table tbody tr").count()).toBe(told.result.items.length)
    const caps = await page.locator(".points-table tbody tr td:nth-child(5)").allTextContents()
    expect(caps.map(toNumber)).toEqual(told.result.items.map(({ weight }) => Number(weight) * 1.5))
    const neighbours = await page.locator(".neighbours tbody tr").allTextContents()
    expect(neighbours).toHaveLength(told.neighbours.length)
    for (const [place, { name, rank }] of told.neighbours.entries())
      expect(neighbours[place]).toContain(`${rank}${name}`)
    // What lifts it one class: each figure with what it would have to be.
    const lifts = page.locator("#lift tbody tr")
    await lifts.first().waitFor(PATIENT)
    const advised = await ask<{ items: { grade: string }[] }>(
      page,
      `runs/${runId}/firms/${wanted.enterpriseId}/lifts`,
    )
    expect(await lifts.count()).toBe(advised.items.length)
    for (const { grade } of advised.items) expect(grade).toBe("C")
    expect(await page.locator("#inputs").textContent()).toContain(
      told.firms[0]!.figures[0]!.sourceName,
    )
    expect(toNumber(await page.locator("#land tfoot td").textContent())).toBe(
      Number(Number(told.result.landMu).toFixed(2)),
    )
    await picture(page, "assessment-explanation")
    // The firm's own page leads back here.
    await page.click("text=企业档案")
    await page.locator("#grades a").last().waitFor(PATIENT)
    expect(await page.locator("#grades a").last().getAttribute("href")).toBe(
      `/assessment/${SAMPLE_YEAR}/runs/${runId}/firms/${wanted.enterpriseId}`,
    )
  })

  test("lays open how the land of a roster's firm came about, by the keyboard alone", async () => {
    const { page } = await go({ as: "assessor", path: `/assessment/${SAMPLE_YEAR}/roster` })
    await page.locator(".dense tbody td").first().waitFor(PATIENT)
    const { items } = await ask<Roster>(page, `years/${SAMPLE_YEAR}/roster`)
    const lessor = items.find(({ tenants }) => tenants > 0)!
    const land = await ask<LandOfFirm>(page, `years/${SAMPLE_YEAR}/land/${lessor.enterpriseId}`)
    await page.locator(".search-field input").focus()
    await page.keyboard.type(lessor.creditCode)
    const opener = page.locator(".figure-link")
    await expect.poll(() => opener.count()).toBe(1)
    await opener.focus()
    await page.keyboard.press("Enter")
    await page.locator(".drawer tfoot").waitFor(PATIENT)
    expect(await page.locator(".drawer tbody tr").count()).toBe(land.rows.length)
    const mu = (value: string | null) => Number(value).toFixed(2)
    expect(await page.locator(".drawer tfoot th").textContent()).toBe(
      `自有 ${mu(land.ownedMu)} + 租入 ${mu(land.leasedInMu)} − 租出 ${mu(land.leasedOutMu)} =`,
    )
    expect(await page.locator(".drawer tfoot td").textContent()).toBe(mu(land.landMu))
    await page.keyboard.press("Escape")
    await page.locator(".drawer").waitFor({ ...PATIENT, state: "detached" })
    await expect.poll(() => opener.evaluate((link) => link === document.activeElement)).toBe(true)
  })
})

describe("who sees the assessment", () => {
  test("a planner has no way to it and is told so", async () => {
    const { page } = await go({ as: "planner", path: "/assessment" })
    await page.locator("text=评价由评价和领导角色办理").waitFor(PATIENT)
    expect(await page.locator('.nav-link[href="/assessment"]').count()).toBe(0)
  })

  test("an address of nothing says so and leads back", async () => {
    const { page } = await go({ as: "lead", path: "/assessment/2025/nothing" })
    await page.locator("text=没有这个页面").waitFor(PATIENT)
    await page.click("text=打开评价总览")
    await page.locator(".board tbody tr").first().waitFor(PATIENT)
    // Opening and computing are not for leadership.
    expect(await page.locator(".page-actions button").count()).toBe(0)
  })
})

describe("the screens", () => {
  const SCREENS: [name: string, path: string, ready: string][] = [
    ["board", "/assessment", ".board tbody tr"],
    ["roster", `/assessment/${SAMPLE_YEAR}/roster`, ".dense tbody td"],
    ["claims", `/assessment/${SAMPLE_YEAR}/claims`, ".empty"],
    ["run", "/assessment/RUN", ".dense tbody td"],
    ["explanation", "/assessment/RUN/firms/FIRM", "#points"],
  ]

  test.each([
    { width: 1280, height: 800 },
    { width: 1024, height: 768 },
  ])("keep nobody out, light and dark, at $width x $height", async (size) => {
    const { page } = await go({ as: "assessor", path: "/assessment", ...size })
    const runId = await sampleRun(page)
    const [firm] = (await ask<ResultList>(page, `runs/${runId}/results`)).items
    for (const [name, path, ready] of SCREENS) {
      const address = path
        .replace("RUN", `${SAMPLE_YEAR}/runs/${runId}`)
        .replace("FIRM", String(firm!.enterpriseId))
      await page.goto(sharedSite().base + address)
      await page.locator(ready).first().waitFor(PATIENT)
      for (const look of ["light", "dark"]) {
        expect({ name, look, barriers: await listBarriers(page) }).toEqual({
          name,
          look,
          barriers: [],
        })
        await page.locator(".switches .icon-button").click()
        // A button on its way from one look to the other has the contrast of neither.
        await page.evaluate(() =>
          Promise.allSettled(document.getAnimations().map(({ finished }) => finished)),
        )
      }
    }
  })

  test("are English where English is asked for: of Chinese, only names and what people wrote", async () => {
    const { page } = await go({ as: "assessor", path: "/assessment?lang=en" })
    const runId = await sampleRun(page)
    const chineseIn = (selector: string) =>
      page
        .locator(selector)
        .evaluateAll((elements) =>
          elements
            .map((one) => one.textContent ?? "")
            .filter((text) => /[\u4e00-\u9fff]/.test(text)),
        )
    await page.locator(".board tbody tr").first().waitFor(PATIENT)
    expect(await chineseIn("h1, .lead, .board thead th, .board .button, .grade-bar")).toEqual([])
    await page.goto(`${sharedSite().base}/assessment/${SAMPLE_YEAR}/runs/${runId}?lang=en`)
    await page.locator(".dense tbody td").first().waitFor(PATIENT)
    expect(
      await chineseIn("h1, .tab, .matrix thead th, .dense th, .run-warning, .button, .firm-marks"),
    ).toEqual([])
    await page.goto(`${sharedSite().base}/assessment/${SAMPLE_YEAR}/roster?lang=en`)
    await page.locator(".dense tbody td").first().waitFor(PATIENT)
    expect(
      await chineseIn(".matrix thead th, .chip, .dense th, .cell-missing, .cell-blocked"),
    ).toEqual([])
  })
})
