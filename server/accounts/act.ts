import { type Actor, databaseRole } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"

/** The operator's command: not an account, and no account may be called so. */
export const OPERATOR = "operator"

/** Kinds of acts on accounts and grants. */
type AccountAct =
  | "account-add"
  | "account-change"
  | "grant-approve"
  | "grant-propose"
  | "grant-revoke"
  | "password-set"

export type Act = { kind: AccountAct; object: string; why?: string | null }

/**
 * Writes the act row of a change to accounts. svc_auth serves every audience, so who acted is passed.
 * @returns act_id
 */
export async function insertAct(
  sql: Sql,
  by: Pick<Actor, "name" | "audience" | "requestId">,
  { kind, object, why = null }: Act,
): Promise<string> {
  const [act] = await sql<{ actId: string }>`
    insert into core.act (actor, role, kind, object, why, request_id)
    values (${by.name}, ${databaseRole(by.audience)}, ${kind}, ${object}, ${why}, ${by.requestId})
    returning act_id`
  return act!.actId
}
