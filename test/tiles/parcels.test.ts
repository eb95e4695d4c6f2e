import { gunzipSync } from "node:zlib"
import { beforeAll, describe, expect, test } from "vitest"
import type { Audience } from "../../server/db/audience.ts"
import { catalogueOf } from "../../server/parcels/catalogue.ts"
import { useDatabase } from "../support/database.ts"
import { decodeTile } from "../support/decode-tile.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import { insertPark, type Park, YEAR } from "../support/park.ts"
import {
  endSuspicions,
  insertDeterminations,
  insertMetrics,
  insertParcelGrades,
  insertParcels,
  insertStandings,
  insertSuspicions,
  insertUses,
} from "../support/rows.ts"
import { addressOf, coverTiles, listFeatures, tileAt } from "../support/tiles.ts"

const database = useDatabase()
let app: ParcelApp
let park: Park

beforeAll(async () => {
  app = openParcelApp(database.door)
  park = await insertPark(database.door, 60)
})

type TileJson = {
  tilejson: string
  tiles: string[]
  bounds: [number, number, number, number]
  minzoom: number
  maxzoom: number
  vector_layers: { id: string; fields: Record<string, string> }[]
}
const describeTiles = (audience: Audience, asked = "") =>
  app.read<TileJson>(audience, `/api/tiles/parcels.json${asked}`)

const get = (audience: Audience, path: string, headers: Record<string, string> = {}) =>
  app.ask(audience, path, { headers })
/** The tile over a place for an audience. */
const tileOver = (
  lon: number,
  lat: number,
  z: number,
  audience: Audience,
  asked = `?year=${YEAR}`,
) =>
  `${addressOf(`/api/tiles/${audience}/all/parcels/{z}/{x}/{y}.mvt`, tileAt(lon, lat, z))}${asked}`

describe("the description of the tiles", () => {
  test("is TileJSON 3 with bounds, year and the audience in the address", async () => {
    const json = await describeTiles("planner")
    expect(json.tilejson).toBe("3.0.0")
    expect(json.tiles).toEqual([`/api/tiles/planner/all/parcels/{z}/{x}/{y}.mvt?year=${YEAR}`])
    const [west, south, east, north] = json.bounds
    expect([west, south]).toEqual([115.7, 33.8])
    expect(east).toBeCloseTo(115.7 + 19 * 0.0014 + 0.001, 9)
    expect(north).toBeCloseTo(33.8 + 2 * 0.0014 + 0.001, 9)
    expect(json.maxzoom).toBeGreaterThan(json.minzoom)
  })

  test("takes a filter into the address, where braces and quotes do no harm", async () => {
    const filter = "name LIKE '{z}%' AND grade <> 'A'"
    const { tiles } = await describeTiles("planner", query({ filter, year: 2023 }))
    const address = addressOf(tiles[0]!, { z: 14, x: 1, y: 2 })
    expect(address).toContain("/14/1/2.mvt?")
    expect(new URLSearchParams(address.split("?")[1]).get("filter")).toBe(filter)
    expect(new URLSearchParams(address.split("?")[1]).get("year")).toBe("2023")
  })

  test.each(["public", "investor", "admin"] as const)(
    "shows %s a world without attributes, its tiles are empty",
    async (audience) => {
      const json = await describeTiles(audience)
      expect(json.vector_layers).toEqual([{ id: "parcels", fields: {}, minzoom: 12, maxzoom: 16 }])
      expect(json.bounds).toEqual([-180, -85.051129, 180, 85.051129])
      expect((await get(audience, tileOver(115.7, 33.8, 14, audience))).status).toBe(204)
    },
  )
})

describe("a tile", () => {
  test.each(["promotion", "planner", "lead", "plannerGranted", "leadGranted", "assessor"] as const)(
    "holds for %s exactly the attributes that its description names, all of them its own",
    async (audience) => {
      const { vector_layers } = await describeTiles(audience)
      const named = Object.keys(vector_layers[0]!.fields)
      const features = await listFeatures(app, audience, 14)
      expect(new Set(features.map(({ id }) => id))).toEqual(new Set(park.parcelIds))
      const found = new Set(features.flatMap(({ properties }) => Object.keys(properties)))
      expect([...found].sort()).toEqual([...named].sort())
      for (const name of found) expect(catalogueOf(audience).has(name)).toBe(true)
    },
  )

  test("holds for promotion neither class nor suspicion nor figure", async () => {
    const features = await listFeatures(app, "promotion", 14)
    const names = new Set(features.flatMap(({ properties }) => Object.keys(properties)))
    for (const name of [
      "lifecycle",
      "suspected",
      "taxPerMu",
      "revenuePerMu",
      "valueAddedPerMu",
      "parcelCode",
    ])
      expect(names).not.toContain(name)
  })

  test("says of each parcel what the list says; what is not known is left out", async () => {
    const { items } = await app.read<{ items: Record<string, unknown>[] }>(
      "assessor",
      "/api/parcels?limit=1000",
    )
    const byId = new Map(items.map((item) => [item["id"], item]))
    const features = await listFeatures(app, "assessor", 14)
    const { vector_layers } = await describeTiles("assessor")
    const names = Object.keys(vector_layers[0]!.fields)
    expect(features.length).toBeGreaterThanOrEqual(60)
    for (const { id, properties } of features) {
      const item = byId.get(id)!
      const wanted = Object.fromEntries(
        names.filter((name) => item[name] !== null).map((name) => [name, item[name]]),
      )
      expect(properties).toEqual(wanted)
    }
  })

  test("shows a parcel where it is: corners within a unit of their place", async () => {
    const tile = tileAt(115.7005, 33.8005, 16)
    const answer = await get(
      "planner",
      addressOf("/api/tiles/planner/all/parcels/{z}/{x}/{y}.mvt", tile),
    )
    const { parcels } = decodeTile(new Uint8Array(await answer.arrayBuffer()))
    const first = parcels!.find(({ id }) => id === park.parcelIds[0])!
    const xs = first.polygons[0]![0]!.map(([x]) => x)
    const unitX = (lon: number) => (((lon + 180) / 360) * 2 ** 16 - tile.x) * 4096
    expect(Math.min(...xs)).toBeCloseTo(unitX(115.7), -0.3)
    expect(Math.max(...xs)).toBeCloseTo(unitX(115.701), -0.3)
  })

  test("of another audience is the uniform 404, whatever the address", async () => {
    const missing = await (await get("planner", "/api/parcels/999999")).text()
    for (const [asker, named] of [
      ["planner", "assessor"],
      ["promotion", "planner"],
      ["public", "planner"],
      ["planner", "plannerGranted"],
      ["planner", "nobody"],
      ["planner", "Planner"],
    ] as const) {
      const answer = await get(asker, tileOver(115.7, 33.8, 14, named as Audience))
      expect([answer.status, await answer.text()]).toEqual([404, missing])
      expect((await get(asker, `/api/tiles/${named}/all/parcels/x/y/z.mvt`)).status).toBe(404)
    }
    expect(
      (await get("planner", tileOver(115.7, 33.8, 14, "planner").replace("/all/", "/other/")))
        .status,
    ).toBe(404)
  })

  test("is compressed where that is accepted and pays", async () => {
    const path = tileOver(115.7, 33.8, 14, "assessor")
    const plain = await get("assessor", path)
    expect(plain.headers.get("content-encoding")).toBeNull()
    const bytes = new Uint8Array(await plain.arrayBuffer())
    expect(plain.headers.get("content-type")).toBe("application/vnd.mapbox-vector-tile")
    const packed = await get("assessor", path, { "accept-encoding": "br, gzip;q=0.8" })
    expect(packed.headers.get("content-encoding")).toBe("gzip")
    expect(packed.headers.get("vary")).toContain("Cookie")
    expect(new Uint8Array(gunzipSync(new Uint8Array(await packed.arrayBuffer())))).toEqual(bytes)
    const refused = await get("assessor", path, { "accept-encoding": "gzip;q=0, br" })
    expect(refused.headers.get("content-encoding")).toBeNull()
  })

  test("may be kept, and is asked for again each time", async () => {
    const answer = await get("planner", tileOver(115.7, 33.8, 14, "planner"))
    expect(answer.headers.get("cache-control")).toBe("private, no-cache")
    expect(answer.headers.get("etag")).toMatch(/^W\/"[\w-]{22}"$/)
  })

  test("of nothing is 204, with a tag", async () => {
    const answer = await get("planner", tileOver(0, 0, 14, "planner"))
    expect(answer.status).toBe(204)
    expect(answer.headers.get("etag")).not.toBeNull()
  })
})

describe("a tile's tag", () => {
  const here = [115.9, 33.9] as const
  const insertHere = () =>
    insertParcels(database.door, [
      { west: here[0], south: here[1], name: "标签", certifiedAreaM2: "9000" },
    ]).then(([id]) => id!)
  const tagOf = async (audience: Audience, z = 14) =>
    (await get(audience, tileOver(...here, z, audience))).headers.get("etag")!
  const isSame = async (audience: Audience, tag: string, z = 14) => {
    const answer = await get(audience, tileOver(...here, z, audience), { "if-none-match": tag })
    expect([200, 204, 304]).toContain(answer.status)
    if (answer.status === 304) expect(await answer.text()).toBe("")
    return answer.status === 304
  }

  test("stays while nothing changes, and differs by audience, year and place", async () => {
    await insertHere()
    const tag = await tagOf("planner")
    expect(await isSame("planner", tag)).toBe(true)
    expect(await isSame("lead", tag)).toBe(false)
    const other = await get("planner", tileOver(...here, 14, "planner", "?year=2023"))
    expect(other.headers.get("etag")).not.toBe(tag)
    expect(await tagOf("planner", 15)).not.toBe(tag)
  })

  test("changes with an edit, even in the same second, at every zoom that shows the parcel", async () => {
    const id = await insertHere()
    for (let version = 1; version < 6; version++) {
      const before = await Promise.all([10, 12, 13, 14, 16, 18].map((z) => tagOf("planner", z)))
      const answer = await app.patch(
        "planner",
        `/api/parcels/${id}`,
        { certifiedAreaM2: 9000 + version, why: "复测" },
        { "if-match": `"v${version}"` },
      )
      expect(answer.status).toBe(200)
      for (const [i, z] of [10, 12, 13, 14, 16, 18].entries())
        expect(await isSame("planner", before[i]!, z)).toBe(false)
      const features = await readHere("planner")
      expect(features.find((feature) => feature.id === id)!.properties["areaMu"]).toBeCloseTo(
        (9000 + version) * 0.0015,
        9,
      )
    }
  })

  const readHere = async (audience: Audience) => {
    const answer = await get(audience, tileOver(...here, 14, audience))
    return decodeTile(new Uint8Array(await answer.arrayBuffer()))["parcels"]!
  }

  test("changes for those who see what changed, and for nobody else", async () => {
    const id = await insertHere()
    const audiences = ["promotion", "planner", "lead", "plannerGranted", "assessor"] as const
    const changedBy = async (work: () => Promise<unknown>) => {
      const before = await Promise.all(audiences.map((audience) => tagOf(audience)))
      await work()
      const same = await Promise.all(audiences.map((audience, i) => isSame(audience, before[i]!)))
      return audiences.filter((_, i) => !same[i])
    }
    expect(
      await changedBy(() =>
        insertMetrics(database.door, [
          { parcelId: id, fiscalYear: YEAR, indicator: "taxWanYuan", amount: "9", areaMu: "3" },
        ]),
      ),
    ).toEqual(["plannerGranted", "assessor"])
    expect(
      await changedBy(() =>
        insertSuspicions(database.door, [{ parcelId: id, ruleSet: "idle-order53", rule: "type1" }]),
      ),
    ).toEqual(["planner", "lead", "plannerGranted", "assessor"])
    expect(await changedBy(() => endSuspicions(database.door, id))).toEqual([
      "planner",
      "lead",
      "plannerGranted",
      "assessor",
    ])
    expect(
      await changedBy(() =>
        insertStandings(database.door, [{ parcelId: id, lifecycle: "in_use" }]),
      ),
    ).toEqual([...audiences])
    expect(await changedBy(() => insertDeterminations(database.door, [id]))).toEqual([...audiences])
    expect(
      await changedBy(() =>
        insertParcelGrades(database.door, [
          { parcelId: id, fiscalYear: YEAR, grade: "A", enterpriseId: park.firmIds[0]! },
        ]),
      ),
    ).toEqual([...audiences])
    expect(
      await changedBy(() => insertParcels(database.door, [{ west: 116.9, south: 33.9 }])),
    ).toEqual([])
  })

  test("is not given for a filter whose grounds the map is not told of", async () => {
    const id = await insertHere()
    const path = (filter: string) => tileOver(...here, 14, "planner", query({ year: YEAR, filter }))
    expect((await get("planner", path("areaMu > 1"))).headers.get("etag")).not.toBeNull()
    const filter = `id = ${id} AND firmCount = 0`
    const before = await get("planner", path(filter))
    expect([before.status, before.headers.get("etag")]).toEqual([200, null])
    await insertUses(database.door, [
      { parcelId: id, enterpriseId: park.firmIds[0]!, landAreaM2: "100" },
    ])
    expect((await get("planner", path(filter))).status).toBe(204)
  })
})

test("neighbouring tiles together hold what their parent holds", async () => {
  const json = await describeTiles("planner")
  const idsAt = async (z: number) => {
    const ids = new Set<number | undefined>()
    for (const tile of coverTiles([115.7, 33.8, 115.73, 33.81], z)) {
      const answer = await get("planner", addressOf(json.tiles[0]!, tile))
      if (answer.status === 200)
        for (const { id } of decodeTile(new Uint8Array(await answer.arrayBuffer()))["parcels"]!)
          ids.add(id)
    }
    return ids
  }
  expect(await idsAt(15)).toEqual(await idsAt(14))
})

test("at low zoom shows what is large enough to see, where parcels are few", async () => {
  expect((await describeTiles("planner")).minzoom).toBe(0)
  const [large] = await insertParcels(database.door, [
    { west: 110, south: 30, width: 0.02, height: 0.02 },
    { west: 110.1, south: 30 },
  ])
  const answer = await get("planner", tileOver(110, 30, 8, "planner"))
  const { parcels } = decodeTile(new Uint8Array(await answer.arrayBuffer()))
  expect(parcels!.map(({ id }) => id)).toEqual([large])
})
