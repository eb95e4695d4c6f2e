/** A value that becomes a bound parameter, an array of them, or a part of the statement. */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | Part
  | readonly (string | number | bigint | boolean | null | Uint8Array)[]

/** A nested statement, an identifier or a JSON parameter: something that only a `Sql` makes. */
export interface Part {
  readonly [Symbol.toStringTag]?: string
}

/** The rows of a finished statement. `command` is the tag that a living engine always gives. */
export type Rows<T> = T[] & { readonly count: number; readonly command: string }

/** A statement when awaited, a fragment when nested in another. */
export interface Statement<T> extends PromiseLike<Rows<T>>, Part {}

/**
 * One transaction's handle. Values become parameters, `sql(name)` an identifier of our own code,
 * a nested sql`…` a fragment. There is no way to send SQL made from strings.
 */
export interface Sql {
  <T>(strings: TemplateStringsArray, ...values: readonly Value[]): Statement<T>
  (identifier: string | readonly string[]): Part
  json(value: unknown): Part
}

/** Joins fragments with a separator fragment, such as sql` and `. Empty gives an empty fragment. */
export const joined = (sql: Sql, parts: readonly Part[], separator: Part): Part =>
  parts.reduce<Part>((all, part, i) => (i === 0 ? part : sql`${all}${separator}${part}`), sql``)
