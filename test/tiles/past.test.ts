import { beforeAll, describe, expect, test } from "vitest"
import { addDays, legalDayAt } from "../../geodata/days.ts"
import { listBins } from "../support/bins.ts"
import { decodeColumns } from "../support/columns-file.ts"
import { useDatabase } from "../support/database.ts"
import { insertHistory } from "../support/histories.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import { createRandom, insertPark, type Park, YEAR } from "../support/park.ts"
import { insertParcelGrades, insertParcels, insertVersions } from "../support/rows.ts"
import { addressOf, listFeatures, readTile, tileAt } from "../support/tiles.ts"

const database = useDatabase()
let app: ParcelApp
let park: Park
beforeAll(async () => {
  app = openParcelApp(database.door)
  park = await insertPark(database.door, 60)
  await insertHistory(database.door, createRandom(3), { parcels: 16, events: 50 })
})

const TODAY = legalDayAt(new Date())
const DAYS = ["2020-02-01", "2021-07-01", "2023-01-01", "2024-05-20"]
const BOUNDS = [115.6, 33.7, 116.2, 34] as const

type Item = Record<string, unknown> & { id: number; bounds: [number, number, number, number] }
type Page = { items: Item[]; total: number; year: number | null }
type TileJson = {
  tiles: string[]
  bounds: number[]
  vector_layers: { id: string; fields: Record<string, string> }[]
}
type Summary = {
  total: { parcels: number; areaMu: number }
  byLifecycle?: unknown
  byFlag?: unknown
}

/** Known of a parcel as it stands now alone. */
const OF_NOW = [
  "lifecycle",
  "projectStatus",
  "available",
  "suspected",
  "flagRule",
  "determined",
  "signedOn",
  "floorM2",
  "aboveScale",
]

describe.each(["promotion", "planner", "assessor"] as const)("to the %s", (audience) => {
  test("tiles, list, summary and bins of a past day show the same parcels", async () => {
    const counts = new Set<number>()
    for (const on of DAYS) {
      const asked = query({ on, filter: "areaMu > 3" })
      const { items, total } = await app.read<Page>(audience, `/api/parcels${asked}&limit=1000`)
      const features = await listFeatures(app, audience, 14, asked)
      expect([...new Set(features.map(({ id }) => id))].sort()).toEqual(
        items.map(({ id }) => id).sort(),
      )
      const byId = new Map(items.map((item) => [item.id, item]))
      for (const { id = 0, properties } of features)
        for (const name of ["landUse", "areaMu", "grade"])
          expect({ id, [name]: properties[name] ?? null }).toEqual({
            id,
            [name]: byId.get(id)![name],
          })
      const summary = await app.read<Summary>(audience, `/api/parcels/summary${asked}`)
      expect(summary.total.parcels).toBe(total)
      const bins = await listBins(app, audience, { z: 10, bounds: BOUNDS, asked })
      expect([...bins.values()].reduce((all, bin) => all + Number(bin["count"]), 0)).toBe(total)
      counts.add(total)
    }
    expect(counts.size).toBeGreaterThan(1)
  })

  test("what is known of today alone is nowhere in the answers for a past day", async () => {
    const on = DAYS[2]!
    const { items } = await app.read<Page>(audience, `/api/parcels${query({ on })}`)
    expect(OF_NOW.filter((name) => name in items[0]!)).toEqual([])
    const summary = await app.read<Summary>(audience, `/api/parcels/summary${query({ on })}`)
    expect([summary.byLifecycle, summary.byFlag]).toEqual([undefined, undefined])
    const { vector_layers } = await app.read<TileJson>(
      audience,
      `/api/tiles/parcels.json${query({ on })}`,
    )
    const [parcels] = vector_layers
    expect(OF_NOW.filter((name) => name in parcels!.fields)).toEqual([])
    expect(parcels!.fields).toMatchObject({ landUse: "String", areaMu: "Number", grade: "String" })
    const names = await app.read<{ items: { name: string }[] }>(
      audience,
      `/api/filter-names${query({ on })}`,
    )
    const known = names.items.map(({ name }) => name)
    expect(OF_NOW.filter((name) => known.includes(name))).toEqual([])
    expect(known).toEqual(
      expect.arrayContaining(["id", "name", "landUse", "firms", "grade", "geom"]),
    )
  })

  test("columns of a past day tell of its parcels", async () => {
    const on = DAYS[1]!
    const { items } = await app.read<Page>(audience, `/api/parcels${query({ on })}&limit=1000`)
    const cells = await app.map.extent(on)
    const answer = await app.ask(
      audience,
      `/api/tiles/${audience}/all/columns${query({ on, fields: "areaMu", cells: await listCellNumbers(on) })}`,
    )
    expect(answer.status).toBe(200)
    const file = decodeColumns(new Uint8Array(await answer.arrayBuffer()))
    expect(cells!.parcels).toBe(items.length)
    expect(file.parcels.map(({ id }) => id).sort()).toEqual(items.map(({ id }) => id).sort())
  })
})

const listCellNumbers = (day: string) =>
  database.door.serve("svc_tiles", "read", async (sql) => {
    const rows = await sql<{ cell: number }>`
      select distinct cell from core.parcel_version
       where superseded_at is null and valid_from <= ${day} and (valid_to is null or valid_to > ${day})`
    return rows.map(({ cell }) => cell).join(",")
  })

test("today named is the same as no day", async () => {
  const plain = await app.read<TileJson>("planner", "/api/tiles/parcels.json")
  expect(await app.read<TileJson>("planner", `/api/tiles/parcels.json?on=${TODAY}`)).toEqual(plain)
  const tile = tileAt(115.71, 33.805, 14)
  expect(await readTile(app, "planner", tile, `?on=${TODAY}`)).toEqual(
    await readTile(app, "planner", tile),
  )
  for (const path of ["/api/parcels", "/api/parcels/summary", "/api/filter-names"])
    expect(await app.read("planner", `${path}?on=${TODAY}`)).toEqual(
      await app.read("planner", path),
    )
})

test("figures and grades of a past day are of its own year, or of the last before it", async () => {
  const yearOn = async (on: string, year?: number) =>
    (await app.read<Page>("assessor", `/api/parcels${query({ on, year, limit: 1 })}`)).year
  expect(await yearOn(`${YEAR}-12-31`)).toBe(YEAR)
  expect(await yearOn(`${YEAR}-01-01`)).toBe(YEAR)
  expect(await yearOn(`${YEAR - 1}-12-31`)).toBe(YEAR - 1)
  expect(await yearOn("1995-01-01")).toBeNull()
  expect(await yearOn(`${YEAR}-12-31`, YEAR - 1)).toBe(YEAR - 1)
  const { tiles } = await app.read<TileJson>(
    "assessor",
    `/api/tiles/parcels.json?on=${YEAR - 1}-12-31`,
  )
  expect(new URL(tiles[0]!, "http://x").searchParams.get("year")).toBe(String(YEAR - 1))
})

describe("refused in words", () => {
  const places = [
    "/api/parcels",
    "/api/parcels/summary",
    "/api/tiles/parcels.json",
    "/api/tiles/planner/all/parcels/14/1/1.mvt",
  ]
  const issueOf = async (path: string) => {
    const answer = await app.ask("planner", path)
    expect(answer.status).toBe(400)
    return ((await answer.json()) as { issues: { pointer: string; message: string }[] }).issues[0]!
  }
  test.each(places)("a day to come, and one that is none, at %s", async (path) => {
    const later = await issueOf(`${path}?on=${addDays(TODAY, 1)}`)
    expect([later.pointer, later.message]).toEqual(["/on", expect.stringContaining(TODAY)])
    expect((await issueOf(`${path}?on=2024-02-30`)).pointer).toBe("/on")
  })
  test.each(places)("a filter over what is known of today alone, at %s", async (path) => {
    const { pointer, message } = await issueOf(
      `${path}${query({ on: DAYS[0], filter: "lifecycle IS NULL" })}`,
    )
    expect([pointer, message]).toEqual([
      "/filter",
      expect.stringContaining("“存量类型”只有今天的值"),
    ])
    // Who does not have a name at all is not told that there is one.
    const other = await app.ask(
      "promotion",
      `/api/parcels${query({ on: DAYS[0], filter: "lifecycle IS NULL" })}`,
    )
    expect(JSON.stringify(await other.json())).not.toContain("存量")
  })
  test("an attribute of tiles that is known of today alone", async () => {
    const { pointer, message } = await issueOf(
      `/api/tiles/parcels.json${query({ on: DAYS[0], fields: "available" })}`,
    )
    expect([pointer, message]).toEqual(["/fields", expect.stringContaining("只有今天的值")])
  })
})

describe("a tile of a past day that is kept", () => {
  const on = "2022-03-03"
  const fields = "areaMu,landUse"
  const get = async (
    place: { west: number; south: number },
    asked: Record<string, string> = {},
    z = 14,
  ) => {
    const path = addressOf(
      `/api/tiles/planner/all/parcels/{z}/{x}/{y}.mvt${query({ on, fields, ...asked })}`,
      tileAt(place.west, place.south, z),
    )
    const answer = await app.ask("planner", path)
    return { path, status: answer.status, tag: answer.headers.get("etag") }
  }
  const row = { width: 0.001, height: 0.001, name: "旧", landUse: "0901", certifiedAreaM2: "4000" }

  test("is not sent again while nothing changed, and takes no memory of today's parcels", async () => {
    const place = { west: 115.705, south: 33.803 }
    await app.map.settled()
    const held = app.map.held()
    const { path, tag } = await get(place)
    expect(tag).not.toBeNull()
    const again = await app.ask("planner", path, { headers: { "if-none-match": tag! } })
    expect(again.status).toBe(304)
    await app.map.settled()
    expect(app.map.held()).toBe(held)
  })

  test("is made anew when the past is corrected, also where no parcel lies today or ever lay", async () => {
    const place = { west: 119.3, south: 34.4 }
    const past = { ...row, ...place, validFrom: "2020-01-01", validTo: "2023-01-01" }
    const tags: (string | null)[] = []
    const keep = async (status: number, z: number) => {
      const seen = await get(place, {}, z)
      expect({ z, status: seen.status }).toEqual({ z, status })
      tags.push(seen.tag)
      return seen
    }
    for (const z of [9, 14]) await keep(204, z)
    const [id] = await insertParcels(database.door, [
      { ...place, certifiedAreaM2: "4000", validFrom: "2020-01-01", validTo: "2023-01-01" },
    ])
    for (const z of [9, 14]) await keep(200, z)
    const tile = tileAt(place.west, place.south, 14)
    const areaOf = async () =>
      (await readTile(app, "planner", tile, query({ on, fields })))["parcels"]![0]!.properties[
        "areaMu"
      ]
    expect(await areaOf()).toBeCloseTo(6, 5)
    await insertVersions(
      database.door,
      [{ ...past, parcelId: id!, version: 2, certifiedAreaM2: "2000" }],
      [{ parcelId: id!, version: 1 }],
    )
    for (const z of [9, 14]) await keep(200, z)
    expect(await areaOf()).toBeCloseTo(3, 5)
    await insertVersions(database.door, [], [{ parcelId: id!, version: 2 }])
    for (const z of [9, 14]) await keep(204, z)
    const [shown, empty] = [tags.slice(2, 6), [...tags.slice(0, 2), ...tags.slice(6)]]
    expect(new Set(shown).size).toBe(shown.length)
    for (const tag of shown) expect(empty).not.toContain(tag)
  })

  test("is made anew when a grade of its year is given", async () => {
    const place = { west: 115.7, south: 33.8 }
    const asked = { fields: "grade", year: "2021" }
    const first = await get(place, asked)
    await insertParcelGrades(database.door, [
      {
        parcelId: park.parcelIds[0]!,
        fiscalYear: 2021,
        grade: "A",
        enterpriseId: park.firmIds[0]!,
      },
    ])
    expect((await get(place, asked)).tag).not.toBe(first.tag)
  })
})
