import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import {
  layRows,
  legalAreaOn,
  placeIn,
  readUses,
  sharesOn,
  spanOf,
  ticksOf,
  type Use,
} from "../../client/parcels/page/strip.ts"
import { addDays } from "../../geodata/days.ts"
import { Exact } from "../../geodata/units.ts"

const use = (given: Partial<Use> & Pick<Use, "enterpriseId" | "from">): Use => ({
  name: `企业${given.enterpriseId}`,
  right: "owned",
  to: null,
  landAreaM2: 40_000,
  lessor: null,
  ...given,
})
const version = (areaMu: number, validFrom: string, validTo: string | null = null) => ({
  version: 1,
  validFrom,
  validTo,
  areaMu,
  supersededAt: null,
})

/** 60 mu is 40,000 m². */
const LAND = [version(60, "2010-01-01")]
const owner = use({ enterpriseId: 1, from: "2012-01-01", landAreaM2: 30_000 })
const tenant = use({
  enterpriseId: 2,
  right: "leasedIn",
  from: "2020-01-01",
  to: "2023-01-01",
  landAreaM2: 10_000,
  lessor: { id: 1, name: "企业1" },
})

describe("on a day", () => {
  test("each firm has what it holds less what it lets, and the rest is free", () => {
    expect(sharesOn([owner, tenant], LAND, "2022-12-31")).toEqual({
      legalAreaM2: "40000.00",
      parts: [
        expect.objectContaining({ enterpriseId: 1, areaM2: "20000.00", share: "0.5" }),
        expect.objectContaining({ enterpriseId: 2, areaM2: "10000.00", right: "leased" }),
        expect.objectContaining({ who: "free", areaM2: "10000.00", share: "0.25" }),
      ],
    })
  })

  test("the last day of a lease is the one before its end", () => {
    const parts = sharesOn([owner, tenant], LAND, "2023-01-01")!.parts
    expect(parts.map(({ enterpriseId, areaM2 }) => [enterpriseId, areaM2])).toEqual([
      [1, "30000.00"],
      [null, "10000.00"],
    ])
  })

  test("land let to somebody not on record is in use, and not free", () => {
    const let_ = use({
      enterpriseId: 1,
      right: "leasedOut",
      from: "2021-01-01",
      landAreaM2: 5_000.5,
    })
    expect(
      sharesOn([owner, let_], LAND, "2024-01-01")!.parts.map(({ who, areaM2 }) => [who, areaM2]),
    ).toEqual([
      ["firm", "24999.50"],
      ["stranger", "5000.50"],
      ["free", "10000.00"],
    ])
  })

  test("more on record than there is land is told as that, never hidden", () => {
    const lodger = use({
      enterpriseId: 3,
      right: "leasedIn",
      from: "2021-01-01",
      landAreaM2: 15_000,
    })
    expect(sharesOn([owner, lodger], LAND, "2024-01-01")!.parts.at(-1)).toMatchObject({
      who: "over",
      areaM2: "-5000.00",
    })
  })

  test("a parcel without any use is free altogether", () => {
    expect(sharesOn([], LAND, "2024-01-01")!.parts).toEqual([
      expect.objectContaining({ who: "free", areaM2: "40000.00", share: "1" }),
    ])
  })

  test("no version in effect, or areas that are not seen, give nothing", () => {
    expect(sharesOn([owner], LAND, "2009-12-31")).toBeNull()
    expect(sharesOn([{ ...owner, landAreaM2: null }], LAND, "2024-01-01")).toBeNull()
  })

  test("the legal area is that of the day, by versions that still hold", () => {
    const versions = [
      version(90, "2015-01-01"),
      { ...version(75, "2015-01-01"), supersededAt: "2020-01-01T00:00:00Z" },
      version(60, "2010-01-01", "2015-01-01"),
    ]
    expect(legalAreaOn(versions, "2014-12-31")).toBe("40000.00")
    expect(legalAreaOn(versions, "2015-01-01")).toBe("60000.00")
  })
})

const DAY_ZERO = "2015-01-01"
const day = fc.integer({ min: 0, max: 3_000 }).map((count) => addDays(DAY_ZERO, count))
const uses = fc.array(
  fc
    .record({
      firm: fc.integer({ min: 1, max: 6 }),
      lessor: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }),
      right: fc.constantFrom("owned" as const, "leasedIn" as const, "leasedOut" as const),
      from: day,
      days: fc.option(fc.integer({ min: 1, max: 2_000 }), { nil: null }),
      areaM2: fc.integer({ min: 1, max: 4_000_000 }),
    })
    .map(({ firm, lessor, right, from, days, areaM2 }) =>
      use({
        enterpriseId: firm,
        right,
        from,
        to: days === null ? null : addDays(from, days),
        landAreaM2: areaM2 / 100,
        lessor:
          right === "leasedIn" && lessor !== null && lessor !== firm
            ? { id: lessor, name: `企业${lessor}` }
            : null,
      }),
    ),
  { maxLength: 12 },
)

test("on every day the parts add up to the legal area to the hundredth of a square metre", () => {
  fc.assert(
    fc.property(uses, day, (given, on) => {
      const shares = sharesOn(given, LAND, on)!
      const sum = shares.parts.reduce((all, { areaM2 }) => all.plus(areaM2), new Exact(0))
      expect(sum.toFixed(2)).toBe(shares.legalAreaM2)
    }),
    { numRuns: 500 },
  )
})

test("every use is drawn once in the row of its firm, and once more where it is let", () => {
  fc.assert(
    fc.property(uses, (given) => {
      const rows = layRows(given, 40_000)
      const held = rows.flatMap((row) => row.held.map((band) => band.use))
      expect(new Set(held)).toEqual(new Set(given.filter(({ right }) => right !== "leasedOut")))
      expect(new Set(rows.map(({ enterpriseId }) => enterpriseId)).size).toBe(rows.length)
      const let_ = given.filter(
        ({ right, lessor }) =>
          right === "leasedOut" ||
          (lessor && given.some(({ enterpriseId }) => enterpriseId === lessor.id)),
      )
      expect(new Set(rows.flatMap((row) => row.let.map((band) => band.use)))).toEqual(new Set(let_))
    }),
  )
})

test("bands of one row that stand at the same time never lie over each other", () => {
  fc.assert(
    fc.property(uses, (given) => {
      for (const { held, let: out } of layRows(given, 40_000))
        for (const bands of [held, out])
          for (const [i, a] of bands.entries())
            for (const b of bands.slice(i + 1)) {
              const apart =
                (a.use.to !== null && a.use.to <= b.use.from) ||
                (b.use.to !== null && b.use.to <= a.use.from)
              const beside =
                a.base + a.share! <= b.base + 2e-6 || b.base + b.share! <= a.base + 2e-6
              expect(apart || beside).toBe(true)
            }
    }),
  )
})

describe("rows", () => {
  test("stand by who held the land first, tenants below their lessor", () => {
    const later = use({ enterpriseId: 4, from: "2016-01-01", landAreaM2: 10_000 })
    const rows = layRows([tenant, later, owner], 40_000)
    expect(rows.map(({ enterpriseId, isTenant }) => [enterpriseId, isTenant])).toEqual([
      [1, false],
      [2, true],
      [4, false],
    ])
    expect(rows[0]!.let.map((band) => [band.use.enterpriseId, band.share])).toEqual([[2, 0.25]])
  })

  test("show somebody who became an owner after renting by himself", () => {
    const bought = use({ enterpriseId: 2, from: "2023-01-01", landAreaM2: 10_000 })
    const [first, second] = layRows([owner, tenant, bought], 40_000)
    expect([first!.enterpriseId, second!.enterpriseId, second!.isTenant]).toEqual([1, 2, false])
  })

  test("of an audience without areas have no share", () => {
    const [row] = layRows([{ ...owner, landAreaM2: null }], 40_000)
    expect(row!.held[0]!.share).toBeNull()
  })
})

test("a use without a firm, a day or a known right is not drawn", () => {
  const given = { isCurrent: true, grades: [], kind: "owned", from: "2020-01-01", enterpriseId: 1 }
  expect(readUses([given]).length).toBe(1)
  expect(
    readUses([
      { ...given, from: null },
      { ...given, kind: "shared" },
      { ...given, enterpriseId: null },
    ]),
  ).toEqual([])
})

describe("time", () => {
  test("runs from the first use to a little after today, and today stands inside", () => {
    const span = spanOf([owner], LAND, "2026-01-01")
    expect(span.from).toBe("2010-01-01")
    expect(span.to > "2026-01-01").toBe(true)
    expect(placeIn(span, "2026-01-01")).toBeLessThan(1)
    expect(placeIn(span, "1990-01-01")).toBe(0)
  })

  test("has at most ten ticks, on first days of years, for one year or a hundred", () => {
    for (const from of ["2025-06-01", "2010-03-04", "1926-01-01"]) {
      const ticks = ticksOf({ from, to: "2026-06-01" })
      expect(ticks.length).toBeGreaterThan(0)
      expect(ticks.length).toBeLessThanOrEqual(10)
      expect(ticks.every((tick) => tick.endsWith("-01-01") && tick > from)).toBe(true)
    }
  })
})
