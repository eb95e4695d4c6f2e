import type { AnswerOf, api } from "../api.ts"

/** A field that the audience sees of parcels or of firms. */
export type FilterName = AnswerOf<(typeof api)["filter-names"]["$get"]>["items"][number]

export type Value = string | number | boolean | string[] | null | undefined

/** One thing that is compared. */
export type Item = {
  id: number
  name: string
  code: string | null
  to: string
  values: Readonly<Record<string, Value>>
}
