import { describe, expect, test } from "vitest"
import type { ColumnsFile } from "../../client/map/columns-file.ts"
import { availableTheme } from "../../client/map/layers/available.ts"
import { flagTheme } from "../../client/map/layers/flag.ts"
import { lifecycleTheme } from "../../client/map/layers/lifecycle.ts"
import { countLand } from "../../client/parcels/createClassCounts.ts"
import { countGroups, isGrouped } from "../../client/parcels/themeValue.ts"

type Parcel = { id: number; areaMu: number | null; suspected: boolean | null; determined: boolean }

/** Two cells as a file of columns has them. */
const fileOf = (cells: readonly (readonly Parcel[])[]): ColumnsFile => ({
  year: 2024,
  cells: new Map(
    cells.map((parcels, cell) => {
      const codes = (values: readonly (boolean | null)[]) => ({
        codes: Uint16Array.from(values, (value) => (value === null ? 0 : value ? 1 : 2)),
        values: [true, false],
      })
      return [
        cell,
        {
          ids: Uint32Array.from(parcels, ({ id }) => id),
          columns: new Map<string, { numbers: Float64Array } | ReturnType<typeof codes>>([
            [
              "areaMu",
              { numbers: Float64Array.from(parcels, ({ areaMu }) => areaMu ?? Number.NaN) },
            ],
            ["suspected", codes(parcels.map(({ suspected }) => suspected))],
            ["determined", codes(parcels.map(({ determined }) => determined))],
          ]),
        },
      ]
    }),
  ),
})

const LAND = fileOf([
  [
    { id: 3, areaMu: 0.1, suspected: true, determined: false },
    { id: 9, areaMu: 0.2, suspected: true, determined: true },
  ],
  [
    { id: 1, areaMu: 0.2, suspected: true, determined: false },
    { id: 4, areaMu: null, suspected: false, determined: false },
  ],
])
const told = (counts: ReadonlyMap<string, object>) => Object.fromEntries(counts)

describe("parcels and mu by class", () => {
  test("are counted over every cell, each parcel in one class, tenths without a remainder", () => {
    const { all, selected } = countLand(flagTheme, LAND, null)
    expect(told(all)).toEqual({
      suspected: { parcels: 2, areaMu: 0.3 },
      determined: { parcels: 1, areaMu: 0.2 },
      none: { parcels: 1, areaMu: 0 },
    })
    expect(told(selected)).toEqual(told(all))
  })

  test("of what is selected leave the rest out, and a class that is emptied stays among all", () => {
    const { all, selected } = countLand(flagTheme, LAND, new Set([9, 4, 77]))
    expect(told(selected)).toEqual({
      determined: { parcels: 1, areaMu: 0.2 },
      none: { parcels: 1, areaMu: 0 },
    })
    expect([...all.keys()]).toContain("suspected")
  })

  test("are the sums of the server where its groups are the classes, and only there", () => {
    expect([lifecycleTheme, flagTheme, availableTheme].map(isGrouped)).toEqual([true, false, false])
    const counts = countGroups(lifecycleTheme, {
      total: { parcels: 3, areaMu: 5 },
      byLifecycle: [
        { value: "in_use", parcels: 2, areaMu: 4 },
        { value: null, parcels: 1, areaMu: 1 },
      ],
      year: null,
    })
    expect(told(counts)).toEqual({
      in_use: { parcels: 2, areaMu: 4 },
      unknown: { parcels: 1, areaMu: 1 },
    })
  })
})
