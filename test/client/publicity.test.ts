import { describe, expect, test } from "vitest"
import { fromField, nextInstant, remaining, toField } from "../../client/publicity/clock.ts"
import { listCorrections, muOf } from "../../client/publicity/corrections.ts"
import { readPlace, writePlace } from "../../client/publicity/place.ts"
import { toBeijing } from "../../client/text/figures.ts"

describe("times of a publicity", () => {
  test("are those of China, whatever the clock of the screen", () => {
    expect(toBeijing("2026-11-22T01:30:00.000Z")).toBe("2026-11-22 09:30")
    expect(toField("2026-12-31T16:00:00.000Z")).toBe("2027-01-01T00:00")
    expect(fromField("2027-01-01T00:00")).toBe("2026-12-31T16:00:00.000Z")
    expect(fromField("")).toBeNull()
  })

  test.each([
    [0, { days: 0, hours: 0, minutes: 0 }],
    [1, { days: 0, hours: 0, minutes: 1 }],
    [60_000, { days: 0, hours: 0, minutes: 1 }],
    [86_400_000 + 2 * 3_600_000, { days: 1, hours: 2, minutes: 0 }],
    [-1, null],
  ])("with %i ms to go", (leftMs, told) => {
    const now = Date.parse("2026-11-22T01:30:00.000Z")
    expect(remaining(new Date(now + leftMs).toISOString(), now)).toEqual(told)
  })

  test("the next of several is found, and none once all have passed", () => {
    const day = (n: number) => `2026-11-2${n}T00:00:00.000Z`
    expect(nextInstant([day(3), day(1), day(2)], Date.parse(day(1)))).toBe(Date.parse(day(2)))
    expect(nextInstant([day(1)], Date.parse(day(1)))).toBeNull()
  })
})

describe("corrections of an appeal", () => {
  const own = { occupancyId: 1, floorAreaM2: null, far: null }
  const leased = { occupancyId: 2, floorAreaM2: "1000.00", far: "1.5" }
  const nothing = { land: {}, indicator: "", value: "" }

  test("go by land, or by floor where the land follows from it; blank is none", () => {
    expect(listCorrections(nothing, [own, leased])).toEqual([])
    expect(
      listCorrections({ ...nothing, land: { 1: " 20000.5", 2: "1500" } }, [own, leased]),
    ).toEqual([
      { kind: "land", occupancyId: 1, landAreaM2: 20000.5 },
      { kind: "land", occupancyId: 2, floorAreaM2: 1500 },
    ])
  })

  test("may be of a figure, below zero as well", () => {
    expect(listCorrections({ ...nothing, indicator: "taxWanYuan", value: "-12.5" }, [])).toEqual([
      { kind: "figure", indicator: "taxWanYuan", value: -12.5 },
    ])
  })

  test.each([
    [{ ...nothing, land: { 1: "0" } }],
    [{ ...nothing, land: { 1: "-5" } }],
    [{ ...nothing, land: { 1: "二十亩" } }],
    [{ ...nothing, indicator: "taxWanYuan" }],
  ])("%j is not taken for one", (typed) => {
    expect(listCorrections(typed, [own])).toBeNull()
  })

  test("are told in mu, of floor by the plot ratio", () => {
    expect(muOf(own, "20000")).toBe("30")
    expect(muOf(leased, "1500")).toBe("1.5")
    expect(muOf(own, "x")).toBeNull()
  })
})

test.each(["/assessment/2025/publicity", "/assessment/2025/publicity/12"])(
  "the address %s names a screen and is written again",
  (path) => expect(writePlace(readPlace(path)!)).toBe(path),
)

test("another address of the assessment is none of publicity", () => {
  expect(readPlace("/assessment/2025/roster")).toBeNull()
})
