import { createMemo, createSignal, Show } from "solid-js"
import { createMap, type MapHandle } from "../map/createMap.ts"
import { GROUND_ADDRESS } from "../map/createTileSet.ts"
import type { Marks } from "../map/marks.ts"
import type { Look } from "../map/palette.ts"
import type { MapState } from "../map/state.ts"
import type { Labels, StyleInput, TileSet } from "../map/style.ts"
import type { Theme } from "../map/theme.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import type { Clause } from "./clause.ts"
import type { createParcels } from "./createParcels.ts"
import { HoverCard } from "./HoverCard.tsx"
import { MapControls } from "./MapControls.tsx"
import type { Parcel } from "./shapes.ts"
import { classOf, figureOf } from "./themeValue.ts"

/** Families that have Chinese characters; the first there is draws the map's text. */
const FONTS =
  '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'

/** Px that the open sheet covers at the right; below this width of the map it lies elsewhere. */
const SHEET_PX = 440
const NARROW_PX = 860

export function MapView(props: {
  tileSet: TileSet
  state: MapState
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
  look: Look
  theme: Theme
  all: readonly Parcel[]
  matching: ReturnType<typeof createParcels>
  clauses: readonly Clause[]
  onClauses: (clauses: Clause[]) => void
  focused: number | null
  onSelect: (id: number | null) => void
  onHandle: (handle: MapHandle) => void
  sample: boolean
}) {
  const { t, pick, figures } = useText()
  const [container, setContainer] = createSignal<HTMLDivElement>()

  const byId = createMemo(() => new Map(props.all.map((parcel) => [parcel.id, parcel])))
  const found = createMemo(() => new Set(props.matching.items().map(({ id }) => id)))

  const marks = createMemo((): Marks => {
    const { theme } = props
    const filtered =
      props.matching.complete() && (props.state.filter !== "" || props.state.q !== "")
    return new Map(
      props.all.map((parcel) => [
        parcel.id,
        {
          class: theme.classOf(parcel),
          out: filtered && !found().has(parcel.id),
          height: parcel.taxPerMu ?? null,
        },
      ]),
    )
  })

  const noteOf = (parcel: Parcel) => {
    const figure = figureOf(props.theme.id, parcel, figures())
    if (figure === NONE) return NONE
    return figure === undefined
      ? t("unit.mu.of", { value: figures().mu(parcel.areaMu) })
      : t("unit.per-mu.of", { value: figure })
  }
  const codeOf = (parcel: Parcel) => {
    const { usual, code } = classOf(props.theme, parcel)
    return usual ? "" : pick(code)
  }
  const labels = createMemo((): Labels => ({
    type: "FeatureCollection",
    features: props.all.map((parcel) => ({
      type: "Feature",
      id: parcel.id,
      geometry: { type: "Point", coordinates: [...parcel.centre] },
      properties: {
        code: codeOf(parcel),
        name: parcel.name ?? "",
        note: noteOf(parcel),
        areaMu: parcel.areaMu ?? 0,
      },
    })),
  }))

  const area = () => {
    const clause = props.clauses.find(({ kind }) => kind === "area")
    return clause?.kind === "area" ? clause.ring : null
  }
  const input = createMemo((): StyleInput => ({
    look: props.look,
    theme: props.theme,
    relief: props.state.relief,
    tileSet: props.tileSet,
    ground: GROUND_ADDRESS,
    labels: labels(),
    area: area(),
  }))

  const covered = () =>
    props.state.selected !== null && (container()?.clientWidth ?? 0) > NARROW_PX ? SHEET_PX : 0

  const handle = createMap(() => container()!, {
    input,
    camera: () => props.state.camera,
    marks,
    selected: () => props.state.selected,
    focused: () => props.focused,
    title: t("map.title"),
    fontFamily: FONTS,
    padding: () => ({ left: 24, right: 24 + covered() }),
    onRest: (camera) => props.change({ camera }),
    onSelect: (id) => props.onSelect(id),
  })
  props.onHandle(handle)

  return (
    <>
      <div
        class="map"
        ref={setContainer}
        data-state={handle.idle() && props.matching.complete() ? "idle" : "busy"}
      />
      <Show when={handle.hovered()}>
        {(hovered) => (
          <Show when={byId().get(hovered().id)}>
            {(parcel) => <HoverCard at={hovered()} parcel={parcel()} theme={props.theme} />}
          </Show>
        )}
      </Show>
      <MapControls
        handle={handle}
        state={props.state}
        change={props.change}
        bounds={props.tileSet.bounds}
        canRise={props.all.some(({ taxPerMu }) => taxPerMu !== undefined)}
        clauses={props.clauses}
        onClauses={props.onClauses}
      />
      <Show when={handle.trouble()}>
        <p class="map-trouble" role="status">
          {t("map.trouble")}
        </p>
      </Show>
      <Show when={props.sample}>
        <p class="map-sample">{t("sample.map")}</p>
      </Show>
    </>
  )
}
