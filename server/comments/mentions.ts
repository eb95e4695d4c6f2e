import type { Part, Sql } from "../db/sql.ts"
import { afterCursor, commentColumns, cutPage, insertAct, type Wanted } from "./queries.ts"
import type { Mention, MentionList } from "./schema.ts"

const namesMe = (sql: Sql): Part => sql`m.username = current_setting('app.actor')`
const isUnread = (sql: Sql): Part => sql`m.read_at is null and c.withdrawn_at is null`

/** Comments that name the reader, the latest first; those that he may not read in his role are not among them. */
export async function listMentions(sql: Sql, { limit, cursor }: Wanted): Promise<MentionList> {
  const found = await sql<Mention>`
    select ${commentColumns(sql)}, m.read_at,
           coalesce((select v.name from core.parcel_version v
                      where v.parcel_id = c.parcel_id and v.superseded_at is null
                      order by v.valid_from desc limit 1),
                    (select e.name from core.enterprise_version e
                      where e.enterprise_id = c.enterprise_id and e.superseded_at is null limit 1)) as subject_name
      from core.mention m
      join core.comment c on c.comment_id = m.comment_id
     where ${namesMe(sql)} and ${afterCursor(sql, cursor)}
     order by c.created_at desc, c.comment_id desc
     limit ${limit + 1}`
  const [all] = await sql<{ total: number; unread: number }>`
    select count(*)::int as total, count(*) filter (where ${isUnread(sql)})::int as unread
      from core.mention m
      join core.comment c on c.comment_id = m.comment_id
     where ${namesMe(sql)}`
  return { ...cutPage(found, limit), total: all!.total, unread: all!.unread }
}

/**
 * Notes that the reader has seen these comments, or all that name him.
 * @returns how many he has not
 */
export async function markRead(sql: Sql, ids: readonly string[] | undefined): Promise<number> {
  const unread = await sql<{ id: string }>`
    select m.comment_id as id
      from core.mention m
      join core.comment c on c.comment_id = m.comment_id
     where ${namesMe(sql)} and ${isUnread(sql)}`
  const seen = unread.map(({ id }) => id).filter((id) => ids?.includes(id) ?? true)
  if (seen.length > 0) {
    const [me] = await sql<{ name: string }>`select current_setting('app.actor') as name`
    const actId = await insertAct(sql, "mention-read", `account/${me!.name}`)
    await sql`
      update core.mention m
         set read_at = clock_timestamp(), read_act_id = ${actId}
       where ${namesMe(sql)} and m.comment_id = any(${seen}::uuid[])`
  }
  return unread.length - seen.length
}
