import { createMemo, createSignal, Show } from "solid-js"
import type { Session } from "../api.ts"
import { createMap, type MapHandle, type MapOptions } from "../map/createMap.ts"
import { createBasemap } from "../map/createBasemap.ts"
import { GROUND_ADDRESS } from "../map/createTileSet.ts"
import type { Paint } from "../map/createPaint.ts"
import type { Rise } from "../map/layers/parcels.ts"
import type { Measure } from "../map/measure.ts"
import type { Look } from "../map/palette.ts"
import type { MapState } from "../map/state.ts"
import type { BinSet, StyleInput, TileSet } from "../map/style.ts"
import type { Theme } from "../map/theme.ts"
import { useText } from "../text/language.tsx"
import type { Clause } from "./clause.ts"
import { createPointed, type Order } from "./queries.ts"
import { BinCard, HoverCard } from "./HoverCard.tsx"
import { MapControls } from "./MapControls.tsx"
import { useWording } from "./themeValue.ts"

/** Families that have Chinese characters; the first there is draws the map's text. */
const FONTS =
  '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'

/** Px that the open sheet covers at the right; below this width of the map it lies elsewhere. */
const SHEET_PX = 440
const NARROW_PX = 860

export function MapView(props: {
  session: Session
  tileSet: TileSet
  binSets: readonly BinSet[]
  state: MapState
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
  look: Look
  theme: Theme
  matching: Order
  clauses: readonly Clause[]
  onClauses: (clauses: Clause[]) => void
  focused: number | null
  onSelect: (id: number | null) => void
  onHandle: (handle: MapHandle) => void
  /** The theme with limits as a hand moves them. */
  live: Theme
  /** Whether the classes that are asked for are known, and counted. */
  settled: boolean
  rise: Rise | null
  /** The measure that columns tell or would tell; absent where there is none. */
  tallest: Measure | undefined
  /** Of two maps one: what ties it to the other, and the parcels that became otherwise. */
  beside?: { join: NonNullable<MapOptions["join"]>; changed: readonly number[] } | undefined
}) {
  const { t } = useText()
  const [container, setContainer] = createSignal<HTMLDivElement>()

  const found = createMemo(() => {
    if (props.state.q === "") return null
    return props.matching.complete() ? new Set(props.matching.ids()) : undefined
  })

  const paint = createMemo((): Paint => {
    const { year, filter } = props.state
    return {
      audience: props.session.audience ?? "",
      theme: props.live,
      year,
      height: props.rise && props.state.height,
      filter,
      found: found(),
      tileSet: props.tileSet,
    }
  })

  const area = () => {
    const clause = props.clauses.find(({ kind }) => kind === "area")
    return clause?.kind === "area" ? clause.ring : null
  }
  const basemap = createBasemap()
  const input = createMemo((): StyleInput => ({
    look: props.look,
    theme: props.theme,
    year: props.state.year,
    rise: props.rise,
    tileSet: props.tileSet,
    binSets: props.binSets,
    ground: GROUND_ADDRESS,
    basemap: basemap(),
    area: area(),
    changed: props.beside?.changed,
  }))

  const covered = () =>
    props.state.selected !== null &&
    // Beside a table the sheet lies over the list.
    props.state.table === null &&
    (container()?.clientWidth ?? 0) > NARROW_PX
      ? SHEET_PX
      : 0

  const handle = createMap(() => container()!, {
    input,
    camera: () => props.state.camera,
    paint,
    wording: useWording(),
    selected: () => props.state.selected,
    focused: () => props.focused,
    title: t("map.title"),
    fontFamily: FONTS,
    padding: () => ({ left: 24, right: 24 + covered() }),
    join: props.beside?.join,
    onRest: (camera) => props.change({ camera }),
    onSelect: (id) => props.onSelect(id),
  })
  props.onHandle(handle)
  const pointed = createPointed(
    () => handle.hovered()?.id ?? null,
    () => ({ year: props.state.year, on: props.tileSet.on ?? null }),
  )
  const isReady = () => handle.idle() && props.settled && props.matching.complete()

  return (
    <>
      <div class="map" ref={setContainer} data-state={isReady() ? "idle" : "busy"} />
      <Show when={handle.hovered()}>
        {(hovered) => (
          <>
            <Show when={hovered().id !== undefined && pointed.data}>
              {(parcel) => <HoverCard at={hovered()} parcel={parcel()} theme={props.theme} />}
            </Show>
            <Show when={hovered().bin}>
              {(bin) => <BinCard at={hovered()} bin={bin()} theme={props.theme} />}
            </Show>
          </>
        )}
      </Show>
      <Show when={!props.beside}>
        <MapControls
          handle={handle}
          state={props.state}
          change={props.change}
          bounds={props.tileSet.bounds}
          tallest={props.tallest}
          clauses={props.clauses}
          onClauses={props.onClauses}
        />
      </Show>
      <Show when={handle.trouble()}>
        <p class="map-trouble" role="status">
          {t("map.trouble")}
        </p>
      </Show>
      <Show when={props.session.demo}>
        <p class="map-sample">{t("sample.map")}</p>
      </Show>
    </>
  )
}
