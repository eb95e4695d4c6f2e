import { beforeAll, describe, expect, test } from "vitest"
import type { Audience } from "../../server/db/audience.ts"
import { FIELDS } from "../../server/parcels/catalogue.ts"
import {
  FilterNames,
  ParcelCollection,
  ParcelList,
  ParcelSummary,
} from "../../server/parcels/schema.ts"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import { insertPark } from "../support/park.ts"

const database = useDatabase()
let app: ParcelApp

beforeAll(async () => {
  app = openParcelApp(database.door)
  await insertPark(database.door, 40)
})

const ALL = Object.keys(FIELDS)
const FIGURES = ALL.filter(
  (name) =>
    /PerMu$|^(tax|valueAdded|revenue|rd|techInvest|newProjectInvest|netProfit|netAssets)WanYuan$|^(energyTce|emissionT|powerWanKwh|averageStaff)$/.test(
      name,
    ) && !name.endsWith("CommitPerMu"),
)
const WITHOUT_FIGURES = ALL.filter((name) => !FIGURES.includes(name))

/** Written out by hand: what each audience may ask, whatever the code says. */
const EXPECTED: Record<Audience, readonly string[]> = {
  public: [],
  investor: [],
  admin: [],
  promotion: [
    "id",
    "name",
    "location",
    "landUse",
    "landUseScheme",
    "areaMu",
    "legalAreaM2",
    "surveyedAreaM2",
    "geomAreaM2",
    "available",
    "determined",
    "grade",
    "firms",
    "firmCount",
    "floorM2",
    "vacantFloorM2",
  ],
  planner: WITHOUT_FIGURES,
  lead: WITHOUT_FIGURES,
  plannerGranted: ALL,
  leadGranted: ALL,
  assessor: ALL,
}
const CASES = Object.entries(EXPECTED) as [Audience, readonly string[]][]

test("the figures are twelve indicators, each as amount and per mu", () => {
  expect(FIGURES).toHaveLength(24)
})

describe.each(CASES)("%s", (audience, names) => {
  test("is told its own names", async () => {
    const answer = FilterNames.parse(await app.read(audience, "/api/filter-names"))
    const told = answer.items.map(({ name }) => name)
    expect(told).toEqual(names.length > 0 ? [...names, "geom"] : [])
    expect(answer.total).toBe(told.length)
  })

  test("gets its own fields and no other in lists and GeoJSON", async () => {
    const page = ParcelList.parse(await app.read(audience, "/api/parcels"))
    const keys = new Set(page.items.flatMap((item) => Object.keys(item)))
    expect([...keys]).toEqual(page.items.length > 0 ? [...names, "bounds", "centre"] : [])
    expect(page.total).toBe(names.length > 0 ? 40 : 0)
    const answer = await app.ask(audience, "/api/parcels", {
      headers: { accept: "application/geo+json" },
    })
    expect(answer.headers.get("content-type")).toBe("application/geo+json")
    const { features } = ParcelCollection.parse(await answer.json())
    const properties = new Set(features.flatMap(({ properties }) => Object.keys(properties)))
    expect([...properties]).toEqual([...names])
  })

  test("filters and sorts by each of its names", async () => {
    for (const name of names) {
      for (const sort of [name, `-${name}`])
        expect((await app.ask(audience, `/api/parcels${query({ sort, limit: 1 })}`)).status).toBe(
          200,
        )
      const filter = `${name} IS NOT NULL OR ${name} IS NULL`
      const { total } = await app.read<{ total: number }>(
        audience,
        `/api/parcels${query({ filter, limit: 1 })}`,
      )
      expect(total).toBe(40)
      expect((await app.ask(audience, `/api/parcels/summary${query({ filter })}`)).status).toBe(200)
      expect(
        (
          await app.ask(
            audience,
            `/api/tiles/${audience}/all/parcels/14/13458/6554.mvt${query({ filter })}`,
          )
        ).status,
      ).toBeLessThan(300)
    }
  })

  test("cannot tell a forbidden name from one that does not exist", async () => {
    const unknown = "x".repeat(9)
    for (const path of ["/api/parcels", "/api/parcels/summary", "/api/tiles/parcels.json"])
      for (const filterOf of [
        (name: string) => `${name} = 1`,
        (name: string) => `1 <= ${name}`,
        (name: string) => `NOT (areaMu > 3 OR ${name} IS NULL)`,
        (name: string) => `${name} IN ('a')`,
        (name: string) => `${name} LIKE 'a%'`,
        (name: string) => `${name} BETWEEN 1 AND 2`,
        (name: string) => `S_INTERSECTS(${name}, BBOX(1,2,3,4))`,
      ]) {
        const wanted = await answerOf(path, { filter: filterOf(unknown) })
        expect(wanted.status).toBe(400)
        for (const name of ALL.filter((name) => !names.includes(name)))
          expect({ name, ...(await answerOf(path, { filter: filterOf(name) })) }).toEqual({
            name,
            ...wanted,
          })
      }
    const wanted = await answerOf("/api/parcels", { sort: unknown })
    expect(wanted.status).toBe(400)
    for (const name of ALL.filter((name) => !names.includes(name)))
      expect(await answerOf("/api/parcels", { sort: name })).toEqual(wanted)
  })

  const answerOf = async (path: string, asked: Record<string, string>) => {
    const answer = await app.ask(audience, path + query(asked))
    return { status: answer.status, headers: [...answer.headers], body: await answer.text() }
  }

  test("gets sums of its own fields and no other", async () => {
    const summary = ParcelSummary.parse(await app.read(audience, "/api/parcels/summary"))
    const has = (name: string) => names.includes(name)
    expect(
      Object.keys(summary)
        .filter((key) => key !== "year" && key !== "total")
        .sort(),
    ).toEqual(
      [
        ...(has("grade") ? ["byGrade"] : []),
        ...(has("lifecycle") ? ["byLifecycle"] : []),
        ...(has("flagRule") ? ["byFlag", "suspected"] : []),
        ...(has("landUse") ? ["byLandUse", "determined"] : []),
        ...(has("taxPerMu") ? ["metrics"] : []),
      ].sort(),
    )
  })

  test("is told the attributes of its own tiles", async () => {
    const { vector_layers, tiles } = await app.read<{
      tiles: string[]
      vector_layers: { id: string; fields: Record<string, string> }[]
    }>(audience, "/api/tiles/parcels.json")
    const [parcels, ...counted] = vector_layers
    expect(parcels!.id).toBe("parcels")
    for (const name of Object.keys(parcels!.fields)) expect(names).toContain(name)
    // Bins tell how many parcels and how much land, zones their names: for whoever sees parcels at all.
    expect(counted.map(({ id, fields }) => [id, Object.keys(fields)])).toEqual(
      names.length > 0
        ? [
            ["bins", ["count", "areaM2"]],
            ["zones", ["name"]],
          ]
        : [],
    )
    expect(tiles[0]).toContain(`/api/tiles/${audience}/all/parcels/{z}/{x}/{y}.mvt`)
  })
})

test.each([
  ["public", 401],
  ["investor", 404],
  ["admin", 404],
] as const)("%s opens no parcel: %i, whether there is one or not", async (audience, status) => {
  const bodies = await Promise.all(
    ["1", "2", "999999", "x"].map(async (id) => {
      const answer = await app.ask(audience, `/api/parcels/${id}`)
      expect(answer.status).toBe(status)
      return answer.text()
    }),
  )
  expect(new Set(bodies).size).toBe(1)
})
