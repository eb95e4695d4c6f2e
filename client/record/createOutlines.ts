import { createQuery } from "@tanstack/solid-query"
import { unwrap } from "solid-js/store"
import { type AnswerOf, answer, api, asked } from "../api.ts"
import type { Box } from "./plane.ts"

/** The fields of a parcel that the audience sees, by the names of the catalogue. */
export type Fields = AnswerOf<typeof api.parcels.$get>["items"][number]

/** A parcel as it lies today, with its fields. */
export type Outlined = {
  id: number
  bbox: Box
  geometry: { type: string; coordinates: unknown }
  properties: Fields
}

type Collection = { features: Outlined[] }

/** Several parcels as they are today, by number and in no order; those that are not there are left out. */
export const createOutlines = (ids: () => readonly number[]) => {
  const query = createQuery(() => ({
    queryKey: ["outlines", ...ids()],
    queryFn: () =>
      answer(
        api.parcels.$get(
          {
            query: asked({
              filter: `id IN (${ids().join(", ")})`,
              limit: Math.max(ids().length, 1),
            }),
          },
          { headers: { accept: "application/geo+json" } },
        ),
      ) as Promise<unknown> as Promise<Collection>,
    enabled: ids().length > 0,
    reconcile: false as const,
  }))
  return {
    query,
    items: (): readonly Outlined[] => (query.data ? unwrap(query.data).features : []),
  }
}
