import type { Map as MapLibre } from "maplibre-gl"
import type { Moved } from "./layers/moved.ts"
import { LABELS } from "./layers/parcelLabels.ts"
import { PARCELS } from "./layers/parcels.ts"

/** How a parcel is painted. */
export type Mark = {
  /** A class with its theme, as `stateOf` writes it. */
  class: string
  /** Left out by the filter. */
  out: boolean
  /** In the unit of the measure that heights tell; null where there is no figure. */
  height: number | null
  /** Which way its class moved; null where it stays. */
  moved: Moved | null
}

const same = (a: Mark | undefined, b: Mark) =>
  a !== undefined &&
  a.class === b.class &&
  a.out === b.out &&
  a.height === b.height &&
  a.moved === b.moved

const parcel = (id: number) => ({ source: PARCELS, sourceLayer: "parcels", id })
const label = (id: number) => ({ source: LABELS, id })

/**
 * Writes marks as feature state, and only what changed since the last time. State belongs to the source and
 * not to its tiles: a tile that comes later is painted by what was written before.
 */
export function createMarks() {
  const written = new Map<number, Mark>()
  const fadedLabels = new Set<number>()
  return {
    of: (id: number): Mark | undefined => written.get(id),
    write(map: MapLibre, id: number, mark: Mark) {
      if (same(written.get(id), mark)) return
      map.setFeatureState(parcel(id), { ...mark })
      written.set(id, mark)
      if (fadedLabels.has(id) === mark.out) return
      map.setFeatureState(label(id), { out: mark.out })
      if (mark.out) fadedLabels.add(id)
      else fadedLabels.delete(id)
    },
    /** The source of parcels was made anew, and what was written went with the old one. */
    forget: () => written.clear(),
    /** Moves a mark of which there is one at most. */
    point(map: MapLibre, key: "hover" | "selected", from: number | null, to: number | null) {
      if (from !== null) map.setFeatureState(parcel(from), { [key]: false })
      if (to !== null) map.setFeatureState(parcel(to), { [key]: true })
    },
  }
}
