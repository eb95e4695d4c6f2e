import { createMiddleware } from "hono/factory"
import type { Context } from "hono"
import type { Logger } from "pino"
import { type Actor, type Audience, AUDIENCES } from "../db/audience.ts"
import type { Door, Limits } from "../db/door.ts"
import type { Sql } from "../db/sql.ts"
import { notFound, Problem } from "./problem.ts"

/** What every handler may read: who is asking (settled once), the door, the request's id and log. */
export type Env = {
  Variables: { actor: Actor; door: Door; requestId: string; log: Logger; transacted?: boolean }
}

const READS = new Set(["GET", "HEAD"])

/**
 * Runs the request's one transaction in the audience's role; GET and HEAD are read only.
 * @throws Error when a request asks for a second transaction: a handler reads and writes in one
 */
export function transact<T>(
  c: Context<Env>,
  work: (sql: Sql) => PromiseLike<T>,
  limits?: Limits,
): Promise<T> {
  if (c.var.transacted) throw new Error("one request is one transaction")
  c.set("transacted", true)
  const mode = READS.has(c.req.method) ? "read" : "write"
  return c.var.door.as(c.var.actor, mode, work, limits)
}

/** Everyone who has signed in. */
export const SIGNED_IN: readonly Audience[] = AUDIENCES.filter(
  (audience) => audience !== "public" && audience !== "investor",
)

/** Lets only these audiences through: no session is 401, any other audience the uniform 404. */
export const allow = (...audiences: readonly Audience[]) =>
  createMiddleware<Env>(async (c, next) => {
    const { audience } = c.var.actor
    if (!audiences.includes(audience)) {
      if (audience === "public") throw new Problem("signed-out", "此操作需要登录。")
      throw notFound()
    }
    await next()
  })
