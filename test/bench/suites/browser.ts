/** What a person waits for: the first map, and the next picture after a hand's move. Drawn by software where no GPU is. */
import { type BrowserContext, chromium, type Page } from "playwright-core"
import { findChromium } from "../../support/lanes.ts"
import type { Bench } from "../bench.ts"
import { median, quantile } from "../measure.ts"
import { signIn, startProduct } from "../processes.ts"

const FIRST_MAP_MS = 2_500
const NEXT_PAINT_MS = 100
const VISITS = 5
const IDLE = '.map[data-state="idle"]'

declare global {
  interface Window {
    /** ms from each input to the picture after it, put there by `watchPaints`. */
    spentUntilPaint: number[]
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
    await measureInputs(bench, context, product.url)
  } finally {
    await browser.close()
    await product.stop()
  }
}

async function measureInputs(bench: Bench, context: BrowserContext, base: string) {
  const page = await context.newPage()
  await page.addInitScript(watchPaints)
  await page.goto(`${base}/?lang=zh`)
  await page.waitForSelector(IDLE, { timeout: 120_000 })
  const settled = () => page.waitForSelector(IDLE, { timeout: 60_000 })

  const hover = await collect(page, async () => {
    for (let n = 0; n < 60; n += 1)
      await page.mouse.move(480 + ((n * 37) % 640), 130 + ((n * 53) % 320))
  })
  bench.report.add(line("hover to paint", "p95", p95(hover), NEXT_PAINT_MS))

  const themes = page.locator(".theme-bar").first()
  const theme = await collect(page, async () => {
    for (const name of ["评价等级", "土地用途", "存量类型", "评价等级", "土地用途", "存量类型"]) {
      await themes.getByText(name, { exact: true }).click()
      await settled()
    }
  })
  bench.report.add(line("theme change to paint", "p95", p95(theme), NEXT_PAINT_MS))

  await themes.getByText("指标", { exact: true }).click()
  const slider = page.getByRole("slider").first()
  await slider.waitFor()
  await settled()
  const year = await collect(page, async () => {
    for (const key of ["ArrowLeft", "ArrowLeft", "ArrowRight", "ArrowRight"]) {
      await slider.press(key)
      await settled()
    }
  })
  bench.report.add(line("year change to paint", "p95", p95(year), NEXT_PAINT_MS))

  await themes.getByText("存量类型", { exact: true }).click()
  await settled()
  const filter = await collect(page, async () => {
    const classes = page.locator(".legend-row")
    for (const n of [0, 1, 0, 1]) {
      await classes.nth(n).click()
      await settled()
    }
  })
  bench.report.add(line("class filter to paint", "p95", p95(filter), NEXT_PAINT_MS))
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
