import { useQueryClient } from "@tanstack/solid-query"
import { type Accessor, createEffect, createMemo, on } from "solid-js"
import { createStore, reconcile } from "solid-js/store"
import type { Session } from "../api.ts"
import { isWithin } from "../map/cells.ts"
import { createChanges } from "../map/createChanges.ts"
import type { MapHandle } from "../map/createMap.ts"
import { createMeasures } from "../map/createMeasures.ts"
import { SERIES_KEY } from "../map/createSeries.ts"
import { createTileSet, TILES_KEY } from "../map/createTileSet.ts"
import { listMeasures } from "../map/measure.ts"
import type { Look } from "../map/palette.ts"
import { EMPTY_STATE, type MapState } from "../map/state.ts"
import { findTheme, listSeen, listThemes } from "../map/themes.ts"
import { createClassCounts } from "../parcels/createClassCounts.ts"
import {
  createFilterNames,
  createOrder,
  createRereading,
  createSummary,
} from "../parcels/queries.ts"
import { policyOf } from "../parcels/policy.ts"
import type { Summary } from "../parcels/shapes.ts"

/** By which scheme most land of a code was registered. */
const schemesOf = (summary: Summary | undefined): ReadonlyMap<string, string> => {
  const byArea = summary?.byLandUse ?? []
  return new Map(
    byArea.toReversed().flatMap(({ value, scheme }) => (value && scheme ? [[value, scheme]] : [])),
  )
}

/** Classes follow what others change, but do not shift under the eye every second. */
const SERIES_MS = 60_000

/** Everything that the picture of a stop is drawn from, kept fresh as others change it. */
export function createScene(
  session: Accessor<Session>,
  look: Accessor<Look>,
  wanted: Accessor<MapState | undefined>,
  handle: Accessor<MapHandle | undefined>,
  hear: () => void,
) {
  const [state, setState] = createStore<MapState>({ ...EMPTY_STATE })
  createEffect(on(wanted, (next) => next && setState(reconcile({ ...next }))))

  const sees = createMemo(() => new Set(session().sees))
  const audience = () => session().audience ?? ""
  const question = () => ({ filter: state.filter, q: state.q, year: state.year })
  const matching = createOrder(() => ({ ...question(), sort: "" }))
  const summary = createSummary(question)
  const names = createFilterNames()
  const tileSet = createTileSet(sees)
  const ratios = createMemo(() => Object.keys(summary.data?.metrics ?? {}), [], {
    equals: (a, b) => a.join() === b.join(),
  })
  const measures = createMemo(() => listMeasures(names.data?.items ?? [], new Set(ratios())))
  const figures = createMeasures({
    audience,
    tileSet: () => tileSet.data,
    state,
    look,
    measures: () => (summary.data ? measures() : []),
    policies: policyOf,
  })
  const schemes = createMemo(() => schemesOf(summary.data), new Map<string, string>(), {
    equals: (a, b) => JSON.stringify([...a]) === JSON.stringify([...b]),
  })
  const given = createMemo(() => listSeen(listThemes(look(), schemes()), sees()))
  const theme = createMemo(() =>
    state.theme === "measure" ? figures.theme() : findTheme(given(), state.theme),
  )
  const counts = createClassCounts({
    audience,
    theme,
    question,
    summary: () => summary.data,
    order: matching,
  })

  const client = useQueryClient()
  const rereading = createRereading()
  let [seriesDue, seriesReadAt] = [false, 0]
  createChanges(audience, (cells) => {
    hear()
    if (cells?.length !== 0) {
      handle()?.renew(cells)
      rereading.ask()
      seriesDue = true
    }
    if (!cells || cells.some((cell) => !isWithin(cell, tileSet.data?.bounds)))
      void client.invalidateQueries({ queryKey: TILES_KEY })
    if (seriesDue && Date.now() - seriesReadAt > SERIES_MS) {
      ;[seriesDue, seriesReadAt] = [false, Date.now()]
      void client.invalidateQueries({ queryKey: SERIES_KEY })
    }
    rereading.run()
  })

  return { state, sees, audience, matching, counts, summary, names, tileSet, figures, given, theme }
}
export type Scene = ReturnType<typeof createScene>
