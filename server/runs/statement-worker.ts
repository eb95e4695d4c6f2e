/** Sets statements in a thread of its own: each takes some fifty milliseconds in which nothing else would be done. */
import { parentPort } from "node:worker_threads"
import { setStatement } from "./statement-page.ts"
import type { Statement } from "./statement.ts"

export type ToSetter = { id: number; statement: Statement }
export type FromSetter =
  | { id: number; bytes: Uint8Array<ArrayBuffer> }
  | { id: number; message: string }

const port = parentPort
if (!port) throw new Error("statement-worker runs as a worker thread only")
const answer = (message: FromSetter, move: ArrayBuffer[] = []) => port.postMessage(message, move)

port.on("message", ({ id, statement }: ToSetter) => {
  setStatement(statement).then(
    (bytes) => answer({ id, bytes }, [bytes.buffer]),
    (error: unknown) => answer({ id, message: error instanceof Error ? error.message : "unknown" }),
  )
})
