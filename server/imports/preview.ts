/** An upload against the records: every row gets its outcome, and the outcomes add up to the rows. */
import type { UploadKind } from "../../geodata/read/report.ts"
import type { Sql } from "../db/sql.ts"
import { buildings } from "./buildings.ts"
import { createRowReader } from "./columns.ts"
import { contracts } from "./contracts.ts"
import { enterprises } from "./enterprises.ts"
import { type Entry, outcomeOf, rejectContradictions } from "./entry.ts"
import { collectFindings } from "./findings.ts"
import { indicators } from "./indicators.ts"
import type { Context, ImportKind } from "./judging.ts"
import { occupancy } from "./occupancy.ts"
import { parcels } from "./parcels.ts"
import { projects } from "./projects.ts"
import { listConfirmQuestions, listOpenQuestions } from "./questions.ts"
import { listBatches, type Reading } from "./reading.ts"
import type { Counts, Preview } from "./schema.ts"

/** What each kind of upload writes and how it is judged. */
export const IMPORT_KINDS: Record<UploadKind, ImportKind> = {
  parcels,
  contracts,
  enterprises,
  occupancy,
  indicators,
  projects,
  buildings,
}

/** `entries` is null while a question keeps the rows from being judged: then nothing is staged. */
export type Judged = { preview: Preview; entries: Entry[] | null }

/**
 * Judges every row of a file that was read.
 * @throws Error when a row is not accounted for: then nothing is staged
 */
export async function judgeFile(
  sql: Sql,
  kind: UploadKind,
  reading: Reading,
  context: Context,
): Promise<Judged> {
  const { report, plan } = reading
  const open = listOpenQuestions(report, plan)
  const entries =
    open.length > 0 ? null : await judgeRows(sql, IMPORT_KINDS[kind], reading, context)
  const counts = countOutcomes(report.rows, entries)
  const found = collectFindings(report, plan, entries)
  const preview = {
    format: report.format ?? "",
    encoding: report.encoding,
    layer: report.layer,
    layers: report.layers,
    columns: report.columns,
    mapping: Object.fromEntries(
      plan.columns.map(({ field, column, unit }) => [field.id, { column, unit: unit?.id ?? null }]),
    ),
    crs: report.crs,
    counts,
    ...found,
    bounds: report.bounds,
    questions: [...open, ...listConfirmQuestions(found)],
  }
  return { preview, entries }
}

async function judgeRows(
  sql: Sql,
  kind: ImportKind,
  { report, plan, rowsPath }: Reading,
  context: Context,
): Promise<Entry[]> {
  const readRow = createRowReader(report, plan)
  const entries: Entry[] = []
  for await (const rows of listBatches(rowsPath)) {
    const batch = rows.map(readRow)
    await kind.judge(sql, batch, context)
    for (const entry of batch) entry.geometry = null
    entries.push(...batch)
  }
  rejectContradictions(entries)
  await kind.settle?.(sql, entries)
  return entries
}

/** @throws Error when the outcomes do not add up to the rows that the reader counted */
function countOutcomes(rows: number, entries: readonly Entry[] | null): Counts {
  const counts: Counts = {
    rows,
    inserted: 0,
    updated: 0,
    unchanged: 0,
    rejected: 0,
    skipped: entries === null ? rows : 0,
  }
  for (const entry of entries ?? []) counts[outcomeOf(entry)] += 1
  assertAccounted(counts)
  return counts
}

/** @throws Error when a row is in none of the outcomes, or in two */
export function assertAccounted({ rows, ...outcomes }: Counts): void {
  const sum = Object.values(outcomes).reduce((total, count) => total + count, 0)
  if (sum !== rows) throw new Error(`${rows} rows in the file, ${sum} accounted for`)
}
