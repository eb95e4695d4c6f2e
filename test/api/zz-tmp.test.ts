import postgres from "postgres"
import { test } from "vitest"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, query } from "../support/parcel-app.ts"
import { insertPark } from "../support/park.ts"

const database = useDatabase()
test("slow", async () => {
  const app = openParcelApp(database.door)
  await insertPark(database.door, 240)
  const time = async (label: string, path: string) => {
    const t = performance.now()
    const a = await app.ask("assessor", path)
    await a.arrayBuffer()
    console.error(label, a.status, Math.round(performance.now() - t))
  }
  for (let i = 0; i < 3; i++) {
  await time("plain", "/api/parcels?limit=100")
  await time("sort holder", "/api/parcels?limit=100&sort=holder")
  await time("filter firms", `/api/parcels${query({ filter: "firms = 'a' or flagRule = 'b'", limit: 100 })}`)
  await time("summary", `/api/parcels/summary`)
  await time("tile", `/api/tiles/assessor/all/parcels/14/13458/6554.mvt`)
  }
})
