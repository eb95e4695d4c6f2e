import { beforeAll, describe, expect, test } from "vitest"
import { legalDayAt } from "../../geodata/days.ts"
import { deriveDue } from "../../server/derivation/derive.ts"
import { loadSample } from "../../server/sample/load.ts"
import { importCadastres } from "../support/cadastres.ts"
import { useDatabase } from "../support/database.ts"
import type { DecodedFeature } from "../support/decode-tile.ts"
import { useImports } from "../support/import-app.ts"
import { findCorpus } from "../support/lanes.ts"
import { drawByPostgis, listPlaces, type Place } from "../support/oracle.ts"
import { openParcelApp, type ParcelApp } from "../support/parcel-app.ts"
import { createRandom } from "../support/park.ts"
import { areaOf, countHoles, isOnRim, outlineOf } from "../support/shapes.ts"
import { listCells, makeResident, readTile, tileAt } from "../support/tiles.ts"

/** The embedded engine has no ST_AsMVT. */
const isServer = process.env["MUTU_TEST_ENGINE"] === "postgres"
const corpus = findCorpus()
const database = useDatabase()
const imports = useImports(database)
const day = legalDayAt(new Date())

/** Metres of EPSG:3857 round the equator. */
const ROUND_M = 40_075_016.685578488
/** A parcel this near to one pixel may be drawn or not. */
const UNDECIDED = 0.01
/**
 * Each of the two moves an outline by less than a unit: rounding by up to 0.7, ours by half a unit more for the
 * vertices that it leaves out. So areas differ by less than a unit along the outline, and a corner's worth.
 */
const mayDiffer = (one: DecodedFeature, other: DecodedFeature) =>
  Math.max(outlineOf(one), outlineOf(other)) + 4

type Seen = {
  parcels: number
  holes: number
  /** Parcels of which one draws a hole apart that rounding made touch the shell, and the other does not. */
  joined: number
  differences: number[]
}

/** Holds random tiles against PostGIS, by turns answered cold and from memory. */
async function compare(places: readonly Place[], seed: number, tiles: number): Promise<Seen> {
  const random = createRandom(seed)
  const cold = openParcelApp(database.door, { memoryBytes: 0 })
  const resident = openParcelApp(database.door)
  const year = (await resident.map.yearOf("assessor", undefined)) ?? 2024
  const asked = `?year=${year}`
  await makeResident(resident, "assessor", { cells: await listCells(database.door), asked })
  const pixels = (id: number, z: number) => (lengths.get(id)! * 256 * 2 ** z) / ROUND_M
  const lengths = new Map(places.map(({ id, length }) => [id, length]))
  const seen: Seen = { parcels: 0, holes: 0, joined: 0, differences: [] }
  for (let i = 0; i < tiles; i++) {
    const { lon, lat } = random.one(places)
    const z = 12 + random.below(6)
    const tile = tileAt(lon, lat, z)
    const ours = await byId(i % 2 === 0 ? cold : resident, tile, asked)
    const drawn = await drawByPostgis(database.door, tile, { day, year })
    const theirs = new Map(drawn.map((feature) => [feature.id!, feature]))
    const isDecided = (feature: DecodedFeature) =>
      Math.abs(pixels(feature.id!, z) - 1) >= UNDECIDED && !isOnRim(feature) && !isThin(feature)
    const missing = drawn.filter(
      (feature) => !ours.has(feature.id!) && pixels(feature.id!, z) >= 1 && isDecided(feature),
    )
    const extra = [...ours.values()].filter(
      (feature) => (!theirs.has(feature.id!) || pixels(feature.id!, z) < 1) && isDecided(feature),
    )
    expect({ tile, missing, extra }).toEqual({ tile, missing: [], extra: [] })
    for (const [id, feature] of ours) {
      const other = theirs.get(id)
      if (!other) continue
      assertAlike(feature, other)
      seen.parcels++
      seen.holes += countHoles(feature, 4)
      if (countHoles(feature, 4) !== countHoles(other, 4)) seen.joined++
      seen.differences.push(Math.abs(areaOf(feature) / areaOf(other) - 1))
    }
  }
  return seen
}

const byId = async (app: ParcelApp, tile: ReturnType<typeof tileAt>, asked: string) => {
  const { parcels = [] } = await readTile(app, "assessor", tile, asked)
  const found = new Map(parcels.map((feature) => [feature.id!, feature]))
  expect(found.size).toBe(parcels.length)
  return found
}

/** The same attributes and the same land, that of holes left out. */
function assertAlike(ours: DecodedFeature, theirs: DecodedFeature) {
  const { id } = ours
  // A comparison by hand: one of the runner's for each of 100,000 features takes minutes.
  const names = Object.keys(ours.properties)
  if (
    names.length !== Object.keys(theirs.properties).length ||
    names.some((name) => ours.properties[name] !== theirs.properties[name])
  )
    expect({ id, properties: ours.properties }).toEqual({ id, properties: theirs.properties })
  const difference = Math.abs(areaOf(ours) - areaOf(theirs))
  if (difference > mayDiffer(ours, theirs))
    expect.fail(`parcel ${id} differs by ${difference}: ${JSON.stringify([ours, theirs])}`)
}

/** What is thinner than a unit is drawn or not, as rounding has it. */
const isThin = (feature: DecodedFeature) => 2 * areaOf(feature) < outlineOf(feature)

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

describe.runIf(isServer)("a random tile is what PostGIS draws", () => {
  let park: Place[]
  beforeAll(async () => {
    await loadSample(database.door, { parcels: 1_000, asOf: "2026-06-30" })
    await deriveDue(database.door, "2026-06-30")
    park = await listPlaces(database.door, day)
  })

  test("of a park", async () => {
    const { parcels, differences } = await compare(park, 1, 200)
    expect(parcels).toBeGreaterThan(10_000)
    expect(median(differences)).toBeLessThan(0.005)
  })

  test.skipIf(!corpus)("of three real cadastres, with their holes", async () => {
    const count = await importCadastres(imports.app, database.door, corpus!)
    const places = await listPlaces(database.door, day)
    expect(places.length).toBe(park.length + count)
    const real = places.slice(park.length)
    const { parcels, holes, joined, differences } = await compare(real, 2, 300)
    expect(parcels).toBeGreaterThan(50_000)
    expect(holes).toBeGreaterThan(100)
    expect(joined).toBeLessThan(holes / 20)
    expect(median(differences)).toBeLessThan(0.005)
  })
})
