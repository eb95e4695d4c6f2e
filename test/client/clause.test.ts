import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import type { Box } from "../../client/map/box.ts"
import { listThemes } from "../../client/map/themes.ts"
import { type Clause, withoutMeasures, writeFilter } from "../../client/parcels/clause.ts"
import { readFilter } from "../../client/parcels/clause-reader.ts"
import { parseCql2 } from "../../server/parcels/cql2.ts"

const THEMES = listThemes("light")
const roundTrip = (clauses: Clause[]) => readFilter(writeFilter(clauses, THEMES), THEMES)

const name = fc.constantFrom("areaMu", "holder", "signedOn", "grade")
const words = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() === text)
const decimal = fc.integer({ min: -99_999, max: 99_999 }).map((n) => String(n / 100))
const limit = fc.record({ value: decimal, open: fc.boolean() })
const degrees = (low: number, high: number) =>
  fc.integer({ min: low * 1e6, max: high * 1e6 }).map((n) => n / 1e6)

/** A class of one measure: between two limits, beyond one, any figure, or none. */
const box = (name: string): fc.Arbitrary<Box> => {
  const number = fc.integer({ min: -99_999, max: 99_999 }).map((n) => n / 100)
  return fc.oneof(
    fc
      .record({ low: fc.option(number, { nil: null }), high: fc.option(number, { nil: null }) })
      .map((ends) => [{ name, ...ends }]),
    fc.constant([{ name, missing: true as const }]),
  )
}

const clause: fc.Arbitrary<Clause> = fc.oneof(
  fc.constantFrom(...THEMES).chain(({ id, classes }) =>
    fc
      .uniqueArray(fc.constantFrom(...classes.filter(({ filter }) => filter !== null)), {
        minLength: 1,
        maxLength: 4,
      })
      .map((chosen): Clause => ({
        kind: "classes",
        theme: id,
        keys: chosen.map(({ key }) => key),
      })),
  ),
  fc.record({
    kind: fc.constant("range" as const),
    name: fc.constant("areaMu"),
    day: fc.constant(false),
    low: limit,
    high: fc.option(limit, { nil: null }),
  }),
  fc.record({
    kind: fc.constant("oneOf" as const),
    name,
    values: fc.array(words, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant("truth" as const), name, value: fc.boolean() }),
  fc.record({
    kind: fc.constant("contains" as const),
    name,
    text: words.filter((text) => !text.includes("\n")),
  }),
  fc.record({ kind: fc.constant("missing" as const), name }),
  fc.record({
    kind: fc.constant("boxes" as const),
    boxes: fc.array(
      fc.oneof(
        box("areaMu"),
        fc.tuple(box("taxPerMu"), box("areaMu")).map((two) => two.flat()),
      ),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  }),
  fc.record({
    kind: fc.constant("area" as const),
    ring: fc.array(fc.tuple(degrees(100, 120), degrees(20, 40)), { minLength: 3, maxLength: 6 }),
  }),
)

test("what is chosen comes back from the address as it was chosen", () => {
  fc.assert(
    fc.property(fc.array(clause, { maxLength: 4 }), (clauses) => {
      expect(roundTrip(clauses)).toEqual(clauses)
    }),
  )
})

test("what is chosen is CQL2 that the server reads", () => {
  const isSimple = ({ kind }: Clause) => kind !== "area"
  fc.assert(
    fc.property(fc.array(clause.filter(isSimple), { minLength: 1, maxLength: 4 }), (clauses) => {
      expect(() => parseCql2(writeFilter(clauses, THEMES))).not.toThrow()
    }),
  )
})

test("no choice is no filter", () => {
  expect(writeFilter([], THEMES)).toBe("")
  expect(readFilter("  ", THEMES)).toEqual([])
  expect(writeFilter([{ kind: "classes", theme: "grade", keys: [] }], THEMES)).toBe("")
})

describe("filters that people wrote", () => {
  test.each<[string, Clause[]]>([
    [
      "taxPerMu <= 3 AND areaMu >= 20 AND aboveScale = false AND lifecycle = 'in_use'",
      [
        {
          kind: "range",
          name: "taxPerMu",
          day: false,
          low: null,
          high: { value: "3", open: false },
        },
        {
          kind: "range",
          name: "areaMu",
          day: false,
          low: { value: "20", open: false },
          high: null,
        },
        { kind: "truth", name: "aboveScale", value: false },
        { kind: "oneOf", name: "lifecycle", values: ["in_use"] },
      ],
    ],
    [
      "areaMu > 10 and areaMu < 20",
      [
        {
          kind: "range",
          name: "areaMu",
          day: false,
          low: { value: "10", open: true },
          high: { value: "20", open: true },
        },
      ],
    ],
    [
      "signedOn >= DATE('2020-01-01')",
      [
        {
          kind: "range",
          name: "signedOn",
          day: true,
          low: { value: "2020-01-01", open: false },
          high: null,
        },
      ],
    ],
    ["holder LIKE '%O''Brien 50\\%%'", [{ kind: "contains", name: "holder", text: "O'Brien 50%" }]],
    [
      "name = 'a AND b' AND areaMu < 3",
      [
        { kind: "oneOf", name: "name", values: ["a AND b"] },
        { kind: "range", name: "areaMu", day: false, low: null, high: { value: "3", open: true } },
      ],
    ],
    ["grade = 'A' OR areaMu > 9", [{ kind: "words", text: "grade = 'A' OR areaMu > 9" }]],
    ["areaMu BETWEEN 1 AND 5", [{ kind: "words", text: "areaMu BETWEEN 1 AND 5" }]],
    ["NOT (grade = 'A')", [{ kind: "words", text: "NOT (grade = 'A')" }]],
    ["name LIKE 'A%'", [{ kind: "words", text: "name LIKE 'A%'" }]],
  ])("%s", (filter, clauses) => {
    expect(readFilter(filter, THEMES)).toEqual(clauses)
  })

  test.each(["grade = 'A' OR areaMu > 9", "areaMu BETWEEN 1 AND 5", "NOT (grade = 'A')"])(
    "%s keeps its meaning beside another condition",
    (filter) => {
      const both = writeFilter(
        [...readFilter(filter, THEMES), { kind: "missing", name: "holder" }],
        THEMES,
      )
      expect(parseCql2(both)).toMatchObject({ kind: "and", parts: { length: 2 } })
    },
  )
})

describe("classes of figures", () => {
  const tax: Clause = {
    kind: "boxes",
    boxes: [[{ name: "taxPerMu", low: 3, high: 10 }], [{ name: "taxPerMu", missing: true }]],
  }
  test("are read back whatever the limits of the map are now", () => {
    const filter = "((taxPerMu >= 3 AND taxPerMu < 10) OR (taxPerMu IS NULL))"
    expect(writeFilter([tax], THEMES)).toBe(filter)
    expect(readFilter(filter, [])).toEqual([tax])
  })
  test("of two measures are squares", () => {
    const filter = "((taxPerMu < 3 AND areaMu >= 20 AND areaMu < 50))"
    expect(readFilter(filter, THEMES)).toEqual([
      {
        kind: "boxes",
        boxes: [
          [
            { name: "taxPerMu", low: null, high: 3 },
            { name: "areaMu", low: 20, high: 50 },
          ],
        ],
      },
    ])
  })
  test.each(["((taxPerMu > 3))", "((taxPerMu <= 3))", "((taxPerMu >= 3) OR (name = 'a'))"])(
    "are not what %s asks",
    (filter) => {
      expect(readFilter(filter, THEMES)).not.toMatchObject([{ kind: "boxes" }])
    },
  )
  test("give way to another choice of the same measure, and to no other", () => {
    const area: Clause = { kind: "missing", name: "holder" }
    expect(withoutMeasures([tax, area], ["taxPerMu"])).toEqual([area])
    expect(withoutMeasures([tax, area], ["areaMu"])).toEqual([tax, area])
  })
})

test("every class that may be chosen asks in words that the server reads", () => {
  const filters = THEMES.flatMap(({ classes }) => classes.flatMap(({ filter }) => filter ?? []))
  for (const filter of filters) expect(() => parseCql2(filter)).not.toThrow()
})
