import type { ReadableStream } from "node:stream/web"
import { Hono } from "hono"
import { describeRoute, resolver } from "hono-openapi"
import { circlesOf, COLLEAGUES, IdParam, type NameOf } from "../comments/schema.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { dispositionOf } from "../http/disposition.ts"
import { Problem } from "../http/problem.ts"
import { createTurns } from "../http/turns.ts"
import { validate } from "../http/validate.ts"
import { findFormat, FORMATS, nameFor } from "./format.rules.ts"
import { insertAttachment, listAttachments, readContent, setWithdrawn } from "./queries.ts"
import { receiveFile } from "./receive.ts"
import {
  Attachment,
  AttachmentList,
  AttachmentsQuery,
  DownloadQuery,
  NewAttachment,
} from "./schema.ts"

/** Whole files held in memory at a time in each direction, and how many requests may wait for that. */
const AT_ONCE = 3
const QUEUE = { most: 50, detail: "正在传送的文件过多，请稍后重试。", retryAfterSeconds: 5 }

const binary = { schema: { type: "string", format: "binary" } } as const

const described = (
  summary: string,
  status: 200 | 201,
  description: string,
  schema: Parameters<typeof resolver>[0],
) =>
  describeRoute({
    tags: ["attachments"],
    summary,
    responses: {
      [status]: { description, content: { "application/json": { schema: resolver(schema) } } },
    },
  })

/** Files on parcels and enterprises. Mounted at /api/attachments. */
export function attachmentRoutes(nameOf: NameOf) {
  // Apart, so that a slow sender holds up no reader.
  const [receiving, sending] = [createTurns(AT_ONCE, QUEUE), createTurns(AT_ONCE, QUEUE)]
  return new Hono<Env>()
    .use(allow(...COLLEAGUES))
    .get(
      "/",
      described(
        "Attachments of a parcel or an enterprise that the audience may read, the latest first",
        200,
        "One page",
        AttachmentList,
      ),
      validate("query", AttachmentsQuery),
      async (c) => {
        const { subject, ...wanted } = c.req.valid("query")
        const page = await transact(c, (sql) => listAttachments(sql, subject, wanted))
        return c.json(page satisfies AttachmentList, 200)
      },
    )
    .post(
      "/",
      describeRoute({
        tags: ["attachments"],
        summary: "Adds a file (raw body): PDF, PNG, JPEG, WebP, DOCX or XLSX, at most 20 MB",
        requestBody: { required: true, content: { "application/octet-stream": binary } },
        responses: {
          201: {
            description: "The attachment",
            content: { "application/json": { schema: resolver(Attachment) } },
          },
        },
      }),
      validate("query", NewAttachment),
      async (c) => {
        const { subject, filename, circle: wanted } = c.req.valid("query")
        const circles = circlesOf(c.var.actor.audience)
        const circle = wanted ?? circles[0]!
        if (!circles.includes(circle))
          throw new Problem("invalid-request", "当前角色只能给所有人看。", {
            issues: [{ pointer: "/circle", message: "当前角色不可用" }],
          })
        const authorName = await nameOf(c.var.actor.name)
        const attachment = await receiving(async () => {
          const content = await receiveFile(
            c.req.raw.body as ReadableStream<Uint8Array> | null,
            Number(c.req.header("content-length") ?? 0),
          )
          const format = findFormat(content)
          if (!format)
            throw new Problem(
              "media-type-unsupported",
              "只接收 PDF、PNG、JPEG、WebP、DOCX、XLSX 文件，不接收含宏的文档。",
            )
          const received = { subject, circle, filename, format, content, authorName }
          return transact(c, (sql) => insertAttachment(sql, received))
        })
        return c.json(attachment satisfies Attachment, 201)
      },
    )
    .get(
      "/:id",
      describeRoute({
        tags: ["attachments"],
        summary: "The file itself, to be saved; an image is shown in place where that is asked for",
        responses: {
          200: {
            description: "The bytes as they came",
            content: Object.fromEntries(
              Object.values(FORMATS).map(({ mediaType }) => [mediaType, binary]),
            ),
          },
        },
      }),
      validate("param", IdParam),
      validate("query", DownloadQuery),
      async (c) => {
        const { id } = c.req.valid("param")
        const { filename, format, content } = await sending(() =>
          transact(c, (sql) => readContent(sql, id)),
        )
        const { mediaType, isImage } = FORMATS[format]
        const isInline = isImage && c.req.valid("query").inline === "1"
        return c.body(content as Uint8Array<ArrayBuffer>, 200, {
          "content-type": mediaType,
          "content-length": String(content.length),
          "content-disposition": dispositionOf(
            isInline ? "inline" : "attachment",
            nameFor(filename, format),
          ),
          // Whatever hides in a file: opened by itself, it runs nothing and reaches nothing.
          "content-security-policy": "default-src 'none'; sandbox",
        })
      },
    )
    .delete(
      "/:id",
      described(
        "Withdraws one's own attachment; its bytes are kept",
        200,
        "The attachment",
        Attachment,
      ),
      validate("param", IdParam),
      async (c) => {
        const { id } = c.req.valid("param")
        const attachment = await transact(c, (sql) => setWithdrawn(sql, id, true))
        return c.json(attachment satisfies Attachment, 200)
      },
    )
    .post(
      "/:id/restore",
      described(
        "Takes back the withdrawal of one's own attachment",
        200,
        "The attachment",
        Attachment,
      ),
      validate("param", IdParam),
      async (c) => {
        const { id } = c.req.valid("param")
        const attachment = await transact(c, (sql) => setWithdrawn(sql, id, false))
        return c.json(attachment satisfies Attachment, 200)
      },
    )
}
