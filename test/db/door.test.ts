import { expect, test } from "vitest"
import { databaseRole } from "../../server/db/audience.ts"
import { useDatabase } from "../support/database.ts"

const database = useDatabase()
const planner = { audience: "planner", role: "planner", userId: null, name: "planner", requestId: "r1" } as const

test("a transaction runs in the role of its audience and no other", async () => {
  const [row] = await database.door.as(planner, "read", (sql) =>
    sql<{ me: string; login: string }>`select current_user::text as me, session_user::text as login`,
  )
  expect(row).toEqual({ me: databaseRole("planner"), login: "mutu_login" })
})
