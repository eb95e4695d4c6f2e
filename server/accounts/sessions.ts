import type { Context } from "hono"
import type { IncomingHttpHeaders } from "node:http"
import { deleteCookie, setCookie } from "hono/cookie"
import { createMiddleware } from "hono/factory"
import type { MiddlewareHandler } from "hono"
import type { Logger } from "pino"
import type { Config } from "../config.ts"
import type { Actor, Audience, Role } from "../db/audience.ts"
import type { Door } from "../db/door.ts"
import type { Env } from "../http/context.ts"
import { notFound, Problem } from "../http/problem.ts"
import { insertAct } from "./act.ts"
import { addressBlock } from "./address.ts"
import { operatorActor } from "./operator.ts"
import { hashPassword } from "./password.ts"
import { audienceOf } from "./roles.ts"
import { removeSession, removeSessionsOf, startSession, updateRole } from "./session-queries.ts"
import { createSettler, type Settled } from "./settled.ts"
import { createSignIn } from "./sign-in.ts"
import { hashToken, makeToken, TOKEN_TEXT } from "./token.ts"
import { createTurns } from "../http/turns.ts"
import { updatePassword } from "./user-queries.ts"

/** The request as this slice knows it: beside the actor, the session it comes from. */
export type AccountEnv = { Variables: Env["Variables"] & { session?: Settled | undefined } }
type Request = Context<AccountEnv>

export type Accounts = {
  /** Settles once who is asking: `c.var.actor`. Every request of the API goes through it. */
  settle: MiddlewareHandler<AccountEnv>
  /**
   * The audience of a request as the last second settled it, without looking anything up; undefined where it
   * must be settled anew.
   */
  peek: (headers: IncomingHttpHeaders) => Audience | undefined
  /** Opens a session and sets its cookie. @throws Problem sign-in-refused, too-many-requests */
  signIn: (c: Request, username: string, password: string) => Promise<Settled>
  /** Ends the session and takes the cookie back. */
  signOut: (c: Request) => Promise<void>
  /** Puts another held role in force, under a new cookie. @throws Problem signed-out, not-found */
  switchRole: (c: Request, role: Role) => Promise<Settled>
  /**
   * Changes one's own password: a new cookie, and every other session of the account ends.
   * @throws Problem signed-out, sign-in-refused, too-many-requests, conflict for a demonstration account
   */
  changePassword: (c: Request, current: string, next: string) => Promise<Settled>
  /** Argon2id of a new password; at most two at a time, sign-ins included. */
  hash: (password: string) => Promise<string>
  /** Lets what was just changed hold from the next request on. */
  forget: () => void
  door: Door
}

/** Passwords hashed at a time, and how many may wait for it: more would starve everybody else. */
const HASHING = 2
const QUEUE = { most: 200, detail: "登录请求过多，请稍后重试。", retryAfterSeconds: 2 }

const anonymous: Omit<Actor, "requestId"> = {
  audience: "public",
  role: null,
  userId: null,
  name: "public",
}

const actorOf = ({ accountId, username, role, named }: Settled): Omit<Actor, "requestId"> => ({
  audience: audienceOf(role, named),
  role,
  userId: accountId,
  name: username,
})

/**
 * Accounts of one application.
 * @param operatorKey lets the operator's command of this machine act through this process; absent, it cannot
 */
export function createAccounts({
  door,
  config,
  log,
  operatorKey,
}: {
  door: Door
  config: Pick<Config, "baseUrl">
  log: Logger
  operatorKey?: string
}): Accounts {
  const turns = createTurns(HASHING, QUEUE)
  const signIn = createSignIn(door, turns)
  const settler = createSettler(door)
  const cookie = cookieOf(config)
  const hash = (password: string) => turns(() => hashPassword(password))

  const findActor = async (c: Request): Promise<Omit<Actor, "requestId">> => {
    const authorization = c.req.header("authorization")
    if (authorization !== undefined) return operatorActor(c, authorization, operatorKey)
    const session = await settler.find(cookie.read(c))
    c.set("session", session)
    return session ? actorOf(session) : anonymous
  }

  /** The session that a request has just opened or changed. */
  const begin = async (c: Request, token: string): Promise<Settled> => {
    const session = await settler.find(token)
    if (!session) throw refused()
    cookie.write(c, token)
    c.set("session", session)
    c.set("actor", { ...actorOf(session), requestId: c.var.requestId })
    return session
  }

  return {
    door,
    settle: createMiddleware<AccountEnv>(async (c, next) => {
      c.set("actor", { ...(await findActor(c)), requestId: c.var.requestId })
      await next()
    }),
    peek(headers) {
      if (headers.authorization !== undefined) return undefined
      const session = settler.peek(cookie.find(headers.cookie))
      return session && audienceOf(session.role, session.named)
    },
    async signIn(c, username, password) {
      const token = await signIn(username, password, addressBlock(c))
      if (!token) {
        log.warn({ requestId: c.var.requestId, address: addressBlock(c) }, "sign-in refused")
        throw refused()
      }
      const former = cookie.read(c)
      const formerHash = former ? hashToken(former) : null
      await door.serve("svc_auth", "write", (sql) =>
        startSession(sql, hashToken(token), { formerHash }),
      )
      if (formerHash) settler.forget(formerHash)
      return begin(c, token)
    },
    async signOut(c) {
      const token = cookie.read(c)
      if (token) {
        await door.serve("svc_auth", "write", (sql) => removeSession(sql, hashToken(token)))
        settler.forget(hashToken(token))
      }
      cookie.remove(c)
    },
    async switchRole(c, role) {
      const session = assertSession(c)
      const token = makeToken()
      const change = { from: session.tokenHash, to: hashToken(token), role }
      const changed = await door.serve("svc_auth", "write", (sql) => updateRole(sql, change))
      if (!changed) throw notFound()
      settler.forget(session.tokenHash)
      return begin(c, token)
    },
    async changePassword(c, current, next) {
      const session = assertSession(c)
      if (session.isDemo) throw new Problem("conflict", "示例账户的密码由部署设置，不能修改。")
      const { accountId, role, username, tokenHash } = session
      const token = await signIn(username, current, addressBlock(c))
      if (!token) throw refused()
      const passwordHash = await hash(next)
      await door.serve("svc_auth", "write", async (sql) => {
        await insertAct(sql, c.var.actor, { kind: "password-set", object: `account/${username}` })
        await updatePassword(sql, accountId, passwordHash)
        await startSession(sql, hashToken(token), { formerHash: tokenHash, role })
        await removeSessionsOf(sql, accountId, hashToken(token))
      })
      settler.forget()
      return begin(c, token)
    },
    hash,
    forget: () => settler.forget(),
  }
}

function assertSession(c: Request): Settled {
  if (!c.var.session) throw new Problem("signed-out", "此操作需要登录。")
  return c.var.session
}

/** The one refusal: unknown account, disabled account and wrong password are not told apart. */
const refused = () => new Problem("sign-in-refused", "用户名或密码不正确，或账户已停用。")

/** Over https the cookie is bound to this host and to the whole path; plain http is for this machine. */
function cookieOf({ baseUrl }: Pick<Config, "baseUrl">) {
  const secure = baseUrl?.startsWith("https:") ?? false
  const name = secure ? "__Host-mutu" : "mutu"
  const options = { httpOnly: true, sameSite: "Lax", path: "/", secure } as const
  const inHeader = new RegExp(`(?:^|; *)${name}=(${TOKEN_TEXT})(?:;|$)`)
  const find = (header: string | undefined): string | undefined => inHeader.exec(header ?? "")?.[1]
  return {
    /** The token in a header `cookie`. */
    find,
    read: (c: Request): string | undefined => find(c.req.header("cookie")),
    write: (c: Request, token: string) => setCookie(c, name, token, options),
    remove: (c: Request) => void deleteCookie(c, name, options),
  }
}
