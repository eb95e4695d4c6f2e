import type {
  ExpressionSpecification,
  FillLayerSpecification,
  LayerSpecification,
} from "maplibre-gl"
import type { Palette } from "../palette.ts"
import { imageOf, IMAGES, inkOn } from "../patterns.ts"
import { computed, stateOf, type Theme, type ThemeClass, UNKNOWN } from "../theme.ts"

export const PARCELS = "parcels"
/** The layer that answers clicks. */
export const PARCEL_FILL = "parcel-fill"
export const PARCEL_RELIEF = "parcel-relief"

const SOURCE = { source: PARCELS, "source-layer": "parcels" } as const

const state = (name: string): ExpressionSpecification => ["feature-state", name]
const isSet = (name: string): ExpressionSpecification => ["boolean", state(name), false]

/** A theme, and whether the attributes in the tiles tell it as it is shown. */
export type Painted = { theme: Theme; isInTiles: boolean }

/** Something by class: of the state that columns gave the parcel, and until then what its tile tells. */
function byClass(
  { theme, isInTiles }: Painted,
  choose: (entry: ThemeClass) => string | number,
  otherwise: string | number,
): ExpressionSpecification {
  const told = theme.classes.flatMap((entry) => [entry.key, choose(entry)])
  return computed([
    "match",
    ["coalesce", state("class"), ""],
    ...theme.classes.flatMap((entry) => [stateOf(theme, entry.key), choose(entry)]),
    isInTiles && theme.expression ? ["match", theme.expression, ...told, otherwise] : otherwise,
  ])
}

const colourOf = (painted: Painted, palette: Palette): ExpressionSpecification =>
  byClass(painted, ({ colour }) => colour, palette.silent)

/** Parcels that the filter leaves out stay as a ghost, so that the place is still recognised. */
const fade = (shown: number, left: number): ExpressionSpecification => [
  "case",
  isSet("out"),
  left,
  shown,
]

/** What is not known is marked, but speaks softly: the classes are what people look for. */
const patternStrength = (key: string) => (key === UNKNOWN ? 0.3 : 1)

/** Id of the image by which a class is drawn; null where colour alone tells it. */
const imageOn = ({ pattern, colour }: ThemeClass) => pattern && imageOf(pattern, inkOn(colour))

const patternOpacity = (painted: Painted, image: string): ExpressionSpecification => [
  "case",
  isSet("out"),
  0,
  byClass(painted, (entry) => (imageOn(entry) === image ? patternStrength(entry.key) : 0), 0),
]

export const parcelFill = (painted: Painted, palette: Palette): FillLayerSpecification => ({
  id: PARCEL_FILL,
  type: "fill",
  ...SOURCE,
  paint: {
    "fill-color": colourOf(painted, palette),
    "fill-opacity": fade(painted.theme.id === "landUse" ? 0.62 : 0.86, 0.1),
  },
})

/** One layer a pattern that the theme uses: a pattern cannot follow feature state, its opacity can. */
export const parcelPatterns = (painted: Painted): FillLayerSpecification[] =>
  IMAGES.filter(({ id }) => painted.theme.classes.some((entry) => imageOn(entry) === id)).map(
    ({ id }) => ({
      id: `parcel-${id}`,
      type: "fill",
      ...SOURCE,
      minzoom: 13,
      paint: { "fill-pattern": id, "fill-opacity": patternOpacity(painted, id) },
    }),
  )

export const parcelEdges = (palette: Palette): LayerSpecification[] => [
  {
    id: "parcel-edge",
    type: "line",
    ...SOURCE,
    layout: { "line-join": "round" },
    paint: {
      "line-color": palette.parcelEdge,
      "line-opacity": fade(0.95, 0.5),
      "line-width": ["interpolate", ["linear"], ["zoom"], 12, 0.4, 15, 1, 18, 2],
    },
  },
  {
    id: "parcel-hover",
    type: "line",
    ...SOURCE,
    layout: { "line-join": "round" },
    paint: {
      "line-color": palette.hover,
      "line-opacity": ["case", isSet("hover"), 0.9, 0],
      "line-width": ["interpolate", ["linear"], ["zoom"], 12, 1.2, 18, 2.5],
    },
  },
  {
    id: "parcel-selected-halo",
    type: "line",
    ...SOURCE,
    layout: { "line-join": "round" },
    paint: {
      "line-color": palette.selectedHalo,
      "line-opacity": ["case", isSet("selected"), 1, 0],
      "line-width": ["interpolate", ["linear"], ["zoom"], 12, 4, 18, 8],
    },
  },
  {
    id: "parcel-selected",
    type: "line",
    ...SOURCE,
    layout: { "line-join": "round" },
    paint: {
      "line-color": palette.selected,
      "line-opacity": ["case", isSet("selected"), 1, 0],
      "line-width": ["interpolate", ["linear"], ["zoom"], 12, 2, 18, 4],
    },
  },
]

/** How high columns stand. */
export type Rise = {
  /** Metres of a column for one unit of the measure. */
  metresPerUnit: number
  /** No column is higher than this many units: one far off would leave the map. */
  mostUnits: number
}

/** Parcels as columns: height is a measure, colour the class of the theme. Missing stands flat. */
export const parcelRelief = (
  painted: Painted,
  { metresPerUnit, mostUnits }: Rise,
  palette: Palette,
): LayerSpecification => ({
  id: PARCEL_RELIEF,
  type: "fill-extrusion",
  ...SOURCE,
  paint: {
    "fill-extrusion-color": [
      "case",
      isSet("selected"),
      palette.selected,
      isSet("out"),
      palette.silent,
      colourOf(painted, palette),
    ],
    "fill-extrusion-height": [
      "case",
      isSet("out"),
      0,
      ["*", metresPerUnit, ["max", 0, ["min", mostUnits, ["number", state("height"), 0]]]],
    ],
    "fill-extrusion-opacity": 0.92,
    "fill-extrusion-vertical-gradient": true,
  },
})
