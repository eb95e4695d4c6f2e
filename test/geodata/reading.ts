import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { ReadReport, ReadRequest, ReadRow } from "../../geodata/read/report.ts"
import { listRows } from "../../geodata/read/rows.ts"
import { type ReadOptions, readUpload } from "../../geodata/read/run.ts"

export type Reading = { report: ReadReport; rows: ReadRow[]; ms: number }

type Asked = Partial<ReadRequest> & { options?: ReadOptions }

/** Reads a file through the child process, rows and all. */
export async function readPath(
  path: string,
  filename: string,
  asked: Asked = {},
): Promise<Reading> {
  const folder = await mkdtemp(join(tmpdir(), "mutu-test-"))
  const { options, ...request } = asked
  const outPath = join(folder, "rows.ndjson")
  const start = performance.now()
  try {
    const report = await readUpload(
      { kind: "parcels", path, filename, outPath, ...request },
      options,
    )
    const ms = performance.now() - start
    const rows: ReadRow[] = []
    if (!report.refused) for await (const row of listRows(outPath)) rows.push(row)
    return { report, rows, ms }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The same for content that is made here. */
export async function readContent(
  content: Buffer | string,
  filename: string,
  asked: Asked = {},
): Promise<Reading> {
  const folder = await mkdtemp(join(tmpdir(), "mutu-test-"))
  const path = join(folder, "0001.bin")
  try {
    await writeFile(path, content)
    return await readPath(path, filename, asked)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Every row of the file is one line, and the counts agree with the lines. */
export function isAccountedFor({ report, rows }: Reading): boolean {
  if (report.refused) return rows.length === 0 && report.rows === 0
  const rejected = rows.filter(({ problems }) => problems.length > 0).length
  return (
    report.rows === rows.length &&
    report.rejected === rejected &&
    report.accepted === rows.length - rejected &&
    new Set(rows.map(({ row }) => row)).size === rows.length
  )
}
