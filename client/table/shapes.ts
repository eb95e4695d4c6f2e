import type { FilterName } from "../parcels/shapes.ts"

/** What the rows of a table are. */
export const KINDS = ["parcels", "firms"] as const
export type Kind = (typeof KINDS)[number]

/** One row: the audience's fields by name, each null where not known. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: number }

/** A column as the server names it: type, unit and both labels. */
export type ColumnName = FilterName

/** Every row of a question in its order, of which those in sight and around them are there. */
export type Rows<R extends Row = Row> = {
  /** Ids of all rows in order. */
  ids: () => ArrayLike<number>
  /** Place of a row in the order; -1 where it is not in it. */
  placeOf: (id: number) => number
  /** undefined while the row is on its way. */
  rowOf: (id: number) => R | undefined
  /** Tells which rows are in sight, first to last: they and those around them are read. */
  show: (first: number, last: number) => void
  /** Keeps rows wherever the table is scrolled to, and reads those not there. */
  keep: (ids: ReadonlySet<number>) => void
  isPending: () => boolean
  /** What is shown still answers the question before. */
  isStale: () => boolean
  error: () => unknown
  /** Some rows in sight could not be read. */
  isTroubled: () => boolean
  retry: () => void
}

/** What a footer says of all rows: how many, and their land in mu where the audience may know it. */
export type Total = { count: number; areaMu: number | null }
