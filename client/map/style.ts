import type { FeatureCollection, LineString } from "geojson"
import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl"
import type { Ring } from "./outline.ts"
import { type Basemap, basemapLayers, basemapSources } from "./layers/basemap.ts"
import { binFill, binsOf } from "./layers/bins.ts"
import { GROUND, groundLabels, groundLayers, zoneLayers } from "./layers/ground.ts"
import { LABELS, parcelLabels } from "./layers/parcelLabels.ts"
import {
  PARCELS,
  parcelEdges,
  parcelFill,
  parcelPatterns,
  parcelRelief,
  type Rise,
} from "./layers/parcels.ts"
import { AREA, areaLayers } from "./layers/area.ts"
import { changedLayers } from "./layers/changed.ts"
import { movingEdges } from "./layers/moved.ts"
import { type Look, PALETTES } from "./palette.ts"
import type { Theme } from "./theme.ts"

/** What the server says of its parcel tiles (TileJSON), as far as drawing needs it. */
export type TileSet = {
  /** Whole addresses with {z}/{x}/{y}. */
  tiles: string[]
  /** Attributes that the tiles have. */
  fields: string[]
  /** The past day that they show; absent: today. */
  on?: string
  /** From which zoom on parcels are drawn one by one. */
  minzoom: number
  maxzoom: number
  /** west, south, east, north in degrees */
  bounds: [number, number, number, number]
}

/** Tiles in which many parcels are one square, with one attribute that tells of them. */
export type BinSet = { measure: string; tiles: string[]; minzoom: number; maxzoom: number }

export type StyleInput = {
  look: Look
  theme: Theme
  /** null: the newest that the server has, which is also that of the tiles. */
  year: number | null
  /** null: parcels lie flat. */
  rise: Rise | null
  tileSet: TileSet
  /** None where parcels are drawn from the first zoom on. */
  binSets: readonly BinSet[]
  /** Address of the zone's own ground as GeoJSON. */
  ground: string
  /** What lies under the parcels in its place. */
  basemap: Basemap | null
  /** Outline of the area that the filter asks for, not closed; null where it asks for none. */
  area: Ring | null
  /** How much larger than at a desk names are written, for who reads from afar; absent: as at a desk. */
  textScale?: number | undefined
  /** Parcels that became otherwise between two days; absent where none are compared. */
  changed?: readonly number[] | undefined
  /** Whether parcels whose class moved are outlined, as their marks tell it. */
  movers?: boolean | undefined
}

/** The measures of the theme that there are bins of. */
const listBins = ({ theme, binSets }: StyleInput) =>
  theme.bins.flatMap((measure) => {
    const set = binSets.find((one) => one.measure === measure.name)
    return set ? [{ measure, set }] : []
  })

/**
 * Layers that stay in the style and show only sometimes: the library fails where a layer of text is taken out and put
 * in again while its letters are being placed.
 */
const shownIf = (isShown: boolean, layers: LayerSpecification[]): LayerSpecification[] =>
  layers.map(
    (layer) =>
      ({
        ...layer,
        layout: { ...layer.layout, visibility: isShown ? "visible" : "none" },
      }) as LayerSpecification,
  )

/** Bottom to top. This list alone decides what is drawn over what. */
function listLayers(input: StyleInput): LayerSpecification[] {
  const { look, theme, year, rise, tileSet, basemap } = input
  const palette = PALETTES[look]
  const isInTiles =
    !(theme.yearly && year !== null) && theme.needs.every((name) => tileSet.fields.includes(name))
  const painted = { theme, isInTiles }
  const [, south, , north] = tileSet.bounds
  const latitude = (south + north) / 2
  return [
    ...(basemap ? basemapLayers(basemap, look, palette) : groundLayers(palette)),
    ...listBins(input).map(({ measure }) => binFill(theme, measure, latitude, palette)),
    ...zoneLayers(palette),
    ...(rise
      ? [parcelRelief(painted, rise, palette)]
      : [
          parcelFill(painted, palette),
          ...parcelPatterns(painted),
          ...(input.movers ? movingEdges(palette) : parcelEdges(palette)),
        ]),
    ...(input.changed ? changedLayers(input.changed, palette) : []),
    ...areaLayers(palette),
    ...(basemap ? [] : shownIf(!rise, groundLabels(palette, input.textScale))),
    ...shownIf(!rise, parcelLabels(palette, input.textScale)),
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
export function style(input: StyleInput): StyleSpecification {
  const { tiles, minzoom, maxzoom, bounds } = input.tileSet
  const bins = listBins(input).map(
    ({ set: { measure, ...zooms } }): [string, SourceSpecification] => [
      binsOf(measure),
      { type: "vector", ...zooms, bounds },
    ],
  )
  return {
    version: 8,
    // Columns keep the colours of the legend, but for a little shade that tells their sides apart.
    light: { anchor: "viewport", intensity: 0.25 },
    sources: {
      ...(input.basemap ? basemapSources(input.basemap) : {}),
      [GROUND]: { type: "geojson", data: input.ground },
      [PARCELS]: { type: "vector", tiles, minzoom, maxzoom, bounds },
      ...Object.fromEntries(bins),
      [AREA]: { type: "geojson", data: outline(input.area) },
      // Written on by createLabels.ts.
      [LABELS]: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
    },
    layers: listLayers(input),
  }
}
