import { createQuery } from "@tanstack/solid-query"
import { answer, api } from "../api.ts"
import type { TileSet } from "./style.ts"

/** Addresses as the worker needs them: it has no page to resolve a relative one against. */
const whole = (address: string) =>
  new URL(address, location.origin).href.replaceAll("%7B", "{").replaceAll("%7D", "}")

/** The parcel tiles of whoever is signed in. */
export const createTileSet = () =>
  createQuery(() => ({
    queryKey: ["tiles"],
    queryFn: async (): Promise<TileSet> => {
      const { tiles, minzoom, maxzoom, bounds } = await answer(
        api.tiles["parcels.json"].$get({ query: {} }),
      )
      const [west = -180, south = -85, east = 180, north = 85] = bounds
      return { tiles: tiles.map(whole), minzoom, maxzoom, bounds: [west, south, east, north] }
    },
    reconcile: false,
  }))

export const GROUND_ADDRESS = `${location.origin}/api/ground`
