import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { planBreaks, taxPerMuTheme } from "../../client/map/layers/taxPerMu.ts"
import { UNKNOWN } from "../../client/map/theme.ts"

const hundred = Array.from({ length: 100 }, (_, index) => index + 1)

test("limits are fifths of the parcels, rounded to what people read", () => {
  expect(planBreaks(hundred)).toEqual([20, 40, 60, 80])
})

test("parcels without a figure move no limit", () => {
  expect(planBreaks([...hundred, null, undefined, ""])).toEqual(planBreaks(hundred))
})

test("without any figure there are no limits, and one class for what comes", () => {
  expect(planBreaks([null, undefined])).toEqual([])
  expect(taxPerMuTheme([]).classOf({ taxPerMu: 7 })).toBe("0")
})

test("limits ascend, differ, and leave no class empty by construction of the ends", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.01, max: 1e4, noNaN: true })), (values) => {
      const breaks = planBreaks(values)
      expect(breaks).toEqual([...new Set(breaks)].toSorted((a, b) => a - b))
      for (const limit of breaks) {
        expect(values.some((value) => value < limit)).toBe(true)
        expect(values.some((value) => value >= limit)).toBe(true)
      }
    }),
  )
})

describe("with limits 3 and 10", () => {
  const { classOf, classes } = taxPerMuTheme([3, 10])
  test.each([
    [0, "0"],
    [2.99, "0"],
    [3, "1"],
    [9.99, "1"],
    [10, "2"],
    ["10.0", "2"],
    [-5, "0"],
    [null, UNKNOWN],
    [undefined, UNKNOWN],
    ["", UNKNOWN],
  ])(
    "%s is in class %s: a limit belongs to the class above, missing is no zero",
    (taxPerMu, key) => {
      expect(classOf({ taxPerMu })).toBe(key)
    },
  )

  test("each class asks the server for exactly its own parcels", () => {
    expect(classes.map(({ filter }) => filter)).toEqual([
      "taxPerMu < 3",
      "taxPerMu >= 3 AND taxPerMu < 10",
      "taxPerMu >= 10",
      "taxPerMu IS NULL",
    ])
  })
})
