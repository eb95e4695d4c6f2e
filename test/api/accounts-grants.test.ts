import { expect, test } from "vitest"
import { z } from "zod"
import { GrantView } from "../../server/accounts/schema.ts"
import { openApp, readAudience } from "../support/account-app.ts"
import { inHours, readGrant, useOffice } from "../support/account-office.ts"
import { useDatabase } from "../support/database.ts"

const database = useDatabase()
const office = useOffice(database)

test("a named grant opens the figures when a second administrator approved it, at once", async () => {
  const { username, cookie } = await office.makeSignedIn("planner")
  const proposed = await office.propose(office.first, username)
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
  expect(await office.audienceOf(cookie)).toBe("planner")
  const approved = await readGrant(await office.approve(office.second, grant.id))
  expect(approved).toMatchObject({
    id: grant.id,
    state: "approved",
    approvedBy: "admin2",
    revokedBy: null,
  })
  expect(await office.audienceOf(cookie)).toBe("plannerGranted")
  const session = await (await office.app.ask("GET", "/api/session", { cookie })).json()
  expect(session).toMatchObject({
    role: "planner",
    grants: [{ resource: "figures", until: grant.until, reason: "核查低效用地" }],
  })
})

test("who proposed a grant cannot approve it", async () => {
  const { username, cookie } = await office.makeSignedIn("planner")
  const { id } = await readGrant(await office.propose(office.first, username))
  const answer = await office.approve(office.first, id)
  expect(answer.status).toBe(409)
  expect(await answer.json()).toMatchObject({
    type: "/problems/conflict",
    detail: "须由提出人和本人以外的另一位系统管理员批准。",
  })
  expect(await office.audienceOf(cookie)).toBe("planner")
})

test("the table itself refuses a grant that its proposer approves", async () => {
  const { username } = await office.makeSignedIn("planner")
  const { id } = await readGrant(await office.propose(office.first, username))
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
  const { id } = await office.makeGranted()
  expect((await office.approve(office.second, id)).status).toBe(409)
})

test("revocation holds at once here and within one second in another process", async () => {
  const { id, cookie } = await office.makeGranted()
  const elsewhere = openApp(database.door)
  const there = () => readAudience(elsewhere.ask, cookie)
  expect(await there()).toBe("plannerGranted")
  expect(
    (await office.app.ask("DELETE", `/api/grants/${id}`, { cookie: office.first })).status,
  ).toBe(204)
  expect(await office.audienceOf(cookie)).toBe("planner")
  await new Promise((later) => setTimeout(later, 1_000))
  expect(await there()).toBe("planner")
  expect((await office.approve(office.second, id)).status).toBe(409)
})

test("revoking a grant twice is no error and one act", async () => {
  const { id } = await office.makeGranted()
  for (let n = 0; n < 2; n += 1)
    expect(
      (await office.app.ask("DELETE", `/api/grants/${id}`, { cookie: office.second })).status,
    ).toBe(204)
  const kinds = (await office.listActs(`grant/${id}`)).map(({ kind }) => kind)
  expect(kinds).toEqual(["grant-approve", "grant-revoke"])
})

test("a grant ends at its hour", async () => {
  const { cookie, id } = await office.makeGranted({
    until: new Date(Date.now() + 1_500).toISOString(),
  })
  expect(await office.audienceOf(cookie)).toBe("plannerGranted")
  await new Promise((later) => setTimeout(later, 2_500))
  expect(await office.audienceOf(cookie)).toBe("planner")
  const answer = await office.app.ask("GET", "/api/grants?limit=500", { cookie: office.first })
  const { items } = z.object({ items: z.array(GrantView) }).parse(await answer.json())
  expect(items.find((grant) => grant.id === id)).toMatchObject({ state: "expired" })
})

test("a grant needs a reason, a future end of at most a year, and a role that is held", async () => {
  const { username } = await office.makeSignedIn("planner")
  const status = async (more: Record<string, unknown>) =>
    (await office.propose(office.first, username, more)).status
  expect(await status({ reason: " " })).toBe(400)
  expect(await status({ until: inHours(-1) })).toBe(400)
  expect(await status({ until: inHours(366 * 24 + 1) })).toBe(400)
  expect(await status({ until: inHours(366 * 24 - 1) })).toBe(201)
  expect(await status({ until: "2999-01-01" })).toBe(400)
  expect(await status({ role: "lead" })).toBe(409)
  expect(await status({ role: "assessor" })).toBe(400)
  expect((await office.propose(office.first, "nobody-here")).status).toBe(404)
})

test("the grant of a planner is nothing to the same person as promotion", async () => {
  await office.makeUser("both", ["planner", "promotion"])
  const { id } = await readGrant(await office.propose(office.first, "both"))
  await office.approve(office.second, id)
  const cookie = await office.app.signIn("both")
  expect(await office.audienceOf(cookie)).toBe("promotion")
})

test("grants and accounts are for administrators: signed out 401, other roles the uniform 404", async () => {
  const { cookie } = await office.makeSignedIn("planner")
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
    expect((await office.app.ask(method, path, { json })).status).toBe(401)
    const answer = await office.app.ask(method, path, { json, cookie })
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ detail: "没有这个对象，或当前角色看不到它。" })
  }
})
test("every change of accounts is an act that names who, in which role, and the request", async () => {
  const { username } = await office.makeSignedIn("planner")
  const { id } = await readGrant(await office.propose(office.first, username))
  await office.approve(office.second, id)
  await office.change(office.second, username, { disabled: true })
  const acts = [
    ...(await office.listActs(`account/${username}`)),
    ...(await office.listActs(`grant/${id}`)),
  ]
  expect(acts).toMatchObject([
    { actor: "operator", role: "aud_admin", kind: "account-add" },
    { actor: "operator", role: "aud_admin", kind: "grant-propose", why: "role planner" },
    { actor: "admin1", role: "aud_admin", kind: "grant-propose", why: "核查低效用地" },
    { actor: "admin2", role: "aud_admin", kind: "account-change", why: "disabled" },
    { actor: "admin2", role: "aud_admin", kind: "grant-approve", why: null },
  ])
  for (const { requestId } of acts.slice(2)) expect(requestId).toMatch(/^[0-9a-f-]{36}$/)
})
