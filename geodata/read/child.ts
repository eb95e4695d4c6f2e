/**
 * The program that looks at foreign files: one request, one report, then the end. It opens no database and
 * no connection, has no environment, and works in an empty folder of its own; its memory and time are
 * limited from outside.
 */
import type { ReadReport, ReadRequest } from "./report.ts"
import { readFile } from "./upload.ts"

export type ChildMessage = { rows: number } | { report: ReadReport }

const send = (message: ChildMessage, onSent?: () => void) =>
  process.send?.(message, undefined, undefined, () => onSent?.())

// Without its parent nobody waits for the answer.
process.on("disconnect", () => process.exit(1))

process.once("message", async (request: ReadRequest) => {
  const report = await readFile(request, (rows) => send({ rows }))
  send({ report }, () => process.exit(0))
})
