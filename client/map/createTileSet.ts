import { createQuery, keepPreviousData } from "@tanstack/solid-query"
import type { Accessor } from "solid-js"
import type { Day } from "../../geodata/days.ts"
import { answer, api, asked } from "../api.ts"
import { BIN_END_ZOOM } from "./layers/bins.ts"
import type { MapState } from "./state.ts"
import type { BinSet, TileSet } from "./style.ts"
import type { Theme } from "./theme.ts"

/** Addresses as the worker needs them: it has no page to resolve a relative one against. */
export const whole = (address: string) =>
  new URL(address, location.origin).href.replaceAll("%7B", "{").replaceAll("%7D", "}")

/** Attributes that a tile carries where they are seen: classes and land, never a figure of an enterprise. */
const TILE_FIELDS = [
  "landUse",
  "landUseScheme",
  "areaMu",
  "lifecycle",
  "grade",
  "available",
  "suspected",
  "determined",
]

export const TILES_KEY = ["tiles"]

/** What a style stands on stays the same object while it says the same: a source is not made anew for nothing. */
const unlessSame = <T>(before: T | undefined, after: T): T =>
  before !== undefined && JSON.stringify(before) === JSON.stringify(after) ? before : after

/** The parcel tiles of whoever is signed in: of no year, no filter and no theme, so that none of them loads one. */
export const createTileSet = (sees: Accessor<ReadonlySet<string>>) =>
  createQuery(() => ({
    queryKey: TILES_KEY,
    queryFn: () => loadTileSet(sees(), null),
    staleTime: Number.POSITIVE_INFINITY,
    reconcile: unlessSame<TileSet>,
  }))

/**
 * The same of a past day; null asks for none.
 *
 * @param sees attributes that are known of that day; undefined until that is told
 */
export const createPastTileSet = (
  on: Accessor<Day | null>,
  sees: Accessor<ReadonlySet<string> | undefined>,
) =>
  createQuery(() => ({
    queryKey: [...TILES_KEY, on()],
    queryFn: () => loadTileSet(sees()!, on()),
    enabled: on() !== null && sees() !== undefined,
    placeholderData: keepPreviousData,
    reconcile: unlessSame<TileSet>,
  }))

async function loadTileSet(sees: ReadonlySet<string>, on: Day | null): Promise<TileSet> {
  const fields = TILE_FIELDS.filter((name) => sees.has(name))
  const { tiles, maxzoom, bounds, vector_layers } = await answer(
    api.tiles["parcels.json"].$get({ query: asked({ fields: fields.join(","), on }) }),
  )
  const [west = -180, south = -85, east = 180, north = 85] = bounds
  const minzoom = vector_layers.find(({ id }) => id === "parcels")?.minzoom ?? 0
  return {
    tiles: tiles.map(whole),
    fields,
    ...(on ? { on } : {}),
    minzoom,
    maxzoom,
    bounds: [west, south, east, north],
  }
}

type Question = Pick<MapState, "filter" | "q" | "year"> & { on?: Day | null }

/** The bins of a theme under a question; of none where parcels are drawn from the first zoom on. */
export const createBinSets = (
  tileSet: Accessor<TileSet | undefined>,
  theme: Accessor<Theme>,
  question: Accessor<Question>,
) =>
  createQuery(() => {
    const names = theme().bins.map(({ name }) => name)
    const { filter, q, year } = question()
    const on = tileSet()?.on ?? null
    return {
      queryKey: ["bins", names, filter, q, year, on],
      queryFn: () => Promise.all(names.map((name) => loadBins(name, { filter, q, year, on }))),
      enabled: (tileSet()?.minzoom ?? 0) >= BIN_END_ZOOM,
      staleTime: Number.POSITIVE_INFINITY,
      placeholderData: keepPreviousData,
      reconcile: unlessSame<BinSet[]>,
    }
  })

async function loadBins(measure: string, question: Question): Promise<BinSet> {
  const { tiles, vector_layers } = await answer(
    api.tiles["parcels.json"].$get({ query: asked({ ...question, measure }) }),
  )
  const layer = vector_layers.find(({ id }) => id === "bins")
  return {
    measure,
    tiles: tiles.map(whole),
    minzoom: layer?.minzoom ?? 0,
    maxzoom: layer?.maxzoom ?? 0,
  }
}

export const GROUND_ADDRESS = `${location.origin}/api/ground`
