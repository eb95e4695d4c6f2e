import { expect, test } from "vitest"
import { z } from "zod"
import { PASSWORD } from "../support/account-app.ts"
import { readGrant, readUser, useOffice } from "../support/account-office.ts"
import { useDatabase } from "../support/database.ts"

const database = useDatabase()
const office = useOffice(database)

test("a role given to an account is nothing until a second administrator approves it", async () => {
  const json = {
    username: "新规划专员",
    displayName: "示例新规划专员",
    password: PASSWORD,
    roles: ["planner"],
  }
  const added = await office.app.ask("POST", "/api/users", { cookie: office.first, json })
  expect(added.status).toBe(201)
  const user = await readUser(added)
  expect(user).toMatchObject({
    username: "新规划专员",
    disabled: false,
    demo: false,
    roles: [{ role: "planner", state: "proposed" }],
  })
  expect(added.headers.get("etag")).toBe(`"v${user.version}"`)
  const cookie = await office.app.signIn("新规划专员")
  const session = async () => (await office.app.ask("GET", "/api/session", { cookie })).json()
  expect(await session()).toMatchObject({
    signedIn: true,
    role: null,
    roles: [],
    audience: "public",
  })
  const { grantId } = user.roles[0]!
  expect((await office.approve(office.first, grantId)).status).toBe(409)
  expect(await readGrant(await office.approve(office.second, grantId))).toMatchObject({
    resource: "role",
    role: "planner",
    until: null,
    state: "approved",
  })
  expect(await session()).toMatchObject({ role: null, roles: ["planner"], audience: "public" })
  const answer = await office.app.ask("PUT", "/api/session/role", {
    cookie,
    json: { role: "planner" },
  })
  expect(await answer.json()).toMatchObject({ role: "planner", audience: "planner" })
})

test("an administrator cannot make another one alone", async () => {
  const json = { username: "puppet", displayName: "示例备用", password: PASSWORD, roles: ["admin"] }
  await office.app.ask("POST", "/api/users", { cookie: office.first, json })
  const cookie = await office.app.signIn("puppet")
  expect((await office.app.ask("GET", "/api/users", { cookie })).status).toBe(401)
})

test("an administrator holds no data role, neither by request nor in the table", async () => {
  const json = {
    username: "mixed",
    displayName: "示例兼任",
    password: PASSWORD,
    roles: ["admin", "assessor"],
  }
  const answer = await office.app.ask("POST", "/api/users", { cookie: office.first, json })
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({
    issues: [{ pointer: "/roles", message: "系统管理员不得兼任业务角色" }],
  })
  expect(
    (await office.change(office.second, "admin1", { roles: ["admin", "planner"] })).status,
  ).toBe(400)
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
    expect((await office.change(office.first, "admin1", json)).status).toBe(409)
})

test("a role taken away is gone with the next request, and with it the figures, for good", async () => {
  const { username, cookie } = await office.makeGranted()
  expect(await office.audienceOf(cookie)).toBe("plannerGranted")
  const answer = await office.change(office.first, username, { roles: [] })
  expect(await readUser(answer)).toMatchObject({ roles: [] })
  expect(await office.audienceOf(cookie)).toBe("public")
  const again = await readUser(await office.change(office.first, username, { roles: ["planner"] }))
  await office.approve(office.second, again.roles[0]!.grantId)
  expect(await office.audienceOf(await office.app.signIn(username))).toBe("planner")
})

test("roles that stay are not touched by a change of the list", async () => {
  const { username, cookie } = await office.makeGranted()
  await office.change(office.first, username, { roles: ["planner", "promotion"] })
  expect(await office.audienceOf(cookie)).toBe("plannerGranted")
  expect((await office.findUser(username)).roles).toMatchObject([
    { role: "planner", state: "approved" },
    { role: "promotion", state: "proposed" },
  ])
})

test("a disabled account is signed out at once and stays out until it is enabled", async () => {
  const { username, cookie } = await office.makeSignedIn("assessor")
  expect(
    await readUser(await office.change(office.first, username, { disabled: true })),
  ).toMatchObject({
    disabled: true,
  })
  expect(await office.audienceOf(cookie)).toBe("public")
  const json = { username, password: PASSWORD }
  expect((await office.app.ask("POST", "/api/session", { json })).status).toBe(401)
  await office.change(office.first, username, { disabled: false })
  expect(await office.audienceOf(cookie)).toBe("public")
  expect(await office.audienceOf(await office.app.signIn(username))).toBe("assessor")
})

test("a change says which version it changes: none is 428, a stale one 412 and changes nothing", async () => {
  const { username } = await office.makeSignedIn("planner")
  const { version } = await office.findUser(username)
  const json = { disabled: true }
  const without = await office.app.ask("PATCH", `/api/users/${username}`, {
    cookie: office.first,
    json,
  })
  expect(without.status).toBe(428)
  expect(
    (await office.change(office.first, username, { roles: ["planner", "promotion"] }, version))
      .status,
  ).toBe(200)
  expect((await office.change(office.second, username, json, version)).status).toBe(412)
  expect((await office.findUser(username)).disabled).toBe(false)
})

test("a name that is taken, reserved or malformed is refused with its place", async () => {
  const status = async (username: string) => {
    const json = { username, displayName: "示例", password: PASSWORD, roles: [] }
    return (await office.app.ask("POST", "/api/users", { cookie: office.first, json })).status
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
test("lists page by cursor, each entry once", async () => {
  for (const path of ["/api/users", "/api/grants"]) {
    const seen: unknown[] = []
    let cursor: string | null = ""
    let pages = 0
    let total = 0
    while (cursor !== null) {
      const query: string = `limit=3${cursor ? `&cursor=${cursor}` : ""}`
      const answer = await office.app.ask("GET", `${path}?${query}`, { cookie: office.first })
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
