import { describe, expect, test } from "vitest"
import { createFigures, NONE } from "../../client/text/figures.ts"

const { fixed, mu, m2, muOf, plain, percent, perMu } = createFigures("zh")

test.each([null, undefined, ""])("%s is a dash in every form, never a zero", (missing) => {
  expect([fixed(missing, 2), mu(missing), m2(missing), muOf(missing), plain(missing, 2)]).toEqual(
    Array(5).fill(NONE),
  )
  expect([percent(missing, 1), perMu(missing)]).toEqual([NONE, NONE])
})

test("zero is zero", () => {
  expect(fixed(0, 2)).toBe("0.00")
  expect(percent(0, 1)).toBe("0.0%")
})

test("a decimal is rounded half up on its own digits, not on a float's", () => {
  // 1.005 as a float is 1.00499999999999989…
  expect(fixed("1.005", 2)).toBe("1.01")
  expect(fixed("-1.005", 2)).toBe("-1.01")
  expect(fixed("12345678901234567.885", 2)).toBe("12,345,678,901,234,567.89")
})

describe("mu", () => {
  test.each([
    ["999.994", "999.99"],
    ["999.99", "999.99"],
    ["1000", "1,000.0"],
    ["1000.05", "1,000.1"],
  ])("%s is written %s", (value, text) => {
    expect(mu(value)).toBe(text)
  })

  test("of square metres is exact: 2,000 m² is 3 mu, 1 km² is 1,500", () => {
    expect(muOf("2000")).toBe("3.00")
    expect(muOf("1000000")).toBe("1,500.00")
  })
})

test("a figure per mu below a tenth keeps four places", () => {
  expect([perMu("0.1"), perMu("0.0999"), perMu("0.00089103"), perMu("-0.05")]).toEqual([
    "0.10",
    "0.0999",
    "0.0009",
    "-0.0500",
  ])
})

test("idle zeros are left out where the number of places is open", () => {
  expect([plain("5", 4), plain("5.50", 4), plain("5.12345", 4)]).toEqual(["5", "5.5", "5.1235"])
})
