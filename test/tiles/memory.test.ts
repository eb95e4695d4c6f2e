import { beforeAll, describe, expect, test } from "vitest"
import { decodeColumns } from "../support/columns-file.ts"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import { insertPark, YEAR } from "../support/park.ts"
import { coverTiles, readTile } from "../support/tiles.ts"

const database = useDatabase()
const BOUNDS = [115.7, 33.8, 115.8, 33.86] as const
/** Some fifteen cells with twenty parcels each. */
const PARCELS = 240
let ample: ParcelApp
let cells: number[]

beforeAll(async () => {
  await insertPark(database.door, PARCELS, { step: 0.0075 })
  ample = openParcelApp(database.door)
  cells = await database.door.serve("svc_tiles", "read", async (sql) =>
    (await sql<{ cell: number }>`select distinct cell from core.parcel_version`).map(
      ({ cell }) => cell,
    ),
  )
  expect(cells.length).toBeGreaterThan(9)
})

const ASKED = [
  query({ year: YEAR, measure: "taxPerMu" }),
  query({ year: YEAR, filter: "areaMu > 10 AND taxPerMu > 5" }),
  query({ year: YEAR, filter: "firmCount > 0" }),
  query({ year: YEAR, q: "东区" }),
]

/** Everything that a map asks for, as it is answered. */
async function readAll(app: ParcelApp, asked: string) {
  const tiles: unknown[] = []
  for (const z of [8, 10, 11, 12, 14])
    for (const tile of coverTiles(BOUNDS, z)) {
      const layers = await readTile(app, "assessor", tile, asked)
      for (const features of Object.values(layers))
        features.sort((a, b) => Number(a.id) - Number(b.id))
      tiles.push([tile, layers])
    }
  return tiles
}

async function readColumns(app: ParcelApp, filter?: string) {
  const asked = query({ year: YEAR, filter, cells: cells.join(",") })
  const answer = await app.ask("assessor", `/api/tiles/assessor/all/columns${asked}`)
  expect(answer.status).toBe(200)
  return decodeColumns(new Uint8Array(await answer.arrayBuffer()))
}

describe.each([0, 10_000])("with %i bytes of memory", (memoryBytes) => {
  test.each(ASKED)("tiles and bins are those of a map with enough: %s", async (asked) => {
    const scarce = openParcelApp(database.door, { memoryBytes })
    // The first answers are cold, the second are what was kept or loaded behind.
    const wanted = await readAll(ample, asked)
    expect(await readAll(scarce, asked)).toEqual(wanted)
    expect(await readAll(scarce, asked)).toEqual(wanted)
  })

  test.each([undefined, "areaMu > 10"])("so are the columns, filtered by %s", async (filter) => {
    const scarce = openParcelApp(database.door, { memoryBytes })
    const wanted = await readColumns(ample, filter)
    expect(await readColumns(scarce, filter)).toEqual(wanted)
    expect(wanted.parcels.length).toBeGreaterThan(50)
    expect(scarce.map.held()).toBeLessThanOrEqual(memoryBytes)
  })

  test("many who ask at once are all answered", async () => {
    const scarce = openParcelApp(database.door, { memoryBytes })
    const wanted = await readColumns(ample)
    const found = await Promise.all(Array.from({ length: 12 }, () => readColumns(scarce)))
    expect(found).toEqual(Array.from({ length: 12 }, () => wanted))
    await scarce.map.preload()
    expect(await readColumns(scarce)).toEqual(wanted)
  })
})

test("with enough memory, what is held grows no more once all was asked for", async () => {
  await readAll(ample, ASKED[0]!)
  await readColumns(ample)
  await ample.map.preload()
  const held = ample.map.held()
  expect(held).toBeGreaterThan(PARCELS * 50)
  await readColumns(ample)
  await readAll(ample, ASKED[0]!)
  expect(ample.map.held()).toBe(held)
})
