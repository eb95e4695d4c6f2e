import type { Page } from "playwright-core"
import { describe, expect, test } from "vitest"
import { listBarriersByLook, NO_BARRIERS } from "../support/axe.ts"
import { sharedSite } from "../support/browser.ts"
import { useVisits } from "../support/visits.ts"

/** A busy machine takes its time. */
const PATIENT = { timeout: 20_000 }

const { askAs, goToMap } = useVisits()

type Group = { value: string | null; parcels: number }
type Summary = { total: { parcels: number }; byLifecycle: Group[]; byGrade: Group[] }

const ask = async <T>(page: Page, path: string): Promise<T> =>
  (await (await page.request.get(`${sharedSite().base}/api/${path}`)).json()) as T
const summaryOf = (page: Page, filter = "") =>
  ask<Summary>(page, `parcels/summary?filter=${encodeURIComponent(filter)}`)

const filterOf = (page: Page) => new URL(page.url()).searchParams.get("filter") ?? ""
const countOf = async (page: Page) =>
  Number((await page.locator(".list-total strong").first().textContent())?.replaceAll(",", ""))
const chart = (page: Page, title: string) =>
  page.locator(".tally").filter({ has: page.getByRole("heading", { name: title }) })
const rowsOf = async (page: Page, title: string) => {
  const rows = await chart(page, title).locator(".bar-row").all()
  return Promise.all(
    rows.map(async (row) => ({
      label: await row.locator(".bar-label").textContent(),
      parcels: Number((await row.locator(".bar-count").textContent())?.replaceAll(",", "")),
    })),
  )
}

describe("what the selection comes to", () => {
  test("a bar narrows everything, its own chart keeps all classes, the other charts follow", async () => {
    const { page } = await goToMap({ as: "assessor", path: "/?side=statistics" })
    await chart(page, "存量类型").locator(".bar-row").first().waitFor()
    const before = await rowsOf(page, "存量类型")
    await chart(page, "存量类型").getByRole("button", { name: "投而未达标" }).click()
    await expect.poll(() => filterOf(page), PATIENT).toContain("producing_below_target")
    const { total, byGrade } = await summaryOf(page, filterOf(page))
    await expect.poll(() => countOf(page), PATIENT).toBe(total.parcels)
    expect(await rowsOf(page, "存量类型")).toEqual(before)
    const graded = async () =>
      (await rowsOf(page, "评价等级")).reduce((sum, { parcels }) => sum + parcels, 0)
    await expect.poll(graded, PATIENT).toBe(byGrade.reduce((sum, { parcels }) => sum + parcels, 0))
    await chart(page, "存量类型").getByRole("button", { name: "投而未达标" }).click()
    await expect.poll(() => filterOf(page), PATIENT).toBe("")
  })

  test("an area of 300 m around the middle of the map has its totals, is kept by name and taken back", async () => {
    const { page } = await goToMap({ as: "assessor", path: "/?side=statistics" })
    await page.getByRole("button", { name: "周边范围" }).click()
    await page.getByRole("button", { name: "300 米" }).click()
    await expect.poll(() => filterOf(page), PATIENT).toContain("S_INTERSECTS")
    const { total } = await summaryOf(page, filterOf(page))
    expect(total.parcels).toBeGreaterThan(0)
    await expect.poll(() => countOf(page), PATIENT).toBe(total.parcels)
    await page.getByLabel("为圈选区域命名").fill("测试片区")
    await page.getByRole("button", { name: "保存区域" }).click()
    const kept = page.locator(".area-chip").filter({ hasText: "测试片区" })
    await kept.waitFor()
    await page.getByRole("button", { name: "移除条件" }).first().click()
    await expect.poll(() => filterOf(page), PATIENT).toBe("")
    await kept.locator(".area-use").click()
    await expect.poll(() => countOf(page), PATIENT).toBe(total.parcels)
    await page.getByRole("button", { name: "删除区域 测试片区" }).click()
    await page.getByText("已删除区域").waitFor()
    await kept.waitFor({ state: "detached" })
  })

  test("a box drawn by hand selects what it touches", async () => {
    const { page } = await goToMap({ as: "planner" })
    await page.getByRole("button", { name: "拖动画出矩形范围" }).click()
    const map = (await page.locator(".map").boundingBox())!
    await page.mouse.move(map.x + map.width * 0.45, map.y + map.height * 0.3)
    await page.mouse.down()
    await page.mouse.move(map.x + map.width * 0.6, map.y + map.height * 0.5, { steps: 8 })
    await page.mouse.up()
    await expect.poll(() => filterOf(page), PATIENT).toContain("S_INTERSECTS")
    const corners = /POLYGON\(\(([^)]*)\)\)/.exec(filterOf(page))![1]!.split(", ")
    expect(corners).toHaveLength(5)
    const { total } = await summaryOf(page, filterOf(page))
    expect(total.parcels).toBeGreaterThan(0)
    await expect.poll(() => countOf(page), PATIENT).toBe(total.parcels)
  })

  test("promotion is shown classes and grades, and no figure of a firm or suspicion", async () => {
    const { page } = await goToMap({ as: "promotion", path: "/?side=statistics" })
    await chart(page, "评价等级").waitFor()
    const text = (await page.locator(".statistics").textContent())!
    for (const secret of ["税收", "营业收入", "增加值", "疑似"]) expect(text).not.toContain(secret)
  })

  test("nothing stands in the way of anybody in either look", async () => {
    const { page } = await goToMap({ as: "assessor", path: "/?side=statistics" })
    await chart(page, "土地用途").waitFor()
    expect(await listBarriersByLook(page, "statistics")).toEqual(NO_BARRIERS)
  })
})

describe("the search", () => {
  test("finds a firm's land by the first letters of its pinyin, with the keyboard alone", async () => {
    const { page } = await goToMap({ as: "assessor" })
    const { items } = await ask<{ items: { id: number; name: string }[] }>(
      page,
      "enterprises?limit=1",
    )
    const { name } = items[0]!
    const found = await ask<{ items: { kind: string; name: string; matched: string }[] }>(
      page,
      `search?q=${encodeURIComponent(name)}`,
    )
    expect(found.items[0]).toMatchObject({ kind: "enterprise", name })
    await page.keyboard.press("/")
    await page.keyboard.type(name)
    await page.getByRole("option", { name: `${name} 企业` }).waitFor()
    await page.keyboard.press("Enter")
    await expect.poll(() => filterOf(page), PATIENT).toContain("firms LIKE")
    await expect.poll(() => countOf(page), PATIENT).toBeGreaterThan(0)
  })

  test("offers parcels by pinyin, opens the one that is taken, and finds nothing hidden for promotion", async () => {
    const { page } = await goToMap({ as: "planner" })
    await page.keyboard.press("/")
    await page.keyboard.type("huanwei")
    const option = page.getByRole("option", { name: "环卫停保场" })
    await option.waitFor()
    await option.click()
    await page.locator(".sheet h2").waitFor()
    expect(await page.locator(".sheet h2").textContent()).toBe("环卫停保场")
    const { items } = await ask<{ items: { parcelCode: string }[] }>(page, "parcels?limit=1")
    const code = items[0]!.parcelCode
    const hidden = await askAs<{ total: number }>(
      "promotion",
      `search?q=${encodeURIComponent(code)}`,
    )
    expect(hidden.total).toBe(0)
  })

  test("narrows list and map by the text itself where nothing is taken", async () => {
    const { page } = await goToMap({ as: "planner" })
    await page.getByRole("combobox", { name: "搜索宗地" }).fill("厂区")
    await page.getByRole("option", { name: /只看含“厂区”/ }).click()
    await expect.poll(() => new URL(page.url()).searchParams.get("q"), PATIENT).toBe("厂区")
  })
})

describe("the filter as text", () => {
  test("is counted while it is written, says what is wrong, and becomes chips", async () => {
    const { page, complaints } = await goToMap({ as: "planner" })
    await page.getByRole("button", { name: "CQL" }).click()
    const field = page.getByRole("textbox", { name: "条件" })
    await field.fill("areaMu >= 50 AND taxPerMu > 1")
    await page.locator(".modal .notice-danger").waitFor()
    // The browser prints what the server refused.
    complaints.splice(0)
    await field.fill("areaMu >= 50")
    const { total } = await summaryOf(page, "areaMu >= 50")
    await expect
      .poll(() => page.locator(".selects strong").first().textContent(), PATIENT)
      .toBe(String(total.parcels))
    await page.getByRole("button", { name: "应用" }).click()
    await expect.poll(() => countOf(page), PATIENT).toBe(total.parcels)
    expect(await page.locator(".chip").count()).toBe(1)
  })
})
