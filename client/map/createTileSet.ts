import { createQuery } from "@tanstack/solid-query"
import { read } from "../api.ts"
import type { TileSet } from "./style.ts"

/** TileJSON, as far as it is read here. */
type TileJson = TileSet & { vector_layers: { id: string; fields: Record<string, string> }[] }

/** Addresses as the worker needs them: it has no page to resolve a relative one against. */
const whole = (address: string) =>
  new URL(address, location.origin).href.replaceAll("%7B", "{").replaceAll("%7D", "}")

/** The parcel tiles of whoever is signed in. */
export const createTileSet = () =>
  createQuery(() => ({
    queryKey: ["tiles"],
    queryFn: async (): Promise<TileSet> => {
      const { tiles, minzoom, maxzoom, bounds } = await read<TileJson>("tiles/parcels.json")
      return { tiles: tiles.map(whole), minzoom, maxzoom, bounds }
    },
    reconcile: false,
  }))

export const GROUND_ADDRESS = `${location.origin}/api/ground`
