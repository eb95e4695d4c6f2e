import { join } from "node:path"
import type { Logger } from "pino"
import type { ColumnMapping, ColumnPlan } from "../../geodata/check/columns.ts"
import type { ReadReport, ReadRow, UploadKind } from "../../geodata/read/report.ts"
import { listRows } from "../../geodata/read/rows.ts"
import { readUpload } from "../../geodata/read/run.ts"
import { Problem } from "../http/problem.ts"
import { planColumns } from "./columns.ts"
import { createTurns } from "../http/turns.ts"

/** What the uploader says of the file. */
export type Answers = {
  crs?: number | undefined
  encoding?: string | undefined
  layer?: string | undefined
  mapping?: ColumnMapping | undefined
}

export type Source = { path: string; filename: string; kind: UploadKind }

/** A file read once: what it is, which columns it has, and its rows on disk. */
export type Reading = { report: ReadReport; plan: ColumnPlan; rowsPath: string }

/** A reader may take a gigabyte of memory: more than two at once would starve the server. */
const takeTurn = createTurns(2)

/**
 * Reads a file in a child process; its rows go to a file in `folder`.
 * @throws Problem unreadable-file with one sentence that names file and place
 */
export async function readFile(
  { path, filename, kind }: Source,
  { crs, encoding, layer, mapping }: Answers,
  folder: string,
  { signal, log }: { signal: AbortSignal; log: Logger },
): Promise<Reading> {
  const rowsPath = join(folder, "rows.ndjson")
  const request = { path, filename, kind, crs, encoding, layer, outPath: rowsPath }
  const onDiagnostic = (text: string) => log.warn({ text }, "reader of uploads")
  const report = await takeTurn(() => readUpload(request, { signal, onDiagnostic }))
  if (report.refused) throw unreadable(report)
  const plan = planColumns(kind, report.columns, mapping ?? {})
  return { report, plan, rowsPath }
}

function unreadable({ refused, layers }: ReadReport): Problem {
  const issues = [
    { pointer: refused?.pointer ?? "", message: refused?.rule ?? "" },
    ...layers.map((name) => ({ pointer: "/layer", message: name })),
  ]
  return new Problem("unreadable-file", refused?.message ?? "文件无法读取。", { issues })
}

/** Rows of one statement; a file of large drawings is cut smaller. */
const BATCH_ROWS = 2000
const BATCH_VERTICES = 100_000

/** The rows of a file that was read, in batches, in file order. */
export async function* listBatches(rowsPath: string): AsyncGenerator<ReadRow[]> {
  let batch: ReadRow[] = []
  let vertices = 0
  for await (const row of listRows(rowsPath)) {
    batch.push(row)
    vertices += row.geometry?.flat(2).length ?? 0
    if (batch.length < BATCH_ROWS && vertices < BATCH_VERTICES) continue
    yield batch
    batch = []
    vertices = 0
  }
  if (batch.length > 0) yield batch
}
