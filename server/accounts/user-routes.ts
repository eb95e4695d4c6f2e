import { Hono } from "hono"
import type { z } from "zod"
import type { Sql } from "../db/sql.ts"
import { allow } from "../http/context.ts"
import { notFound, Problem } from "../http/problem.ts"
import { validate } from "../http/validate.ts"
import { keyOfCursor, toPage } from "./page.ts"
import { addUser, changeUser } from "./people.ts"
import { PageQuery, UserChange, UserParam, UserRequest, type UserView } from "./schema.ts"
import type { AccountEnv, Accounts } from "./sessions.ts"
import { findAccount, listUsers } from "./user-queries.ts"

/** Accounts, for administrators. A role given here is proposed; another administrator approves it. */
export function userRoutes(accounts: Accounts) {
  const { door } = accounts

  const findUser = async (sql: Sql, username: string) => {
    const { users } = await listUsers(sql, { limit: 1, after: "", only: username })
    return users[0]! satisfies z.infer<typeof UserView>
  }

  return new Hono<AccountEnv>()
    .use(allow("admin"))
    .get("/", validate("query", PageQuery), async (c) => {
      const { limit, cursor } = c.req.valid("query")
      const after = keyOfCursor(cursor)
      const { users, total } = await door.serve("svc_auth", "read", (sql) =>
        listUsers(sql, { limit, after }),
      )
      return c.json(
        toPage(users, total, limit, ({ username }) => username),
        200,
      )
    })
    .post("/", validate("json", UserRequest), async (c) => {
      const wanted = c.req.valid("json")
      await addUser(accounts, wanted, c.var.actor)
      const user = await door.serve("svc_auth", "read", (sql) => findUser(sql, wanted.username))
      c.header("etag", etagOf(user.version))
      return c.json(user, 201)
    })
    .patch("/:username", validate("param", UserParam), validate("json", UserChange), async (c) => {
      const { username } = c.req.valid("param")
      const given = c.req.header("if-match")
      if (!given) throw new Problem("version-required", "修改账户须带 If-Match。")
      const user = await door.serve("svc_auth", "write", async (sql) => {
        const account = await findAccount(sql, username)
        if (!account) throw notFound()
        if (given !== etagOf(account.version))
          throw new Problem("version-stale", `账户已被修改，现为第 ${account.version} 版。`)
        await changeUser(sql, c.var.actor, account, c.req.valid("json"))
        return findUser(sql, username)
      })
      accounts.forget()
      c.header("etag", etagOf(user.version))
      return c.json(user, 200)
    })
}

const etagOf = (version: number) => `"v${version}"`
