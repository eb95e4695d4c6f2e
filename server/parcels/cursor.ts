/**
 * Where a page of a list ended, as an opaque text that only the request it was made for accepts: it is
 * sealed together with that request, so it can be neither changed nor used for another question.
 */
import { createHmac, timingSafeEqual } from "node:crypto"
import { z } from "zod"
import { Problem } from "../http/problem.ts"

const Position = z.strictObject({
  /** The sort value of the last row as text, null where it has none. */
  key: z.string().nullable(),
  id: z.int(),
  /** Year and day that the first page was read with: the walk goes on with them. */
  year: z.int().nullable(),
  day: z.string(),
})
export type Position = z.infer<typeof Position>

const SEAL_BYTES = 16

const seal = (key: Uint8Array, body: string, request: string) =>
  createHmac("sha256", key)
    .update(`${body.length} ${body}${request}`)
    .digest()
    .subarray(0, SEAL_BYTES)
    .toString("base64url")

/** @param request everything of the request that decides which rows there are and in which order */
export function writeCursor(key: Uint8Array, position: Position, request: string): string {
  const body = Buffer.from(JSON.stringify(position)).toString("base64url")
  return `${body}.${seal(key, body, request)}`
}

/** @throws Problem invalid-request for a text that `writeCursor` did not make for this very request */
export function readCursor(key: Uint8Array, cursor: string, request: string): Position {
  const [body = "", given = "", ...more] = cursor.split(".")
  const wanted = Buffer.from(seal(key, body, request))
  const found = Buffer.from(given)
  const isOurs =
    more.length === 0 && found.length === wanted.length && timingSafeEqual(found, wanted)
  if (!isOurs)
    throw new Problem("invalid-request", "翻页标记无效或已过期，请从第一页重新开始。", {
      issues: [{ pointer: "/cursor", message: "不是本次查询的翻页标记" }],
    })
  return Position.parse(JSON.parse(Buffer.from(body, "base64url").toString()))
}
