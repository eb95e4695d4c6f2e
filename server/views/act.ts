import type { Part, Sql } from "../db/sql.ts"

/** @returns act_id */
export async function insertAct(
  sql: Sql,
  kind: string,
  object: string,
  why: string | null = null,
): Promise<string> {
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object, why) values (${kind}, ${object}, ${why}) returning act_id`
  return act!.actId
}

/** Whether a row is the reader's own in the role he is in now: in another role he is another audience. */
export const isOwn = (sql: Sql): Part => sql`
  (author = current_setting('app.actor') and role = regexp_replace(current_user::text, '^aud_|_granted$', '', 'g'))`

export const authorColumns = (sql: Sql): Part => sql`
  json_build_object('username', author, 'displayName', author_name, 'role', role) as author, ${isOwn(sql)} as own`
