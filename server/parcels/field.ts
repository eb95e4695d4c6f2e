import type { Part, Sql } from "../db/sql.ts"
import type { ClosedValue } from "./closed-values.ts"
import type { Relation } from "./relations.ts"

export type FieldType = "text" | "number" | "boolean" | "day"

/** Which kind of cell change (`core.cell_change.scope`) announces that a value may have changed. */
export type Feed =
  | "land"
  | "availability"
  | "standing"
  | "suspicion"
  | "determination"
  | "grade"
  | "metric"

export type Field<Type extends FieldType = FieldType, Many extends boolean = boolean> = {
  type: Type
  /** Several values a parcel: a comparison holds when any of them does. */
  many: Many
  unit: string | null
  zh: string
  en: string
  values: readonly ClosedValue[] | null
  relation: Relation | null
  /** Matrix places (`core.parcel_version.area_mu`) that the expression touches, beside those of the relation. */
  reads: readonly string[]
  /** Gives text, numeric or int, boolean, date; text[] where many. Null where not known. */
  expression: (sql: Sql) => Part
  /** Null where no cell change tells of it. */
  feed: Feed | null
  /** What the value of several parcels is made from: sum over sum (domain rule G-09). Null where it is no ratio. */
  ratio: Ratio | null
}

type Ratio = { amount: (sql: Sql) => Part; areaMu: (sql: Sql) => Part }

type More = { unit?: string; values?: readonly ClosedValue[]; ratio?: Ratio }
type From = {
  reads: readonly string[]
  expression: (sql: Sql) => Part
  relation?: Relation
  feed?: Feed
}

export const field = <Type extends FieldType>(
  type: Type,
  zh: string,
  en: string,
  { reads, expression, relation, feed }: From,
  { unit, values, ratio }: More = {},
): Field<Type, false> => ({
  type,
  many: false,
  unit: unit ?? null,
  zh,
  en,
  values: values ?? null,
  relation: relation ?? null,
  reads,
  expression,
  feed: feed ?? null,
  ratio: ratio ?? null,
})

/** A field with several texts a parcel; its expression gives text[]. */
export const listField = (zh: string, en: string, from: From): Field<"text", true> => ({
  ...field("text", zh, en, from),
  many: true,
})

type Source = { table: string; alias: string; relation?: Relation; feed?: Feed }

/** Makes fields that are plain columns of one table under one alias. */
export const columnsOf =
  ({ table, alias, ...source }: Source) =>
  <Type extends FieldType>(type: Type, column: string, zh: string, en: string, more: More = {}) =>
    field(
      type,
      zh,
      en,
      {
        ...source,
        reads: [`${table}.${column}`],
        expression: (sql) => sql(`${alias}.${column}`),
      },
      more,
    )
