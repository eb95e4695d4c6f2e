/** Accounts as far as colleagues need them: their names. Read by the service that keeps accounts. */
import type { Role } from "../db/audience.ts"
import type { Door } from "../db/door.ts"
import type { Sql } from "../db/sql.ts"
import type { Circle, NameOf, Person } from "./schema.ts"

export type People = {
  nameOf: NameOf
  /** Who can be named in a circle, by name; with `among`, only these. Nobody who cannot sign in any more. */
  list: (circle: Circle, among?: readonly string[]) => Promise<Person[]>
}

/** The roles that make somebody one of a circle. */
const MEMBERS: Record<Circle, readonly Role[]> = {
  everyone: ["promotion", "planner", "assessor", "lead"],
  staff: ["planner", "assessor", "lead"],
}

export const createPeople = (door: Door): People => ({
  async nameOf(username) {
    const [account] = await door.serve(
      "svc_auth",
      "read",
      (sql) =>
        sql<{
          name: string
        }>`select display_name as name from auth.account where username = ${username}`,
    )
    return account?.name ?? username
  },
  list: (circle, among) => door.serve("svc_auth", "read", (sql) => listPeople(sql, circle, among)),
})

/** Which of a person's roles make him a member is not told. */
const listPeople = (sql: Sql, circle: Circle, among: readonly string[] | undefined) => sql<Person>`
  select a.username, a.display_name
    from auth.account a
   where a.disabled_at is null
     and ${among ? sql`a.username = any(${among}::text[])` : sql`true`}
     and exists (select from auth.account_grant g
                  where g.account_id = a.account_id
                    and g.resource = 'role'
                    and g.role = any(${MEMBERS[circle]}::text[])
                    and g.approved_at is not null
                    and g.revoked_at is null
                    and (g.until_at is null or g.until_at > now()))
   order by a.username collate "C"`
