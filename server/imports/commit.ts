/** Commit: the staged rows become versions, in the one transaction that also says so. */
import type { Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import { type Batch, lockBatch, stagedOf, updateCommitted } from "./batches.ts"
import type { ImportKind } from "./judging.ts"
import type { Origin, Staged } from "./ledger.ts"
import { listStaleRows, writeRecords } from "./ledger-commit.ts"
import { assertAccounted, IMPORT_KINDS, type Judged } from "./preview.ts"
import { undecided } from "./questions.ts"
import type { Answers, Reading } from "./reading.ts"
import type { CommitRequest, Counts, ImportView } from "./schema.ts"
import { stageRows, unstageRows } from "./stage.ts"

/** Commits take turns: two files with the same new parcel would both find it missing. */
const COMMIT_LOCK = 8240
/** Rows named in a refusal. */
const MOST_NAMED = 50

/** The file read again under the answers of this commit, and how to judge it. */
export type Reread = {
  answers: Answers
  reading: Reading
  judge: (sql: Sql) => Promise<Judged>
}

/**
 * Commits a batch once; asked again it answers the same.
 *
 * @param reread absent where the answers are those of the preview
 * @throws Problem not-found; import-undecided while something is open; conflict when the preview no longer holds
 */
export async function commitImport(
  sql: Sql,
  id: number,
  { confirm }: Pick<CommitRequest, "confirm">,
  reread: Reread | null,
): Promise<ImportView> {
  const batch = await lockBatch(sql, id)
  if (!batch) throw notFound()
  if (batch.view.state === "committed") return batch.view
  if (batch.view.state === "undone") throw new Problem("conflict", "本次导入已经撤销，不能再提交。")
  const staged = stagedOf(batch.view)
  const decided = reread ? await restage(sql, batch, staged, reread) : batch
  const open = decided.view.questions.filter(({ rule }) => !confirm.includes(rule))
  if (open.length > 0) throw undecided(open)
  await assertStaged(sql, staged, decided.view.counts)
  await write(sql, decided, staged, confirm)
  const committed = await lockBatch(sql, id)
  return committed!.view
}

/** Stages the file as it reads under the new answers. @throws Problem import-undecided when they settle nothing */
async function restage(
  sql: Sql,
  batch: Batch,
  staged: Staged,
  { answers, reading, judge }: Reread,
): Promise<Batch> {
  const { preview, entries } = await judge(sql)
  if (entries === null) throw undecided(preview.questions)
  await unstageRows(sql, staged)
  await stageRows(sql, staged, batch.view.kind, entries, reading.rowsPath)
  return {
    ...batch,
    view: { ...batch.view, ...preview },
    options: { ...batch.options, answers, revised: preview },
  }
}

/** The rows in staging are those of the preview, every one. @throws Problem conflict otherwise */
async function assertStaged(sql: Sql, { importId, table }: Staged, counts: Counts): Promise<void> {
  assertAccounted(counts)
  const rows = await sql<{ outcome: keyof Counts; count: number }>`
    select outcome, count(*)::int as count from ${sql(table)} where import_id = ${importId} group by outcome`
  const found = new Map(rows.map(({ outcome, count }) => [outcome, count]))
  const { rows: _, ...outcomes } = counts
  for (const [outcome, count] of Object.entries(outcomes))
    if ((found.get(outcome as keyof Counts) ?? 0) !== count)
      throw new Problem("conflict", "暂存的行与预览不符，未写入，请重新上传。")
}

async function write(sql: Sql, batch: Batch, staged: Staged, confirmed: string[]): Promise<void> {
  const { id, filename, sha256, kind: name } = batch.view
  const kind: ImportKind = IMPORT_KINDS[name]
  await sql`select pg_advisory_xact_lock(${COMMIT_LOCK})`
  await assertFresh(sql, kind, staged)
  const origin = await insertOrigin(sql, id, filename, sha256)
  await kind.identify?.(sql, staged, origin.actId)
  for (const ledger of kind.ledgers) await writeRecords(sql, ledger, staged, origin)
  const [breach] = (await kind.listBreaches?.(sql, staged)) ?? []
  if (breach)
    throw new Problem("conflict", `${breach.message}未写入，请重新预览。`, {
      issues: [{ pointer: `/rows/${breach.row}`, message: breach.message }],
    })
  await updateCommitted(sql, id, { ...batch.options, confirmed }, origin)
}

/** What the preview saw is still so. @throws Problem conflict naming the rows for which it is not */
async function assertFresh(sql: Sql, kind: ImportKind, staged: Staged): Promise<void> {
  const stale = new Set(await kind.listTaken?.(sql, staged))
  for (const ledger of kind.ledgers)
    for (const row of await listStaleRows(sql, ledger, staged)) stale.add(row)
  if (stale.size === 0) return
  const rows = [...stale].toSorted((a, b) => a - b)
  throw new Problem(
    "conflict",
    `预览之后有 ${rows.length} 行的数据被他人更改（第 ${rows.slice(0, 5).join("、")} 行${rows.length > 5 ? "等" : ""}），未写入，请重新预览。`,
    {
      issues: rows.slice(0, MOST_NAMED).map((row) => ({
        pointer: `/rows/${row}`,
        message: "预览之后已被更改",
      })),
    },
  )
}

async function insertOrigin(
  sql: Sql,
  id: number,
  filename: string,
  sha256: string,
): Promise<Origin> {
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object) values ('commit-import', ${`import/${id}`}) returning act_id`
  const [source] = await sql<{ sourceId: string }>`
    insert into core.source (kind, name, sha256, act_id)
    values ('import', ${filename}, ${sha256}, ${act!.actId}) returning source_id`
  return { actId: act!.actId, sourceId: source!.sourceId }
}
