/** Taking back what a batch wrote into a ledger. Nothing is deleted: versions are superseded and written. */
import type { Part, Sql } from "../db/sql.ts"
import {
  columnsOf,
  type Ledger,
  listed,
  named,
  nextVersion,
  records,
  sameKey,
  type Staged,
} from "./ledger.ts"

/** The act that wrote the batch, and the one that undoes it. */
export type Acts = { written: string; undone: string }

/** Keys that the batch wrote, with the row that did. */
const writtenKeys = (sql: Sql, ledger: Ledger, staged: Staged, keptRows: readonly number[]): Part =>
  sql`(select s.row, ${listed(sql, ledger.key, "p")}
         from ${records(sql, ledger, staged)} and r->>'state' <> 'unchanged' and s.row <> all(${keptRows}::int[])) record`

/** Rows whose version is not the current one any more: something was recorded on top of it. */
export async function listSupersededRows(
  sql: Sql,
  ledger: Ledger,
  staged: Staged,
  writtenBy: string,
): Promise<number[]> {
  const rows = await sql<{ row: number }>`
    select distinct record.row
      from ${writtenKeys(sql, ledger, staged, [])}
     where not exists (
       select from ${sql(ledger.table)} t
        where ${sameKey(sql, ledger, "t", "record")} and t.superseded_at is null and t.act_id = ${writtenBy}::bigint)
     order by record.row`
  return rows.map(({ row }) => row)
}

/** Supersedes the versions of all rows but those kept. */
export async function supersedeRecords(
  sql: Sql,
  ledger: Ledger,
  staged: Staged,
  keptRows: readonly number[],
  { written, undone }: Acts,
): Promise<void> {
  await sql`
    update ${sql(ledger.table)} t set superseded_at = clock_timestamp(), superseded_act_id = ${undone}::bigint
      from ${writtenKeys(sql, ledger, staged, keptRows)}
     where ${sameKey(sql, ledger, "t", "record")} and t.superseded_at is null and t.act_id = ${written}::bigint`
}

/** Writes again, as new versions from the old source, what the rows had superseded. */
export async function reinstateRecords(
  sql: Sql,
  ledger: Ledger,
  staged: Staged,
  keptRows: readonly number[],
  { written, undone }: Acts,
): Promise<void> {
  const columns = [...columnsOf(ledger), ...(ledger.outline ? ["geom"] : [])]
  const counted = ledger.countedOver
  await sql`
    insert into ${sql(ledger.table)} (${named(sql, columns)}${counted ? sql`, version` : sql``}, source_id, act_id)
    select ${listed(sql, columns, "t")}${counted ? sql`, ${nextVersion(sql, ledger, counted, "t")}` : sql``},
           t.source_id, ${undone}::bigint
      from ${sql(ledger.table)} t
      join ${writtenKeys(sql, ledger, staged, keptRows)} on ${sameKey(sql, ledger, "t", "record")}
     where t.superseded_act_id = ${written}::bigint
     order by record.row`
}
