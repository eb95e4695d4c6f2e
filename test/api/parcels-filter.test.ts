import { beforeAll, describe, expect, test } from "vitest"
import { useDatabase } from "../support/database.ts"
import { type Fact, listFacts } from "../support/facts.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import { createRandom, insertPark, YEAR } from "../support/park.ts"
import { createFilters } from "../support/random-filter.ts"
import { listFeatures } from "../support/tiles.ts"

const database = useDatabase()
let app: ParcelApp
let facts: Fact[]

beforeAll(async () => {
  app = openParcelApp(database.door)
  await insertPark(database.door, 240)
  facts = await listFacts(database.door, YEAR)
})

type Page = { items: { id: number }[]; total: number }
type Summary = { total: { parcels: number; areaMu: number } }

describe.each(["assessor", "planner"] as const)("a filter of the %s", (audience) => {
  test("selects what it says of each parcel, the same in list, summary and tiles", async () => {
    const make = createFilters(
      facts,
      createRandom(audience === "planner" ? 11 : 5),
      audience === "assessor",
    )
    const sizes: number[] = []
    for (let i = 0; i < 50; i++) {
      const filter = make(3)
      const wanted = facts.filter((fact) => filter.test(fact) === true)
      const ids = wanted.map((fact) => fact["id"])
      const asked = query({ filter: filter.text })
      const page = await app.read<Page>(audience, `/api/parcels${asked}&limit=1000`)
      expect({ filter: filter.text, ids: page.items.map(({ id }) => id) }).toEqual({
        filter: filter.text,
        ids,
      })
      expect(page.total).toBe(ids.length)
      const { total } = await app.read<Summary>(audience, `/api/parcels/summary${asked}`)
      expect(total.parcels).toBe(ids.length)
      const areaMu =
        wanted.reduce((sum, fact) => sum + Math.round(Number(fact["areaMu"]) * 1e6), 0) / 1e6
      expect(total.areaMu).toBe(areaMu)
      const features = await listFeatures(app, audience, 14, asked)
      expect(new Set(features.map(({ id }) => id))).toEqual(new Set(ids))
      sizes.push(ids.length)
    }
    // The filters cut: otherwise the comparison would show nothing.
    expect(new Set(sizes).size).toBeGreaterThan(15)
  })
})

test("the sample of the contract is understood", async () => {
  const filter =
    "taxPerMu <= 3 AND areaMu >= 12 AND aboveScale = false AND lifecycle = 'producing_below_target'"
  const page = await app.read<Page>("assessor", `/api/parcels${query({ filter })}`)
  const wanted = facts.filter(
    (fact) =>
      fact["taxPerMu"] !== null &&
      Number(fact["taxPerMu"]) <= 3 &&
      Number(fact["areaMu"]) >= 12 &&
      fact["aboveScale"] === false &&
      fact["lifecycle"] === "producing_below_target",
  )
  expect(page.items.map(({ id }) => id)).toEqual(wanted.map((fact) => fact["id"]))
})

test("two names may be compared with each other", async () => {
  const filter = "certifiedAreaM2 < surveyedAreaM2"
  const { total } = await app.read<Page>("planner", `/api/parcels${query({ filter })}`)
  const wanted = facts.filter(
    ({ certifiedAreaM2, surveyedAreaM2 }) =>
      certifiedAreaM2 !== null &&
      surveyedAreaM2 !== null &&
      Number(certifiedAreaM2) < Number(surveyedAreaM2),
  )
  expect(total).toBe(wanted.length)
  expect(total).toBeGreaterThan(0)
})

test("figures are those of the year asked for", async () => {
  const before = await listFacts(database.door, YEAR - 1)
  const wanted = before.filter(({ taxPerMu }) => taxPerMu !== null && Number(taxPerMu) > 20)
  const filter = "taxPerMu > 20"
  const page = await app.read<Page>(
    "assessor",
    `/api/parcels${query({ filter, year: YEAR - 1, limit: 1000 })}`,
  )
  expect(page.items.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id))
})

describe("a filter that cannot be", () => {
  test.each([
    ["areaMu >", 9],
    ["areaMu >= '3'", 11],
    ["name = 3", 8],
    ["suspected > true", 13],
    ["areaMu = TRUE", 10],
    ["agreedStart > '2020-01-01'", 15],
    ["agreedStart > DATE('2023-02-29')", 20],
    ["areaMu BETWEEN 'a' AND 'b'", 16],
    ["suspected BETWEEN true AND false", 1],
    ["areaMu LIKE '3%'", 1],
    ["name LIKE 'x\\'", 11],
    ["name IN ('a', 3)", 15],
    ["flagRule > 'a'", 12],
    ["flagRule = name", 12],
    ["geom = 'x'", 1],
    ["S_INTERSECTS(name, BBOX(1, 2, 3, 4))", 14],
    ["S_INTERSECTS(geom, BBOX(3, 2, 1, 4))", 20],
  ])("%s is refused at character %i", async (filter, at) => {
    const answer = await app.ask("planner", `/api/parcels${query({ filter })}`)
    expect(answer.status).toBe(400)
    expect(answer.headers.get("content-type")).toBe("application/problem+json")
    const body = (await answer.json()) as {
      type: string
      issues: { pointer: string; message: string }[]
    }
    expect(body.type).toBe("/problems/invalid-request")
    expect(body.issues).toHaveLength(1)
    expect(body.issues[0]!.pointer).toBe("/filter")
    expect(body.issues[0]!.message).toContain(`第 ${at} 个字符处`)
  })

  test("is the same refusal in list, summary and tiles", async () => {
    const asked = query({ filter: "areaMu >" })
    const bodies = await Promise.all(
      [
        "/api/parcels",
        "/api/parcels/summary",
        "/api/tiles/parcels.json",
        "/api/tiles/planner/all/parcels/14/1/1.mvt",
      ].map(async (path) => (await app.ask("planner", `${path}${asked}`)).text()),
    )
    expect(new Set(bodies).size).toBe(1)
  })
})
