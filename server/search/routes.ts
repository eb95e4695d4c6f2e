import { Hono } from "hono"
import { describeRoute, resolver } from "hono-openapi"
import { legalDayAt } from "../../geodata/days.ts"
import type { Door } from "../db/door.ts"
import { type Env, transact } from "../http/context.ts"
import { validate } from "../http/validate.ts"
import { type ChangedCells, createNameSearch } from "./engine.ts"
import { type Hit, listHits } from "./hits.ts"
import { SearchAnswer, SearchQuery } from "./schema.ts"

/** Parcels, firms, roads and zones by a text. Mounted at /api. */
export function searchRoutes(door: Door, map: ChangedCells) {
  const search = createNameSearch(door, map)
  return new Hono<Env>().get(
    "/search",
    describeRoute({
      tags: ["search"],
      summary:
        "Parcels, firms, roads and zones whose name, former name, pinyin or code holds a text, best first",
      responses: {
        200: {
          description: "What the audience may find; empty for one without business data",
          content: { "application/json": { schema: resolver(SearchAnswer) } },
        },
      },
    }),
    validate("query", SearchQuery),
    async (c) => {
      const { audience } = c.var.actor
      const { q, limit } = c.req.valid("query")
      const { matches, total } = await search.find(audience, q, limit)
      const items: Hit[] =
        matches.length > 0
          ? await transact(c, (sql) => listHits(sql, audience, matches, legalDayAt(new Date())))
          : []
      return c.json({ items, total }, 200)
    },
  )
}
