import type { FeatureCollection, LineString, Point } from "geojson"
import type { LayerSpecification, StyleSpecification } from "maplibre-gl"
import type { Ring } from "./outline.ts"
import { GROUND, groundLabels, groundLayers, zoneLayers } from "./layers/ground.ts"
import { LABELS, parcelLabels } from "./layers/parcelLabels.ts"
import { PARCELS, parcelEdges, parcelFill, parcelPatterns, parcelRelief } from "./layers/parcels.ts"
import { AREA, areaLayers } from "./layers/area.ts"
import { type Look, PALETTES } from "./palette.ts"
import type { Theme } from "./theme.ts"

/** What the server says of its parcel tiles (TileJSON), as far as drawing needs it. */
export type TileSet = {
  /** Whole addresses with {z}/{x}/{y}. */
  tiles: string[]
  minzoom: number
  maxzoom: number
  /** west, south, east, north in degrees */
  bounds: [number, number, number, number]
}

export type StyleInput = {
  look: Look
  theme: Theme
  relief: boolean
  tileSet: TileSet
  /** Address of the ground as GeoJSON. */
  ground: string
  labels: Labels
  /** Outline of the area that the filter asks for, not closed; null where it asks for none. */
  area: Ring | null
}

/** Where and what to write on parcels; the id of a feature is the parcel's. */
export type Labels = FeatureCollection<
  Point,
  { code: string; name: string; note: string; areaMu: number }
>

/** Bottom to top. This list alone decides what is drawn over what. */
function listLayers({ look, theme, relief }: StyleInput): LayerSpecification[] {
  const palette = PALETTES[look]
  return [
    ...groundLayers(palette),
    ...zoneLayers(palette),
    ...(relief
      ? [parcelRelief(theme, palette)]
      : [parcelFill(theme, palette), ...parcelPatterns(theme), ...parcelEdges(palette)]),
    ...areaLayers(palette),
    ...(relief ? [] : [...groundLabels(palette), ...parcelLabels(palette)]),
  ]
}

const outline = (ring: Ring | null): FeatureCollection<LineString> => ({
  type: "FeatureCollection",
  features: ring
    ? [
        {
          type: "Feature",
          properties: {},
          geometry: { type: "LineString", coordinates: [...ring, ...ring.slice(0, 1)] },
        },
      ]
    : [],
})

/** The whole map as data: no glyph server, no sprite, no outside tile. */
export const style = (input: StyleInput): StyleSpecification => ({
  version: 8,
  sources: {
    [GROUND]: { type: "geojson", data: input.ground },
    [PARCELS]: { type: "vector", ...input.tileSet },
    [AREA]: { type: "geojson", data: outline(input.area) },
    [LABELS]: { type: "geojson", data: input.labels },
  },
  layers: listLayers(input),
})
