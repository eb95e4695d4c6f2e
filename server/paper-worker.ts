/** Sets documents in a thread of its own: each takes some fifty milliseconds in which nothing else would be done. */
import { parentPort } from "node:worker_threads"
import type { FromSetter, ToSetter } from "./documents/setter.ts"
import { writeNotice } from "./notices/notice-docx.ts"
import { type NoticeJob, setNotice } from "./notices/notice-page.ts"
import { setSheet, type SheetJob } from "./notices/sheet-page.ts"
import { setStatement, type StatementJob } from "./runs/statement-page.ts"

export type PaperJob = StatementJob | NoticeJob | SheetJob

const setPaper = (job: PaperJob): Promise<Uint8Array<ArrayBuffer>> => {
  switch (job.kind) {
    case "statement":
      return setStatement(job.statement)
    case "notice":
      return job.format === "pdf" ? setNotice(job) : writeNotice(job)
    case "sheet":
      return setSheet(job)
  }
}

const port = parentPort
if (!port) throw new Error("paper-worker runs as a worker thread only")
const answer = (message: FromSetter, move: ArrayBuffer[] = []) => port.postMessage(message, move)

port.on("message", ({ id, job }: ToSetter<PaperJob>) => {
  setPaper(job).then(
    (bytes) => answer({ id, bytes }, [bytes.buffer]),
    (error: unknown) => answer({ id, message: error instanceof Error ? error.message : "unknown" }),
  )
})
