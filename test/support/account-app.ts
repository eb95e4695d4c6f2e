import pino from "pino"
import { addUser } from "../../server/accounts/people.ts"
import { type Accounts, createAccounts } from "../../server/accounts/sessions.ts"
import { createApp } from "../../server/app.ts"
import { createMapEngine } from "../../server/tiles/engine.ts"
import { ReadyTiles } from "../../server/tiles/ready.ts"
import { readConfig } from "../../server/config.ts"
import type { Door } from "../../server/db/door.ts"
import { createEvaluator, openEvaluations } from "../../server/derivation/evaluator.ts"

export const PASSWORD = "correct horse 1"
export const OPERATOR_KEY = "operator-key-of-this-test"
const ORIGIN = "http://127.0.0.1:8787"

export type Asked = {
  json?: unknown
  cookie?: string | undefined
  /** The connection's address; absent is a call in the same process. */
  from?: string
  headers?: Record<string, string>
}
export type Ask = (method: string, path: string, asked?: Asked) => Promise<Response>

/**
 * The whole application on this door, asked as a browser of its own page asks.
 * @param operatorKey null is an application that knows no operator
 */
export function openApp(
  door: Door,
  environment: Record<string, string> = {},
  operatorKey: string | null = OPERATOR_KEY,
) {
  const config = readConfig(environment)
  const log = pino({ level: "silent" })
  const accounts: Accounts = createAccounts({
    door,
    config,
    log,
    ...(operatorKey === null ? {} : { operatorKey }),
  })
  const work = {
    loadSample: async () => ({}),
    addUser: (user: Parameters<typeof addUser>[1]) => addUser(accounts, user),
    dump: async () => new Uint8Array(),
  }
  const map = createMapEngine(door, { memoryBytes: 2 ** 26 })
  const evaluator = createEvaluator(openEvaluations(door), map.look, () => {})
  const ready = new ReadyTiles(map, accounts.peek)
  const app = createApp({
    door,
    map,
    ready,
    basemap: null,
    accounts,
    evaluator,
    config,
    log,
    version: "0",
    work,
  })
  const origin = config.baseUrl ?? ORIGIN

  const ask: Ask = async (method, path, { json, cookie, from, headers = {} } = {}) =>
    app.request(
      `${origin}${path}`,
      {
        method,
        headers: {
          host: new URL(origin).host,
          ...(method === "GET" ? {} : { origin }),
          ...(json === undefined ? {} : { "content-type": "application/json" }),
          ...(cookie ? { cookie } : {}),
          ...headers,
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      },
      from === undefined ? {} : { incoming: { socket: { remoteAddress: from } } },
    )

  return {
    accounts,
    evaluator,
    map,
    ready,
    ask,
    fetch: app.fetch,
    routes: app.routes,
    signIn: createSignInOf(ask),
  }
}

/** Signs in and gives the cookie as a browser sends it back. @throws Error when refused */
const createSignInOf =
  (ask: Ask) =>
  async (username: string, password = PASSWORD, asked: Asked = {}): Promise<string> => {
    const answer = await ask("POST", "/api/session", { ...asked, json: { username, password } })
    if (answer.status !== 200) throw new Error(`sign-in of ${username} answered ${answer.status}`)
    return cookieOf(answer)
  }

/** The name and value that an answer sets. @throws Error when it sets none */
export function cookieOf(answer: Response): string {
  const [cookie] = answer.headers.getSetCookie()
  if (!cookie) throw new Error("no cookie was set")
  return cookie.split(";")[0]!
}

/** The audience that a cookie stands for. */
export async function readAudience(ask: Ask, cookie: string): Promise<string> {
  const answer = await ask("GET", "/api/session", { cookie })
  return ((await answer.json()) as { audience: string }).audience
}
