import { createHash } from "node:crypto"
import { promisify } from "node:util"
import { constants, gzip } from "node:zlib"
import { type Context, Hono } from "hono"
import { describeRoute, resolver } from "hono-openapi"
import { z } from "zod"
import { legalDayAt } from "../../geodata/days.ts"
import type { Audience } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"
import { type Env, transact } from "../http/context.ts"
import { notFound, Problem } from "../http/problem.ts"
import { validate } from "../http/validate.ts"
import type { NamedField } from "../parcels/catalogue.ts"
import { selectionShape, Year } from "../parcels/schema.ts"
import { findLatestYear, readSelection, type Selection } from "../parcels/selection.ts"
import { parseTileAddress, type TileAddress } from "./address.ts"
import { toWorld } from "./mercator.ts"
import { encodeTile, type TileFeature } from "./mvt.ts"
import {
  feedsOf,
  findExtent,
  findRevision,
  hasMoreThan,
  listTileRows,
  tileFields,
  type TileRow,
} from "./queries.ts"
import { decodeTwkb } from "./twkb.ts"

const compress = promisify(gzip)

/** Raise it when the same rows become other bytes: every tile in every cache is then old. */
const TILE_FORMAT = "1"

/** Which land a tile shows. There is one: all that the installation holds. */
const SCOPE = "all"

/**
 * Below this zoom a tile that would hold many parcels is empty: they would be specks, and the tile
 * large. Where all parcels are few they are shown from the whole world on.
 */
const LEAST_ZOOM = 10
const FEW_PARCELS = 2_000
/** Beyond this zoom the client enlarges: a tile unit is 15 cm there. */
const MOST_ZOOM = 16

/** A body so short gains nothing from compression. */
const SHORT_BYTES = 1_024

const TileQuery = z.strictObject(
  { year: Year.optional(), filter: selectionShape.filter, q: selectionShape.q },
  "有不认识的参数",
)
type TileQuery = z.infer<typeof TileQuery>

const TileJson = z.strictObject({
  tilejson: z.literal("3.0.0"),
  name: z.string(),
  tiles: z.array(z.string()),
  bounds: z.array(z.number()).length(4),
  center: z.array(z.number()).length(3).optional(),
  minzoom: z.int(),
  maxzoom: z.int(),
  vector_layers: z.array(
    z.strictObject({ id: z.string(), fields: z.record(z.string(), z.string()) }),
  ),
})
type TileJson = z.infer<typeof TileJson>

/** Vector tiles of parcels. Mounted at /api/tiles. */
export const tileRoutes = () =>
  new Hono<Env>()
    .get(
      "/parcels.json",
      describeRoute({
        tags: ["map"],
        summary:
          "TileJSON of the parcels for the audience that asks; the filter becomes part of the tiles' address",
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
        const { catalogue } = readSelection(audience, query)
        const day = legalDayAt(new Date())
        const found =
          catalogue.size > 0
            ? await transact(c, async (sql) => ({
                extent: await findExtent(sql, day),
                year: query.year ?? (await findLatestYear(sql, audience)),
              }))
            : { extent: null, year: null }
        return c.json(describeTiles(audience, { ...query, ...found }, tileFields(catalogue)), 200)
      },
    )
    .get(
      "/:audience/:scope/parcels/:z/:x/:y",
      describeRoute({
        tags: ["map"],
        summary: "One vector tile with the layer parcels, for the audience that its address names",
        responses: {
          200: {
            description: "Mapbox Vector Tile 2.1",
            content: {
              "application/vnd.mapbox-vector-tile": {
                schema: { type: "string", format: "binary" },
              },
            },
          },
          204: { description: "Nothing to show here" },
          304: { description: "Nothing changed since" },
        },
      }),
      validate("query", TileQuery),
      async (c) => {
        const { audience } = c.var.actor
        const { z, x, y, scope } = c.req.param()
        if (c.req.param("audience") !== audience || scope !== SCOPE) throw notFound()
        const address = y.endsWith(".mvt")
          ? parseTileAddress(z, x, y.slice(0, -".mvt".length))
          : undefined
        if (!address) throw new Problem("invalid-request", "瓦片地址无效：应为 {z}/{x}/{y}.mvt。")
        const { year, ...wanted } = c.req.valid("query")
        const selection = readSelection(audience, wanted)
        const fields = tileFields(selection.catalogue)
        if (fields.length === 0) return c.body(null, 204)
        const day = legalDayAt(new Date())
        const key = [TILE_FORMAT, audience, scope, day, JSON.stringify(wanted)]
        const tile = await transact(c, async (sql) => {
          const shownYear = year ?? (await findLatestYear(sql, audience))
          const etag = await findTag(sql, address, selection, fields, [...key, String(shownYear)])
          if (etag && etag === c.req.header("if-none-match")) return { etag, rows: null }
          const isTooMuch =
            address.z < LEAST_ZOOM && (await hasMoreThan(sql, address, day, FEW_PARCELS))
          const rows = isTooMuch
            ? []
            : await listTileRows(sql, address, { selection, day, year: shownYear }, fields)
          return { etag, rows }
        })
        c.header("cache-control", "private, no-cache")
        c.header("vary", "Cookie, Accept-Encoding")
        if (tile.etag) c.header("etag", tile.etag)
        if (!tile.rows) return c.body(null, 304)
        return answerTile(
          c,
          encodeTile(address, [{ name: "parcels", features: toFeatures(tile.rows, fields) }]),
        )
      },
    )

/**
 * The tile's ETag, weak because compressed and plain bytes share it; undefined where the filter stands on
 * something whose changes are not noted for the map, so that such a tile is always made anew.
 */
async function findTag(
  sql: Sql,
  address: TileAddress,
  { filter, q }: Selection,
  fields: readonly NamedField[],
  key: readonly string[],
): Promise<string | undefined> {
  const feeds = q === null ? feedsOf([...fields, ...filter.fields]) : null
  if (!feeds) return undefined
  const { z, x, y } = address
  const revision = await findRevision(sql, address, feeds)
  const digest = createHash("sha256")
    .update(JSON.stringify([...key, z, x, y, revision]))
    .digest("base64url")
  return `W/"${digest.slice(0, 22)}"`
}

/** Decodes row by row as the encoder asks for them: outlines made beforehand would double its time. */
function* toFeatures(
  rows: readonly TileRow[],
  fields: readonly NamedField[],
): Generator<TileFeature> {
  for (const row of rows)
    yield {
      id: row.id,
      outline: toWorld(decodeTwkb(row.twkb)),
      properties: fields.map(({ name }) => [name, row[name] ?? null] as const),
    }
}

async function answerTile(c: Context<Env>, bytes: Uint8Array<ArrayBuffer>) {
  if (bytes.length === 0) return c.body(null, 204)
  c.header("content-type", "application/vnd.mapbox-vector-tile")
  const accepted = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(
    c.req.header("accept-encoding") ?? "",
  )
  if (!accepted || bytes.length < SHORT_BYTES) return c.body(bytes, 200)
  c.header("content-encoding", "gzip")
  return c.body(new Uint8Array(await compress(bytes, { level: constants.Z_BEST_SPEED })), 200)
}

const WORLD_BOUNDS = [-180, -85.051129, 180, 85.051129]
const TYPE_NAMES = { text: "String", number: "Number", boolean: "Boolean", day: "String" }

type Found = Pick<TileQuery, "filter" | "q"> & {
  year: number | null
  extent: Awaited<ReturnType<typeof findExtent>>
}

function describeTiles(
  audience: Audience,
  { year, filter, q, extent }: Found,
  fields: readonly NamedField[],
): TileJson {
  const query = new URLSearchParams()
  if (year !== null) query.set("year", String(year))
  if (filter) query.set("filter", filter)
  if (q) query.set("q", q)
  const asked = query.size > 0 ? `?${query}` : ""
  const isFew = extent !== null && extent.parcels <= FEW_PARCELS
  return {
    tilejson: "3.0.0",
    name: "parcels",
    tiles: [`/api/tiles/${audience}/${SCOPE}/parcels/{z}/{x}/{y}.mvt${asked}`],
    bounds: extent ? [extent.west, extent.south, extent.east, extent.north] : WORLD_BOUNDS,
    minzoom: isFew ? 0 : LEAST_ZOOM,
    maxzoom: MOST_ZOOM,
    vector_layers: [
      {
        id: "parcels",
        fields: Object.fromEntries(fields.map(({ name, type }) => [name, TYPE_NAMES[type]])),
      },
    ],
  }
}
