import type { LayerSpecification } from "maplibre-gl"
import type { Palette } from "../palette.ts"

export const AREA = "area"

/** The outline that the filter asks for. */
export const areaLayers = (palette: Palette): LayerSpecification[] => [
  {
    id: "area",
    type: "line",
    source: AREA,
    layout: { "line-join": "round" },
    paint: {
      "line-color": palette.selected,
      "line-width": 2,
      "line-dasharray": [3, 2],
    },
  },
]
