import { type Context, Hono } from "hono"
import { describeRoute, resolver } from "hono-openapi"
import { z } from "zod"
import type { Day } from "../../geodata/days.ts"
import { type Audience, AUDIENCES } from "../db/audience.ts"
import type { Env } from "../http/context.ts"
import { notFound, Problem } from "../http/problem.ts"
import { validate, validateOften } from "../http/validate.ts"
import { type Catalogue, catalogueOf, findMapField, type MapField } from "../parcels/catalogue.ts"
import { On, selectionShape, Year } from "../parcels/schema.ts"
import { readPastDay, readSelection } from "../parcels/selection.ts"
import { bytesFor, toBody } from "../http/body.ts"
import { writeColumns } from "./columns-file.ts"
import { parseTileAddress } from "./encode/address.ts"
import type { MapEngine } from "./engine.ts"
import { tileFields } from "./queries.ts"
import type { Question } from "./question.ts"
import type { ReadyTiles } from "./ready.ts"
import { describeTiles, SCOPE, TileJson } from "./tile-json.ts"

const UNKNOWN = "有不认识的参数"
const Fields = z
  .string()
  .max(400)
  .optional()
  .describe("names of /api/filter-names with commas between; absent: those of the tiles")
const tileShape = {
  year: Year.optional(),
  on: On,
  filter: selectionShape.filter,
  q: selectionShape.q,
  fields: Fields,
  measure: z
    .string()
    .max(64)
    .optional()
    .describe("what bins tell beside count and area: a value per mu, or a class"),
}
const TileQuery = z.strictObject(tileShape, UNKNOWN)
type TileQuery = z.infer<typeof TileQuery>

/** Cells of one question: more than a screen at the lowest zoom of parcels shows. */
const MOST_CELLS = 512
const Cells = z
  .string()
  .regex(/^\d{1,8}(,\d{1,8})*$/, "应为以逗号分隔的格网编号")
  .transform((text) => [...new Set(text.split(",").map(Number))])
  .refine((cells) => cells.length <= MOST_CELLS, `至多 ${MOST_CELLS} 个格网`)
const ColumnsQuery = z.strictObject(
  {
    year: Year.optional(),
    on: On,
    filter: selectionShape.filter,
    fields: Fields,
    cells: Cells.optional().describe("z13 cells by number; absent: every one with parcels"),
  },
  UNKNOWN,
)
const ChangesQuery = z.strictObject({ since: z.string().max(40).optional() }, UNKNOWN)

const Changes = z.strictObject({
  mark: z.string(),
  cells: z
    .array(
      z.strictObject({
        cell: z.int(),
        west: z.number(),
        south: z.number(),
        east: z.number(),
        north: z.number(),
      }),
    )
    .nullable()
    .describe("null: too much was missed, everything may have changed"),
})

const BINARY = { schema: { type: "string", format: "binary" } } as const

/** The parcels on the map: vector tiles, their attributes by column, and what changed. At /api/tiles. */
export function tileRoutes(engine: MapEngine, ready: Pick<ReadyTiles, "note">) {
  /** Of each audience, what it asked by a query that is remembered. */
  const known = new Map<Audience, WeakMap<TileQuery, Question>>(
    AUDIENCES.map((audience) => [audience, new WeakMap()]),
  )
  function questionOf(audience: Audience, query: TileQuery): Question {
    const before = known.get(audience)!.get(query)
    if (before) return before
    const question = toQuestion(audience, query, engine.today())
    // A day that is today is another question tomorrow.
    if (!query.on) known.get(audience)!.set(query, question)
    return question
  }

  return new Hono<Env>()
    .get(
      "/parcels.json",
      describeRoute({
        tags: ["map"],
        summary:
          "TileJSON of the parcels for the audience that asks; filter and past day become part of the tiles' address, and what is known of today alone is not in the tiles of a past day",
        responses: {
          200: {
            description: "TileJSON 3",
            content: { "application/json": { schema: resolver(TileJson) } },
          },
        },
      }),
      validate("query", TileQuery),
      async (c) => {
        const { audience } = c.var.actor
        const query = c.req.valid("query")
        const { filter, q, fields, measure } = query
        const question = toQuestion(audience, query, engine.today())
        const { on = null } = question
        const isShown = question.fields.length > 0
        const year = isShown ? await engine.yearOf(audience, query.year, on) : (query.year ?? null)
        const asked = {
          year: year === null ? undefined : String(year),
          on: on ?? undefined,
          filter,
          q,
          fields,
          measure,
        }
        const extent = isShown ? await engine.extent(on) : null
        return c.json(describeTiles(audience, { ...question, asked, extent }), 200)
      },
    )
    .get(
      "/:audience/:scope/parcels/:z/:x/:y",
      describeRoute({
        tags: ["map"],
        summary:
          "One vector tile for the audience that its address names: parcels from z12 on (where they are few, from z0), bins of them from z8 to z11, zones below",
        parameters: [
          {
            name: "y",
            in: "path",
            required: true,
            schema: { type: "string", pattern: "^[0-9]+\\.mvt$" },
            description: "row from the north, with .mvt",
          },
        ],
        responses: {
          200: {
            description: "Mapbox Vector Tile 2.1",
            content: { "application/vnd.mapbox-vector-tile": BINARY },
          },
          204: { description: "Nothing to show here" },
          304: { description: "Nothing changed since" },
        },
      }),
      validateOften(TileQuery),
      async (c) => {
        const audience = ownAudience(c)
        const { z, x, y } = c.req.param()
        const address = y.endsWith(".mvt")
          ? parseTileAddress(z, x, y.slice(0, -".mvt".length))
          : undefined
        if (!address) throw new Problem("invalid-request", "瓦片地址无效：应为 {z}/{x}/{y}.mvt。")
        const query = c.req.valid("query")
        const question = questionOf(audience, query)
        if (question.fields.length === 0) return c.body(null, 204)
        const { etag, body, ticket } = await engine.tile(address, question)
        const isHeld = isKnown(c, question, etag)
        const unchanged = c.body(null, 304)
        if (!query.on) ready.note(pathOf(c.req.url), { address, question, ticket }, unchanged)
        if (isHeld) return unchanged
        if (!body) return c.body(null, 204)
        c.header("content-type", "application/vnd.mapbox-vector-tile")
        return c.body(bytesFor(c, body), 200)
      },
    )
    .get(
      "/:audience/:scope/columns",
      describeRoute({
        tags: ["map"],
        summary:
          "Attributes of the parcels of z13 cells as flat arrays, to colour a map by without loading its tiles anew",
        responses: {
          200: {
            description: "a JSON head and little-endian arrays, see server/tiles/columns-file.ts",
            content: { "application/octet-stream": BINARY },
          },
          304: { description: "Nothing changed since" },
        },
      }),
      validate("query", ColumnsQuery),
      async (c) => {
        const audience = ownAudience(c)
        const { cells, ...query } = c.req.valid("query")
        const question = toQuestion(audience, query, engine.today())
        if (question.fields.length === 0) throw notFound()
        question.year = await engine.yearOf(audience, query.year, question.on)
        const { etag, residents } = await engine.columns(cells, question)
        if (isKnown(c, question, etag)) return c.body(null, 304)
        const names = question.fields.map(({ name }) => name)
        const file = writeColumns(residents, names, question.year)
        c.header("content-type", "application/octet-stream")
        return c.body(bytesFor(c, await toBody(file)), 200)
      },
    )
    .get(
      "/:audience/:scope/changes",
      describeRoute({
        tags: ["map"],
        summary: "z13 cells whose parcels changed since a mark, in what the audience sees of them",
        responses: {
          200: {
            description: "the next mark, and the cells with the box of their parcels in degrees",
            content: { "application/json": { schema: resolver(Changes) } },
          },
        },
      }),
      validate("query", ChangesQuery),
      async (c) => {
        const { since = null } = c.req.valid("query")
        c.header("cache-control", "no-store")
        return c.json(await engine.changes(ownAudience(c), since), 200)
      },
    )
}

/** Path and query of an absolute address. */
const pathOf = (url: string) => url.slice(url.indexOf("/", "https://".length))

/** The asker's audience, which is also that of the address: two never share one. @throws Problem not-found */
function ownAudience(c: Context<Env>): Audience {
  const { audience } = c.var.actor
  if (c.req.param("audience") !== audience || c.req.param("scope") !== SCOPE) throw notFound()
  return audience
}

/** @throws Problem invalid-request for a name that the audience does not have, or not of that day */
function toQuestion(audience: Audience, query: TileQuery, today: Day): Question {
  const { year = null, filter, q } = query
  const on = readPastDay(query.on, today)
  const { catalogue } = readSelection(audience, { filter, q, on })
  const names = { catalogue, whole: catalogueOf(audience) }
  const fields = query.fields
    ? query.fields.split(",").map((name) => ownField(names, name, "/fields"))
    : tileFields(catalogue)
  const measure = query.measure ? ownField(names, query.measure, "/measure") : null
  if (measure && !measure.ratio && (measure.type === "number" || measure.type === "day"))
    throw refused("/measure")
  return { audience, fields, measure, year, on, filter: filter || undefined, q: q || undefined }
}

/** @param whole what the audience may ask of today */
function ownField(
  { catalogue, whole }: { catalogue: Catalogue; whole: Catalogue },
  name: string,
  pointer: string,
): MapField {
  const field = findMapField(catalogue, name)
  if (field) return field
  const present = findMapField(whole, name)
  throw refused(pointer, present && `“${present.zh}”只有今天的值，不能用于过去的日期`)
}

const refused = (pointer: string, message = "没有可用的这个名称") =>
  new Problem("invalid-request", "请求中有无效的内容，见 issues。", {
    issues: [{ pointer, message }],
  })

/** Figures of firms are nobody's to keep; the rest may be kept and is asked for again each time. */
const isFigure = ({ feed }: MapField) => feed === "metric"

/** Sets the headers that say how long the answer holds. @returns whether the asker has it already */
function isKnown(c: Context<Env>, { fields, measure }: Question, etag: string | null): boolean {
  const isSecret = [...fields, ...(measure ? [measure] : [])].some(isFigure)
  c.header("cache-control", isSecret ? "private, no-store" : "private, no-cache")
  c.header("vary", "Cookie, Accept-Encoding")
  if (etag !== null) c.header("etag", etag)
  return etag !== null && etag === c.req.header("if-none-match")
}
