import { createHash } from "node:crypto"
import { promisify } from "node:util"
import { constants, gzip } from "node:zlib"
import { type Context, Hono } from "hono"
import { describeRoute, resolver } from "hono-openapi"
import { z } from "zod"
import { legalDayAt } from "../../geodata/days.ts"
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
import { describeTiles, FEW_PARCELS, LEAST_ZOOM, SCOPE, TileJson } from "./tile-json.ts"
import { decodeTwkb } from "./twkb.ts"

const compress = promisify(gzip)

/** Raise it when the same rows become other bytes: every tile in every cache is then old. */
const TILE_FORMAT = "1"

/** A body so short gains nothing from compression. */
const SHORT_BYTES = 1_024

const TileQuery = z.strictObject(
  { year: Year.optional(), filter: selectionShape.filter, q: selectionShape.q },
  "有不认识的参数",
)
type TileQuery = z.infer<typeof TileQuery>

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
