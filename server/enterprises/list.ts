import { joiningWholes } from "../db/joining.ts"
import type { Sql } from "../db/sql.ts"
import type { Position } from "../parcels/cursor.ts"
import { fieldColumns, type Named, toFieldValues } from "../parcels/field.ts"
import { keysetOf, type Sort } from "../parcels/keyset.ts"
import type { Moment } from "../parcels/list.ts"
import { conditionOf, firmsWith, type Selection } from "./selection.ts"

export type Wish = { sort: Sort<Named>; limit: number; after: Position | null }

/** A firm's values: exactly the audience's fields; null is not known, never zero. */
export type FirmRow = Record<string, string | number | boolean | null>

export type Listed = {
  firms: FirmRow[]
  total: number
  /** Where the next page begins; null on the last. */
  last: { id: number; key: string | null } | null
}

/** One page of a selection with the count of all. */
export async function listFirms(
  sql: Sql,
  selection: Selection,
  moment: Moment,
  { sort, limit, after }: Wish,
): Promise<Listed> {
  const { total, keys } = await joiningWholes(sql, async () => ({
    total: await countFirms(sql, selection, moment),
    keys: await listKeys(sql, selection, moment, { sort, after, limit: limit + 1 }),
  }))
  const page = keys.slice(0, limit)
  const firms = await readFirms(
    sql,
    selection,
    moment,
    page.map(({ id }) => id),
  )
  return { firms, total, last: keys.length > limit ? page.at(-1)! : null }
}

async function countFirms(sql: Sql, selection: Selection, moment: Moment): Promise<number> {
  const [row] = await sql<{ total: number }>`
    select count(*)::int as total from core.enterprise_version e where ${conditionOf(sql, selection, moment)}`
  return row!.total
}

/** Ids of a page in order, with the sort value of each as text. */
function listKeys(sql: Sql, selection: Selection, moment: Moment, { sort, after, limit }: Wish) {
  const { key, order, following } = keysetOf(sql, sort, sql`e.enterprise_id`, after)
  return sql<{ id: number; key: string | null }>`
    select e.enterprise_id as id, ${key} as key
      from ${firmsWith(sql, [sort.field], { ...moment, each: false })}
     where ${conditionOf(sql, selection, moment)} ${following}
     order by ${order}
     limit ${limit}`
}

async function readFirms(
  sql: Sql,
  { catalogue }: Selection,
  moment: Moment,
  ids: readonly number[],
): Promise<FirmRow[]> {
  if (ids.length === 0) return []
  const fields = [...catalogue.values()]
  const rows = await sql<Record<string, unknown> & { enterpriseId: number }>`
    select e.enterprise_id, ${fieldColumns(sql, fields)}
      from ${firmsWith(sql, fields, { ...moment, each: true })}
     where e.enterprise_id = any(${ids}::int[]) and e.superseded_at is null`
  const byId = new Map(
    rows.map((row) => [row.enterpriseId, toFieldValues(row, fields) as FirmRow] as const),
  )
  return ids.flatMap((id): FirmRow[] => (byId.has(id) ? [byId.get(id)!] : []))
}
