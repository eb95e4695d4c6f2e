import type { SymbolLayerSpecification } from "maplibre-gl"
import type { Palette } from "../palette.ts"

/** Points to write on, one a parcel, with what to write: a tile would name a parcel in each of its parts. */
export const LABELS = "labels"
/** Zoom from which something is written. */
export const LABELS_FROM = 14.2
/** Zoom from which it is the name. */
const NAMES_FROM = 15.5

const FONT = ["sans-serif"]
const isOut = ["boolean", ["feature-state", "out"], false] as const

/** The letter of the class from afar; name and figure from close by. */
export const parcelLabels = (palette: Palette, scale = 1): SymbolLayerSpecification[] => [
  {
    id: "parcel-code",
    type: "symbol",
    source: LABELS,
    minzoom: LABELS_FROM,
    maxzoom: NAMES_FROM,
    layout: {
      "text-field": ["get", "code"],
      "text-font": FONT,
      "text-size": [
        "interpolate",
        ["linear"],
        ["zoom"],
        LABELS_FROM,
        10 * scale,
        NAMES_FROM,
        13 * scale,
      ],
      "text-padding": 1,
      "symbol-sort-key": ["-", 0, ["get", "areaMu"]],
    },
    paint: {
      "text-color": palette.parcelLabel,
      "text-halo-color": palette.parcelHalo,
      "text-halo-width": 1.4,
      "text-opacity": ["case", [...isOut], 0, 1],
    },
  },
  {
    id: "parcel-name",
    type: "symbol",
    source: LABELS,
    minzoom: NAMES_FROM,
    layout: {
      "text-field": [
        "format",
        ["get", "code"],
        { "font-scale": 1.1 },
        "\n",
        {},
        ["get", "name"],
        { "font-scale": 0.95 },
        "\n",
        {},
        ["get", "note"],
        { "font-scale": 0.88 },
      ],
      "text-font": FONT,
      "text-size": ["interpolate", ["linear"], ["zoom"], NAMES_FROM, 11 * scale, 18, 15 * scale],
      "text-max-width": 9,
      "text-line-height": 1.25,
      "text-padding": 4,
      "symbol-sort-key": ["-", 0, ["get", "areaMu"]],
    },
    paint: {
      "text-color": palette.parcelLabel,
      "text-halo-color": palette.parcelHalo,
      "text-halo-width": 1.6,
      "text-opacity": ["case", [...isOut], 0.25, 1],
    },
  },
]
