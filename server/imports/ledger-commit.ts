/** Writing a staged batch into a ledger. */
import type { Sql } from "../db/sql.ts"
import {
  columnsOf,
  equal,
  type Ledger,
  listed,
  nextVersion,
  type Origin,
  records,
  type Staged,
} from "./ledger.ts"

/** Names the identities that were made for new rows. */
export async function updateTargets(
  sql: Sql,
  { importId, table }: Staged,
  targets: readonly (readonly [row: number, id: number])[],
): Promise<void> {
  await sql`
    update ${sql(table)} s set target_id = t.id
      from unnest(${targets.map(([row]) => row)}::int[], ${targets.map(([, id]) => id)}::int[]) as t (row, id)
     where s.import_id = ${importId} and s.row = t.row`
}

/** Rows whose record is not any more what the preview saw: superseded, or there by now. */
export async function listStaleRows(sql: Sql, ledger: Ledger, staged: Staged): Promise<number[]> {
  const table = sql(ledger.table)
  const rows = await sql<{ row: number }>`
    select s.row
      from ${records(sql, ledger, staged)}
       and case when r->>'state' = 'inserted'
           then exists (select from ${table} t where ${equal(sql, ledger.key, "t", "p")} and t.superseded_at is null)
           else not exists (select from ${table} t where ${equal(sql, ledger.id, "t", "q")} and t.superseded_at is null)
           end
     order by s.row`
  return rows.map(({ row }) => row)
}

/**
 * Supersedes what the batch updates and writes its versions.
 * @throws Error when it did not find what the check of stale rows had found: then nothing is committed
 */
export async function writeRecords(
  sql: Sql,
  ledger: Ledger,
  staged: Staged,
  { sourceId, actId }: Origin,
): Promise<void> {
  const table = sql(ledger.table)
  const [planned] = await sql<{ updated: number; inserted: number }>`
    select count(*) filter (where r->>'state' = 'updated')::int as updated,
           count(*) filter (where r->>'state' = 'inserted')::int as inserted
      from ${records(sql, ledger, staged)}`
  const superseded = await sql`
    update ${table} t set superseded_at = clock_timestamp(), superseded_act_id = ${actId}::bigint
      from (select ${listed(sql, ledger.id, "q")}
              from ${records(sql, ledger, staged)} and r->>'state' = 'updated') planned
     where ${equal(sql, ledger.id, "t", "planned")}
       and case when t.superseded_at is null then true else false end`
  const columns = columnsOf(ledger)
  const version =
    ledger.versions === "identity"
      ? nextVersion(sql, ledger, "p")
      : sql`coalesce((r->>'version')::int, 0) + 1`
  const written = await sql`
    insert into ${table} (${listed(sql, columns)}${ledger.outline ? sql`, geom` : sql``}${ledger.versions ? sql`, version` : sql``}${ledger.keepsRow ? sql`, source_row` : sql``}, source_id, act_id)
    select ${listed(sql, columns, "p")}${ledger.outline ? sql`, s.geom` : sql``}${
      ledger.versions ? sql`, ${version}` : sql``
    }${ledger.keepsRow ? sql`, s.row` : sql``}, ${sourceId}::bigint, ${actId}::bigint
      from ${records(sql, ledger, staged)} and r->>'state' <> 'unchanged'
     order by s.row`
  if (
    superseded.count !== planned!.updated ||
    written.count !== planned!.updated + planned!.inserted
  )
    throw new Error(`${ledger.table}: the records of import ${staged.importId} did not hold`)
}
