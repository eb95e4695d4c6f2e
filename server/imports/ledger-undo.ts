/** Taking back what a batch wrote into a ledger. Nothing is deleted: versions are superseded and written. */
import { joined, type Part, type Sql } from "../db/sql.ts"
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

/**
 * Current versions that are the batch's, of one of its records: the commit wrote them, or the undoing of a
 * later batch wrote them again, from the commit's source.
 */
const ours = (sql: Sql, ledger: Ledger, { actId, sourceId }: Origin): Part => sql`
  select ${listed(sql, [...new Set([...ledger.id, ...(ledger.versions ? ["version"] : [])])], "t")}
    from ${sql(ledger.table)} t
   where ${equal(sql, ledger.key, "t", "p")} and t.superseded_at is null
     and (t.act_id = ${actId}::bigint or (t.source_id = ${sourceId}::bigint
          and t.act_id in (select undo_act_id from core.import_batch where undo_act_id is not null)))`

/** Records that the batch wrote, of all rows but those kept. */
const written = (sql: Sql, ledger: Ledger, staged: Staged, keptRows: readonly number[]): Part =>
  sql`${records(sql, ledger, staged)} and r->>'state' <> 'unchanged' and s.row <> all(${keptRows}::int[])`

/** Rows whose version is not the current one any more: something was recorded on top of it. */
export async function listSupersededRows(
  sql: Sql,
  ledger: Ledger,
  staged: Staged,
  origin: Origin,
): Promise<number[]> {
  const rows = await sql<{ row: number }>`
    select distinct s.row
      from ${written(sql, ledger, staged, [])}
       and case when exists (${ours(sql, ledger, origin)}) then false else true end
     order by s.row`
  return rows.map(({ row }) => row)
}

/** Undoes all rows but those kept: their versions are superseded, what these had superseded is written again. */
export async function takeBackRecords(
  sql: Sql,
  ledger: Ledger,
  staged: Staged,
  keptRows: readonly number[],
  origin: Origin,
  undoneBy: string,
): Promise<void> {
  const found = await findOurs(sql, ledger, staged, keptRows, origin)
  const ids = ledger.id.map((_, place) => sql`${found.map(({ id }) => id[place]!)}::bigint[]`)
  await sql`
    update ${sql(ledger.table)} t set superseded_at = clock_timestamp(), superseded_act_id = ${undoneBy}::bigint
      from unnest(${joined(sql, ids, sql`, `)}) as found (${listed(sql, ledger.id)})
     where ${equal(sql, ledger.id, "t", "found")}`
  const columns = [
    ...columnsOf(ledger),
    ...(ledger.outline ? ["geom"] : []),
    ...(ledger.keepsRow ? ["source_row"] : []),
  ]
  const isCounted = ledger.versions === "record"
  // One record of a row where versions follow the row superseded.
  const counted = sql`
    join unnest(${found.map(({ row }) => row)}::int[], ${found.map(({ version }) => version)}::int[])
      as found (row, version) on found.row = planned.row`
  const version = isCounted ? sql`found.version + 1` : nextVersion(sql, ledger, "t")
  await sql`
    insert into ${sql(ledger.table)} (${listed(sql, columns)}${ledger.versions ? sql`, version` : sql``}, source_id, act_id)
    select ${listed(sql, columns, "t")}${ledger.versions ? sql`, ${version}` : sql``}, t.source_id, ${undoneBy}::bigint
      from (select s.row, ${listed(sql, ledger.id, "q")}
              from ${written(sql, ledger, staged, keptRows)} and r->>'state' = 'updated') planned
      join ${sql(ledger.table)} t on ${equal(sql, ledger.id, "t", "planned")}
      ${isCounted ? counted : sql``}
     order by planned.row`
}

type Ours = { row: number; id: string[]; version: number | null }

async function findOurs(
  sql: Sql,
  ledger: Ledger,
  staged: Staged,
  keptRows: readonly number[],
  origin: Origin,
): Promise<Ours[]> {
  const id = joined(
    sql,
    ledger.id.map((column) => sql`${sql(`hit.${column}`)}::text`),
    sql`, `,
  )
  return sql<Ours>`
    select p.row, array[${id}] as id, ${ledger.versions ? sql`hit.version` : sql`null::int`} as version
      from (select s.row, ${listed(sql, ledger.key, "p")} from ${written(sql, ledger, staged, keptRows)}) p
     cross join lateral (${ours(sql, ledger, origin)} offset 0) hit`
}
