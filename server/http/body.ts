import { promisify } from "node:util"
import { constants, gunzipSync, gzip, gzipSync } from "node:zlib"
import type { Context } from "hono"
import type { Env } from "./context.ts"

const compress = promisify(gzip)
const LEVEL = { level: constants.Z_BEST_SPEED, memLevel: 9 }

/** A body so short gains nothing from compression. */
const SHORT_BYTES = 1_024
/** Up to here compressing takes less than handing the work to another thread. */
const SMALL_BYTES = 65_536

export type Body = { bytes: Uint8Array<ArrayBuffer>; isCompressed: boolean }

/** Bytes as they are kept and sent: compressed where that pays. */
export async function toBody(bytes: Uint8Array<ArrayBuffer>): Promise<Body> {
  if (bytes.length < SHORT_BYTES) return { bytes, isCompressed: false }
  const packed = bytes.length < SMALL_BYTES ? gzipSync(bytes, LEVEL) : await compress(bytes, LEVEL)
  return { bytes: new Uint8Array(packed), isCompressed: true }
}

/** Whether a header accept-encoding allows gzip. */
export const acceptsGzip = (accepted: string | undefined): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(accepted ?? "")

/** The bytes to send to who asks, with the header that says how they are packed. */
export function bytesFor(c: Context<Env>, { bytes, isCompressed }: Body): Uint8Array<ArrayBuffer> {
  if (!isCompressed) return bytes
  if (!acceptsGzip(c.req.header("accept-encoding"))) return new Uint8Array(gunzipSync(bytes))
  c.header("content-encoding", "gzip")
  return bytes
}
