/** What a person waits for: the first map, and the next picture after a hand's move. Drawn by software where no GPU is. */
import { type BrowserContext, chromium, type Locator, type Page } from "playwright-core"
import { findChromium } from "../../support/lanes.ts"
import type { Bench } from "../bench.ts"
import { median, quantile } from "../measure.ts"
import { signIn, startProduct } from "../processes.ts"

const FIRST_MAP_MS = 2_500
const NEXT_PAINT_MS = 100
const MOST_SHIFT = 0.01
/** Two frames of sixty a second. */
const FRAME_MS = 34
const VISITS = 5
/** Between two presses of a hand. */
const REST_MS = 250
const IDLE = '.map[data-state="idle"]'

declare global {
  interface Window {
    /** ms from each input to the picture after it, put there by `watchPaints`. */
    spentUntilPaint: number[]
    /** Sum of layout shifts so far. */
    shifted: number
    /** ms between frames. */
    gaps: number[]
  }
}

/** Notes how long it takes from each input to the picture after it. */
function watchPaints() {
  const spent: number[] = []
  window.spentUntilPaint = spent
  for (const kind of ["mousemove", "click", "keydown"])
    addEventListener(
      kind,
      () => {
        const began = performance.now()
        // A message that a frame sends is heard once the frame was painted.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.addEventListener("message", () => spent.push(performance.now() - began))
          port1.start()
          port2.postMessage(null)
        })
      },
      { capture: true },
    )
}

const p95 = (times: readonly number[]): number => quantile(times, 0.95)

/** Times of what `act` does, input by input. */
async function collect(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    window.spentUntilPaint.length = 0
  })
  await act()
  await page.waitForTimeout(400)
  return page.evaluate(() => [...window.spentUntilPaint])
}

export async function runBrowser(bench: Bench): Promise<void> {
  const executablePath = findChromium()
  if (!executablePath) {
    bench.report.add(line("no Chromium found", "", null, null))
    return
  }
  const product = await startProduct(bench.store, 4_096, 0)
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
      "--ignore-gpu-blocklist",
    ],
  })
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    await giveCookie(context, product.url, await signIn(product.url, "assessor"))
    const firsts: number[] = []
    for (let n = 0; n <= VISITS; n += 1) {
      const page = await context.newPage()
      const began = performance.now()
      await page.goto(`${product.url}/?lang=zh`)
      await page.waitForSelector(IDLE, { timeout: 120_000 })
      // The first visit reads the scripts and warms the server.
      if (n > 0) firsts.push(performance.now() - began)
      await page.close()
    }
    bench.report.add(line("first usable map", "median", median(firsts), FIRST_MAP_MS))
    bench.report.add(await measureShift(context, product.url))
    await measureInputs(bench, context, await findCrowd(context, product.url))
    bench.report.add(await measureTable(context, product.url))
  } finally {
    await browser.close()
    await product.stop()
  }
}

/** How far what is on the page moves while it loads, as browsers reckon it: share of the screen times share moved. */
async function measureShift(context: BrowserContext, base: string) {
  const page = await context.newPage()
  await page.addInitScript(() => {
    window.shifted = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
        window.shifted += entry.value
    }).observe({ type: "layout-shift", buffered: true })
  })
  await page.goto(`${base}/?lang=zh`)
  await page.waitForSelector(IDLE, { timeout: 120_000 })
  await page.waitForTimeout(1_000)
  const figure = await page.evaluate(() => window.shifted)
  await page.close()
  return {
    ...line("layout shift of the first map", "", figure, MOST_SHIFT),
    ours: figure.toFixed(4),
  }
}

/** Turns of the wheel, and px of each: through some two thousand rows. */
const TURNS = 80
const TURN_PX = 900

/** Frames while the table of all parcels is scrolled: the gap that all but the longest stay under. */
async function measureTable(context: BrowserContext, base: string) {
  const page = await context.newPage()
  await page.goto(`${base}/?lang=zh&table=full`)
  await page.locator(".grid-body [role=row]").first().waitFor({ timeout: 60_000 })
  await page.waitForTimeout(2_000)
  await page.mouse.move(800, 500)
  await page.evaluate(() => {
    window.gaps = []
    let last = performance.now()
    const frame = (now: number) => {
      window.gaps.push(now - last)
      last = now
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  for (let n = 0; n < TURNS; n += 1) {
    await page.mouse.wheel(0, TURN_PX)
    await page.waitForTimeout(30)
  }
  const gaps = await page.evaluate(() => window.gaps)
  await page.close()
  return line("frames while the table is scrolled", "p95", p95(gaps), FRAME_MS)
}

/** Parcels of one park, in the order of their ids. */
const CROWD = 1_000
/** Zoom at which a park fills the map, each parcel drawn by itself. */
const CROWD_ZOOM = 12.2
/** Px of the map beside the list. */
const MAP_PX = { width: 908, height: 748 }

/** Where many parcels are in view one by one, and how many they are. */
async function findCrowd(context: BrowserContext, base: string) {
  type Page = { items: { centre: [number, number] }[]; total: number }
  const ask = async (query: string): Promise<Page> =>
    (await context.request.get(`${base}/api/parcels?${query}`)).json()
  const { items } = await ask(`limit=${CROWD}`)
  const middle = (axis: 0 | 1) => median(items.map(({ centre }) => centre[axis]))
  const [lng, lat] = [middle(0), middle(1)]
  const perPx = 360 / (512 * 2 ** CROWD_ZOOM)
  const across = (MAP_PX.width / 2) * perPx
  const up = (MAP_PX.height / 2) * perPx * Math.cos((lat * Math.PI) / 180)
  const bbox = [lng - across, lat - up, lng + across, lat + up].map((edge) => edge.toFixed(6))
  const { total } = await ask(`limit=1&bbox=${bbox}`)
  return { address: `${base}/?lang=zh&at=${lng},${lat},${CROWD_ZOOM}`, parcels: total }
}

async function measureInputs(
  bench: Bench,
  context: BrowserContext,
  { address, parcels }: { address: string; parcels: number },
) {
  const inView = `, ${parcels} in view`
  const page = await context.newPage()
  await page.addInitScript(watchPaints)
  await page.goto(address)
  await page.waitForSelector(IDLE, { timeout: 120_000 })
  const settled = () => page.waitForSelector(IDLE, { timeout: 60_000 })
  /** A hand that presses again has seen what the last press did. */
  const rest = async () => {
    await settled()
    await page.waitForTimeout(REST_MS)
  }

  const hover = await collect(page, async () => {
    for (let n = 0; n < 60; n += 1)
      await page.mouse.move(480 + ((n * 37) % 640), 130 + ((n * 53) % 320))
  })
  bench.report.add(line(`hover to paint${inView}`, "p95", p95(hover), NEXT_PAINT_MS))

  const themes = page.locator(".theme-bar").first()
  const theme = await collect(page, async () => {
    for (const name of ["评价等级", "土地用途", "存量类型", "评价等级", "土地用途", "存量类型"]) {
      await themes.getByText(name, { exact: true }).click()
      await rest()
    }
  })
  bench.report.add(line(`theme change to paint${inView}`, "p95", p95(theme), NEXT_PAINT_MS))

  await themes.getByText("指标", { exact: true }).click()
  await settled()
  const press = (slider: Locator, keys: readonly string[]) =>
    collect(page, async () => {
      for (const key of keys) {
        await slider.press(key)
        await rest()
      }
    })
  const year = await press(page.getByRole("slider", { name: "年度" }), [
    "ArrowLeft",
    "ArrowRight",
    "ArrowLeft",
    "ArrowRight",
  ])
  bench.report.add(line(`year change to paint${inView}`, "p95", p95(year), NEXT_PAINT_MS))
  const limit = page.getByRole("slider", { name: "第 1、2 级的分界" })
  const moved = await press(limit, ["ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft"])
  bench.report.add(line(`class limit to paint${inView}`, "p95", p95(moved), NEXT_PAINT_MS))

  await themes.getByText("存量类型", { exact: true }).click()
  await settled()
  const filter = await collect(page, async () => {
    const classes = page.locator(".legend-row")
    for (const n of [0, 1, 0, 1]) {
      await classes.nth(n).click()
      await rest()
    }
  })
  bench.report.add(line(`class filter to paint${inView}`, "p95", p95(filter), NEXT_PAINT_MS))
  await page.close()
}

const giveCookie = (context: BrowserContext, url: string, cookie: string) => {
  const [name = "", ...value] = cookie.split(";")[0]!.split("=")
  return context.addCookies([{ name, value: value.join("="), url }])
}

const line = (what: string, kind: string, figure: number | null, goal: number | null) =>
  ({
    suite: "browser",
    what,
    ours: figure === null ? "" : `${kind} ${figure.toFixed(0)} ms`,
    anchor: "",
    figure,
    goal,
    better: "less",
  }) as const
