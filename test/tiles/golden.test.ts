import { createHash } from "node:crypto"
import { expect, test } from "vitest"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, query } from "../support/parcel-app.ts"
import { insertPark, YEAR } from "../support/park.ts"
import { insertParcels } from "../support/rows.ts"
import { coverTiles, listCells, makeResident, readTile } from "../support/tiles.ts"

const database = useDatabase()
const BOUNDS = [115.69, 33.79, 115.76, 33.83] as const

/** Of everything that the tiles of z8 to z17 show of the park, by whichever engine. */
const SHOWN = {
  features: 761,
  digest: "44061872d90ca66f50369bc1817ee8665b8f815dbdd3f6164e8d762e6884bc7e",
}

test("both engines make the same tiles of the same parcels, cold and from memory", async () => {
  await insertPark(database.door, 60)
  await insertParcels(database.door, [
    // Across cells, across tiles, a speck and a strip.
    { west: 115.735, south: 33.81, width: 0.02, height: 0.013, certifiedAreaM2: "2670000.55" },
    { west: 115.7001, south: 33.8061, width: 0.00001, height: 0.00001 },
    { west: 115.7, south: 33.8065, width: 0.06, height: 0.00002 },
  ])
  const asked = query({ year: YEAR, measure: "taxPerMu" })
  const resident = openParcelApp(database.door)
  await makeResident(resident, "assessor", {
    cells: await listCells(database.door),
    asked: `year=${YEAR}`,
  })
  for (const app of [openParcelApp(database.door, { memoryBytes: 0 }), resident]) {
    const hash = createHash("sha256")
    let features = 0
    for (let z = 8; z <= 17; z++)
      for (const tile of coverTiles(BOUNDS, z)) {
        const layers = await readTile(app, "assessor", tile, asked)
        for (const name of Object.keys(layers).sort())
          for (const feature of layers[name]!.toSorted((a, b) => a.id! - b.id!)) {
            features++
            const properties = Object.entries(feature.properties).sort(([a], [b]) =>
              a < b ? -1 : 1,
            )
            hash.update(JSON.stringify([tile, name, feature.id, properties, feature.polygons]))
          }
      }
    expect({ features, digest: hash.digest("hex") }).toEqual(SHOWN)
  }
})
