import type { Day } from "../../geodata/days.ts"
import type { AnswerOf, api } from "../api.ts"

/** One parcel with everything that the audience may know of it. */
export type Parcel = AnswerOf<(typeof api.parcels)[":id"]["$get"]>
/** One firm over all its parcels, as far as the audience may know. */
export type Firm = AnswerOf<(typeof api.enterprises)[":id"]["$get"]>

export type Contract = Parcel["contracts"][number]
/** A project of a parcel, or of a firm, which then says where it lies. */
export type Project = Omit<Parcel["projects"][number], "enterpriseId">
export type Suspicion = NonNullable<Parcel["suspected"]>[number]
/** A suspicion as a firm's record names it: the reasons stand with the parcel. */
export type BareSuspicion = Omit<Suspicion, "reasons"> & { reasons?: Suspicion["reasons"] }
/** What a firm's record says of one of its parcels. */
export type OfParcel = { parcelId?: number }
export type Determination = Parcel["determined"][number]
export type Act = NonNullable<Parcel["acts"]>[number]
export type MetricYear = NonNullable<Parcel["metrics"]>[number]

/** Opens the page of a parcel or a firm, as a link does. */
export type Open = (path: string) => void

/** As much of the address bar as a record needs: what it is about, the day, and ways on. */
export type Places = {
  path: () => string
  /** The legal day that is looked at; null is today. */
  state: { readonly on: Day | null }
  change: (changes: { on: Day | null }, how: "push") => void
  /** The map that the page was come to from, with its query. */
  origin: () => string | null
  go: (path: string, keep?: { on?: Day | null }) => void
  open: (address: string) => void
}
