import { z } from "zod"
import type { Audience } from "../db/audience.ts"
import type { MapField } from "../parcels/catalogue.ts"
import type { Bounds } from "./encode/address.ts"
import { BIN_MAX_ZOOM, BIN_MIN_ZOOM } from "./encode/bins-layer.ts"

/** Which land a tile shows. There is one: all that the installation holds. */
export const SCOPE = "all"

/**
 * Below this zoom parcels are specks and a tile of them is large: bins and zones stand for them. Where all
 * parcels of the installation are few they are shown from the whole world on.
 */
export const PARCEL_MIN_ZOOM = 12
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
    z.strictObject({
      id: z.string(),
      fields: z.record(z.string(), z.string()),
      minzoom: z.int(),
      maxzoom: z.int(),
    }),
  ),
})
type TileJson = z.infer<typeof TileJson>

const WORLD_BOUNDS = [-180, -85.051129, 180, 85.051129]
const TYPE_NAMES = { text: "String", number: "Number", boolean: "Boolean", day: "String" }

type Shown = {
  /** What becomes part of the tiles' address, as it was asked. */
  asked: Readonly<Record<string, string | undefined>>
  fields: readonly MapField[]
  measure: MapField | null
  /** Null where there are no parcels, or none that the audience is shown. */
  extent: (Bounds & { parcels: number }) | null
}

/** The tiles of an audience. Bounds in degrees. */
export function describeTiles(
  audience: Audience,
  { asked, fields, measure, extent }: Shown,
): TileJson {
  const given = Object.entries(asked).filter((entry): entry is [string, string] => !!entry[1])
  const query = new URLSearchParams(given)
  const isFew = extent !== null && extent.parcels <= FEW_PARCELS
  const namesOf = (some: readonly MapField[]) =>
    Object.fromEntries(some.map(({ name, type }) => [name, TYPE_NAMES[type]]))
  const parcels = {
    id: "parcels",
    fields: namesOf(fields),
    minzoom: isFew ? 0 : PARCEL_MIN_ZOOM,
    maxzoom: MOST_ZOOM,
  }
  const bins = {
    id: "bins",
    fields: { count: "Number", areaM2: "Number", ...namesOf(measure ? [measure] : []) },
    minzoom: BIN_MIN_ZOOM,
    maxzoom: BIN_MAX_ZOOM,
  }
  const zones = { id: "zones", fields: { name: "String" }, minzoom: 0, maxzoom: BIN_MIN_ZOOM - 1 }
  return {
    tilejson: "3.0.0",
    name: "parcels",
    tiles: [
      `/api/tiles/${audience}/${SCOPE}/parcels/{z}/{x}/{y}.mvt${query.size > 0 ? `?${query}` : ""}`,
    ],
    bounds: extent ? [extent.west, extent.south, extent.east, extent.north] : WORLD_BOUNDS,
    minzoom: 0,
    maxzoom: MOST_ZOOM,
    // Who has no attributes has no parcels.
    vector_layers: fields.length > 0 ? [parcels, bins, zones] : [parcels],
  }
}
