import { beforeAll } from "vitest"
import { z } from "zod"
import { addUser } from "../../server/accounts/people.ts"
import { GrantView, UserView } from "../../server/accounts/schema.ts"
import { openApp, PASSWORD, readAudience } from "./account-app.ts"
import type { useDatabase } from "./database.ts"

/** The grant of an answer, in exactly its declared shape. */
export const readGrant = async (answer: Response) => GrantView.strict().parse(await answer.json())

/** The account of an answer, in exactly its declared shape. */
export const readUser = async (answer: Response) => UserView.strict().parse(await answer.json())

export const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

/** An application with two signed-in administrators, and what they do. Read its parts inside tests. */
export function useOffice(database: ReturnType<typeof useDatabase>) {
  let app: ReturnType<typeof openApp>
  let cookies: [string, string]
  let made = 0

  /** An account whose roles are in force, as the operator's command makes it. */
  const makeUser = (username: string, roles: string[]) =>
    addUser(app.accounts, { username, displayName: `示例${username}`, roles, password: PASSWORD })

  beforeAll(async () => {
    app = openApp(database.door)
    await makeUser("admin1", ["admin"])
    await makeUser("admin2", ["admin"])
    cookies = [await app.signIn("admin1"), await app.signIn("admin2")]
  })

  const office = {
    get app() {
      return app
    },
    /** Cookie of the administrator who proposes. */
    get first() {
      return cookies[0]
    },
    /** Cookie of the administrator who approves. */
    get second() {
      return cookies[1]
    },
    makeUser,
    /** An account of its own for one test, signed in. */
    async makeSignedIn(role: string) {
      made += 1
      const username = `${role}${made}`
      await makeUser(username, [role])
      return { username, cookie: await app.signIn(username) }
    },
    audienceOf: (cookie: string) => readAudience(app.ask, cookie),
    propose: (cookie: string, username: string, more: Record<string, unknown> = {}) =>
      app.ask("POST", "/api/grants", {
        cookie,
        json: {
          username,
          role: "planner",
          resource: "figures",
          until: inHours(24),
          reason: "核查低效用地",
          ...more,
        },
      }),
    approve: (cookie: string, id: number) =>
      app.ask("POST", `/api/grants/${id}/approve`, { cookie }),
    /** A planner whose named grant two administrators gave. */
    async makeGranted(more: Record<string, unknown> = {}) {
      const planner = await office.makeSignedIn("planner")
      const { id } = await readGrant(await office.propose(cookies[0], planner.username, more))
      const approved = await office.approve(cookies[1], id)
      if (approved.status !== 200) throw new Error(`approval answered ${approved.status}`)
      return { ...planner, id }
    },
    async findUser(username: string) {
      const answer = await app.ask("GET", "/api/users?limit=500", { cookie: cookies[0] })
      const { items } = z.object({ items: z.array(UserView.strict()) }).parse(await answer.json())
      return items.find((user) => user.username === username)!
    },
    async change(cookie: string, username: string, json: unknown, version?: number) {
      const known = version ?? (await office.findUser(username)).version
      const headers = { "if-match": `"v${known}"` }
      return app.ask("PATCH", `/api/users/${encodeURIComponent(username)}`, {
        cookie,
        json,
        headers,
      })
    },
    listActs: (object: string) =>
      database.door.serve(
        "svc_auth",
        "read",
        (sql) => sql<{
          actor: string
          role: string
          kind: string
          why: string | null
          requestId: string
        }>`
          select actor, role, kind, why, request_id from core.act where object = ${object} order by act_id`,
      ),
  }
  return office
}
