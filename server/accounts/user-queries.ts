import type { z } from "zod"
import type { Sql } from "../db/sql.ts"
import type { UserView } from "./schema.ts"

type User = z.infer<typeof UserView>
export type Account = {
  accountId: string
  username: string
  disabled: boolean
  isDemo: boolean
  version: number
}

/** Accounts in the order of their names, after the name `after`, with the roles held and proposed. */
export async function listUsers(
  sql: Sql,
  { limit, after, only = null }: { limit: number; after: string; only?: string | null },
) {
  const users = await sql<User>`
    select a.username,
           a.display_name,
           a.disabled_at is not null as disabled,
           a.is_demo as demo,
           coalesce(
             (select json_agg(json_build_object(
                       'role', g.role,
                       'state', case when g.approved_at is null then 'proposed' else 'approved' end,
                       'grantId', g.grant_id) order by g.grant_id)
                from auth.account_grant g
               where g.account_id = a.account_id
                 and g.resource = 'role'
                 and g.revoked_at is null), '[]') as roles,
           a.version,
           a.created_at
      from auth.account a
     where a.username collate "C" > ${after}
       and (${only}::text is null or a.username = ${only})
     order by a.username collate "C"
     limit ${limit + 1}`
  const [all] = await sql<{ total: number }>`select count(*)::int as total from auth.account`
  return { users, total: all!.total }
}

/** One account, held until the transaction ends: changes of it and of its grants take turns. */
export async function findAccount(sql: Sql, username: string): Promise<Account | undefined> {
  const [account] = await sql<Account>`
    select account_id, username, disabled_at is not null as disabled, is_demo, version
      from auth.account
     where username = ${username}
       for update`
  return account
}

export type NewAccount = {
  username: string
  displayName: string
  isDemo: boolean
  passwordHash: string
  actId: string
}

/** @returns account_id; undefined when the name is taken */
export async function insertAccount(sql: Sql, account: NewAccount): Promise<string | undefined> {
  const [row] = await sql<{ accountId: string }>`
    insert into auth.account (username, display_name, is_demo, act_id)
    values (${account.username}, ${account.displayName}, ${account.isDemo}, ${account.actId})
    on conflict (username) do nothing
    returning account_id`
  if (!row) return undefined
  await sql`
    insert into auth.credential (account_id, provider, subject, password_hash)
    values (${row.accountId}, 'credential', ${row.accountId}, ${account.passwordHash})`
  return row.accountId
}

export const updateDisabled = (sql: Sql, accountId: string, disabled: boolean) => sql`
  update auth.account
     set disabled_at = ${disabled ? sql`coalesce(disabled_at, now())` : sql`null`}
   where account_id = ${accountId}`

/** Counts a change of the account or of its grants. */
export const updateVersion = (sql: Sql, accountId: string) => sql`
  update auth.account set version = version + 1 where account_id = ${accountId}`

export const updatePassword = (sql: Sql, accountId: string, passwordHash: string) => sql`
  update auth.credential
     set password_hash = ${passwordHash}, changed_at = now()
   where account_id = ${accountId}
     and provider = 'credential'`

export type Demonstration = {
  username: string
  accountId: string
  isDemo: boolean
  passwordHash: string
}

/** Accounts of these names with their password hashes. */
export const listNamedAccounts = (sql: Sql, usernames: readonly string[]) => sql<Demonstration>`
  select a.username, a.account_id, a.is_demo, c.password_hash
    from auth.account a
    join auth.credential c on c.account_id = a.account_id
   where a.username = any(${usernames})`
