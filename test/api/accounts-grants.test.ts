import { beforeAll, expect, test } from "vitest"
import { z } from "zod"
import { addUser } from "../../server/accounts/people.ts"
import { GrantView, UserView } from "../../server/accounts/schema.ts"
import {
  inHours,
  openApp,
  PASSWORD,
  readAudience,
  readGrant,
  readUser,
} from "../support/account-app.ts"
import { useDatabase } from "../support/database.ts"

const database = useDatabase()
let app: ReturnType<typeof openApp>
let first: string
let second: string
let made = 0

beforeAll(async () => {
  app = openApp(database.door)
  await makeUser("admin1", ["admin"])
  await makeUser("admin2", ["admin"])
  first = await app.signIn("admin1")
  second = await app.signIn("admin2")
})

/** An account whose roles are in force, as the operator's command makes it. */
const makeUser = (username: string, roles: string[]) =>
  addUser(app.accounts, { username, displayName: `示例${username}`, roles, password: PASSWORD })

/** An account of its own for one test, signed in. */
async function makeSignedIn(role: string) {
  made += 1
  const username = `${role}${made}`
  await makeUser(username, [role])
  return { username, cookie: await app.signIn(username) }
}

const audienceOf = (cookie: string) => readAudience(app.ask, cookie)

const propose = (cookie: string, username: string, more: Record<string, unknown> = {}) =>
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
  })

const approve = (cookie: string, id: number) =>
  app.ask("POST", `/api/grants/${id}/approve`, { cookie })

const findUser = async (username: string) => {
  const answer = await app.ask("GET", "/api/users", { cookie: first })
  const { items } = z.object({ items: z.array(UserView.strict()) }).parse(await answer.json())
  return items.find((user) => user.username === username)!
}

const change = async (cookie: string, username: string, json: unknown, version?: number) =>
  app.ask("PATCH", `/api/users/${encodeURIComponent(username)}`, {
    cookie,
    json,
    headers: { "if-match": `"v${version ?? (await findUser(username)).version}"` },
  })

/** A planner whose named grant two administrators gave. */
async function makeGranted(more: Record<string, unknown> = {}) {
  const planner = await makeSignedIn("planner")
  const { id } = await readGrant(await propose(first, planner.username, more))
  expect((await approve(second, id)).status).toBe(200)
  return { ...planner, id }
}

const listActs = (object: string) =>
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
  )

test("a named grant opens the figures when a second administrator approved it, at once", async () => {
  const { username, cookie } = await makeSignedIn("planner")
  const proposed = await propose(first, username)
  expect(proposed.status).toBe(201)
  const grant = await readGrant(proposed)
  expect(grant).toMatchObject({
    username,
    role: "planner",
    resource: "figures",
    state: "proposed",
    proposedBy: "admin1",
    approvedBy: null,
  })
  expect(await audienceOf(cookie)).toBe("planner")
  const approved = await readGrant(await approve(second, grant.id))
  expect(approved).toMatchObject({
    id: grant.id,
    state: "approved",
    approvedBy: "admin2",
    revokedBy: null,
  })
  expect(await audienceOf(cookie)).toBe("plannerGranted")
  const session = await (await app.ask("GET", "/api/session", { cookie })).json()
  expect(session).toMatchObject({
    role: "planner",
    grants: [{ resource: "figures", until: grant.until, reason: "核查低效用地" }],
  })
})

test("who proposed a grant cannot approve it", async () => {
  const { username, cookie } = await makeSignedIn("planner")
  const { id } = await readGrant(await propose(first, username))
  const answer = await approve(first, id)
  expect(answer.status).toBe(409)
  expect(await answer.json()).toMatchObject({ type: "/problems/conflict" })
  expect(await audienceOf(cookie)).toBe("planner")
})

test("the table itself refuses a grant that its proposer approves", async () => {
  const { username } = await makeSignedIn("planner")
  const { id } = await readGrant(await propose(first, username))
  const forced = database.door.serve(
    "svc_auth",
    "write",
    (sql) => sql`
      update auth.account_grant
         set approved_by = 'admin1', approved_at = now(), approved_act_id = act_id
       where grant_id = ${id}`,
  )
  await expect(forced).rejects.toMatchObject({ code: "23514" })
})

test("a grant is approved once", async () => {
  const { id } = await makeGranted()
  expect((await approve(second, id)).status).toBe(409)
})

test("revocation holds at once here and within one second in another process", async () => {
  const { id, cookie } = await makeGranted()
  const elsewhere = openApp(database.door)
  const there = () => readAudience(elsewhere.ask, cookie)
  expect(await there()).toBe("plannerGranted")
  expect((await app.ask("DELETE", `/api/grants/${id}`, { cookie: first })).status).toBe(204)
  expect(await audienceOf(cookie)).toBe("planner")
  await new Promise((later) => setTimeout(later, 1_000))
  expect(await there()).toBe("planner")
  expect((await approve(second, id)).status).toBe(409)
})

test("revoking a grant twice is no error and one act", async () => {
  const { id } = await makeGranted()
  for (let n = 0; n < 2; n += 1)
    expect((await app.ask("DELETE", `/api/grants/${id}`, { cookie: second })).status).toBe(204)
  const kinds = (await listActs(`grant/${id}`)).map(({ kind }) => kind)
  expect(kinds).toEqual(["grant-approve", "grant-revoke"])
})

test("a grant ends at its hour", async () => {
  const { cookie, id } = await makeGranted({ until: new Date(Date.now() + 1_500).toISOString() })
  expect(await audienceOf(cookie)).toBe("plannerGranted")
  await new Promise((later) => setTimeout(later, 2_500))
  expect(await audienceOf(cookie)).toBe("planner")
  const answer = await app.ask("GET", "/api/grants?limit=500", { cookie: first })
  const { items } = z.object({ items: z.array(GrantView) }).parse(await answer.json())
  expect(items.find((grant) => grant.id === id)).toMatchObject({ state: "expired" })
})

test("a grant needs a reason, a future end of at most a year, and a role that is held", async () => {
  const { username } = await makeSignedIn("planner")
  const status = async (more: Record<string, unknown>) =>
    (await propose(first, username, more)).status
  expect(await status({ reason: " " })).toBe(400)
  expect(await status({ until: inHours(-1) })).toBe(400)
  expect(await status({ until: inHours(366 * 24 + 1) })).toBe(400)
  expect(await status({ until: inHours(366 * 24 - 1) })).toBe(201)
  expect(await status({ until: "2999-01-01" })).toBe(400)
  expect(await status({ role: "lead" })).toBe(409)
  expect(await status({ role: "assessor" })).toBe(400)
  expect((await propose(first, "nobody-here")).status).toBe(404)
})

test("the grant of a planner is nothing to the same person as promotion", async () => {
  await makeUser("both", ["planner", "promotion"])
  const { id } = await readGrant(await propose(first, "both"))
  await approve(second, id)
  const cookie = await app.signIn("both")
  expect(await audienceOf(cookie)).toBe("promotion")
})

test("grants and accounts are for administrators: signed out 401, other roles the uniform 404", async () => {
  const { cookie } = await makeSignedIn("planner")
  const asked = [
    ["GET", "/api/users", undefined],
    ["POST", "/api/users", {}],
    ["PATCH", "/api/users/admin1", {}],
    ["GET", "/api/grants", undefined],
    ["POST", "/api/grants", {}],
    ["POST", "/api/grants/1/approve", undefined],
    ["DELETE", "/api/grants/1", undefined],
  ] as const
  for (const [method, path, json] of asked) {
    expect((await app.ask(method, path, { json })).status).toBe(401)
    const answer = await app.ask(method, path, { json, cookie })
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ detail: "没有这个对象，或当前角色看不到它。" })
  }
})

test("a role given to an account is nothing until a second administrator approves it", async () => {
  const json = {
    username: "新规划专员",
    displayName: "示例新规划专员",
    password: PASSWORD,
    roles: ["planner"],
  }
  const added = await app.ask("POST", "/api/users", { cookie: first, json })
  expect(added.status).toBe(201)
  const user = await readUser(added)
  expect(user).toMatchObject({
    username: "新规划专员",
    disabled: false,
    demo: false,
    roles: [{ role: "planner", state: "proposed" }],
  })
  expect(added.headers.get("etag")).toBe(`"v${user.version}"`)
  const cookie = await app.signIn("新规划专员")
  const session = async () => (await app.ask("GET", "/api/session", { cookie })).json()
  expect(await session()).toMatchObject({
    signedIn: true,
    role: null,
    roles: [],
    audience: "public",
  })
  const { grantId } = user.roles[0]!
  expect((await approve(first, grantId)).status).toBe(409)
  expect(await readGrant(await approve(second, grantId))).toMatchObject({
    resource: "role",
    role: "planner",
    until: null,
    state: "approved",
  })
  expect(await session()).toMatchObject({ role: null, roles: ["planner"], audience: "public" })
  const answer = await app.ask("PUT", "/api/session/role", { cookie, json: { role: "planner" } })
  expect(await answer.json()).toMatchObject({ role: "planner", audience: "planner" })
})

test("an administrator cannot make another one alone", async () => {
  const json = { username: "puppet", displayName: "示例备用", password: PASSWORD, roles: ["admin"] }
  await app.ask("POST", "/api/users", { cookie: first, json })
  const cookie = await app.signIn("puppet")
  expect((await app.ask("GET", "/api/users", { cookie })).status).toBe(401)
})

test("an administrator holds no data role, neither by request nor in the table", async () => {
  const json = {
    username: "mixed",
    displayName: "示例兼任",
    password: PASSWORD,
    roles: ["admin", "assessor"],
  }
  const answer = await app.ask("POST", "/api/users", { cookie: first, json })
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({
    issues: [{ pointer: "/roles", message: "系统管理员不得兼任业务角色" }],
  })
  expect((await change(second, "admin1", { roles: ["admin", "planner"] })).status).toBe(400)
  const forced = database.door.serve(
    "svc_auth",
    "write",
    (sql) => sql`
      insert into auth.account_grant (account_id, role, resource, proposed_by, act_id)
      select account_id, 'assessor', 'role', 'admin2', act_id
        from auth.account where username = 'admin1'`,
  )
  await expect(forced).rejects.toMatchObject({ code: "23P01" })
})

test("an administrator cannot change his own account", async () => {
  for (const json of [{ roles: ["planner"] }, { disabled: true }])
    expect((await change(first, "admin1", json)).status).toBe(409)
})

test("a role taken away is gone with the next request, and with it the figures, for good", async () => {
  const { username, cookie } = await makeGranted()
  expect(await audienceOf(cookie)).toBe("plannerGranted")
  const answer = await change(first, username, { roles: [] })
  expect(await readUser(answer)).toMatchObject({ roles: [] })
  expect(await audienceOf(cookie)).toBe("public")
  const again = await readUser(await change(first, username, { roles: ["planner"] }))
  await approve(second, again.roles[0]!.grantId)
  expect(await audienceOf(await app.signIn(username))).toBe("planner")
})

test("roles that stay are not touched by a change of the list", async () => {
  const { username, cookie } = await makeGranted()
  await change(first, username, { roles: ["planner", "promotion"] })
  expect(await audienceOf(cookie)).toBe("plannerGranted")
  expect((await findUser(username)).roles).toMatchObject([
    { role: "planner", state: "approved" },
    { role: "promotion", state: "proposed" },
  ])
})

test("a disabled account is signed out at once and stays out until it is enabled", async () => {
  const { username, cookie } = await makeSignedIn("assessor")
  expect(await readUser(await change(first, username, { disabled: true }))).toMatchObject({
    disabled: true,
  })
  expect(await audienceOf(cookie)).toBe("public")
  const json = { username, password: PASSWORD }
  expect((await app.ask("POST", "/api/session", { json })).status).toBe(401)
  await change(first, username, { disabled: false })
  expect(await audienceOf(cookie)).toBe("public")
  expect(await audienceOf(await app.signIn(username))).toBe("assessor")
})

test("a change says which version it changes: none is 428, a stale one 412 and changes nothing", async () => {
  const { username } = await makeSignedIn("planner")
  const { version } = await findUser(username)
  const json = { disabled: true }
  const without = await app.ask("PATCH", `/api/users/${username}`, { cookie: first, json })
  expect(without.status).toBe(428)
  expect((await change(first, username, { roles: ["planner", "promotion"] }, version)).status).toBe(
    200,
  )
  expect((await change(second, username, json, version)).status).toBe(412)
  expect((await findUser(username)).disabled).toBe(false)
})

test("a name that is taken, reserved or malformed is refused with its place", async () => {
  const status = async (username: string) => {
    const json = { username, displayName: "示例", password: PASSWORD, roles: [] }
    return (await app.ask("POST", "/api/users", { cookie: first, json })).status
  }
  expect(await status("admin2")).toBe(409)
  expect(await status("ADMIN2")).toBe(409)
  for (const name of [
    "operator",
    "Operator",
    "svc_auth",
    "a b",
    "a/b",
    "",
    "<b>",
    "a".repeat(33),
    "名\u200b字",
  ])
    expect(await status(name), name).toBe(400)
  expect(await status("a".repeat(32))).toBe(201)
})

test("every change of accounts is an act that names who, in which role, and the request", async () => {
  const { username } = await makeSignedIn("planner")
  const { id } = await readGrant(await propose(first, username))
  await approve(second, id)
  await change(second, username, { disabled: true })
  const acts = [...(await listActs(`account/${username}`)), ...(await listActs(`grant/${id}`))]
  expect(acts).toMatchObject([
    { actor: "operator", role: "aud_admin", kind: "account-add" },
    { actor: "operator", role: "aud_admin", kind: "grant-propose", why: "role planner" },
    { actor: "admin1", role: "aud_admin", kind: "grant-propose", why: "核查低效用地" },
    { actor: "admin2", role: "aud_admin", kind: "account-change", why: "disabled" },
    { actor: "admin2", role: "aud_admin", kind: "grant-approve", why: null },
  ])
  for (const { requestId } of acts.slice(2)) expect(requestId).toMatch(/^[0-9a-f-]{36}$/)
})

test("lists page by cursor, each entry once", async () => {
  for (const path of ["/api/users", "/api/grants"]) {
    const seen: unknown[] = []
    let cursor: string | null = ""
    let pages = 0
    let total = 0
    while (cursor !== null) {
      const query: string = `limit=3${cursor ? `&cursor=${cursor}` : ""}`
      const answer = await app.ask("GET", `${path}?${query}`, { cookie: first })
      const page = z
        .object({
          items: z.array(z.unknown()).max(3),
          total: z.number(),
          next: z.string().nullable(),
        })
        .parse(await answer.json())
      seen.push(...page.items)
      total = page.total
      cursor = page.next
      pages += 1
    }
    expect(pages).toBe(Math.ceil(total / 3))
    expect(seen).toHaveLength(total)
    expect(new Set(seen.map((entry) => JSON.stringify(entry))).size).toBe(total)
  }
})
