import type { Page } from "playwright-core"
import { describe, expect, test } from "vitest"
import { legalDayAt } from "../../geodata/days.ts"
import { listBarriersByLook, NO_BARRIERS } from "../support/axe.ts"
import { colourAt, picture, untilIdle, type VisitOptions } from "../support/browser.ts"
import { useVisits } from "../support/visits.ts"

const THIS_YEAR = Number(legalDayAt(new Date()).slice(0, 4))
const TWO_YEARS_AGO = `${THIS_YEAR - 2}-12-31`

type Side = { areaMu: number; landUse: string | null; name: string | null }
type Changed = {
  id: number
  kinds: string[]
  before: Side | null
  after: Side | null
  bounds: [number, number, number, number]
  parents?: unknown[]
}
type Difference = {
  items: Changed[]
  total: number
  totals: Record<string, { parcels: number; areaMu: number }>
}

const PATIENT = { timeout: 20_000 }

const { askAs, go } = useVisits()

/** Waits until both maps show all there is and nothing moves. */
const untilBothIdle = async (page: Page) => {
  for (const side of ["left", "right"])
    await page.waitForSelector(`.swipe-${side} .map[data-state="idle"]`, { timeout: 40_000 })
}

/** Counts the drawing contexts made from now on that were not given back. */
const watchContexts = async (page: Page): Promise<() => Promise<number>> => {
  const made = await page.evaluateHandle(() => {
    const contexts = new Set<WebGL2RenderingContext>()
    const usual = HTMLCanvasElement.prototype.getContext
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...of: unknown[]) {
      const context: unknown = Reflect.apply(usual, this, of)
      if (context instanceof WebGL2RenderingContext) contexts.add(context)
      return context
    } as typeof usual
    return contexts
  })
  return () => made.evaluate((all) => [...all].filter((one) => !one.isContextLost()).length)
}

describe("two dates side by side", () => {
  const goTo = async (options: VisitOptions) => {
    const one = await go(options)
    await untilBothIdle(one.page)
    return one
  }
  const ask = <T>(path: string): Promise<T> => askAs<T>("planner", path)
  const compare = () =>
    ask<Difference>(
      `parcels/difference?from=${TWO_YEARS_AGO}&to=${legalDayAt(new Date())}&limit=1000`,
    )
  /** A parcel that came to be on open land, large enough to be pointed at. */
  const findNew = async () => {
    const { items } = await compare()
    const found = items
      .filter(({ kinds, parents }) => kinds.includes("appeared") && !parents?.length)
      .toSorted((a, b) => b.after!.areaMu - a.after!.areaMu)
    return found[0]!
  }
  const slider = (page: Page) => page.getByRole("slider", { name: "两个日期的分界" })
  /** Px of the page so far right of the middle of the map. */
  const beside = async (page: Page, right: number) => {
    const box = (await page.locator(".swipe").boundingBox())!
    return [box.x + box.width / 2 + right, box.y + box.height / 2 - 40] as const
  }
  const near = (centre: readonly [number, number]) =>
    `/?against=${TWO_YEARS_AGO}&side=changes&theme=landUse&at=${centre.join(",")},17.5`

  test("a planner holds the end of the year before last against today in three clicks and reads what changed", async () => {
    const { page } = await go({ as: "planner" })
    await untilIdle(page)
    await page.getByRole("button", { name: "对比两个日期" }).click()
    await page.getByRole("button", { name: /^左侧：常用日期/ }).click()
    await page.getByRole("option", { name: `${THIS_YEAR - 2} 年末` }).click()
    await untilBothIdle(page)
    expect(new URL(page.url()).searchParams.get("against")).toBe(TWO_YEARS_AGO)
    expect(await page.locator(".swipe-left .swipe-day").innerText()).toContain(TWO_YEARS_AGO)
    expect(await page.locator(".swipe-right .swipe-day").innerText()).toContain("今天")
    const { total, totals } = await compare()
    const rows = page.locator(".changes-kind")
    await expect.poll(() => rows.first().innerText(), PATIENT).toContain(`${total}`)
    const told = new Map(
      (await rows.allInnerTexts()).map((row) => {
        const [kind, parcels] = row.split("\n")
        return [kind!.trim(), Number.parseInt(parcels!.replaceAll(",", ""), 10)]
      }),
    )
    expect(told.get("全部变化")).toBe(total)
    expect(told.get("新增")).toBe(totals["appeared"]!.parcels)
    expect(told.get("灭失")).toBe(totals["disappeared"]!.parcels)
    expect(await page.locator(".change").count()).toBe(total)
    expect(await page.locator(".changes-list").innerText()).toContain("拆分为")
    await picture(page, `swipe`)
    await page.getByRole("button", { name: /^灭失/ }).click()
    expect(await page.locator(".change").count()).toBe(totals["disappeared"]!.parcels)
  })

  test("each side of the border shows its own day, and the border follows hand and keys", async () => {
    const parcel = await findNew()
    const { items } = await ask<{ items: { centre: [number, number] }[] }>(
      `parcels?ids=${parcel.id}`,
    )
    const { page } = await goTo({ as: "planner", path: near(items[0]!.centre) })
    const colour = async (right: number) => colourAt(page, ...(await beside(page, right)))
    const [past, now] = [await colour(-24), await colour(24)]
    await slider(page).focus()
    await page.keyboard.press("End")
    expect(await slider(page).getAttribute("aria-valuenow")).toBe("100")
    await expect.poll(() => colour(24), PATIENT).not.toBe(now)
    const bare = await colour(24)
    await page.keyboard.press("Home")
    await expect.poll(() => colour(24), PATIENT).toBe(now)
    expect(await colour(-24)).not.toBe(past)
    for (let i = 0; i < 5; i++) await page.keyboard.press("Shift+ArrowRight")
    expect(await slider(page).getAttribute("aria-valuenow")).toBe("50")
    const [x, y] = await beside(page, 0)
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 150, y, { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => colour(24), PATIENT).toBe(bare)
  })

  test("both maps look at the same place, whichever is moved", async () => {
    const { items } = await ask<{ items: { id: number; centre: [number, number] }[] }>(
      "parcels?limit=20&sort=-areaMu",
    )
    const changed = new Set((await compare()).items.map(({ id }) => id))
    const still = items.find(({ id }) => !changed.has(id))!
    const { page } = await goTo({ as: "planner", path: near(still.centre) })
    const sides = async () => [
      await colourAt(page, ...(await beside(page, -26))),
      await colourAt(page, ...(await beside(page, 26))),
    ]
    const [before] = await sides()
    for (const from of [-200, 200]) {
      const [x, y] = await beside(page, from)
      await page.mouse.move(x, y)
      await page.mouse.down()
      await page.mouse.move(x + 90, y + 60, { steps: 5 })
      await page.mouse.up()
      await untilBothIdle(page)
      const [left, right] = await sides()
      expect(left).toBe(right)
    }
    expect(before).toMatch(/^#/)
    await page.mouse.wheel(0, -400)
    await untilBothIdle(page)
  })

  test("a parcel of the list is flown to, and the list is copied as a table", async () => {
    const { page } = await goTo({
      as: "planner",
      path: `/?against=${TWO_YEARS_AGO}&side=changes&theme=landUse`,
    })
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
    const { total } = await compare()
    await page.getByRole("button", { name: /^灭失/ }).click()
    await page.locator(".change").first().click()
    await expect.poll(() => new URL(page.url()).searchParams.get("at"), PATIENT).not.toBeNull()
    await untilBothIdle(page)
    await picture(page, `swipe-gone`)
    await page.getByRole("button", { name: /^全部变化/ }).click()
    await page.getByRole("button", { name: "复制清单" }).click()
    await page.getByText(`已复制 ${total} 宗`).waitFor()
    const lines = (await page.evaluate(() => navigator.clipboard.readText())).split("\n")
    expect(lines).toHaveLength(total + 1)
    expect(new Set(lines.map((line) => line.split("\t").length))).toEqual(new Set([6]))
    expect(lines[0]).toContain("宗地代码")
  })

  test("days are chosen by keys alone, and a link opens the same picture", async () => {
    const { page, close } = await goTo({
      as: "planner",
      path: `/?against=${TWO_YEARS_AGO}&side=changes&theme=landUse`,
    })
    const right = page.getByLabel("右侧", { exact: true })
    await right.fill(`${THIS_YEAR - 1}-06-30`)
    await right.press("Tab")
    await expect
      .poll(() => new URL(page.url()).searchParams.get("on"), PATIENT)
      .toBe(`${THIS_YEAR - 1}-06-30`)
    await untilBothIdle(page)
    const shown = await page.locator(".changes-land").innerText()
    const link = new URL(page.url()).search
    await close()
    const { page: copy } = await goTo({ as: "planner", path: link })
    await expect.poll(() => copy.locator(".changes-land").innerText(), PATIENT).toBe(shown)
    expect(await copy.locator(".swipe-right .swipe-day").innerText()).toContain("06-30")
  })

  test("a theme that is known of today alone says so on the side of the past", async () => {
    const { page } = await goTo({
      as: "planner",
      path: `/?against=${TWO_YEARS_AGO}&side=changes&theme=grade`,
    })
    expect(await page.locator(".swipe-left .swipe-day").innerText()).toContain(
      `${THIS_YEAR - 2} 年度`,
    )
    await page.locator(".theme-bar").getByText("存量类型", { exact: true }).click()
    await page.locator(".swipe-left").getByText("“存量类型”只有今天的值").waitFor()
    expect(await page.locator(".swipe-right .swipe-day").innerText()).not.toContain("只有今天")
  })

  test("promotion is told neither lineage nor codes", async () => {
    const { page, bodies } = await goTo({
      as: "promotion",
      isFirst: true,
      path: `/?against=${TWO_YEARS_AGO}&side=changes&theme=landUse`,
    })
    await page.locator(".change").first().waitFor()
    const told = [...bodies].filter(([path]) => path.includes("difference"))
    expect(told.length).toBeGreaterThan(0)
    for (const [, body] of told) expect(String(body)).not.toMatch(/parcelCode|"parents"|"children"/)
    expect(await page.locator(".changes-list").innerText()).not.toContain("拆分为")
  })

  test.each(["zh", "en"])("nothing keeps anybody out in either look (%s)", async (lang) => {
    const { page } = await goTo({
      as: "planner",
      path: `/?against=${TWO_YEARS_AGO}&side=changes&theme=grade&lang=${lang}`,
    })
    await page.locator(".change").first().waitFor()
    expect(await listBarriersByLook(page, `swipe-${lang}`)).toEqual(NO_BARRIERS)
  })

  test("closed, it leaves one map and nothing else behind, however often", async () => {
    const { page } = await go({ as: "planner", path: "/?theme=landUse" })
    const warnings: string[] = []
    page.on("console", (message) => warnings.push(message.text()))
    await untilIdle(page)
    const first = page.url()
    const countLiving = await watchContexts(page)
    for (let round = 0; round < 2; round++) {
      await page.getByRole("button", { name: "对比两个日期" }).click()
      await untilBothIdle(page)
      expect(await countLiving()).toBe(2)
      await page.locator(".map-controls").getByRole("button", { name: "结束对比" }).click()
      await untilIdle(page)
      // A browser that kept them would run out of its sixteen after some rounds.
      expect(await countLiving()).toBe(1)
    }
    expect(await page.locator("canvas.maplibregl-canvas").count()).toBe(1)
    for (const part of [".swipe", ".changes", ".swipe-handle"])
      expect(await page.locator(part).count()).toBe(0)
    expect(new URL(page.url()).searchParams.get("against")).toBeNull()
    expect(new URL(page.url()).searchParams.get("theme")).toBe(
      new URL(first).searchParams.get("theme"),
    )
    expect(warnings.filter((text) => /context/i.test(text))).toEqual([])
  })
})
