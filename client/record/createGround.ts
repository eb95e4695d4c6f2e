import { createQuery } from "@tanstack/solid-query"
import { unwrap } from "solid-js/store"
import { answer, api } from "../api.ts"

export type Ground = {
  geometry: { type: string; coordinates: unknown }
  properties: { layer: string; kind: string; name: string | null; rank: number | null }
}

/** Roads, water and green under the parcels; the same for everyone and seldom new. */
export function createGround() {
  const query = createQuery(() => ({
    queryKey: ["ground"],
    queryFn: () =>
      answer(api.ground.$get() as Promise<Response>) as Promise<{ features: Ground[] }>,
    staleTime: 600_000,
    // Thousands of corners: compared as a whole, never made into proxies.
    reconcile: false as const,
  }))
  return (): readonly Ground[] => (query.data ? unwrap(query.data).features : [])
}
