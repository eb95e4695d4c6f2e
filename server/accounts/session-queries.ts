import { type Role, ROLES } from "../db/audience.ts"
import type { Part, Sql } from "../db/sql.ts"
import type { Grant } from "./roles.ts"
import { IDLE_S, LIFE_S } from "./sign-in.ts"

/** Use is written down when it was last noted this long ago. */
const NOTE_USE_AFTER_S = 5 * 60

type SessionRow = {
  accountId: string
  username: string
  displayName: string
  isDemo: boolean
  /** Role in force as chosen; it counts only while a grant gives it. */
  role: Role | null
  /** Grants in force. */
  grants: Grant[]
  /** Use was last noted so long ago that it should be again. */
  unnoted: boolean
}

const alive = (sql: Sql): Part => sql`
  s.expires_at > now() and s.created_at > now() - make_interval(secs => ${LIFE_S})`

const grantInForce = (sql: Sql): Part => sql`
  g.approved_at is not null and g.revoked_at is null and (g.until_at is null or g.until_at > now())`

/** The living session behind a cookie, with its account's grants, in one statement. */
export async function findSession(sql: Sql, tokenHash: string): Promise<SessionRow | undefined> {
  const [row] = await sql<SessionRow>`
    select a.account_id,
           a.username,
           a.display_name,
           a.is_demo,
           s.role,
           coalesce(
             (select json_agg(json_build_object(
                       'role', g.role, 'resource', g.resource, 'until', g.until_at, 'reason', g.reason))
                from auth.account_grant g
               where g.account_id = a.account_id
                 and ${grantInForce(sql)}), '[]') as grants,
           s.expires_at < now() + make_interval(secs => ${IDLE_S - NOTE_USE_AFTER_S}) as unnoted
      from auth.session s
      join auth.account a on a.account_id = s.account_id
     where s.token_sha256 = ${tokenHash}
       and ${alive(sql)}
       and a.disabled_at is null`
  return row && { ...row, grants: row.grants.map(withInstant) }
}

/** JSON of the database writes an instant with its own zone; ours end in Z. */
const withInstant = (grant: Grant): Grant => ({
  ...grant,
  until: grant.until && new Date(grant.until).toISOString(),
})

/** Moves the end of the idle time. */
export const updateUse = (sql: Sql, tokenHash: string) => sql`
  update auth.session s
     set expires_at = now() + make_interval(secs => ${IDLE_S})
   where s.token_sha256 = ${tokenHash}
     and ${alive(sql)}`

/**
 * Gives a new session its clock and role, the first that its account holds unless one is named, and
 * removes dead sessions and the one before it.
 */
export async function startSession(
  sql: Sql,
  tokenHash: string,
  { formerHash, role = null }: { formerHash: string | null; role?: Role | null },
) {
  await sql`
    delete from auth.session s
     where s.token_sha256 = ${formerHash} or not (${alive(sql)})`
  await sql`
    update auth.session s
       set expires_at = now() + make_interval(secs => ${IDLE_S}),
           created_at = now(),
           role = coalesce(${role}, (select g.role
                                       from auth.account_grant g
                                      where g.account_id = s.account_id
                                        and g.resource = 'role'
                                        and ${grantInForce(sql)}
                                      order by array_position(${ROLES}::text[], g.role)
                                      limit 1))
     where s.token_sha256 = ${tokenHash}`
}

/**
 * Puts another role in force and the session under another id; its life is not prolonged.
 * @returns false when the session is dead or the account does not hold the role
 */
export async function updateRole(
  sql: Sql,
  session: { from: string; to: string; role: Role },
): Promise<boolean> {
  const { count } = await sql`
    update auth.session s
       set token_sha256 = ${session.to},
           role = ${session.role},
           expires_at = now() + make_interval(secs => ${IDLE_S})
     where s.token_sha256 = ${session.from}
       and ${alive(sql)}
       and exists (select 1
                     from auth.account_grant g
                    where g.account_id = s.account_id
                      and g.resource = 'role'
                      and g.role = ${session.role}
                      and ${grantInForce(sql)})`
  return count === 1
}

export const removeSession = (sql: Sql, tokenHash: string) => sql`
  delete from auth.session where token_sha256 = ${tokenHash}`

/** Ends the sessions of an account, all but the one that `keep` names. */
export const removeSessionsOf = (sql: Sql, accountId: string, keep: string | null = null) => sql`
  delete from auth.session
   where account_id = ${accountId}
     and token_sha256 is distinct from ${keep}`

/** Whether demonstration accounts can sign in here. */
export async function hasDemo(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ demo: boolean }>`
    select exists (select 1 from auth.account where is_demo and disabled_at is null) as demo`
  return row!.demo
}
