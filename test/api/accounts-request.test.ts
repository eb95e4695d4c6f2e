import { beforeAll, expect, test } from "vitest"
import { ensureDemoAccounts } from "../../server/accounts/people.ts"
import { openApp, PASSWORD } from "../support/account-app.ts"
import { useDatabase } from "../support/database.ts"

const database = useDatabase()
let app: ReturnType<typeof openApp>

beforeAll(async () => {
  app = openApp(database.door)
  await ensureDemoAccounts(app.accounts, PASSWORD)
})

test("unsafe requests of other pages are refused, whatever they carry", async () => {
  const cookie = await app.signIn("promotion")
  const origins = [
    undefined,
    "null",
    "https://evil.example",
    "http://127.0.0.1:9999",
    "http://127.0.0.1.evil.example:8787",
  ]
  const sites = [undefined, "cross-site", "same-site", "none"]
  const requests = [
    ["POST", "/api/session", { username: "planner", password: PASSWORD }],
    ["PUT", "/api/session/role", { role: "planner" }],
    ["DELETE", "/api/session", undefined],
  ] as const
  let refusals = 0
  for (const origin of origins)
    for (const site of sites)
      for (const [method, path, json] of requests) {
        const headers = { origin: origin ?? "", ...(site ? { "sec-fetch-site": site } : {}) }
        const answer = await app.ask(method, path, { cookie, json, headers })
        expect(answer.status, `${method} ${path} ${origin} ${site}`).toBe(403)
        expect(answer.headers.getSetCookie()).toEqual([])
        refusals += 1
      }
  expect(refusals).toBe(60)
  const session = await app.ask("GET", "/api/session", { cookie })
  expect(await session.json()).toMatchObject({ signedIn: true, role: "promotion" })
})

test("our own origin with a foreign Sec-Fetch-Site is refused, without it or with same-origin allowed", async () => {
  const status = async (site?: string) => {
    const headers: Record<string, string> = site ? { "sec-fetch-site": site } : {}
    const json = { username: "planner", password: PASSWORD }
    return (await app.ask("POST", "/api/session", { json, headers })).status
  }
  expect(await status("cross-site")).toBe(403)
  expect(await status("same-site")).toBe(403)
  expect(await status("same-origin")).toBe(200)
  expect(await status()).toBe(200)
})

test("what a form of a foreign page can send is no JSON", async () => {
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
  ]) {
    const headers = { "content-type": type }
    const json = { username: "planner", password: PASSWORD }
    const answer = await app.ask("POST", "/api/session", { json, headers })
    expect(answer.status).toBe(415)
  }
})

test("bodies that are no sign-in are refused with their places", async () => {
  for (const json of [
    {},
    { username: "planner" },
    { username: "planner", password: 1 },
    [],
    null,
    { username: "a".repeat(65), password: "x" },
  ]) {
    const answer = await app.ask("POST", "/api/session", { json })
    expect(answer.status).toBe(400)
    expect(answer.headers.get("content-type")).toBe("application/problem+json")
  }
})

test("a burst of requests of one session asks the database once", async () => {
  const cookie = await app.signIn("planner")
  let lookups = 0
  const { ask } = openApp({
    ...database.door,
    serve: (service, mode, work, limits) => {
      lookups += 1
      return database.door.serve(service, mode, work, limits)
    },
  })
  // An unknown address goes through the settling and asks for nothing else.
  await Promise.all(Array.from({ length: 50 }, () => ask("GET", "/api/nowhere", { cookie })))
  expect(lookups).toBe(1)
})

test("JSON of a megabyte is read, and one byte more is refused before it is", async () => {
  const frame = JSON.stringify({ username: "planner", password: "" }).length
  const statusOf = async (bytes: number) => {
    const json = { username: "planner", password: "x".repeat(bytes - frame) }
    return (await app.ask("POST", "/api/session", { json })).status
  }
  expect(await statusOf(2 ** 20)).toBe(400)
  expect(await statusOf(2 ** 20 + 1)).toBe(413)
})
