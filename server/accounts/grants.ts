import type { Actor, Role } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import { insertAct, OPERATOR } from "./act.ts"
import {
  findGrant,
  insertGrant,
  listOpenGrants,
  updateApproved,
  updateRevoked,
} from "./grant-queries.ts"
import { mayHold } from "./roles.ts"
import type { NewGrant } from "./schema.ts"
import { findAccount, updateVersion } from "./user-queries.ts"

/** Who changes accounts: an administrator, or the operator, whose own acts are in force at once. */
export type Changer = Pick<Actor, "name" | "audience" | "requestId">

const MOST_DAYS = 366
const DAY_MS = 86_400_000

/** Proposes a role for an account. @returns grant_id */
async function proposeRole(
  sql: Sql,
  by: Changer,
  account: { accountId: string; username: string },
  role: Role,
): Promise<number> {
  const object = `account/${account.username}`
  const actId = await insertAct(sql, by, { kind: "grant-propose", object, why: `role ${role}` })
  return insertGrant(sql, {
    accountId: account.accountId,
    role,
    resource: "role",
    until: null,
    reason: null,
    by: by.name,
    approved: by.name === OPERATOR,
    actId,
  })
}

/**
 * Proposes sight of the confidential figures, for a role that the account has or is proposed for.
 * @throws Problem not-found, invalid-request (until), conflict (role not held)
 * @returns grant_id
 */
export async function proposeFigures(sql: Sql, by: Changer, wanted: NewGrant): Promise<number> {
  const ahead = Date.parse(wanted.until) - Date.now()
  if (ahead <= 0 || ahead > MOST_DAYS * DAY_MS)
    throw new Problem("invalid-request", "请求中有无效的内容，见 issues。", {
      issues: [{ pointer: "/until", message: `应晚于现在，且不超过 ${MOST_DAYS} 天` }],
    })
  const account = await findAccount(sql, wanted.username)
  if (!account) throw notFound()
  const open = await listOpenGrants(sql, account.accountId)
  if (!open.some((grant) => grant.resource === "role" && grant.role === wanted.role))
    throw new Problem(
      "conflict",
      `账户 ${account.username} 没有角色 ${wanted.role}，不能授予该角色的权限。`,
    )
  const object = `account/${account.username}`
  const why = wanted.reason
  const actId = await insertAct(sql, by, { kind: "grant-propose", object, why })
  await updateVersion(sql, account.accountId)
  return insertGrant(sql, {
    accountId: account.accountId,
    role: wanted.role,
    resource: "figures",
    until: new Date(wanted.until).toISOString(),
    reason: wanted.reason,
    by: by.name,
    approved: by.name === OPERATOR,
    actId,
  })
}

/**
 * Puts a proposed grant in force. The proposer cannot, nor the account that gains by it.
 * @throws Problem not-found, conflict
 */
export async function approveGrant(sql: Sql, by: Changer, grantId: number): Promise<void> {
  const grant = await findGrant(sql, grantId)
  if (!grant) throw notFound()
  if (grant.approved || grant.revoked || grant.expired)
    throw new Problem("conflict", "此授权已生效、已撤销或已过期，不能再批准。")
  if (grant.proposedBy === by.name || grant.username === by.name)
    throw new Problem("conflict", "须由提出人和本人以外的另一位系统管理员批准。")
  const actId = await insertAct(sql, by, { kind: "grant-approve", object: `grant/${grantId}` })
  await updateApproved(sql, grantId, by.name, actId)
  await updateVersion(sql, grant.accountId)
}

/**
 * Ends a grant or withdraws a proposal; one that is ended already stays as it is. With a role goes the
 * sight of figures in it, so that the role given again later does not bring it back.
 * @throws Problem not-found
 */
export async function revokeGrant(sql: Sql, by: Changer, grantId: number): Promise<void> {
  const grant = await findGrant(sql, grantId)
  if (!grant) throw notFound()
  if (grant.revoked) return
  const actId = await insertAct(sql, by, { kind: "grant-revoke", object: `grant/${grantId}` })
  if (grant.resource === "role") await endRole(sql, by, grant, actId)
  else await updateRevoked(sql, grantId, by.name, actId)
  await updateVersion(sql, grant.accountId)
}

async function endRole(
  sql: Sql,
  by: Changer,
  { accountId, role }: { accountId: string; role: Role },
  actId: string,
) {
  for (const grant of await listOpenGrants(sql, accountId))
    if (grant.role === role) await updateRevoked(sql, grant.grantId, by.name, actId)
}

/**
 * Brings the roles held and proposed to exactly `wanted`: what is missing is proposed, what is too much
 * ends at once.
 */
export async function settleRoles(
  sql: Sql,
  by: Changer,
  account: { accountId: string; username: string },
  wanted: readonly Role[],
): Promise<void> {
  if (!mayHold(wanted)) throw new Error("an administrator holds no data role")
  const open = await listOpenGrants(sql, account.accountId)
  const held = open.filter(({ resource }) => resource === "role").map(({ role }) => role)
  const ended = held.filter((role) => !wanted.includes(role))
  for (const role of ended) {
    const object = `account/${account.username}`
    const actId = await insertAct(sql, by, { kind: "grant-revoke", object, why: `role ${role}` })
    await endRole(sql, by, { accountId: account.accountId, role }, actId)
  }
  for (const role of wanted) if (!held.includes(role)) await proposeRole(sql, by, account, role)
}
