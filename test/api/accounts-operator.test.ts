import { beforeAll, expect, test } from "vitest"
import { ensureDemoAccounts } from "../../server/accounts/people.ts"
import { openApp, OPERATOR_KEY, PASSWORD } from "../support/account-app.ts"
import { useDatabase } from "../support/database.ts"

const database = useDatabase()
let app: ReturnType<typeof openApp>

beforeAll(async () => {
  app = openApp(database.door)
  await ensureDemoAccounts(app.accounts, PASSWORD)
})

const asOperator = (role?: string, key = OPERATOR_KEY) => ({
  authorization: `Operator ${key}`,
  ...(role ? { "mutu-role": role } : {}),
})

const count = async (table: string) => {
  const [row] = await database.door.serve(
    "svc_auth",
    "read",
    (sql) => sql<{ n: number }>`select count(*)::int as n from ${sql(table)}`,
  )
  return row!.n
}

test("the operator's key from this machine gives the audience of the role it names", async () => {
  for (const from of ["127.0.0.1", "127.3.2.1", "::1", "::ffff:127.0.0.1", undefined])
    for (const role of ["promotion", "planner", "assessor", "lead", "admin"]) {
      const headers = asOperator(role)
      const answer = await app.ask("GET", "/api/session", { headers, ...(from ? { from } : {}) })
      expect(await answer.json()).toMatchObject({
        signedIn: false,
        username: null,
        role,
        audience: role,
      })
    }
})

test("the key is worth nothing from another machine or through a proxy", async () => {
  for (const from of ["10.0.0.1", "192.168.1.5", "::2", "::ffff:10.0.0.1", "1270.0.0.1", ""]) {
    const answer = await app.ask("GET", "/api/session", { headers: asOperator("admin"), from })
    expect(answer.status, from).toBe(401)
  }
  for (const name of ["x-forwarded-for", "forwarded"]) {
    const headers = { ...asOperator("admin"), [name]: "10.0.0.1" }
    const answer = await app.ask("GET", "/api/session", { headers, from: "127.0.0.1" })
    expect(answer.status).toBe(401)
  }
})

test("any other authorization is refused, even beside a good cookie", async () => {
  const cookie = await app.signIn("admin")
  const wrong = [
    "Operator",
    "Operator ",
    "Operator wrong",
    `operator ${OPERATOR_KEY}`,
    `Bearer ${OPERATOR_KEY}`,
    "Basic YTpi",
    OPERATOR_KEY,
  ]
  for (const authorization of wrong) {
    const headers = { authorization, "mutu-role": "admin" }
    const answer = await app.ask("GET", "/api/session", { cookie, headers })
    expect(answer.status, authorization).toBe(401)
  }
})

test("an application without a key knows no operator, whatever is shown", async () => {
  const { ask } = openApp(database.door, {}, null)
  for (const key of [OPERATOR_KEY, "", "undefined", "null"]) {
    const answer = await ask("GET", "/api/session", { headers: asOperator("admin", key) })
    expect(answer.status).toBe(401)
  }
})

test("the operator names one of the roles", async () => {
  for (const role of [undefined, "", "public", "leadGranted", "root"]) {
    const answer = await app.ask("GET", "/api/session", { headers: asOperator(role) })
    expect(answer.status).toBe(400)
  }
})

test("what the operator gives is in force at once, without an Origin", async () => {
  const json = { username: "operated", displayName: "示例", password: PASSWORD, roles: ["planner"] }
  const headers = { ...asOperator("admin"), origin: "" }
  const added = await app.ask("POST", "/api/users", { headers, json })
  expect(await added.json()).toMatchObject({ roles: [{ role: "planner", state: "approved" }] })
  const grant = {
    username: "operated",
    role: "planner",
    resource: "figures",
    until: new Date(Date.now() + 60_000).toISOString(),
    reason: "演示",
  }
  const given = await app.ask("POST", "/api/grants", { headers, json: grant })
  expect(await given.json()).toMatchObject({ state: "approved", approvedBy: "operator" })
  const cookie = await app.signIn("operated")
  const answer = await app.ask("GET", "/api/session", { cookie })
  expect(await answer.json()).toMatchObject({ audience: "plannerGranted" })
})

test("demonstration accounts are made once", async () => {
  const before = [
    await count("auth.account"),
    await count("auth.account_grant"),
    await count("core.act"),
  ]
  await ensureDemoAccounts(app.accounts, PASSWORD)
  expect([
    await count("auth.account"),
    await count("auth.account_grant"),
    await count("core.act"),
  ]).toEqual(before)
})

test("another demonstration password replaces the former and ends the sessions", async () => {
  const cookie = await app.signIn("planner")
  await ensureDemoAccounts(app.accounts, "another password")
  const answer = await app.ask("GET", "/api/session", { cookie })
  expect(await answer.json()).toMatchObject({ signedIn: false })
  const former = { username: "planner", password: PASSWORD }
  expect((await app.ask("POST", "/api/session", { json: former })).status).toBe(401)
  for (const name of ["promotion", "planner", "assessor", "lead", "admin"])
    expect(await app.signIn(name, "another password")).toMatch(/^mutu=/)
  await ensureDemoAccounts(app.accounts, PASSWORD)
})

test("a revoked grant of the demonstration lead does not come back with a restart, an expired one does", async () => {
  const audience = async () => {
    const answer = await app.ask("GET", "/api/session", { cookie: await app.signIn("lead") })
    return ((await answer.json()) as { audience: string }).audience
  }
  const setGrant = (column: "until_at" | "revoked_at") =>
    database.door.serve(
      "svc_auth",
      "write",
      (sql) => sql`
        update auth.account_grant g
           set ${sql(column)} = now() - interval '1 second'
               ${column === "revoked_at" ? sql`, revoked_by = 'admin', revoked_act_id = g.act_id` : sql``}
          from auth.account a
         where a.account_id = g.account_id and a.username = 'lead' and g.resource = 'figures'`,
    )
  await setGrant("until_at")
  expect(await audience()).toBe("lead")
  await ensureDemoAccounts(app.accounts, PASSWORD)
  expect(await audience()).toBe("leadGranted")
  await setGrant("revoked_at")
  await ensureDemoAccounts(app.accounts, PASSWORD)
  expect(await audience()).toBe("lead")
})

test("a real account that is called like a demonstration is left alone", async () => {
  await database.door.serve(
    "svc_auth",
    "write",
    (sql) => sql`update auth.account set is_demo = false where username = 'assessor'`,
  )
  await ensureDemoAccounts(app.accounts, "yet another password")
  expect(await app.signIn("assessor", PASSWORD)).toMatch(/^mutu=/)
  expect(await app.signIn("planner", "yet another password")).toMatch(/^mutu=/)
})
