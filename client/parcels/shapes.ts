import type { AnswerOf, api } from "../api.ts"

type Listed = AnswerOf<typeof api.parcels.$get>["items"][number]

/** A parcel of the list: the audience's fields, each null where not known. */
export type Parcel = Listed & { id: number }

/** Who has land at all has its numbers. */
export const isNumbered = (listed: Listed): listed is Parcel => typeof listed.id === "number"

/** One parcel with everything that the audience may know of it. */
export type Sheet = AnswerOf<(typeof api.parcels)[":id"]["$get"]>

export type Summary = AnswerOf<typeof api.parcels.summary.$get>

/** A name that filters and lists may use. */
export type FilterName = AnswerOf<(typeof api)["filter-names"]["$get"]>["items"][number]
