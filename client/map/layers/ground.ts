import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  LayerSpecification,
} from "maplibre-gl"
import type { Palette } from "../palette.ts"

export const GROUND = "ground"

const ofKind = (kind: string): ExpressionSpecification => ["==", ["get", "kind"], kind]

/** Far off a road is a hair, or it would hide the land beside it. */
const HAIR_PX = 0.4

/** Width in pixels at zoom 12 and 18 by rank: 1 expressway, 2 main, 3 secondary, 4 lane. */
const ROAD_WIDTHS: [rank: number, far: number, near: number][] = [
  [1, 3.2, 34],
  [2, 2.2, 26],
  [3, 1.3, 18],
  [4, 0.5, 10],
]

const widthAt = (place: 1 | 2, extra: number): ExpressionSpecification => [
  "match",
  ["coalesce", ["get", "rank"], 4],
  1,
  ROAD_WIDTHS[0]![place] + extra,
  2,
  ROAD_WIDTHS[1]![place] + extra,
  3,
  ROAD_WIDTHS[2]![place] + extra,
  ROAD_WIDTHS[3]![place] + extra,
]

/** Roads widen by the same ratio a zoom as the ground does. `extra` px is for the casing. */
const roadWidth = (extra: number): DataDrivenPropertyValueSpecification<number> => [
  "interpolate",
  ["exponential", 1.6],
  ["zoom"],
  8,
  HAIR_PX + extra * 0.3,
  12,
  widthAt(1, extra),
  18,
  widthAt(2, extra * 1.5),
]

const ROUND = { "line-cap": "round", "line-join": "round" } as const

/** What lies under the parcels. */
export const groundLayers = (palette: Palette): LayerSpecification[] => [
  { id: "paper", type: "background", paint: { "background-color": palette.paper } },
  {
    id: "block",
    type: "fill",
    source: GROUND,
    filter: ofKind("block"),
    paint: { "fill-color": palette.block },
  },
  {
    id: "green",
    type: "fill",
    source: GROUND,
    filter: ofKind("green"),
    paint: { "fill-color": palette.green },
  },
  {
    id: "water",
    type: "fill",
    source: GROUND,
    filter: ofKind("water"),
    paint: { "fill-color": palette.water },
  },
  {
    id: "rail",
    type: "line",
    source: GROUND,
    filter: ofKind("rail"),
    paint: {
      "line-color": palette.rail,
      "line-width": ["interpolate", ["linear"], ["zoom"], 8, 0.4, 12, 1.6, 18, 6],
    },
  },
  {
    id: "rail-ties",
    type: "line",
    source: GROUND,
    filter: ofKind("rail"),
    minzoom: 12,
    paint: {
      "line-color": palette.railTies,
      "line-width": ["interpolate", ["linear"], ["zoom"], 12, 0.8, 18, 4],
      "line-dasharray": [6, 6],
    },
  },
  {
    id: "road-casing",
    type: "line",
    source: GROUND,
    filter: ofKind("road"),
    layout: { ...ROUND, "line-sort-key": ["-", 0, ["coalesce", ["get", "rank"], 4]] },
    paint: { "line-color": palette.roadCasing, "line-width": roadWidth(1.6) },
  },
  {
    id: "road",
    type: "line",
    source: GROUND,
    filter: ofKind("road"),
    layout: { ...ROUND, "line-sort-key": ["-", 0, ["coalesce", ["get", "rank"], 4]] },
    paint: { "line-color": palette.road, "line-width": roadWidth(0) },
  },
]

/** The outline of the zone: a broad halo and a thin dashed line, above the ground and below the parcels. */
export const zoneLayers = (palette: Palette): LayerSpecification[] => [
  {
    id: "zone-halo",
    type: "line",
    source: GROUND,
    filter: ofKind("zone"),
    layout: { "line-join": "round" },
    paint: {
      "line-color": palette.zoneHalo,
      "line-opacity": 0.7,
      "line-width": ["interpolate", ["linear"], ["zoom"], 8, 2, 11, 5, 16, 12],
    },
  },
  {
    id: "zone",
    type: "line",
    source: GROUND,
    filter: ofKind("zone"),
    layout: { "line-join": "round" },
    paint: {
      "line-color": palette.zone,
      "line-width": ["interpolate", ["linear"], ["zoom"], 8, 0.8, 11, 1, 16, 1.8],
      "line-dasharray": [5, 2.5, 1, 2.5],
    },
  },
]

const FONT = ["sans-serif"]

/** Names of roads along their lines, of water and green on their areas. */
export const groundLabels = (palette: Palette, scale = 1): LayerSpecification[] => [
  {
    id: "road-name",
    type: "symbol",
    source: GROUND,
    filter: ["all", ofKind("road"), ["!=", ["get", "name"], null]],
    minzoom: 13,
    layout: {
      "symbol-placement": "line",
      "symbol-spacing": 360,
      "text-field": ["get", "name"],
      "text-font": FONT,
      "text-letter-spacing": 0.15,
      "text-size": ["interpolate", ["linear"], ["zoom"], 13, 10.5 * scale, 17, 13 * scale],
      "symbol-sort-key": ["coalesce", ["get", "rank"], 4],
    },
    paint: {
      "text-color": palette.label,
      "text-halo-color": palette.road,
      "text-halo-width": 1.6,
    },
  },
  {
    id: "area-name",
    type: "symbol",
    source: GROUND,
    filter: ["all", ["any", ofKind("water"), ofKind("green")], ["!=", ["get", "name"], null]],
    minzoom: 13,
    layout: {
      "text-field": ["get", "name"],
      "text-font": FONT,
      "text-letter-spacing": 0.2,
      "text-size": ["interpolate", ["linear"], ["zoom"], 13, 11 * scale, 17, 14 * scale],
      "text-padding": 24,
    },
    paint: {
      "text-color": ["match", ["get", "kind"], "water", palette.waterLabel, palette.greenLabel],
      "text-halo-color": palette.halo,
      "text-halo-width": 1.2,
    },
  },
]
