import { Hono } from "hono"
import { describeRoute, resolver } from "hono-openapi"
import { type Env, transact } from "../http/context.ts"
import { validate } from "../http/validate.ts"
import { catalogueOf } from "./catalogue.ts"
import { listSources } from "./sources.ts"
import { SourceList, SourcesQuery } from "./sources.schema.ts"

/** Where data came from, as far as the asking audience may know. Mounted at /api. */
export const sourceRoutes = () =>
  new Hono<Env>().get(
    "/sources",
    describeRoute({
      tags: ["parcels"],
      summary: "The newest source of each kind of data that the asking audience may read",
      responses: {
        200: {
          description: "One a kind; empty for an audience without business data",
          content: { "application/json": { schema: resolver(SourceList) } },
        },
      },
    }),
    validate("query", SourcesQuery),
    async (c) => {
      const { audience } = c.var.actor
      const { year } = c.req.valid("query")
      const items =
        catalogueOf(audience).size === 0
          ? []
          : await transact(c, (sql) => listSources(sql, audience, year ?? null))
      return c.json({ items, total: items.length, next: null } satisfies SourceList, 200)
    },
  )
