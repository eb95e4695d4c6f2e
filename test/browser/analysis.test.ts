import type { Page } from "playwright-core"
import { afterAll, expect, test } from "vitest"
import type { PolicyList, RunEffects } from "../../server/policy/schema.ts"
import type { YearList } from "../../server/roster/schema.ts"
import type { ResultList } from "../../server/runs/schema.ts"
import { listBarriersByLook, NO_BARRIERS } from "../support/axe.ts"
import { picture, sharedSite } from "../support/browser.ts"
import { useVisits } from "../support/visits.ts"

/** The latest year of the sample, sealed and in force. */
const YEAR = 2025

const { askAs, go } = useVisits()
afterAll(async () => {
  const { page } = await go({ as: "assessor", path: "/assessment/policies" })
  const ids = new Set((await ask<PolicyList>("policies")).items.map(({ id }) => id))
  for (const id of ids)
    await page.request.delete(`${sharedSite().base}/api/assessments/policies/${id}`, {
      headers: { origin: sharedSite().base },
    })
})

const ask = <T>(path: string) => askAs<T>("assessor", `assessments/${path}`)
const runOf = async (year: number) =>
  (await ask<YearList>("years")).items.find(({ fiscalYear }) => fiscalYear === year)!.lastRun!.id
const pathOf = async (screen: string) =>
  `/assessment/${YEAR}/runs/${await runOf(YEAR)}${screen && `/${screen}`}`
const numbersIn = (text: string) =>
  [...text.replaceAll(",", "").matchAll(/\d+(?:\.\d+)?/g)].map(([found]) => Number(found))
const textOf = async (page: Page, selector: string) =>
  (await page.locator(selector).first().textContent()) ?? ""

test("a policy is entered by one and confirmed by another, and then every firm's money adds up to the sum", async () => {
  const { page } = await go({ as: "assessor", path: await pathOf("effects") })
  await page.getByText("没有核定有效的政策").waitFor()
  await page.getByRole("link", { name: "政策与依据" }).click()
  await page.locator(".policy-card").first().waitFor()
  const enter = async (example: string) => {
    await page.getByRole("button", { name: `以此录入 ${example}` }).click()
    await page.getByLabel("执行起始日").fill(`${YEAR + 1}-01-01`)
    await page.getByRole("button", { name: "提交核定" }).click()
    await page.locator(".modal").waitFor({ state: "detached" })
  }
  await enter("山东 D 类企业用电加价（示例）")
  await enter("宿迁 D 类企业用电加价（示例）")
  // Who entered it cannot confirm it.
  expect(await page.getByRole("button", { name: "核定 山东" }).count()).toBe(0)
  expect((await ask<RunEffects>(`runs/${await runOf(YEAR)}/effects`)).policies).toEqual([])

  const { page: lead } = await go({ as: "lead", path: "/assessment/policies" })
  for (const name of ["山东", "宿迁"]) {
    await lead.getByRole("button", { name: `核定 ${name}` }).click()
    await lead.locator(".modal").getByRole("button", { name: "核定", exact: true }).click()
    await lead.locator(".modal").waitFor({ state: "detached" })
  }
  expect(await listBarriersByLook(lead, "policies")).toEqual(NO_BARRIERS)

  await page.goto(`${sharedSite().base}${await pathOf("effects")}`)
  await page.locator(".policy-estimate").waitFor()
  expect(await textOf(page, ".policy-estimate")).toContain("测算，不是账单")
  const effects = await ask<RunEffects>(`runs/${await runOf(YEAR)}/effects`)
  const [charge] = numbersIn(await textOf(page, ".policy-sums dd"))
  expect(charge).toBeCloseTo(Number(effects.sum.chargeWanYuan), 2)
  // Of one group the highest alone: the other policy charges nothing and says for how many it gave way.
  const rows = page.locator(".policy-table tbody tr")
  expect(await rows.nth(0).locator("td.number").nth(1).textContent()).not.toBe("0.00")
  expect(await rows.nth(1).locator("td.number").nth(1).textContent()).toBe("0.00")
  expect(await rows.nth(1).textContent()).toContain(`${effects.items.length} 家让位于更高标准`)
  const shown = numbersIn(await textOf(page, ".list-bar .segments"))
  expect(shown[0]).toBe(effects.items.length)
  expect(shown.slice(1).reduce((sum, one) => sum + one, 0)).toBe(shown[0])
  expect(await listBarriersByLook(page, "effects")).toEqual(NO_BARRIERS)

  await page.locator(".dense .firm-name").first().click()
  await page.locator("#policy .policy-estimate").waitFor()
  expect(await textOf(page, "#policy")).toMatch(/连续 D 类第 \d 年/)
  expect(await textOf(page, "#policy")).toContain("同组只计最高")
})

test("four quadrants hold every firm of the stratum that has both figures, and say who has not", async () => {
  const { page } = await go({ as: "assessor", path: await pathOf("quadrants") })
  await page.locator(".quad-chart canvas").waitFor()
  const { items } = await ask<ResultList>(`runs/${await runOf(YEAR)}/results`)
  const stratum = items.filter(({ schemeId }) => schemeId === "DEMO")
  const whole = async () => {
    const firms = await page.locator(".quad-cell > b").allTextContents()
    const sum = firms.flatMap(numbersIn).reduce((total, one) => total + one, 0)
    const missing = numbersIn(await textOf(page, ".quad-sum div:nth-child(2) b"))[0]!
    return { sum, missing }
  }
  const told = await whole()
  expect(told.sum + told.missing).toBe(stratum.length)
  expect(told.sum).toBeGreaterThan(0)
  // Another split moves firms between the parts and loses none.
  await page.locator(".segment", { hasText: "按中位数" }).click()
  expect(await whole()).toEqual(told)
  // A part narrows the table to its firms; the table is what the keyboard reads.
  const cell = page.locator(".quad-cell").first()
  const [firms] = numbersIn((await cell.locator("b").textContent())!)
  await cell.press("Enter")
  await expect
    .poll(async () => numbersIn(await textOf(page, ".list-bar [role=status]"))[0])
    .toBe(firms)
  expect(await listBarriersByLook(page, "quadrants")).toEqual(NO_BARRIERS)

  // The bubble under the pointer names its firm, and a press opens why it stands there.
  const box = (await page.locator(".quad-chart canvas").boundingBox())!
  const tip = page.locator(".quad-tip strong")
  await expect
    .poll(async () => {
      for (let x = 80; x < box.width - 40; x += 9)
        for (let y = 40; y < box.height - 60; y += 60) {
          await page.mouse.move(box.x + x, box.y + y)
          if ((await tip.count()) > 0) return true
        }
      return false
    })
    .toBe(true)
  const named = await tip.textContent()
  await page.mouse.down()
  await page.mouse.up()
  await page.waitForURL(/\/firms\/\d+/)
  await page.getByRole("heading", { name: named! }).waitFor()
})

test("industries add up to the park, sort by any figure, and open their firms", async () => {
  const { page } = await go({ as: "assessor", path: await pathOf("comparison") })
  const groups = page.locator(".versus-groups")
  await groups.locator("tbody .versus-name").first().waitFor()
  const firms = async () =>
    (await groups.locator("tbody td:nth-child(3)").allTextContents()).map(Number)
  const foot = Number(await groups.locator("tfoot td:nth-child(3)").textContent())
  const { items } = await ask<ResultList>(`runs/${await runOf(YEAR)}/results`)
  const ranked = items.filter(({ rank }) => rank !== null)
  expect((await firms()).reduce((sum, one) => sum + one, 0)).toBe(ranked.length)
  expect(foot).toBe(ranked.length)
  expect(await groups.locator(".versus-name").first().textContent()).not.toMatch(/\d/)
  await groups.getByRole("button", { name: "企业数" }).click()
  await expect.poll(firms).toEqual((await firms()).toSorted((a, b) => b - a))
  const first = groups.locator(".versus-name").first()
  await first.click()
  const [count] = await firms()
  await expect
    .poll(() => page.getByRole("heading", { name: `：${count} 家企业的结果` }).count())
    .toBe(1)
  expect(await listBarriersByLook(page, "comparison")).toEqual(NO_BARRIERS)
})

test("two years are one table that holds every firm once, and says whether the scheme is the same", async () => {
  const { page } = await go({ as: "assessor", path: await pathOf("years") })
  await page.locator(".matrix-count").first().waitFor()
  const codes = new Set<string>()
  for (const year of [YEAR - 1, YEAR])
    for (const { creditCode } of (await ask<ResultList>(`runs/${await runOf(year)}/results`)).items)
      codes.add(creditCode)
  const counts = (await page.locator(".matrix tfoot .matrix-count").allTextContents()).map(Number)
  expect(counts.at(-1)).toBe(codes.size)
  expect(counts.slice(0, -1).reduce((sum, one) => sum + one, 0)).toBe(codes.size)
  const fates = numbersIn(await textOf(page, ".list-bar .segments"))
  expect(fates.slice(1).reduce((sum, one) => sum + one, 0)).toBe(codes.size)
  await page.getByText("两个年度用同一方案同一版本").waitFor()
  // A cell of the table narrows the list to its firms.
  const cell = page.locator(".matrix tbody tr").nth(1).locator("button").first()
  const [firms] = numbersIn((await cell.locator(".matrix-count").textContent())!)
  await cell.click()
  await expect
    .poll(async () => numbersIn(await textOf(page, ".list-bar [role=status]"))[0])
    .toBe(firms)
  expect(await listBarriersByLook(page, "across-years")).toEqual(NO_BARRIERS)
})

test("a lever repaints the land without a question to the server, and outlines whose grade moves", async () => {
  const { page } = await go({ as: "assessor", path: await pathOf("trial") })
  const field = page.locator(".trial-map-field")
  await page.locator('.trial-map-field[data-state="idle"]').waitFor()
  expect(await field.getAttribute("data-moved")).toBe("0")
  const questions: string[] = []
  page.on("request", (request) => {
    if (request.url().includes("/api/")) questions.push(request.url())
  })
  const before = await field.screenshot()
  const weight = page.getByRole("slider", { name: "亩均税收" })
  for (let n = 0; n < 30; n += 1) await weight.press("ArrowRight")
  await page.locator('.trial-map-field:not([data-moved="0"])').waitFor()
  const told = numbersIn(await textOf(page, ".trial-map figcaption")).slice(0, 2)
  expect(told.reduce((sum, one) => sum + one, 0)).toBe(
    Number(await field.getAttribute("data-moved")),
  )
  await expect.poll(async () => (await field.screenshot()).equals(before)).toBe(false)
  expect(questions).toEqual([])
  await picture(page, "trial-map")
  await page.getByRole("button", { name: "恢复原方案" }).click()
  await page.locator('.trial-map-field[data-moved="0"]').waitFor()
})

test("a planner reads what grades bring and enters nothing, and no firm's money is shown to him", async () => {
  const { page } = await go({ as: "planner", path: "/assessment/policies" })
  await page.locator(".policy-card").first().waitFor()
  expect(await page.getByRole("button", { name: /录入|修订|核定|停止执行/ }).count()).toBe(0)
  for (const screen of ["effects", "quadrants", "comparison", "years", "trial"]) {
    await page.goto(`${sharedSite().base}${await pathOf(screen)}`)
    await page.getByText("评价由评价和领导角色办理").waitFor()
  }
})
