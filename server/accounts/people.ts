import type { Role } from "../db/audience.ts"
import { Problem } from "../http/problem.ts"
import { issuesOf } from "../http/validate.ts"
import { insertAct, OPERATOR } from "./act.ts"
import { hasFigures, insertGrant } from "./grant-queries.ts"
import { type Changer, settleRoles } from "./grants.ts"
import { verifyPassword } from "./password.ts"
import { type UserChange, UserRequest } from "./schema.ts"
import { removeSessionsOf } from "./session-queries.ts"
import type { Accounts } from "./sessions.ts"
import {
  type Account,
  type Demonstration,
  findAccount,
  insertAccount,
  listNamedAccounts,
  updateDisabled,
  updatePassword,
  updateVersion,
} from "./user-queries.ts"
import type { Sql } from "../db/sql.ts"

const operator: Changer = { name: OPERATOR, audience: "admin", requestId: "" }

/** An account to add, as somebody wrote it down; it is checked here. */
export type NewUser = {
  username: string
  displayName: string
  roles: readonly string[]
  password: string
}

/**
 * Adds an account. By the operator its roles are in force at once; by an administrator they are proposed.
 * @returns the name in its normal form, and the roles
 * @throws Problem invalid-request with the places, conflict when the name is taken
 */
export async function addUser(
  { door, hash }: Pick<Accounts, "door" | "hash">,
  user: NewUser,
  by: Changer = operator,
  isDemo = false,
): Promise<{ username: string; roles: Role[] }> {
  const read = UserRequest.safeParse(user)
  if (!read.success) {
    const issues = issuesOf(read.error)
    throw new Problem("invalid-request", "账户信息有误，见 issues。", { issues })
  }
  const { username, displayName, roles, password } = read.data
  const passwordHash = await hash(password)
  await door.serve("svc_auth", "write", async (sql) => {
    const actId = await insertAct(sql, by, { kind: "account-add", object: `account/${username}` })
    const account = { username, displayName, isDemo, passwordHash, actId }
    const accountId = await insertAccount(sql, account)
    if (!accountId) throw new Problem("conflict", `账户 ${username} 已存在。`)
    await settleRoles(sql, by, { accountId, username }, roles)
  })
  return { username, roles }
}

/** Switches an account off or on and settles its roles; switched off, its sessions end. */
export async function changeUser(
  sql: Sql,
  by: Changer,
  account: Account,
  { disabled, roles }: UserChange,
): Promise<void> {
  if (account.username === by.name) throw new Problem("conflict", "不能修改自己的账户。")
  if (disabled !== undefined && disabled !== account.disabled) {
    const why = disabled ? "disabled" : "enabled"
    await insertAct(sql, by, { kind: "account-change", object: `account/${account.username}`, why })
    await updateDisabled(sql, account.accountId, disabled)
    if (disabled) await removeSessionsOf(sql, account.accountId)
  }
  if (roles) await settleRoles(sql, by, account, roles)
  await updateVersion(sql, account.accountId)
}

/** The demonstration accounts, one role each. */
const DEMONSTRATIONS: readonly { username: Role; displayName: string }[] = [
  { username: "promotion", displayName: "示例招商专员" },
  { username: "planner", displayName: "示例规划专员" },
  { username: "assessor", displayName: "示例评价专员" },
  { username: "lead", displayName: "示例园区领导" },
  { username: "admin", displayName: "示例系统管理员" },
]
const GRANT_DAYS = 365
const DAY_MS = 86_400_000

/**
 * Creates the demonstration accounts that are missing and gives all of them this password. An account of
 * the same name that is no demonstration is left alone, and so is one that was disabled or changed.
 */
export async function ensureDemoAccounts(accounts: Accounts, password: string): Promise<void> {
  const names = DEMONSTRATIONS.map(({ username }) => username)
  const there = await accounts.door.serve("svc_auth", "read", (sql) =>
    listNamedAccounts(sql, names),
  )
  await Promise.all(
    DEMONSTRATIONS.map(async ({ username, displayName }) => {
      const account = there.find((found) => found.username === username)
      if (!account)
        await addUser(
          accounts,
          { username, displayName, password, roles: [username] },
          operator,
          true,
        )
      else if (account.isDemo) await alignPassword(accounts, account, password)
    }),
  )
  await accounts.door.serve("svc_auth", "write", ensureLeadGrant)
  accounts.forget()
}

/** Another password ends the account's sessions. */
async function alignPassword({ door, hash }: Accounts, account: Demonstration, password: string) {
  if (await verifyPassword({ hash: account.passwordHash, password })) return
  const passwordHash = await hash(password)
  await door.serve("svc_auth", "write", async (sql) => {
    const object = `account/${account.username}`
    await insertAct(sql, operator, { kind: "password-set", object })
    await updatePassword(sql, account.accountId, passwordHash)
    await removeSessionsOf(sql, account.accountId)
  })
}

/** The demonstration lead sees per-mu detail for a year; a grant that was revoked is not given again. */
async function ensureLeadGrant(sql: Sql) {
  const lead = await findAccount(sql, "lead")
  if (!lead?.isDemo || (await hasFigures(sql, lead.accountId, "lead"))) return
  const reason = "演示：查看亩均明细"
  const actId = await insertAct(sql, operator, {
    kind: "grant-propose",
    object: "account/lead",
    why: reason,
  })
  await insertGrant(sql, {
    accountId: lead.accountId,
    role: "lead",
    resource: "figures",
    until: new Date(Date.now() + GRANT_DAYS * DAY_MS).toISOString(),
    reason,
    by: OPERATOR,
    approved: true,
    actId,
  })
}
