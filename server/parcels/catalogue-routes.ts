import { createHash } from "node:crypto"
import { Hono } from "hono"
import { describeRoute, resolver } from "hono-openapi"
import { z } from "zod"
import { type Env, transact } from "../http/context.ts"
import { legalDayAt } from "../../geodata/days.ts"
import { validate } from "../http/validate.ts"
import { catalogueOf, datedCatalogueOf } from "./catalogue.ts"
import { describeFields } from "./field.ts"
import { GEOMETRY_NAME } from "./filter.ts"
import { findGroundRevision, type GroundFeature, listGround, seesGround } from "./ground.ts"
import { FilterNames, On } from "./schema.ts"
import { readPastDay } from "./selection.ts"

const NamesQuery = z.strictObject({ on: On }, "有不认识的参数")

const Ground = z.object({
  type: z.literal("FeatureCollection"),
  features: z.array(
    z.object({
      type: z.literal("Feature"),
      id: z.string(),
      geometry: z.object({ type: z.string() }),
      properties: z.object({
        layer: z.enum(["zone", "ground"]),
        kind: z.string(),
        name: z.string().nullable(),
        rank: z.int().nullable(),
        isSample: z.boolean(),
      }),
    }),
  ),
})

const GEOMETRY = {
  name: GEOMETRY_NAME,
  type: "geometry",
  many: false,
  sortable: false,
  unit: null,
  zh: "图形",
  en: "outline",
  values: null,
} as const

/** What an audience may ask in, and the ground under the map. Mounted at /api. */
export const catalogueRoutes = () =>
  new Hono<Env>()
    .get(
      "/filter-names",
      describeRoute({
        tags: ["parcels"],
        summary:
          "Names, types and units that the asking audience may filter and sort by, as of today or of a past day",
        responses: {
          200: {
            description: "The audience's names; empty for one without business data",
            content: { "application/json": { schema: resolver(FilterNames) } },
          },
        },
      }),
      validate("query", NamesQuery),
      (c) => {
        const on = readPastDay(c.req.valid("query").on, legalDayAt(new Date()))
        const { audience } = c.var.actor
        const catalogue = on ? datedCatalogueOf(audience) : catalogueOf(audience)
        const names = describeFields(catalogue.values())
        const items = names.length > 0 ? [...names, GEOMETRY] : []
        return c.json({ items, total: items.length, next: null }, 200)
      },
    )
    .get(
      "/ground",
      describeRoute({
        tags: ["map"],
        summary: "Zone outline, roads, water and green drawn under the parcels",
        responses: {
          200: {
            description: "Features in the order to draw them, CRS84",
            content: { "application/geo+json": { schema: resolver(Ground) } },
          },
          304: { description: "Nothing was added since" },
        },
      }),
      async (c) => {
        const { audience } = c.var.actor
        const known = c.req.header("if-none-match")
        const found = seesGround(audience)
          ? await transact(c, async (sql) => {
              const etag = toTag(audience, await findGroundRevision(sql))
              return { etag, features: etag === known ? null : await listGround(sql) }
            })
          : { etag: toTag(audience, ""), features: [] as GroundFeature[] }
        const headers = { etag: found.etag, "cache-control": "private, no-cache" }
        if (found.features === null) return c.body(null, 304, headers)
        const collection = { type: "FeatureCollection", features: found.features }
        return c.body(JSON.stringify(collection), 200, {
          ...headers,
          "content-type": "application/geo+json",
        })
      },
    )

/** Tells two states apart without telling how many rows there are. */
const toTag = (audience: string, revision: string) =>
  `"${createHash("sha256").update(`ground ${audience} ${revision}`).digest("base64url").slice(0, 22)}"`
