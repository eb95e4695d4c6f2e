/**
 * The one door to the database: the only module that opens a transaction. One request is one
 * transaction in one audience's role; reads run READ ONLY. The connection's resting identity is a login
 * that owns nothing and may read nothing, so whatever runs outside a transaction fails closed.
 */
import { AsyncLocalStorage } from "node:async_hooks"
import { type Actor, type Audience, databaseRole, type Service } from "./audience.ts"
import type { Connection } from "./connection.ts"
import { EngineLost } from "./failure.ts"
import type { Pool } from "./pool.ts"
import type { Sql } from "./sql.ts"

/** Login of every pooled connection; owns nothing, member of the audiences, inherits nothing. */
export const LOGIN = "mutu_login"

export type Mode = "read" | "write"

export type Door = {
  /** Runs `work` in one transaction as the actor's audience. @throws EngineLost, EngineTimeout, database errors */
  as: <T>(
    actor: Actor,
    mode: Mode,
    work: (sql: Sql) => PromiseLike<T>,
    limits?: Limits,
  ) => Promise<T>
  /** The same for a service that acts for nobody (sign-in, the tiles' change feed). */
  serve: <T>(
    service: Service,
    mode: Mode,
    work: (sql: Sql) => PromiseLike<T>,
    limits?: Limits,
  ) => Promise<T>
  engine: "embedded" | "postgis"
}

/** Milliseconds one statement may take; imports of whole cadastres name a longer one. */
export type Limits = { statementMs: number }

const USUAL: Limits = { statementMs: 5_000 }
/** The engine's own timeout fires first; this much later the connection is given up. */
const GRACE_MS = 1_000

type Identity = { role: string; userId: string; name: string; requestId: string }
type Sentinel = { me: string; login: string; alive: number }

const inside = new AsyncLocalStorage<true>()

export function createDoor(pool: Pool, engine: Door["engine"]): Door {
  async function run<T>(
    who: Identity,
    mode: Mode,
    work: (sql: Sql) => PromiseLike<T>,
    limits: Limits,
  ) {
    if (inside.getStore()) throw new Error("a transaction inside a transaction")
    const connection = await pool.checkout()
    try {
      return await inside.run(true, () => transaction(connection, who, mode, work, limits))
    } finally {
      pool.release(connection)
    }
  }

  return {
    engine,
    as: (actor, mode, work, limits = USUAL) =>
      run(identity(actor.audience, actor), mode, work, limits),
    serve: (service, mode, work, limits = USUAL) =>
      run({ role: service, userId: "", name: service, requestId: "" }, mode, work, limits),
  }
}

const identity = (audience: Audience, actor: Actor): Identity => ({
  role: databaseRole(audience),
  userId: actor.userId ?? "",
  name: actor.name,
  requestId: actor.requestId,
})

async function transaction<T>(
  connection: Connection,
  who: Identity,
  mode: Mode,
  work: (sql: Sql) => PromiseLike<T>,
  { statementMs }: Limits,
): Promise<T> {
  const sql = connection.handle(() => statementMs + GRACE_MS)
  try {
    // Sent together: one connection answers them in order.
    const [, , [sentinel]] = await Promise.all([
      mode === "read" ? sql`begin read only` : sql`begin`,
      sql`select set_config('role', ${who.role}, true),
                 set_config('statement_timeout', ${String(statementMs)}, true),
                 set_config('app.user_id', ${who.userId}, true),
                 set_config('app.actor', ${who.name}, true),
                 set_config('app.request_id', ${who.requestId}, true)`,
      sql<Sentinel>`select current_user::text as me, session_user::text as login, 1 as alive`,
    ])
    assertIdentity(sentinel, who.role)
    const result = await work(sql)
    const { command } = await sql`commit`
    if (command !== "COMMIT") throw new NotCommitted(`commit answered ${command}`)
    return result
  } catch (error) {
    await rollback(connection, sql)
    throw error
  }
}

/** The transaction was already aborted when it was committed: nothing was written. */
class NotCommitted extends EngineLost {}

function assertIdentity(sentinel: Sentinel | undefined, role: string) {
  if (sentinel?.alive !== 1 || sentinel.login !== LOGIN) throw new EngineLost("a foreign session")
  if (sentinel.me !== role) throw new EngineLost("a wrong role")
}

/** Leaves the connection clean, or ends it: one that cannot roll back is not used again. */
async function rollback(connection: Connection, sql: Sql) {
  if (connection.lost) return
  try {
    const { command } = await sql`rollback`
    if (command !== "ROLLBACK") throw new EngineLost(`rollback answered ${command}`)
  } catch (error) {
    connection.end(new EngineLost("rollback failed", { cause: error }))
  }
}
