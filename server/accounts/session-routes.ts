import { Hono } from "hono"
import { createMiddleware } from "hono/factory"
import type { Context } from "hono"
import type { z } from "zod"
import type { Audience } from "../db/audience.ts"
import { Problem } from "../http/problem.ts"
import { validate } from "../http/validate.ts"
import { PasswordRequest, RoleRequest, type SessionView, SignInRequest } from "./schema.ts"
import { hasDemo } from "./session-queries.ts"
import type { AccountEnv, Accounts } from "./sessions.ts"

/** Signed in, with or without a role in force yet. */
const signedIn = createMiddleware<AccountEnv>(async (c, next) => {
  if (!c.var.session) throw new Problem("signed-out", "此操作需要登录。")
  await next()
})

/** Names of what an audience may see, for the client to build its screens by. */
export type ListSeen = (audience: Audience) => readonly string[]

/** Sign-in, sign-out, who is asking, one's own password, and the role in force. */
export function sessionRoutes(accounts: Accounts, listSeen: ListSeen) {
  const describe = async (c: Context<AccountEnv>) => {
    const { actor, session } = c.var
    const demo = await accounts.door.serve("svc_auth", "read", hasDemo)
    return {
      signedIn: session !== undefined,
      username: session?.username ?? null,
      displayName: session?.displayName ?? null,
      role: actor.role,
      roles: session?.roles ?? [],
      audience: actor.audience,
      grants: (session?.named ?? []).map(({ until, reason }) => ({
        resource: "figures" as const,
        until: until ?? "",
        reason: reason ?? "",
      })),
      sees: [...listSeen(actor.audience)],
      demo,
    } satisfies z.infer<typeof SessionView>
  }

  return new Hono<AccountEnv>()
    .get("/", async (c) => c.json(await describe(c), 200))
    .post("/", validate("json", SignInRequest), async (c) => {
      const { username, password } = c.req.valid("json")
      await accounts.signIn(c, username, password)
      return c.json(await describe(c), 200)
    })
    .delete("/", async (c) => {
      await accounts.signOut(c)
      c.header("clear-site-data", '"cache", "storage"')
      return c.body(null, 204)
    })
    .put("/password", signedIn, validate("json", PasswordRequest), async (c) => {
      const { current, next } = c.req.valid("json")
      await accounts.changePassword(c, current, next)
      return c.json(await describe(c), 200)
    })
    .put("/role", signedIn, validate("json", RoleRequest), async (c) => {
      await accounts.switchRole(c, c.req.valid("json").role)
      return c.json(await describe(c), 200)
    })
}
