import "./parcels.css"
import { createEffect, createMemo, createSignal, on, Show } from "solid-js"
import type { Session } from "../api.ts"
import { planBreaks } from "../map/layers/taxPerMu.ts"
import type { MapHandle } from "../map/createMap.ts"
import type { Look } from "../map/palette.ts"
import type { MapState } from "../map/state.ts"
import { findTheme, listSeen, listThemes } from "../map/themes.ts"
import { useText } from "../text/language.tsx"
import { Empty } from "../ui/Notice.tsx"
import { type Clause, writeFilter } from "./clause.ts"
import { readFilter } from "./clause-reader.ts"
import { createFilterNames, createParcels, createSummary } from "./createParcels.ts"
import { ListPanel } from "./ListPanel.tsx"
import { MapPanel } from "./MapPanel.tsx"
import { SheetPanel } from "./sheet/SheetPanel.tsx"

/** The land of the zone: list, map and sheet of one parcel, all asked the same question. */
export function Workspace(props: {
  session: Session
  state: MapState
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
  look: Look
}) {
  const { t } = useText()
  const sees = createMemo(() => new Set(props.session.sees))
  const question = () => ({
    filter: props.state.filter,
    q: props.state.q,
    year: props.state.year,
  })
  const matching = createParcels(() => ({ ...question(), sort: props.state.sort }))
  const all = createParcels(() => ({ filter: "", q: "", year: props.state.year, sort: "" }))
  const summary = createSummary(question)
  const names = createFilterNames()

  // Class limits come from all parcels, so that a filter does not move them.
  const breaks = createMemo(() => planBreaks(all.items().map(({ taxPerMu }) => taxPerMu)))
  const themes = createMemo(() => listSeen(listThemes(breaks(), props.look), sees()))
  const theme = createMemo(() => findTheme(themes(), props.state.theme))
  const clauses = createMemo(() => readFilter(props.state.filter, themes()))
  const setClauses = (wanted: Clause[]) =>
    props.change({ filter: writeFilter(wanted, themes()) }, "push")

  const [handle, setHandle] = createSignal<MapHandle>()
  const [focused, setFocused] = createSignal<number | null>(null)
  const select = (id: number | null) => {
    if (id !== props.state.selected) props.change({ selected: id }, "push")
  }
  createEffect(on(() => props.state.selected, setFocused))

  return (
    <Show
      when={theme()}
      fallback={
        <main class="full">
          <Empty title={t("workspace.nothing")}>{t("workspace.nothing.help")}</Empty>
        </main>
      }
    >
      {(theme) => (
        <main class="workspace" data-sheet={props.state.selected === null ? undefined : "open"}>
          <h1 class="unseen">{t("nav.map")}</h1>
          <ListPanel
            state={props.state}
            change={props.change}
            parcels={matching}
            summary={summary}
            names={names.data?.items ?? []}
            theme={theme()}
            themes={themes()}
            clauses={clauses()}
            onClauses={setClauses}
            focused={focused()}
            onFocus={setFocused}
            onSelect={select}
          />
          <MapPanel
            session={props.session}
            state={props.state}
            change={props.change}
            look={props.look}
            theme={theme()}
            themes={themes()}
            all={all.items()}
            matching={matching}
            summary={summary.data}
            clauses={clauses()}
            onClauses={setClauses}
            focused={focused()}
            onSelect={select}
            onHandle={setHandle}
          />
          <Show when={props.state.selected}>
            {(id) => (
              <SheetPanel
                id={id()}
                session={props.session}
                onClose={() => select(null)}
                onShow={(bounds) => handle()?.show(bounds)}
                onSelect={select}
              />
            )}
          </Show>
        </main>
      )}
    </Show>
  )
}
