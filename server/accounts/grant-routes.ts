import { Hono } from "hono"
import type { z } from "zod"
import type { Sql } from "../db/sql.ts"
import { allow } from "../http/context.ts"
import { validate } from "../http/validate.ts"
import { listGrants } from "./grant-queries.ts"
import { approveGrant, proposeFigures, revokeGrant } from "./grants.ts"
import { keyOfCursor, toPage } from "./page.ts"
import { GrantParam, type GrantView, NewGrant, PageQuery } from "./schema.ts"
import type { AccountEnv, Accounts } from "./sessions.ts"

/** Above every grant_id. */
const NEWEST = 2_147_483_647

/** Named, expiring grants and roles that wait for a second administrator. */
export function grantRoutes(accounts: Accounts) {
  const { door } = accounts

  const findView = async (sql: Sql, only: number) => {
    const { grants } = await listGrants(sql, { limit: 1, before: NEWEST, only })
    return grants[0]! satisfies z.infer<typeof GrantView>
  }

  return new Hono<AccountEnv>()
    .use(allow("admin"))
    .get("/", validate("query", PageQuery), async (c) => {
      const { limit, cursor } = c.req.valid("query")
      const before = Number.parseInt(keyOfCursor(cursor), 10) || NEWEST
      const { grants, total } = await door.serve("svc_auth", "read", (sql) =>
        listGrants(sql, { limit, before }),
      )
      return c.json(
        toPage(grants, total, limit, ({ id }) => String(id)),
        200,
      )
    })
    .post("/", validate("json", NewGrant), async (c) => {
      const grant = await door.serve("svc_auth", "write", async (sql) =>
        findView(sql, await proposeFigures(sql, c.var.actor, c.req.valid("json"))),
      )
      accounts.forget()
      return c.json(grant, 201)
    })
    .post("/:id/approve", validate("param", GrantParam), async (c) => {
      const { id } = c.req.valid("param")
      const grant = await door.serve("svc_auth", "write", async (sql) => {
        await approveGrant(sql, c.var.actor, id)
        return findView(sql, id)
      })
      accounts.forget()
      return c.json(grant, 200)
    })
    .delete("/:id", validate("param", GrantParam), async (c) => {
      await door.serve("svc_auth", "write", (sql) =>
        revokeGrant(sql, c.var.actor, c.req.valid("param").id),
      )
      accounts.forget()
      return c.body(null, 204)
    })
}
