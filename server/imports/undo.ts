/** Undo: a compensating act. What the batch wrote is superseded, what it had superseded is written again. */
import type { Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import { lockBatch, stagedOf, updateUndone } from "./batches.ts"
import { IMPORT_KINDS } from "./preview.ts"
import { listSupersededRows, reinstateRecords, supersedeRecords } from "./ledger-undo.ts"
import type { UndoResult } from "./schema.ts"

/**
 * Undoes what of a batch nothing was built on since. A row of the file is undone whole or kept whole.
 * @throws Problem not-found; conflict when the batch was never committed
 */
export async function undoImport(sql: Sql, id: number): Promise<UndoResult> {
  const batch = await lockBatch(sql, id)
  if (!batch) throw notFound()
  const { view, options, commitActId } = batch
  if (options.undo) return options.undo
  if (commitActId === null) throw new Problem("conflict", "本次导入尚未提交，无须撤销。")
  const kind = IMPORT_KINDS[view.kind]
  const staged = stagedOf(view)
  const reasons = new Map<number, string>()
  for (const ledger of kind.ledgers)
    for (const row of await listSupersededRows(sql, ledger, staged, commitActId))
      reasons.set(row, "已被后来的修改取代。")
  for (const { row, reason } of (await kind.listDepended?.(sql, staged, { actId: commitActId })) ??
    [])
    if (!reasons.has(row)) reasons.set(row, reason)
  const keptRows = [...reasons.keys()]
  const [written] = await sql<{ rows: number }>`
    select count(*)::int as rows from ${sql(staged.table)}
     where import_id = ${id} and outcome in ('inserted', 'updated')`
  const result: UndoResult = {
    undone: written!.rows - keptRows.length,
    kept: [...reasons].map(([row, reason]) => ({ row, reason })).toSorted((a, b) => a.row - b.row),
  }
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object) values ('undo-import', ${`import/${id}`}) returning act_id`
  for (const ledger of kind.ledgers) {
    const acts = { written: commitActId, undone: act!.actId }
    await supersedeRecords(sql, ledger, staged, keptRows, acts)
    await reinstateRecords(sql, ledger, staged, keptRows, acts)
  }
  await updateUndone(sql, id, { ...options, undo: result }, act!.actId)
  return result
}
