import { describe, expect, test } from "vitest"
import type { LedgerRow } from "../../server/assessment/land-ledger.rules.ts"
import { findPeriod, listUsedAtYearEnd } from "../../server/runs/used-land.rules.ts"

const row = (given: Partial<LedgerRow>): LedgerRow => ({
  occupancyId: 1,
  parcelId: 1,
  parcelCode: null,
  parcelName: null,
  kind: "owned",
  counterpart: null,
  areaM2: "1000",
  floorAreaM2: null,
  far: null,
  fromOn: "2020-01-01",
  toOn: null,
  days: 365,
  ...given,
})
const usedOf = (...rows: LedgerRow[]) =>
  listUsedAtYearEnd(rows, 2023).map(({ parcelId, areaM2 }) => [parcelId, areaM2])

describe("land used on 31 December", () => {
  test.each([
    ["until 31 December", { toOn: "2023-12-31" }, []],
    ["until 1 January", { toOn: "2024-01-01" }, [[1, "1000"]]],
    ["from 31 December", { fromOn: "2023-12-31" }, [[1, "1000"]]],
    ["from 1 January", { fromOn: "2024-01-01" }, []],
  ])("%s", (_, given, expected) => {
    expect(usedOf(row(given))).toEqual(expected)
  })

  test("is less what is let, and nothing where all of it is", () => {
    expect(usedOf(row({}), row({ kind: "leasedOut", areaM2: "400.5" }))).toEqual([[1, "599.5"]])
    expect(usedOf(row({}), row({ kind: "leasedOut" }))).toEqual([])
  })

  test("stands with the largest parcel first, and of two alike the lower number", () => {
    expect(
      usedOf(row({ parcelId: 9 }), row({ parcelId: 4 }), row({ parcelId: 7, areaM2: "2000" })),
    ).toEqual([
      [7, "2000"],
      [4, "1000"],
      [9, "1000"],
    ])
  })
})

describe("the period of a firm's land", () => {
  test("runs from its first day to its last, and is open while anything is in use", () => {
    const old = row({ fromOn: "2019-05-01", toOn: "2023-07-01" })
    expect(findPeriod([old, row({ kind: "leasedIn", fromOn: "2022-02-01" })])).toEqual({
      landFromOn: "2019-05-01",
      landToOn: null,
    })
    expect(findPeriod([old, row({ kind: "leasedOut" })])).toEqual({
      landFromOn: "2019-05-01",
      landToOn: "2023-07-01",
    })
  })

  test("of a firm without land is not known", () => {
    expect(findPeriod([])).toEqual({ landFromOn: null, landToOn: null })
  })
})
