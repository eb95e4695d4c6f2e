import { createEffect, Match, on, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import type { Bounds } from "../map/createMap.ts"
import type { MapState } from "../map/state.ts"
import type { Theme } from "../map/theme.ts"
import type { Hit } from "../search/createSearch.ts"
import { SearchBox } from "../search/SearchBox.tsx"
import { later } from "../later.tsx"
import { useText } from "../text/language.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Failure } from "../ui/Failure.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import type { Clause } from "./clause.ts"
import type { Rows } from "../table/shapes.ts"
import type { createSummary } from "./queries.ts"
import { FilterBar } from "./FilterBar.tsx"
import { ParcelList } from "./ParcelList.tsx"
import type { FilterName, Parcel } from "./shapes.ts"
import { SortBar } from "./SortBar.tsx"

const StatisticsPanel = later(() =>
  import("../statistics/StatisticsPanel.tsx").then((loaded) => loaded.StatisticsPanel),
)

const ChangePanel = later(
  () => import("./swipe/ChangePanel.tsx").then((loaded) => loaded.ChangePanel),
  "part",
)

/** The list beside the map: the same question, the same count. */
export function ListPanel(props: {
  state: MapState
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
  rows: Rows<Parcel>
  summary: ReturnType<typeof createSummary>
  names: readonly FilterName[]
  theme: Theme
  themes: readonly Theme[]
  clauses: readonly Clause[]
  onClauses: (clauses: Clause[]) => void
  focused: number | null
  onFocus: (id: number | null) => void
  onSelect: (id: number | null) => void
  onHit: (hit: Hit) => void
  /** Shows where a parcel lies, of one day or the other. */
  onShow: (id: number, bounds: Bounds) => void
}) {
  const { t, figures } = useText()
  const narrowed = () => props.state.filter !== "" || props.state.q !== ""
  const isCompared = () => props.state.against !== null
  const side = () => (props.state.side === "changes" && !isCompared() ? "list" : props.state.side)
  let search: HTMLInputElement | undefined

  const clear = () => {
    props.change({ filter: "", q: "" }, "push")
    search?.focus()
  }
  // What is said aloud when the count changes; the eye sees it in the bar.
  let said: HTMLParagraphElement | undefined
  createEffect(
    on(
      () => props.summary.data?.total.parcels,
      (parcels) => {
        if (said && parcels !== undefined)
          said.textContent = t("list.found", { count: figures().count(parcels) })
      },
      { defer: true },
    ),
  )

  return (
    <section class="list-panel" aria-label={t("list.title")}>
      <div class="list-head">
        <SearchBox
          value={props.state.q}
          onNarrow={(q) => props.change({ q })}
          onHit={props.onHit}
          onPoint={props.onFocus}
          ref={(input) => (search = input)}
        />
        <FilterBar
          names={props.names}
          themes={props.themes}
          clauses={props.clauses}
          onClauses={props.onClauses}
          question={props.state}
          onFilter={(filter) => props.change({ filter }, "push")}
          onClear={clear}
        />
        <div class="list-side">
          <Segments
            label={t("side.label")}
            value={side()}
            options={[
              { value: "list", label: t("list.title") },
              { value: "statistics", label: t("statistics.title") },
              ...(isCompared() ? [{ value: "changes", label: t("changes.title") } as const] : []),
            ]}
            onChange={(side) => props.change({ side })}
          />
          <IconButton
            icon="table"
            label={t("table.open")}
            pressed={props.state.table !== null}
            onClick={() =>
              props.change({ table: props.state.table === null ? "half" : null }, "push")
            }
          />
        </div>
        <div class="list-bar">
          <p class="list-total">
            <Show when={props.summary.data} fallback={<span class="ghost">{t("list.title")}</span>}>
              {(summary) => (
                <>
                  <strong>{figures().count(summary().total.parcels)}</strong> {t("unit.parcels")}
                  <span class="list-mu">
                    <strong>{figures().mu(summary().total.areaMu)}</strong> {t("unit.mu")}
                  </span>
                </>
              )}
            </Show>
          </p>
          <Show when={side() === "list"}>
            <SortBar
              names={props.names}
              value={props.state.sort}
              onChange={(sort) => props.change({ sort })}
            />
          </Show>
        </div>
        <p class="unseen" role="status" ref={(element) => (said = element)} />
      </div>
      <Switch>
        <Match when={side() === "changes"}>
          <ChangePanel state={props.state} change={props.change} onShow={props.onShow} />
        </Match>
        <Match when={props.state.side === "statistics"}>
          <StatisticsPanel
            state={props.state}
            themes={props.themes}
            summary={props.summary.data}
            clauses={props.clauses}
            onClauses={props.onClauses}
          />
        </Match>
        <Match when={props.rows.error()}>
          <div class="list-notice">
            <Failure told={problemOf(props.rows.error())} onRetry={() => props.rows.retry()} />
            <Show when={narrowed()}>
              <button type="button" class="button" onClick={clear}>
                {t("filter.clear")}
              </button>
            </Show>
          </div>
        </Match>
        <Match when={props.rows.isPending()}>
          <Waiting>{t("wait.list")}</Waiting>
        </Match>
        <Match when={props.rows.ids().length === 0}>
          <Empty
            title={narrowed() ? t("list.none") : t("list.empty")}
            action={
              <Show when={narrowed()}>
                <button type="button" class="button" onClick={clear}>
                  {t("filter.clear")}
                </button>
              </Show>
            }
          >
            {narrowed() ? t("list.none.help") : t("list.empty.help")}
          </Empty>
        </Match>
        <Match when={true}>
          <Show when={props.rows.isTroubled()}>
            <div class="list-notice">
              <Failure told={null} onRetry={() => props.rows.retry()} />
            </div>
          </Show>
          <ParcelList
            rows={props.rows}
            theme={props.theme}
            sort={props.state.sort}
            question={`${props.state.filter}|${props.state.q}`}
            names={props.names}
            selected={props.state.selected}
            focused={props.focused}
            onFocus={props.onFocus}
            onSelect={props.onSelect}
          />
        </Match>
      </Switch>
    </section>
  )
}
