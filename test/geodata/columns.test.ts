import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import { type ColumnMapping, mapColumns } from "../../geodata/check/columns.ts"
import { FIELDS } from "../../geodata/check/dictionary.ts"
import { type FieldReading, readField, readLandUse } from "../../geodata/check/fields.ts"
import { listUnits } from "../../geodata/check/measures.ts"
import type { UploadKind, Value } from "../../geodata/read/report.ts"

const KINDS = Object.keys(FIELDS) as UploadKind[]

/** Field and unit of each column that is read. */
const mapped = (kind: UploadKind, headers: string[], mapping?: ColumnMapping) =>
  mapColumns(kind, headers, mapping).columns.map(({ column, field, unit }) => [
    column,
    field.id,
    unit?.id ?? null,
  ])

const errors = (kind: UploadKind, headers: string[], mapping?: ColumnMapping) =>
  mapColumns(kind, headers, mapping).findings.flatMap(({ severity, rule, field }) =>
    severity === "error" ? [`${rule} ${field}`] : [],
  )

/** What a cell under a header gives its field. */
function read(kind: UploadKind, header: string, value: Value): FieldReading {
  const column = mapColumns(kind, [header]).columns[0]
  if (!column) throw new Error(`${header} is not mapped`)
  return readField(column, value)
}

describe("headers", () => {
  test("a yearly table with units in brackets is complete", () => {
    const headers = [
      "统一社会信用代码",
      "企业",
      "年度",
      "实缴税金(万元)",
      "营业收入（元）",
      "综合能耗[吨标煤]",
      "用电量(万千瓦时)",
      "从业人员(人)",
    ]
    expect(mapped("indicators", headers)).toEqual([
      ["统一社会信用代码", "creditCode", null],
      ["年度", "fiscalYear", null],
      ["实缴税金(万元)", "taxWanYuan", "wanYuan"],
      ["营业收入（元）", "revenueWanYuan", "yuan"],
      ["综合能耗[吨标煤]", "energyTce", "tce"],
      ["用电量(万千瓦时)", "powerWanKwh", "wanKwh"],
      ["从业人员(人)", "averageStaff", "person"],
    ])
    expect(mapColumns("indicators", headers).complete).toBe(true)
  })

  test("code names of the fields are headers too and carry their unit", () => {
    expect(
      mapped("indicators", ["creditCode", "fiscalYear", "taxWanYuan", "power_wan_kwh"]),
    ).toEqual([
      ["creditCode", "creditCode", null],
      ["fiscalYear", "fiscalYear", null],
      ["taxWanYuan", "taxWanYuan", "wanYuan"],
      ["power_wan_kwh", "powerWanKwh", "wanKwh"],
    ])
  })

  test.each([
    "实缴税金（万元）",
    "实缴税金 / 万元",
    "实缴税金_万元",
    " 实缴税金（单位：万元） ",
    "*实缴税金【万元】(必填)",
  ])("%s is tax in 万元", (header) => {
    expect(mapped("indicators", [header])).toEqual([[header, "taxWanYuan", "wanYuan"]])
  })

  test("a quantity without its unit is asked for, one with a foreign unit too", () => {
    const code = ["统一社会信用代码", "年度"]
    expect(errors("indicators", [...code, "实缴税金"])).toEqual(["unit-missing taxWanYuan"])
    expect(errors("indicators", [...code, "实缴税金(欧元)"])).toEqual(["unit-unknown taxWanYuan"])
    expect(errors("indicators", [...code, "实缴税金(亩)"])).toEqual(["unit-unknown taxWanYuan"])
  })

  test("required columns that are absent are named, optional ones are not", () => {
    expect(errors("enterprises", ["行业代码"])).toEqual([
      "column-missing creditCode",
      "column-missing name",
    ])
    expect(errors("parcels", [])).toEqual([])
  })

  test("an unknown column is only mentioned", () => {
    const plan = mapColumns("enterprises", ["信用代码", "企业名称", "董事长爱好"])
    expect(plan.complete).toBe(true)
    expect(plan.findings.map(({ rule, column }) => [rule, column])).toEqual([
      ["column-unknown", "董事长爱好"],
    ])
  })

  test("two columns for one figure are a question, unless one is in the stored unit", () => {
    expect(errors("indicators", ["信用代码", "年度", "税收(万元)", "实缴税金(万元)"])).toEqual([
      "column-ambiguous taxWanYuan",
    ])
    expect(mapped("parcels", ["面积平米", "面积亩"])).toEqual([
      ["面积平米", "surveyedAreaM2", "m2"],
    ])
    expect(errors("parcels", ["面积(亩)", "面积(公顷)"])).toEqual([
      "column-ambiguous surveyedAreaM2",
    ])
  })

  test("of two keys the one whose name says more is taken", () => {
    expect(mapped("parcels", ["id", "apn", "address"])).toEqual([
      ["apn", "sourceKey", null],
      ["address", "location", null],
    ])
    expect(errors("parcels", ["编号", "编号"])).toEqual(["column-ambiguous sourceKey"])
  })

  test("names cut off by a DBF are told where only one field begins so", () => {
    expect(mapped("parcels", ["编号", "名称", "用途", "面积平", "面积亩"])).toEqual([
      ["编号", "sourceKey", null],
      ["名称", "name", null],
      ["用途", "landUseCode", null],
      ["面积平", "surveyedAreaM2", "m2"],
    ])
    expect(mapped("parcels", ["不动产", "土地使用权"])).toEqual([
      ["不动产", "unitCode", null],
      ["土地使用权", "holderName", null],
    ])
    expect(errors("parcels", ["证载面"])).toEqual(["unit-missing certifiedAreaM2"])
  })

  test("the cadastral standard's own field names are known, in m²", () => {
    expect(mapped("parcels", ["ZDDM", "BDCDYH", "ZL", "ZDMJ", "QLRMC", "DLBM"])).toEqual([
      ["ZDDM", "parcelCode", null],
      ["BDCDYH", "unitCode", null],
      ["ZL", "location", null],
      ["ZDMJ", "certifiedAreaM2", "m2"],
      ["QLRMC", "holderName", null],
      ["DLBM", "landUseCode", null],
    ])
  })

  test("every Chinese name of every field is read as that field", () => {
    for (const kind of KINDS)
      for (const field of FIELDS[kind])
        for (const entry of field.names) {
          const [name = "", own] = entry.split("|")
          const [unit] = field.quantity && !own ? listUnits(field.quantity) : []
          const header = unit ? `${name}(${unit.labels[0]})` : name
          expect([kind, header, mapped(kind, [header])[0]?.[1]]).toEqual([kind, header, field.id])
        }
  })
})

describe("a mapping", () => {
  test("answers which column and which unit", () => {
    const headers = ["代码", "年份", "税"]
    const mapping = { creditCode: "代码", taxWanYuan: { column: "税", unit: "元" } }
    expect(mapped("indicators", headers, mapping)).toEqual([
      ["代码", "creditCode", null],
      ["年份", "fiscalYear", null],
      ["税", "taxWanYuan", "yuan"],
    ])
    expect(mapColumns("indicators", headers, mapping).complete).toBe(true)
  })

  test("null leaves a field out, a required one cannot be left out", () => {
    expect(mapped("parcels", ["名称"], { name: null })).toEqual([])
    expect(errors("enterprises", ["信用代码", "企业名称"], { name: null })).toEqual([
      "column-missing name",
    ])
  })

  test("names of nothing are faults", () => {
    expect(errors("parcels", ["名称"], { name: "没有这列" })).toContain("column-missing name")
    expect(errors("parcels", ["名称"], { nonsense: "名称" })).toEqual(["mapping-unknown nonsense"])
    expect(errors("parcels", ["面积"], { surveyedAreaM2: "面积" })).toContain(
      "unit-missing surveyedAreaM2",
    )
    expect(
      errors("parcels", ["面积"], { surveyedAreaM2: { column: "面积", unit: "斤" } }),
    ).toContain("unit-unknown surveyedAreaM2")
    expect(errors("parcels", [], JSON.parse('{"__proto__":"x"}'))).toEqual([
      "mapping-unknown __proto__",
    ])
  })
})

describe("values", () => {
  test.each<[UploadKind, string, Value, string | null]>([
    ["parcels", "证载面积(亩)", "30", "20000"],
    ["parcels", "证载面积(亩)", "1", "666.67"],
    ["parcels", "证载面积(公顷)", 2.5, "25000"],
    ["parcels", "证载面积(平方米)", "12,345.678", "12345.68"],
    ["indicators", "实缴税金(元)", "1234567", "123.4567"],
    ["indicators", "实缴税金(万元)", "-12.5", "-12.5"],
    ["indicators", "实缴税金(亿元)", "1.5", "15000"],
    ["indicators", "实缴税金(万元)", "０．５", "0.5"],
    ["indicators", "实缴税金(万元)", "-0", "0"],
    ["indicators", "实缴税金(万元)", 0, "0"],
    ["indicators", "实缴税金(万元)", "", null],
    ["indicators", "实缴税金(万元)", "--", null],
    ["indicators", "实缴税金(万元)", null, null],
    ["indicators", "用电量(kWh)", "12345", "1.2345"],
    ["indicators", "用电量(兆瓦时)", "5", "0.5"],
    ["indicators", "综合能耗(千克标煤)", "1500", "1.5"],
    ["contracts", "投资强度(万元/公顷)", "6000", "400"],
    ["contracts", "投资强度(元/平方米)", "6000", "400"],
    ["contracts", "签订日期", "2022年3月1日", "2022-03-01"],
    ["contracts", "签订日期", "2022-03-01T00:00:00", "2022-03-01"],
    ["contracts", "签订日期", "2022/3/1 10:30", "2022-03-01"],
    ["projects", "节点", "开工", "started"],
    ["occupancy", "用地方式", "租入", "leasedIn"],
    ["indicators", "年度", "2023年", "2023"],
    ["buildings", "层数", 5, "5"],
    ["enterprises", "统一社会信用代码", " 91350100m000100y43 ", "91350100M000100Y43"],
    ["parcels", "宗地代码", "341602001002gb00015", "341602001002GB00015"],
  ])("%s, %s: %s is %s", (kind, header, value, expected) => {
    expect(read(kind, header, value)).toEqual({ value: expected })
  })

  test.each<[Value, boolean]>([
    ["是", true],
    ["规上", true],
    [true, true],
    [1, true],
    ["否", false],
    ["规下", false],
    [false, false],
  ])("above scale: %s is %s", (value, expected) => {
    expect(read("enterprises", "是否规上", value)).toEqual({ value: expected })
  })

  test.each<[UploadKind, string, Value, string]>([
    ["indicators", "实缴税金(万元)", "1e999", "not-a-number"],
    ["indicators", "实缴税金(万元)", "Infinity", "not-a-number"],
    ["indicators", "实缴税金(万元)", "12万", "not-a-number"],
    ["indicators", "实缴税金(万元)", "5%", "not-a-number"],
    ["indicators", "实缴税金(万元)", "(12)", "not-a-number"],
    ["indicators", "实缴税金(万元)", "1,23", "not-a-number"],
    ["indicators", "实缴税金(万元)", ".", "not-a-number"],
    ["indicators", "实缴税金(万元)", "1e18", "number-too-large"],
    ["indicators", "综合能耗(吨标煤)", "-1", "number-negative"],
    ["parcels", "证载面积(亩)", "0", "number-not-positive"],
    ["contracts", "签订日期", "22.09.2011", "not-a-day"],
    ["contracts", "签订日期", "2023-02-29", "not-a-day"],
    ["contracts", "签订日期", 45_000, "not-a-day"],
    ["projects", "节点", "庆功", "not-a-choice"],
    ["indicators", "年度", "1989", "out-of-range"],
    ["indicators", "年度", "", "value-missing"],
    ["buildings", "层数", "5.5", "out-of-range"],
    ["buildings", "层数", "0", "out-of-range"],
    ["enterprises", "统一社会信用代码", "91350100M000100Y44", "credit-code-check"],
    ["enterprises", "统一社会信用代码", "340000000000123", "credit-code-registrationNo"],
    ["enterprises", "统一社会信用代码", "--", "value-missing"],
    ["enterprises", "是否规上", "也许", "not-yes-or-no"],
    ["parcels", "宗地代码", "r16221834", "parcel-code"],
  ])("%s, %s: %s breaks the rule %s", (kind, header, value, rule) => {
    expect(read(kind, header, value)).toMatchObject({ rule })
  })

  test("no message repeats the value, which may be secret", () => {
    for (const [header, value] of [
      ["实缴税金(万元)", "98765 secret"],
      ["统一社会信用代码", "98765SECRET"],
      ["年度", "98765"],
    ] as const)
      expect(JSON.stringify(read("indicators", header, value))).not.toContain("98765")
  })

  test("a money cell is either a decimal text or a rule, whatever stands in it", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null)), (value) => {
        const reading = read("indicators", "实缴税金(万元)", value)
        if ("rule" in reading) return true
        return reading.value === null || /^-?\d+(\.\d{1,4})?$/.test(String(reading.value))
      }),
    )
  })

  test("mu and m² are exact: 3 mu are 2,000 m²", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (times) => {
        const reading = read("parcels", "证载面积(亩)", times * 3)
        return "value" in reading && reading.value === String(times * 2000)
      }),
    )
  })

  test("a land use needs its scheme, or says it by letters or name", () => {
    expect(readLandUse(null, "工业用地")).toEqual({ scheme: "2023", code: "1001" })
    expect(readLandUse("GB/T 21010-2017", "0601")).toEqual({
      scheme: "GB/T 21010-2017",
      code: "0601",
    })
    expect(readLandUse(null, "0601")).toBeNull()
    expect(readLandUse("某市标准", "0601")).toBeNull()
    expect(readLandUse(null, null)).toBeNull()
  })
})
