import { createHash, randomUUID } from "node:crypto"
import type { Part, Sql } from "../db/sql.ts"
import type { Circle } from "../comments/schema.ts"
import { type Subject, SUBJECTS } from "../comments/subject.rules.ts"
import { notFound, Problem } from "../http/problem.ts"
import type { Format } from "./format.rules.ts"
import type { Attachment, AttachmentList } from "./schema.ts"

/** What one person may add within 24 hours. */
const DAY_FILES = 100
const DAY_BYTES = 500 * 1024 * 1024
/** Length of the pieces in which bytes are kept. */
const PIECE_BYTES = 1024 * 1024
/** Locks of the day's sums, told apart from other advisory locks by their first number. */
const DAY_LOCK = 8260

const isOwn = (sql: Sql): Part => sql`a.author = current_setting('app.actor')`

/** An attachment `a` as its reader sees it: of a withdrawn one the name is its author's alone. */
const columns = (sql: Sql): Part => sql`
  a.attachment_id as id, a.parcel_id as parcel, a.enterprise_id as enterprise, a.circle,
  case when a.withdrawn_at is null or ${isOwn(sql)} then a.filename end as filename,
  a.format, a.bytes, a.sha256,
  json_build_object('username', a.author, 'displayName', a.author_name, 'role', a.role) as author,
  ${isOwn(sql)} as own, a.created_at, a.withdrawn_at`

/** Attachments of a subject, the latest first. */
export async function listAttachments(
  sql: Sql,
  { kind, id }: Subject,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<AttachmentList> {
  const isAbout = sql`a.${sql(SUBJECTS[kind].column)} = ${id}`
  const after = cursor
    ? sql`(a.created_at, a.attachment_id) <
          (select k.created_at, k.attachment_id from core.attachment k where k.attachment_id = ${cursor}::uuid)`
    : sql`true`
  const found = await sql<Attachment>`
    select ${columns(sql)} from core.attachment a
     where ${isAbout} and ${after}
     order by a.created_at desc, a.attachment_id desc
     limit ${limit + 1}`
  const [all] = await sql<{ total: number }>`
    select count(*)::int as total from core.attachment a where ${isAbout}`
  const items = found.slice(0, limit)
  return {
    items,
    total: all!.total,
    next: found.length > limit ? items.at(-1)!.id : null,
  }
}

/** @throws Problem not-found */
async function findAttachment(sql: Sql, id: string): Promise<Attachment> {
  const [attachment] = await sql<Attachment>`
    select ${columns(sql)} from core.attachment a where a.attachment_id = ${id}::uuid`
  if (!attachment) throw notFound()
  return attachment
}

export type Received = {
  subject: Subject
  circle: Circle
  filename: string
  format: Format
  content: Uint8Array
  authorName: string
}

/** @throws Problem too-many-requests above the day's limits, not-found for a subject that there is not */
export async function insertAttachment(
  sql: Sql,
  { subject, circle, filename, format, content, authorName }: Received,
): Promise<Attachment> {
  await assertDay(sql, content.length)
  const id = randomUUID()
  const sha256 = createHash("sha256").update(content).digest("hex")
  const actId = await insertAct(sql, "attachment-add", id)
  const { table, column } = SUBJECTS[subject.kind]
  const { count } = await sql`
    insert into core.attachment (attachment_id, ${sql(column)}, circle, filename, format, bytes, sha256, author_name, act_id)
    select ${id}::uuid, s.${sql(column)}, ${circle}, ${filename}, ${format}, ${content.length}::int, ${sha256},
           ${authorName}, ${actId}::bigint
      from ${sql(table)} s where s.${sql(column)} = ${subject.id}`
  if (count === 0) throw notFound()
  for (let at = 0; at < content.length; at += PIECE_BYTES)
    await sql`
      insert into core.attachment_piece (attachment_id, circle, n, content)
      values (${id}::uuid, ${circle}, ${at / PIECE_BYTES + 1}, ${content.subarray(at, at + PIECE_BYTES)})`
  return findAttachment(sql, id)
}

/** What was withdrawn counts too: its bytes are kept. */
async function assertDay(sql: Sql, bytes: number) {
  await sql`select pg_advisory_xact_lock(${DAY_LOCK}, hashtext(current_setting('app.actor')))`
  const [day] = await sql<{ files: number; bytes: number }>`
    select count(*)::int as files, coalesce(sum(a.bytes), 0)::float8 as bytes
      from core.attachment a
     where ${isOwn(sql)} and a.created_at > clock_timestamp() - interval '24 hours'`
  if (day!.files < DAY_FILES && day!.bytes + bytes <= DAY_BYTES) return
  throw new Problem(
    "too-many-requests",
    `24 小时内至多上传 ${DAY_FILES} 个文件、共 ${DAY_BYTES / 1024 / 1024} MB，请稍后再传。`,
    { headers: { "retry-after": "3600" } },
  )
}

export type Content = { filename: string; format: Format; content: Uint8Array }

/** The file itself. @throws Problem not-found, for a withdrawn one too */
export async function readContent(sql: Sql, id: string): Promise<Content> {
  const [file] = await sql<{ filename: string; format: Format }>`
    select a.filename, a.format from core.attachment a
     where a.attachment_id = ${id}::uuid and a.withdrawn_at is null`
  if (!file) throw notFound()
  const pieces = await sql<{ content: Uint8Array }>`
    select p.content from core.attachment_piece p where p.attachment_id = ${id}::uuid order by p.n`
  return { ...file, content: Buffer.concat(pieces.map(({ content }) => content)) }
}

/**
 * Withdraws one's own attachment or takes that back; one that is so already stays as it is.
 * @throws Problem not-found, the same for another's and for one that there is not
 */
export async function setWithdrawn(sql: Sql, id: string, withdrawn: boolean): Promise<Attachment> {
  const [now] = await sql<{ withdrawn: boolean }>`
    select a.withdrawn_at is not null as withdrawn from core.attachment a
     where a.attachment_id = ${id}::uuid and ${isOwn(sql)} for update`
  if (!now) throw notFound()
  if (now.withdrawn !== withdrawn) {
    const actId = await insertAct(sql, withdrawn ? "attachment-withdraw" : "attachment-restore", id)
    await sql`
      update core.attachment
         set withdrawn_at = ${withdrawn ? sql`clock_timestamp()` : sql`null`},
             withdrawn_act_id = ${withdrawn ? actId : null}::bigint
       where attachment_id = ${id}::uuid`
  }
  return findAttachment(sql, id)
}

/** @returns act_id */
async function insertAct(sql: Sql, kind: string, id: string): Promise<string> {
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object) values (${kind}, ${`attachment/${id}`}) returning act_id`
  return act!.actId
}
