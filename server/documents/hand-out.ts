/** Files that leave with something secret in them: each is on record, with its hash, before its first byte goes. */
import { createHash } from "node:crypto"
import type { Context } from "hono"
import { describeRoute } from "hono-openapi"
import { insertAct } from "../db/act.ts"
import type { Env } from "../http/context.ts"
import { dispositionOf, toFilename } from "../http/disposition.ts"
import type { Pieces } from "./workbook.ts"

export const MEDIA = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  pdf: "application/pdf",
  zip: "application/zip",
} as const
export type Ending = keyof typeof MEDIA

/** Describes a route that answers a file of the `flags`, `assessments` … part of the API. */
export const describedFile = (tag: string, summary: string, ...endings: Ending[]) =>
  describeRoute({
    tags: [tag],
    summary,
    responses: {
      200: {
        description: summary,
        content: Object.fromEntries(
          endings.map((ending) => [
            MEDIA[ending],
            { schema: { type: "string", format: "binary" } },
          ]),
        ),
      },
    },
  })

/** What was handed out, as it stands on record. */
export type Export = { kind: string; object: string; told: string; reason?: string | undefined }

/**
 * Puts on record that something secret is handed out: who, when, what, why. A read writes nothing, so this is a
 * transaction of its own.
 */
export async function record(
  c: Context<Env>,
  { kind, object, told, reason }: Export,
): Promise<void> {
  const why = reason === undefined ? told : `${told}；事由：${reason}`
  await c.var.door.as(c.var.actor, "write", (sql) => insertAct(sql, kind, object, why))
}

export const headersOf = (stem: string, ending: Ending) => ({
  "content-type": MEDIA[ending],
  "content-disposition": dispositionOf("attachment", toFilename(stem, ending)),
})

export const toPieces = (bytes: Uint8Array<ArrayBuffer>): Pieces => ({
  pieces: [bytes],
  length: bytes.length,
  sha256: createHash("sha256").update(bytes).digest("hex"),
})

/** A file that is on record before it leaves. */
export async function handOut(
  c: Context<Env>,
  { pieces, length, sha256 }: Pieces,
  { stem, ending, ...what }: Omit<Export, "told"> & { stem: string; ending: Ending },
) {
  await record(c, { ...what, told: `SHA-256 ${sha256}，${length} 字节` })
  const rest = pieces.values()
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const { value, done } = rest.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
  return c.body(body, 200, {
    ...headersOf(stem, ending),
    "content-length": String(length),
  })
}
