import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from "maplibre-gl"
import type { AnswerOf } from "../../api.ts"
import type { api } from "../../api.ts"
import type { Look, Palette } from "../palette.ts"

/** What the deployment put under the parcels, as the server tells of it. */
export type Basemap = Exclude<AnswerOf<typeof api.basemap.$get>, { kind: "none" }>

const VECTOR = "basemap"
const imagesOf = (at: number) => `basemap-${at}`

/** An image is made calm, so that parcels speak: paler by day, dimmed by night. */
const IMAGE_PAINT = {
  light: { "raster-saturation": -0.45, "raster-opacity": 0.85 },
  dark: { "raster-saturation": -0.6, "raster-brightness-max": 0.5, "raster-contrast": 0.1 },
} as const

/**
 * Names that a layer goes by in the usual schemes of vector tiles (Protomaps, OpenMapTiles, Shortbread). A layer
 * of another name is not drawn.
 */
const NAMES = {
  green: ["landcover", "landuse", "park", "natural", "land", "sites"],
  water: ["water", "ocean", "water_polygons"],
  stream: ["waterway", "water_lines"],
  building: ["buildings", "building"],
  road: ["roads", "transportation", "streets"],
} as const

const kind: ExpressionSpecification = [
  "coalesce",
  ["get", "kind"],
  ["get", "class"],
  ["get", "pmap:kind"],
  "",
]
const GREEN_KINDS = ["forest", "wood", "grass", "grassland", "park", "scrub", "orchard", "wetland"]
const MAIN_KINDS = ["highway", "motorway", "trunk", "primary", "major_road", "secondary"]
const RAIL_KINDS = ["rail", "railway", "transit"]

const isOf = (kinds: readonly string[]): ExpressionSpecification => [
  "in",
  kind,
  ["literal", [...kinds]],
]

function vectorLayers(layers: readonly string[], palette: Palette): LayerSpecification[] {
  const found = (names: readonly string[]) => names.filter((name) => layers.includes(name))
  const of = (name: string) => ({ source: VECTOR, "source-layer": name })
  const roadWidth = (extra: number): ExpressionSpecification => [
    "interpolate",
    ["exponential", 1.6],
    ["zoom"],
    8,
    0.4 + extra * 0.3,
    18,
    ["case", isOf(MAIN_KINDS), 22 + extra, 9 + extra],
  ]
  return [
    ...found(NAMES.green).map((name): LayerSpecification => ({
      id: `basemap-green-${name}`,
      type: "fill",
      ...of(name),
      filter: isOf(GREEN_KINDS),
      paint: { "fill-color": palette.green },
    })),
    ...found(NAMES.water).map((name): LayerSpecification => ({
      id: `basemap-water-${name}`,
      type: "fill",
      ...of(name),
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": palette.water },
    })),
    ...found(NAMES.stream).map((name): LayerSpecification => ({
      id: `basemap-stream-${name}`,
      type: "line",
      ...of(name),
      paint: { "line-color": palette.water, "line-width": 1.4 },
    })),
    ...found(NAMES.building).map((name): LayerSpecification => ({
      id: `basemap-building-${name}`,
      type: "fill",
      ...of(name),
      minzoom: 14,
      paint: { "fill-color": palette.block },
    })),
    ...found(NAMES.road).flatMap((name): LayerSpecification[] => [
      {
        id: `basemap-road-casing-${name}`,
        type: "line",
        ...of(name),
        filter: ["!", isOf(RAIL_KINDS)],
        paint: { "line-color": palette.roadCasing, "line-width": roadWidth(1.6) },
      },
      {
        id: `basemap-road-${name}`,
        type: "line",
        ...of(name),
        filter: ["!", isOf(RAIL_KINDS)],
        paint: { "line-color": palette.road, "line-width": roadWidth(0) },
      },
      {
        id: `basemap-rail-${name}`,
        type: "line",
        ...of(name),
        filter: isOf(RAIL_KINDS),
        paint: { "line-color": palette.rail, "line-width": 1.4 },
      },
    ]),
  ]
}

/** Where the tiles of a basemap come from. */
export function basemapSources(basemap: Basemap): Record<string, SourceSpecification> {
  const { minzoom, maxzoom, attribution } = basemap
  const bounds = basemap.bounds as [number, number, number, number]
  const shared = { minzoom, maxzoom, bounds, attribution }
  if (basemap.kind === "vector")
    return { [VECTOR]: { type: "vector", tiles: [basemap.tiles], ...shared } }
  return Object.fromEntries(
    basemap.layers.map((address, at): [string, SourceSpecification] => [
      imagesOf(at),
      { type: "raster", tileSize: 256, tiles: [address], ...shared },
    ]),
  )
}

/** The basemap in the place of the zone's own ground. */
export const basemapLayers = (
  basemap: Basemap,
  look: Look,
  palette: Palette,
): LayerSpecification[] => [
  { id: "paper", type: "background", paint: { "background-color": palette.paper } },
  ...(basemap.kind === "vector"
    ? vectorLayers(basemap.layers, palette)
    : basemap.layers.map((_, at): LayerSpecification => ({
        id: imagesOf(at),
        type: "raster",
        source: imagesOf(at),
        paint: IMAGE_PAINT[look],
      }))),
]
