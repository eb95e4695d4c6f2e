import { readFileSync } from "node:fs"
import { unzipSync } from "fflate"
import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import type { YearList } from "../../server/roster/schema.ts"
import type { ResultList } from "../../server/runs/schema.ts"
import { listBarriers } from "../support/axe.ts"
import { picture, sharedSite } from "../support/browser.ts"
import { useVisits } from "../support/visits.ts"

const YEAR = 2025
const PATIENT = { timeout: 60_000 }

const { go } = useVisits()
const ask = async <T>(page: Page, path: string): Promise<T> =>
  (await (await page.request.get(`${sharedSite().base}/api/assessments/${path}`)).json()) as T
const runOf = async (page: Page): Promise<number> =>
  (await ask<YearList>(page, "years")).items.find(({ fiscalYear }) => fiscalYear === YEAR)!.lastRun!
    .id
/** Clicks, and waits for the file. */
const save = async (page: Page, label: string) => {
  const [download] = await Promise.all([
    page.waitForEvent("download", PATIENT),
    page.click(`button:has-text("${label}")`),
  ])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}
const openRun = async (page: Page, id: number) => {
  await page.goto(`${sharedSite().base}/assessment/${YEAR}/runs/${id}`)
  await page.locator(".run-head .export").first().waitFor(PATIENT)
}

test("an assessor takes a run as a workbook and a firm's statement with one click each", async () => {
  const { page } = await go({ as: "assessor", path: "/" })
  const id = await runOf(page)
  await openRun(page, id)
  const workbook = await save(page, "导出工作簿")
  expect(workbook.name).toBe(`${YEAR}年度第1次测算工作簿.xlsx`)
  expect(Object.keys(unzipSync(workbook.bytes))).toContain("xl/workbook.xml")
  await page.locator(".export-told >> text=已记入导出记录").waitFor(PATIENT)
  await picture(page, "assessment-run-exports")
  expect(await listBarriers(page)).toEqual([])

  const { items } = await ask<ResultList>(page, `runs/${id}/results`)
  const { enterpriseId, name } = items[0]!
  await page.goto(`${sharedSite().base}/assessment/${YEAR}/runs/${id}/firms/${enterpriseId}`)
  await page.locator(".record-bar .export").waitFor(PATIENT)
  const statement = await save(page, "下载告知书")
  expect(statement.name).toBe(`${YEAR}年度第1次测算告知书 ${name}.pdf`)
  expect(statement.bytes.subarray(0, 5).toString()).toBe("%PDF-")
  expect(await listBarriers(page)).toEqual([])
})

test("all statements tell how far they are and stop when told to", async () => {
  const { page } = await go({ as: "assessor", path: "/" })
  await openRun(page, await runOf(page))
  await page.click('button:has-text("全部告知书")')
  await page.locator(".export-told >> text=/已生成 [0-9]+ \\/ 300 份/").waitFor(PATIENT)
  await page.click('.export button:has-text("停止")')
  await page.locator('.export button:has-text("停止")').waitFor({ ...PATIENT, state: "detached" })
  expect(await page.locator('button:has-text("全部告知书")').isEnabled()).toBe(true)
  expect(await page.locator(".export-told[data-failed]").count()).toBe(0)
})

test("an export that fails says which and why, and can be asked for again", async () => {
  const { page } = await go({ as: "assessor", path: "/" })
  await openRun(page, await runOf(page))
  let refusals = 1
  await page.route("**/workbook*", (route) =>
    refusals-- > 0
      ? route.fulfill({
          status: 503,
          contentType: "application/problem+json",
          body: JSON.stringify({
            title: "查询超时",
            detail: "查询超过时限，请缩小范围后重试。",
            status: 503,
          }),
        })
      : route.continue(),
  )
  await page.click('button:has-text("导出工作簿")')
  await page
    .locator(".export-told[data-failed] >> text=导出工作簿未完成：查询超过时限")
    .waitFor(PATIENT)
  expect((await save(page, "导出工作簿")).bytes.length).toBeGreaterThan(10_000)
  expect(await page.locator(".export-told[data-failed]").count()).toBe(0)
})
