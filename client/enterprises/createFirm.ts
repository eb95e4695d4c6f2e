import { createQueries, createQuery } from "@tanstack/solid-query"
import { answer, api, asked } from "../api.ts"

/** A firm over all its parcels; the comparison is of the year, or of the latest with figures. */
const firmOptions = (id: number, year: number | null) => ({
  queryKey: ["firm", id, year],
  queryFn: () =>
    answer(api.enterprises[":id"].$get({ param: { id: String(id) }, query: asked({ year }) })),
})

export const createFirm = (id: () => number) => createQuery(() => firmOptions(id(), null))

/** What other firms yielded in each of several years. */
export const createComparisons = (id: () => number, years: () => readonly number[]) =>
  createQueries(() => ({
    queries: years().map((year) => ({
      ...firmOptions(id(), year),
      staleTime: 300_000,
    })),
  }))
