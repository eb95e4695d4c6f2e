import { beforeAll, expect, test } from "vitest"
import type { Audience } from "../../server/db/audience.ts"
import { decodeColumns } from "../support/columns-file.ts"
import { useDatabase } from "../support/database.ts"
import { gateDoor } from "../support/gated-door.ts"
import { openParcelApp } from "../support/parcel-app.ts"
import { insertParcels, withdrawParcels } from "../support/rows.ts"

const database = useDatabase()
const WEST = 110
const SOUTH = 30
/** A second cell beside the first. */
const EAST = 110.1
let cells: number[]

beforeAll(async () => {
  const ids = await insertParcels(database.door, [
    { west: WEST, south: SOUTH },
    { west: EAST, south: SOUTH },
  ])
  cells = await database.door.serve("svc_tiles", "read", async (sql) =>
    (
      await sql<{ cell: number }>`
        select cell from core.parcel_version where parcel_id = any(${ids}::int[]) order by parcel_id`
    ).map(({ cell }) => cell),
  )
})

const open = () => {
  const gated = gateDoor(database.door)
  const app = openParcelApp(gated.door)
  /** Ids that the columns of cells name. */
  const idsOf = async (audience: Audience, asked: readonly number[]) => {
    const answer = await app.ask(audience, `/api/tiles/${audience}/all/columns?cells=${asked}`)
    expect(answer.status).toBe(200)
    const { parcels } = decodeColumns(new Uint8Array(await answer.arrayBuffer()))
    return parcels.map(({ id }) => id)
  }
  return { gated, app, idsOf }
}
const insertHere = async () =>
  (await insertParcels(database.door, [{ west: WEST, south: SOUTH }]))[0]!

test("outlines that were read before an edit do not come back after it", async () => {
  const { gated, app, idsOf } = open()
  await app.map.look()
  // One reads the first cell and is slow.
  const slow = gated.hold("outlines")
  const before = idsOf("planner", [cells[0]!])
  await slow.reached
  const id = await insertHere()
  await app.map.look()
  // Another reads it as it is now; a third waits for him and for a second cell.
  const right = gated.hold("outlines")
  const now = idsOf("lead", [cells[0]!])
  await right.reached
  const other = gated.hold("outlines")
  const both = idsOf("assessor", cells)
  await other.reached
  right.open()
  await now
  const again = gated.hold("outlines")
  slow.open()
  await again.reached
  other.open()
  await new Promise((resolve) => setTimeout(resolve, 50))
  again.open()
  expect(await now).toContain(id)
  expect(await before).toContain(id)
  expect(await both).toContain(id)
  for (const audience of ["planner", "lead", "assessor"] as const)
    expect(await idsOf(audience, cells)).toContain(id)
})

test("a parcel that is withdrawn while its cell is read is shown by nobody who asks after", async () => {
  const { gated, app, idsOf } = open()
  const id = await insertHere()
  await app.map.look()
  const slow = gated.hold("rows")
  const before = idsOf("planner", cells)
  await slow.reached
  await withdrawParcels(database.door, [id])
  const after = idsOf("planner", cells)
  slow.open()
  await before
  expect(await after).not.toContain(id)
  expect(await idsOf("planner", cells)).not.toContain(id)
})

test("who asks at once for the same cells has them read once", async () => {
  const { gated, app, idsOf } = open()
  await app.map.look()
  await Promise.all(Array.from({ length: 20 }, () => idsOf("planner", cells)))
  expect(gated.counts.outlines).toBe(1)
})
