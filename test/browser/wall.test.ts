import type { Page } from "playwright-core"
import { describe, expect, test } from "vitest"
import { listBarriersByLook, NO_BARRIERS } from "../support/axe.ts"
import { picture, sharedSite, untilIdle, type VisitOptions } from "../support/browser.ts"
import { useVisits } from "../support/visits.ts"

/** A busy machine takes its time. */
const PATIENT = { timeout: 30_000 }
/** Where the size is not what counts: a software renderer draws each point by hand. */
const SMALL = { width: 1280, height: 720 }
/** As long as a picture stays unless a hand sets it otherwise. */
const USUAL_PACE_MS = 20_000
/** More than the server may be silent. */
const SILENCE_MS = 26_000
/** Least size of writing, as a share of the screen's height: read from five metres. */
const LEAST_TEXT = 1 / 45
const LEAST_TOUCH_PX = 56

const { go: visit, goToMap } = useVisits()

/** Moves one finger from a point over others, and lifts it. */
async function touch(page: Page, ...way: [x: number, y: number][]) {
  const session = await page.context().newCDPSession(page)
  const send = (type: "touchStart" | "touchMove" | "touchEnd", point?: [number, number]) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: point ? [{ x: point[0], y: point[1] }] : [],
    })
  await send("touchStart", way[0])
  for (const point of way.slice(1)) await send("touchMove", point)
  await send("touchEnd")
  await session.detach()
}

/** Every text in sight with its size in px; what the map draws is none. */
const listTexts = (page: Page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: { text: string; px: number }[] = []
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement!
      const box = element.getBoundingClientRect()
      const text = walker.currentNode.textContent!.trim()
      const isSeen = box.width > 1 && box.height > 1 && element.closest(".unseen") === null
      if (text === "" || !isSeen || element.closest("svg")) continue
      found.push({ text, px: Number.parseFloat(getComputedStyle(element).fontSize) })
    }
    return found
  })

/** Texts that do not fit where they stand. */
const listCut = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".wall *:not(.unseen):not(.map *)")]
      .filter(
        (element) =>
          element instanceof HTMLElement &&
          element.childElementCount === 0 &&
          element.clientWidth > 0 &&
          (element.scrollWidth > element.clientWidth + 1 ||
            element.getBoundingClientRect().right > innerWidth + 1),
      )
      .map((element) => element.textContent),
  )

describe("the wall", () => {
  const ON_WALL = { path: "/wall", width: 1920, height: 1080 }
  const open = (options: VisitOptions) => visit({ ...ON_WALL, ...options })
  const go = (options: VisitOptions) => goToMap({ ...ON_WALL, ...options })
  const title = (page: Page) => page.locator(".wall-title h1").textContent()
  const place = (page: Page) => page.locator(".wall-at").textContent()
  const save = async (page: Page, name: string, query: string, tourOrder: number) => {
    const answer = await page.request.post(`${sharedSite().base}/api/views`, {
      data: { name, query, tourOrder },
      headers: { origin: sharedSite().base },
    })
    expect(answer.status()).toBe(201)
    return ((await answer.json()) as { id: string }).id
  }
  /** Takes a view back: others look at the same site. */
  const remove = (page: Page, id: string) =>
    page.request.delete(`${sharedSite().base}/api/views/${id}`, {
      headers: { origin: sharedSite().base },
    })

  test("without views it goes through what the role sees, suspicion apart from determination", async () => {
    const { page } = await go({ as: "lead" })
    // How it flies there is seen where it tours; here each picture is what counts.
    await page.emulateMedia({ reducedMotion: "reduce" })
    const titles: (string | null)[] = []
    const stops = Number((await place(page))!.split("/")[1])
    for (let stop = 0; stop < stops; stop += 1) {
      titles.push(await title(page))
      await picture(page, `wall-${stop}`)
      await page.keyboard.press("PageDown")
      await untilIdle(page)
    }
    expect(titles.slice(0, 2)).toEqual(["存量用地全景", "亩均评价等级"])
    expect(titles).toContain("疑似闲置低效用地（非认定）")
    const headings = await page.locator(".wall-tile h2").allTextContents()
    expect(headings).toEqual(["可供招商", "已认定闲置低效", "疑似（非认定）"])
  })

  test("promotion is told of no suspicion and of no figure of a firm", async () => {
    const { page } = await go({ as: "promotion" })
    const words = await page.locator(".wall").innerText()
    for (const word of ["疑似", "税收", "增加值", "批而未供"]) expect(words).not.toContain(word)
    expect(words).toContain("可供招商")
    await picture(page, `wall-promotion`)
  })

  test("each figure tells its unit, what is counted and where it came from", async () => {
    const { page } = await go({ as: "assessor" })
    const answer = await page.request.get(`${sharedSite().base}/api/parcels/summary`)
    const { total } = (await answer.json()) as { total: { parcels: number } }
    const words = await page.locator(".wall-side").innerText()
    for (const part of [`${total.parcels} 宗`, "亩", "万元/亩", "来源：", "年度产出", "较 "])
      expect(words.replaceAll("\n", " ")).toContain(part)
    expect(words).toMatch(/来源：.+ \d{4} 年度 · \d{4}-\d\d-\d\d/)
  })

  test("it opens from the header, tours two views, pauses, and Esc leaves to where one was", async () => {
    const { page } = await open({ as: "planner", path: "/?theme=landUse", ...SMALL })
    const grades = await save(page, "东片等级", "?at=115.79,33.85,15&theme=grade", 10)
    const uses = await save(page, "用途总览", "?at=115.78,33.85,14&theme=landUse", 20)
    await page.clock.install()
    await page.getByRole("link", { name: "挂图作战" }).click()
    await page.locator(".wall-title").waitFor()
    await untilIdle(page)
    expect(await page.locator(".header").count()).toBe(0)
    expect(await title(page)).toBe("东片等级")
    expect(await place(page)).toBe("1 / 2")
    for (const next of ["用途总览", "东片等级"]) {
      await page.clock.fastForward(USUAL_PACE_MS)
      await expect.poll(() => title(page), PATIENT).toBe(next)
      await untilIdle(page)
    }
    await page.keyboard.press(" ")
    await page.getByText("已暂停").waitFor()
    await page.clock.fastForward(3 * USUAL_PACE_MS)
    await untilIdle(page)
    expect(await title(page)).toBe("东片等级")
    await page.keyboard.press("ArrowRight")
    expect(await title(page)).toBe("用途总览")
    await page.keyboard.press("ArrowLeft")
    expect(await title(page)).toBe("东片等级")
    await picture(page, `wall-view`)
    await page.keyboard.press("Escape")
    await page.locator(".theme-bar").waitFor()
    expect(await page.locator(".header").count()).toBe(1)
    expect(new URL(page.url()).searchParams.get("theme")).toBe("landUse")
    for (const id of [grades, uses]) await remove(page, id)
  })

  test("the pace is set by hand and kept", async () => {
    const { page } = await open({ as: "lead", ...SMALL })
    await page.getByRole("button", { name: "每幅延长 5 秒" }).click()
    await page.getByText("25 秒").waitFor()
    await page.reload()
    await page.getByText("25 秒").waitFor()
  })

  test.each([
    [1920, 1080, "assessor"],
    [3840, 1080, "assessor"],
    [1920, 1080, "promotion"],
  ])(
    "at %i × %i everything %s reads is large enough, and nothing is cut",
    async (width, height, as) => {
      const { page } = await go({ as, width, height })
      const small = (await listTexts(page)).filter(({ px }) => px < LEAST_TEXT * height)
      expect(small).toEqual([])
      expect(await listCut(page)).toEqual([])
      const hidden = await page
        .locator(".wall-side, .wall-figures")
        .evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight + 1).length)
      expect(hidden).toBe(0)
      await picture(page, `wall-${width}-${as}`)
    },
  )

  test("on a tablet fingers step, touch a parcel and close what it says", async () => {
    const { page } = await go({ as: "promotion", width: 1024, height: 768 })
    for (const button of await page.getByRole("button").all()) {
      const box = (await button.boundingBox())!
      expect(
        Math.min(box.width, box.height),
        (await button.getAttribute("aria-label"))!,
      ).toBeGreaterThanOrEqual(LEAST_TOUCH_PX)
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1024)
    const first = await title(page)
    const bar = (await page.locator(".wall-dots").boundingBox())!
    const y = bar.y + bar.height / 2
    await touch(page, [420, y], [380, y], [300, y])
    await expect.poll(() => title(page), PATIENT).not.toBe(first)
    await page.getByText("已暂停").waitFor()
    await untilIdle(page)

    const stage = (await page.locator(".wall-stage").boundingBox())!
    const card = page.locator(".wall-card")
    for (const share of [0.5, 0.55, 0.6, 0.45, 0.65]) {
      await touch(page, [stage.x + stage.width * share, stage.y + stage.height * share * 0.9])
      await page.waitForTimeout(1_000)
      if ((await card.count()) > 0) break
    }
    await card.locator("h2").waitFor()
    const words = await card.innerText()
    expect(words).toMatch(/[\d.]+\s*亩/)
    expect(words).not.toContain("万元")
    await picture(page, `wall-touch`)
    const box = (await card.boundingBox())!
    await touch(page, [box.x + box.width / 2, box.y + box.height / 2])
    await expect.poll(() => card.count(), PATIENT).toBe(0)
  })

  test("figures can be put out of sight of a guest", async () => {
    const { page } = await go({ as: "assessor", width: 1024, height: 768 })
    await page.getByRole("button", { name: "隐藏数字" }).click()
    expect(await page.locator(".wall-side").count()).toBe(0)
    await untilIdle(page)
    await picture(page, `wall-no-figures`)
    await page.getByRole("button", { name: "显示数字" }).click()
    await page.locator(".wall-side").waitFor()
  })

  test("a lost connection is said quietly, and forgotten when it is back", async () => {
    const { page, complaints } = await go({ as: "lead", ...SMALL })
    const lost = page.locator(".wall-lost")
    await page.route("**/api/tiles/**/changes**", (route) => route.abort())
    expect(await lost.textContent()).toBe("")
    await page.clock.install()
    await page.clock.fastForward(SILENCE_MS)
    await page.waitForEvent("requestfailed", (request) => request.url().includes("/changes"))
    await expect.poll(() => lost.textContent(), PATIENT).toContain("连接中断")
    expect(await page.locator(".wall-big").first().textContent()).toMatch(/\d/)
    await page.unroute("**/api/tiles/**/changes**")
    await expect.poll(() => lost.textContent(), PATIENT).toBe("")
    expect(complaints.splice(0).every((text) => text.includes("net::ERR_FAILED"))).toBe(true)
  })

  test("who wants no motion gets cuts", async () => {
    const { page } = await go({ as: "lead", ...SMALL })
    await page.emulateMedia({ reducedMotion: "reduce" })
    await page.keyboard.press("PageDown")
    await untilIdle(page)
    expect(await title(page)).toBe("亩均评价等级")
    await page.keyboard.press(" ")
    const bar = page.locator(".wall-dots i")
    await bar.waitFor({ state: "attached" })
    expect(await bar.evaluate((element) => getComputedStyle(element).animationName)).toBe("none")
  })

  test("nothing on the wall keeps somebody out in either look", async () => {
    const { page } = await go({ as: "assessor" })
    expect(await listBarriersByLook(page, "wall")).toEqual(NO_BARRIERS)
  })
})
