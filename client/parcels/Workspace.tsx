import "./parcels.css"
import { useQueryClient } from "@tanstack/solid-query"
import { createEffect, createMemo, createSignal, on, Show } from "solid-js"
import type { Session } from "../api.ts"
import { later } from "../later.tsx"
import { isWithin } from "../map/cells.ts"
import { createChanges } from "../map/createChanges.ts"
import type { Bounds, MapHandle } from "../map/createMap.ts"
import { createMeasures } from "../map/createMeasures.ts"
import { createSeries, SERIES_KEY } from "../map/createSeries.ts"
import { createTileSet, TILES_KEY } from "../map/createTileSet.ts"
import type { Look } from "../map/palette.ts"
import type { MapState } from "../map/state.ts"
import type { Hit } from "../search/createSearch.ts"
import { listMeasures } from "../map/measure.ts"
import { findTheme, listSeen, listThemes } from "../map/themes.ts"
import { createParcelRows } from "../table/createParcelRows.ts"
import { TableFrame } from "../table/TableFrame.tsx"
import { useText } from "../text/language.tsx"
import { Empty } from "../ui/Notice.tsx"
import { type Clause, writeFilter } from "./clause.ts"
import { readFilter } from "./clause-reader.ts"
import { createFilterNames, createRereading, createSummary } from "./queries.ts"
import { ListPanel } from "./ListPanel.tsx"
import { MapPanel } from "./MapPanel.tsx"
import { policyOf } from "./policy.ts"
import type { Summary } from "./shapes.ts"

const SheetPanel = later(
  () => import("./sheet/SheetPanel.tsx").then((loaded) => loaded.SheetPanel),
  "part",
)
const TablePanel = later(
  () => import("../table/TablePanel.tsx").then((loaded) => loaded.TablePanel),
  "part",
)

/** By which scheme most land of a code was registered. */
const schemesOf = (summary: Summary | undefined): ReadonlyMap<string, string> => {
  const byArea = summary?.byLandUse ?? []
  return new Map(
    byArea.toReversed().flatMap(({ value, scheme }) => (value && scheme ? [[value, scheme]] : [])),
  )
}

const sameEntries = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>) =>
  a.size === b.size && [...a].every(([code, scheme]) => b.get(code) === scheme)

/** Classes follow what others change, but do not shift under the eye every second. */
const SERIES_MS = 10_000

/** The land of the zone: list, map and sheet of one parcel, all asked the same question. */
export function Workspace(props: {
  session: Session
  state: MapState
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
  look: Look
  /** Opens the page of a parcel or a firm. */
  open: (path: string) => void
}) {
  const { t } = useText()
  const sees = createMemo(() => new Set(props.session.sees))
  const question = () => ({
    filter: props.state.filter,
    q: props.state.q,
    year: props.state.year,
  })
  const rows = createParcelRows(() => ({ ...question(), sort: props.state.sort }))
  const summary = createSummary(question)
  const names = createFilterNames()

  const audience = () => props.session.audience ?? ""
  const tileSet = createTileSet(sees)
  const land = () => tileSet.data
  const ratios = createMemo(() => Object.keys(summary.data?.metrics ?? {}), [], {
    equals: (a, b) => a.join() === b.join(),
  })
  const measures = createMemo(() => listMeasures(names.data?.items ?? [], new Set(ratios())))
  const figures = createMeasures({
    audience,
    tileSet: land,
    state: props.state,
    look: () => props.look,
    measures: () => (summary.data ? measures() : []),
    policies: policyOf,
  })
  const schemes = createMemo(() => schemesOf(summary.data), new Map(), { equals: sameEntries })
  /** Themes whose classes are given, and by which a filter can be read. */
  const given = createMemo(() => listSeen(listThemes(props.look, schemes()), sees()))
  const themes = createMemo(() =>
    measures().length > 0 || props.state.theme === "measure"
      ? [...given(), figures.theme()]
      : given(),
  )
  const theme = createMemo(() => findTheme(themes(), props.state.theme))
  const graded = createSeries(audience, land, () => {
    const { id, yearly, needs } = theme() ?? {}
    return yearly && id !== "measure" ? (needs?.[0] ?? null) : null
  })
  /** Where there is but one, it is told all the same. */
  const gradedYears = () => {
    const { years = [], newest = null } = graded() ?? {}
    return years.length === 0 && newest !== null ? [newest] : years
  }
  const clauses = createMemo(() => readFilter(props.state.filter, given()))
  const setClauses = (wanted: Clause[]) =>
    props.change({ filter: writeFilter(wanted, given()) }, "push")

  const [handle, setHandle] = createSignal<MapHandle>()
  const [focused, setFocused] = createSignal<number | null>(null)
  const select = (id: number | null) => {
    if (id !== props.state.selected) props.change({ selected: id }, "push")
  }
  createEffect(on(() => props.state.selected, setFocused))
  // In full the map lies under the table, and need not be painted anew for a row that is pointed at.
  const pointInTable = (id: number | null) => {
    if (props.state.table === "half") setFocused(id ?? props.state.selected)
  }
  const selectInTable = (id: number, bounds: Bounds | undefined) => {
    select(id)
    if (bounds && props.state.table === "half") handle()?.show(bounds)
  }

  /** Brings what was found onto the screen: a parcel is opened, a firm's land and a road are looked at. */
  const goTo = (hit: Hit) => {
    if (hit.bounds) handle()?.show(hit.bounds)
    if (hit.kind === "parcel") return select(hit.id)
    if (hit.kind === "enterprise" && hit.name)
      setClauses([
        ...clauses().filter((clause) => !("name" in clause && clause.name === "firms")),
        { kind: "contains", name: "firms", text: hit.name },
      ])
  }

  const client = useQueryClient()
  const rereading = createRereading()
  let [seriesDue, seriesReadAt] = [false, 0]
  createChanges(audience, (cells) => {
    if (cells?.length !== 0) {
      handle()?.renew(cells)
      rereading.ask()
    }
    // Land beyond what the map knew of, or figures where there were none, are rare and change all of it.
    if (!cells || cells.some((cell) => !isWithin(cell, tileSet.data?.bounds)))
      void client.invalidateQueries({ queryKey: TILES_KEY })
    if (cells?.length !== 0) seriesDue = true
    if (seriesDue && Date.now() - seriesReadAt > SERIES_MS) {
      seriesDue = false
      seriesReadAt = Date.now()
      void client.invalidateQueries({ queryKey: SERIES_KEY })
    }
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
        <main
          class="workspace"
          data-sheet={props.state.selected === null ? undefined : "open"}
          data-table={props.state.table ?? undefined}
        >
          <h1 class="unseen">{t("nav.map")}</h1>
          <ListPanel
            state={props.state}
            change={props.change}
            rows={rows}
            summary={summary}
            names={names.data?.items ?? []}
            theme={theme()}
            themes={given()}
            clauses={clauses()}
            onClauses={setClauses}
            focused={focused()}
            onFocus={setFocused}
            onSelect={select}
            onHit={goTo}
            onShow={(id, bounds) => handle()?.flash?.(id, bounds)}
          />
          <TableFrame
            table={props.state.table}
            map={
              <MapPanel
                session={props.session}
                state={props.state}
                change={props.change}
                look={props.look}
                theme={theme()}
                themes={themes()}
                tileSet={tileSet}
                measures={measures()}
                figures={figures}
                years={gradedYears()}
                matching={rows.order}
                summary={summary.data}
                clauses={clauses()}
                onClauses={setClauses}
                focused={focused()}
                onSelect={select}
                onHandle={setHandle}
              />
            }
          >
            <TablePanel
              role={props.session.role ?? ""}
              state={props.state}
              change={props.change}
              themes={themes()}
              names={names}
              summary={summary.data}
              open={props.open}
              onPoint={pointInTable}
              onSelect={selectInTable}
            />
          </TableFrame>
          <Show when={props.state.selected}>
            {(id) => (
              <SheetPanel
                id={id()}
                session={props.session}
                onClose={() => select(null)}
                onShow={(bounds) => handle()?.show(bounds)}
                onSelect={select}
                open={props.open}
              />
            )}
          </Show>
        </main>
      )}
    </Show>
  )
}
