import type { Page } from "playwright-core"
import { describe, expect, test } from "vitest"
import { colourAt, ENGINES, picture, untilIdle } from "../support/browser.ts"
import { useSite, useVisits } from "../support/visits.ts"

/** More than are drawn one by one from the whole world on. */
const PARCELS = 3_000

const site = useSite("postgis", PARCELS)
const { go } = useVisits(site)

const TILE = /\/parcels\/(\d+)\/\d+\/\d+\.mvt\?(.*)/

/** Opens the map at a zoom over the middle of the land, and tells of the tiles it loaded. */
async function goTo(zoom: number, dark = false) {
  const one = await go({ as: "planner", path: "/imports", dark })
  const described = await one.page.request.get(`${site().base}/api/tiles/parcels.json`)
  const [west, south, east, north] = ((await described.json()) as { bounds: number[] }).bounds as [
    number,
    number,
    number,
    number,
  ]
  const middle = [(west + east) / 2, (south + north) / 2].map((degrees) => degrees.toFixed(6))
  const tiles: { z: number; query: URLSearchParams }[] = []
  one.page.on("request", (request) => {
    const [, z, query] = TILE.exec(request.url()) ?? []
    if (z) tiles.push({ z: Number(z), query: new URLSearchParams(query) })
  })
  await one.page.goto(`${site().base}/?theme=landUse&at=${middle.join(",")},${zoom}`)
  await untilIdle(one.page)
  return { ...one, tiles }
}

/** Whether colours of the theme are seen in the middle of the map. */
async function seesLand(page: Page) {
  const box = (await page.locator(".map").boundingBox())!
  const industry = "M"
  expect(await page.locator(".legend-row").first().textContent()).toContain(industry)
  const seen = new Set<string>()
  for (let step = -20; step <= 20; step += 4)
    seen.add(await colourAt(page, box.x + box.width / 2 + step, box.y + box.height / 2 + step))
  return seen.size > 1
}

// The embedded engine takes minutes to put so many in, and draws them by the same code.
describe.runIf(ENGINES.includes("postgis"))("where parcels are many", () => {
  test("far off many parcels are drawn as squares, that tell of themselves and lead nearer", async () => {
    const { page, tiles } = await goTo(10)
    expect(new Set(tiles.map(({ z }) => z))).toEqual(new Set([10]))
    expect(new Set(tiles.map(({ query }) => query.get("measure")))).toEqual(new Set(["landUse"]))
    expect(await seesLand(page)).toBe(true)
    await picture(page, "bins-light")
    const box = (await page.locator(".map").boundingBox())!
    const middle = [box.x + box.width / 2, box.y + box.height / 2] as const
    for (let step = 0; step < 20 && !(await page.locator(".hover-card").count()); step += 1)
      await page.mouse.move(middle[0] + 2 * step, middle[1])
    expect(await page.locator(".hover-card").innerText()).toMatch(/^[\d,]+ 宗 · [\d,.]+ 亩/)
    await page.mouse.down()
    await page.mouse.up()
    await expect
      .poll(() => Number(new URL(page.url()).searchParams.get("at")?.split(",")[2]))
      .toBeGreaterThan(12)
  })

  test("near by each parcel is drawn, and of no measure, filter or theme", async () => {
    const { page, tiles } = await goTo(13, true)
    expect(new Set(tiles.map(({ z }) => z))).toEqual(new Set([13]))
    expect(tiles.flatMap(({ query }) => [...query.keys()])).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/measure|filter|q/)]),
    )
    expect(await seesLand(page)).toBe(true)
    await picture(page, "parcels-dark")
  })
})
