import { beforeAll, expect, test } from "vitest"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, type ParcelApp } from "../support/parcel-app.ts"

const database = useDatabase()
let app: ParcelApp

const insertGround = (kind: string, name: string, rank: number | null, wkt: string) =>
  database.door.serve("svc_sample", "write", async (sql) => {
    const [act] = await sql<{
      actId: string
    }>`insert into core.act (kind, object) values ('test', 'ground') returning act_id`
    const geom = sql`ST_GeomFromText(${wkt}, 4490)`
    if (kind === "zone")
      await sql`insert into core.zone (name, geom, act_id) values (${name}, ${geom}, ${act!.actId})`
    else
      await sql`
        insert into core.ground (kind, name, rank, geom, act_id) values (${kind}, ${name}, ${rank}, ${geom}, ${act!.actId})`
  })

beforeAll(async () => {
  app = openParcelApp(database.door)
  await insertGround("road", "示例支路", 4, "LINESTRING(115.7 33.8, 115.71 33.8)")
  await insertGround("road", "示例大道", 1, "LINESTRING(115.7 33.8, 115.7 33.81)")
  await insertGround(
    "water",
    "示例河",
    null,
    "POLYGON((115.7 33.8, 115.71 33.8, 115.71 33.81, 115.7 33.8))",
  )
  await insertGround("zone", "示例开发区", null, "MULTIPOLYGON(((115 33, 116 33, 116 34, 115 33)))")
})

type Ground = GeoJSON.FeatureCollection<
  GeoJSON.Geometry,
  { layer: string; kind: string; name: string; rank: number | null }
>

test("the ground comes in the order to draw it: zone first, main roads last", async () => {
  const answer = await app.ask("planner", "/api/ground")
  expect(answer.headers.get("content-type")).toBe("application/geo+json")
  const { features } = (await answer.json()) as Ground
  expect(
    features.map(({ properties: { layer, kind, name, rank } }) => [layer, kind, name, rank]),
  ).toEqual([
    ["zone", "zone", "示例开发区", null],
    ["ground", "water", "示例河", null],
    ["ground", "road", "示例支路", 4],
    ["ground", "road", "示例大道", 1],
  ])
  expect(features[3]!.geometry).toEqual({
    type: "LineString",
    coordinates: [
      [115.7, 33.8],
      [115.7, 33.81],
    ],
  })
})

test("it is sent again only when something was added", async () => {
  const first = await app.ask("planner", "/api/ground")
  const tag = first.headers.get("etag")!
  const again = await app.ask("planner", "/api/ground", { headers: { "if-none-match": tag } })
  expect([again.status, await again.text()]).toEqual([304, ""])
  expect((await app.ask("lead", "/api/ground", { headers: { "if-none-match": tag } })).status).toBe(
    200,
  )
  await insertGround(
    "green",
    "示例绿地",
    null,
    "POLYGON((115.7 33.8, 115.71 33.8, 115.71 33.81, 115.7 33.8))",
  )
  expect(
    (await app.ask("planner", "/api/ground", { headers: { "if-none-match": tag } })).status,
  ).toBe(200)
})

test.each(["promotion", "planner", "plannerGranted", "assessor", "lead", "leadGranted"] as const)(
  "%s sees it",
  async (audience) => {
    expect(
      ((await (await app.ask(audience, "/api/ground")).json()) as Ground).features.length,
    ).toBeGreaterThan(3)
  },
)

test.each(["public", "investor", "admin"] as const)(
  "%s gets an empty collection",
  async (audience) => {
    expect(await (await app.ask(audience, "/api/ground")).json()).toEqual({
      type: "FeatureCollection",
      features: [],
    })
  },
)
