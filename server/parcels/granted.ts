/**
 * Parts of one parcel's answer that are plain columns of one table: what the audience may not read is not
 * selected and not there, so an answer is never cut out of a bigger one.
 */
import { mayRead } from "../accounts/matrix.ts"
import type { Audience } from "../db/audience.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import { toNumber } from "./decimal.ts"

type Column<T> = { column: string; read: (raw: unknown) => T }
type Columns = Record<string, Column<unknown>>

export const text = (column: string): Column<string> => ({ column, read: String })
/** A decimal of the engine, as a JSON number. */
export const decimal = (column: string): Column<number> => ({
  column,
  read: (raw) => toNumber(String(raw)),
})
export const whole = (column: string): Column<number> => ({ column, read: Number })
export const truth = (column: string): Column<boolean> => ({ column, read: (raw) => raw === true })

export type View<C extends Columns> = {
  table: string
  alias: string
  /** Columns without which the part makes no sense: keys, and what conditions and order stand on. */
  needs: readonly string[]
  columns: C
}

/** What a row of a view says; a key is absent where the audience may not read its column. */
export type Values<C extends Columns> = {
  [Key in keyof C]?: (C[Key] extends Column<infer T> ? T : never) | null
}

export const viewOf = <C extends Columns>(
  table: string,
  alias: string,
  needs: readonly string[],
  columns: C,
): View<C> => ({ table, alias, needs, columns })

/** Whether an audience has this part at all. */
export const sees = <C extends Columns>(audience: Audience, { table, needs }: View<C>): boolean =>
  needs.every((column) => mayRead(audience, `${table}.${column}`))

/** The select list of what the audience may read of a view. */
export const columnsFor = <C extends Columns>(
  sql: Sql,
  audience: Audience,
  { table, alias, columns }: View<C>,
): Part =>
  joined(
    sql,
    Object.entries(columns)
      .filter(([, { column }]) => mayRead(audience, `${table}.${column}`))
      .map(([name, { column }]) => sql`${sql(`${alias}.${column}`)} as ${sql(name)}`),
    sql`, `,
  )

/** A row as selected by `columnsFor`, values read; other columns of the row are left out. */
export const toValues = <C extends Columns>(
  { columns }: View<C>,
  row: Record<string, unknown>,
): Values<C> =>
  Object.fromEntries(
    Object.entries(columns)
      .filter(([name]) => name in row)
      .map(([name, { read }]) => [name, row[name] === null ? null : read(row[name])]),
  ) as Values<C>
