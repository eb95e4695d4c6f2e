import type { ReadableStream } from "node:stream/web"
import { Problem } from "../http/problem.ts"

/** 20 MB: the longest file that is taken. */
export const MOST_BYTES = 20 * 1024 * 1024
/** A sender that takes longer would hold up the others. */
const RECEIVE_MS = 120_000

const tooLarge = () =>
  new Problem("body-too-large", `文件超过 ${MOST_BYTES / 1024 / 1024} MB，请压缩或拆分后上传。`)

/**
 * Reads a request body whole: what counts is what was read, whatever the request announced.
 * @throws Problem body-too-large above 20 MB; invalid-request when it is empty, slow or ends in the middle
 */
export async function receiveFile(
  body: ReadableStream<Uint8Array> | null,
  announcedBytes: number,
): Promise<Uint8Array> {
  if (announcedBytes > MOST_BYTES) throw tooLarge()
  const pieces: Uint8Array[] = []
  let bytes = 0
  const reader = body?.getReader()
  let isLate = false
  const clock = setTimeout(() => {
    isLate = true
    void reader?.cancel().catch(() => {})
  }, RECEIVE_MS)
  try {
    for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
      bytes += read.value.length
      if (bytes > MOST_BYTES) throw tooLarge()
      pieces.push(read.value)
    }
  } catch (cause) {
    void reader?.cancel().catch(() => {})
    if (cause instanceof Problem) throw cause
    throw new Problem("invalid-request", "上传在中途断开，请重新上传。", { cause })
  } finally {
    clearTimeout(clock)
  }
  if (isLate) throw new Problem("invalid-request", "上传用时过长，请重新上传。")
  if (bytes === 0) throw new Problem("invalid-request", "文件是空的。")
  return Buffer.concat(pieces)
}
