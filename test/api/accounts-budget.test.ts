import { beforeAll, expect, test } from "vitest"
import { ensureDemoAccounts } from "../../server/accounts/people.ts"
import { type Ask, openApp, PASSWORD } from "../support/account-app.ts"
import { useDatabase } from "../support/database.ts"

const database = useDatabase()

beforeAll(() => ensureDemoAccounts(openApp(database.door).accounts, PASSWORD))

const attempt = (ask: Ask, username: string, password: string, from?: string) =>
  ask("POST", "/api/session", { json: { username, password }, ...(from ? { from } : {}) })

/** Statuses of attempts one after the other. */
async function statuses(count: number, one: (n: number) => Promise<Response>): Promise<number[]> {
  const out: number[] = []
  for (let n = 0; n < count; n += 1) out.push((await one(n)).status)
  return out
}

test("the tenth failure of an account in a row is refused, the eleventh has to wait, right or wrong", async () => {
  const { ask } = openApp(database.door)
  const ten = await statuses(10, () => attempt(ask, "planner", "wrong"))
  expect(ten).toEqual(Array.from({ length: 10 }, () => 401))
  for (const password of ["wrong", PASSWORD]) {
    const answer = await attempt(ask, "planner", password)
    expect(answer.status).toBe(429)
    expect(await answer.json()).toMatchObject({ type: "/problems/too-many-requests" })
    const wait = Number(answer.headers.get("retry-after"))
    expect(wait).toBeGreaterThan(14 * 60)
    expect(wait).toBeLessThanOrEqual(15 * 60)
    expect(answer.headers.getSetCookie()).toEqual([])
  }
  expect((await attempt(ask, "promotion", PASSWORD)).status).toBe(200)
})

test("an account that does not exist waits exactly as one that does", async () => {
  const { ask } = openApp(database.door)
  const known = await statuses(12, () => attempt(ask, "lead", "wrong", "10.0.0.1"))
  const unknown = await statuses(12, () => attempt(ask, "nobody-here", "wrong", "10.0.0.2"))
  expect(unknown).toEqual(known)
})

test("another spelling of the name is no other budget", async () => {
  const { ask } = openApp(database.door)
  const spellings = ["planner", "PLANNER", " planner ", "ｐｌａｎｎｅｒ"]
  const tried = await statuses(11, (n) => attempt(ask, spellings[n % 4]!, "wrong"))
  expect(tried.at(-1)).toBe(429)
})

test("attempts sent at once are counted like attempts one by one", async () => {
  const { ask } = openApp(database.door)
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => attempt(ask, "planner", "wrong")),
  )
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(20)
})

test("successful sign-ins are not counted, however many come at once", async () => {
  const { ask } = openApp(database.door)
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => attempt(ask, "planner", PASSWORD)),
  )
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
})

test("a success between failures gives nothing back and takes nothing", async () => {
  const { ask } = openApp(database.door)
  await statuses(9, () => attempt(ask, "planner", "wrong"))
  expect((await attempt(ask, "planner", PASSWORD)).status).toBe(200)
  expect((await attempt(ask, "planner", "wrong")).status).toBe(401)
  expect((await attempt(ask, "planner", PASSWORD)).status).toBe(429)
})

test("fifty failures from one address stop that address, for every account, and no other", async () => {
  const { ask } = openApp(database.door)
  const fifty = await statuses(50, (n) => attempt(ask, `name${n}`, "wrong", "10.1.2.3"))
  expect(new Set(fifty)).toEqual(new Set([401]))
  const answer = await attempt(ask, "planner", PASSWORD, "10.1.2.3")
  expect(answer.status).toBe(429)
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(59 * 60)
  expect((await attempt(ask, "planner", PASSWORD, "10.1.2.4")).status).toBe(200)
})

test("a forwarding header does not make another address", async () => {
  const { ask } = openApp(database.door)
  const tried = await statuses(51, (n) =>
    ask("POST", "/api/session", {
      json: { username: `name${n}`, password: "wrong" },
      from: "10.1.2.3",
      headers: { "x-forwarded-for": `10.9.9.${n}`, forwarded: `for=10.9.8.${n}` },
    }),
  )
  expect(tried.at(-1)).toBe(429)
})

test("IPv6 addresses of one /56 share a budget, the next /56 has its own", async () => {
  const { ask } = openApp(database.door)
  const tried = await statuses(50, (n) =>
    attempt(ask, `name${n}`, "wrong", `2001:db8:1:20${(n % 200).toString(16).padStart(2, "0")}::1`),
  )
  expect(new Set(tried)).toEqual(new Set([401]))
  expect((await attempt(ask, "planner", PASSWORD, "2001:db8:1:20ff:1:2:3:4")).status).toBe(429)
  expect((await attempt(ask, "planner", PASSWORD, "2001:db8:1:2100::1")).status).toBe(200)
})

test("a database that breaks under an attempt costs the account nothing", async () => {
  let broken = true
  const { ask } = openApp({
    ...database.door,
    serve: (service, mode, work, limits) => {
      if (broken) throw new Error("the engine is gone")
      return database.door.serve(service, mode, work, limits)
    },
  })
  const tried = await statuses(12, () => attempt(ask, "planner", PASSWORD))
  expect(new Set(tried)).toEqual(new Set([500]))
  broken = false
  expect((await attempt(ask, "planner", PASSWORD)).status).toBe(200)
})
