import { beforeAll, expect, test } from "vitest"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, type ParcelApp } from "../support/parcel-app.ts"
import { createRandom, insertPark } from "../support/park.ts"

const database = useDatabase()
let app: ParcelApp
beforeAll(async () => {
  app = openParcelApp(database.door)
  await insertPark(database.door, 20)
})

/** Parts of an address as nobody in his right mind writes them. */
const ODD = [
  "",
  " ",
  "-1",
  "-0",
  "+1",
  "00",
  "01",
  "1.0",
  "1e1",
  "0x1",
  "1,0",
  "٣",
  "１",
  "NaN",
  "Infinity",
  "null",
  "undefined",
  "true",
  "9007199254740992",
  "9007199254740993",
  "4294967296",
  "2147483648",
  "99999999999999999999",
  "1e308",
  "%00",
  "%0a",
  "%2e%2e",
  "..",
  ".",
  "%2F",
  "a",
  "z",
  "{z}",
  "*",
  "$1",
  "'",
  "%27",
  "%22",
  "1;2",
  "1'--",
  "%c0%af",
  "%ff",
  "%E2%80%AE",
  "1%00",
  "%201",
]
const SUFFIXES = [".mvt", ".MVT", ".pbf", "", ".mvt.mvt", ".mvt%00", "%2emvt", ".mvt/", " .mvt"]

test("2,000 odd addresses are answered with 400, 404, 204 or a tile, none by a failure, each at once", async () => {
  const random = createRandom(3)
  const statuses = new Map<number, number>()
  const times: number[] = []
  const part = (most: number) => (random.chance(0.5) ? String(random.below(most)) : random.one(ODD))
  for (let i = 0; i < 2_000; i++) {
    const path = `/api/tiles/planner/all/parcels/${part(30)}/${part(40_000)}/${part(40_000)}${random.chance(0.7) ? ".mvt" : random.one(SUFFIXES)}`
    const started = performance.now()
    const answer = await app.ask("planner", path)
    times.push(performance.now() - started)
    await answer.arrayBuffer()
    expect([200, 204, 400, 404], path).toContain(answer.status)
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
  }
  expect(statuses.get(400)).toBeGreaterThan(500)
  const p99 = times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)]!
  expect(p99).toBeLessThan(1_000)
})

test.each([
  ["0/0/0", [200, 204]],
  ["22/4194303/4194303", [204]],
  ["22/4194304/0", [400]],
  ["23/0/0", [400]],
  ["14/16383/16383", [204]],
  ["14/16384/0", [400]],
  ["14/0/16384", [400]],
  ["1/-1/0", [400]],
])("%s is answered by %j", async (place, wanted) => {
  const answer = await app.ask("planner", `/api/tiles/planner/all/parcels/${place}.mvt`)
  expect(wanted).toContain(answer.status)
})

test.each([
  "?year=1989",
  "?year=x",
  "?filter=areaMu",
  "?fields=tax",
  "?z=1",
  "?filter=x%20%3D%201",
])("%s is refused", async (asked) => {
  const answer = await app.ask("planner", `/api/tiles/planner/all/parcels/14/1/1.mvt${asked}`)
  expect(answer.status).toBe(400)
})
