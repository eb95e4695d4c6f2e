import { fc } from "../support/properties.ts"
import { expect, test } from "vitest"
import { hashPassword, verifyPassword } from "../../server/accounts/password.ts"
import {
  audienceOf,
  type Grant,
  listNamed,
  listRoles,
  mayHold,
} from "../../server/accounts/roles.ts"
import { hashToken, makeToken, TOKEN } from "../../server/accounts/token.ts"
import { createTurns } from "../../server/http/turns.ts"
import { ROLES } from "../../server/db/audience.ts"

const grant = (over: Partial<Grant>): Grant => ({
  role: "planner",
  resource: "figures",
  until: "2030-01-01T00:00:00.000Z",
  reason: "示例",
  ...over,
})

test("a role is its own audience, no role the public, and a named grant opens planner and lead alone", () => {
  expect(audienceOf(null, [])).toBe("public")
  expect(audienceOf(null, [grant({})])).toBe("public")
  for (const role of ROLES) expect(audienceOf(role, [])).toBe(role)
  const opened = ROLES.map((role) => audienceOf(role, [grant({ role })]))
  expect(opened).toEqual(["promotion", "plannerGranted", "assessor", "leadGranted", "admin"])
})

test("a named grant counts in the role that it was given for", () => {
  const grants = [
    grant({ role: "planner" }),
    grant({ role: "lead" }),
    grant({ role: "lead", resource: "role" }),
  ]
  expect(listNamed(grants, "lead")).toEqual([grants[1]])
  expect(listNamed(grants, "assessor")).toEqual([])
  expect(listNamed(grants, null)).toEqual([])
})

test("sight of figures is not a role; roles come in one order, each once", () => {
  const anyGrant = fc.record({
    role: fc.constantFrom(...ROLES),
    resource: fc.constantFrom("role" as const, "figures" as const),
    until: fc.constant(null),
    reason: fc.constant(null),
  })
  fc.assert(
    fc.property(fc.array(anyGrant), (grants) => {
      const roles = listRoles(grants)
      const given = new Set(
        grants.filter(({ resource }) => resource === "role").map(({ role }) => role),
      )
      expect(new Set(roles)).toEqual(given)
      expect(roles).toEqual(ROLES.filter((role) => given.has(role)))
    }),
  )
})

test("an administrator holds no other role; other roles go together", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...ROLES)), (roles) => {
      expect(mayHold(roles)).toBe(!(roles.includes("admin") && roles.length > 1))
    }),
  )
})

test("tokens are made of 32 letters and digits, never the same, and stored as their SHA-256", () => {
  const tokens = Array.from({ length: 1_000 }, makeToken)
  expect(new Set(tokens).size).toBe(1_000)
  for (const token of tokens) expect(token).toMatch(TOKEN)
  expect(hashToken("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
})

test("a password opens its own hash and no other does, Chinese included", async () => {
  const hash = await hashPassword("密码 with 空格 1")
  expect(await verifyPassword({ hash, password: "密码 with 空格 1" })).toBe(true)
  for (const password of ["密码 with 空格 2", "", "密码 with 空格 1 "])
    expect(await verifyPassword({ hash, password })).toBe(false)
})

test("turns: at most two at a time, in the order of asking, also when work fails", async () => {
  const turns = createTurns(2)
  const begun: number[] = []
  let running = 0
  let most = 0
  const work = (n: number) =>
    turns(async () => {
      begun.push(n)
      running += 1
      most = Math.max(most, running)
      await new Promise((later) => setTimeout(later, 2))
      running -= 1
      if (n % 3 === 0) throw new Error(`work ${n}`)
      return n
    })
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => work(n)))
  expect(most).toBe(2)
  expect(running).toBe(0)
  expect(begun).toEqual(Array.from({ length: 20 }, (_, n) => n))
  expect(outcomes.map(({ status }) => status)).toEqual(
    Array.from({ length: 20 }, (_, n) => (n % 3 === 0 ? "rejected" : "fulfilled")),
  )
})

test("turns: one more than may wait is told to come later", async () => {
  const turns = createTurns(1, { most: 2, detail: "人太多。", retryAfterSeconds: 7 })
  let open = () => {}
  const gate = new Promise<void>((go) => {
    open = go
  })
  const admitted = [turns(() => gate), turns(() => gate), turns(() => gate)]
  await expect(turns(() => gate)).rejects.toMatchObject({
    kind: "too-many-requests",
    headers: { "retry-after": "7" },
  })
  open()
  await Promise.all(admitted)
  expect(await turns(async () => "again")).toBe("again")
})
