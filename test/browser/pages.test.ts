import { describe, expect, test } from "vitest"
import { listBarriersByLook, NO_BARRIERS } from "../support/axe.ts"
import { picture, sharedSite, untilIdle, type VisitOptions } from "../support/browser.ts"
import { useVisits } from "../support/visits.ts"

type Area = { areaM2: number | null; differenceM2: number | null }
type Occupant = { enterpriseId: number; name: string; isCurrent: boolean; lessor?: object | null }
type Parcel = {
  id: number
  name: string
  parcelCode: string
  areas: { legalAreaM2: number; areaMu: number; contract: Area }
  occupants: Occupant[]
  suspected?: object[]
  contracts: { contractNo: string }[]
}
type Listed = { id: number; name: string; firmCount: number; suspected: boolean }

/** A picture of one pixel, as a file that people may add. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
)
const PATIENT = { timeout: 20_000 }

const { askAs, go } = useVisits()

describe("pages of one parcel, one firm and several", () => {
  const ask = <T>(path: string): Promise<T> => askAs<T>("planner", path)
  /** Opens a page of a record and waits until nothing of it is on its way. */
  const openRecord = async (options: VisitOptions) => {
    const one = await go(options)
    await one.page.locator(".record-section, .compare").first().waitFor(PATIENT)
    await one.page.waitForLoadState("networkidle")
    return one
  }
  /** A parcel that several firms share and one that is suspected of something. */
  const chooseParcels = async () => {
    const { items } = await ask<{ items: Listed[] }>("parcels?limit=1000")
    const shared = items.find(({ firmCount }) => firmCount >= 2)!
    const suspected = items.find((one) => one.suspected)!
    return { shared, suspected, others: items.slice(0, 3) }
  }

  test("a planner opens a parcel by its link and sees areas, occupants over time and contracts", async () => {
    const { shared } = await chooseParcels()
    const parcel = await ask<Parcel>(`parcels/${shared.id}`)
    const { page } = await openRecord({ as: "planner", path: `/parcels/${shared.id}` })
    const heading = page.getByRole("heading", { level: 1 })
    expect(await heading.textContent()).toBe(parcel.name)
    expect(await page.locator(".record-code").textContent()).toBe(parcel.parcelCode)
    const areas = await page.locator("#areas").innerText()
    for (const part of ["证载面积", "合同面积", "实测面积", "图形面积"])
      expect(areas).toContain(part)
    const { differenceM2 } = parcel.areas.contract
    expect(areas.replaceAll(",", "")).toContain(
      `${differenceM2! > 0 ? "+" : ""}${differenceM2!.toFixed(2)} m²`,
    )
    // A row for each firm, a link on each of its bands.
    const firms = [...new Set(parcel.occupants.map(({ name }) => name))]
    const bands = page.locator(".strip-target")
    expect(await bands.count()).toBeGreaterThanOrEqual(firms.length)
    const told = await bands.evaluateAll((links) =>
      links.map((one) => one.getAttribute("aria-label")!),
    )
    for (const firm of firms) expect(told.some((text) => text.includes(firm))).toBe(true)
    expect(await page.locator("#contracts").innerText()).toContain(parcel.contracts[0]!.contractNo)
    expect(await page.locator(".contents a").allTextContents()).toEqual(
      await page.locator(".record-section h2").allTextContents(),
    )
    // Who has no figures has no section of them.
    expect(await page.locator("#metrics").count()).toBe(0)
    await picture(page, `parcel-page`)
  })

  test("the shares of a day add up to the legal area, today and on the day that the slider says", async () => {
    const { shared } = await chooseParcels()
    const { page } = await openRecord({ as: "planner", path: `/parcels/${shared.id}` })
    const sums = async () => {
      const cells = await page.locator(".strip-shares tbody td:last-child").allTextContents()
      const total = await page.locator(".strip-shares tfoot td:last-child").textContent()
      const number = (text: string) => Number(text.replace(/[^\d.-]/g, ""))
      return [cells.reduce((sum, cell) => sum + number(cell), 0), number(total!)] as const
    }
    const today = await page.locator(".strip-shares .part-head").textContent()
    const [sum, total] = await sums()
    // Each is rounded to 0.01 mu by itself.
    expect(Math.abs(sum - total)).toBeLessThan(0.04)
    const slider = page.locator(".strip-slider input")
    await slider.focus()
    for (let key = 0; key < 6; key += 1) await page.keyboard.press("PageDown")
    expect(await page.locator(".strip-shares .part-head").textContent()).not.toBe(today)
    const [before, legal] = await sums()
    expect(Math.abs(before - legal)).toBeLessThan(0.04)
  })

  test("an assessor sees figures by year beside the medians of industry and park", async () => {
    const { shared } = await chooseParcels()
    const { page } = await openRecord({ as: "assessor", path: `/parcels/${shared.id}` })
    await page.locator(".chart").first().waitFor(PATIENT)
    const label = await page.locator(".chart svg").first().getAttribute("aria-label")
    for (const part of ["亩均税收", "本宗", "行业中位", "全区中位"]) expect(label).toContain(part)
    expect(await page.locator(".chart-beside").first().innerText()).toMatch(/\d+ 宗/)
  })

  test("what is suspected and what is determined never stand under one heading", async () => {
    const { suspected } = await chooseParcels()
    const { page } = await openRecord({ as: "planner", path: `/parcels/${suspected.id}` })
    expect(await page.locator("#suspected h2").textContent()).toBe("疑似线索")
    expect(await page.locator("#suspected").innerText()).toContain("不是认定")
    expect(await page.locator("#suspected .flag-determined").count()).toBe(0)
  })

  test("promotion gets neither figures nor suspicions nor codes, on the page or in an answer", async () => {
    const { suspected, shared } = await chooseParcels()
    for (const { id } of [suspected, shared]) {
      const parcel = await ask<Parcel>(`parcels/${id}`)
      const { page, bodies } = await openRecord({
        as: "promotion",
        path: `/parcels/${id}`,
        isFirst: true,
      })
      const firm = parcel.occupants[0]
      if (firm) {
        await page.goto(`${sharedSite().base}/enterprises/${firm.enterpriseId}`)
        await page.locator(".record-section").first().waitFor(PATIENT)
      }
      await page.goto(`${sharedSite().base}/compare/parcels/${id}`)
      await page.locator(".compare").waitFor(PATIENT)
      await page.waitForLoadState("networkidle")
      const answers = [...bodies]
        .map(([path, body]) => `${path} ${body.toString("utf8")}`)
        .join("\n")
      const dom = await page.content()
      for (const hidden of [
        parcel.parcelCode,
        '"creditCode"',
        '"taxWanYuan"',
        '"taxPerMu"',
        '"suspected"',
        '"flagRule"',
        '"lifecycle"',
        '"landAreaM2"',
        "/peers",
        ...parcel.contracts.map(({ contractNo }) => contractNo),
      ]) {
        expect(answers.includes(hidden), `${hidden} in an answer`).toBe(false)
        expect(dom.includes(hidden), `${hidden} on the page`).toBe(false)
      }
      for (const word of ["疑似", "亩均税收", "信用代码"])
        expect((await page.locator("main").innerText()).includes(word), word).toBe(false)
    }
  })

  test("on paper there is the record with its day and 内部使用, and nothing to press", async () => {
    const { shared } = await chooseParcels()
    const { page } = await openRecord({ as: "planner", path: `/parcels/${shared.id}`, dark: true })
    await page.emulateMedia({ media: "print" })
    expect(await page.locator(".print-line").innerText()).toContain("内部使用 不得公开")
    const pressed = page.locator("button:visible, input:visible, textarea:visible, select:visible")
    expect(await pressed.count()).toBe(0)
    for (const gone of [".header", ".contents", ".record-bar", "#comments"])
      expect(await page.locator(gone).isVisible(), gone).toBe(false)
    expect(await page.locator("#areas").isVisible()).toBe(true)
    const colours = await page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body)
      return [backgroundColor, color]
    })
    expect(colours).toEqual(["rgb(255, 255, 255)", "rgb(0, 0, 0)"])
    // With comments, when that is chosen.
    await page.evaluate(() => (document.documentElement.dataset["printed"] = "comments"))
    expect(await page.locator("#comments h2").isVisible()).toBe(true)
    expect(await page.locator("#comments textarea").isVisible()).toBe(false)
    const pdf = await page.pdf({ preferCSSPageSize: true })
    expect(pdf.length).toBeGreaterThan(10_000)
  })

  test("a past day is looked at by link, says so, and leads back to today", async () => {
    const { shared } = await chooseParcels()
    const { page } = await openRecord({
      as: "planner",
      path: `/parcels/${shared.id}?on=2020-06-30`,
    })
    const banner = page.locator(".as-of-banner")
    expect(await banner.innerText()).toContain("2020-06-30")
    const then = await ask<Parcel>(`parcels/${shared.id}?validOn=2020-06-30`)
    expect(await page.locator("#use .record-section-head .quiet").textContent()).toBe(
      `现有 ${then.occupants.filter(({ isCurrent }) => isCurrent).length} 家`,
    )
    await banner.getByRole("button", { name: "回到今天" }).click()
    await banner.waitFor({ state: "detached" })
    expect(new URL(page.url()).search).toBe("")
    await page.goBack()
    await banner.waitFor()
  })

  test("by key alone: from the list to the sheet, the page, a neighbour and back to the map", async () => {
    const { page } = await go({ as: "planner" })
    await untilIdle(page)
    await page.locator(".list").focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    const name = await page.locator(".sheet h2").textContent(PATIENT)
    const map = page.url()
    await page.keyboard.press("Enter")
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent?.trim()))
      .toBe("打开整页")
    await page.keyboard.press("Enter")
    await page.locator(".record-section").first().waitFor(PATIENT)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(name)
    expect(new URL(page.url()).pathname).toMatch(/^\/parcels\/\d+$/)
    await page.keyboard.press("Shift+Tab")
    const back = page.getByRole("link", { name: "返回地图" })
    await back.focus()
    await page.keyboard.press("Enter")
    await page.locator(".sheet h2").waitFor(PATIENT)
    expect(page.url()).toBe(map)
  })

  test("a firm's page has its parcels, its land by year and its grades, and leads to a parcel", async () => {
    const { shared } = await chooseParcels()
    const parcel = await ask<Parcel>(`parcels/${shared.id}`)
    const owner = parcel.occupants.find(({ isCurrent, lessor }) => isCurrent && !lessor)!
    const { page } = await openRecord({
      as: "assessor",
      path: `/enterprises/${owner.enterpriseId}`,
    })
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(owner.name)
    for (const id of ["parcels", "land", "metrics", "history"])
      expect(await page.locator(`#${id}`).count(), id).toBe(1)
    expect(await page.locator("#parcels .place-subject").count()).toBeGreaterThan(0)
    await picture(page, `firm-page`)
    await page
      .locator("#parcels table")
      .getByRole("link", { name: parcel.name, exact: true })
      .click()
    await page.waitForURL(new RegExp(`/parcels/${parcel.id}$`))
  })

  test("three parcels are compared from an address; one is taken out and another added by name", async () => {
    const { others } = await chooseParcels()
    const ids = others.map(({ id }) => id)
    const { page } = await openRecord({ as: "assessor", path: `/compare/parcels/${ids.join(",")}` })
    expect(await page.locator(".compare-name a").allTextContents()).toEqual(
      others.map(({ name }) => name),
    )
    const tax = page.getByRole("row", { name: /^Tax|^亩均税收/ })
    expect(await tax.locator("[data-standing=best]").count()).toBeGreaterThan(0)
    expect(await page.getByRole("row", { name: /^面积/ }).locator("[data-standing]").count()).toBe(
      0,
    )
    expect(await page.locator(".compare-outline path").count()).toBe(3)
    const rows = await page.locator(".compare tbody tr").count()
    await page.getByLabel("只看差异").check()
    expect(await page.locator(".compare tbody tr").count()).toBeLessThan(rows)
    await picture(page, `compare`)
    await page.getByRole("button", { name: `移除 ${others[1]!.name}` }).click()
    await page.waitForURL(new RegExp(`/compare/parcels/${ids[0]},${ids[2]}$`))
    await page.getByRole("combobox", { name: "添加宗地" }).fill(others[1]!.name)
    await page.getByRole("option", { name: others[1]!.name }).first().waitFor(PATIENT)
    await page.keyboard.press("Enter")
    await page.waitForURL(/\/compare\/parcels\/\d+,\d+,\d+$/)
    await page.locator(".compare-name a").nth(2).waitFor(PATIENT)
    expect(await page.locator(".compare-name a").nth(2).textContent()).toBe(others[1]!.name)
  })

  test("who has no figures has no row of them in a comparison", async () => {
    const { others } = await chooseParcels()
    const path = `/compare/parcels/${others.map(({ id }) => id).join(",")}`
    const { page } = await openRecord({ as: "promotion", path })
    const table = await page.locator(".compare").innerText()
    for (const word of ["亩均税收", "宗地代码", "存量类型", "疑似"])
      expect(table).not.toContain(word)
    expect(table).toContain("面积")
  })

  test("a comment names a colleague by @, and its author takes it back and again", async () => {
    const { shared } = await chooseParcels()
    const { page } = await openRecord({ as: "planner", path: `/parcels/${shared.id}` })
    const field = page.getByLabel("写评论")
    await field.fill("请核对面积 @领")
    await field.press("End")
    await page.getByRole("option").first().waitFor(PATIENT)
    await page.keyboard.press("Enter")
    expect(await field.inputValue()).toMatch(/@\S*领\S* $/)
    await page.keyboard.press("Control+Enter")
    const comment = page.locator(".comment").first()
    await comment.waitFor(PATIENT)
    expect(await comment.locator(".mention").textContent()).toContain("领")
    expect(await field.inputValue()).toBe("")
    await comment.getByRole("button", { name: "撤回" }).click()
    await comment.getByText("已撤回").waitFor(PATIENT)
    await comment.getByRole("button", { name: "恢复" }).click()
    await comment.getByRole("button", { name: "撤回" }).waitFor(PATIENT)
    // Written to staff: promotion does not see it.
    const promotion = await openRecord({ as: "promotion", path: `/parcels/${shared.id}` })
    expect(await promotion.page.locator(".comment").count()).toBe(0)
  })

  test("a picture is added, shown and saved; a file of another kind is refused in words", async () => {
    const { shared } = await chooseParcels()
    const { page, complaints } = await openRecord({ as: "planner", path: `/parcels/${shared.id}` })
    const input = page.locator(".send-drop input")
    await input.setInputFiles({ name: "现场.png", mimeType: "image/png", buffer: PICTURE })
    const file = page.locator(".file").first()
    await file.waitFor(PATIENT)
    expect(await file.innerText()).toContain("现场.png")
    await file.getByRole("button", { name: "预览 现场.png" }).click()
    const whole = page.getByRole("dialog").getByRole("img", { name: "现场.png" })
    await expect.poll(() => whole.evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBe(1)
    await page.keyboard.press("Escape")
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      file.getByRole("link", { name: "下载 现场.png" }).click(),
    ])
    expect(saved.suggestedFilename()).toBe("现场.png")
    await input.setInputFiles({
      name: "note.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("not a document"),
    })
    await page.locator(".send-failed").waitFor(PATIENT)
    expect(await page.locator(".send-failed").innerText()).toContain("只接收")
    // The browser itself prints that the answer was a refusal.
    expect(complaints.splice(0)).toHaveLength(1)
  })

  test("what is not there is said in words, of a parcel and of a firm, and the words lead back", async () => {
    const { page, complaints } = await go({ as: "planner", path: "/parcels/999999" })
    const parcel = page.getByRole("heading", { name: "没有这个地块，或当前角色看不到它" })
    await parcel.waitFor(PATIENT)
    await page.goto(`${sharedSite().base}/enterprises/999999`)
    const firm = page.getByRole("heading", { name: "没有这家企业，或当前角色看不到它" })
    await firm.waitFor(PATIENT)
    await page.goto(`${sharedSite().base}/parcels/none`)
    await parcel.waitFor(PATIENT)
    await page.getByRole("link", { name: "返回地图" }).click()
    await untilIdle(page)
    // The browser itself prints that the answers were 404.
    expect(complaints.splice(0).every((text) => /status of 40\d/.test(text))).toBe(true)
  })

  test.each<[string, (ids: { parcel: number; firm: number; all: string }) => string, string]>([
    ["parcel", ({ parcel }) => `/parcels/${parcel}`, "assessor"],
    ["parcel of promotion", ({ parcel }) => `/parcels/${parcel}`, "promotion"],
    ["past parcel", ({ parcel }) => `/parcels/${parcel}?on=2019-01-01`, "planner"],
    ["firm", ({ firm }) => `/enterprises/${firm}`, "assessor"],
    ["comparison", ({ all }) => `/compare/parcels/${all}`, "assessor"],
    ["missing parcel", () => "/parcels/999999", "planner"],
  ])("nothing on the page of a %s keeps somebody out in either look", async (name, pathOf, as) => {
    const { shared, suspected, others } = await chooseParcels()
    const { occupants } = await ask<Parcel>(`parcels/${shared.id}`)
    const ids = {
      parcel: name === "parcel" ? suspected.id : shared.id,
      firm: occupants[0]!.enterpriseId,
      all: others.map(({ id }) => id).join(","),
    }
    const { page, complaints } = await go({ as, path: pathOf(ids) })
    await page.locator(".record-section, .compare, .record-missing").first().waitFor(PATIENT)
    await page.waitForLoadState("networkidle")
    if (name === "missing parcel") complaints.splice(0)
    expect(await listBarriersByLook(page, `page-${name}`)).toEqual(NO_BARRIERS)
  })
})
