import { Hono } from "hono"
import pino from "pino"
import { type Audience, AUDIENCES } from "../../server/db/audience.ts"
import type { Door } from "../../server/db/door.ts"
import { enterpriseRoutes } from "../../server/enterprises/routes.ts"
import type { Env } from "../../server/http/context.ts"
import { Problem, respond } from "../../server/http/problem.ts"
import { openApiRoutes } from "../../server/openapi.ts"
import { aroundRoutes } from "../../server/parcels/around-routes.ts"
import { catalogueRoutes } from "../../server/parcels/catalogue-routes.ts"
import { parcelRoutes } from "../../server/parcels/routes.ts"
import { searchRoutes } from "../../server/search/routes.ts"
import { createMapEngine, type EngineOptions } from "../../server/tiles/engine.ts"
import { ReadyTiles } from "../../server/tiles/ready.ts"
import { tileRoutes } from "../../server/tiles/routes.ts"

const AUDIENCE_HEADER = "test-audience"

/**
 * The routes of parcels and tiles on this door, with who is asking stated outright instead of by a
 * session. Every request has the same id, so answers can be compared byte by byte.
 */
export function openParcelApp(door: Door, options: Partial<EngineOptions> = {}) {
  const map = createMapEngine(door, { memoryBytes: 2 ** 26, ...options })
  const app = new Hono<Env>()
    .use(async (c, next) => {
      const audience = AUDIENCES.find((one) => one === c.req.header(AUDIENCE_HEADER)) ?? "public"
      c.set("actor", {
        audience,
        role: null,
        userId: null,
        name: `test-${audience}`,
        requestId: "r",
      })
      c.set("requestId", "r")
      c.set("log", pino({ level: "silent" }))
      c.set("door", door)
      await next()
    })
    .route("/api", catalogueRoutes())
    .route("/api/parcels", parcelRoutes())
    .route("/api/parcels", aroundRoutes())
    .route("/api", enterpriseRoutes())
    .route("/api", searchRoutes(door, map))
    .route("/api/tiles", tileRoutes(map, new ReadyTiles(map, () => undefined)))
  const whole = app
    .route("/api", openApiRoutes(app, "0"))
    .notFound((c) => respond(new Problem("not-found", "没有这个地址。"), c))
    .onError((error, c) => respond(error, c))

  const ask = async (
    audience: Audience,
    path: string,
    init: RequestInit & { headers?: Record<string, string> } = {},
  ) => {
    // Tests write past the application, which would look for it within a second.
    if (/^\/api\/(tiles|search)/.test(path)) await map.look()
    return whole.request(path, {
      ...init,
      headers: { ...init.headers, [AUDIENCE_HEADER]: audience },
    })
  }

  return {
    map,
    ask,
    /** The JSON of an answer that must be 200. */
    async read<T>(audience: Audience, path: string): Promise<T> {
      const answer = await ask(audience, path)
      const text = await answer.text()
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${text}`)
      return JSON.parse(text) as T
    },
    patch: (
      audience: Audience,
      path: string,
      change: unknown,
      headers: Record<string, string> = {},
    ) =>
      ask(audience, path, {
        method: "PATCH",
        body: JSON.stringify(change),
        headers: { "content-type": "application/json", ...headers },
      }),
  }
}
export type ParcelApp = ReturnType<typeof openParcelApp>

/** A query string of what is given. */
export const query = (given: Record<string, string | number | undefined>) =>
  `?${new URLSearchParams(
    Object.entries(given).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  )}`
