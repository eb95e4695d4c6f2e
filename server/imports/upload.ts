import { createHash } from "node:crypto"
import { createWriteStream } from "node:fs"
import { Readable, Transform } from "node:stream"
import { pipeline } from "node:stream/promises"
import type { ReadableStream } from "node:stream/web"
import { INPUT_BYTES } from "../../geodata/read/limits.ts"
import { Problem } from "../http/problem.ts"

export type Upload = { path: string; sha256: string }

const tooLarge = () =>
  new Problem("body-too-large", `文件超过 ${INPUT_BYTES / 1024 / 1024} MB，请拆分后上传。`)

/**
 * Writes a request body to `path`, readable by this user alone, while hashing and counting it: what counts
 * is what was read, whatever the request announced.
 *
 * @throws Problem body-too-large above 200 MB, invalid-request when it ends in the middle
 */
export async function receiveUpload(
  body: ReadableStream<Uint8Array> | null,
  announcedBytes: number,
  path: string,
): Promise<Upload> {
  if (announcedBytes > INPUT_BYTES) throw tooLarge()
  const hash = createHash("sha256")
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      hash.update(chunk)
      done(bytes > INPUT_BYTES ? tooLarge() : null, chunk)
    },
  })
  const source = body ? Readable.fromWeb(body) : Readable.from([])
  try {
    await pipeline(source, count, createWriteStream(path, { mode: 0o600 }))
  } catch (cause) {
    if (cause instanceof Problem) throw cause
    if (isOurs(cause)) throw cause
    throw new Problem("invalid-request", "上传在中途断开，请重新上传。", { cause })
  }
  return { path, sha256: hash.digest("hex") }
}

/** A full or broken disk is our failure, not the sender's. */
const isOurs = (error: unknown) =>
  error instanceof Error &&
  "syscall" in error &&
  (error.syscall === "open" || error.syscall === "write")
