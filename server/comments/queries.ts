import { randomUUID } from "node:crypto"
import type { Part, Sql } from "../db/sql.ts"
import { notFound } from "../http/problem.ts"
import type { Circle, Comment, CommentList, Person } from "./schema.ts"
import { type Subject, SUBJECTS } from "./subject.rules.ts"

/** What is asked for of a list: at most `limit`, older than the comment `cursor`. */
export type Wanted = { limit: number; cursor?: string | undefined }

/** A comment `c` as its reader sees it: of a withdrawn one the text is its author's alone. */
export const commentColumns = (sql: Sql): Part => sql`
  c.comment_id as id, c.parcel_id as parcel, c.enterprise_id as enterprise, c.circle,
  case when c.withdrawn_at is null or ${isOwn(sql)} then c.body end as text,
  case when c.withdrawn_at is null or ${isOwn(sql)}
       then coalesce((select json_agg(json_build_object('username', n.username, 'displayName', n.display_name)
                                      order by n.username collate "C")
                        from core.mention n where n.comment_id = c.comment_id), '[]')
       else '[]' end as mentions,
  json_build_object('username', c.author, 'displayName', c.author_name, 'role', c.role) as author,
  ${isOwn(sql)} as own, c.created_at, c.withdrawn_at`

const isOwn = (sql: Sql): Part => sql`c.author = current_setting('app.actor')`

/** Comments older than the one a cursor names; one that the reader cannot see has nothing after it. */
export const afterCursor = (sql: Sql, cursor: string | undefined): Part =>
  cursor === undefined
    ? sql`true`
    : sql`(c.created_at, c.comment_id) <
          (select k.created_at, k.comment_id from core.comment k where k.comment_id = ${cursor}::uuid)`

/** Comments on a subject, the latest first. */
export async function listComments(
  sql: Sql,
  { kind, id }: Subject,
  { limit, cursor }: Wanted,
): Promise<CommentList> {
  const isAbout = sql`c.${sql(SUBJECTS[kind].column)} = ${id}`
  const found = await sql<Comment>`
    select ${commentColumns(sql)} from core.comment c
     where ${isAbout} and ${afterCursor(sql, cursor)}
     order by c.created_at desc, c.comment_id desc
     limit ${limit + 1}`
  const [all] = await sql<{ total: number }>`
    select count(*)::int as total from core.comment c where ${isAbout}`
  return { ...cutPage(found, limit), total: all!.total }
}

/** A page from rows that were asked with one more than `limit`. */
export function cutPage<T extends { id: string }>(found: readonly T[], limit: number) {
  const items = found.slice(0, limit)
  return { items, next: found.length > limit ? items.at(-1)!.id : null }
}

/** @throws Problem not-found */
async function findComment(sql: Sql, id: string): Promise<Comment> {
  const [comment] = await sql<Comment>`
    select ${commentColumns(sql)} from core.comment c where c.comment_id = ${id}::uuid`
  if (!comment) throw notFound()
  return comment
}

export type Written = {
  subject: Subject
  circle: Circle
  text: string
  authorName: string
  mentions: readonly Person[]
}

/** @throws Problem not-found for a subject that there is not */
export async function insertComment(
  sql: Sql,
  { subject, circle, text, authorName, mentions }: Written,
): Promise<Comment> {
  const id = randomUUID()
  const actId = await insertAct(sql, "comment-write", `comment/${id}`)
  const { table, column } = SUBJECTS[subject.kind]
  const { count } = await sql`
    insert into core.comment (comment_id, ${sql(column)}, circle, body, author_name, act_id)
    select ${id}::uuid, s.${sql(column)}, ${circle}, ${text}, ${authorName}, ${actId}::bigint
      from ${sql(table)} s where s.${sql(column)} = ${subject.id}`
  if (count === 0) throw notFound()
  if (mentions.length > 0)
    await sql`
      insert into core.mention (comment_id, circle, username, display_name)
      select ${id}::uuid, ${circle}, t.username, t.display_name
        from unnest(${mentions.map((person) => person.username)}::text[],
                    ${mentions.map((person) => person.displayName)}::text[]) as t (username, display_name)`
  return findComment(sql, id)
}

/**
 * Withdraws one's own comment or takes that back; one that is so already stays as it is.
 * @throws Problem not-found, the same for another's comment and for one that there is not
 */
export async function setWithdrawn(sql: Sql, id: string, withdrawn: boolean): Promise<Comment> {
  // Held until the transaction ends: of two that ask at once, one writes.
  const [comment] = await sql<{ withdrawn: boolean }>`
    select c.withdrawn_at is not null as withdrawn from core.comment c
     where c.comment_id = ${id}::uuid and ${isOwn(sql)} for update`
  if (!comment) throw notFound()
  if (comment.withdrawn !== withdrawn) {
    const actId = await insertAct(
      sql,
      withdrawn ? "comment-withdraw" : "comment-restore",
      `comment/${id}`,
    )
    await sql`
      update core.comment
         set withdrawn_at = ${withdrawn ? sql`clock_timestamp()` : sql`null`},
             withdrawn_act_id = ${withdrawn ? actId : null}::bigint
       where comment_id = ${id}::uuid`
  }
  return findComment(sql, id)
}

/** An act without a why: what a comment says is not repeated where others read. @returns act_id */
export async function insertAct(sql: Sql, kind: string, object: string): Promise<string> {
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object) values (${kind}, ${object}) returning act_id`
  return act!.actId
}
