import { type ChildProcess, execFile, spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { promisify } from "node:util"
import { inflateSync } from "node:zlib"
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core"
import postgres from "postgres"
import { inject } from "vitest"
import { findRoot } from "../../server/programs.ts"
import { findChromium } from "./lanes.ts"

export const PASSWORD = "browser-lane-password"

/** Engines of the browser lane: the embedded one always, a server where one is given. */
export const ENGINES: ("embedded" | "postgis")[] = process.env["MUTU_TEST_DATABASE_URL"]
  ? ["embedded", "postgis"]
  : ["embedded"]

export type Site = { base: string; stop: () => Promise<void> }

/**
 * The product that tests of screens share, on the server engine where there is one: the same SQL answers on both,
 * as the lanes below hold. Who changes more than can be taken back starts a site of his own.
 */
export const sharedSite = (): Pick<Site, "base"> => ({ base: inject("sharedSite") })

/** A first start makes and computes the sample park: 20 s on an idle machine, minutes on a busy one. */
const START_MS = 300_000
/** For the hook that starts a site. */
export const START_HOOK_MS = START_MS + 30_000

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer()
    probe.once("error", reject)
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0))
    })
  })

/**
 * Starts the built product with its sample park, as a stranger would, in a place of its own.
 *
 * @param parcels of a sample of another size, which an operator puts in
 */
export async function startSite(engine: (typeof ENGINES)[number], parcels?: number): Promise<Site> {
  const dataDir = mkdtempSync(join(tmpdir(), "mutu-browser-"))
  const database = engine === "postgis" ? await createDatabase() : null
  const port = await freePort()
  const env = {
    PATH: process.env["PATH"],
    PORT: String(port),
    MUTU_DATA_DIR: dataDir,
    MUTU_DEMO_PASSWORD: PASSWORD,
    MUTU_LOG_LEVEL: "error",
    ...(parcels ? { MUTU_SAMPLE: "0" } : {}),
    ...(database ? { DATABASE_URL: database.url } : {}),
  }
  const child = spawn(process.execPath, [join(findRoot(), "dist/server/main.js")], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  })
  const stop = async (signal: NodeJS.Signals) => {
    const gone = new Promise((resolve) => child.once("exit", resolve))
    if (child.exitCode === null && child.kill(signal)) await gone
    rmSync(dataDir, { recursive: true, force: true })
    await database?.drop()
  }
  try {
    await untilListening(child)
    if (parcels) await operate(["sample", "--parcels", String(parcels)], env)
  } catch (error) {
    await stop("SIGKILL")
    throw error
  }
  return { base: `http://127.0.0.1:${port}`, stop: () => stop("SIGTERM") }
}

/** Runs a command of the operator beside the server. */
const operate = async (args: string[], env: Record<string, string | undefined>) => {
  const options = { env, timeout: START_MS }
  await promisify(execFile)(
    process.execPath,
    [join(findRoot(), "dist/server/cli.js"), ...args],
    options,
  )
}

function untilListening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ""
    const fail = () => reject(new Error(`the server did not start: ${said}`))
    const timer = globalThis.setTimeout(fail, START_MS)
    const hear = (chunk: Buffer) => {
      said += String(chunk)
      if (!said.includes("listening on")) return
      clearTimeout(timer)
      resolve()
    }
    child.stdout?.on("data", hear)
    child.stderr?.on("data", hear)
    child.once("exit", fail)
  })
}

async function createDatabase() {
  const address = process.env["MUTU_TEST_DATABASE_URL"]!
  const name = `mutu_browser_${process.pid}`
  const run = async (work: (sql: postgres.Sql) => Promise<unknown>) => {
    const sql = postgres(address, { max: 1, onnotice: () => {} })
    await work(sql)
    await sql.end()
  }
  await run((sql) => sql`create database ${sql(name)}`)
  const url = new URL(address)
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: () => run((sql) => sql`drop database ${sql(name)} with (force)`),
  }
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium()!,
    args: [
      "--no-sandbox",
      "--use-gl=angle",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
      "--ignore-gpu-blocklist",
      // Without a graphics card the frame is put together at less cost where the map was not drawn.
      "--disable-gpu-compositing",
      "--process-per-site",
    ],
  })

export type Visit = {
  page: Page
  /** Console errors, policy violations and requests to others, as they came. */
  complaints: string[]
  /** Bodies of everything that the server answered below /api. */
  bodies: Map<string, Buffer>
  /** Scripts of the page with the bytes each takes when compressed. */
  scripts: Map<string, Buffer>
  close: () => Promise<void>
}

export type VisitOptions = {
  /** Demo account; absent: nobody is signed in. */
  as?: string
  path?: string
  dark?: boolean
  width?: number
  height?: number
  /** Whether the browser has nothing of an earlier visit: no script, no tile. */
  isFirst?: boolean
}

type Desk = { context: BrowserContext; clear: () => Promise<void> }
const desks = new WeakMap<Browser, Map<string, Promise<Desk>>>()

const openContext = (browser: Browser) => browser.newContext({ locale: "zh-CN" })

/**
 * The browser of somebody who is signed in, as it is kept over visits. A small page stays open in it, so that the
 * program which shows pages goes on with the scripts that it has read: that is half of what a visit costs.
 */
function deskOf(browser: Browser, base: string, as: string): Promise<Desk> {
  const kept = desks.get(browser) ?? new Map<string, Promise<Desk>>()
  desks.set(browser, kept)
  const open = async () => {
    const context = await openContext(browser)
    await signIn(context, base, as)
    const page = await context.newPage()
    await page.goto(`${base}/api/session`)
    const clear = async () => {
      await context.clearPermissions()
      await page.evaluate(() => localStorage.clear())
    }
    return { context, clear }
  }
  const key = `${base} ${as}`
  const desk =
    kept.get(key) ??
    open().catch((error: unknown) => {
      kept.delete(key)
      throw error
    })
  kept.set(key, desk)
  return desk
}

/** Asks the API in the name of somebody, without a page. */
export async function askAs<T>(
  browser: Browser,
  { base }: Pick<Site, "base">,
  as: string,
  path: string,
): Promise<T> {
  const { context } = await deskOf(browser, base, as)
  return (await (await context.request.get(`${base}/api/${path}`)).json()) as T
}

/** Opens a page as somebody, and notes whatever a person would not see. Nothing is kept but scripts and tiles. */
export async function visit(
  browser: Browser,
  { base }: Pick<Site, "base">,
  {
    as,
    path = "/",
    dark = false,
    width = 1280,
    height = 800,
    isFirst = as === undefined,
  }: VisitOptions,
): Promise<Visit> {
  const desk = as && !isFirst ? await deskOf(browser, base, as) : null
  const context = desk?.context ?? (await openContext(browser))
  if (as && !desk) await signIn(context, base, as)
  const page = await context.newPage()
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ colorScheme: dark ? "dark" : "light" })
  const complaints: string[] = []
  const bodies = new Map<string, Buffer>()
  const scripts = new Map<string, Buffer>()
  await page.addInitScript(() =>
    addEventListener("securitypolicyviolation", (event) =>
      // A violation is heard by the console listener below; not every one is printed by the browser.
      console.error(`policy ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    ),
  )
  page.on("console", (message) => {
    const text = message.text()
    // A server that is busy says so and is asked again: that is how it is meant to be.
    if (message.type() === "error" && !/status of 503/.test(text))
      complaints.push(`console: ${text}`)
  })
  page.on("pageerror", (error) => complaints.push(`page: ${error.message}`))
  page.on("request", (request) => {
    const url = new URL(request.url())
    if (url.origin !== base && !/^(data|blob):$/.test(url.protocol))
      complaints.push(`foreign: ${request.url()}`)
  })
  page.on("response", async (response) => {
    const { pathname, search } = new URL(response.url())
    const body = await response.body().catch(() => null)
    if (!body) return
    if (pathname.startsWith("/api/")) bodies.set(pathname + search, body)
    if (pathname.endsWith(".js")) scripts.set(pathname, body)
  })
  await page.goto(base + path)
  const close = async () => {
    if (!desk) return context.close()
    await page.close()
    await desk.clear()
  }
  return { page, complaints, bodies, scripts, close }
}

const MOST_ATTEMPTS = 10
const BUSY = 503

/** Puts the cookie of a demo account into a browser; waits while the server says that it is busy. */
async function signIn(context: BrowserContext, base: string, username: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await context.request.post(`${base}/api/session`, {
      data: { username, password: PASSWORD },
      headers: { origin: base },
    })
    if (answer.ok()) return
    if (answer.status() !== BUSY || attempt === MOST_ATTEMPTS)
      throw new Error(`${username} cannot sign in: ${answer.status()}`)
    await setTimeout(Number(answer.headers()["retry-after"] ?? 1) * 1000)
  }
}

const IDLE_MS = 40_000

/** Waits until the map shows all there is and nothing moves. */
export const untilIdle = (page: Page) =>
  page.waitForSelector('.map[data-state="idle"]', { timeout: IDLE_MS })

export type Look = "light" | "dark"

/** Turns the system light or dark, and waits until the page has followed and nothing of it changes any more. */
export async function turn(page: Page, look: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: look })
  await page.locator(`html[data-look="${look}"]`).waitFor({ state: "attached" })
  await page.evaluate(async () => {
    for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame)
    const passing = document.getAnimations().filter((one) => one instanceof CSSTransition)
    await Promise.allSettled(passing.map(({ finished }) => finished))
  })
  const unsettled = page.locator('.map:not([data-state="idle"])').first()
  await unsettled.waitFor({ state: "detached", timeout: IDLE_MS })
}

/** Colour of a point of the page as #rrggbb, in px from the upper left. */
export async function colourAt(page: Page, x: number, y: number): Promise<string> {
  const clip = { x: Math.floor(x), y: Math.floor(y), width: 1, height: 1 }
  const png = await page.screenshot({ clip })
  const parts: Buffer[] = []
  // After a signature of 8 bytes: length, name, content and checksum of each part.
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  // One pixel, after a byte that names a filter; each of them leaves the first pixel as it is.
  return `#${inflateSync(Buffer.concat(parts)).subarray(1, 4).toString("hex")}`
}

const RESULTS = join(findRoot(), "test/.results")

/** Keeps a picture for people to look at; no claim is made of it. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(RESULTS, { recursive: true })
  await page.screenshot({ path: join(RESULTS, `${name}.png`) })
}
