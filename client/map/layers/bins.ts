import type { ExpressionSpecification, FillLayerSpecification } from "maplibre-gl"
import type { Palette } from "../palette.ts"
import { type BinMeasure, computed, type Theme } from "../theme.ts"

/** Source and layer of a measure of bins; of "" those that tell their count alone. */
export const binsOf = (measure: string): string => `bins-${measure}`

/** From here on parcels are drawn one by one. */
export const BIN_END_ZOOM = 12
const BIN_ZOOMS = [8, 9, 10, 11]
/** Bins along a tile. */
const ACROSS = 64
/** Metres around the earth at the equator. */
const EQUATOR_M = 40_075_017

/** Square metres of ground under a bin of a zoom, at a latitude in degrees. */
export const binM2 = (zoom: number, latitude: number): number =>
  ((EQUATOR_M * Math.cos((latitude * Math.PI) / 180)) / (2 ** zoom * ACROSS)) ** 2

/** How strongly a bin speaks by the share of its ground that is parcels: a lone one is seen, a park is dense. */
const strengthAt = (zoom: number, latitude: number): ExpressionSpecification => [
  "interpolate",
  ["linear"],
  ["/", ["to-number", ["get", "areaM2"], 0], binM2(zoom, latitude)],
  0,
  0.28,
  0.25,
  0.62,
  0.7,
  0.94,
]

/** Many parcels as squares, where one would be a speck: class by most land or sum over sum, strength by density. */
export const binFill = (
  theme: Theme,
  { name, expression }: BinMeasure,
  latitude: number,
  palette: Palette,
): FillLayerSpecification => {
  const [first = 0, ...others] = BIN_ZOOMS
  return {
    id: binsOf(name),
    type: "fill",
    source: binsOf(name),
    "source-layer": "bins",
    maxzoom: BIN_END_ZOOM,
    filter: ["!=", expression, ""],
    paint: {
      "fill-outline-color": palette.paper,
      "fill-color": computed([
        "match",
        expression,
        ...theme.classes.flatMap(({ key, colour }) => [key, colour]),
        palette.silent,
      ]),
      "fill-opacity": computed([
        "step",
        ["zoom"],
        strengthAt(first, latitude),
        ...others.flatMap((zoom) => [zoom, strengthAt(zoom, latitude)]),
      ]),
    },
  }
}
