/**
 * The ids of a whole selection in the order of its list: what a table needs that is scrolled to anywhere,
 * which pages by cursor cannot give. The rows in sight are then read by their ids.
 */
import type { Context } from "hono"
import { joiningWholes } from "../db/joining.ts"
import type { Sql } from "../db/sql.ts"
import { bytesFor, toBody } from "../http/body.ts"
import type { Env } from "../http/context.ts"
import type { NamedField } from "./catalogue.ts"
import { keysetOf, type Sort } from "./keyset.ts"
import type { Moment } from "./list.ts"
import { conditionOf, parcelsWith, type Selection } from "./selection.ts"

type Bytes = Uint8Array<ArrayBuffer>

/** The ids as little-endian Int32, one after the other: a quarter of the bytes is how many there are. */
export async function readOrder(
  sql: Sql,
  selection: Selection,
  moment: Moment,
  sort: Sort<NamedField>,
): Promise<Bytes> {
  const { order } = keysetOf(sql, sort, sql`v.parcel_id`, null)
  const fields = [...selection.filter.fields, sort.field]
  const [row] = await joiningWholes(
    sql,
    async () => sql<{ ids: Uint8Array }>`
      select coalesce(string_agg(int4send(v.parcel_id), ''::bytea order by ${order}), '') as ids
        from ${parcelsWith(sql, fields, { ...moment, each: false })}
       where ${conditionOf(sql, selection, moment.day)}`,
  )
  // The engines send integers with the highest byte first.
  return new Uint8Array(Buffer.from(row!.ids).swap32())
}

/** Answers ids, packed for who takes gzip. */
export async function sendOrder(c: Context<Env>, ids: Bytes) {
  c.header("content-type", "application/octet-stream")
  c.header("vary", "accept-encoding")
  return c.body(bytesFor(c, await toBody(ids)), 200)
}
