import { beforeAll, describe, expect, test } from "vitest"
import { addDays, legalDayAt } from "../../geodata/days.ts"
import { AUDIENCES } from "../../server/db/audience.ts"
import { KINDS, type Kind } from "../../server/parcels/difference.schema.ts"
import { useDatabase } from "../support/database.ts"
import { type History, inForce, insertHistory } from "../support/histories.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import { createRandom } from "../support/park.ts"
import {
  insertFirms,
  insertLineages,
  insertNumbers,
  insertParcelGrades,
  insertParcels,
  insertUses,
  insertVersions,
  type VersionRow,
} from "../support/rows.ts"

const database = useDatabase()
let app: ParcelApp
beforeAll(() => {
  app = openParcelApp(database.door)
})

type Side = Record<string, unknown> & { areaMu: number; legalAreaM2: number; name: string | null }
type Changed = {
  id: number
  kinds: Kind[]
  before: Side | null
  after: Side | null
  bounds: [number, number, number, number]
  firmsIn?: { id: number; name: string }[]
  firmsOut?: { id: number; name: string }[]
  parents?: { id: number; kind: string; on: string; name: string | null }[]
  children?: { id: number; kind: string; on: string; name: string | null }[]
}
type Count = { parcels: number; areaMu: number }
type Difference = {
  items: Changed[]
  total: number
  next: string | null
  totals: Partial<Record<Kind, Count>>
  changed: Count
  before: Count
  after: Count
  years: { before: number | null; after: number | null }
}

type Audience = (typeof AUDIENCES)[number]
const compare = (audience: Audience, asked: Record<string, string | number>) =>
  app.read<Difference>(audience, `/api/parcels/difference${query(asked)}`)

/** Every page of a difference, as one. */
async function compareAll(audience: Audience, asked: Record<string, string | number>) {
  const first = await compare(audience, asked)
  let { next } = first
  const items = [...first.items]
  while (next) {
    const page = await compare(audience, { ...asked, cursor: next })
    expect({ ...page, items: [], next: null }).toEqual({ ...first, items: [], next: null })
    items.push(...page.items)
    next = page.next
  }
  return { ...first, items, next: null }
}

const MU_PER_M2 = 0.0015
const muOf = (areaM2: number) => Math.round(areaM2 * MU_PER_M2 * 1e6) / 1e6
const areaOf = ({ certifiedAreaM2 }: VersionRow) => Number(certifiedAreaM2)
const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0)

/** The same answer, told from the history without the product. */
function tell({ versions, lineage, uses }: History, from: string, to: string) {
  const on = (day: string) =>
    new Map(inForce(versions, day).map((version) => [version.parcelId, version]))
  const firmsOn = (parcelId: number, day: string) => [
    ...new Set(
      uses
        .filter((use) => use.parcelId === parcelId && use.from <= day && !(use.to && use.to <= day))
        .map(({ enterpriseId }) => enterpriseId),
    ),
  ]
  const [was, is] = [on(from), on(to)]
  const reach = (id: number, side: "parents" | "children", found = new Set<number>()) => {
    for (const link of lineage) {
      const [near, far] =
        side === "children" ? [link.parentId, link.childId] : [link.childId, link.parentId]
      if (near !== id || link.on <= from || link.on > to || found.has(far)) continue
      found.add(far)
      reach(far, side, found)
    }
    return found
  }
  const items = [...new Set([...was.keys(), ...is.keys()])]
    .sort((a, b) => a - b)
    .flatMap((id) => {
      const [before, after] = [was.get(id), is.get(id)]
      const both = before && after
      const [firmsBefore, firmsAfter] = [firmsOn(id, from), firmsOn(id, to)]
      const firmsIn = firmsAfter.filter((firm) => !firmsBefore.includes(firm))
      const firmsOut = firmsBefore.filter((firm) => !firmsAfter.includes(firm))
      const holds: Partial<Record<Kind, boolean | undefined>> = {
        appeared: !before,
        disappeared: !after,
        outline: both && (before.width !== after.width || before.height !== after.height),
        area: both && before.certifiedAreaM2 !== after.certifiedAreaM2,
        landUse: both && before.landUse !== after.landUse,
        name: both && before.name !== after.name,
        occupants: both && firmsIn.length + firmsOut.length > 0,
      }
      const kinds = KINDS.filter((kind) => holds[kind])
      const sort = (ids: Iterable<number>) => [...ids].sort((a, b) => a - b)
      return kinds.length === 0
        ? []
        : [
            {
              id,
              kinds,
              areas: [before && areaOf(before), after && areaOf(after)],
              names: [before?.name, after?.name],
              firmsIn: kinds.includes("occupants") ? sort(firmsIn) : undefined,
              firmsOut: kinds.includes("occupants") ? sort(firmsOut) : undefined,
              parents: before
                ? undefined
                : sort(reach(id, "parents")).filter((one) => was.has(one)),
              children: after
                ? undefined
                : sort(reach(id, "children")).filter((one) => is.has(one)),
            },
          ]
    })
  return {
    items,
    before: sum([...was.values()].map(areaOf)),
    after: sum([...is.values()].map(areaOf)),
  }
}

const ids = (some: readonly { id: number }[] | undefined) => some?.map(({ id }) => id)

/** An answer in the words of `tell`. */
const wordsOf = ({ items }: Difference) =>
  items.map(({ id, kinds, before, after, firmsIn, firmsOut, parents, children }) => ({
    id,
    kinds,
    areas: [before?.legalAreaM2, after?.legalAreaM2],
    names: [before?.name, after?.name],
    firmsIn: ids(firmsIn),
    firmsOut: ids(firmsOut),
    parents: ids(parents),
    children: ids(children),
  }))

describe("over a random history of splits, merges, edits and corrections", () => {
  let history: History
  const random = createRandom(11)
  const day = () => addDays("2019-12-20", random.below(2_190))
  beforeAll(async () => {
    history = await insertHistory(database.door, random, { parcels: 24, events: 70 })
  })

  test("the difference of any two days is what a replay tells, and its counts add up", async () => {
    const seen = new Set<Kind>()
    for (let pair = 0; pair < 25; pair++) {
      const [from, to] = [day(), day()].sort() as [string, string]
      const told = tell(history, from, to)
      const answer = await compareAll("planner", { from, to, limit: 7 })
      expect({ from, to, items: wordsOf(answer) }).toEqual({ from, to, items: told.items })
      expect(answer.total).toBe(told.items.length)
      expect(answer.before.areaMu).toBeCloseTo(muOf(told.before), 5)
      expect(answer.after.areaMu).toBeCloseTo(muOf(told.after), 5)
      for (const kind of KINDS) {
        const own = told.items.filter(({ kinds }) => kinds.includes(kind))
        const areaM2 = sum(own.map(({ areas: [before, after] }) => after ?? before!))
        expect(answer.totals[kind]!.parcels, kind).toBe(own.length)
        expect(answer.totals[kind]!.areaMu, kind).toBeCloseTo(muOf(areaM2), 5)
        if (own.length > 0) seen.add(kind)
      }
      // What came, less what went, and what was measured otherwise is all that the land grew by.
      const grown = sum(
        answer.items.map(({ before, after }) => (after?.areaMu ?? 0) - (before?.areaMu ?? 0)),
      )
      const { areaMu } = answer.before
      expect(Math.abs(areaMu + grown - answer.after.areaMu)).toBeLessThanOrEqual(areaMu * 0.001)
    }
    expect([...seen].sort()).toEqual(KINDS.filter((kind) => kind !== "grade").sort())
  })

  test("a filter narrows it to parcels that it selects on either day", async () => {
    const [from, to] = ["2020-06-01", "2024-06-01"]
    const all = await compareAll("planner", { from, to })
    const large = await compareAll("planner", { from, to, filter: "legalAreaM2 > 15000" })
    const wanted = all.items.filter(({ before, after }) =>
      [before, after].some((side) => side !== null && side.legalAreaM2 > 15_000),
    )
    expect(wanted.length).toBeGreaterThan(0)
    expect(ids(large.items)).toEqual(ids(wanted))
    expect(large.items.length).toBeLessThan(all.items.length)
  })

  test("of one day and itself it is nothing", async () => {
    const { items, total, changed } = await compare("planner", {
      from: "2022-02-02",
      to: "2022-02-02",
    })
    expect({ items, total, changed }).toEqual({
      items: [],
      total: 0,
      changed: { parcels: 0, areaMu: 0 },
    })
  })
})

describe("land that is only split and merged", () => {
  const other = useDatabase()
  test("has the same area on any two days", async () => {
    const random = createRandom(5)
    await insertHistory(other.door, random, { parcels: 20, events: 40, only: "splitAndMerge" })
    const { read } = openParcelApp(other.door)
    for (let pair = 0; pair < 10; pair++) {
      const [from, to] = [random.below(1_000), 1_000 + random.below(1_000)].map((count) =>
        addDays("2020-01-02", count),
      )
      const { before, after, totals } = await read<Difference>(
        "planner",
        `/api/parcels/difference${query({ from, to })}`,
      )
      expect(Math.abs(after.areaMu - before.areaMu)).toBeLessThanOrEqual(before.areaMu * 0.001)
      expect(totals.appeared!.areaMu).toBeCloseTo(totals.disappeared!.areaMu, 4)
    }
  })
})

describe("what each may know", () => {
  const [from, to] = ["2021-12-31", "2023-12-31"]
  let gone: number
  let child: number
  let graded: number
  beforeAll(async () => {
    const numbers = await insertNumbers(database.door, 3)
    ;[gone, child, graded] = numbers as [number, number, number]
    const plain = { west: 117, south: 33, width: 0.001, height: 0.001, landUse: "100101" }
    const row = { ...plain, name: "母地", certifiedAreaM2: "9000", version: 1, validTo: null }
    await insertVersions(database.door, [
      { ...row, parcelId: gone, validFrom: "2020-01-01", validTo: "2022-05-05" },
      { ...row, parcelId: child, validFrom: "2022-05-05", name: "子地" },
      { ...row, parcelId: graded, validFrom: "2020-01-01", west: 117.01 },
    ])
    await insertLineages(database.door, [
      { parentId: gone, childId: child, kind: "split", on: "2022-05-05", areaShare: "1" },
    ])
    const [first, second] = (await insertFirms(
      database.door,
      [{ name: "旧企业" }, { name: "新企业" }],
      50,
    )) as [number, number]
    await insertUses(database.door, [
      { parcelId: graded, enterpriseId: first, landAreaM2: "10", to: "2022-01-01" },
      { parcelId: graded, enterpriseId: second, landAreaM2: "10", from: "2022-01-01" },
    ])
    await insertParcelGrades(database.door, [
      { parcelId: graded, fiscalYear: 2021, grade: "C", enterpriseId: first },
      { parcelId: graded, fiscalYear: 2023, grade: "A", enterpriseId: second },
    ])
  })
  const place = "S_INTERSECTS(geom, BBOX(116.9, 32.9, 117.2, 33.2))"

  test("a planner is told lineage, firms that came and went, and grades of the two years", async () => {
    const { items, years } = await compare("planner", { from, to, filter: place })
    expect(years).toEqual({ before: 2021, after: 2023 })
    const [old, young, other] = items as [Changed, Changed, Changed]
    expect(old).toMatchObject({ id: gone, kinds: ["disappeared"], after: null })
    expect(old.children).toEqual([
      { id: child, name: "子地", areaMu: 13.5, kind: "split", on: "2022-05-05" },
    ])
    expect(young).toMatchObject({ id: child, kinds: ["appeared"], before: null })
    expect(ids(young.parents)).toEqual([gone])
    expect(other.kinds).toEqual(["occupants", "grade"])
    expect([other.before!["grade"], other.after!["grade"]]).toEqual(["C", "A"])
    expect([other.firmsIn, other.firmsOut]).toEqual([
      [expect.objectContaining({ name: "新企业" })],
      [expect.objectContaining({ name: "旧企业" })],
    ])
  })

  test("promotion is told neither lineage nor codes", async () => {
    const { items } = await compare("promotion", { from, to, filter: place })
    expect(ids(items)).toEqual([gone, child, graded])
    for (const item of items) {
      expect(item.parents).toBeUndefined()
      expect(item.children).toBeUndefined()
      for (const side of [item.before, item.after])
        expect(Object.keys(side ?? {})).not.toContain("parcelCode")
    }
    expect(items[2]!.kinds).toEqual(["occupants", "grade"])
  })

  test.each(["public", "investor", "admin"] as const)("%s is told nothing", async (audience) => {
    expect(await compare(audience, { from, to })).toMatchObject({ items: [], total: 0, totals: {} })
  })

  test("a correction of the past is in it from the moment that it is known", async () => {
    const [id] = await insertParcels(database.door, [
      { west: 118, south: 33, certifiedAreaM2: "1000", validFrom: "2020-01-01" },
    ])
    const asked = { from, to, filter: `id = ${id}` }
    expect((await compare("planner", asked)).total).toBe(0)
    const row = {
      parcelId: id!,
      west: 118,
      south: 33,
      width: 0.001,
      height: 0.001,
      name: null,
      landUse: null,
    }
    await insertVersions(
      database.door,
      [
        {
          ...row,
          version: 2,
          certifiedAreaM2: "800",
          validFrom: "2020-01-01",
          validTo: "2022-01-01",
        },
        { ...row, version: 3, certifiedAreaM2: "1000", validFrom: "2022-01-01", validTo: null },
      ],
      [{ parcelId: id!, version: 1 }],
    )
    const { items } = await compare("planner", asked)
    expect(items.map(({ kinds }) => kinds)).toEqual([["area"]])
    expect([items[0]!.before!.legalAreaM2, items[0]!.after!.legalAreaM2]).toEqual([800, 1000])
  })
})

describe("a question that cannot be answered is refused in words", () => {
  const today = legalDayAt(new Date())
  test.each([
    [{ from: "2023-02-30", to: "2024-01-01" }, "/from", "YYYY-MM-DD"],
    [{ from: "2024-01-02", to: "2024-01-01" }, "/from", "不能晚于 to"],
    [{ from: "2024-01-01", to: addDays(today, 1) }, "/to", today],
    [{ from: "2024-01-01", to: today, filter: "lifecycle = 'in_use'" }, "/filter", "只有今天的值"],
    [{ from: "2024-01-01", to: today, filter: "nothing = 1" }, "/filter", "不可用"],
    [{ from: "2024-01-01", to: today, cursor: "x.y" }, "/cursor", "翻页标记"],
    [{ from: "2024-01-01" }, "/to", ""],
  ])("%j", async (asked, pointer, word) => {
    const answer = await app.ask("planner", `/api/parcels/difference${query(asked)}`)
    expect(answer.status).toBe(400)
    const { issues } = (await answer.json()) as { issues: { pointer: string; message: string }[] }
    expect(issues[0]!.pointer).toBe(pointer)
    expect(issues[0]!.message).toContain(word)
  })
})
