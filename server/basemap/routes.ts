import { Hono } from "hono"
import { describeRoute, resolver } from "hono-openapi"
import { z } from "zod"
import type { Env } from "../http/context.ts"
import { notFound, Problem } from "../http/problem.ts"
import { parseTileAddress } from "../tiles/encode/address.ts"
import type { Archive } from "./archive.ts"
import type { Basemap } from "./declared.ts"

const Bounds = z.tuple([z.number(), z.number(), z.number(), z.number()])
const BasemapView = z.discriminatedUnion("kind", [
  z
    .strictObject({ kind: z.literal("none") })
    .describe("the zone's own ground lies under the parcels"),
  z
    .strictObject({
      kind: z.literal("images"),
      layers: z.array(z.string()).describe("addresses with {z}/{x}/{y}, from the lowest up"),
      minzoom: z.int(),
      maxzoom: z.int(),
      bounds: Bounds,
      attribution: z.string(),
    })
    .describe("images in Web Mercator, unshifted"),
  z.strictObject({
    kind: z.literal("vector"),
    tiles: z.string(),
    layers: z.array(z.string()).describe("names of the layers in the tiles"),
    minzoom: z.int(),
    maxzoom: z.int(),
    bounds: Bounds,
    attribution: z.string(),
  }),
])
type BasemapView = z.infer<typeof BasemapView>

const TILES = "/api/basemap/{z}/{x}/{y}"
const WORLD: [number, number, number, number] = [-180, -85.0511, 180, 85.0511]

function describe(basemap: Basemap | null, archive: Archive | null): BasemapView {
  if (basemap?.kind === "images") {
    const { layers, maxzoom, attribution } = basemap
    return { kind: "images", layers, minzoom: 0, maxzoom, bounds: WORLD, attribution }
  }
  if (!archive) return { kind: "none" }
  const { isVector, minzoom, maxzoom, bounds, attribution, layers } = archive
  const whole = { minzoom, maxzoom, bounds, attribution }
  return isVector
    ? { kind: "vector", tiles: TILES, layers, ...whole }
    : { kind: "images", layers: [TILES], ...whole }
}

/** What the deployment put under the parcels. At /api/basemap; the same for everybody. */
export function basemapRoutes(basemap: Basemap | null, archive: Archive | null) {
  return new Hono<Env>()
    .get(
      "/",
      describeRoute({
        tags: ["map"],
        summary: "The map that lies under the parcels, as the deployment chose it",
        responses: {
          200: {
            description: "Where its tiles are",
            content: { "application/json": { schema: resolver(BasemapView) } },
          },
        },
      }),
      (c) => c.json(describe(basemap, archive), 200, { "cache-control": "no-cache" }),
    )
    .get(
      "/:z/:x/:y",
      describeRoute({
        tags: ["map"],
        summary: "A tile of the deployment's own file",
        responses: {
          200: { description: "An image or a vector tile" },
          204: { description: "Nothing here" },
        },
      }),
      async (c) => {
        const { z: zoom, x, y } = c.req.param()
        const address = parseTileAddress(zoom, x, y)
        if (!address) throw new Problem("invalid-request", "瓦片地址无效：应为 {z}/{x}/{y}。")
        if (!archive) throw notFound()
        const tile = await archive.tile(address.z, address.x, address.y)
        const headers = { "cache-control": "public, max-age=86400" }
        if (!tile) return c.body(null, 204, headers)
        return c.body(tile, 200, { ...headers, "content-type": archive.contentType })
      },
    )
}
