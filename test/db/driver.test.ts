import { afterAll, beforeAll, expect, test } from "vitest"
import postgres from "postgres"
import { AUDIENCES, databaseRole } from "../../server/db/audience.ts"
import { EngineLost, EngineTimeout, sqlState } from "../../server/db/failure.ts"
import { useDatabase } from "../support/database.ts"

const onServer = process.env["MUTU_TEST_ENGINE"] === "postgres"
const database = useDatabase()
const ROUNDS = 2_000
const KILLS = 50
const SETTLE_LIMIT_MS = 10_000

const uncaught: unknown[] = []
const note = (error: unknown) => uncaught.push(error)
beforeAll(() => {
  process.on("uncaughtException", note)
  process.on("unhandledRejection", note)
})
afterAll(() => {
  process.off("uncaughtException", note)
  process.off("unhandledRejection", note)
})

const isClean = (error: unknown) =>
  error instanceof EngineLost ||
  error instanceof EngineTimeout ||
  ["57P01", "57P03"].includes(sqlState(error) ?? "")

/** Ends a random backend of this test's database, again and again, and counts how many it hit. */
async function storm(url: string, kills: number, running: () => boolean): Promise<number> {
  const killer = postgres(url, { max: 1, onnotice: () => {} })
  let hit = 0
  while (hit < kills && running()) {
    const [victim] = await killer<{ ended: boolean }[]>`
      select pg_terminate_backend(pid) as ended from pg_stat_activity
       where datname = current_database() and usename = 'mutu_login' and pid <> pg_backend_pid()
       order by random() limit 1`
    if (victim?.ended) hit += 1
    await new Promise((next) => setTimeout(next, 20))
  }
  await killer.end()
  return hit
}

test.runIf(onServer)(
  "under a storm of killed backends every request settles, each in its own role and transaction",
  async () => {
    let open = ROUNDS
    const storming = storm(database.url!, KILLS, () => open > 0)
    const slowest = { ms: 0 }
    const outcomes = { right: 0, refused: 0, wrong: [] as unknown[] }
    const acknowledged = new Set<string>()
    const one = async (i: number) => {
      const audience = AUDIENCES[i % AUDIENCES.length]!
      const writes = i % 4 === 0
      const actor = {
        audience,
        role: null,
        userId: null,
        name: "driver-test",
        requestId: `request-${i}`,
      }
      const began = performance.now()
      try {
        const seen = await database.door.as(
          actor,
          writes && i % 9 === 3 ? "write" : "read",
          async (sql) => {
            const [first] = await sql<{
              me: string
              tx: string
            }>`select current_user::text as me, pg_current_xact_id_if_assigned()::text as tx`
            const [second] = await sql<{
              me: string
              level: string
            }>`select current_user::text as me, current_setting('app.request_id') as level`
            if (writes && i % 9 === 3)
              await sql`insert into core.act (kind, object) values ('driver-test', ${String(i)})`
            return [first!.me, second!.me, second!.level]
          },
        )
        const role = databaseRole(audience)
        if (seen[0] === role && seen[1] === role && seen[2] === `request-${i}`) outcomes.right += 1
        else outcomes.wrong.push(seen)
        if (writes && i % 9 === 3) acknowledged.add(String(i))
      } catch (error) {
        if (isClean(error)) outcomes.refused += 1
        else outcomes.wrong.push(error)
      } finally {
        open -= 1
        slowest.ms = Math.max(slowest.ms, performance.now() - began)
      }
    }
    const lanes = Array.from({ length: 20 }, async (_, lane) => {
      for (let i = lane; i < ROUNDS; i += 20) await one(i)
    })
    await Promise.all(lanes)
    const kills = await storming
    expect(outcomes.wrong).toEqual([])
    expect(outcomes.right + outcomes.refused).toBe(ROUNDS)
    expect(kills).toBeGreaterThan(5)
    expect(outcomes.refused).toBeGreaterThan(0)
    expect(slowest.ms).toBeLessThan(SETTLE_LIMIT_MS)
    expect(uncaught).toEqual([])
    const kept = await written()
    for (const i of acknowledged) expect(kept).toContain(i)
    process.stdout.write(
      `driver: ${ROUNDS} transactions, ${kills} kills, ${outcomes.right} right, ${outcomes.refused} refused, slowest ${Math.round(slowest.ms)} ms\n`,
    )
  },
)

async function written(): Promise<string[]> {
  const actor = {
    audience: "planner",
    role: "planner",
    userId: null,
    name: "planner",
    requestId: "r",
  } as const
  const rows = await database.door.as(
    actor,
    "read",
    (sql) => sql<{ object: string }>`select object from core.act where kind = 'driver-test'`,
  )
  return rows.map(({ object }) => object)
}

test.runIf(!onServer)(
  "a statement that the engine loses is noticed before the next one, and the engine comes back",
  async () => {
    const actor = {
      audience: "planner",
      role: "planner",
      userId: null,
      name: "planner",
      requestId: "r",
    } as const
    // Overflows the stack of the WASM engine: it answers with neither an error nor a command tag.
    const deep = "(".repeat(100_000) + ")".repeat(100_000)
    const losing = database.door.as(actor, "write", async (sql) => {
      await sql`insert into core.act (kind, object) values ('before-loss', 'x')`
      await sql`select 'x' ~ ${deep}`
      await sql`insert into core.act (kind, object) values ('after-loss', 'x')`
    })
    await expect(losing).rejects.toThrow(EngineLost)
    const rows = await database.door.as(
      actor,
      "read",
      (sql) => sql`select kind from core.act where kind in ('before-loss', 'after-loss')`,
    )
    expect([...rows]).toEqual([])
  },
)

test.runIf(onServer)("a session outside a transaction may read nothing", async () => {
  const { LOGIN } = await import("../../server/db/door.ts")
  const url = new URL(database.url!)
  const owner = postgres(database.url!, { max: 1 })
  const [row] = await owner<{ readable: number }[]>`
    select count(*)::int as readable from information_schema.tables
     where table_schema in ('core', 'fin', 'assess', 'auth') and has_table_privilege(${LOGIN}, quote_ident(table_schema) || '.' || quote_ident(table_name), 'select')`
  await owner.end()
  expect(url.pathname).not.toBe("/")
  expect(row).toEqual({ readable: 0 })
})
