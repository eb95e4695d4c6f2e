import type { Map as MapLibre } from "maplibre-gl"
import { LABELS } from "./layers/parcelLabels.ts"
import { PARCELS } from "./layers/parcels.ts"

/** What the list says of a parcel, as far as it is painted. */
export type Mark = {
  /** Key of the class in the theme. */
  class: string
  /** Left out by the filter. */
  out: boolean
  /** 万元/亩 of tax; null where there is no figure. */
  height: number | null
}

/** Marks by parcel id. */
export type Marks = ReadonlyMap<number, Mark>

const same = (a: Mark | undefined, b: Mark) =>
  a !== undefined && a.class === b.class && a.out === b.out && a.height === b.height

const parcel = (id: number) => ({ source: PARCELS, sourceLayer: "parcels", id })
const label = (id: number) => ({ source: LABELS, id })

/** Writes marks as feature state, and only what changed since the last time. */
export function createMarks() {
  let written: Marks = new Map()
  return {
    apply(map: MapLibre, wanted: Marks) {
      for (const [id, mark] of wanted) {
        if (same(written.get(id), mark)) continue
        map.setFeatureState(parcel(id), { ...mark })
        map.setFeatureState(label(id), { out: mark.out })
      }
      for (const id of written.keys()) {
        if (wanted.has(id)) continue
        for (const key of ["class", "out", "height"]) map.removeFeatureState(parcel(id), key)
        map.removeFeatureState(label(id), "out")
      }
      written = wanted
    },
    /** Moves a mark of which there is one at most. */
    point(map: MapLibre, key: "hover" | "selected", from: number | null, to: number | null) {
      if (from !== null) map.setFeatureState(parcel(from), { [key]: false })
      if (to !== null) map.setFeatureState(parcel(to), { [key]: true })
    },
  }
}
