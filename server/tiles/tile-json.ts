import { z } from "zod"
import type { Audience } from "../db/audience.ts"
import type { NamedField } from "../parcels/catalogue.ts"
import type { Bounds } from "./address.ts"

/** Which land a tile shows. There is one: all that the installation holds. */
export const SCOPE = "all"

/**
 * Below this zoom a tile that would hold many parcels is empty: they would be specks, and the tile
 * large. Where all parcels are few they are shown from the whole world on.
 */
export const LEAST_ZOOM = 10
export const FEW_PARCELS = 2_000
/** Beyond this zoom the client enlarges: a tile unit is 15 cm there. */
const MOST_ZOOM = 16

export const TileJson = z.strictObject({
  tilejson: z.literal("3.0.0"),
  name: z.string(),
  tiles: z.array(z.string()),
  bounds: z.array(z.number()).length(4),
  minzoom: z.int(),
  maxzoom: z.int(),
  vector_layers: z.array(
    z.strictObject({ id: z.string(), fields: z.record(z.string(), z.string()) }),
  ),
})
type TileJson = z.infer<typeof TileJson>

const WORLD_BOUNDS = [-180, -85.051129, 180, 85.051129]
const TYPE_NAMES = { text: "String", number: "Number", boolean: "Boolean", day: "String" }

type Shown = {
  filter?: string | undefined
  q?: string | undefined
  year: number | null
  extent: (Bounds & { parcels: number }) | null
}

/** The tiles of an audience; what it asks for becomes part of their address. Bounds in degrees. */
export function describeTiles(
  audience: Audience,
  { year, filter, q, extent }: Shown,
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
