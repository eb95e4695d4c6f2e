import { createInfiniteQuery, createQuery, keepPreviousData } from "@tanstack/solid-query"
import { createEffect, createMemo } from "solid-js"
import { unwrap } from "solid-js/store"
import { answer, type AnswerOf, api, asked } from "../api.ts"
import type { Question } from "../parcels/queries.ts"
import type { Row, Rows } from "./shapes.ts"

type Listed = AnswerOf<typeof api.enterprises.$get>["items"][number]

const isNumbered = (firm: Listed): firm is Listed & { id: number } => typeof firm["id"] === "number"

/** Firms a page; a zone has some thousands. */
const PAGE = 500

/** Every firm on the parcels of a question, in its order; pages come one after the other until all are there. */
export function createFirmRows(question: () => Question & { sort: string }): Rows {
  const query = createInfiniteQuery(() => {
    const { filter, q, year, sort } = question()
    return {
      queryKey: ["parcels", "firms", { filter, q, year }, sort],
      queryFn: ({ pageParam }) =>
        answer(
          api.enterprises.$get({
            query: asked({ filter, q, year, sort, limit: PAGE, cursor: pageParam }),
          }),
        ),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.next,
      placeholderData: keepPreviousData,
      reconcile: false,
    }
  })
  createEffect(() => {
    if (query.hasNextPage && !query.isFetching && !query.isPlaceholderData)
      void query.fetchNextPage()
  })
  const rows = createMemo((): Row[] =>
    (query.data ? unwrap(query.data).pages : []).flatMap(({ items }) => items.filter(isNumbered)),
  )
  const ids = createMemo(() => rows().map(({ id }) => id))
  const byId = createMemo(() => new Map(rows().map((row) => [row.id, row])))
  const none = () => undefined
  return {
    ids,
    placeOf: (id) => ids().indexOf(id),
    rowOf: (id) => byId().get(id),
    show: none,
    keep: none,
    isPending: () => query.isPending,
    isStale: () => query.isPlaceholderData,
    error: () => (query.isError ? query.error : null),
    isTroubled: () => query.isFetchNextPageError,
    retry: () => void query.refetch(),
  }
}

/** Firms and their land in all. */
export const createFirmSummary = (question: () => Question) =>
  createQuery(() => {
    const { filter, q, year } = question()
    return {
      queryKey: ["parcels", "firm-summary", { filter, q, year }],
      queryFn: () => answer(api.enterprises.summary.$get({ query: asked({ filter, q, year }) })),
      placeholderData: keepPreviousData,
    }
  })

/** Columns that firms have for the audience; they do not change while somebody is signed in. */
export const createFirmNames = () =>
  createQuery(() => ({
    queryKey: ["enterprise-names"],
    queryFn: () => answer(api["enterprise-names"].$get()),
    staleTime: Number.POSITIVE_INFINITY,
  }))
