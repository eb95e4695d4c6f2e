import type { Context } from "hono"
import { accepts } from "hono/accepts"
import type { Env } from "../http/context.ts"
import type { ListedParcel } from "./list.ts"

export const JSON_TYPE = "application/json"
export const GEOJSON_TYPE = "application/geo+json"

/** Whether the caller prefers GeoJSON to plain JSON. */
export const wantsGeoJson = (c: Context<Env>) =>
  accepts(c, { header: "Accept", supports: [JSON_TYPE, GEOJSON_TYPE], default: JSON_TYPE }) ===
  GEOJSON_TYPE

/** One page of parcels as a FeatureCollection in CRS84 (RFC 7946), with the same count and page mark. */
export function geoJson(
  c: Context<Env>,
  parcels: readonly ListedParcel[],
  total: number,
  next: string | null,
) {
  const collection = {
    type: "FeatureCollection",
    numberMatched: total,
    numberReturned: parcels.length,
    next,
    features: parcels.map(({ id, geometry, bounds, values }) => ({
      type: "Feature",
      id,
      bbox: bounds,
      geometry,
      properties: values,
    })),
  }
  return c.body(JSON.stringify(collection), 200, { "content-type": GEOJSON_TYPE })
}
