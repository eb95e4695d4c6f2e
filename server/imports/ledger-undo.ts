/** Taking back what a batch wrote into a ledger. Nothing is deleted: versions are superseded and written. */
import type { Part, Sql } from "../db/sql.ts"
import {
  columnsOf,
  type Ledger,
  listed,
  named,
  nextVersion,
  type Origin,
  records,
  sameKey,
  type Staged,
} from "./ledger.ts"

/**
 * A current version that is the batch's: the commit wrote it, or the undoing of a later batch wrote it again,
 * from the commit's source.
 */
const isOurs = (sql: Sql, { actId, sourceId }: Origin): Part =>
  sql`t.superseded_at is null and (t.act_id = ${actId}::bigint or (t.source_id = ${sourceId}::bigint
      and t.act_id in (select undo_act_id from core.import_batch where undo_act_id is not null)))`

/** Keys that the batch wrote, with the row that did. */
const writtenKeys = (sql: Sql, ledger: Ledger, staged: Staged, keptRows: readonly number[]): Part =>
  sql`(select s.row, ${listed(sql, ledger.key, "p")}
         from ${records(sql, ledger, staged)} and r->>'state' <> 'unchanged' and s.row <> all(${keptRows}::int[])) record`

/** Rows whose version is not the current one any more: something was recorded on top of it. */
export async function listSupersededRows(
  sql: Sql,
  ledger: Ledger,
  staged: Staged,
  origin: Origin,
): Promise<number[]> {
  const rows = await sql<{ row: number }>`
    select distinct record.row
      from ${writtenKeys(sql, ledger, staged, [])}
     where not exists (
       select from ${sql(ledger.table)} t
        where ${sameKey(sql, ledger, "t", "record")} and ${isOurs(sql, origin)})
     order by record.row`
  return rows.map(({ row }) => row)
}

/** Supersedes the versions of all rows but those kept. */
export async function supersedeRecords(
  sql: Sql,
  ledger: Ledger,
  staged: Staged,
  keptRows: readonly number[],
  origin: Origin,
  undoneBy: string,
): Promise<void> {
  await sql`
    update ${sql(ledger.table)} t set superseded_at = clock_timestamp(), superseded_act_id = ${undoneBy}::bigint
      from ${writtenKeys(sql, ledger, staged, keptRows)}
     where ${sameKey(sql, ledger, "t", "record")} and ${isOurs(sql, origin)}`
}

/** Writes again, as new versions from the old source, what the rows had superseded. */
export async function reinstateRecords(
  sql: Sql,
  ledger: Ledger,
  staged: Staged,
  keptRows: readonly number[],
  { actId }: Origin,
  undoneBy: string,
): Promise<void> {
  const columns = [...columnsOf(ledger), ...(ledger.outline ? ["geom"] : [])]
  const counted = ledger.countedOver
  await sql`
    insert into ${sql(ledger.table)} (${named(sql, columns)}${counted ? sql`, version` : sql``}, source_id, act_id)
    select ${listed(sql, columns, "t")}${counted ? sql`, ${nextVersion(sql, ledger, counted, "t")}` : sql``},
           t.source_id, ${undoneBy}::bigint
      from ${sql(ledger.table)} t
      join ${writtenKeys(sql, ledger, staged, keptRows)} on ${sameKey(sql, ledger, "t", "record")}
     where t.superseded_act_id = ${actId}::bigint
     order by record.row`
}
