import type { NamedField } from "../../server/parcels/catalogue.ts"
import type { findParcel } from "../../server/parcels/detail.ts"
import type { ParcelRow } from "../../server/parcels/list.ts"
import type { Summary as ServerSummary } from "../../server/parcels/summary.ts"

/** A parcel of the list: the audience's fields, each null where not known. */
export type Parcel = ParcelRow & { id: number }
export type ParcelPage = { items: Parcel[]; total: number; next: string | null }

/** One parcel with everything that the audience may know of it. */
export type Sheet = NonNullable<Awaited<ReturnType<typeof findParcel>>>

export type Summary = ServerSummary

/** A name that filters and lists may use. */
export type FilterName = Pick<
  NamedField,
  "name" | "type" | "many" | "unit" | "zh" | "en" | "values"
>
