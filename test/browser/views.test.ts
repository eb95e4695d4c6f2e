import type { Page } from "playwright-core"
import { afterEach, describe, expect, test } from "vitest"
import { listBarriersByLook, NO_BARRIERS } from "../support/axe.ts"
import { picture, sharedSite, untilIdle, type Visit } from "../support/browser.ts"
import { useVisits } from "../support/visits.ts"

/** A busy machine takes its time. */
const PATIENT = { timeout: 20_000 }

/** Walks an open menu by the arrow keys to one of its items, and takes it. */
async function choose(page: Page, name: string) {
  const lit = page.locator("[role^=menuitem][data-highlighted]")
  for (let steps = 0; steps < 10; steps += 1) {
    await lit.waitFor()
    if ((await lit.textContent()) === name) return page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
  }
  throw new Error(`the menu has no ${name}`)
}

/** For a test that opens the map in the name of several people. */
const LONG_MS = 180_000

type View = {
  id: string
  name: string
  query: string
  own: boolean
  version: number
  tourOrder: number | null
}
/** Names of what these tests save. */
const OURS = new Set(["低税收大地块", "草稿", "甲", "乙", "丙", "旧名", "新名", "用途"])

const { go, goToMap, visits } = useVisits()

describe("saved views", () => {
  /** Takes back what somebody saved here: others look at the same site. */
  const clear = async ({ page }: Visit) => {
    const { items } = await send<{ items: View[] }>(page, "GET", "views")
    for (const { id, name, own } of items)
      if (own && OURS.has(name))
        await page.request.delete(`${sharedSite().base}/api/views/${id}`, {
          headers: { origin: sharedSite().base },
        })
  }
  afterEach(async () => {
    for (const one of visits()) await clear(one)
  })

  const openViews = async (page: Page) => {
    await page.getByRole("button", { name: "视图", exact: true }).click()
    const panel = page.getByRole("dialog", { name: "视图" })
    await panel.getByRole("heading", { name: /我的视图/ }).waitFor()
    return panel
  }
  /** Asks the API in the name of whoever the page belongs to. */
  const send = async <T>(
    page: Page,
    method: string,
    path: string,
    data?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> => {
    const answer = await page.request.fetch(`${sharedSite().base}/api/${path}`, {
      method,
      ...(data === undefined ? {} : { data }),
      headers: { origin: sharedSite().base, ...headers },
    })
    expect(answer.ok(), `${method} ${path}: ${answer.status()}`).toBe(true)
    return (await answer.json()) as T
  }
  const count = (page: Page, filter: string) =>
    send<{ total: number }>(page, "GET", `parcels?limit=1&filter=${encodeURIComponent(filter)}`)
  const shownCount = (page: Page) => page.locator(".list-total strong").first().textContent()
  const told = (page: Page) => page.locator(".views-told")

  test(
    "a view is saved, shared, and opens by its link as far as another role may see",
    async () => {
      const filter = "taxPerMu < 3 AND areaMu >= 20"
      const query = new URLSearchParams({ theme: "measure", m: "taxPerMu", filter })
      const { page } = await goToMap({ as: "assessor", path: `/?${query}` })
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
      const panel = await openViews(page)
      await panel.getByLabel("视图名称").fill("低税收大地块")
      await panel.getByRole("button", { name: "保存当前视图" }).click()
      const row = panel.locator(".view-row", { hasText: "低税收大地块" })
      await row.waitFor()
      for (const part of ["亩均税收", "3", "20", "仅自己", "当前画面"])
        expect(await row.innerText()).toContain(part)

      await row.getByRole("button", { name: /更多操作/ }).click()
      await page.getByRole("menuitemradio", { name: "所有业务角色" }).click()
      await row.getByText("所有业务角色").waitFor()
      await row.getByRole("button", { name: /复制/ }).click()
      await told(page).getByText("已复制").waitFor()
      const link = await page.evaluate(() => navigator.clipboard.readText())
      expect(link).toMatch(/\/views\/[0-9a-f-]{36}$/)
      await picture(page, `views`)
      const path = new URL(link).pathname

      const { page: same } = await goToMap({ as: "lead", path })
      expect(Object.fromEntries(new URL(same.url()).searchParams)).toMatchObject({ filter })
      expect(await same.locator(".views-hidden").count()).toBe(0)

      const { page: less } = await goToMap({ as: "promotion", path })
      await less.locator(".views-hidden").waitFor()
      const words = await less.locator(".views-hidden").innerText()
      expect(words).toContain("此视图用到当前角色看不到的字段")
      expect(words).toContain("筛选条件")
      const { total } = await count(less, "areaMu >= 20")
      await expect.poll(() => shownCount(less), PATIENT).toBe(String(total))
      expect(await less.locator("body").innerText()).not.toContain("taxPerMu")
      await picture(less, `views-hidden`)
      await less.locator(".views-hidden").getByRole("button", { name: "关闭" }).click()
      expect(await less.locator(".views-hidden").count()).toBe(0)

      const others = await openViews(less)
      const shared = others.locator(".view-row", { hasText: "低税收大地块" })
      expect(await shared.innerText()).toContain("评价")
      expect(await shared.innerText()).toContain("部分内容当前角色看不到")
      expect(await shared.getByRole("button", { name: /更多操作/ }).count()).toBe(0)
    },
    LONG_MS,
  )

  test(
    "a link to a view of one's own comes to words for everybody else",
    async () => {
      const { page } = await goToMap({ as: "planner" })
      const { id } = await send<View>(page, "POST", "views", {
        name: "草稿",
        query: "?theme=grade",
      })
      const { page: other } = await go({ as: "lead", path: `/views/${id}` })
      await other.getByText("没有这个视图").waitFor()
      await other.getByRole("button", { name: "打开土地一张图" }).click()
      await untilIdle(other)
      // Back from a link that led on leads out, and not to it again.
      await page.goto(`${sharedSite().base}/views/${id}`)
      await untilIdle(page)
      expect(new URL(page.url()).pathname + new URL(page.url()).search).toContain("/?")
      expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(3)
    },
    LONG_MS,
  )

  test(
    "the keyboard alone saves, renames, orders, deletes and brings back",
    async () => {
      const { page } = await goToMap({ as: "assessor" })
      await page.getByRole("button", { name: "视图", exact: true }).focus()
      await page.keyboard.press("Enter")
      const panel = page.getByRole("dialog", { name: "视图" })
      await panel.getByRole("heading", { name: /我的视图/ }).waitFor()
      for (const name of ["甲", "乙"]) {
        await panel.getByLabel("视图名称").focus()
        await page.keyboard.type(name)
        await page.keyboard.press("Enter")
        await panel.locator(".view-name", { hasText: name }).waitFor()
        await panel.getByRole("button", { name: `“${name}”的更多操作` }).focus()
        await page.keyboard.press("Enter")
        await choose(page, "加入挂图播放")
        await told(page).getByText(`“${name}”已加入`).waitFor()
      }
      // While a menu closes, nothing outside of it has a role.
      const tour = () => page.locator(".tour-name").allTextContents()
      expect(await tour()).toEqual(["甲", "乙"])
      await panel.getByRole("button", { name: "“乙”提前一位" }).focus()
      await page.keyboard.press("Enter")
      await told(page).getByText("“乙”现为第 1").waitFor()
      expect(await tour()).toEqual(["乙", "甲"])

      await panel.getByRole("button", { name: "“甲”的更多操作" }).focus()
      await page.keyboard.press("Enter")
      await choose(page, "改名")
      await panel.locator(".view-rename input:focus").waitFor()
      await page.keyboard.type("丙")
      await page.keyboard.press("Enter")
      await panel.locator(".view-open:focus", { hasText: "丙" }).waitFor()
      await told(page).getByText("已改名").waitFor()
      expect(await tour()).toEqual(["乙", "丙"])

      await panel.getByRole("button", { name: "“丙”的更多操作" }).focus()
      await page.keyboard.press("Enter")
      await choose(page, "删除")
      await told(page).getByText("已删除“丙”").waitFor()
      expect(await tour()).toEqual(["乙"])
      // What was deleted had the focus; it goes to what brings it back.
      await told(page).locator("button:focus", { hasText: "撤销" }).waitFor()
      await page.keyboard.press("Enter")
      await expect.poll(tour, PATIENT).toEqual(["乙", "丙"])
      await page.locator(".views-panel:focus").waitFor()
      await page.keyboard.press("Escape")
      await expect.poll(() => panel.count(), PATIENT).toBe(0)
    },
    LONG_MS,
  )

  test("a view that was changed elsewhere is not overwritten, and the words say why", async () => {
    const { page, complaints } = await goToMap({ as: "planner", path: "/?theme=grade" })
    const view = await send<View>(page, "POST", "views", { name: "旧名", query: "?theme=grade" })
    const panel = await openViews(page)
    const change = { "if-match": '"v1"' }
    await send<View>(page, "PATCH", `views/${view.id}`, { name: "新名" }, change)
    const row = panel.locator(".view-row", { hasText: "旧名" })
    await row.getByRole("button", { name: /更多操作/ }).click()
    await page.getByRole("menuitem", { name: "加入挂图播放" }).click()
    await told(page).getByText("刚在别处被修改").waitFor()
    await panel.locator(".view-name", { hasText: "新名" }).waitFor()
    const { items } = await send<{ items: View[] }>(page, "GET", "views")
    expect(items.find(({ id }) => id === view.id)).toMatchObject({ version: 2, tourOrder: null })
    // The browser itself prints that the answer was 412.
    expect(complaints.splice(0)).toHaveLength(1)
  })

  test("a view that was opened can be made what is on screen now", async () => {
    const { page } = await goToMap({ as: "assessor" })
    const { id } = await send<View>(page, "POST", "views", {
      name: "用途",
      query: "?theme=landUse",
    })
    const panel = await openViews(page)
    await panel.locator(".view-open", { hasText: "用途" }).click()
    await untilIdle(page)
    expect(new URL(page.url()).searchParams.get("theme")).toBe("landUse")
    await page.locator(".theme-wide").getByText("评价等级", { exact: true }).click()
    await untilIdle(page)
    await openViews(page)
    await panel.getByRole("button", { name: "“用途”的更多操作" }).click()
    await page.getByRole("menuitem", { name: "更新为当前画面" }).click()
    await told(page).getByText("已更新").waitFor()
    const { items } = await send<{ items: View[] }>(page, "GET", "views")
    expect(items.find((view) => view.id === id)!.query).toContain("theme=grade")
  })

  test("nothing of the panel keeps somebody out in either look", async () => {
    const { page } = await goToMap({ as: "assessor" })
    await send<View>(page, "POST", "views", { name: "草稿", query: "?theme=grade", tourOrder: 5 })
    const panel = await openViews(page)
    await panel.locator(".view-row").first().waitFor()
    expect(await listBarriersByLook(page, "views")).toEqual(NO_BARRIERS)
  })
})
