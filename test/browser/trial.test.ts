import { expect, test } from "vitest"
import { listBarriersByLook, NO_BARRIERS } from "../support/axe.ts"
import { picture } from "../support/browser.ts"
import { useVisits } from "../support/visits.ts"

type Years = { items: { fiscalYear: number; lastRun: { id: number } | null }[] }

const { askAs, go } = useVisits()

test("a weight is moved from 30 to 45: who moves is listed at once, kept as a scenario, and nothing of the run changes", async () => {
  const { items } = await askAs<Years>("assessor", "assessments/years")
  const { fiscalYear, lastRun } = items.find((year) => year.lastRun)!
  const path = `/assessment/${fiscalYear}/runs/${lastRun!.id}/trial`
  const { page } = await go({ as: "assessor", path })
  const sum = page.locator(".trial-sum")
  await sum.waitFor()
  expect(await sum.innerText()).toContain("0 家企业等级变化")
  expect(await page.getByText("没有企业的等级变化").isVisible()).toBe(true)

  const weight = page.getByRole("slider", { name: "亩均税收" })
  for (let n = 0; n < 30; n += 1) await weight.press("ArrowRight")
  expect(await weight.inputValue()).toBe("45")
  const moved = Number(/(\d+) 家企业/.exec(await sum.innerText())![1])
  expect(moved).toBeGreaterThan(0)
  await picture(page, "trial")

  // The server computes the same from the same inputs.
  await page.getByRole("button", { name: "保存情景" }).click()
  await page.getByLabel("情景名称").fill("税收 45")
  await page.getByRole("button", { name: "保存", exact: true }).click()
  const kept = page.locator(".scenario", { hasText: "税收 45" })
  await kept.waitFor()
  const run = await askAs<{ items: { counts: Record<string, number> }[] }>(
    "assessor",
    `assessments/runs/${lastRun!.id}/scenarios`,
  )
  const [scenario] = run.items
  const sealed = await askAs<{ counts: Record<string, number> }>(
    "assessor",
    `assessments/runs/${lastRun!.id}`,
  )
  const total = (counts: Record<string, number>) =>
    Object.values(counts).reduce((all, firms) => all + firms, 0)
  expect(total(scenario!.counts)).toBe(total(sealed.counts))

  await page.getByRole("button", { name: "恢复原方案" }).click()
  expect(await sum.innerText()).toContain("0 家企业等级变化")
  await kept.getByRole("button", { name: "税收 45", exact: true }).click()
  expect(Number(/(\d+) 家企业/.exec(await sum.innerText())![1])).toBe(moved)

  expect(await listBarriersByLook(page, "trial")).toEqual(NO_BARRIERS)
  await page.getByRole("button", { name: "删除情景“税收 45”" }).click()
  await kept.waitFor({ state: "detached" })
})
