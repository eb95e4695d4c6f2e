import type { Map as MapLibre } from "maplibre-gl"
import type { Bounds } from "./createMap.ts"
import { FLASH, only } from "./layers/changed.ts"

/** On moves that a map makes because another one moved. */
const FOLLOWING = { following: true } as const

/** Whether a map moves after another: its rest is not a new place. */
export const isFollowing = (event: object): boolean => "following" in event

/** Px around a parcel that is flown to, and how near it is seen at most. */
const MARGIN_PX = 150
const CLOSE_ZOOM = 16.5

const PULSES = 3
const PULSE_MS = 280
/** Where movement is not wanted, the parcel is shown once and stays a while. */
const STILL_MS = 1_600

/** Ties maps together: they look at one place, whichever of them is moved, and call the eye to one parcel. */
export function createSwipe() {
  const maps = new Set<MapLibre>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const follow = (leader: MapLibre, follower: MapLibre) =>
    follower.jumpTo(
      {
        center: leader.getCenter(),
        zoom: leader.getZoom(),
        bearing: leader.getBearing(),
        pitch: leader.getPitch(),
      },
      FOLLOWING,
    )

  const show = (id: number, opacity: number) => {
    for (const map of maps) {
      if (!map.getLayer(FLASH)) continue
      map.setFilter(FLASH, only(opacity === 0 ? [] : [id]))
      map.setPaintProperty(FLASH, "line-opacity", opacity)
    }
  }

  return {
    join(map: MapLibre): () => void {
      const [other] = maps
      if (other) follow(other, map)
      maps.add(map)
      const heard = map.on("move", (event) => {
        if (isFollowing(event)) return
        for (const one of maps) if (one !== map) follow(map, one)
      })
      return () => {
        clearTimeout(timer)
        heard.unsubscribe()
        maps.delete(map)
      }
    },
    /** Flies to a parcel and lets its outline flash on every map. */
    flash(id: number, [west, south, east, north]: Bounds): void {
      const [leader] = maps
      leader?.fitBounds([west, south, east, north], {
        padding: MARGIN_PX,
        maxZoom: CLOSE_ZOOM,
        bearing: leader.getBearing(),
        pitch: leader.getPitch(),
      })
      clearTimeout(timer)
      const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches
      const steps = isStill ? 2 : 2 * PULSES
      const step = (done: number) => {
        show(id, done % 2 === 0 && done < steps ? 0.9 : 0)
        if (done < steps)
          timer = setTimeout(() => step(done + 1), isStill && done === 0 ? STILL_MS : PULSE_MS)
      }
      step(0)
    },
  }
}
