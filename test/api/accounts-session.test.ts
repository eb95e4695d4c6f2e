import { createHash } from "node:crypto"
import { beforeAll, expect, test } from "vitest"
import { addUser, ensureDemoAccounts } from "../../server/accounts/people.ts"
import { SessionView } from "../../server/accounts/schema.ts"
import { cookieOf, openApp, PASSWORD } from "../support/account-app.ts"
import { useDatabase } from "../support/database.ts"
import { catalogueOf } from "../../server/parcels/catalogue.ts"

const database = useDatabase()
let app: ReturnType<typeof openApp>

beforeAll(async () => {
  app = openApp(database.door)
  await ensureDemoAccounts(app.accounts, PASSWORD)
  const roles = ["planner", "promotion"]
  const user = { username: "兼任专员", displayName: "示例兼任专员", roles, password: PASSWORD }
  await addUser(app.accounts, user)
})

const whoIs = async (cookie?: string) => {
  const answer = await app.ask("GET", "/api/session", { cookie })
  expect(answer.status).toBe(200)
  return SessionView.strict().parse(await answer.json())
}

const tokenOf = (cookie: string) => cookie.split("=")[1]!
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex")

/** Moves one session's clock, as the hours would. */
const setClock = (cookie: string, column: "expires_at" | "created_at", interval: string) =>
  database.door.serve(
    "svc_auth",
    "write",
    (sql) => sql`
      update auth.session
         set ${sql(column)} = now() + ${interval}::interval
       where token_sha256 = ${sha256(tokenOf(cookie))}`,
  )

test("nobody is the public and sees that demonstration accounts exist", async () => {
  expect(await whoIs()).toEqual({
    signedIn: false,
    username: null,
    displayName: null,
    role: null,
    roles: [],
    audience: "public",
    grants: [],
    sees: [],
    demo: true,
  })
})

test("signing in answers what GET answers and sets one cookie that scripts cannot read", async () => {
  const json = { username: "planner", password: PASSWORD }
  const answer = await app.ask("POST", "/api/session", { json })
  expect(answer.status).toBe(200)
  const [cookie, ...others] = answer.headers.getSetCookie()
  expect(others).toEqual([])
  expect(cookie).toMatch(/^mutu=[0-9A-Za-z]{32}; Path=\/; HttpOnly; SameSite=Lax$/)
  const body = await answer.json()
  expect(await whoIs(cookieOf(answer))).toEqual(body)
  expect(body).toEqual({
    signedIn: true,
    username: "planner",
    displayName: "示例规划专员",
    role: "planner",
    roles: ["planner"],
    audience: "planner",
    grants: [],
    sees: [...catalogueOf("planner").keys()],
    demo: true,
  })
})

test("served over https the cookie is bound to the host and secure", async () => {
  const { ask } = openApp(database.door, { MUTU_BASE_URL: "https://mutu.example" })
  const json = { username: "planner", password: PASSWORD }
  const answer = await ask("POST", "/api/session", { json })
  expect(answer.headers.getSetCookie()[0]).toMatch(
    /^__Host-mutu=[0-9A-Za-z]{32}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  )
  const plain = cookieOf(answer).replace("__Host-", "")
  const anonymous = await ask("GET", "/api/session", { cookie: plain })
  expect(await anonymous.json()).toMatchObject({ signedIn: false })
})

test("each demonstration account has its one role, and the lead the figures by a named grant", async () => {
  for (const name of ["promotion", "planner", "assessor", "admin"] as const)
    expect(await whoIs(await app.signIn(name))).toMatchObject({
      audience: name,
      roles: [name],
      grants: [],
    })
  const lead = await whoIs(await app.signIn("lead"))
  expect(lead).toMatchObject({ role: "lead", audience: "leadGranted" })
  expect(lead.grants).toHaveLength(1)
  const days = (Date.parse(lead.grants[0]!.until) - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(364)
  expect(days).toBeLessThan(366)
})

test("a Chinese name signs in, in either width of its digits", async () => {
  const user = {
    username: "规划２组",
    displayName: "示例规划二组",
    roles: ["planner"],
    password: PASSWORD,
  }
  expect(await addUser(app.accounts, user)).toEqual({ username: "规划2组", roles: ["planner"] })
  expect(await whoIs(await app.signIn("规划2组"))).toMatchObject({ username: "规划2组" })
  expect(await whoIs(await app.signIn("规划２组"))).toMatchObject({ username: "规划2组" })
})

test("wrong password, unknown account and disabled account get the same answer", async () => {
  const user = {
    username: "停用专员",
    displayName: "示例停用专员",
    roles: ["planner"],
    password: PASSWORD,
  }
  await addUser(app.accounts, user)
  await database.door.serve(
    "svc_auth",
    "write",
    (sql) => sql`update auth.account set disabled_at = now() where username = '停用专员'`,
  )
  const tried = [
    { username: "planner", password: "wrong password" },
    { username: "nobody-here", password: PASSWORD },
    { username: "停用专员", password: PASSWORD },
    { username: "'; drop table auth.account; --", password: PASSWORD },
    { username: "operator", password: PASSWORD },
  ]
  const answers = await Promise.all(
    tried.map(async (json) => {
      const answer = await app.ask("POST", "/api/session", { json })
      const { instance, ...body } = (await answer.json()) as Record<string, unknown>
      expect(instance).toMatch(/^[0-9a-f-]{36}$/)
      return { status: answer.status, headers: [...answer.headers], body }
    }),
  )
  expect(answers[0]).toMatchObject({
    status: 401,
    body: { type: "/problems/sign-in-refused", title: "用户名或密码不正确" },
  })
  expect(answers[0]!.headers.map(([name]) => name)).not.toContain("set-cookie")
  for (const answer of answers) expect(answer).toEqual(answers[0])
})

test("an account that is disabled while signed in is out, and opens no session", async () => {
  const user = {
    username: "离岗专员",
    displayName: "示例离岗专员",
    roles: ["planner"],
    password: PASSWORD,
  }
  await addUser(app.accounts, user)
  const cookie = await app.signIn("离岗专员")
  const sessions = async () => {
    const [row] = await database.door.serve(
      "svc_auth",
      "read",
      (sql) => sql<{ n: number }>`
        select count(*)::int as n
          from auth.session join auth.account using (account_id)
         where username = '离岗专员'`,
    )
    return row!.n
  }
  await database.door.serve(
    "svc_auth",
    "write",
    (sql) => sql`update auth.account set disabled_at = now() where username = '离岗专员'`,
  )
  app.accounts.forget()
  expect(await whoIs(cookie)).toMatchObject({ signedIn: false, audience: "public" })
  const json = { username: "离岗专员", password: PASSWORD }
  expect((await app.ask("POST", "/api/session", { json })).status).toBe(401)
  expect(await sessions()).toBe(1)
})

test("the database holds the hash of the cookie and nowhere the cookie", async () => {
  const cookie = await app.signIn("planner")
  const rows = await database.door.serve(
    "svc_auth",
    "read",
    (sql) => sql<{ hash: string; whole: string }>`
      select s.token_sha256 as hash, row_to_json(s)::text as whole from auth.session s`,
  )
  expect(rows.map(({ hash }) => hash)).toContain(sha256(tokenOf(cookie)))
  for (const { whole } of rows) expect(whole).not.toContain(tokenOf(cookie))
})

test("passwords are argon2id with a salt of their own", async () => {
  const rows = await database.door.serve(
    "svc_auth",
    "read",
    (sql) => sql<{ hash: string }>`select password_hash as hash from auth.credential`,
  )
  const hashes = rows.map(({ hash }) => hash)
  expect(hashes.length).toBeGreaterThan(5)
  for (const hash of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(new Set(hashes).size).toBe(hashes.length)
})

test("signing out ends the session at once, also for a copy of the cookie", async () => {
  const cookie = await app.signIn("planner")
  expect(await whoIs(cookie)).toMatchObject({ signedIn: true })
  const answer = await app.ask("DELETE", "/api/session", { cookie })
  expect(answer.status).toBe(204)
  expect(answer.headers.get("clear-site-data")).toBe('"cache", "storage"')
  expect(answer.headers.getSetCookie()[0]).toMatch(/^mutu=; Max-Age=0; Path=\//)
  expect(await whoIs(cookie)).toMatchObject({ signedIn: false, audience: "public" })
})

test("signing out without a session is no error", async () => {
  expect((await app.ask("DELETE", "/api/session")).status).toBe(204)
})

test("a cookie that somebody else chose never becomes a session", async () => {
  const chosen = `mutu=${"A".repeat(32)}`
  const json = { username: "planner", password: PASSWORD }
  const answer = await app.ask("POST", "/api/session", { json, cookie: chosen })
  expect(cookieOf(answer)).not.toBe(chosen)
  expect(await whoIs(chosen)).toMatchObject({ signedIn: false })
})

test("signing in again ends the session before it", async () => {
  const before = await app.signIn("planner")
  const after = await app.signIn("promotion", PASSWORD, { cookie: before })
  expect(await whoIs(after)).toMatchObject({ username: "promotion" })
  expect(await whoIs(before)).toMatchObject({ signedIn: false })
})

test("a malformed cookie is nobody", async () => {
  for (const cookie of [
    "mutu=",
    "mutu=x",
    `mutu=${"A".repeat(33)}`,
    "mutu=' or true --",
    "mutu=%00",
  ])
    expect(await whoIs(cookie)).toMatchObject({ signedIn: false })
})

test("switching the role changes the audience and the cookie, and the former cookie is dead", async () => {
  const cookie = await app.signIn("兼任专员")
  expect(await whoIs(cookie)).toMatchObject({ role: "promotion", roles: ["promotion", "planner"] })
  const json = { role: "planner" }
  const answer = await app.ask("PUT", "/api/session/role", { cookie, json })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ role: "planner", audience: "planner" })
  const next = cookieOf(answer)
  expect(next).not.toBe(cookie)
  expect(await whoIs(next)).toMatchObject({ role: "planner", audience: "planner" })
  expect(await whoIs(cookie)).toMatchObject({ signedIn: false })
})

test("a role that is not held cannot be put in force", async () => {
  const cookie = await app.signIn("planner")
  for (const role of ["admin", "lead", "assessor"]) {
    const answer = await app.ask("PUT", "/api/session/role", { cookie, json: { role } })
    expect(answer.status).toBe(404)
  }
  expect(await whoIs(cookie)).toMatchObject({ role: "planner" })
  expect((await app.ask("PUT", "/api/session/role", { json: { role: "planner" } })).status).toBe(
    401,
  )
  const unknown = await app.ask("PUT", "/api/session/role", { cookie, json: { role: "public" } })
  expect(unknown.status).toBe(400)
})

test("changing one's password needs the current one, renews the cookie and ends the other sessions", async () => {
  const user = {
    username: "改密专员",
    displayName: "示例改密专员",
    roles: ["planner", "promotion"],
    password: PASSWORD,
  }
  await addUser(app.accounts, user)
  const elsewhere = await app.signIn("改密专员")
  const switched = await app.ask("PUT", "/api/session/role", {
    cookie: await app.signIn("改密专员"),
    json: { role: "planner" },
  })
  const cookie = cookieOf(switched)
  const change = (current: string, next: string) =>
    app.ask("PUT", "/api/session/password", { cookie, json: { current, next } })
  expect((await change("wrong password", "a new password")).status).toBe(401)
  expect((await change(PASSWORD, "short")).status).toBe(400)
  expect(await whoIs(elsewhere)).toMatchObject({ signedIn: true })
  const changed = await change(PASSWORD, "a new password")
  expect(changed.status).toBe(200)
  expect(await whoIs(cookieOf(changed))).toMatchObject({ username: "改密专员", role: "planner" })
  for (const former of [cookie, elsewhere])
    expect(await whoIs(former)).toMatchObject({ signedIn: false })
  const json = { username: "改密专员", password: PASSWORD }
  expect((await app.ask("POST", "/api/session", { json })).status).toBe(401)
  expect(await app.signIn("改密专员", "a new password")).toMatch(/^mutu=/)
})

test("the password of a demonstration account is the deployment's", async () => {
  const json = { current: PASSWORD, next: "a new password" }
  const cookie = await app.signIn("planner")
  expect((await app.ask("PUT", "/api/session/password", { cookie, json })).status).toBe(409)
  expect((await app.ask("PUT", "/api/session/password", { json })).status).toBe(401)
})

test("twelve idle hours or seven days end a session", async () => {
  const { ask, signIn } = openApp(database.door)
  const aliveAfter = async (column: "expires_at" | "created_at", interval: string) => {
    const cookie = await signIn("planner")
    await setClock(cookie, column, interval)
    const other = openApp(database.door)
    const answer = await other.ask("GET", "/api/session", { cookie })
    expect((await ask("GET", "/api/session")).status).toBe(200)
    return ((await answer.json()) as { signedIn: boolean }).signedIn
  }
  expect(await aliveAfter("expires_at", "1 minute")).toBe(true)
  expect(await aliveAfter("expires_at", "-1 second")).toBe(false)
  expect(await aliveAfter("created_at", "-7 days 1 minute")).toBe(true)
  expect(await aliveAfter("created_at", "-7 days -1 second")).toBe(false)
})

test("use moves the end of the idle time", async () => {
  const cookie = await app.signIn("planner")
  await setClock(cookie, "expires_at", "1 hour")
  await openApp(database.door).ask("GET", "/api/session", { cookie })
  const [row] = await database.door.serve(
    "svc_auth",
    "read",
    (sql) => sql<{ left: number }>`
      select extract(epoch from expires_at - now())::int as left
        from auth.session
       where token_sha256 = ${sha256(tokenOf(cookie))}`,
  )
  expect(row!.left).toBeGreaterThan(12 * 3600 - 60)
})
