import type { z } from "zod"
import type { Role } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"
import type { GrantView } from "./schema.ts"

type View = z.infer<typeof GrantView>

/** Grants of roles and of figures, newest first, below the id `before`. */
export async function listGrants(
  sql: Sql,
  { limit, before, only = null }: { limit: number; before: number; only?: number | null },
) {
  const grants = await sql<View>`
    select g.grant_id as id,
           a.username,
           a.display_name,
           g.role,
           g.resource,
           g.until_at as until,
           g.reason,
           case when g.revoked_at is not null then 'revoked'
                when g.until_at <= now() then 'expired'
                when g.approved_at is null then 'proposed'
                else 'approved' end as state,
           g.proposed_by,
           g.proposed_at,
           g.approved_by,
           g.approved_at,
           g.revoked_by,
           g.revoked_at
      from auth.account_grant g
      join auth.account a on a.account_id = g.account_id
     where g.grant_id < ${before}
       and (${only}::int is null or g.grant_id = ${only})
     order by g.grant_id desc
     limit ${limit + 1}`
  const [all] = await sql<{ total: number }>`select count(*)::int as total from auth.account_grant`
  return { grants, total: all!.total }
}

export type GrantRow = {
  grantId: number
  accountId: string
  username: string
  role: Role
  resource: "role" | "figures"
  proposedBy: string
  approved: boolean
  revoked: boolean
  expired: boolean
}

/** One grant, held with its account until the transaction ends. */
export async function findGrant(sql: Sql, grantId: number): Promise<GrantRow | undefined> {
  const [grant] = await sql<GrantRow>`
    select g.grant_id,
           g.account_id,
           a.username,
           g.role,
           g.resource,
           g.proposed_by,
           g.approved_at is not null as approved,
           g.revoked_at is not null as revoked,
           coalesce(g.until_at <= now(), false) as expired
      from auth.account_grant g
      join auth.account a on a.account_id = g.account_id
     where g.grant_id = ${grantId}
       for update`
  return grant
}

export type NewGrantRow = {
  accountId: string
  role: Role
  resource: "role" | "figures"
  until: string | null
  reason: string | null
  by: string
  /** In force at once, by the operator. */
  approved: boolean
  actId: string
}

/** @returns grant_id */
export async function insertGrant(sql: Sql, grant: NewGrantRow): Promise<number> {
  const approved = grant.approved ? sql`${grant.by}, now(), ${grant.actId}` : sql`null, null, null`
  const [row] = await sql<{ grantId: number }>`
    insert into auth.account_grant
      (account_id, role, resource, until_at, reason, proposed_by, act_id, approved_by, approved_at, approved_act_id)
    values (${grant.accountId}, ${grant.role}, ${grant.resource}, ${grant.until}, ${grant.reason},
            ${grant.by}, ${grant.actId}, ${approved})
    returning grant_id`
  return row!.grantId
}

export const updateApproved = (sql: Sql, grantId: number, by: string, actId: string) => sql`
  update auth.account_grant
     set approved_by = ${by}, approved_at = now(), approved_act_id = ${actId}
   where grant_id = ${grantId}`

export const updateRevoked = (sql: Sql, grantId: number, by: string, actId: string) => sql`
  update auth.account_grant
     set revoked_by = ${by}, revoked_at = now(), revoked_act_id = ${actId}
   where grant_id = ${grantId}`

export type OpenGrant = {
  grantId: number
  role: Role
  resource: "role" | "figures"
  approved: boolean
}

/** Grants of an account, in force or proposed, that nobody revoked; expired ones too. */
export const listOpenGrants = (sql: Sql, accountId: string) => sql<OpenGrant>`
  select grant_id, role, resource, approved_at is not null as approved
    from auth.account_grant
   where account_id = ${accountId}
     and revoked_at is null
   order by grant_id`

/** Whether the account has, or lost by revocation, sight of the figures in this role. */
export async function hasFigures(sql: Sql, accountId: string, role: Role): Promise<boolean> {
  const [row] = await sql<{ there: boolean }>`
    select exists (select 1
                     from auth.account_grant
                    where account_id = ${accountId}
                      and role = ${role}
                      and resource = 'figures'
                      and (revoked_at is not null or until_at > now())) as there`
  return row!.there
}
