import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import {
  defaultLayout,
  groupColumns,
  LEAST_WIDTH,
  MOST_WIDTH,
  nextSort,
  orderShown,
  readLayout,
  readSort,
  unitIn,
  usualWidth,
} from "../../client/table/columns.ts"
import type { ColumnName } from "../../client/table/shapes.ts"
import { FIELDS as FIRM_FIELDS } from "../../server/enterprises/catalogue.ts"
import { FIELDS as PARCEL_FIELDS } from "../../server/parcels/catalogue.ts"
import { describeFields, type Field } from "../../server/parcels/field.ts"

const describedOf = (fields: Record<string, Field>): ColumnName[] =>
  describeFields(Object.entries(fields).map(([name, field]) => ({ ...field, name })))

const PARCELS = describedOf(PARCEL_FIELDS)
const FIRMS = describedOf(FIRM_FIELDS)
const without = (columns: readonly ColumnName[], ...names: string[]) =>
  columns.filter(({ name }) => !names.includes(name))

describe.each([
  ["parcels", PARCELS],
  ["firms", FIRMS],
] as const)("columns of %s", (kind, columns) => {
  test("stand in one group each, and none is left out", () => {
    const grouped = groupColumns(columns).flatMap((group) => group.columns)
    expect(grouped.map(({ name }) => name).sort()).toEqual(columns.map(({ name }) => name).sort())
  })

  test("stand in no group of others: each name was thought of", () => {
    expect(groupColumns(columns).map(({ group }) => group)).not.toContain("more")
  })

  test("begin with the name, which stays in sight", () => {
    const layout = defaultLayout(kind, columns)
    expect(layout.pinned).toEqual(["name"])
    expect(orderShown(layout)[0]).toBe("name")
    expect(layout.shown.length).toBeGreaterThan(6)
  })

  test("are those that the audience has", () => {
    const layout = defaultLayout(kind, without(columns, "name", "taxPerMu"))
    expect(layout.pinned).toEqual([])
    expect(layout.shown).not.toContain("taxPerMu")
  })

  test("have units that English has words for", () => {
    for (const { unit } of columns)
      if (unit !== null) expect(unitIn(unit, "en")).not.toMatch(/\p{Script=Han}/u)
  })

  test("are wide enough for both lines of their heading and for the words of a closed value", () => {
    for (const column of columns) {
      const narrow = usualWidth(column, [""], "zh")
      const wide = usualWidth(column, ["某".repeat(14)], "zh")
      expect(wide).toBeGreaterThanOrEqual(Math.max(narrow, 14 * 13))
      expect(wide).toBeLessThanOrEqual(MOST_WIDTH)
    }
  })
})

test("an audience with none of the usual columns sees all it has", () => {
  const columns = PARCELS.filter(({ name }) => name === "approvedOn")
  expect(defaultLayout("parcels", columns).shown).toEqual(["approvedOn"])
})

describe("a layout that was kept", () => {
  const kept = (value: unknown) => readLayout(JSON.stringify(value), PARCELS)

  test("is what it was", () => {
    const layout = { shown: ["name", "grade", "areaMu"], pinned: ["name"], widths: { grade: 90 } }
    expect(kept(layout)).toEqual(layout)
  })

  test("loses what the audience no longer has, and keeps the rest", () => {
    const layout = { shown: ["gone", "name"], pinned: ["gone", "name"], widths: { gone: 100 } }
    expect(kept(layout)).toEqual({ shown: ["name"], pinned: ["name"], widths: {} })
  })

  test("pins only what it shows, and has each column once", () => {
    expect(kept({ shown: ["name", "name"], pinned: ["grade", "name"], widths: {} })).toEqual({
      shown: ["name"],
      pinned: ["name"],
      widths: {},
    })
  })

  test.each([LEAST_WIDTH - 1, MOST_WIDTH + 1, "90", null])("has no width of %j", (width) => {
    expect(kept({ shown: ["name"], pinned: [], widths: { name: width } })?.widths).toEqual({})
  })

  test("is none where it shows nothing", () => {
    expect(readLayout(null, PARCELS)).toBeNull()
    expect(readLayout("{", PARCELS)).toBeNull()
    expect(kept({ shown: ["gone"], pinned: [], widths: {} })).toBeNull()
  })

  test("never breaks the table, whatever stands there", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const layout = readLayout(text, PARCELS)
        if (layout) expect(layout.shown.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe("a heading that is pressed", () => {
  const find = (name: string) => PARCELS.find((column) => column.name === name)!

  test("sorts figures from the largest, then from the least, then not", () => {
    const area = find("areaMu")
    expect(nextSort("", area)).toBe("-areaMu")
    expect(nextSort("-areaMu", area)).toBe("areaMu")
    expect(nextSort("areaMu", area)).toBe("")
    expect(nextSort("-taxPerMu", area)).toBe("-areaMu")
  })

  test("sorts texts from the first", () => {
    expect(nextSort("", find("name"))).toBe("name")
    expect(nextSort("name", find("name"))).toBe("-name")
    expect(nextSort("-name", find("name"))).toBe("")
  })

  test("is understood from the sort of the address", () => {
    expect(readSort("-taxPerMu")).toEqual({ name: "taxPerMu", descending: true })
    expect(readSort("name")).toEqual({ name: "name", descending: false })
  })
})

test("a unit is told in the language of the page", () => {
  expect(unitIn("万元/亩", "zh")).toBe("万元/亩")
  expect(unitIn("万元/亩", "en")).toBe("10k yuan/mu")
  expect(unitIn("m²", "en")).toBe("m²")
})
