import { createQuery, keepPreviousData } from "@tanstack/solid-query"
import type { Day } from "../../../geodata/days.ts"
import { answer, api, asked } from "../../api.ts"

/** A parcel with everything known of it, on a day of legal effect; null is today. */
export const createParcel = (id: () => number, day: () => Day | null) =>
  createQuery(() => ({
    queryKey: ["parcel", id(), day()],
    queryFn: () =>
      answer(
        api.parcels[":id"].$get({
          param: { id: String(id()) },
          query: asked({ validOn: day() }),
        }),
      ),
    // Another day of the same parcel: the page stays while it is fetched.
    placeholderData: keepPreviousData,
  }))

/** What lies around it on that day. */
export const createNeighbours = (id: () => number, day: () => Day | null) =>
  createQuery(() => ({
    queryKey: ["neighbours", id(), day()],
    queryFn: () =>
      answer(
        api.parcels[":id"].neighbours.$get({
          param: { id: String(id()) },
          query: asked({ validOn: day() }),
        }),
      ),
  }))

/** Medians of others by year; asked only for an audience that has figures. */
export const createPeers = (id: () => number, isSeen: () => boolean) =>
  createQuery(() => ({
    queryKey: ["peers", id()],
    queryFn: () => answer(api.parcels[":id"].peers.$get({ param: { id: String(id()) } })),
    enabled: isSeen(),
  }))
