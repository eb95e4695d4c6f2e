import { createQuery, keepPreviousData } from "@tanstack/solid-query"
import { type AnswerOf, answer, api } from "../api.ts"

export type Hit = AnswerOf<typeof api.search.$get>["items"][number]

/** Hits that are offered; whoever wants more types more. */
const MOST_HITS = 12

/** What a text names: parcels, firms, roads, the zone. Nothing is asked for an empty one. */
export const createSearch = (text: () => string) =>
  createQuery(() => ({
    queryKey: ["search", text()],
    queryFn: () => answer(api.search.$get({ query: { q: text(), limit: String(MOST_HITS) } })),
    enabled: text() !== "",
    placeholderData: keepPreviousData,
    reconcile: false,
  }))
