import { createQuery, keepPreviousData, useQueryClient } from "@tanstack/solid-query"
import { createEffect, createMemo, createSignal, onCleanup } from "solid-js"
import { unwrap } from "solid-js/store"
import { answer, api, asked, bytes } from "../api.ts"
import type { Day } from "../../geodata/days.ts"
import type { MapState } from "../map/state.ts"
import { isNumbered, type Parcel } from "./shapes.ts"

/** What decides which parcels there are. */
export type Question = Pick<MapState, "filter" | "q" | "year"> & {
  /** A past day; absent: today. */
  on?: Day | null
}

const parametersOf = ({ filter, q, year, on = null }: Question) => ({ filter, q, year, on })

/** Some parcels by their ids, with all that a list tells of them. @throws Refusal */
export const readParcels = async (
  ids: readonly number[],
  { year, on = null }: Pick<Question, "year" | "on">,
  signal?: AbortSignal,
): Promise<Parcel[]> => {
  const query = asked({ ids: ids.join(), year, on })
  const { items } = await answer(
    api.parcels.$get({ query }, signal ? { init: { signal } } : undefined),
  )
  return items.filter(isNumbered)
}

/** A pointer that stays so long is looking. */
const REST_MS = 40

/** The parcel that is pointed at; what a pointer only passes over is not asked for. */
export function createPointed(
  id: () => number | null,
  question: () => Pick<Question, "year" | "on">,
) {
  const [rested, setRested] = createSignal<number | null>(null)
  createEffect(() => {
    const timer = setTimeout(setRested, REST_MS, id())
    onCleanup(() => clearTimeout(timer))
  })
  return createQuery(() => {
    const { year, on = null } = question()
    return {
      queryKey: ["parcels", "pointed", year, on, id()],
      queryFn: async ({ signal }) => (await readParcels([id()!], { year, on }, signal))[0] ?? null,
      enabled: id() !== null && id() === rested(),
    }
  })
}

const NO_IDS = new Int32Array()

/** The ids of every parcel of a question in its order, at four bytes each. */
export function createOrder(question: () => Question & { sort: string }) {
  const query = createQuery(() => {
    const { sort, ...wanted } = question()
    const parameters = parametersOf(wanted)
    return {
      queryKey: ["parcels", "order", parameters, sort],
      queryFn: async ({ signal }) => {
        const query = asked({ ...parameters, sort })
        return {
          ids: new Int32Array(await bytes(api.parcels.order.$get({ query }, { init: { signal } }))),
        }
      },
      placeholderData: keepPreviousData,
      reconcile: false,
      structuralSharing: false,
    }
  })
  return {
    query,
    ids: createMemo(() => (query.data ? unwrap(query.data).ids : NO_IDS)),
    /** Whether `ids` answer what is asked. */
    complete: () => query.isSuccess && !query.isPlaceholderData,
  }
}
export type Order = ReturnType<typeof createOrder>

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
