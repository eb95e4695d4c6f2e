import type { Locator, Page } from "playwright-core"
import { describe, expect, test } from "vitest"
import { colourAt, picture, untilIdle, type VisitOptions } from "../support/browser.ts"
import { useVisits } from "../support/visits.ts"

type Listed = { id: number; name: string; centre: [number, number]; taxPerMu: number | null }
type ParcelPage = { items: Listed[]; total: number }

/** A busy machine takes its time. */
const PATIENT = { timeout: 20_000 }

const { askAs, goToMap } = useVisits()

describe("maps of figures", () => {
  const goTo = async (path: string, options: VisitOptions = {}) =>
    (await goToMap({ as: "assessor", path, ...options })).page
  const ask = <T>(path: string): Promise<T> => askAs<T>("assessor", path)
  /** Parcels that a filter selects, as the server counts them. */
  const countOf = async (filter: string) =>
    (await ask<ParcelPage>(`parcels?limit=1&filter=${encodeURIComponent(filter)}`)).total
  const stateOf = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams)
  const listed = async (page: Page) =>
    Number((await page.locator(".list-total strong").first().textContent())?.replace(",", ""))
  const countsOf = async (page: Page) =>
    (await page.locator(".legend-row .legend-count").allTextContents()).map(Number)
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
  /** Notes every tile of parcels that is asked for from now on. */
  const watchTiles = (page: Page): string[] => {
    const tiles: string[] = []
    page.on("request", (request) => {
      if (/\/parcels\/\d+\/\d+\/\d+\.mvt/.test(request.url())) tiles.push(request.url())
    })
    return tiles
  }
  const choose = async (page: Page, label: string, option: string) => {
    await page.getByRole("button", { name: new RegExp(label) }).click()
    await page.getByRole("option", { name: option, exact: true }).click()
    await untilIdle(page)
  }
  const drag = async (page: Page, handle: Locator, px: number) => {
    const box = (await handle.boundingBox())!
    const [x, y] = [box.x + box.width / 2, box.y + box.height - 6]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + px, y, { steps: 8 })
  }

  test("the theme and the measure are chosen, counted in classes, and kept in the link", async () => {
    const page = await goTo("/")
    const { total } = await ask<ParcelPage>("parcels?limit=1")
    const tiles = watchTiles(page)
    await page.locator(".theme-wide").getByText("指标", { exact: true }).click()
    await untilIdle(page)
    await page.locator(".histogram").waitFor()
    expect(await page.locator(".legend-title").textContent()).toBe("亩均税收")
    expect(sum(await countsOf(page))).toBe(total)
    await choose(page, "^指标", "亩均综合能耗")
    expect(await page.locator(".legend-title").textContent()).toBe("亩均综合能耗")
    expect(await page.locator(".legend-head").innerText()).toContain("吨标煤/亩")
    expect(sum(await countsOf(page))).toBe(total)
    expect(stateOf(page)).toMatchObject({ theme: "measure", m: "energyPerMu" })
    expect(tiles).toEqual([])
    await picture(page, `figures`)
    const [link, counts] = [new URL(page.url()).search, await countsOf(page)]
    await page.close()
    const again = await goTo(link)
    expect(await again.locator(".legend-title").textContent()).toBe("亩均综合能耗")
    expect(await countsOf(again)).toEqual(counts)
  })

  test("sliding through the years paints the map anew and loads no tile", async () => {
    const { items } = await ask<ParcelPage>("parcels?limit=400")
    const before = await ask<ParcelPage>("parcels?limit=400&year=2024")
    const old = new Map(before.items.map(({ id, taxPerMu }) => [id, taxPerMu]))
    const risen = items
      .filter(({ id, taxPerMu }) => taxPerMu && taxPerMu < 15 && (old.get(id) ?? 0) > 0)
      // By amount: what doubles may stay in its class.
      .toSorted((a, b) => b.taxPerMu! - old.get(b.id)! - (a.taxPerMu! - old.get(a.id)!))
    const page = await goTo(`/?theme=measure&k=7&at=${risen[0]!.centre.join(",")},14.1`)
    const box = (await page.locator(".map").boundingBox())!
    const colour = () => colourAt(page, box.x + box.width / 2, box.y + box.height / 2)
    const [now, classes] = [await colour(), await page.locator(".legend-label").allTextContents()]
    const tiles = watchTiles(page)
    const slider = page.getByRole("slider", { name: "年度" })
    expect(await slider.getAttribute("aria-valuetext")).toBe("2025 年度")
    await slider.press("ArrowLeft")
    await expect.poll(colour, PATIENT).not.toBe(now)
    await untilIdle(page)
    expect(await slider.getAttribute("aria-valuetext")).toBe("2024 年度")
    expect(stateOf(page)["year"]).toBe("2024")
    // Classes stay as they are, or years could not be held against each other.
    expect(await page.locator(".legend-label").allTextContents()).toEqual(classes)
    await page.getByRole("button", { name: "逐年播放" }).click()
    await expect.poll(() => stateOf(page)["year"], PATIENT).toBe("2025")
    await expect.poll(colour, PATIENT).toBe(now)
    expect(tiles).toEqual([])
  })

  test("a limit is dragged by mouse: the map follows at once, and it is kept as set by hand", async () => {
    const page = await goTo("/?theme=measure")
    const tiles = watchTiles(page)
    const before = await countsOf(page)
    const handle = page.getByRole("slider", { name: "第 2、3 级的分界" })
    await drag(page, handle, 12)
    await expect.poll(() => countsOf(page), PATIENT).not.toEqual(before)
    expect(stateOf(page)["br"]).toBeUndefined()
    await picture(page, `drag`)
    await page.mouse.up()
    await untilIdle(page)
    expect(stateOf(page)["cls"]).toBe("manual")
    const limits = stateOf(page)["br"]!.split(",").map(Number)
    expect(await page.getByRole("radio", { name: "手动" }).isChecked()).toBe(true)
    const counts = await countsOf(page)
    expect(sum(counts)).toBe(sum(before))
    expect(counts[1]).toBe(await countOf(`taxPerMu >= ${limits[0]} AND taxPerMu < ${limits[1]}`))
    expect(tiles).toEqual([])
  })

  test("a limit is moved by keys, and never past its neighbours", async () => {
    const page = await goTo("/?theme=measure&cls=manual&br=5,10,20")
    const handle = page.getByRole("slider", { name: "第 2、3 级的分界" })
    await handle.focus()
    await page.keyboard.press("ArrowRight")
    await expect.poll(() => Number(stateOf(page)["br"]?.split(",")[1]), PATIENT).toBeGreaterThan(10)
    await page.keyboard.press("End")
    await expect.poll(() => Number(stateOf(page)["br"]?.split(",")[1]), PATIENT).toBeGreaterThan(15)
    expect(Number(stateOf(page)["br"]?.split(",")[1])).toBeLessThan(20)
    expect(Number(await handle.getAttribute("aria-valuenow"))).toBeLessThan(20)
  })

  test("a range brushed over the bars narrows list, map and server alike", async () => {
    const page = await goTo("/?theme=measure")
    const bars = (await page.locator(".histogram-bars").boundingBox())!
    await page.mouse.move(bars.x + 0.3 * bars.width, bars.y + 30)
    await page.mouse.down()
    await page.mouse.move(bars.x + 0.45 * bars.width, bars.y + 30, { steps: 5 })
    await page.mouse.up()
    await untilIdle(page)
    const { filter } = stateOf(page)
    expect(filter).toMatch(/^taxPerMu >= -?[\d.]+ AND taxPerMu < [\d.]+$/)
    const total = await countOf(filter!)
    expect(total).toBeGreaterThan(0)
    await expect.poll(() => listed(page), PATIENT).toBe(total)
    expect(sum(await countsOf(page))).toBe(total)
    await picture(page, `brush`)
    // By keys as well: the bar at hand, and once more to let it go.
    await page.locator(".histogram-bars").focus()
    for (let step = 0; step < 8; step += 1) await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    await expect.poll(() => stateOf(page)["filter"], PATIENT).not.toBe(filter)
    await page.keyboard.press("Enter")
    await expect.poll(() => stateOf(page)["filter"], PATIENT).toBeUndefined()
  })

  test("classes chosen in the legend are kept when the limits change", async () => {
    const page = await goTo("/?theme=measure&cls=manual&br=5,10,20")
    await page.locator(".legend-row", { hasText: "5 – 10" }).click()
    await page.locator(".legend-row", { hasText: "无数据" }).click()
    const filter = "((taxPerMu >= 5 AND taxPerMu < 10) OR (taxPerMu IS NULL))"
    await expect.poll(() => stateOf(page)["filter"], PATIENT).toBe(filter)
    await expect.poll(() => listed(page), PATIENT).toBe(await countOf(filter))
    const chip = page.locator(".chip-text").first()
    expect(await chip.textContent()).toBe("亩均税收 5 – 10 万元/亩 或 亩均税收：无数据")
    await page.getByRole("radio", { name: "等距" }).check({ force: true })
    await untilIdle(page)
    expect(stateOf(page)["filter"]).toBe(filter)
    expect(await chip.textContent()).toBe("亩均税收 5 – 10 万元/亩 或 亩均税收：无数据")
  })

  test("a line of policy is offered where a rule sets one, and elsewhere the reason is given", async () => {
    const page = await goTo("/?theme=measure&cls=policy")
    expect(await page.locator(".legend-label").allTextContents()).toEqual([
      "不高于 3",
      "高于 3",
      "无数据",
    ])
    expect((await countsOf(page))[0]).toBe(await countOf("taxPerMu <= 3"))
    await choose(page, "^指标", "亩均综合能耗")
    await page.getByRole("radio", { name: "政策线" }).click({ force: true })
    await page.getByText("没有规则或文件为此指标规定限值").waitFor()
    expect(await page.getByRole("radio", { name: "分位数" }).isChecked()).toBe(true)
  })

  test("a change is of parcels with figures in both years, zero a limit among the classes", async () => {
    const page = await goTo("/?theme=measure&mode=change")
    const { items, total } = await ask<ParcelPage>("parcels?limit=400")
    const before = await ask<ParcelPage>("parcels?limit=400&year=2024")
    const old = new Map(before.items.map(({ id, taxPerMu }) => [id, taxPerMu]))
    const changes = items.flatMap(({ id, taxPerMu }) => {
      const was = old.get(id)
      return taxPerMu === null || was === null || was === undefined ? [] : [taxPerMu - was]
    })
    expect(await page.locator(".legend-title").textContent()).toBe("亩均税收变化 2024→2025")
    const counts = await countsOf(page)
    expect(counts.at(-1)).toBe(total - changes.length)
    expect(sum(counts.slice(0, 3))).toBe(changes.filter((change) => change < 0).length)
    await picture(page, `change`)
    await page.getByLabel("按百分比").check()
    await untilIdle(page)
    expect(await page.locator(".legend-head").innerText()).toContain("%")
    expect(sum(await countsOf(page))).toBe(total)
    expect(stateOf(page)).toMatchObject({ mode: "change", rel: "1" })
  })

  test("a square of two measures narrows everything to its parcels", async () => {
    const page = await goTo("/?theme=measure&mode=pair&m2=revenuePerMu")
    await page.locator(".square-cell").first().waitFor()
    expect(await page.locator(".square-cell").count()).toBe(9)
    await picture(page, `pair`)
    const cell = page.getByRole("button", { name: /亩均税收.*及以上；.*及以上/ })
    const told = Number(await cell.locator("b + span").textContent())
    await cell.click()
    await expect.poll(() => listed(page), PATIENT).toBe(told)
    expect(stateOf(page)["filter"]).toMatch(
      /^\(\(taxPerMu >= [\d.]+ AND revenuePerMu >= [\d.]+\)\)$/,
    )
    expect(await cell.getAttribute("aria-pressed")).toBe("true")
    await cell.click()
    await expect.poll(() => stateOf(page)["filter"], PATIENT).toBeUndefined()
  })

  test("columns rise by a measure of their own, say how high, and open a parcel when clicked", async () => {
    const { items } = await ask<ParcelPage>("parcels?limit=1&sort=-taxPerMu")
    const page = await goTo(`/?theme=measure&at=${items[0]!.centre.join(",")},15.5`)
    await page.getByRole("button", { name: "立体显示：高度为亩均税收" }).click()
    await page.locator(".height-key").waitFor()
    await expect.poll(() => Number(stateOf(page)["at"]?.split(",")[4]), PATIENT).toBe(50)
    await untilIdle(page)
    expect(await page.locator(".height-scale").innerText()).toMatch(/^= [\d.,]+ 万元\/亩$/)
    await picture(page, `columns`)
    const box = (await page.locator(".map").boundingBox())!
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2 - 12)
    await page.locator(".sheet h2").waitFor()
    expect(await page.locator(".sheet h2").textContent()).toBe(items[0]!.name)
    await page.keyboard.press("Escape")
    await choose(page, "^柱高", "亩均营业收入")
    expect(stateOf(page)["h"]).toBe("revenuePerMu")
    expect(await page.locator(".legend-title").textContent()).toBe("亩均税收")
    await page.getByRole("button", { name: /立体显示/ }).click()
    await expect.poll(() => stateOf(page)["at"]?.split(",")[4], PATIENT).toBeUndefined()
    expect(stateOf(page)["h"]).toBeUndefined()
  })

  test("who sees no figure of an enterprise is offered measures of land alone", async () => {
    const page = await goTo("/?theme=measure", { as: "planner" })
    await page.locator(".histogram").waitFor()
    expect(await page.locator(".legend-title").textContent()).not.toBe("亩均税收")
    await page.getByRole("button", { name: /^指标/ }).click()
    const offered = await page.getByRole("option").allTextContents()
    expect(offered).toContain("面积")
    expect(offered.filter((name) => name.startsWith("亩均"))).toEqual([])
  })

  test.each([
    [1280, 800],
    [1920, 1080],
    [1024, 768],
  ])("at %i by %i nothing of the controls lies over another", async (width, height) => {
    const search = "/?theme=measure&mode=pair&h=taxPerMu&lang=en"
    const page = await goTo(search, { width, height, dark: true })
    await page.locator(".square-cell").first().waitFor()
    const boxes = await Promise.all(
      [".theme-bar", ".legend", ".map-controls"].map((part) => page.locator(part).boundingBox()),
    )
    for (const [at, one] of boxes.entries())
      for (const other of boxes.slice(at + 1)) {
        const isApart =
          one!.x + one!.width <= other!.x ||
          other!.x + other!.width <= one!.x ||
          one!.y + one!.height <= other!.y ||
          other!.y + other!.height <= one!.y
        expect(isApart).toBe(true)
      }
    await picture(page, `figures-${width}`)
  })
})
