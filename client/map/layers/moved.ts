import type {
  ExpressionSpecification,
  LayerSpecification,
  LineLayerSpecification,
} from "maplibre-gl"
import type { Palette } from "../palette.ts"
import { parcelEdges, PARCELS } from "./parcels.ts"

/** Which way a parcel's class moved. */
export type Moved = "up" | "down"

const MOVED: ExpressionSpecification = ["coalesce", ["feature-state", "moved"], ""]

const line = (
  id: string,
  shown: ExpressionSpecification,
  paint: LineLayerSpecification["paint"],
): LineLayerSpecification => ({
  id,
  type: "line",
  source: PARCELS,
  "source-layer": "parcels",
  layout: { "line-join": "round" },
  paint: { ...paint, "line-opacity": ["case", shown, 1, 0] },
})

/** Layers of edges without which a map that repaints while something is dragged does, each being a pass over all land. */
const UNUSED = /^parcel-selected/

/**
 * Edges of parcels, and outlines of those whose class moved, by feature state: a full line is up, a broken one down.
 * Nothing is selected on such a map.
 */
export const movingEdges = (palette: Palette): LayerSpecification[] => [
  ...parcelEdges(palette).filter(({ id }) => !UNUSED.test(id)),
  line("parcel-moved-up", ["==", MOVED, "up"], {
    "line-color": palette.movedUp,
    "line-width": ["interpolate", ["linear"], ["zoom"], 12, 1.8, 18, 5],
  }),
  line("parcel-moved-down", ["==", MOVED, "down"], {
    "line-color": palette.movedDown,
    "line-width": ["interpolate", ["linear"], ["zoom"], 12, 1.8, 18, 5],
    "line-dasharray": [2, 1.2],
  }),
]
