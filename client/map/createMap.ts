import {
  type MapMouseEvent,
  Map as MapLibre,
  ScaleControl,
  setWorkerUrl,
  type TransformStyleFunction,
} from "maplibre-gl"
import "./map.css"
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url"
import {
  type Accessor,
  createEffect,
  createSignal,
  on,
  onCleanup,
  onMount,
  untrack,
} from "solid-js"
import { PARCEL_FILL, PARCEL_RELIEF, PARCELS } from "./layers/parcels.ts"
import { createDrawing, type Shape } from "./createDrawing.ts"
import { BIN_END_ZOOM, binsOf } from "./layers/bins.ts"
import { GROUND } from "./layers/ground.ts"
import { LABELS } from "./layers/parcelLabels.ts"
import { listTouched } from "./cells.ts"
import type { ChangedCells } from "./createChanges.ts"
import { createLabels, type Wording } from "./createLabels.ts"
import { createPaint, type Paint } from "./createPaint.ts"
import { isFollowing } from "./createSwipe.ts"
import { createMarks } from "./marks.ts"
import type { Ring } from "./outline.ts"
import { drawPattern, IMAGES } from "./patterns.ts"
import type { Camera } from "./state.ts"
import type { Attributes } from "./theme.ts"
import { style, type StyleInput } from "./style.ts"

// The library would look for its worker beside its own file, and a bundle has no such file.
setWorkerUrl(workerUrl)

/** west, south, east, north in degrees */
export type Bounds = readonly [west: number, south: number, east: number, north: number]

/** Parcels of a square together, with what it was asked to tell of them. */
export type Bin = { count: number; areaM2: number; attributes: Attributes }

/** The parcel or the bin under the pointer, with the pointer's place in px of the map. */
export type Hovered = { x: number; y: number } & (
  | { id: number; bin?: never }
  | { bin: Bin; id?: never }
)

export type MapOptions = {
  input: Accessor<StyleInput>
  camera: Accessor<Camera | null>
  paint: Accessor<Paint>
  /** What is written on parcels beside their names; nothing is written where it is absent. */
  wording?: Wording | undefined
  selected: Accessor<number | null>
  /** The parcel that the list points at. */
  focused: Accessor<number | null>
  title: string
  /** Font families by which Chinese is drawn. */
  fontFamily: string
  /** Space in px that panels cover. */
  padding: Accessor<{ left: number; right: number; top?: number; bottom?: number }>
  /** Ties the map to another that lies beside it. @returns unties it again */
  join?: ((map: MapLibre) => () => void) | undefined
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
  /** Loads anew what shows changed cells, and nothing else; null is everything. */
  renew: (cells: ChangedCells) => void
  zoomBy: (steps: number) => void
  fit: (bounds: Bounds) => void
  /** Where two maps lie side by side: flies to a parcel and lets its outline flash on both. */
  flash?: (id: number, bounds: Bounds) => void
  /** Brings a parcel into view, and leaves the camera alone where it is in view already. */
  show: (bounds: Bounds) => void
  turn: (to: { bearing?: number; pitch?: number }) => void
  /** Lets the hand draw one outline; Esc or `stopDrawing` gives it up. */
  draw: (onDrawn: (ring: Ring) => void, shape?: Shape) => void
  stopDrawing: () => void
  drawing: Accessor<boolean>
  /** The middle of the map in degrees. */
  centre: () => [lng: number, lat: number]
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
  const paint = createPaint(map, options.paint, marks)
  const labels = createLabels(map, options, paint)
  const drawing = createDrawing(map)

  /** What the map was drawn by last. */
  let drawn: StyleInput | undefined

  const padding = () => ({ top: 72, bottom: 40, ...options.padding() })

  onMount(() => {
    const input = untrack(options.input)
    drawn = input
    const camera = options.camera()
    const instance = new MapLibre({
      container: container(),
      style: style(input),
      // What style() makes is held to the specification by its tests.
      validateStyle: false,
      ...(camera
        ? { ...camera, center: [camera.lng, camera.lat] as [number, number] }
        : { bounds: input.tileSet.bounds, fitBoundsOptions: { padding: padding() } }),
      // Says whose the basemap is; nothing where there is none.
      attributionControl: { compact: true },
      localIdeographFontFamily: options.fontFamily,
      locale: { "Map.Title": options.title },
      maxPitch: 70,
      minZoom: 8,
      maxZoom: 20,
      fadeDuration: 120,
      // A tile kept out of sight would miss what changes meanwhile; the browser keeps it, and asks before use.
      maxTileCacheSize: 0,
    })
    instance.addControl(new ScaleControl({ maxWidth: 120, unit: "metric" }), "bottom-left")
    instance.setMissingStyleImageResolver((id) => {
      const image = IMAGES.find((one) => one.id === id)
      if (!image || instance.hasImage(id)) return
      instance.addImage(id, drawPattern(image.pattern, image.colour), { pixelRatio: 2 })
    })
    instance.once("style.load", () => setMap(instance))
    instance.on("idle", () => setIdle(true))
    instance.on("movestart", () => setIdle(false))
    instance.on("error", () => setTrouble(true))
    instance.on("data", (event) => {
      if ("tile" in event && event.tile) setTrouble(false)
    })
    instance.on("dataloading", () => setIdle(false))
    // The map owns the camera while it moves; the state hears where it came to rest.
    instance.on("moveend", (event) => {
      if (!isFollowing(event)) options.onRest(cameraOf(instance))
    })

    instance.on("click", (event) => {
      if (drawing.active()) return
      const found = findAt(instance, event)
      if (found?.bin)
        instance.easeTo({ center: event.lngLat, zoom: BIN_END_ZOOM + 0.2, duration: 700 })
      else options.onSelect(found?.id ?? null)
    })
    instance.on("mousemove", (event) => {
      if (drawing.active()) return
      const found = instance.isMoving() ? null : findAt(instance, event)
      instance.getCanvas().style.cursor = found ? "pointer" : ""
      setHovered(found)
    })
    instance.on("mouseout", () => setHovered(null))
    const untie = options.join?.(instance)
    onCleanup(() => {
      untie?.()
      instance.remove()
    })
  })

  // Runs again when what style() reads changes, also while the map was still loading. The camera is not among it.
  createEffect(
    on([map, options.input], ([instance, input]) => {
      if (!instance || !drawn || drawn === input) return
      const isOtherLand = drawn.tileSet !== input.tileSet
      drawn = input
      instance.setStyle(style(input), { transformStyle: keepContent, validate: false })
      if (!isOtherLand) return
      paint.repeat()
      marks.point(instance, "selected", null, untrack(options.selected))
    }),
  )

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
    trouble: () => trouble() || paint.failing() || labels.failing(),
    idle: () => idle() && paint.settled() && labels.settled(),
    renew(cells) {
      const instance = map()
      const changed = cells && cells.map(({ cell }) => cell)
      paint.renew(changed)
      labels.renew(changed)
      if (!instance) return
      const isLoading = !instance.areTilesLoaded()
      const renewTiles = () => refresh(instance, cells, options.input())
      renewTiles()
      // A tile on its way may have been made before the change, and cannot be asked for again until it is there.
      if (isLoading) instance.once("idle", renewTiles)
    },
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
    centre: () => {
      const { lng, lat } = map()!.getCenter()
      return [lng, lat]
    },
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

/** What is drawn at a point, parcels before bins. */
/**
 * Sources whose content is not the style's keep it: the library forgets the address of one that it has loaded, and
 * would load it anew; labels are written beside the style.
 */
const keepContent: TransformStyleFunction = (before, after) => {
  const kept = Object.entries(before?.sources ?? {}).filter(
    ([id]) => id === GROUND || id === LABELS,
  )
  return { ...after, sources: { ...after.sources, ...Object.fromEntries(kept) } }
}

function findAt(map: MapLibre, { point: { x, y } }: MapMouseEvent): Hovered | null {
  const [parcel] = map.queryRenderedFeatures([x, y], {
    layers: [PARCEL_FILL, PARCEL_RELIEF].filter((id) => map.getLayer(id)),
  })
  if (typeof parcel?.id === "number") return { id: parcel.id, x, y }
  const layers = map.getLayersOrder().filter((id) => id.startsWith(binsOf("")))
  const bins = layers.length === 0 ? [] : map.queryRenderedFeatures([x, y], { layers })
  if (bins.length === 0) return null
  // Each measure has bins of its own, on the same squares: together they tell of one place.
  const attributes: Attributes = Object.assign({}, ...bins.map(({ properties }) => properties))
  return {
    bin: { count: Number(attributes["count"]), areaM2: Number(attributes["areaM2"]), attributes },
    x,
    y,
  }
}

/** Loads tiles anew: those in view that touch changed cells, or all where everything may have changed. */
function refresh(map: MapLibre, cells: ChangedCells, { tileSet, binSets }: StyleInput): void {
  const sources = [
    { id: PARCELS, ...tileSet },
    ...binSets.map((set) => ({ id: binsOf(set.measure), ...set })),
  ]
  for (const { id, minzoom, maxzoom } of sources) {
    if (!map.getSource(id)) continue
    if (!cells) {
      map.refreshTiles(id)
      continue
    }
    const inView = map.coveringTiles({ tileSize: 512, minzoom, maxzoom })
    const tiles = listTouched(
      inView.map(({ canonical: { z, x, y } }) => ({ z, x, y })),
      cells,
      minzoom,
    )
    if (tiles.length > 0) map.refreshTiles(id, tiles)
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
