import { createQuery, keepPreviousData } from "@tanstack/solid-query"
import { type Accessor, createMemo } from "solid-js"
import { answer, api, asked } from "../api.ts"
import { createSummary } from "../parcels/queries.ts"
import { type Leader, leaderOf } from "./leader.ts"

/** The zone in figures, with those of the year before and what the data came from. */
export function createLeader(sees: Accessor<ReadonlySet<string>>) {
  const whole = { filter: "", q: "", year: null }
  const now = createSummary(() => whole)
  const year = () => now.data?.year ?? null
  const before = createQuery(() => ({
    queryKey: ["summary", "before", year()],
    queryFn: () => answer(api.parcels.summary.$get({ query: asked({ year: year()! - 1 }) })),
    enabled: year() !== null,
    placeholderData: keepPreviousData,
  }))
  const available = createQuery(() => ({
    queryKey: ["summary", "available"],
    queryFn: () =>
      answer(api.parcels.summary.$get({ query: asked({ filter: "available = true" }) })),
    enabled: sees().has("available"),
    placeholderData: keepPreviousData,
  }))
  const sources = createQuery(() => ({
    queryKey: ["sources", year()],
    queryFn: () => answer(api.sources.$get({ query: asked({ year: year() }) })),
    enabled: now.isSuccess,
    refetchInterval: 300_000,
    placeholderData: keepPreviousData,
  }))
  return {
    query: now,
    leader: createMemo((): Leader | undefined =>
      now.data ? leaderOf(now.data, before.data, available.data) : undefined,
    ),
    sources: () => sources.data?.items ?? [],
  }
}
