import type { Page } from "playwright-core"
import { describe, expect, test } from "vitest"
import { listBarriersByLook, NO_BARRIERS } from "../support/axe.ts"
import { ENGINES, picture, untilIdle, type VisitOptions } from "../support/browser.ts"
import { useSite, useVisits } from "../support/visits.ts"

/** A field of 0.001° near nobody, as a file that a planner may bring. */
const fieldAt = (lng: number, lat: number, name: string) => ({
  type: "Feature",
  properties: { 名称: name, 编号: name },
  geometry: {
    type: "Polygon",
    coordinates: [
      [
        [lng, lat],
        [lng + 0.001, lat],
        [lng + 0.001, lat + 0.001],
        [lng, lat + 0.001],
        [lng, lat],
      ],
    ],
  },
})

const FILE = {
  name: "two-fields.geojson",
  mimeType: "application/geo+json",
  buffer: Buffer.from(
    JSON.stringify({
      type: "FeatureCollection",
      features: [fieldAt(115.9, 33.9, "试验地块甲"), fieldAt(115.91, 33.9, "试验地块乙")],
    }),
  ),
}

type Screen = [name: string, options: VisitOptions, ready: string]
const SCREENS: Screen[] = [
  ["sign-in", {}, ".sign-in-form"],
  ["change", { as: "assessor", path: "/?theme=measure&mode=change" }, ".histogram"],
  ["two-measures", { as: "assessor", path: "/?theme=measure&mode=pair&pat=1" }, ".square-cell"],
  ["columns", { as: "assessor", path: "/?theme=measure&h=taxPerMu" }, ".height-key"],
  ["promotion", { as: "promotion" }, ".row"],
  ["English", { as: "lead", path: "/?lang=en&parcel=5" }, ".sheet h2"],
  ["imports", { as: "planner", path: "/imports" }, ".drop"],
  ["accounts", { as: "admin" }, ".table"],
]

// What stands on a page does not depend on the engine below it; the workspace is walked on both.
describe.each(ENGINES.slice(-1))("on the %s engine", (engine) => {
  const site = useSite(engine)
  const { go } = useVisits(site)

  test.each(SCREENS)(
    "nothing on %s keeps somebody out in either look",
    async (name, options, ready) => {
      const { page } = await go(options)
      await page.locator(ready).first().waitFor({ timeout: 40_000 })
      expect(await listBarriersByLook(page, `${engine}-${name}`)).toEqual(NO_BARRIERS)
      expect(await page.getByText(/^(示例数据|Sample data)$/).count()).toBeGreaterThan(0)
    },
  )

  test("nothing on any map keeps somebody out in either look", async () => {
    const { page } = await go({ as: "assessor", path: "/?parcel=5" })
    await page.locator(".sheet h2").waitFor({ timeout: 40_000 })
    for (const theme of ["存量类型", "评价等级", "疑似与认定", "土地用途", "指标"]) {
      // Beside a sheet there is room for one name alone.
      await page.locator(".theme-narrow .choice-trigger").click()
      await page.getByRole("option", { name: theme, exact: true }).click()
      await untilIdle(page)
      const name = new URL(page.url()).searchParams.get("theme") ?? "lifecycle"
      expect(await listBarriersByLook(page, `${engine}-${name}`), theme).toEqual(NO_BARRIERS)
    }
  })

  const counts = (page: Page) => page.locator(".count-number").allTextContents()
  const confirmAll = async (page: Page) => {
    for (const box of await page.locator(".question input[type=checkbox]").all()) await box.check()
  }

  test("a connection outlives the minute that proxies keep one for the next request", async () => {
    const answer = await fetch(`${site().base}/api/session`)
    const seconds = Number(/timeout=(\d+)/.exec(answer.headers.get("keep-alive") ?? "")?.[1])
    expect(seconds).toBeGreaterThan(60)
  })

  test("a file is previewed, committed and undone, and its rows always add up", async () => {
    const { page } = await go({ as: "planner", path: "/imports" })
    await page.locator(".drop input").setInputFiles(FILE)
    await page.locator(".review").waitFor({ timeout: 40_000 })
    const [rows, ...parts] = (await counts(page)).map(Number)
    expect(rows).toBe(2)
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(rows)
    await picture(page, `${engine}-preview`)

    await confirmAll(page)
    await page.getByRole("button", { name: "确认写入" }).click()
    await page.getByText("已写入", { exact: true }).first().waitFor()
    const found = await page.request.get(
      `${site().base}/api/parcels?q=${encodeURIComponent("试验地块")}`,
    )
    expect(await found.json()).toMatchObject({ total: 2 })

    await page.getByRole("button", { name: "撤销导入" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "撤销导入" }).click()
    await page.getByText("已撤销 2 行").waitFor()
    const gone = await page.request.get(
      `${site().base}/api/parcels?q=${encodeURIComponent("试验地块")}`,
    )
    expect(await gone.json()).toMatchObject({ total: 0 })
  })

  test("a new account's role waits for another administrator", async () => {
    const { page } = await go({ as: "admin" })
    await page.getByRole("button", { name: "新建账户" }).click()
    const dialog = page.getByRole("dialog")
    await dialog.getByLabel("用户名").fill("second-assessor")
    await dialog.getByLabel("姓名或职务").fill("示例评价专员乙")
    await dialog.getByLabel("初始密码（至少 8 位）").fill("a long password")
    await dialog.getByLabel("评价").check()
    await dialog.getByRole("button", { name: "新建账户" }).click()
    await dialog.waitFor({ state: "detached" })
    const row = page.getByRole("row", { name: /second-assessor/ })
    await row.waitFor()
    expect(await row.innerText()).toContain("待批准")
    // Whoever proposed it cannot approve it.
    await page.getByText("须由另一位管理员批准").waitFor()
    expect(await page.getByRole("button", { name: "批准", exact: true }).count()).toBe(0)
  })

  test("an administrator is never given both keys: a role with land data beside his own", async () => {
    const { page } = await go({ as: "admin" })
    await page.getByRole("button", { name: "新建账户" }).click()
    const dialog = page.getByRole("dialog")
    await dialog.getByLabel("系统管理员").check()
    await dialog.getByLabel("规划").check()
    expect(await dialog.getByRole("alert").textContent()).toContain("不得兼任")
    expect(await dialog.getByRole("button", { name: "新建账户" }).isDisabled()).toBe(true)
  })
})
