import { randomBytes } from "node:crypto"
import { Hono } from "hono"
import { describeRoute, resolver } from "hono-openapi"
import { legalDayAt } from "../../geodata/days.ts"
import { AUDIENCES } from "../db/audience.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { notFound } from "../http/problem.ts"
import { validate } from "../http/validate.ts"
import { readCursor, writeCursor } from "../parcels/cursor.ts"
import { describeFields } from "../parcels/field.ts"
import { readSort } from "../parcels/keyset.ts"
import type { Moment } from "../parcels/list.ts"
import { FilterNames, readId } from "../parcels/schema.ts"
import { catalogueOf } from "./catalogue.ts"
import { findFirm } from "./detail.ts"
import { FirmDetail } from "./detail.schema.ts"
import { type FirmRow, listFirms } from "./list.ts"
import { DetailQuery, FirmList, FirmSummary, ListQuery, SelectionQuery } from "./schema.ts"
import { findYear, readSelection } from "./selection.ts"
import { type Summary, summariseFirms } from "./summary.ts"

/** Life of a list's page marks: as long as the process. */
const CURSOR_KEY_BYTES = 32

const content = (schema: Parameters<typeof resolver>[0]) => ({
  "application/json": { schema: resolver(schema) },
})

/** Firms: what may be asked, table, summary, one of them. Mounted at /api. */
export function enterpriseRoutes() {
  const cursorKey = randomBytes(CURSOR_KEY_BYTES)
  return new Hono<Env>()
    .get(
      "/enterprise-names",
      describeRoute({
        tags: ["enterprises"],
        summary: "Names, types and units of firms that the asking audience sees and sorts by",
        responses: {
          200: {
            description: "The audience's names; empty for one without business data",
            content: content(FilterNames),
          },
        },
      }),
      (c) => {
        const items = describeFields(catalogueOf(c.var.actor.audience).values())
        return c.json({ items, total: items.length, next: null }, 200)
      },
    )
    .get(
      "/enterprises",
      describeRoute({
        tags: ["enterprises"],
        summary:
          "Firms on record, page by page, with the fields that the audience may see; a parcel filter narrows them to its parcels",
        responses: { 200: { description: "One page", content: content(FirmList) } },
      }),
      validate("query", ListQuery),
      async (c) => {
        const { audience } = c.var.actor
        const { cursor, limit, sort: order, ...wanted } = c.req.valid("query")
        const selection = readSelection(audience, wanted)
        const sort = readSort(order, selection.catalogue)
        const request = JSON.stringify(["enterprises", audience, wanted, order])
        const after = cursor ? readCursor(cursorKey, cursor, request) : null
        if (!sort) return c.json(NOTHING, 200)
        const page = await transact(c, async (sql) => {
          const moment: Moment = after ?? {
            day: legalDayAt(new Date()),
            year: wanted.year ?? (await findYear(sql, audience)),
          }
          return { ...(await listFirms(sql, selection, moment, { sort, limit, after })), ...moment }
        })
        const { firms, total, last, day, year } = page
        const next = last ? writeCursor(cursorKey, { ...last, day, year }, request) : null
        return c.json({ items: firms, total, next, year }, 200)
      },
    )
    .get(
      "/enterprises/summary",
      describeRoute({
        tags: ["enterprises"],
        summary: "Counts of the firms that a filter selects by grade, industry and scale, and sums",
        responses: {
          200: { description: "Sums over the whole selection", content: content(FirmSummary) },
        },
      }),
      validate("query", SelectionQuery),
      async (c) => {
        const { audience } = c.var.actor
        const wanted = c.req.valid("query")
        const selection = readSelection(audience, wanted)
        if (selection.catalogue.size === 0) return c.json(NO_SUMMARY, 200)
        const summary = await transact(c, async (sql) => {
          const year = wanted.year ?? (await findYear(sql, audience))
          const moment = { day: legalDayAt(new Date()), year }
          return { year, ...(await summariseFirms(sql, selection, moment)) }
        })
        return c.json(summary, 200)
      },
    )
    .get(
      "/enterprises/:id",
      describeRoute({
        tags: ["enterprises"],
        summary:
          "One firm over all its parcels: names, dated uses, land and figures by year beside those of its industry",
        responses: { 200: { description: "The firm", content: content(FirmDetail) } },
      }),
      allow(...AUDIENCES.filter((audience) => catalogueOf(audience).size > 0)),
      validate("query", DetailQuery),
      async (c) => {
        const { audience } = c.var.actor
        const { year } = c.req.valid("query")
        const enterpriseId = readId(c.req.param("id"))
        if (enterpriseId === undefined) throw notFound()
        const ask = { audience, enterpriseId, day: legalDayAt(new Date()) }
        const firm = await transact(c, (sql) => findFirm(sql, ask, year ?? null))
        if (!firm) throw notFound()
        return c.json(firm satisfies FirmDetail, 200)
      },
    )
}

const NOTHING: { items: FirmRow[]; total: number; next: string | null; year: number | null } = {
  items: [],
  total: 0,
  next: null,
  year: null,
}
const NO_SUMMARY: Summary & { year: number | null } = { year: null, total: { firms: 0 } }
