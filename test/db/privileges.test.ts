import postgres from "postgres"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { PRIVILEGES } from "../../server/accounts/matrix.ts"
import { openServer } from "../../server/db/database.ts"
import { useDatabase } from "../support/database.ts"

const database = useDatabase()

// The embedded engine has no way in beside ours: nobody can change its grants by hand.
describe.skipIf(process.env["MUTU_TEST_ENGINE"] !== "postgres")("a later start", () => {
  let sql: postgres.Sql
  beforeAll(() => {
    sql = postgres(database.url!, { max: 1, onnotice: () => {} })
  })
  afterAll(() => sql.end())

  const start = async () => (await openServer(database.url!, PRIVILEGES)).close()
  /** Moves on with every change of a table's grants or row security. */
  const stateOf = async (table: string) =>
    (await sql`select xmin::text from pg_class where oid = ${table}::regclass`)[0]![
      "xmin"
    ] as string
  const policiesOf = async (table: string) =>
    (
      await sql`select policyname from pg_policies where schemaname || '.' || tablename = ${table} order by 1`
    ).map((row) => row["policyname"] as string)

  test("leaves grants that are right alone, and waits for nobody who is reading", async () => {
    const before = await stateOf("core.parcel_version")
    const reading = postgres(database.url!, { max: 1, onnotice: () => {} })
    await reading.begin(async (reader) => {
      await reader`select count(*) from core.parcel_version`
      await start()
    })
    await reading.end()
    expect(await stateOf("core.parcel_version")).toBe(before)
  })

  test("sets a grant right again that was given or taken by hand", async () => {
    await sql`grant select on fin.parcel_metric to aud_promotion`
    await sql`revoke select (name) on core.zone from aud_planner`
    await start()
    const [after] = await sql`
      select has_table_privilege('aud_promotion', 'fin.parcel_metric', 'select') as given,
             has_column_privilege('aud_planner', 'core.zone', 'name', 'select') as taken`
    expect(after).toEqual({ given: false, taken: true })
  })

  test("sets row policies right again that were dropped, added or changed by hand", async () => {
    const before = await policiesOf("core.import_batch")
    await sql`drop policy aud_planner_select on core.import_batch`
    await sql`create policy more on core.import_batch for select to aud_promotion using (true)`
    await sql`alter policy aud_assessor_select on core.import_batch using (true)`
    await start()
    expect(await policiesOf("core.import_batch")).toEqual(before)
    const [policy] = await sql`
      select qual from pg_policies where tablename = 'import_batch' and policyname = 'aud_assessor_select'`
    expect(policy!["qual"]).toContain("enterprises")
  })
})
