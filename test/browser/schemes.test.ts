import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { SHIPPED_SCHEMES } from "../../server/assessment/schemes.ts"
import type { SchemeVersion } from "../../server/schemes/schema.ts"
import { listBarriers } from "../support/axe.ts"
import { picture, sharedSite } from "../support/browser.ts"
import { useVisits } from "../support/visits.ts"

const PATIENT = { timeout: 30_000 }
/** A scheme of our own: what others look at stays as it is. */
const newId = () => `T-${Date.now().toString(36)}-${Math.floor(Math.random() * 1e6).toString(36)}`

const { go } = useVisits()
const send = async <T>(page: Page, path: string, data: object): Promise<T> => {
  const { base } = sharedSite()
  const answer = await page.request.post(`${base}/api/assessments/schemes${path}`, {
    data,
    headers: { origin: base },
  })
  expect(answer.status()).toBe(201)
  return (await answer.json()) as T
}
const demo = SHIPPED_SCHEMES.find(({ scheme }) => scheme.id === "DEMO")!

test("an assessor starts from a shipped scheme, is told at the field what is wrong, loses nothing, and hands in", async () => {
  const { page, complaints } = await go({ as: "assessor", path: "/assessment/schemes" })
  const card = page.locator(".scheme-card").filter({ hasText: "淮安市" })
  await card.waitFor(PATIENT)
  expect(await card.innerText()).toContain("上年均值未公布")
  expect(await listBarriers(page)).toEqual([])
  await picture(page, "schemes-list")
  await card.getByRole("link", { name: /以此为基础编制/ }).click()

  const id = newId()
  const weight = page.getByLabel("亩均税收的权重")
  await weight.waitFor(PATIENT)
  await page.getByLabel("方案编号").fill(id)
  await weight.fill("40")
  expect(await page.locator("output.scheme-sum").innerText()).toBe("95 / 100")
  expect(await page.locator(".scheme-issue").innerText()).toContain("须等于 100")
  await page.getByLabel("方案名称").fill("")
  await page.getByRole("button", { name: "保存为新版本" }).click()
  // What is missing has the focus, and what was typed is still there.
  const focused = page.locator("input:focus")
  expect(await focused.getAttribute("aria-invalid")).toBe("true")
  expect(await weight.inputValue()).toBe("40")
  expect(await listBarriers(page)).toEqual([])
  await picture(page, "schemes-editor")
  await page.getByLabel("方案名称").fill("试验方案")
  await weight.fill("45")

  // A failed attempt leaves everything as it was typed.
  await page.route("**/api/assessments/schemes", (route) =>
    route.request().method() === "POST"
      ? route.fulfill({
          status: 409,
          contentType: "application/problem+json",
          body: JSON.stringify({
            type: "/problems/conflict",
            title: "与现有数据冲突",
            status: 409,
            detail: "他人正在修改同一数据，请重试。",
            instance: "",
            issues: [{ pointer: "/scheme/region", message: "区划代码有误" }],
          }),
        })
      : route.continue(),
  )
  await page.getByRole("button", { name: "保存为新版本" }).click()
  await page.getByRole("alert").waitFor(PATIENT)
  const region = page.locator(".scheme-field").filter({ hasText: "行政区划代码" })
  expect(await region.innerText()).toContain("区划代码有误")
  expect(await page.getByLabel("方案名称").inputValue()).toBe("试验方案")
  await page.unroute("**/api/assessments/schemes")
  complaints.splice(0)

  await page.getByRole("button", { name: "保存为新版本" }).click()
  await page.getByRole("heading", { level: 1, name: "试验方案" }).waitFor(PATIENT)
  expect(new URL(page.url()).pathname).toBe(`/assessment/schemes/${id}/1`)
  expect(await page.locator(".scheme-title").innerText()).toContain("草稿")
  await page.getByRole("button", { name: "提交审核" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "提交审核" }).click()
  await page.getByText("不能审核自己编制的版本").waitFor(PATIENT)
  expect(await page.getByRole("button", { name: "批准" }).count()).toBe(0)
})

test("a leader reads a version as tables, sees what changed by its names, and approves", async () => {
  const { page: assessor } = await go({ as: "assessor", path: "/assessment/schemes" })
  const id = newId()
  const write = (scheme: object) =>
    send<SchemeVersion>(assessor, "", { scheme: { ...scheme, id }, label: "试验方案" })
  await write(demo.scheme)
  const [first, second, ...others] = demo.scheme.indicators
  await write({
    ...demo.scheme,
    indicators: [{ ...first, weight: 35 }, { ...second, weight: 15 }, ...others],
  })
  await send(assessor, `/${id}/2/steps`, { step: "submitted" })

  const { page } = await go({ as: "lead", path: `/assessment/schemes/${id}/2`, dark: true })
  const difference = page
    .locator("section")
    .filter({ hasText: "与其他版本的差别" })
    .locator("tbody")
  await difference.waitFor(PATIENT)
  const rows = await difference.locator("tr").allInnerTexts()
  expect(rows.map((row) => row.replaceAll(/\s+/g, " "))).toEqual([
    "亩均税收 · 权重 30 35",
    "亩均增加值 · 权重 20 15",
  ])
  expect(await page.getByRole("table", { name: "指标与权重" }).innerText()).toContain("3.02")
  // Nothing is called by its code.
  expect(await page.locator("main").innerText()).not.toMatch(
    /taxPerMu|rankPercent|ordinal|above_scale/,
  )
  expect(await page.getByRole("link", { name: "以此为基础编制" }).count()).toBe(0)
  expect(await listBarriers(page)).toEqual([])
  await picture(page, "schemes-version")
  await page.getByRole("button", { name: "批准" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "批准" }).click()
  await page.locator(".scheme-title").getByText("已批准").waitFor(PATIENT)
})

test("the whole of it is said in English", async () => {
  const { page } = await go({ as: "planner", path: "/assessment/schemes/DEMO/1?lang=en" })
  const table = page.getByRole("table", { name: "Indicators and weights" })
  await table.waitFor(PATIENT)
  expect(await table.innerText()).not.toMatch(/\p{Script=Han}/u)
})
