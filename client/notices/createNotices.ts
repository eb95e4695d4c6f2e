import { createQuery, keepPreviousData, useQueryClient } from "@tanstack/solid-query"
import type { Day } from "../../geodata/days.ts"
import { answer, api, asked } from "../api.ts"
import type { NoticeState } from "./shapes.ts"

const KEY = "notices"
/** More of one parcel or of one state than anybody reads at once. */
const MOST = 500

/** Documents of one parcel, or of all parcels in one state; the latest first. */
export const createNotices = (of: () => { parcel?: number; state?: NoticeState }) =>
  createQuery(() => ({
    queryKey: [KEY, "list", of()],
    queryFn: () => answer(api.flags.notices.$get({ query: asked({ ...of(), limit: MOST }) })),
    placeholderData: keepPreviousData,
    reconcile: false,
  }))

export const createNotice = (id: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "one", id()],
    queryFn: () => answer(api.flags.notices[":id"].$get({ param: { id: String(id()) } })),
    reconcile: false,
  }))

/** What a document of a day would rest on. */
export const createOffer = (parcelId: () => number, on: () => Day) =>
  createQuery(() => ({
    queryKey: [KEY, "offer", parcelId(), on()],
    queryFn: () =>
      answer(
        api.flags.parcels[":id"].notices.offer.$get({
          param: { id: String(parcelId()) },
          query: { on: on() },
        }),
      ),
    placeholderData: keepPreviousData,
    reconcile: false,
  }))

/** After something was written, every document is asked for again. */
export function useRenewNotices() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: [KEY] })
}
