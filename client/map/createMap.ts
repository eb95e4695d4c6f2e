import { type MapMouseEvent, Map as MapLibre, ScaleControl, setWorkerUrl } from "maplibre-gl"
import "./map.css"
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url"
import { type Accessor, createEffect, createSignal, on, onCleanup, onMount } from "solid-js"
import { PARCEL_FILL, PARCEL_RELIEF } from "./layers/parcels.ts"
import { createDrawing } from "./createDrawing.ts"
import { createMarks, type Marks } from "./marks.ts"
import type { Ring } from "./outline.ts"
import { PALETTES } from "./palette.ts"
import { drawPattern, imageOf, PATTERNS } from "./patterns.ts"
import type { Camera } from "./state.ts"
import { style, type StyleInput } from "./style.ts"

// The library would look for its worker beside its own file, and a bundle has no such file.
setWorkerUrl(workerUrl)

/** west, south, east, north in degrees */
export type Bounds = readonly [west: number, south: number, east: number, north: number]

/** The parcel under the pointer, with the pointer's place in px of the map. */
export type Hovered = { id: number; x: number; y: number }

export type MapOptions = {
  input: Accessor<StyleInput>
  camera: Accessor<Camera | null>
  marks: Accessor<Marks>
  selected: Accessor<number | null>
  /** The parcel that the list points at. */
  focused: Accessor<number | null>
  title: string
  /** Font families by which Chinese is drawn. */
  fontFamily: string
  /** Space in px that panels cover. */
  padding: Accessor<{ left: number; right: number }>
  onRest: (camera: Camera) => void
  onSelect: (id: number | null) => void
}

/** What the rest of the screen may ask of the map; the library's own objects stay in this folder. */
export type MapHandle = {
  hovered: Accessor<Hovered | null>
  /** True while something of the map could not be had. */
  trouble: Accessor<boolean>
  /** True once nothing moves and nothing loads. */
  idle: Accessor<boolean>
  zoomBy: (steps: number) => void
  fit: (bounds: Bounds) => void
  /** Brings a parcel into view, and leaves the camera alone where it is in view already. */
  show: (bounds: Bounds) => void
  turn: (to: { bearing?: number; pitch?: number }) => void
  /** Lets the hand draw one outline; Esc or `stopDrawing` gives it up. */
  draw: (onDrawn: (ring: Ring) => void) => void
  stopDrawing: () => void
  drawing: Accessor<boolean>
  /** The outline of what is in view. */
  view: () => Ring
}

const cameraOf = (map: MapLibre): Camera => ({
  lng: map.getCenter().lng,
  lat: map.getCenter().lat,
  zoom: map.getZoom(),
  bearing: map.getBearing(),
  pitch: map.getPitch(),
})

const near = (a: Camera, b: Camera) =>
  Math.abs(a.lng - b.lng) < 1e-6 &&
  Math.abs(a.lat - b.lat) < 1e-6 &&
  Math.abs(a.zoom - b.zoom) < 0.01 &&
  Math.abs(a.bearing - b.bearing) < 0.1 &&
  Math.abs(a.pitch - b.pitch) < 0.1

/** Keeps a map equal to what it is given for the life of the owner. Nothing else builds a Map. */
export function createMap(container: () => HTMLElement, options: MapOptions): MapHandle {
  const [map, setMap] = createSignal<MapLibre>()
  const [hovered, setHovered] = createSignal<Hovered | null>(null)
  const [idle, setIdle] = createSignal(false)
  const [trouble, setTrouble] = createSignal(false)
  const marks = createMarks()
  const drawing = createDrawing(map)

  const padding = () => ({ top: 72, bottom: 40, ...options.padding() })

  onMount(() => {
    const input = options.input()
    const camera = options.camera()
    const instance = new MapLibre({
      container: container(),
      style: style(input),
      ...(camera
        ? { ...camera, center: [camera.lng, camera.lat] as [number, number] }
        : { bounds: input.tileSet.bounds, fitBoundsOptions: { padding: padding() } }),
      attributionControl: false,
      localIdeographFontFamily: options.fontFamily,
      locale: { "Map.Title": options.title },
      maxPitch: 70,
      minZoom: 8,
      maxZoom: 20,
      fadeDuration: 120,
    })
    instance.addControl(new ScaleControl({ maxWidth: 120, unit: "metric" }), "bottom-left")
    instance.setMissingStyleImageResolver((id) => {
      const pattern = PATTERNS.find((name) => imageOf(name) === id)
      if (!pattern || instance.hasImage(id)) return
      instance.addImage(id, drawPattern(pattern, PALETTES[options.input().look].pattern), {
        pixelRatio: 2,
      })
    })
    instance.once("load", () => setMap(instance))
    instance.on("idle", () => setIdle(true))
    instance.on("movestart", () => setIdle(false))
    instance.on("error", () => setTrouble(true))
    instance.on("data", (event) => {
      if ("tile" in event && event.tile) setTrouble(false)
    })
    instance.on("dataloading", () => setIdle(false))
    // The map owns the camera while it moves; the state hears where it came to rest.
    instance.on("moveend", () => options.onRest(cameraOf(instance)))

    const parcelAt = (event: MapMouseEvent): number | null => {
      const layers = [PARCEL_FILL, PARCEL_RELIEF].filter((id) => instance.getLayer(id))
      const [feature] = instance.queryRenderedFeatures(event.point, { layers })
      return typeof feature?.id === "number" ? feature.id : null
    }
    instance.on("click", (event) => {
      if (!drawing.active()) options.onSelect(parcelAt(event))
    })
    instance.on("mousemove", (event) => {
      if (drawing.active()) return
      const id = instance.isMoving() ? null : parcelAt(event)
      instance.getCanvas().style.cursor = id === null ? "" : "pointer"
      setHovered(id === null ? null : { id, x: event.point.x, y: event.point.y })
    })
    instance.on("mouseout", () => setHovered(null))
    onCleanup(() => instance.remove())
  })

  // Runs again when what style() reads changes. The camera is not among it.
  createEffect(
    on([map, options.input], ([instance, input], before) => {
      if (!instance || before?.[1] === input) return
      const looked = before?.[1]?.look
      if (looked && looked !== input.look)
        for (const pattern of PATTERNS)
          if (instance.hasImage(imageOf(pattern)))
            instance.updateImage(
              imageOf(pattern),
              drawPattern(pattern, PALETTES[input.look].pattern),
            )
      instance.setStyle(style(input))
    }),
  )

  createEffect(() => {
    const instance = map()
    if (instance) marks.apply(instance, options.marks())
  })

  createEffect(
    on([map, options.selected], ([instance, selected], before) => {
      if (!instance) return
      marks.point(instance, "selected", before?.[1] ?? null, selected)
    }),
  )

  createEffect(
    on([map, () => hovered()?.id ?? options.focused()], ([instance, id], before) => {
      if (instance) marks.point(instance, "hover", before?.[1] ?? null, id)
    }),
  )

  // Back and forward of the browser move the camera; its own rest does not come round again.
  createEffect(
    on([map, options.camera], ([instance, camera]) => {
      if (!instance || !camera || instance.isMoving() || near(camera, cameraOf(instance))) return
      instance.jumpTo({ ...camera, center: [camera.lng, camera.lat] })
    }),
  )

  return {
    hovered,
    trouble,
    idle,
    zoomBy: (steps) => map()?.easeTo({ zoom: (map()?.getZoom() ?? 0) + steps, duration: 200 }),
    fit: (bounds) => map()?.fitBounds([...bounds], { padding: padding(), bearing: 0, pitch: 0 }),
    show: (bounds) => {
      const instance = map()
      if (instance) bringIntoView(instance, bounds, options.padding())
    },
    turn: (to) => map()?.easeTo({ ...to, duration: 500 }),
    draw: drawing.start,
    stopDrawing: drawing.stop,
    drawing: drawing.active,
    view: () => {
      const bounds = map()!.getBounds()
      const [west, south, east, north] = [
        bounds.getWest(),
        bounds.getSouth(),
        bounds.getEast(),
        bounds.getNorth(),
      ]
      return [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
      ]
    },
  }
}

/** Px of the longer side below which a parcel is too small to be looked at. */
const LEAST_PX = 20
/** Zoom at which most parcels fill a good part of the map. */
const CLOSE_ZOOM = 16

/** Brings a parcel into the part of the map that no panel covers, by no more of a move than it takes. */
function bringIntoView(
  map: MapLibre,
  [west, south, east, north]: Bounds,
  covered: { left: number; right: number },
): void {
  const upper = map.project([west, north])
  const lower = map.project([east, south])
  const { clientWidth, clientHeight } = map.getContainer()
  const [width, height] = [Math.abs(lower.x - upper.x), Math.abs(lower.y - upper.y)]
  const free = { width: clientWidth - covered.left - covered.right, height: clientHeight }
  if (Math.max(width, height) < LEAST_PX || width > free.width || height > free.height) {
    map.fitBounds([west, south, east, north], {
      padding: { top: 120, bottom: 120, ...covered },
      maxZoom: CLOSE_ZOOM,
      bearing: map.getBearing(),
      pitch: map.getPitch(),
    })
    return
  }
  const isSeen =
    upper.x >= covered.left &&
    lower.x <= clientWidth - covered.right &&
    upper.y >= 0 &&
    lower.y <= clientHeight
  if (isSeen) return
  map.easeTo({
    center: [(west + east) / 2, (south + north) / 2],
    offset: [(covered.left - covered.right) / 2, 0],
  })
}
