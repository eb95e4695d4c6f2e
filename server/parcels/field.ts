import { mayRead } from "../accounts/matrix.ts"
import type { Audience } from "../db/audience.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import type { ClosedValue } from "./closed-values.ts"
import { toNumber } from "./decimal.ts"
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

export type Named<Name extends string = string> = Field & { name: Name }

/**
 * The fields of a list whose every place an audience may read, by name and in the order of the list: by the
 * matrix alone.
 *
 * @param always places that every query of the list touches
 */
export function fieldsFor<Name extends string>(
  audience: Audience,
  fields: Record<Name, Field>,
  always: readonly string[],
): ReadonlyMap<string, Named<Name>> {
  const entries = Object.entries(fields) as [Name, Field][]
  return new Map(
    entries
      .filter(([, { relation, reads }]) =>
        [...always, ...(relation?.reads ?? []), ...reads].every((place) =>
          mayRead(audience, place),
        ),
      )
      .map(([name, field]) => [name, { ...field, name }]),
  )
}

/** What an audience may ask by, as /api/filter-names tells it. */
export const describeFields = (fields: Iterable<Named>) =>
  [...fields].map(({ name, type, many, unit, zh, en, values }) => ({
    name,
    type,
    many,
    sortable: true as boolean,
    unit,
    zh,
    en,
    values: values && [...values],
  }))

/** The select list of some fields, each under its name. */
export const fieldColumns = (sql: Sql, fields: readonly Named[]): Part =>
  joined(
    sql,
    fields.map(({ name, many, expression }) => {
      const value = many ? sql`to_jsonb(${expression(sql)})` : expression(sql)
      return sql`${value} as ${sql(name)}`
    }),
    sql`, `,
  )

/** The values of a row selected by `fieldColumns`; null is not known. */
export const toFieldValues = (row: Record<string, unknown>, fields: readonly Named[]) =>
  Object.fromEntries(
    fields.map(({ name, type }) => {
      const value = row[name] ?? null
      return [name, type === "number" && typeof value === "string" ? toNumber(value) : value]
    }),
  )
