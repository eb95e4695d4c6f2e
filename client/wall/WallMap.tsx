import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from "solid-js"
import { createBasemap } from "../map/createBasemap.ts"
import { createMap, type MapHandle } from "../map/createMap.ts"
import type { Paint } from "../map/createPaint.ts"
import { createBinSets, GROUND_ADDRESS } from "../map/createTileSet.ts"
import type { Look } from "../map/palette.ts"
import type { StyleInput, TileSet } from "../map/style.ts"
import type { Theme } from "../map/theme.ts"
import { readFilter } from "../parcels/clause-reader.ts"
import { useWording } from "../parcels/themeValue.ts"
import { useText } from "../text/language.tsx"
import type { createFlight } from "./createFlight.ts"
import type { Scene } from "./createScene.ts"
import { cameraOver, type Frame } from "./flight.ts"
import type { Stop } from "./stops.ts"

/** Families that have Chinese characters; the first there is draws the map's text. */
const FONTS =
  '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'

/** Px of writing at a desk, for which names on the map are made. */
const DESK_PX = 16

/** Lines of writing that the title covers, and the room that land keeps at the other sides. */
const TITLE_EM = 5
const EDGE_EM = 1
/** Shares of the width that land leaves to the key: a low one may lie over a corner of it. */
const LEFT_TO_LOW_KEY = 0.3
const LEFT_TO_HIGH_KEY = 0.42

/** The picture of a stop: flies to it, draws it, and lets a finger touch a parcel. */
export function WallMap(props: {
  scene: Scene
  tileSet: TileSet
  theme: Theme
  look: Look
  stop: Stop
  /** The key, which land keeps clear of. */
  legend: HTMLElement | undefined
  flight: ReturnType<typeof createFlight>
  selected: number | null
  onSelect: (id: number | null) => void
  onHandle: (handle: MapHandle) => void
  /** The picture is there, and nothing moves. */
  onArrive: () => void
}) {
  const { t } = useText()
  const [container, setContainer] = createSignal<HTMLDivElement>()
  const state = () => props.scene.state

  const binSets = createBinSets(
    () => props.tileSet,
    () => props.theme,
    state,
  )
  const basemap = createBasemap()
  const paint = createMemo((): Paint => {
    const { year, filter, q, height } = state()
    const { matching, figures, audience } = props.scene
    const found = () => (matching.complete() ? new Set(matching.ids()) : undefined)
    return {
      audience: audience(),
      theme: props.theme,
      year,
      height: figures.rise() && height,
      filter,
      found: q === "" ? null : found(),
      tileSet: props.tileSet,
    }
  })
  const area = () => {
    const clause = readFilter(state().filter, []).find(({ kind }) => kind === "area")
    return clause?.kind === "area" ? clause.ring : null
  }
  // Names on the map grow with everything else on the wall.
  const [textScale, setTextScale] = createSignal(1)
  const measureText = () =>
    setTextScale(Number.parseFloat(getComputedStyle(container()!).fontSize) / DESK_PX)
  onMount(() => {
    measureText()
    addEventListener("resize", measureText)
    onCleanup(() => removeEventListener("resize", measureText))
  })
  const input = createMemo((): StyleInput => ({
    look: props.look,
    textScale: textScale(),
    theme: props.theme,
    year: state().year,
    rise: props.scene.figures.rise(),
    tileSet: props.tileSet,
    binSets: binSets.data ?? [],
    ground: GROUND_ADDRESS,
    basemap: basemap(),
    area: area(),
  }))

  const handle = createMap(() => container()!, {
    input,
    camera: props.flight.camera,
    paint,
    wording: useWording(),
    selected: () => props.selected,
    focused: () => null,
    title: t("map.title"),
    fontFamily: FONTS,
    padding: () => ({ left: 24, right: 24 }),
    onRest: props.flight.rest,
    onSelect: (id) => props.onSelect(id),
  })
  props.onHandle(handle)

  const frame = (): Frame => {
    const { clientWidth: width, clientHeight: height } = container()!
    const em = Number.parseFloat(getComputedStyle(container()!).fontSize)
    const { offsetWidth, offsetHeight } = props.legend ?? { offsetWidth: 0, offsetHeight: 0 }
    const share = offsetHeight > height / 2 ? LEFT_TO_HIGH_KEY : LEFT_TO_LOW_KEY
    return {
      width,
      height,
      covered: {
        top: TITLE_EM * em,
        bottom: EDGE_EM * em,
        left: Math.min(offsetWidth + EDGE_EM * em, share * width),
        right: EDGE_EM * em,
      },
    }
  }
  const target = () => {
    const { state, pitch } = props.stop
    return state.camera ?? cameraOver(props.tileSet.bounds, frame(), pitch)
  }
  const goThere = () => props.flight.fly(target(), container()!.clientWidth)
  createEffect(on(() => props.stop.key, goThere))

  createEffect(() => {
    const element = container()!.parentElement!
    const watch = new ResizeObserver(() => {
      // A whole zone is fitted to the room there is; where a view looks, it looks.
      if (!props.stop.state.camera) queueMicrotask(goThere)
    })
    watch.observe(element)
    if (props.legend) watch.observe(props.legend)
    onCleanup(() => watch.disconnect())
  })

  const isThere = () =>
    handle.idle() &&
    !props.flight.flying() &&
    props.scene.figures.settled() &&
    props.scene.counts.complete()
  createEffect(on([isThere, () => props.stop.key], ([there]) => there && props.onArrive()))

  return (
    <>
      <div class="wall-map map" ref={setContainer} data-state={isThere() ? "idle" : "busy"} />
      <Show when={handle.trouble()}>
        <p class="wall-trouble" role="status">
          {t("map.trouble")}
        </p>
      </Show>
    </>
  )
}
