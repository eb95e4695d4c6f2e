import { bodyLimit } from "hono/body-limit"
import { createMiddleware } from "hono/factory"
import type { Config } from "../config.ts"
import type { Env } from "./context.ts"
import { Problem } from "./problem.ts"

/** Types that a form of a foreign page cannot send. */
const FORM_TYPES = /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)/i

/** Content security policy that MapLibre 6 runs under: its worker is a file of ours, its icons are data:. */
const policy = (origins: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: blob:${origins}`,
    `connect-src 'self'${origins}`,
    "font-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join("; ")

/** What a map asks for by the hundred: bytes that no browser ever opens as a document. */
const TILES = "/api/tiles/"

/**
 * Security headers on every answer; live data is never kept by a shared cache. What a document may do is not said
 * of tiles: nothing there is one, and the words would cost more than sending the tile.
 */
export const secureHeaders = (config: Pick<Config, "basemap">) => {
  const hosts = config.basemap?.kind === "images" ? config.basemap.hosts : []
  const ofAll = Object.entries({
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
  })
  const ofDocuments = Object.entries({
    "content-security-policy": policy(hosts.map((host) => ` ${host}`).join("")),
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "geolocation=(self), camera=(self), microphone=(), payment=()",
    "x-frame-options": "DENY",
  })
  return createMiddleware<Env>(async (c, next) => {
    // Set before the answer is made: headers of a finished one cost more than many a handler. What a handler
    // says itself stands in their place.
    const { path } = c.req
    for (const [name, value] of ofAll) c.header(name, value)
    if (!path.startsWith(TILES)) for (const [name, value] of ofDocuments) c.header(name, value)
    if (path.startsWith("/api/")) {
      c.header("cache-control", "private, no-store")
      c.header("vary", "Cookie")
    }
    await next()
  })
}

/**
 * For unsafe requests only. Refuses those of foreign pages: the Origin must be our own and Sec-Fetch-Site, where a browser
 * sends it, must agree; bodies must be JSON or a raw file. The operator's command sends its own key and no
 * cookie, so it needs no origin.
 */
export const guardOrigin = (config: Pick<Config, "baseUrl">) =>
  createMiddleware<Env>(async (c, next) => {
    if (!c.req.header("authorization")) {
      const origin = c.req.header("origin")
      const site = c.req.header("sec-fetch-site")
      const own = config.baseUrl ? new URL(config.baseUrl).host : c.req.header("host")
      if (!origin || hostOf(origin) !== own || (site && site !== "same-origin"))
        throw new Problem("foreign-origin", "请求不是从本系统的页面发出的。")
      if (FORM_TYPES.test(c.req.header("content-type") ?? ""))
        throw new Problem("media-type-unsupported", "请以 JSON 或原始文件提交。")
    }
    await next()
  })

const limitTo = (mebibytes: number) =>
  bodyLimit({
    maxSize: mebibytes * 2 ** 20,
    onError: () => {
      throw new Problem("body-too-large", `提交的 JSON 过大，至多 ${mebibytes} MB。`)
    },
  })
const SMALL = limitTo(1)
/** Whole populations are judged in one request: 100,000 firms with all their figures. */
const LARGE = limitTo(128)
const WHOLE_POPULATIONS = /^\/api\/(assessments|flags)\//

/** Refuses JSON that would fill the memory, before it is read. Files come raw and have limits of their own. */
export const limitJson = createMiddleware<Env>(async (c, next) => {
  if (!/^application\/json\b/i.test(c.req.header("content-type") ?? "")) return next()
  const isLarge = WHOLE_POPULATIONS.test(c.req.path) && c.var.actor.audience !== "public"
  return (isLarge ? LARGE : SMALL)(c, next)
})

const hostOf = (origin: string): string | undefined => {
  try {
    return new URL(origin).host
  } catch {
    return undefined
  }
}
