import "../../text/difference-phrases.ts"
import "./swipe.css"
import {
  type ComponentProps,
  createEffect,
  createMemo,
  createSignal,
  mergeProps,
  Show,
} from "solid-js"
import type { Day } from "../../../geodata/days.ts"
import { problemOf } from "../../api.ts"
import type { MapHandle } from "../../map/createMap.ts"
import { createSwipe } from "../../map/createSwipe.ts"
import { createBinSets, createPastTileSet } from "../../map/createTileSet.ts"
import { pendingTheme } from "../../map/layers/measure.ts"
import type { Theme } from "../../map/theme.ts"
import { useText } from "../../text/language.tsx"
import { Failure } from "../../ui/Failure.tsx"
import { Waiting } from "../../ui/Waiting.tsx"
import { createFilterNames, createOrder, createSummary } from "../queries.ts"
import { MapControls } from "../MapControls.tsx"
import { MapView } from "../MapView.tsx"
import { createDifference, daysOf } from "./createDifference.ts"
import { pastOf } from "./days.ts"
import { SwipeHandle } from "./SwipeHandle.tsx"

type ViewProps = ComponentProps<typeof MapView>

/** Below such a share of the map a date has no room. */
const LEAST_SHARE = 16

/** Whether a theme can be drawn of a past day: by what is known of it, and of no other year. */
const isDrawn = ({ needs, before }: Theme, dated: ReadonlySet<string> | undefined) =>
  dated === undefined || (before === undefined && needs.every((name) => dated.has(name)))

/** Names that are known of a past day; undefined while that is not told, and of today. */
function createDated(on: () => Day | null) {
  const names = createFilterNames(on)
  return createMemo(() =>
    on() === null || !names.data ? undefined : new Set(names.data.items.map(({ name }) => name)),
  )
}

/** The same land on two days, one map over the other, with a border between them that a hand moves. */
export function SwipeView(props: ViewProps) {
  const { t } = useText()
  const days = createMemo(
    (known: { left: Day; right: Day }) => daysOf(props.state) ?? known,
    { left: "", right: "" },
    { equals: (a, b) => a.left === b.left && a.right === b.right },
  )
  const difference = createDifference(() => props.state)
  const swipe = createSwipe()
  const [share, setShare] = createSignal(50)
  const changed = createMemo(() => difference.items().map(({ id }) => id))
  const isRefused = () => problemOf(difference.query.error)?.status === 400
  /** Of the past only what the server has agreed to is asked. */
  const pastFilter = createMemo((known: string) => {
    if (isRefused()) return ""
    return difference.query.isSuccess && !difference.query.isPlaceholderData
      ? props.state.filter
      : known
  }, "")
  const filterOf = (day: Day) => (pastOf(day) === null ? props.state.filter : pastFilter())

  // A theme that neither day can show would greet with two grey maps.
  const dated = createDated(() => pastOf([days().left, days().right].sort()[0]!))
  let isGreeted = false
  createEffect(() => {
    if (isGreeted || !dated()) return
    isGreeted = true
    if (!isDrawn(props.theme, dated())) props.change({ theme: "landUse" })
  })

  const [right, setRight] = createSignal<MapHandle>()
  let left: MapHandle | undefined
  const hold = (handle: MapHandle) => {
    setRight(handle)
    props.onHandle({
      ...handle,
      renew(cells) {
        handle.renew(cells)
        left?.renew(cells)
      },
      flash: swipe.flash,
    })
  }

  const side = (name: "left" | "right", onHandle: (handle: MapHandle) => void) => (
    <Side
      name={name}
      view={props}
      day={days()[name]}
      filter={filterOf(days()[name])}
      isUnfiltered={props.state.filter !== "" && filterOf(days()[name]) === ""}
      isShown={name === "left" ? share() >= LEAST_SHARE : share() <= 100 - LEAST_SHARE}
      beside={{ join: swipe.join, changed: changed() }}
      onHandle={onHandle}
    />
  )
  return (
    <div class="swipe" style={{ "--share": `${share()}%` }}>
      {side("right", hold)}
      {side("left", (handle) => (left = handle))}
      <SwipeHandle share={share()} onShare={setShare} />
      <Show when={right()}>
        {(handle) => (
          <MapControls
            handle={handle()}
            state={props.state}
            change={props.change}
            bounds={props.tileSet.bounds}
            tallest={undefined}
            clauses={props.clauses}
            onClauses={props.onClauses}
          />
        )}
      </Show>
      <Show when={props.session.demo}>
        <p class="map-sample">{t("sample.map")}</p>
      </Show>
    </div>
  )
}

/** The map of one day, whole; the left one is cut off at the border. */
function Side(props: {
  name: "left" | "right"
  view: ViewProps
  day: Day
  filter: string
  /** Whether a filter is wanted that cannot be asked of the day. */
  isUnfiltered: boolean
  isShown: boolean
  beside: NonNullable<ViewProps["beside"]>
  onHandle: (handle: MapHandle) => void
}) {
  const { t, pick } = useText()
  const on = () => pastOf(props.day)
  const dated = createDated(on)
  const past = createPastTileSet(on, dated)
  const tileSet = () => (on() === null ? props.view.tileSet : past.data)
  // Each day has figures of its own year, and columns would hide what lies behind them.
  const state = mergeProps(props.view.state, {
    year: null,
    height: null,
    get filter() {
      return props.filter
    },
  })
  const question = () => ({ filter: state.filter, q: state.q, year: null, on: on() })
  const matching = createOrder(() => ({ ...question(), sort: "" }))
  const summary = createSummary(question)
  const drawn = () => isDrawn(props.view.theme, dated())
  const nothing = pendingTheme(undefined)
  const theme = () => (drawn() ? props.view.theme : nothing)
  const binSets = createBinSets(tileSet, theme, question)
  const year = () => (props.view.theme.yearly ? summary.data?.year : null)
  return (
    <div class={`swipe-side swipe-${props.name}`}>
      <Show
        when={tileSet()}
        fallback={
          <div class="full">
            <Show when={past.isError} fallback={<Waiting>{t("wait.map")}</Waiting>}>
              <Failure told={problemOf(past.error)} onRetry={() => void past.refetch()} />
            </Show>
          </div>
        }
      >
        {(tiles) => (
          <MapView
            {...props.view}
            tileSet={tiles()}
            binSets={binSets.data ?? []}
            state={state}
            theme={theme()}
            live={drawn() ? props.view.live : nothing}
            rise={null}
            tallest={undefined}
            matching={matching}
            beside={props.beside}
            onHandle={props.onHandle}
          />
        )}
      </Show>
      <p class="swipe-day panel" hidden={!props.isShown}>
        <strong>{on() === null ? t("compare-days.today") : props.day}</strong>
        <Show when={drawn() && year()}>
          {(of) => <span>{t("compare-days.year", { year: of() })}</span>}
        </Show>
        <Show when={!drawn()}>
          <span class="swipe-lack">
            {t("compare-days.no-theme", { theme: pick(props.view.theme.title) })}
          </span>
        </Show>
        <Show when={props.isUnfiltered}>
          <span class="swipe-lack">{t("compare-days.no-filter")}</span>
        </Show>
      </p>
    </div>
  )
}
