import { createQuery } from "@tanstack/solid-query"
import { answer, api } from "../api.ts"
import { whole } from "./createTileSet.ts"
import type { Basemap } from "./layers/basemap.ts"

/** What the deployment put under the parcels; null is the zone's own ground, also until it is known. */
export function createBasemap(): () => Basemap | null {
  const query = createQuery(() => ({
    queryKey: ["basemap"],
    queryFn: async (): Promise<Basemap | null> => {
      const basemap = await answer(api.basemap.$get())
      if (basemap.kind === "none") return null
      return basemap.kind === "vector"
        ? { ...basemap, tiles: whole(basemap.tiles) }
        : { ...basemap, layers: basemap.layers.map(whole) }
    },
    staleTime: Number.POSITIVE_INFINITY,
    reconcile: false,
  }))
  return () => query.data ?? null
}
