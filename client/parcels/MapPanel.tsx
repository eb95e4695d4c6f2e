import { createMemo, createSignal, ErrorBoundary, Match, Show, Switch } from "solid-js"
import { Dynamic } from "solid-js/web"
import { problemOf, type Session } from "../api.ts"
import { BIN_END_ZOOM } from "../map/layers/bins.ts"
import { createBinSets, type createTileSet } from "../map/createTileSet.ts"
import type { MapHandle } from "../map/createMap.ts"
import type { Look } from "../map/palette.ts"
import type { MapState } from "../map/state.ts"
import type { Theme } from "../map/theme.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import type { Clause } from "./clause.ts"
import { createClassCounts } from "./createClassCounts.ts"
import type { Order } from "./queries.ts"
import { later } from "../later.tsx"
import type { createMeasures } from "../map/createMeasures.ts"
import type { Measure } from "../map/measure.ts"
import { Legend } from "./Legend.tsx"
import { MapView } from "./MapView.tsx"
import type { Summary } from "./shapes.ts"
import { ThemeBar } from "./ThemeBar.tsx"

/** Land narrower than this is seen as parcels when all of it is in view. */
const CLOSE_DEGREES = 0.15

const SwipeView = later(() => import("./swipe/SwipeView.tsx").then((loaded) => loaded.SwipeView))

const HeightKey = later(
  () => import("./measure/HeightKey.tsx").then((loaded) => loaded.HeightKey),
  "part",
)

/** The map with everything that lies on it. */
export function MapPanel(props: {
  session: Session
  state: MapState
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
  look: Look
  theme: Theme
  themes: readonly Theme[]
  tileSet: ReturnType<typeof createTileSet>
  measures: readonly Measure[]
  figures: ReturnType<typeof createMeasures>
  /** Years of a theme that is no map of figures. */
  years: readonly number[]
  matching: Order
  summary: Summary | undefined
  clauses: readonly Clause[]
  onClauses: (clauses: Clause[]) => void
  focused: number | null
  onSelect: (id: number | null) => void
  onHandle: (handle: MapHandle) => void
}) {
  const { t } = useText()
  const binSets = createBinSets(
    () => props.tileSet.data,
    () => props.theme,
    () => props.state,
  )
  const [handle, setHandle] = createSignal<MapHandle>()
  const hold = (found: MapHandle) => {
    setHandle(found)
    props.onHandle(found)
  }
  const live = () => (props.theme.id === "measure" ? props.figures.live() : props.theme)
  const counts = createClassCounts({
    audience: () => props.session.audience ?? "",
    theme: live,
    question: () => props.state,
    summary: () => props.summary,
    order: props.matching,
  })
  /** Once it is there the legend stays, also while another theme is counted. */
  const isCounted = createMemo<boolean>((was) => was || counts.all() !== undefined, false)
  /** What columns tell, or would: the measure of the map where it is one of land. */
  const tallest = () => {
    const shown = props.figures.shown()?.measure
    return (
      props.figures.tall() ??
      (shown?.isRatio ? shown : props.measures.find(({ isRatio }) => isRatio))
    )
  }
  const binsAreCounts = () => {
    const tiles = props.tileSet.data
    if (!tiles || tiles.minzoom < BIN_END_ZOOM || live().bins[0]?.name !== "") return false
    const { camera } = props.state
    return camera ? camera.zoom < BIN_END_ZOOM : tiles.bounds[2] - tiles.bounds[0] > CLOSE_DEGREES
  }
  const isCompared = createMemo(() => props.state.against !== null)
  return (
    <div class="map-panel" data-compared={isCompared() ? "" : undefined}>
      <Switch>
        <Match when={props.tileSet.isError}>
          <div class="full">
            <Failure
              told={problemOf(props.tileSet.error)}
              onRetry={() => void props.tileSet.refetch()}
            />
          </div>
        </Match>
        <Match when={props.tileSet.isPending}>
          <div class="full">
            <Waiting>{t("wait.map")}</Waiting>
          </div>
        </Match>
        <Match when={props.tileSet.data}>
          {(tiles) => (
            <ErrorBoundary
              fallback={
                <div class="map-impossible">
                  <Empty title={t("map.impossible")}>{t("map.impossible.help")}</Empty>
                </div>
              }
            >
              <Dynamic
                component={isCompared() ? SwipeView : MapView}
                session={props.session}
                tileSet={tiles()}
                binSets={binSets.data ?? []}
                state={props.state}
                change={props.change}
                look={props.look}
                theme={props.theme}
                matching={props.matching}
                clauses={props.clauses}
                onClauses={props.onClauses}
                focused={props.focused}
                onSelect={props.onSelect}
                onHandle={hold}
                live={live()}
                settled={props.figures.settled() && counts.complete()}
                rise={props.figures.rise()}
                tallest={tallest()}
              />
            </ErrorBoundary>
          )}
        </Match>
      </Switch>
      <ThemeBar
        theme={props.theme}
        themes={props.themes}
        state={props.state}
        change={props.change}
        measures={props.measures}
        shown={props.figures.shown()}
        years={props.years}
        ready={handle()?.idle() === true && counts.complete()}
      />
      <Show when={isCounted() || counts.failed()}>
        <Legend
          theme={live()}
          shown={props.figures.shown()}
          state={props.state}
          change={props.change}
          onDraft={props.figures.setDraft}
          counts={counts}
          summary={props.summary}
          clauses={props.clauses}
          onClauses={props.onClauses}
          binsAreCounts={binsAreCounts()}
          height={
            <Show when={props.figures.rise() && props.figures.tall()}>
              {(measure) => (
                <HeightKey
                  measure={measure()}
                  measures={props.measures.filter(({ isRatio }) => isRatio)}
                  rise={props.figures.rise()!}
                  camera={props.state.camera}
                  onMeasure={(height) => props.change({ height }, "push")}
                />
              )}
            </Show>
          }
        />
      </Show>
    </div>
  )
}
