import { createQuery } from "@tanstack/solid-query"
import { bytes, api } from "../api.ts"
import type { Landmark } from "./place.ts"

/** Zones and roads by which places are named: the same file that the map draws, which the browser keeps. */
export const createGround = () =>
  createQuery(() => ({
    queryKey: ["ground"],
    queryFn: async () => {
      const file = await bytes(api.ground.$get())
      const { features } = JSON.parse(new TextDecoder().decode(file)) as { features: Landmark[] }
      return features
    },
    staleTime: Number.POSITIVE_INFINITY,
    reconcile: false,
  }))
