import { gunzipSync } from "node:zlib"
import { beforeAll, describe, expect, test } from "vitest"
import { addDays, legalDayAt } from "../../geodata/days.ts"
import type { Audience } from "../../server/db/audience.ts"
import { FIELDS } from "../../server/parcels/catalogue.ts"
import { useDatabase } from "../support/database.ts"
import { type Fact, listFacts } from "../support/facts.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import { createRandom, insertPark, YEAR } from "../support/park.ts"
import { createFilters } from "../support/random-filter.ts"
import { insertParcels } from "../support/rows.ts"

const PARCELS = 320
/** Ids that one request may name. */
const MOST_IDS = 200

const database = useDatabase()
let app: ParcelApp
let facts: Fact[]

beforeAll(async () => {
  app = openParcelApp(database.door)
  await insertPark(database.door, PARCELS)
  facts = await listFacts(database.door, YEAR)
})

type Asked = Record<string, string | number | undefined>
type Page = { items: { id: number }[]; total: number; next: string | null; year: number | null }

const BYTES = 4
const readIds = (bytes: Uint8Array) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes.length / BYTES }, (_, at) => view.getInt32(at * BYTES, true))
}

const orderOf = async (audience: Audience, asked: Asked) => {
  const answer = await app.ask(audience, `/api/parcels/order${query(asked)}`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get("content-type")).toBe("application/octet-stream")
  return readIds(new Uint8Array(await answer.arrayBuffer()))
}

const listOf = async (audience: Audience, asked: Asked) => {
  const ids: number[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < 50; pages++) {
    const page = await app.read<Page>(
      audience,
      `/api/parcels${query({ ...asked, limit: 90, cursor })}`,
    )
    ids.push(...page.items.map(({ id }) => id))
    if (page.next === null) return { ids, total: page.total }
    cursor = page.next
  }
  throw new Error("the pages do not end")
}

const LAND = ["promotion", "planner", "plannerGranted", "assessor", "lead", "leadGranted"] as const
const SEES_FIGURES: readonly Audience[] = ["plannerGranted", "assessor", "leadGranted"]

describe("the order", () => {
  test.each(LAND)(
    "of the %s is that of the list, on random filters and sorts",
    async (audience) => {
      const random = createRandom(LAND.indexOf(audience) + 3)
      const make = createFilters(facts, random, SEES_FIGURES.includes(audience))
      const names = (
        await app.read<{ items: { name: string; sortable: boolean }[] }>(
          audience,
          "/api/filter-names",
        )
      ).items.flatMap(({ name, sortable }) => (sortable ? [name] : []))
      let compared = 0
      for (let i = 0; i < 24; i++) {
        const asked: Asked = {
          filter: random.chance(0.2) ? undefined : make(2).text,
          sort: `${random.chance(0.5) ? "-" : ""}${random.one(names)}`,
          q: random.chance(0.2) ? "东" : undefined,
          year: random.chance(0.2) ? YEAR - 1 : undefined,
        }
        // A name that this audience does not have is refused by both, see below.
        const answer = await app.ask(audience, `/api/parcels/order${query(asked)}`)
        if (answer.status === 400) continue
        const list = await listOf(audience, asked)
        const ids = readIds(new Uint8Array(await answer.arrayBuffer()))
        expect({ asked, ids }).toEqual({ asked, ids: list.ids })
        expect(ids).toHaveLength(list.total)
        compared += 1
      }
      expect(compared).toBeGreaterThan(4)
    },
  )

  test("holds every parcel once when nothing narrows it", async () => {
    expect(await orderOf("planner", {})).toEqual(facts.map(({ id }) => id))
  })

  test("of a past day is that of the list of that day", async () => {
    const [gone] = await insertParcels(database.door, [
      { west: 117.5, south: 34, name: "已并入", validFrom: "2019-01-01", validTo: "2021-01-01" },
    ])
    const asked = { on: "2020-06-01", sort: "-areaMu" }
    const { ids } = await listOf("planner", asked)
    expect(ids).toContain(gone)
    expect(await orderOf("planner", asked)).toEqual(ids)
    expect(await orderOf("planner", {})).not.toContain(gone)
    const tomorrow = addDays(legalDayAt(new Date()), 1)
    const answer = await app.ask("planner", `/api/parcels/order${query({ on: tomorrow })}`)
    expect(answer.status).toBe(400)
  })

  test("is empty for who sees no land and for a filter that nothing meets", async () => {
    expect(await orderOf("admin", {})).toEqual([])
    expect(await orderOf("planner", { filter: "areaMu < 0" })).toEqual([])
  })

  test("comes compressed to who takes it so, and is the same", async () => {
    const packed = await app.ask("planner", "/api/parcels/order", {
      headers: { "accept-encoding": "gzip, br" },
    })
    expect(packed.headers.get("content-encoding")).toBe("gzip")
    const ids = readIds(gunzipSync(new Uint8Array(await packed.arrayBuffer())))
    expect(ids).toEqual(await orderOf("planner", {}))
    const plain = await app.ask("planner", "/api/parcels/order", {
      headers: { "accept-encoding": "gzip;q=0" },
    })
    expect(plain.headers.get("content-encoding")).toBeNull()
  })

  test.each([
    { sort: "nothing" },
    { sort: "-taxPerMu" },
    { filter: "taxPerMu > 1" },
    { filter: "areaMu >" },
    { year: 1989 },
    { limit: 5 },
    { cursor: "x" },
  ] as Asked[])("with %j is refused to a planner as the list refuses it", async (asked) => {
    const answer = await app.ask("planner", `/api/parcels/order${query(asked)}`)
    expect(answer.status).toBe(400)
    expect(answer.headers.get("content-type")).toBe("application/problem+json")
    if ("limit" in asked) return
    const list = await app.ask("planner", `/api/parcels${query(asked)}`)
    expect(list.status).toBe(400)
    if (!("cursor" in asked)) expect(await answer.json()).toMatchObject(await stated(list))
  })
})

/** What a refusal says, whatever its address. */
const stated = async (answer: Response) => {
  const { type, detail, issues } = (await answer.json()) as Record<string, unknown>
  return { type, detail, ...(issues === undefined ? {} : { issues }) }
}

describe("parcels by their ids", () => {
  const found = (audience: Audience, ids: string) =>
    app.read<Page>(audience, `/api/parcels${query({ ids })}`)

  test("come in the order asked for, each once, with the values of the list", async () => {
    const page = await found("assessor", "9,3,7,3")
    expect(page.items.map(({ id }) => id)).toEqual([9, 3, 7])
    expect(page).toMatchObject({ total: 3, next: null, year: YEAR })
    const list = await app.read<Page>("assessor", `/api/parcels${query({ limit: 20 })}`)
    expect(page.items).toEqual(
      [9, 3, 7].map((wanted) => list.items.find(({ id }) => id === wanted)),
    )
  })

  test("leave out the unknown, the ended and what an audience does not see", async () => {
    const [ended] = await insertParcels(database.door, [
      { west: 117, south: 34, name: "已分割", validTo: "2020-01-01" },
    ])
    const page = await found("planner", `${ended},2147483647,5`)
    expect(page.items.map(({ id }) => id)).toEqual([5])
    expect(Object.keys(page.items[0]!)).not.toContain("taxPerMu")
    expect((await found("admin", "5")).items).toEqual([])
  })

  test("may be read for another year", async () => {
    const page = await app.read<Page>(
      "assessor",
      `/api/parcels${query({ ids: "5", year: YEAR - 1 })}`,
    )
    expect(page.year).toBe(YEAR - 1)
  })

  test(`may be ${MOST_IDS} at once and no more`, async () => {
    const ids = Array.from({ length: MOST_IDS + 1 }, (_, at) => at + 1)
    expect((await found("planner", ids.slice(0, MOST_IDS).join())).items).toHaveLength(MOST_IDS)
    const answer = await app.ask("planner", `/api/parcels${query({ ids: ids.join() })}`)
    expect(answer.status).toBe(400)
  })

  test.each(["", "0", "-1", "a", "1,", "1,,2", "1.5", "1 2", "2147483648", "9999999999"])(
    "%j is refused",
    async (ids) => {
      expect((await app.ask("planner", `/api/parcels${query({ ids })}`)).status).toBe(400)
    },
  )

  test.each([
    { filter: "areaMu > 1" },
    { q: "a" },
    { sort: "id" },
    { bbox: "115,33,116,34" },
  ] as Asked[])("stand alone: with %j they are refused", async (asked) => {
    expect((await app.ask("planner", `/api/parcels${query({ ids: "1", ...asked })}`)).status).toBe(
      400,
    )
  })
})

test("every field of the catalogue is a name that some audience sorts by", async () => {
  const ids = await Promise.all(
    Object.keys(FIELDS).map((sort) => orderOf("assessor", { sort: `-${sort}` })),
  )
  for (const order of ids) expect(new Set(order).size).toBe(PARCELS)
})
