import type { Page } from "playwright-core"
import { describe, expect, test } from "vitest"
import { listBarriersByLook, NO_BARRIERS } from "../support/axe.ts"
import { picture, sharedSite, untilIdle, type VisitOptions } from "../support/browser.ts"
import { useVisits } from "../support/visits.ts"

type Listed = { id: number; name: string; areaMu: number; taxPerMu?: number | null }
type ParcelPage = { items: Listed[]; total: number }
type Summary = { total: { parcels: number; areaMu: number } }

/** A busy machine takes its time. */
const PATIENT = { timeout: 20_000 }
/** Until a first visit shows its rows. */
const FIRST = { timeout: 40_000 }

const { askAs, go: visitTable } = useVisits()

describe("a table", () => {
  const go = async (options: VisitOptions) => {
    const one = await visitTable(options)
    await one.page.locator('.grid-row[data-row="0"]:not([data-waiting])').waitFor(FIRST)
    return one
  }
  const ask = async <T>(page: Page, path: string): Promise<T> =>
    (await (await page.request.get(`${sharedSite().base}/api/${path}`)).json()) as T

  const cell = (page: Page, row: number, column: string) =>
    page.locator(`.grid-row[data-row="${row}"] [data-column="${column}"]`)
  const heading = (page: Page, column: string) =>
    page.locator(`.grid-heading[data-column="${column}"]`)
  const columnsOf = (page: Page) =>
    page
      .locator(".grid-heading[data-column]")
      .evaluateAll((found) => found.map((one) => (one as HTMLElement).dataset["column"]))
  const sortOf = (page: Page) => new URL(page.url()).searchParams.get("sort")
  /** Opens the menu of a heading by the keyboard and takes an entry of it. */
  const choose = async (page: Page, column: string, entry: string) => {
    await heading(page, column).hover()
    await heading(page, column).locator(".heading-menu").click()
    await page.getByRole("menuitem", { name: entry }).click()
    await page.getByRole("menu").waitFor({ state: "detached" })
  }

  test("is opened, sorted, narrowed to some columns and scrolled, and a row of it opens its sheet", async () => {
    const { page } = await visitTable({ as: "assessor" })
    await untilIdle(page)
    await page.getByRole("button", { name: "表格" }).click()
    await cell(page, 0, "name").waitFor(PATIENT)
    expect(new URL(page.url()).searchParams.get("table")).toBe("half")

    // Sorted by a heading: the largest first, and the list beside it is in the same order.
    await heading(page, "taxPerMu").locator(".heading-sort").click()
    expect(sortOf(page)).toBe("-taxPerMu")
    const { items, total } = await ask<ParcelPage>(page, "parcels?limit=1000&sort=-taxPerMu")
    await expect.poll(() => cell(page, 0, "name").textContent(), PATIENT).toBe(items[0]!.name)
    expect(await cell(page, 0, "taxPerMu").textContent()).toBe(items[0]!.taxPerMu!.toFixed(2))
    expect(await heading(page, "taxPerMu").getAttribute("aria-sort")).toBe("descending")
    await expect
      .poll(() => page.locator(".row-name").first().textContent(), PATIENT)
      .toBe(items[0]!.name)

    // One column is hidden, one pinned beside the name.
    await choose(page, "lifecycle", "隐藏此列")
    expect(await columnsOf(page)).not.toContain("lifecycle")
    await choose(page, "taxPerMu", "固定在左侧")
    expect((await columnsOf(page)).slice(0, 2)).toEqual(["name", "taxPerMu"])
    await picture(page, `table`)

    // Far down there are other rows, and few of all are there at once.
    await page.locator(".grid").evaluate((grid) => grid.scrollTo({ top: grid.scrollHeight }))
    const last = total - 1
    await expect.poll(() => cell(page, last, "name").textContent(), PATIENT).toBe(items[last]!.name)
    expect(await page.locator(".grid-row").count()).toBeLessThan(60)
    expect(await page.locator(".grid").getAttribute("aria-rowcount")).toBe(String(total + 1))
    expect(await cell(page, last, "name").boundingBox()).toBeTruthy()

    await cell(page, last - 2, "name").click()
    const title = page.locator(".sheet h2")
    await title.waitFor(PATIENT)
    expect(await title.textContent()).toBe(items[last - 2]!.name)
    expect(new URL(page.url()).searchParams.get("parcel")).toBe(String(items[last - 2]!.id))

    // The columns are as they were left; the sort stands in the link.
    await page.reload()
    await page.locator('.grid-row[aria-current="true"]').waitFor(PATIENT)
    expect((await columnsOf(page)).slice(0, 2)).toEqual(["name", "taxPerMu"])
    expect(await columnsOf(page)).not.toContain("lifecycle")
  })

  test("counts what the list and the summary count, under the same filter", async () => {
    const filter = "areaMu >= 40 AND lifecycle IN ('in_use', 'underused')"
    const path = `/?table=half&filter=${encodeURIComponent(filter)}`
    const { page } = await go({ as: "planner", path })
    const { total } = await ask<Summary>(
      page,
      `parcels/summary?filter=${encodeURIComponent(filter)}`,
    )
    const count = String(total.parcels)
    expect(await page.locator(".list-total strong").first().textContent()).toBe(count)
    expect(await page.locator(".table-count").textContent()).toBe(`${count} 宗`)
    expect(await page.locator(".table-total").innerText()).toContain(`${count} 宗`)
    expect(await page.locator(".grid").getAttribute("aria-rowcount")).toBe(
      String(total.parcels + 1),
    )
    // Dropping the condition drops it everywhere.
    await page.locator(".chip-drop").first().click()
    const filtered = new URL(page.url()).searchParams.get("filter")!
    const after = await ask<Summary>(page, `parcels/summary?filter=${encodeURIComponent(filtered)}`)
    await expect
      .poll(() => page.locator(".table-count").textContent(), PATIENT)
      .toBe(`${after.total.parcels} 宗`)
  })

  test("brings a parcel chosen in the list into sight, and the map is where it was", async () => {
    const found = await askAs<ParcelPage>("assessor", "parcels?limit=1000")
    const far = found.items[found.items.length - 5]!
    const { page } = await visitTable({ as: "assessor", path: `/?table=half&parcel=${far.id}` })
    const row = page.locator('.grid-row[aria-current="true"]')
    await expect.poll(() => row.locator("[data-column=name]").textContent(), PATIENT).toBe(far.name)
    const [grid, place] = [(await page.locator(".grid").boundingBox())!, (await row.boundingBox())!]
    expect(place.y).toBeGreaterThan(grid.y)
    expect(place.y + place.height).toBeLessThanOrEqual(grid.y + grid.height + 1)
  })

  test("is walked, sorted and opened by the keyboard alone", async () => {
    const { page } = await go({ as: "assessor", path: "/?table=full" })
    const grid = page.locator(".grid")
    await grid.focus()
    const stands = () =>
      grid.evaluate((one) => {
        const id = one.getAttribute("aria-activedescendant")!
        const place = document.getElementById(id) as HTMLElement | null
        return [
          Number(place?.closest("[role=row]")?.getAttribute("aria-rowindex")),
          place?.dataset["column"],
        ]
      })
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowDown")
    expect(await stands()).toEqual([3, "name"])
    const { items, total } = await ask<ParcelPage>(page, "parcels?limit=1000")
    await page.keyboard.press("Control+End")
    await expect.poll(async () => (await stands())[0], PATIENT).toBe(total + 1)
    await page.keyboard.press("Control+Home")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowUp")
    expect(await stands()).toEqual([1, "name"])
    await page.keyboard.press("Enter")
    expect(sortOf(page)).toBe("name")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    expect(sortOf(page)).toBeNull()

    // Space opens the menu of a heading; it gives the focus back.
    await page.keyboard.press(" ")
    await page.getByRole("menu").waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("menu").waitFor({ state: "detached" })
    await expect.poll(() => page.locator(".grid:focus").count(), PATIENT).toBe(1)

    await page.keyboard.press("ArrowDown")
    await expect.poll(() => cell(page, 0, "name").textContent(), PATIENT).toBe(items[0]!.name)
    await page.keyboard.press("Enter")
    await page.locator(".sheet h2").waitFor(PATIENT)
    expect(await page.locator(".sheet h2").textContent()).toBe(items[0]!.name)
  })

  test("adds up the rows that are picked, compares and copies them", async () => {
    const { page } = await go({ as: "assessor", path: "/?table=full" })
    const { items } = await ask<ParcelPage>(page, "parcels?limit=10")
    await cell(page, 0, "").click()
    await cell(page, 3, "").click({ modifiers: ["Shift"] })
    const mu =
      items.slice(0, 4).reduce((sum, { areaMu }) => sum + Math.round(areaMu * 1e6), 0) / 1e6
    const picked = page.locator(".table-picked")
    await expect.poll(() => picked.innerText(), PATIENT).toContain("4 宗")
    expect(await picked.innerText()).toContain(`${mu.toFixed(2)} 亩`)
    expect(await page.locator('.grid-row[aria-selected="true"]').count()).toBe(4)
    const compare = page.getByRole("link", { name: "对比" })
    expect(await compare.getAttribute("href")).toBe(
      `/compare/parcels/${items
        .slice(0, 4)
        .map(({ id }) => id)
        .join(",")}`,
    )

    await page.locator(".grid").focus()
    const copied = await page.locator(".grid").evaluate((grid) => {
      const data = new DataTransfer()
      grid.dispatchEvent(
        new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }),
      )
      return data.getData("text/plain")
    })
    const lines = copied.split("\r\n").map((line) => line.split("\t"))
    expect(lines[0]!.slice(0, 2)).toEqual(["名称", "面积 (亩)"])
    expect(lines.slice(1).map(([name]) => name)).toEqual(items.slice(0, 4).map(({ name }) => name))
    expect(lines[1]![1]).toBe(String(items[0]!.areaMu))

    // Six are too many to be compared.
    await cell(page, 5, "").click({ modifiers: ["Shift"] })
    await expect.poll(() => compare.count(), PATIENT).toBe(0)
    await page.keyboard.press("Escape")
    expect(await picked.count()).toBe(0)
  })

  test("chooses columns by group and by search, and goes back to the usual ones", async () => {
    const { page } = await go({ as: "planner", path: "/?table=full" })
    const usual = await columnsOf(page)
    await page.getByRole("button", { name: "选择列" }).click()
    await page.getByRole("textbox", { name: "查找列名" }).fill("证载")
    await page.getByRole("checkbox", { name: "证载面积" }).check()
    expect(await page.locator(".chooser").getByRole("checkbox").count()).toBe(1)
    // A planner is given no figures of firms, and so no column of them.
    await page.getByRole("textbox", { name: "查找列名" }).fill("亩均税收")
    expect(await page.getByRole("checkbox", { name: "亩均税收", exact: true }).count()).toBe(0)
    await page.keyboard.press("Escape")
    await page.locator(".grid").evaluate((grid) => grid.scrollTo({ left: grid.scrollWidth }))
    await heading(page, "certifiedAreaM2").waitFor(PATIENT)
    await page.getByRole("button", { name: "选择列" }).click()
    await page.getByRole("button", { name: "恢复默认" }).click()
    await page.keyboard.press("Escape")
    await page.locator(".grid").evaluate((grid) => grid.scrollTo({ left: 0 }))
    await expect.poll(() => columnsOf(page), PATIENT).toEqual(usual)
  })

  test("shows the firms on the parcels of the filter, and opens one", async () => {
    const filter = "areaMu >= 100"
    const { page } = await go({
      as: "assessor",
      path: `/?table=full&filter=${encodeURIComponent(filter)}`,
    })
    await page.locator(".table-bar").getByText("企业", { exact: true }).click()
    const { items, total } = await ask<ParcelPage>(
      page,
      `enterprises?limit=1&filter=${encodeURIComponent(filter)}`,
    )
    await expect.poll(() => page.locator(".table-count").textContent(), PATIENT).toBe(`${total} 家`)
    await expect.poll(() => cell(page, 0, "name").textContent(), PATIENT).toBe(items[0]!.name)
    await cell(page, 0, "name").click()
    await expect
      .poll(() => new URL(page.url()).pathname, PATIENT)
      .toBe(`/enterprises/${items[0]!.id}`)
  })

  test("is resized against the map by the keyboard, and closed", async () => {
    const { page } = await go({ as: "assessor", path: "/?table=half" })
    const height = async () => (await page.locator(".table-frame").boundingBox())!.height
    const before = await height()
    await page.getByRole("separator").focus()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    expect(await height()).toBeGreaterThan(before)
    await page.getByRole("button", { name: "关闭表格" }).click()
    expect(await page.locator(".table-frame").count()).toBe(0)
    expect(new URL(page.url()).searchParams.get("table")).toBeNull()
  })

  test("keeps nobody out in either look", async () => {
    const { page } = await go({ as: "assessor", path: "/?table=full" })
    await cell(page, 1, "").click()
    expect(await listBarriersByLook(page, "table-full")).toEqual(NO_BARRIERS)
    await page.getByRole("button", { name: "选择列" }).click()
    await page.getByRole("checkbox", { name: "宗地代码" }).waitFor()
    expect(await listBarriersByLook(page, "table-columns")).toEqual(NO_BARRIERS)
  })
})
