import {
  createInfiniteQuery,
  createQuery,
  keepPreviousData,
  useQueryClient,
} from "@tanstack/solid-query"
import { createEffect, createMemo } from "solid-js"
import { unwrap } from "solid-js/store"
import { answer, api, asked } from "../api.ts"
import type { Day } from "../../geodata/days.ts"
import type { MapState } from "../map/state.ts"
import { isNumbered, type Parcel } from "./shapes.ts"

/** Parcels a page: the first is on screen soon, the rest follow by themselves. */
const PAGE = 500
/** Beyond so many the list stops and says so; the summary still counts all. */
const MOST = 10_000

/** What decides which parcels there are. */
export type Question = Pick<MapState, "filter" | "q" | "year"> & {
  /** A past day; absent: today. */
  on?: Day | null
}

const parametersOf = ({ filter, q, year, on = null }: Question) => ({ filter, q, year, on })

/** Every parcel of a question in the order asked for; pages load one after the other until all are there. */
export function createParcels(question: () => Question & { sort: string }) {
  const query = createInfiniteQuery(() => {
    const { sort, ...wanted } = question()
    return {
      queryKey: ["parcels", parametersOf(wanted), sort],
      queryFn: ({ pageParam }) =>
        answer(
          api.parcels.$get({
            query: asked({ ...parametersOf(wanted), sort, limit: PAGE, cursor: pageParam }),
          }),
        ),
      initialPageParam: null as string | null,
      getNextPageParam: (last, pages) => (pages.length * PAGE < MOST ? last.next : null),
      placeholderData: keepPreviousData,
      // Pages hold plain data of thousands of rows: compared as a whole, never made into proxies.
      reconcile: false,
    }
  })
  createEffect(() => {
    if (query.hasNextPage && !query.isFetching && !query.isPlaceholderData)
      void query.fetchNextPage()
  })
  const items = createMemo((): Parcel[] =>
    // What lies in an unwrapped object is so as well; unwrapping it again would walk through every field.
    (query.data ? unwrap(query.data).pages : []).flatMap(({ items }) => items.filter(isNumbered)),
  )
  return {
    query,
    items,
    total: () => query.data?.pages[0]?.total ?? 0,
    /** Whether `items` are all there are. */
    complete: () => query.isSuccess && !query.hasNextPage && !query.isPlaceholderData,
  }
}

export const createSummary = (question: () => Question) =>
  createQuery(() => ({
    queryKey: ["summary", parametersOf(question())],
    queryFn: () => answer(api.parcels.summary.$get({ query: asked(parametersOf(question())) })),
    placeholderData: keepPreviousData,
  }))

export const createSheet = (id: () => number | null) =>
  createQuery(() => ({
    // The same as the parcel's own page asks for, of today.
    queryKey: ["parcel", id(), null],
    queryFn: () => answer(api.parcels[":id"].$get({ param: { id: String(id()) }, query: {} })),
    enabled: id() !== null,
  }))

const READ = new Set<unknown>(["parcels", "summary", "parcel", "difference"])

/**
 * Reads list, summary and open sheet again after changes. `run` is called every second: what is still being
 * read is not begun anew, or a land that many edit would never be read to its end.
 */
export function createRereading() {
  const client = useQueryClient()
  const filters = {
    predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => READ.has(queryKey[0]),
  }
  let isDue = false
  return {
    ask: () => (isDue = true),
    run() {
      if (!isDue || client.isFetching(filters) > 0) return
      isDue = false
      void client.invalidateQueries(filters)
    },
  }
}

/**
 * Names that filters and lists may use, as of a past day or of today; they do not change while somebody is signed
 * in.
 */
export const createFilterNames = (on: () => Day | null = () => null) =>
  createQuery(() => ({
    queryKey: ["filter-names", on()],
    queryFn: () => answer(api["filter-names"].$get({ query: asked({ on: on() }) })),
    staleTime: Number.POSITIVE_INFINITY,
  }))
