import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import { compareAreas } from "../../server/imports/area.rules.ts"
import { findMisfit, type Land, type Use } from "../../server/imports/fit.rules.ts"
import { type Candidate, chooseMatch } from "../../server/imports/parcel-match.rules.ts"
import { detectUnitRatio } from "../../server/imports/unit-ratio.rules.ts"

const use = (changes: Partial<Use>): Use => ({
  enterpriseId: 1,
  kind: "owned",
  lessorId: null,
  landAreaM2: "100",
  fromOn: "2020-01-01",
  toOn: null,
  ...changes,
})
const land = (
  legalAreaM2: string,
  validFrom = "2010-01-01",
  validTo: string | null = null,
): Land => ({
  legalAreaM2,
  validFrom,
  validTo,
})

describe("uses of a parcel", () => {
  test("may own its legal area and a hundredth of a square metre, not two", () => {
    const owned = [use({ landAreaM2: "60" }), use({ enterpriseId: 2, landAreaM2: "40.02" })]
    expect(findMisfit(owned, [land("100.01")])).toBeUndefined()
    expect(findMisfit(owned, [land("100.00")])).toEqual({ onDay: "2020-01-01", whose: "parcel" })
  })

  test("are summed day by day: the last day of one is not the first of the next", () => {
    const first = use({ landAreaM2: "100", toOn: "2022-05-01" })
    const next = use({ enterpriseId: 2, landAreaM2: "100", fromOn: "2022-05-01" })
    expect(findMisfit([first, next], [land("100")])).toBeUndefined()
    expect(findMisfit([{ ...first, toOn: "2022-05-02" }, next], [land("100")])).toEqual({
      onDay: "2022-05-01",
      whose: "parcel",
    })
  })

  test("are held against the land in effect on the day, and against nothing where there is none", () => {
    const lands = [land("100", "2015-01-01", "2021-01-01"), land("80", "2021-01-01")]
    expect(findMisfit([use({ landAreaM2: "90" })], lands)).toEqual({
      onDay: "2021-01-01",
      whose: "parcel",
    })
    expect(
      findMisfit([use({ landAreaM2: "90" })], [land("80", "2030-01-01", "2031-01-01")]),
    ).toEqual({
      onDay: "2030-01-01",
      whose: "parcel",
    })
    expect(findMisfit([use({ landAreaM2: "90" })], [])).toBeUndefined()
  })

  test("let no more than they have: owned and leased in, less leased out and let to tenants", () => {
    const owner = use({ landAreaM2: "50" })
    const tenant = use({ enterpriseId: 2, kind: "leasedIn", lessorId: 1, landAreaM2: "30" })
    const away = use({ kind: "leasedOut", landAreaM2: "20.01" })
    expect(findMisfit([owner, tenant, away], [land("100")])).toBeUndefined()
    expect(findMisfit([owner, tenant, { ...away, landAreaM2: "20.02" }], [land("100")])).toEqual({
      onDay: "2020-01-01",
      whose: "firm",
    })
    const subtenant = use({ enterpriseId: 3, kind: "leasedIn", lessorId: 2, landAreaM2: "30" })
    expect(findMisfit([owner, tenant, subtenant], [land("100")])).toBeUndefined()
    expect(findMisfit([tenant], [land("100")])).toEqual({ onDay: "2020-01-01", whose: "firm" })
  })

  test("that fit still fit without a tenant, and never fit a smaller parcel less", () => {
    const days = fc.constantFrom("2020-01-01", "2021-01-01", "2022-01-01")
    const owned = fc.array(
      fc.record({
        enterpriseId: fc.integer({ min: 1, max: 4 }),
        landAreaM2: fc.integer({ min: 1, max: 500 }).map(String),
        fromOn: days,
      }),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(owned, fc.integer({ min: 1, max: 2000 }), (some, area) => {
        const uses = some.map(use)
        if (findMisfit(uses, [land(String(area))])) return
        expect(findMisfit(uses.slice(1), [land(String(area))])).toBeUndefined()
        expect(findMisfit(uses, [land(String(area + 1))])).toBeUndefined()
      }),
    )
  })
})

describe("a figure beside a former one", () => {
  test.each([
    ["3333.33", false],
    ["3333.34", true],
    ["10000", true],
    ["30000", true],
    ["30000.01", false],
    ["0.0000333", false],
    ["0.0000334", true],
    ["0.0001", true],
    ["0.0003", true],
    ["0.0003001", false],
    ["1500", true],
    ["1500.01", false],
    ["555.55", false],
    ["555.56", true],
    ["12.49", false],
    ["12.5", true],
    ["15", true],
    ["18", true],
    ["18.01", false],
    ["1", false],
    ["3", false],
    ["0.3", false],
  ])("that is %s of it: odd is %s", (value, odd) => {
    expect(detectUnitRatio(value, "1") !== undefined).toBe(odd)
  })

  test("names the nearest factor", () => {
    expect(detectUnitRatio("700", "1")).toContain("666.67")
    expect(detectUnitRatio("900", "1")).toContain("1000")
  })

  test("is not judged where either is zero or negative", () => {
    for (const [value, former] of [
      ["0", "5"],
      ["5", "0"],
      ["-10000", "-1"],
      ["10000", "-1"],
    ] as const)
      expect(detectUnitRatio(value, former)).toBeUndefined()
  })
})

describe("a stated area beside the drawn one", () => {
  test.each([
    ["95", undefined],
    ["94.99", "area-differs"],
    ["105", undefined],
    ["105.01", "area-differs"],
    ["1500", "area-unit"],
    ["1363.6", "area-differs"],
    ["1363.7", "area-unit"],
    ["1650", "area-unit"],
    ["1650.1", "area-differs"],
    ["66667", "area-unit"],
    ["0.15", "area-unit"],
    ["1000000", "area-unit"],
    ["5000", "area-differs"],
  ])("%s of 100 is %s", (stated, rule) => {
    expect(compareAreas(stated, "100")?.rule).toBe(rule)
  })
})

describe("the parcel that a row means", () => {
  const known = (changes: Partial<Candidate>): Candidate => ({
    by: "code",
    parcelId: 1,
    parcelCode: "X",
    validFrom: "2020-01-01",
    validTo: null,
    ...changes,
  })
  const today = "2026-03-01"

  test("is the one with its code before the one with its key, and that before the same outline", () => {
    const all = [
      known({ by: "outline", parcelId: 3 }),
      known({ by: "key", parcelId: 2 }),
      known({ by: "code", parcelId: 1 }),
    ]
    expect(chooseMatch(all, "X", today)).toMatchObject({ parcelId: 1 })
    expect(chooseMatch(all.slice(0, 2), "X", today)).toMatchObject({ parcelId: 2 })
    expect(chooseMatch(all.slice(0, 1), "X", today)).toMatchObject({ parcelId: 3 })
    expect(chooseMatch([], "X", today)).toBeNull()
  })

  test("is not a parcel that has ended: by its code that is refused, otherwise it is a new one", () => {
    const ended = (by: Candidate["by"]) => [known({ by, validTo: today })]
    expect(chooseMatch(ended("code"), "X", today)).toMatchObject({ rule: "parcel-ended" })
    expect(chooseMatch(ended("key"), undefined, today)).toBeNull()
    expect(chooseMatch(ended("outline"), "X", today)).toBeNull()
    const lasting = [known({ validTo: "2026-03-02" })]
    expect(chooseMatch(lasting, "X", today)).toMatchObject({ parcelId: 1 })
  })

  test("cannot be two parcels, nor one under another code", () => {
    const two = [known({}), known({ parcelId: 2 })]
    expect(chooseMatch(two, "X", today)).toMatchObject({ rule: "parcel-ambiguous" })
    for (const by of ["key", "outline"] as const) {
      expect(chooseMatch([known({ by })], "Y", today)).toMatchObject({ rule: "code-conflict" })
      expect(chooseMatch([known({ by, parcelCode: null })], "Y", today)).toMatchObject({
        parcelId: 1,
      })
      expect(chooseMatch([known({ by })], undefined, today)).toMatchObject({ parcelId: 1 })
    }
  })

  test("of several versions is the one in effect today", () => {
    const versions = [
      known({ validFrom: "2027-01-01" }),
      known({ validFrom: "2020-01-01", validTo: "2027-01-01" }),
    ]
    expect(chooseMatch(versions, "X", today)).toMatchObject({ validFrom: "2020-01-01" })
  })
})
