import "./parcels.css"
import { useQueryClient } from "@tanstack/solid-query"
import { createEffect, createMemo, createSignal, on, Show } from "solid-js"
import type { Session } from "../api.ts"
import { isWithin } from "../map/cells.ts"
import { BREAKS_KEY, createBreaks } from "../map/createBreaks.ts"
import { createChanges } from "../map/createChanges.ts"
import type { MapHandle } from "../map/createMap.ts"
import { createTileSet, TILES_KEY } from "../map/createTileSet.ts"
import type { Look } from "../map/palette.ts"
import type { MapState } from "../map/state.ts"
import { findTheme, listSeen, listThemes } from "../map/themes.ts"
import { useText } from "../text/language.tsx"
import { Empty } from "../ui/Notice.tsx"
import { type Clause, writeFilter } from "./clause.ts"
import { readFilter } from "./clause-reader.ts"
import {
  createFilterNames,
  createParcels,
  createRereading,
  createSummary,
} from "./createParcels.ts"
import { ListPanel } from "./ListPanel.tsx"
import { MapPanel } from "./MapPanel.tsx"
import type { Summary } from "./shapes.ts"
import { SheetPanel } from "./sheet/SheetPanel.tsx"

/** By which scheme most land of a code was registered. */
const schemesOf = (summary: Summary | undefined): ReadonlyMap<string, string> => {
  const byArea = summary?.byLandUse ?? []
  return new Map(
    byArea.toReversed().flatMap(({ value, scheme }) => (value && scheme ? [[value, scheme]] : [])),
  )
}

const sameEntries = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>) =>
  a.size === b.size && [...a].every(([code, scheme]) => b.get(code) === scheme)

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

  const audience = () => props.session.audience ?? ""
  const tileSet = createTileSet(sees)
  const breaks = createBreaks(
    audience,
    () => tileSet.data,
    () => props.state.year,
    sees,
  )
  const schemes = createMemo(() => schemesOf(summary.data), new Map(), { equals: sameEntries })
  const themes = createMemo(() => listSeen(listThemes(breaks(), props.look, schemes()), sees()))
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

  const client = useQueryClient()
  const rereading = createRereading()
  createChanges(audience, (cells) => {
    if (cells?.length !== 0) {
      handle()?.renew(cells)
      rereading.ask()
    }
    // Land beyond what the map knew of, or figures where there were none, are rare and change all of it.
    if (!cells || cells.some((cell) => !isWithin(cell, tileSet.data?.bounds)))
      void client.invalidateQueries({ queryKey: TILES_KEY })
    if (!cells || (cells.length > 0 && breaks().length === 0))
      void client.invalidateQueries({ queryKey: BREAKS_KEY })
    rereading.run()
  })

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
            tileSet={tileSet}
            canRise={sees().has("taxPerMu")}
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
