/**
 * Keyset pages: rows in the order of one field and then of their ids, so that a page begins where the last
 * one ended whatever was written in between. Rows without a value come last.
 */
import type { Part, Sql } from "../db/sql.ts"
import { Problem } from "../http/problem.ts"
import type { Position } from "./cursor.ts"
import type { Field } from "./field.ts"
import { cast, ordered } from "./filter.ts"

export type Sort<F extends Field = Field> = { field: F; descending: boolean }

/**
 * The sort value of a row as text, the order of rows, and the condition that a row stands behind the last
 * one of the page before (empty on the first page). `id` is the row's own id.
 */
export function keysetOf(sql: Sql, { field, descending }: Sort, id: Part, after: Position | null) {
  const type = field.many ? "text" : field.type
  const value = field.many
    ? sql`array_to_string(${field.expression(sql)}, ',')`
    : field.expression(sql)
  const key = ordered(sql, type, value)
  const direction = descending ? sql`desc nulls last` : sql`asc nulls last`
  return {
    key: sql`(${value})::text`,
    order: sql`${key} ${direction}, ${id}`,
    following: after ? following(after) : sql``,
  }

  function following({ key: reached, id: last }: Position): Part {
    if (reached === null) return sql`and ${key} is null and ${id} > ${last}`
    const limit = cast(sql, type, reached)
    const beyond = descending ? sql`${key} < ${limit}` : sql`${key} > ${limit}`
    return sql`and (${beyond} or (${key} = ${limit} and ${id} > ${last}) or ${key} is null)`
  }
}

/**
 * The order a list is asked for in; undefined where the audience has no field at all.
 * @throws Problem invalid-request, the same for an unknown and a forbidden name
 */
export function readSort<F extends Field>(
  order: string | undefined,
  catalogue: ReadonlyMap<string, F>,
): Sort<F> | undefined {
  const descending = order?.startsWith("-") ?? false
  const field = catalogue.get(order ? order.slice(descending ? 1 : 0) : "id")
  if (field) return { field, descending }
  if (!order) return undefined
  throw new Problem("invalid-request", "排序的名称不可用。", {
    issues: [{ pointer: "/sort", message: "此处的名称不可用" }],
  })
}
