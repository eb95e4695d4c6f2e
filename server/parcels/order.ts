/**
 * The ids of a whole selection in the order of its list: what a table needs that is scrolled to anywhere,
 * which pages by cursor cannot give. The rows in sight are then read by their ids.
 */
import { promisify } from "node:util"
import { gzip } from "node:zlib"
import type { Context } from "hono"
import { joiningWholes } from "../db/joining.ts"
import type { Sql } from "../db/sql.ts"
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

const compress = promisify(gzip)
/** A body so short gains nothing from compression. */
const SHORT_BYTES = 1_024
const GZIP = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/

/** Answers ids, packed for who takes gzip. */
export async function sendOrder(c: Context<Env>, ids: Bytes) {
  c.header("content-type", "application/octet-stream")
  c.header("vary", "accept-encoding")
  if (ids.length < SHORT_BYTES || !GZIP.test(c.req.header("accept-encoding") ?? ""))
    return c.body(ids, 200)
  c.header("content-encoding", "gzip")
  return c.body(new Uint8Array(await compress(ids, { level: 1 })), 200)
}
