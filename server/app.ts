import { randomUUID } from "node:crypto"
import { Hono } from "hono"
import type { ApplyGlobalResponse } from "hono/client"
import type { Logger } from "pino"
import { assessmentRoutes } from "./assessment/routes.ts"
import { accountRoutes } from "./accounts/routes.ts"
import type { Accounts } from "./accounts/sessions.ts"
import { attachmentRoutes } from "./attachments/routes.ts"
import { createPeople } from "./comments/people.ts"
import { commentRoutes } from "./comments/routes.ts"
import type { Archive } from "./basemap/archive.ts"
import { basemapRoutes } from "./basemap/routes.ts"
import { clockRoutes } from "./clock/routes.ts"
import type { Config } from "./config.ts"
import type { Door } from "./db/door.ts"
import { deriveDue } from "./derivation/derive.ts"
import type { Evaluator } from "./derivation/evaluator.ts"
import { deskRoutes } from "./desk/routes.ts"
import { determinationRoutes } from "./determinations/routes.ts"
import { enterpriseRoutes } from "./enterprises/routes.ts"
import { createSetter } from "./documents/setter.ts"
import { flagRoutes } from "./flags/routes.ts"
import type { Env } from "./http/context.ts"
import { notFound, type ProblemBody, respond } from "./http/problem.ts"
import { guardOrigin, limitJson, secureHeaders } from "./http/security.ts"
import { importRoutes } from "./imports/routes.ts"
import { type OperatorWork, operatorRoutes } from "./operator/routes.ts"
import { aroundRoutes } from "./parcels/around-routes.ts"
import { catalogueRoutes } from "./parcels/catalogue-routes.ts"
import { catalogueOf } from "./parcels/catalogue.ts"
import { parcelRoutes } from "./parcels/routes.ts"
import { sourceRoutes } from "./parcels/source-routes.ts"
import { openApiRoutes } from "./openapi.ts"
import { policyRoutes } from "./policy/routes.ts"
import { publicityRoutes } from "./publicity/routes.ts"
import { yearRoutes } from "./roster/routes.ts"
import { noticeRoutes } from "./notices/routes.ts"
import type { PaperJob } from "./paper-worker.ts"
import { runExportRoutes } from "./runs/export-routes.ts"
import { ruleSetRoutes } from "./rulesets/routes.ts"
import { runRoutes } from "./runs/routes.ts"
import { schemeRoutes } from "./schemes/routes.ts"
import { searchRoutes } from "./search/routes.ts"
import type { MapEngine } from "./tiles/engine.ts"
import type { ReadyTiles } from "./tiles/ready.ts"
import { tileRoutes } from "./tiles/routes.ts"
import { triangleRoutes } from "./triangle/routes.ts"
import { viewRoutes } from "./views/routes.ts"

/** What the application is made of; nothing of it is global, so tests make as many as they like. */
export type Parts = {
  door: Door
  map: MapEngine
  ready: ReadyTiles
  /** The file that lies under the parcels, where the deployment brought one. */
  basemap: Archive | null
  accounts: Accounts
  evaluator: Evaluator
  config: Config
  log: Logger
  version: string
  work: OperatorWork
}

const WRITES = ["POST", "PUT", "PATCH", "DELETE"]

/**
 * The whole API under /api. Order matters: headers and request id for every answer, then who is asking
 * (settled once), then the origin of unsafe requests, then the slices.
 */
export function createApp(parts: Parts) {
  const { door, map, ready, basemap, accounts, evaluator, config, log, version, work } = parts
  const people = createPeople(door)
  const set = createSetter<PaperJob>()
  const app = new Hono<Env>()
    .use(secureHeaders(config))
    .use(async (c, next) => {
      c.set("requestId", randomUUID())
      c.set("log", log)
      c.set("door", door)
      await next()
    })
    .use("/api/*", accounts.settle)
    .on(WRITES, "/api/*", guardOrigin(config), limitJson, async (c, next) => {
      await next()
      // A write leaves marks of what must be computed again; the writer sees the result at once, on the map too.
      if (!c.var.transacted || c.res.status >= 400) return
      await deriveDue(door)
      await map.look()
    })
    .get("/api/health", async (c) => {
      await door.serve("svc_auth", "read", (sql) => sql`select 1`)
      return c.json({ status: "ok" as const, engine: door.engine, version }, 200)
    })
    .route(
      "/api",
      accountRoutes(accounts, (audience) => [...catalogueOf(audience).keys()]),
    )
    .route("/api", catalogueRoutes())
    .route("/api/parcels", parcelRoutes())
    .route("/api/parcels", aroundRoutes())
    .route("/api", enterpriseRoutes())
    .route("/api", sourceRoutes())
    .route("/api", searchRoutes(door, map))
    .route("/api/tiles", tileRoutes(map, ready))
    .route("/api/basemap", basemapRoutes(config.basemap, basemap))
    .route("/api/imports", importRoutes(config))
    .route("/api/assessments", assessmentRoutes())
    .route("/api/assessments/schemes", schemeRoutes(people.nameOf))
    .route("/api/assessments/years", yearRoutes(people.nameOf))
    .route("/api/assessments", publicityRoutes(people.nameOf))
    .route("/api/assessments", policyRoutes(people.nameOf))
    .route("/api/assessments/runs", runRoutes(people.nameOf, version))
    .route("/api/assessments/runs", runExportRoutes(set))
    .route("/api/flags", flagRoutes())
    .route("/api/flags", clockRoutes())
    .route("/api/flags", ruleSetRoutes(people.nameOf))
    .route("/api/flags", triangleRoutes())
    .route("/api/flags", deskRoutes(people.nameOf, evaluator))
    .route("/api/flags/determinations", determinationRoutes(people.nameOf))
    .route("/api/flags", noticeRoutes(people.nameOf, set))
    .route("/api", viewRoutes(people.nameOf))
    .route("/api", commentRoutes(people))
    .route("/api/attachments", attachmentRoutes(people.nameOf))
    .route("/api/operator", operatorRoutes(work))
  return app
    .route("/api", openApiRoutes(app, version))
    .notFound((c) => respond(notFound(), c))
    .onError((error, c) => respond(error, c))
}

type Failure = { json: ProblemBody }
/** All the client may know of the server: its routes, and the one shape of failure. */
export type Api = ApplyGlobalResponse<
  ReturnType<typeof createApp>,
  {
    400: Failure
    401: Failure
    404: Failure
    409: Failure
    412: Failure
    500: Failure
    503: Failure
  }
>
