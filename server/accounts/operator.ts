import { createHash, timingSafeEqual } from "node:crypto"
import type { Context } from "hono"
import { type Actor, type Role, ROLES } from "../db/audience.ts"
import { Problem } from "../http/problem.ts"
import { OPERATOR } from "./act.ts"
import { isLocal } from "./address.ts"

const SCHEME = "Operator "

const digest = (text: string) => createHash("sha256").update(text).digest()

const isRole = (text: string | undefined): text is Role => ROLES.some((role) => role === text)

/**
 * The operator's command, which shows the key of this run from this machine and names the role it acts in.
 * A request that shows any other authorization is nobody: its cookie is not looked at, since the origin
 * check lets authorized requests pass.
 * @throws Problem signed-out for any other authorization, invalid-request for an unknown role
 */
export function operatorActor(
  c: Context,
  authorization: string,
  key: string | undefined,
): Omit<Actor, "requestId"> {
  const shown = authorization.startsWith(SCHEME) ? authorization.slice(SCHEME.length) : ""
  if (!key || !isLocal(c) || !timingSafeEqual(digest(shown), digest(key)))
    throw new Problem("signed-out", "此操作需要登录。")
  const role = c.req.header("mutu-role")
  if (!isRole(role))
    throw new Problem("invalid-request", `请求头 Mutu-Role 应为 ${ROLES.join("、")} 之一。`)
  return { audience: role, role, userId: null, name: OPERATOR }
}
