import type { Part, Sql } from "../db/sql.ts"

/** Whether a row is the reader's own in the role he is in now: in another role he is another audience. */
export const isOwn = (sql: Sql): Part => sql`
  (author = current_setting('app.actor') and role = regexp_replace(current_user::text, '^aud_|_granted$', '', 'g'))`

export const authorColumns = (sql: Sql): Part => sql`
  json_build_object('username', author, 'displayName', author_name, 'role', role) as author, ${isOwn(sql)} as own`
