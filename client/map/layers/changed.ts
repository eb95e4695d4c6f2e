import type { FilterSpecification, LayerSpecification } from "maplibre-gl"
import type { Palette } from "../palette.ts"
import { PARCELS } from "./parcels.ts"

/** The layer of the one parcel that the eye is called to. */
export const FLASH = "parcel-flash"

/** A filter that leaves these parcels alone. The library's type of `match` knows no array of labels, its style does. */
export const only = (ids: readonly number[]): FilterSpecification =>
  ids.length === 0
    ? ["literal", false]
    : (["match", ["id"], [...ids], true, false] as unknown as FilterSpecification)

const outline = (id: string, filter: FilterSpecification) =>
  ({
    id,
    type: "line",
    source: PARCELS,
    "source-layer": "parcels",
    filter,
    layout: { "line-join": "round" },
  }) as const

/** Parcels that became otherwise between two days, outlined over their colour. */
export const changedLayers = (
  changed: readonly number[],
  palette: Palette,
): LayerSpecification[] => [
  {
    ...outline("parcel-changed-halo", only(changed)),
    paint: {
      "line-color": palette.selectedHalo,
      "line-opacity": 0.85,
      "line-width": ["interpolate", ["linear"], ["zoom"], 12, 2.4, 18, 7],
    },
  },
  {
    ...outline("parcel-changed", only(changed)),
    paint: {
      "line-color": palette.changed,
      "line-width": ["interpolate", ["linear"], ["zoom"], 12, 1.2, 18, 3.4],
    },
  },
  {
    ...outline(FLASH, only([])),
    paint: {
      "line-color": palette.changed,
      "line-opacity": 0,
      "line-width": ["interpolate", ["linear"], ["zoom"], 12, 6, 18, 14],
    },
  },
]
