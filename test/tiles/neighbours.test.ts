import { beforeAll, expect, test } from "vitest"
import { legalDayAt } from "../../geodata/days.ts"
import { deriveDue } from "../../server/derivation/derive.ts"
import { loadSample } from "../../server/sample/load.ts"
import { importCadastres } from "../support/cadastres.ts"
import { useDatabase } from "../support/database.ts"
import type { DecodedFeature, DecodedRing } from "../support/decode-tile.ts"
import { useImports } from "../support/import-app.ts"
import { findCorpus } from "../support/lanes.ts"
import { listPlaces, type Place } from "../support/oracle.ts"
import { openParcelApp, type ParcelApp } from "../support/parcel-app.ts"
import { createRandom } from "../support/park.ts"
import { listCells, makeResident, readTile, tileAt } from "../support/tiles.ts"

const isServer = process.env["MUTU_TEST_ENGINE"] === "postgres"
const corpus = isServer ? findCorpus() : undefined
const database = useDatabase()
const imports = useImports(database)
let places: Place[]

beforeAll(async () => {
  await loadSample(database.door, { parcels: 400, asOf: "2026-06-30" })
  await deriveDue(database.door)
  if (corpus) await importCadastres(imports.app, database.door, corpus)
  places = await listPlaces(database.door, legalDayAt(new Date()))
})

const EXTENT = 4096
const BUFFER = 64
type Tile = ReturnType<typeof tileAt>
type Vertex = DecodedRing[number]

/** A tile, the one east or south of it, and how a vertex of the first is named in the second. */
type Pair = { one: Tile; other: Tile; dx: number; dy: number }

function* randomPairs(count: number, seed: number): Generator<Pair> {
  const random = createRandom(seed)
  for (let i = 0; i < count; i++) {
    const { lon, lat } = random.one(places)
    const one = tileAt(lon, lat, 12 + random.below(6))
    const isEast = random.chance(0.5)
    yield isEast
      ? { one, other: { ...one, x: one.x + 1 }, dx: -EXTENT, dy: 0 }
      : { one, other: { ...one, y: one.y + 1 }, dx: 0, dy: -EXTENT }
  }
}

const read = async (app: ParcelApp, tile: Tile) => {
  const { parcels = [] } = await readTile(app, "planner", tile)
  const found = new Map(parcels.map((feature) => [feature.id!, feature]))
  // A parcel twice in a tile would be drawn twice.
  expect(found.size).toBe(parcels.length)
  return found
}

/** The polygons of a feature as a tile beside it names their vertices. */
const moved = ({ polygons }: DecodedFeature, dx: number, dy: number): DecodedRing[] =>
  polygons.flat().map((ring) => ring.map(([x, y]): Vertex => [x + dx, y + dy]))

/** Vertices of rings in the second tile's units that lie within the overlap, not on its border. */
function verticesWithin(rings: readonly DecodedRing[], { dx, dy }: Pair): Vertex[] {
  const most = (shift: number) => (shift === 0 ? EXTENT + BUFFER : BUFFER)
  return rings.flat().filter(([x, y]) => x > -BUFFER && x < most(dx) && y > -BUFFER && y < most(dy))
}

/** Distance from a vertex to the nearest edge of some rings. */
const distanceTo = (rings: readonly DecodedRing[], [x, y]: Vertex): number =>
  Math.min(
    ...rings.flatMap((ring) =>
      ring.map(([ax, ay], i) => {
        const [bx, by] = ring[(i + 1) % ring.length]!
        const [edgeX, edgeY] = [bx - ax, by - ay]
        const along = ((x - ax) * edgeX + (y - ay) * edgeY) / (edgeX ** 2 + edgeY ** 2 || 1)
        const share = Math.min(Math.max(along, 0), 1)
        return Math.hypot(x - ax - share * edgeX, y - ay - share * edgeY)
      }),
    ),
  )

/** Whether a feature lies on both sides of the edge that two tiles share, by more than a unit each. */
function crosses({ polygons }: DecodedFeature, edge: number, axis: 0 | 1): boolean {
  const places = polygons.flat(2).map((vertex) => vertex[axis])
  return Math.min(...places) < edge - 1 && Math.max(...places) > edge + 1
}

/** Holds pairs of tiles against each other. @returns how many parcels and vertices were held */
async function compare(
  [app, otherApp]: readonly [ParcelApp, ParcelApp],
  { pairs, seed, mayDiffer }: { pairs: number; seed: number; mayDiffer: number },
) {
  const seen = { parcels: 0, vertices: 0, exact: 0 }
  for (const pair of randomPairs(pairs, seed)) {
    const [one, other] = [await read(app, pair.one), await read(otherApp, pair.other)]
    const axis = pair.dx === 0 ? 1 : 0
    const crossing = [...one].filter(([, feature]) => crosses(feature, EXTENT, axis))
    const crossingBack = [...other].filter(([, feature]) => crosses(feature, 0, axis))
    expect(crossingBack.map(([id]) => id).sort()).toEqual(crossing.map(([id]) => id).sort())
    for (const [id, feature] of crossing) {
      seen.parcels++
      const twin = moved(other.get(id)!, 0, 0)
      const mine = moved(feature, pair.dx, pair.dy)
      for (const [from, to] of [
        [mine, twin],
        [twin, mine],
      ] as const) {
        const drawn = new Set(to.flat().map(String))
        for (const vertex of verticesWithin(from, pair)) {
          seen.vertices++
          if (drawn.has(String(vertex))) seen.exact++
          else if (distanceTo(to, vertex) > mayDiffer)
            expect.fail(`parcel ${id} at ${String(vertex)}: ${JSON.stringify([pair, mine, twin])}`)
        }
      }
    }
  }
  return seen
}

test("a parcel across an edge is in both tiles, once, and both draw it by the same points", async () => {
  const app = openParcelApp(database.door)
  await makeResident(app, "planner", { cells: await listCells(database.door) })
  const { parcels, vertices, exact } = await compare([app, app], {
    pairs: 200,
    seed: 4,
    mayDiffer: 1e-9,
  })
  expect(parcels).toBeGreaterThan(corpus ? 2_000 : 300)
  // A vertex may be left out where it lies on the line to a rounded cut, and it still is on the outline.
  expect(exact / vertices).toBeGreaterThan(0.99)
})

test("a tile read from the database and one made from memory differ by a unit and a half at most", async () => {
  const resident = openParcelApp(database.door)
  await makeResident(resident, "planner", { cells: await listCells(database.door) })
  const cold = openParcelApp(database.door, { memoryBytes: 0 })
  const { exact, vertices } = await compare([resident, cold], {
    pairs: 60,
    seed: 5,
    mayDiffer: 1.5,
  })
  expect(exact / vertices).toBeGreaterThan(0.95)
})
