import { createInfiniteQuery, keepPreviousData } from "@tanstack/solid-query"
import { createEffect, createMemo } from "solid-js"
import { unwrap } from "solid-js/store"
import { type Day, legalDayAt } from "../../../geodata/days.ts"
import { answer, type AnswerOf, api, asked } from "../../api.ts"
import type { MapState } from "../../map/state.ts"

export type Difference = AnswerOf<typeof api.parcels.difference.$get>
export type Changed = Difference["items"][number]
export type Kind = Changed["kinds"][number]

const PAGE = 500
/** Beyond so many the list stops and says so; the counts are of all. */
const MOST = 5_000

/** The two days of a state, the left one first; null while one map is looked at. */
export function daysOf({ against, on }: Pick<MapState, "against" | "on">) {
  const today = legalDayAt(new Date())
  const upToToday = (day: Day) => (day < today ? day : today)
  return against === null ? null : { left: upToToday(against), right: upToToday(on ?? today) }
}

/** What changed between the two days of the state, whichever of them is on the left; pages load by themselves. */
export function createDifference(state: () => Pick<MapState, "against" | "on" | "filter">) {
  const days = createMemo(
    () => {
      const found = daysOf(state())
      const [from = "", to = ""] = found ? [found.left, found.right].sort() : []
      return { from, to }
    },
    undefined,
    { equals: (a, b) => a.from === b.from && a.to === b.to },
  )
  const query = createInfiniteQuery(() => {
    const { filter } = state()
    const { from, to } = days()
    return {
      queryKey: ["difference", from, to, filter],
      queryFn: ({ pageParam }) =>
        answer(
          api.parcels.difference.$get({
            query: { from, to, ...asked({ filter, limit: PAGE, cursor: pageParam }) },
          }),
        ),
      enabled: from !== "",
      initialPageParam: null as string | null,
      getNextPageParam: (last, pages) => (pages.length * PAGE < MOST ? last.next : null),
      placeholderData: keepPreviousData,
      retry: false,
      reconcile: false,
    }
  })
  createEffect(() => {
    if (query.hasNextPage && !query.isFetching && !query.isPlaceholderData)
      void query.fetchNextPage()
  })
  const pages = () => (query.data ? unwrap(query.data).pages : [])
  return {
    query,
    days,
    /** Counts of all that changed; undefined until they are known. */
    counts: createMemo((): Difference | undefined => pages()[0]),
    items: createMemo((): Changed[] => pages().flatMap(({ items }) => items)),
  }
}
