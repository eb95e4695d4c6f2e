import { beforeAll, describe, expect, test } from "vitest"
import { FIELDS, type FieldName } from "../../server/parcels/catalogue.ts"
import { useDatabase } from "../support/database.ts"
import { type Fact, listFacts } from "../support/facts.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import { insertPark, YEAR } from "../support/park.ts"
import { insertFirms, insertParcels, insertUses } from "../support/rows.ts"

const database = useDatabase()
let app: ParcelApp
let facts: Fact[]

beforeAll(async () => {
  app = openParcelApp(database.door)
  await insertPark(database.door, 130)
  facts = await listFacts(database.door, YEAR)
})

type Item = Record<string, unknown> & { id: number; bounds: number[]; centre: number[] }
type Page = { items: Item[]; total: number; next: string | null; year: number | null }

/** Every page of a list, by its own marks. */
async function walk(asked: Record<string, string | number>, limit: number): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < 200; pages++) {
    const page: Page = await app.read(
      "assessor",
      `/api/parcels${query({ ...asked, limit, cursor })}`,
    )
    expect(page.items.length).toBeLessThanOrEqual(limit)
    items.push(...page.items)
    if (page.next === null) return items
    cursor = page.next
  }
  throw new Error("the pages do not end")
}

const keyOf = (value: unknown) => (Array.isArray(value) ? value.join(",") : value)
const compare = (a: unknown, b: unknown) =>
  typeof a === "number" && typeof b === "number"
    ? a - b
    : String(a) < String(b)
      ? -1
      : String(a) > String(b)
        ? 1
        : 0

describe("pages", () => {
  test.each(Object.keys(FIELDS) as FieldName[])(
    "by %s hold each parcel once and in order, what is not known last",
    async (name) => {
      for (const descending of [false, true]) {
        const items = await walk({ sort: `${descending ? "-" : ""}${name}` }, 45)
        expect(items).toHaveLength(130)
        expect(new Set(items.map(({ id }) => id)).size).toBe(130)
        const sorted = items.toSorted((a, b) => {
          const [x, y] = [keyOf(a[name]), keyOf(b[name])]
          if (x === null || y === null)
            return Number(x === null) - Number(y === null) || a.id - b.id
          return (descending ? compare(y, x) : compare(x, y)) || a.id - b.id
        })
        expect(items.map(({ id }) => id)).toEqual(sorted.map(({ id }) => id))
      }
    },
  )

  test("of one row each are the same walk", async () => {
    const filter = "grade = 'A'"
    const [one, all] = [
      await walk({ filter, sort: "-taxPerMu" }, 1),
      await walk({ filter, sort: "-taxPerMu" }, 1000),
    ]
    expect(one).toEqual(all)
    expect(all.length).toBeGreaterThan(5)
  })

  test("go on in the year they began with", async () => {
    const first = await app.read<Page>(
      "assessor",
      `/api/parcels${query({ sort: "taxPerMu", limit: 5, year: YEAR - 1 })}`,
    )
    expect(first.year).toBe(YEAR - 1)
    const second = await app.read<Page>(
      "assessor",
      `/api/parcels${query({ sort: "taxPerMu", limit: 5, year: YEAR - 1, cursor: first.next! })}`,
    )
    expect(second.year).toBe(YEAR - 1)
    expect(second.total).toBe(first.total)
  })
})

describe("a page mark", () => {
  const asked = { sort: "areaMu", limit: 5 }
  const nextOf = async () => (await app.read<Page>("planner", `/api/parcels${query(asked)}`)).next!

  test("works for another limit and no other question or audience", async () => {
    const cursor = await nextOf()
    const status = async (
      changes: Record<string, string | number>,
      audience: "planner" | "lead" = "planner",
    ) => (await app.ask(audience, `/api/parcels${query({ ...asked, cursor, ...changes })}`)).status
    expect(await status({})).toBe(200)
    expect(await status({ limit: 9 })).toBe(200)
    expect(await status({ sort: "-areaMu" })).toBe(400)
    expect(await status({ filter: "areaMu > 1" })).toBe(400)
    expect(await status({ q: "a" })).toBe(400)
    expect(await status({ bbox: "115,33,116,34" })).toBe(400)
    expect(await status({ year: YEAR })).toBe(400)
    expect(await status({}, "lead")).toBe(400)
  })

  test("that was changed anywhere is refused", async () => {
    const cursor = await nextOf()
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    for (let i = 0; i < cursor.length; i++) {
      const other = alphabet[(alphabet.indexOf(cursor[i]!) + 7) % alphabet.length]!
      const changed = cursor.slice(0, i) + other + cursor.slice(i + 1)
      expect(
        (await app.ask("planner", `/api/parcels${query({ ...asked, cursor: changed })}`)).status,
      ).toBe(400)
    }
    for (const wrong of [
      "",
      "x",
      ".",
      "..",
      `${cursor}.x`,
      cursor.split(".")[0]!,
      `.${cursor.split(".")[1]}`,
    ])
      expect(
        (await app.ask("planner", `/api/parcels${query({ ...asked, cursor: wrong || "." })}`))
          .status,
      ).toBe(400)
  })

  test("of another start of the server is refused", async () => {
    const cursor = await nextOf()
    const other = openParcelApp(database.door)
    expect((await other.ask("planner", `/api/parcels${query({ ...asked, cursor })}`)).status).toBe(
      400,
    )
  })
})

describe("values", () => {
  test("are those of the records, a missing one null and never zero", async () => {
    const items = await walk({}, 1000)
    const names = Object.keys(FIELDS).filter((name) => name in facts[0]!)
    expect(names.length).toBeGreaterThan(20)
    for (const [i, fact] of facts.entries()) {
      const wanted = names.map((name) => {
        const value = fact[name] ?? null
        const isNumber = FIELDS[name as FieldName].type === "number"
        return [name, isNumber && value !== null ? Number(value) : value]
      })
      expect(Object.fromEntries(names.map((name) => [name, items[i]![name]]))).toEqual(
        Object.fromEntries(wanted),
      )
    }
  })

  test("have bounds in degrees and a centre inside them", async () => {
    const [item] = await walk({ filter: "id = 1" }, 10)
    expect(item!.bounds).toEqual([115.7, 33.8, 115.701, 33.801])
    const [lon, lat] = item!.centre as [number, number]
    expect(lon > 115.7 && lon < 115.701 && lat > 33.8 && lat < 33.801).toBe(true)
  })

  test("leave out what has ended and what has not begun", async () => {
    await insertParcels(database.door, [
      { west: 117, south: 34, name: "已分割", validTo: "2020-01-01" },
      { west: 117, south: 34, name: "尚未生效", validFrom: "2999-01-01" },
    ])
    const { total } = await app.read<Page>("planner", "/api/parcels")
    expect(total).toBe(130)
  })
})

describe("GeoJSON", () => {
  test("is a FeatureCollection in CRS84 with outlines wound as RFC 7946 asks", async () => {
    const answer = await app.ask("planner", `/api/parcels${query({ filter: "id = 1" })}`, {
      headers: { accept: "application/geo+json, application/json;q=0.5" },
    })
    expect(answer.headers.get("content-type")).toBe("application/geo+json")
    const collection = (await answer.json()) as GeoJSON.FeatureCollection<GeoJSON.MultiPolygon> & {
      crs?: unknown
      numberMatched: number
    }
    expect(collection.crs).toBeUndefined()
    expect(collection.numberMatched).toBe(1)
    expect(collection.features[0]!.geometry).toEqual({
      type: "MultiPolygon",
      coordinates: [
        [
          [
            [115.7, 33.8],
            [115.701, 33.8],
            [115.701, 33.801],
            [115.7, 33.801],
            [115.7, 33.8],
          ],
        ],
      ],
    })
    expect(collection.features[0]!.bbox).toEqual([115.7, 33.8, 115.701, 33.801])
  })

  test("pages by the same marks", async () => {
    const ids: unknown[] = []
    let cursor: string | undefined
    do {
      const answer = await app.ask("planner", `/api/parcels${query({ limit: 50, cursor })}`, {
        headers: { accept: "application/geo+json" },
      })
      const page = (await answer.json()) as GeoJSON.FeatureCollection & {
        next: string | null
        numberMatched: number
      }
      expect(page.numberMatched).toBe(130)
      ids.push(...page.features.map(({ id }) => id))
      cursor = page.next ?? undefined
    } while (cursor)
    expect(ids).toEqual(facts.map(({ id }) => id))
  })

  test.each(["*/*", "text/html,*/*;q=0.8", "application/json", ""])(
    "is not given for Accept: %s",
    async (accept) => {
      const answer = await app.ask("planner", "/api/parcels", { headers: { accept } })
      expect(answer.headers.get("content-type")).toBe("application/json")
    },
  )
})

describe("a box", () => {
  const totalIn = async (bbox: string) =>
    (await app.read<Page>("planner", `/api/parcels${query({ bbox })}`)).total

  test("holds what it touches, edges included", async () => {
    expect(await totalIn("115.7,33.8,115.701,33.801")).toBe(1)
    expect(await totalIn("115.69,33.79,115.7,33.8")).toBe(1)
    expect(await totalIn("115.69,33.79,115.6999999,33.7999999")).toBe(0)
    expect(await totalIn("115.7005,33.8005,115.7020,33.8020")).toBe(4)
  })

  test.each([
    "",
    "1,2,3",
    "1,2,3,4,5",
    "a,b,c,d",
    "116,33,115,34",
    "115,34,116,33",
    "115,33,115,34",
    "181,0,182,1",
    "0,91,1,92",
    "1e1,2,30,40",
    "NaN,1,2,3",
    "Infinity,1,2,3",
    " 1,2,3,4",
  ])("%j is refused", async (bbox) => {
    expect((await app.ask("planner", `/api/parcels${query({ bbox })}`)).status).toBe(400)
  })
})

describe("a search", () => {
  const found = async (q: string, audience: "planner" | "promotion" = "planner") =>
    (await app.read<Page>(audience, `/api/parcels${query({ q, limit: 1000 })}`)).items.map(
      ({ id }) => id,
    )
  const idsOf = (test: (fact: Fact) => boolean) => facts.filter(test).map(({ id }) => id as number)

  test("finds a part of the name, in any case", async () => {
    expect(await found("eAST")).toEqual(idsOf(({ name }) => String(name).includes("East")))
  })

  test("takes wildcards and quotes as they are", async () => {
    for (const text of ["%", "_", "O'Neil"]) {
      const wanted = idsOf(
        ({ name, firms }) =>
          String(name).includes(text) ||
          ((firms as string[] | null) ?? []).some((firm) => firm.includes(text)),
      )
      expect(await found(text)).toEqual(wanted)
      expect(wanted.length).toBeLessThan(130)
    }
    expect(await found("\\")).toEqual([])
  })

  test("finds a part of the code, for who may see codes", async () => {
    expect(await found("GB00007")).toEqual(
      idsOf(({ parcelCode }) => String(parcelCode).includes("GB00007")),
    )
    expect((await found("GB0000")).length).toBeGreaterThan(0)
    expect(await found("GB0000", "promotion")).toEqual([])
  })

  test("finds a firm that uses the land, not one that left", async () => {
    expect(await found("医药")).toEqual(
      idsOf(({ firms }) =>
        ((firms as string[] | null) ?? []).some((firm) => firm.includes("医药")),
      ),
    )
    expect(await found("医药", "promotion")).toEqual(await found("医药"))
    const [parcelId] = await insertParcels(database.door, [{ west: 118, south: 34 }])
    const [firm] = await insertFirms(database.door, [{ name: "已迁出企业" }], 90)
    await insertUses(database.door, [
      { parcelId: parcelId!, enterpriseId: firm!, landAreaM2: "10", to: "2020-01-01" },
    ])
    expect(await found("已迁出")).toEqual([])
  })
})

describe("a request", () => {
  test.each([
    { limit: 0 },
    { limit: 1001 },
    { limit: "x" },
    { limit: "1.5" },
    { year: 1989 },
    { year: 2101 },
    { year: "2024x" },
    { fields: "taxPerMu" },
    { include: "occupants" },
    { Filter: "areaMu > 1" },
    { q: "a\u0000b" },
    { q: "x".repeat(101) },
    { filter: "x".repeat(8193) },
  ] as Record<string, string | number>[])("with %j is refused", async (asked) => {
    const answer = await app.ask("assessor", `/api/parcels${query(asked)}`)
    expect(answer.status).toBe(400)
    expect(answer.headers.get("content-type")).toBe("application/problem+json")
  })

  test("may hold up to 1000 parcels a page", async () => {
    expect(
      (await app.read<Page>("assessor", `/api/parcels${query({ limit: 1000 })}`)).items.length,
    ).toBeGreaterThan(129)
    expect((await app.read<Page>("assessor", "/api/parcels")).items).toHaveLength(100)
  })
})
