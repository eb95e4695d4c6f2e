import type { z } from "zod"
import type { ParcelDetail } from "../../server/parcels/detail.schema.ts"
import type { ParcelRow } from "../../server/parcels/list.ts"
import type { FilterNames, ParcelSummary } from "../../server/parcels/schema.ts"

/** A parcel of the list: the audience's fields, each null where not known. */
export type Parcel = ParcelRow & { id: number }
export type ParcelPage = {
  items: Parcel[]
  total: number
  next: string | null
  year: number | null
}

/** One parcel with everything that the audience may know of it. */
export type Sheet = ParcelDetail

export type Summary = z.infer<typeof ParcelSummary>

/** A name that filters and lists may use. */
export type FilterName = z.infer<typeof FilterNames>["items"][number]
