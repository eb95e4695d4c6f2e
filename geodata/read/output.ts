import { closeSync, openSync, writeSync } from "node:fs"
import type { Findings } from "./findings.ts"
import { OUTPUT_BYTES, ROWS } from "./limits.ts"
import { Refusal } from "./refusal.ts"
import type { ReadRow } from "./report.ts"

const FLUSH_CHARACTERS = 1 << 20

/**
 * Writes the rows of one file, one JSON text a line, and keeps the count.
 *
 * @throws Refusal when the rows grow beyond what one batch may hold
 */
export function openOutput(
  path: string,
  findings: Findings,
  onProgress: (rows: number) => void,
  maxRows = ROWS,
) {
  const descriptor = openSync(path, "w", 0o600)
  const counts = { rows: 0, accepted: 0, rejected: 0 }
  let pending: string[] = []
  let pendingCharacters = 0
  let bytes = 0

  function flush() {
    const text = Buffer.from(pending.join(""))
    bytes += text.length
    if (bytes > OUTPUT_BYTES)
      throw new Refusal("output-too-large", "读出的数据超过 1 GB，请拆分后上传。")
    writeSync(descriptor, text)
    pending = []
    pendingCharacters = 0
    onProgress(counts.rows)
  }

  return {
    counts,
    write(row: ReadRow) {
      counts.rows += 1
      if (counts.rows > maxRows)
        throw new Refusal("too-many-rows", `超过 ${maxRows} 行，请拆分后上传。`)
      const accepted = row.problems.length === 0
      counts[accepted ? "accepted" : "rejected"] += 1
      if (!accepted) findings.addProblems(row.row, row.problems)
      const line = `${JSON.stringify(row)}\n`
      pending.push(line)
      pendingCharacters += line.length
      if (pendingCharacters > FLUSH_CHARACTERS) flush()
    },
    close() {
      flush()
      closeSync(descriptor)
    },
  }
}

export type Output = ReturnType<typeof openOutput>
