import { beforeAll, expect, test } from "vitest"
import { AUDIENCES } from "../../server/db/audience.ts"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import { insertBuildings, insertParcels } from "../support/rows.ts"

const database = useDatabase()
let app: ParcelApp
let ids: number[]
beforeAll(async () => {
  app = openParcelApp(database.door)
  ids = await insertParcels(
    database.door,
    [0, 1, 2].map((i) => ({ west: 115.7 + i * 0.01, south: 33.8, name: `厂房${i}` })),
  )
  const [first, second] = ids
  await insertBuildings(database.door, [
    { parcelId: first!, name: "一号", floorM2: "1000.25", vacantFloorM2: "200.05" },
    { parcelId: first!, name: "二号", floorM2: "500" },
    { parcelId: second!, name: "一号", floorM2: "300", vacantFloorM2: "300" },
  ])
})

const floorsOf = (filter = "", audience: Parameters<typeof app.read>[0] = "promotion") =>
  app.read<Record<string, number>>(audience, `/api/parcels/floors${query({ filter })}`)

test("floors of a selection are summed; land without buildings on record is missing, not zero", async () => {
  expect(await floorsOf()).toEqual({
    floorM2: 1800.25,
    vacantFloorM2: 500.05,
    known: 2,
    missing: 1,
  })
  expect(await floorsOf(`id = ${ids[1]}`)).toMatchObject({ floorM2: 300, known: 1, missing: 0 })
  expect(await floorsOf(`id = ${ids[2]}`)).toEqual({
    floorM2: null,
    vacantFloorM2: null,
    known: 0,
    missing: 1,
  })
})

test.each(AUDIENCES)("%s is told of floors as far as he sees land", async (audience) => {
  const sees = !["public", "investor", "admin"].includes(audience)
  expect(Object.keys(await floorsOf("", audience))).toHaveLength(sees ? 4 : 0)
})

test("an unknown name in the filter is refused as in the list", async () => {
  const path = `/api/parcels/floors${query({ filter: "secret > 1" })}`
  expect((await app.ask("planner", path)).status).toBe(400)
})
