/** Batches as they are recorded: the preview that was shown, the answers, and what became of it. */
import type { UploadKind } from "../../geodata/read/report.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import { stagedTableOf } from "./kinds.ts"
import type { Origin, Staged } from "./ledger.ts"
import type { Answers } from "./reading.ts"
import type { ImportList, ImportView, Preview, UndoResult } from "./schema.ts"
import { toStorable } from "./storable.ts"

/**
 * What `core.import_batch.options` holds. The first preview is a record and stays; what answers made of it
 * stands in `revised`.
 */
type Options = {
  answers: Answers
  confirmed: string[]
  /** The parts of the first preview that have no column of their own. */
  about: Pick<Preview, "layers" | "columns" | "mapping" | "totals" | "questions">
  revised?: Preview
  undo?: UndoResult
}

type Row = Omit<ImportView, keyof Preview | "undo"> &
  Pick<Preview, "format" | "encoding" | "layer" | "crs" | "counts" | "findings" | "bounds"> & {
    options: Options
    actId: string | null
    sourceId: string | null
  }

/** `origin` is what the commit wrote under; null before it. */
export type Batch = { view: ImportView; options: Options; origin: Origin | null }

const COLUMNS = [
  "kind",
  "filename",
  "sha256",
  "state",
  "format",
  "encoding",
  "layer",
  "options",
  "crs",
  "counts",
  "findings",
  "bounds",
  "previewed_at",
]

const columns = (sql: Sql): Part =>
  joined(
    sql,
    COLUMNS.map((column) => sql(column)),
    sql`, `,
  )

function toBatch({ options, actId, sourceId, ...row }: Row): Batch {
  const { about, revised, undo } = options
  const view = { ...row, ...about, ...revised, undo: undo ?? null }
  // A question is for as long as it can be answered.
  if (view.state !== "previewed") view.questions = []
  const origin = actId !== null && sourceId !== null ? { actId, sourceId } : null
  return { view, options, origin }
}

/** The batch, as far as the audience may see it. */
export async function findBatch(sql: Sql, id: number): Promise<Batch | undefined> {
  const [row] = await sql<Row>`
    select import_id as id, commit_act_id::text as act_id, source_id::text, ${columns(sql)} from core.import_batch where import_id = ${id}`
  return row && toBatch(row)
}

/** The same, held against other commits and undos of it until the transaction ends. */
export async function lockBatch(sql: Sql, id: number): Promise<Batch | undefined> {
  const [row] = await sql<Row>`
    select import_id as id, commit_act_id::text as act_id, source_id::text, ${columns(sql)} from core.import_batch
     where import_id = ${id} for update`
  return row && toBatch(row)
}

export const stagedOf = ({ id, kind }: Pick<ImportView, "id" | "kind">): Staged => ({
  importId: id,
  table: stagedTableOf(kind),
})

type NewBatch = {
  kind: UploadKind
  filename: string
  sha256: string
  answers: Answers
  preview: Preview
}

/** Records a preview. @returns the id of the batch */
export async function insertBatch(sql: Sql, batch: NewBatch): Promise<number> {
  const { kind, filename, sha256, answers } = batch
  const { format, encoding, layer, crs, counts, findings, bounds, ...about } = toStorable(
    batch.preview,
  )
  const options: Options = { answers: toStorable(answers), confirmed: [], about }
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object) values ('preview-import', ${`upload/${sha256}`}) returning act_id`
  const [row] = await sql<{ id: number }>`
    insert into core.import_batch (kind, filename, sha256, state, format, encoding, layer, options, crs, counts, findings, bounds, act_id)
    values (${kind}, ${filename}, ${sha256}, 'previewed', ${format}, ${encoding}, ${layer}, ${sql.json(options)}::jsonb,
            ${crs && sql.json(crs)}::jsonb, ${sql.json(counts)}::jsonb, ${sql.json(findings)}::jsonb,
            ${bounds && sql.json(bounds)}::jsonb, ${act!.actId})
    returning import_id as id`
  return row!.id
}

/** Marks the batch committed, with the answers that made it so. */
export async function updateCommitted(
  sql: Sql,
  id: number,
  options: Options,
  { actId, sourceId }: { actId: string; sourceId: string },
): Promise<void> {
  await sql`
    update core.import_batch
       set state = 'committed', commit_act_id = ${actId}::bigint, source_id = ${sourceId}::bigint,
           options = ${sql.json(toStorable(options))}::jsonb
     where import_id = ${id}`
}

/** Marks the batch undone, with what was and what was not. */
export async function updateUndone(
  sql: Sql,
  id: number,
  options: Options,
  actId: string,
): Promise<void> {
  await sql`
    update core.import_batch
       set state = 'undone', undo_act_id = ${actId}::bigint, options = ${sql.json(toStorable(options))}::jsonb
     where import_id = ${id}`
}

/** Batches that the audience may see, newest first. @param before the page begins below this id */
export async function listBatches(
  sql: Sql,
  { limit, before }: { limit: number; before: number | undefined },
): Promise<ImportList> {
  const [all] = await sql<{ total: number }>`select count(*)::int as total from core.import_batch`
  const rows = await sql<ImportList["items"][number]>`
    select import_id as id, kind, filename, sha256, state, previewed_at,
           coalesce(options->'revised'->'counts', counts) as counts
      from core.import_batch
     where import_id < ${before ?? 2_147_483_647}
     order by import_id desc limit ${limit + 1}`
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return {
    items,
    total: all!.total,
    next: rows.length > limit && last ? String(last.id) : null,
  }
}
