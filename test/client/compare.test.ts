import { describe, expect, test } from "vitest"
import { readCompared, writeCompared } from "../../client/compare/address.ts"
import { areAlike, directionOf, standingsOf } from "../../client/compare/direction.ts"
import { firmValues, latestYear } from "../../client/compare/firmValues.ts"
import { groupFields, GROUPS } from "../../client/compare/rows.ts"
import { FIELDS as FIRM_FIELDS } from "../../server/enterprises/catalogue.ts"
import type { FirmDetail } from "../../server/enterprises/detail.schema.ts"
import { FIELDS } from "../../server/parcels/catalogue.ts"

describe("the address of a comparison", () => {
  test("names what is compared in order, each once and five at most", () => {
    expect(readCompared("/compare/parcels/3,1,3,2")).toEqual({ kind: "parcels", ids: [3, 1, 2] })
    expect(readCompared("/compare/enterprises/1,2,3,4,5,6")!.ids).toEqual([1, 2, 3, 4, 5])
    expect(readCompared(writeCompared("parcels", [7, 8]))).toEqual({ kind: "parcels", ids: [7, 8] })
  })

  test("leaves out what is no number of a record, and may be empty", () => {
    expect(readCompared("/compare/parcels/0,1,,02,99999999999")!.ids).toEqual([1])
    expect(readCompared("/compare/parcels/")!.ids).toEqual([])
    expect(readCompared("/compare/parcels")!.ids).toEqual([])
  })

  test.each(["/compare", "/compare/zones/1", "/compare/parcels/1;2", "/compare/parcels/1/2"])(
    "%s is none",
    (path) => expect(readCompared(path)).toBeNull(),
  )
})

describe("best and worst", () => {
  test("are the highest and the lowest yield per mu", () => {
    expect(standingsOf("taxPerMu", [3, 10, 7])).toEqual(["worst", "best", null])
  })

  test("are the other way round for energy and emission per mu", () => {
    expect(standingsOf("energyPerMu", [3, 10, 7])).toEqual(["best", "worst", null])
    expect(directionOf("emissionPerMu")).toBe("low")
  })

  test("are not said of areas, amounts and staff", () => {
    for (const field of ["areaMu", "taxWanYuan", "staffPerMu", "landMu", "floorM2"])
      expect(standingsOf(field, [1, 2])).toEqual([null, null])
  })

  test("are not said of what is not known, nor of one alone, nor of equals", () => {
    expect(standingsOf("taxPerMu", [null, 10, undefined, 2])).toEqual([null, "best", null, "worst"])
    expect(standingsOf("taxPerMu", [null, 10])).toEqual([null, null])
    expect(standingsOf("taxPerMu", [10, 10])).toEqual([null, null])
  })

  test("A is the best grade, and what more than half share is no distinction", () => {
    expect(standingsOf("grade", ["B", "A", "D"])).toEqual([null, "best", "worst"])
    expect(standingsOf("grade", ["B", "B", "B", "C"])).toEqual([null, null, null, "worst"])
    expect(standingsOf("grade", ["B", "B", "C", "C"])).toEqual(["best", "best", "worst", "worst"])
  })
})

test("values are alike only where they say the same; not known is alike with not known", () => {
  expect(areAlike(["a", "a"])).toBe(true)
  expect(areAlike([null, undefined])).toBe(true)
  expect(areAlike([null, 0])).toBe(false)
  expect(
    areAlike([
      ["a", "b"],
      ["a", "b"],
    ]),
  ).toBe(true)
  expect(areAlike([["a"], ["b"]])).toBe(false)
})

describe("rows", () => {
  test("are of fields that there are", () => {
    const wanted = (kind: keyof typeof GROUPS) => GROUPS[kind].flatMap(([, fields]) => fields)
    expect(wanted("parcels").filter((name) => !Object.hasOwn(FIELDS, name))).toEqual([])
    expect(wanted("enterprises").filter((name) => !Object.hasOwn(FIRM_FIELDS, name))).toEqual([])
  })

  test("are those of the audience, and a group without any is not there", () => {
    const field = { many: false, sortable: true, unit: null, zh: "", en: "", values: null }
    const names = [
      { ...field, name: "grade", type: "text" as const },
      { ...field, name: "areaMu", type: "number" as const },
    ]
    expect(
      groupFields("parcels", names).map(({ group, fields }) => [
        group,
        fields.map(({ name }) => name),
      ]),
    ).toEqual([
      ["land", ["areaMu"]],
      ["standing", ["grade"]],
    ])
  })
})

describe("a firm", () => {
  const firm: FirmDetail = {
    id: 1,
    asOf: "2026-01-01",
    name: "示例",
    names: [],
    parcels: [],
    grades: [{ fiscalYear: 2024, grade: "A", schemeId: "s" }],
    metrics: [
      {
        fiscalYear: 2024,
        landMu: 10,
        indicators: { taxWanYuan: { amount: 50, perMu: 5, missing: null } },
      },
      {
        fiscalYear: 2023,
        landMu: 8,
        indicators: { taxWanYuan: { amount: 8, perMu: 1, missing: null } },
      },
    ],
    determined: [],
    contracts: [],
    projects: [],
  }

  test("is compared in the latest year of all of them", () => {
    const older = { ...firm, metrics: firm.metrics!.slice(1), grades: [] }
    expect(latestYear([older, firm])).toBe(2024)
    expect(firmValues(firm, 2024)).toMatchObject({
      taxPerMu: 5,
      taxWanYuan: 50,
      yearLandMu: 10,
      grade: "A",
    })
    const values = firmValues(older, 2024)
    expect([values["taxPerMu"], values["grade"]]).toEqual([undefined, null])
  })

  test("without figures has none, and no year", () => {
    const { metrics: _metrics, ...bare } = firm
    expect(latestYear([{ ...bare, grades: [] }])).toBeNull()
    expect(firmValues(bare, 2024)["taxPerMu"]).toBeUndefined()
  })
})
