import { ErrorBoundary, Match, Show, Switch } from "solid-js"
import { problemOf, type Session } from "../api.ts"
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
import type { createParcels } from "./createParcels.ts"
import { Legend } from "./Legend.tsx"
import { MapView } from "./MapView.tsx"
import type { Parcel, Summary } from "./shapes.ts"
import { ThemeBar } from "./ThemeBar.tsx"

/** The map with everything that lies on it. */
export function MapPanel(props: {
  session: Session
  state: MapState
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
  look: Look
  theme: Theme
  themes: readonly Theme[]
  tileSet: ReturnType<typeof createTileSet>
  /** Whether figures are seen by which parcels may stand as columns. */
  canRise: boolean
  /** Every parcel, whatever the filter. */
  all: readonly Parcel[]
  matching: ReturnType<typeof createParcels>
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
  return (
    <div class="map-panel">
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
              <MapView
                session={props.session}
                tileSet={tiles()}
                binSets={binSets.data ?? []}
                state={props.state}
                change={props.change}
                look={props.look}
                theme={props.theme}
                all={props.all}
                matching={props.matching}
                clauses={props.clauses}
                onClauses={props.onClauses}
                focused={props.focused}
                onSelect={props.onSelect}
                onHandle={props.onHandle}
                canRise={props.canRise}
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
        latestYear={props.summary?.year ?? null}
      />
      <Show when={props.matching.query.isSuccess}>
        <Legend
          theme={props.theme}
          all={props.all}
          parcels={props.matching.items()}
          complete={props.matching.complete()}
          summary={props.summary}
          clauses={props.clauses}
          onClauses={props.onClauses}
        />
      </Show>
    </div>
  )
}
