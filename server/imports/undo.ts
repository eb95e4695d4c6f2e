/** Undo: a compensating act. What the batch wrote is superseded, what it had superseded is written again. */
import type { Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import { lockBatch, stagedOf, updateUndone } from "./batches.ts"
import { IMPORT_KINDS } from "./preview.ts"
import type { ImportKind } from "./judging.ts"
import type { Origin, Staged } from "./ledger.ts"
import { listSupersededRows, takeBackRecords } from "./ledger-undo.ts"
import type { UndoResult } from "./schema.ts"

/**
 * Undoes what of a batch nothing was built on since. A row of the file is undone whole or kept whole.
 * @throws Problem not-found; conflict when the batch was never committed
 */
export async function undoImport(sql: Sql, id: number): Promise<UndoResult> {
  const batch = await lockBatch(sql, id)
  if (!batch) throw notFound()
  const { view, options, origin } = batch
  if (options.undo) return options.undo
  if (!origin) throw new Problem("conflict", "本次导入尚未提交，无须撤销。")
  const kind = IMPORT_KINDS[view.kind]
  const staged = stagedOf(view)
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object) values ('undo-import', ${`import/${id}`}) returning act_id`
  const kept = await listKept(sql, kind, staged, origin)
  await takeBack(sql, kind, staged, { origin, undoneBy: act!.actId, kept })
  const [written] = await sql<{ rows: number }>`
    select count(*)::int as rows from ${sql(staged.table)}
     where import_id = ${id} and outcome in ('inserted', 'updated')`
  const result: UndoResult = {
    undone: written!.rows - kept.size,
    kept: [...kept].map(([row, reason]) => ({ row, reason })).toSorted((a, b) => a.row - b.row),
  }
  await updateUndone(sql, id, { ...options, undo: result }, act!.actId)
  return result
}

/** Rows that something was built on since, with the reason why they stay. */
async function listKept(sql: Sql, kind: ImportKind, staged: Staged, origin: Origin) {
  const kept = new Map<number, string>()
  for (const ledger of kind.ledgers)
    for (const row of await listSupersededRows(sql, ledger, staged, origin))
      kept.set(row, "已被后来的修改取代。")
  for (const { row, reason } of (await kind.listDepended?.(sql, staged, origin)) ?? [])
    if (!kept.has(row)) kept.set(row, reason)
  return kept
}

type Undoing = { origin: Origin; undoneBy: string; kept: Map<number, string> }

/** Takes back all rows but those kept; where the rest would not hold together, its rows are kept too. */
async function takeBack(sql: Sql, kind: ImportKind, staged: Staged, undoing: Undoing) {
  const { origin, undoneBy, kept } = undoing
  for (;;) {
    await sql`savepoint taking_back`
    for (const ledger of kind.ledgers)
      await takeBackRecords(sql, ledger, staged, [...kept.keys()], origin, undoneBy)
    const broken = ((await kind.listBreaches?.(sql, staged)) ?? []).filter(
      ({ row }) => !kept.has(row),
    )
    if (broken.length === 0) return
    await sql`rollback to savepoint taking_back`
    for (const { row, message } of broken) kept.set(row, `撤销后不成立：${message}`)
  }
}
