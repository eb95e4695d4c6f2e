import { describe, expect, test } from "vitest"
import { AUDIENCES, databaseRole } from "../../server/db/audience.ts"
import { EngineTimeout, sqlState } from "../../server/db/failure.ts"
import { useDatabase } from "../support/database.ts"

const database = useDatabase()
const planner = {
  audience: "planner",
  role: "planner",
  userId: null,
  name: "planner",
  requestId: "r1",
} as const

describe("a transaction", () => {
  test.each(AUDIENCES)("runs in the role of audience %s and no other", async (audience) => {
    const [row] = await database.door.as(
      { ...planner, audience },
      "read",
      (sql) => sql<{ me: string; login: string; superuser: string }>`
        select current_user::text as me, session_user::text as login, current_setting('is_superuser') as superuser`,
    )
    expect(row).toEqual({ me: databaseRole(audience), login: "mutu_login", superuser: "off" })
  })

  test("that reads cannot write", async () => {
    const write = database.door.as(
      planner,
      "read",
      (sql) => sql`insert into core.act (kind, object) values ('x', 'y')`,
    )
    await expect(write).rejects.toMatchObject({ code: "25006" })
  })

  test("that fails leaves nothing behind, and the next one works", async () => {
    const broken = database.door.as(planner, "write", async (sql) => {
      await sql`insert into core.act (kind, object) values ('vanishing', 'x/1')`
      await sql`select 1 / 0`
    })
    await expect(broken).rejects.toMatchObject({ code: "22012" })
    const rows = await database.door.as(
      planner,
      "read",
      (sql) => sql`select act_id from core.act where kind = 'vanishing'`,
    )
    expect(rows.count).toBe(0)
  })

  test("whose error was swallowed is not taken for committed", async () => {
    const swallowed = database.door.as(planner, "write", async (sql) => {
      await sql`insert into core.act (kind, object) values ('vanishing', 'x/2')`
      await Promise.resolve(sql`select 1 / 0`).catch(() => {})
    })
    await expect(swallowed).rejects.toThrow("commit answered ROLLBACK")
    const rows = await database.door.as(
      planner,
      "read",
      (sql) => sql`select act_id from core.act where kind = 'vanishing'`,
    )
    expect(rows.count).toBe(0)
  })

  test("inside a transaction is refused", async () => {
    const nested = database.door.as(planner, "read", () =>
      database.door.as(planner, "read", (sql) => sql`select 1`),
    )
    await expect(nested).rejects.toThrow("a transaction inside a transaction")
  })

  test("cannot climb out of its role", async () => {
    const climb = database.door.as(planner, "read", async (sql) => {
      await sql`reset role`
      return sql`select value from fin.indicator_value`
    })
    await expect(climb).rejects.toMatchObject({ code: "42501" })
  })

  test("past its deadline fails, and the next one works", async () => {
    const slow = database.door.as(planner, "read", (sql) => sql`select pg_sleep(5)`, {
      statementMs: 300,
    })
    const error: unknown = await slow.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error instanceof EngineTimeout || sqlState(error) === "57014").toBe(true)
    const [row] = await database.door.as(
      planner,
      "read",
      (sql) => sql<{ n: number }>`select 1 as n`,
    )
    expect(row).toEqual({ n: 1 })
  })
})

describe("act rows", () => {
  test("name actor, role and request by themselves and never change", async () => {
    await database.door.as(
      planner,
      "write",
      (sql) => sql`insert into core.act (kind, object, why) values ('test-act', 'x/3', 'why')`,
    )
    const [row] = await database.door.as(
      planner,
      "read",
      (sql) =>
        sql`select actor, role, kind, object, why, request_id from core.act where kind = 'test-act'`,
    )
    expect(row).toEqual({
      actor: "planner",
      role: "aud_planner",
      kind: "test-act",
      object: "x/3",
      why: "why",
      requestId: "r1",
    })
    const change = database.door.as(
      planner,
      "write",
      (sql) => sql`update core.act set why = 'other' where kind = 'test-act'`,
    )
    await expect(change).rejects.toMatchObject({ code: "42501" })
  })
})
