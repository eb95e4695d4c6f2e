import { beforeAll, describe, expect, test } from "vitest"
import { type Audience, AUDIENCES } from "../../server/db/audience.ts"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, type ParcelApp } from "../support/parcel-app.ts"
import { insertPark, type Park, YEAR } from "../support/park.ts"
import {
  endSuspicions,
  insertDeterminations,
  insertMetrics,
  insertParcelGrades,
  insertParcels,
  insertStandings,
  insertSuspicions,
  updateStanding,
  withdrawParcels,
} from "../support/rows.ts"
import { addressOf, tileAt } from "../support/tiles.ts"

const database = useDatabase()
let app: ParcelApp
let park: Park
beforeAll(async () => {
  app = openParcelApp(database.door)
  park = await insertPark(database.door, 20)
})

type Box = { west: number; south: number; east: number; north: number }
type Changes = { mark: string; cells: (Box & { cell: number })[] | null }
const changes = (audience: Audience, since?: string) =>
  app.read<Changes>(
    audience,
    `/api/tiles/${audience}/all/changes${since === undefined ? "" : `?since=${since}`}`,
  )

/** Audiences that a piece of work is told to; to the others not even the mark says a thing. */
async function toldBy(work: () => Promise<unknown>): Promise<Audience[]> {
  const marks = new Map<Audience, string>()
  for (const audience of AUDIENCES) marks.set(audience, (await changes(audience)).mark)
  await work()
  const told: Audience[] = []
  for (const audience of AUDIENCES) {
    const since = marks.get(audience)!
    const { mark, cells } = await changes(audience, since)
    expect({ audience, isSame: mark === since }).toEqual({ audience, isSame: cells!.length === 0 })
    if (cells!.length > 0) told.push(audience)
    expect(await changes(audience, mark)).toEqual({ mark, cells: [] })
  }
  return told
}

const EVERYONE = ["promotion", "planner", "plannerGranted", "assessor", "lead", "leadGranted"]
const STAFF = ["planner", "plannerGranted", "assessor", "lead", "leadGranted"]
const FIGURES = ["plannerGranted", "assessor", "leadGranted"]

describe("a change is told to those who see it, and to nobody else", () => {
  test("land", async () => {
    expect(await toldBy(() => insertParcels(database.door, [{ west: 110, south: 30 }]))).toEqual(
      EVERYONE,
    )
  })
  test("a class that moved is the staff's, land that came free is everyone's, the same again is nobody's", async () => {
    const [parcelId] = await insertParcels(database.door, [{ west: 110.1, south: 30 }])
    const standing = { parcelId: parcelId!, lifecycle: "in_use", available: false }
    expect(await toldBy(() => insertStandings(database.door, [standing]))).toEqual(EVERYONE)
    const low = { ...standing, lifecycle: "producing_below_target" }
    expect(await toldBy(() => updateStanding(database.door, low))).toEqual(STAFF)
    const free = { ...low, available: true }
    expect(await toldBy(() => updateStanding(database.door, free))).toEqual(EVERYONE)
    expect(await toldBy(() => updateStanding(database.door, free))).toEqual([])
  })
  test("a figure", async () => {
    const insert = () =>
      insertMetrics(database.door, [
        {
          parcelId: park.parcelIds[0]!,
          fiscalYear: 2019,
          indicator: "taxWanYuan",
          amount: "1",
          areaMu: "1",
        },
      ])
    expect(await toldBy(insert)).toEqual(FIGURES)
  })
  test("a suspicion and its end", async () => {
    const [id] = await insertParcels(database.door, [{ west: 110.2, south: 30 }])
    const insert = () =>
      insertSuspicions(database.door, [{ parcelId: id!, ruleSet: "idle-order53", rule: "type1" }])
    expect(await toldBy(insert)).toEqual(STAFF)
    expect(await toldBy(() => endSuspicions(database.door, id!))).toEqual(STAFF)
  })
  test("a determination and a grade", async () => {
    const [parcelId] = await insertParcels(database.door, [{ west: 110.4, south: 30 }])
    expect(await toldBy(() => insertDeterminations(database.door, [parcelId!]))).toEqual(EVERYONE)
    const insert = () =>
      insertParcelGrades(database.door, [
        { parcelId: parcelId!, fiscalYear: YEAR, grade: "A", enterpriseId: park.firmIds[0]! },
      ])
    expect(await toldBy(insert)).toEqual(EVERYONE)
  })
})

describe("a told cell", () => {
  test("comes with the box of its parcels, once however often it changed", async () => {
    const { mark } = await changes("planner")
    const boxes = [
      { west: 111, south: 30 },
      { west: 111.005, south: 30.004 },
    ]
    for (const box of boxes) await insertParcels(database.door, [box])
    const { cells } = await changes("planner", mark)
    expect(
      cells!.map(({ west, south, east, north }) =>
        [west, south, east, north].map((side) => side.toFixed(6)),
      ),
    ).toEqual([["111.000000", "30.000000", "111.006000", "30.005000"]])
  })

  test("that is emptied comes with the box of what was there", async () => {
    const ids = await insertParcels(database.door, [{ west: 112, south: 30 }])
    const { mark } = await changes("planner")
    await withdrawParcels(database.door, ids)
    const { cells } = await changes("planner", mark)
    expect(cells!.map(({ west, north }) => [west, north.toFixed(3)])).toEqual([[112, "30.001"]])
  })

  test("without parcels before and after is not told: nothing is drawn there", async () => {
    const { mark } = await changes("planner")
    await insertParcels(database.door, [{ west: 113, south: 30, validFrom: "2999-01-01" }])
    expect((await changes("planner", mark)).cells).toEqual([])
  })
})

test("a mark that is not of this process or of nobody says that everything may have changed", async () => {
  const other = openParcelApp(database.door)
  const { mark } = await other.read<Changes>("planner", "/api/tiles/planner/all/changes")
  const own = (await changes("planner")).mark
  const [epoch, place] = own.split(".")
  for (const since of [mark, "", "x", ".", epoch!, `${epoch}.-1`, `${epoch}.${Number(place) + 1}`])
    expect({ since, ...(await changes("planner", since)) }).toEqual({
      since,
      mark: own,
      cells: null,
    })
})

test.each(["public", "investor", "admin"] as const)("%s is told nothing", async (audience) => {
  const { mark } = await changes(audience)
  await insertParcels(database.door, [{ west: 114, south: 30 }])
  expect(await changes(audience, mark)).toEqual({ mark, cells: [] })
})

test("the changes of another audience's address are the uniform 404", async () => {
  const missing = await (await app.ask("planner", "/api/parcels/999999")).text()
  for (const asker of AUDIENCES)
    for (const named of [...AUDIENCES, "nobody"].filter((one) => one !== asker)) {
      const answer = await app.ask(asker, `/api/tiles/${named}/all/changes`)
      expect([answer.status, await answer.text()]).toEqual([404, missing])
    }
})

test("a cell that was emptied and filled again has a tag of its own", async () => {
  const place = { west: 118.5, south: 31.5, certifiedAreaM2: "1000" }
  const path = addressOf(
    "/api/tiles/planner/all/parcels/{z}/{x}/{y}.mvt",
    tileAt(place.west, place.south, 14),
  )
  const tags: (string | null)[] = []
  const keep = async (status: number) => {
    const answer = await app.ask("planner", path)
    expect(answer.status).toBe(status)
    tags.push(answer.headers.get("etag"))
  }
  await keep(204)
  for (let i = 0; i < 3; i++) {
    const [id] = await insertParcels(database.door, [place])
    await keep(200)
    await withdrawParcels(database.door, [id!])
    await keep(204)
  }
  const filled = tags.filter((_, i) => i % 2 === 1)
  expect(new Set(filled).size).toBe(3)
  for (const tag of tags.filter((_, i) => i % 2 === 0)) expect(filled).not.toContain(tag)
})
