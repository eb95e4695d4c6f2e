import { expect, test } from "vitest"
import { mayRead } from "../../server/accounts/matrix.ts"
import { AUDIENCES, type Audience } from "../../server/db/audience.ts"
import { SCHEMAS } from "../../server/db/database.ts"
import { sqlState } from "../../server/db/failure.ts"
import { openTestDatabase, useDatabase } from "../support/database.ts"

const database = useDatabase()
type Door = (typeof database)["door"]

type Column = { schema: string; table: string; column: string }

const actorOf = (audience: Audience) =>
  ({ audience, role: null, userId: null, name: "access-test", requestId: "r" }) as const

/** Every column of every table of ours, from the catalogue: not from the matrix, which is what is tested. */
const listColumns = () =>
  database.door.as(
    actorOf("planner"),
    "read",
    (sql) =>
      sql<Column>`
      select n.nspname as schema, c.relname as table, a.attname as column
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'v')
        join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any(${SCHEMAS}) and a.attnum > 0 and not a.attisdropped
       order by 1, 2, 3`,
  )

/** What the engine itself says to one column asked for by one audience. */
async function isReadable(
  door: Door,
  audience: Audience,
  { schema, table, column }: Column,
): Promise<boolean> {
  try {
    await door.as(
      actorOf(audience),
      "read",
      (sql) => sql`select ${sql(column)} from ${sql(`${schema}.${table}`)} limit 0`,
    )
    return true
  } catch (error) {
    expect(sqlState(error)).toBe("42501")
    return false
  }
}

test.each(AUDIENCES)(
  "%s can select exactly the columns that the matrix names",
  async (audience) => {
    const columns = await listColumns()
    expect(columns.length).toBeGreaterThan(200)
    // Each refusal costs the embedded engine some of its stack, and some 1,500 all of it: an engine for each audience.
    const own = await openTestDatabase()
    try {
      const differing: string[] = []
      for (const column of columns) {
        const place = `${column.schema}.${column.table}.${column.column}`
        if ((await isReadable(own.door, audience, column)) !== mayRead(audience, place))
          differing.push(place)
      }
      expect(differing).toEqual([])
    } finally {
      await own.close()
    }
  },
)

test.each(["public", "investor"] as const)("%s reads nothing at all", async (audience) => {
  const columns = await listColumns()
  const readable = columns.filter(({ schema, table, column }) =>
    mayRead(audience, `${schema}.${table}.${column}`),
  )
  expect(readable).toEqual([])
})

test("figures of firms are read by the assessor and under a named grant, by nobody else", () => {
  const readers = AUDIENCES.filter((audience) => mayRead(audience, "fin.indicator_value.value"))
  expect(readers).toEqual(["plannerGranted", "assessor", "leadGranted"])
  const metrics = AUDIENCES.filter((audience) => mayRead(audience, "fin.parcel_metric.per_mu"))
  expect(metrics).toEqual(["plannerGranted", "assessor", "leadGranted"])
})

test("promotion reads neither parcel codes nor classes nor suspicions", () => {
  for (const place of [
    "core.parcel_version.parcel_code",
    "core.parcel_standing.lifecycle",
    "core.suspicion.rule",
    "core.suspicion_reason.fact",
  ])
    expect(mayRead("promotion", place)).toBe(false)
})
