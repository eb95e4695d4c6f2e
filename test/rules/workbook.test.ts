import { unzipSync } from "fflate"
import readWorkbook from "read-excel-file/node"
import { describe, expect, test } from "vitest"
import { addressOf, type Cell, columnName, writeWorkbook } from "../../server/documents/workbook.ts"
import { findScaling, writePoints } from "../../server/runs/formula.rules.ts"
import { paginate } from "../../server/runs/workbook-sheet.ts"
import { plainIndicator, plainScheme } from "../support/population.ts"

const FACTS = { title: "测试", author: "测试", at: "2026-01-02T03:04:05.678Z" }
const write = async (rows: Cell[][]) => {
  const { pieces } = await writeWorkbook([{ name: "表", widths: [10], rows: () => rows }], FACTS)
  return Buffer.concat(pieces)
}
const readBack = async (rows: Cell[][]) =>
  (await readWorkbook(await write(rows), { trim: false }))[0]!.data

describe("a workbook", () => {
  test.each([
    "=1+1",
    "+1",
    "-1",
    "@A1",
    "\t=1+1",
    "＝1",
    "0012",
    " 前后 ",
    "<b>&\"'",
    "𠮷野家",
    "一\n二",
    "'=1",
  ])("keeps %j as the text it is", async (text) => {
    const [[read] = []] = await readBack([[text]])
    expect(read).toBe(text)
    const sheet = Buffer.from(unzipSync(await write([[text]]))["xl/worksheets/sheet1.xml"]!)
    expect(sheet.toString()).not.toContain("<f>")
  })

  test("leaves out what XML has no way to write, and no more", async () => {
    expect(await readBack([["a\u0000b\u001fc\ufffed\ud800e"]])).toEqual([["abcde"]])
  })

  test("does not let a text be taken for an escaped character", async () => {
    const sheet = Buffer.from(
      unzipSync(await write([["_x0041_ _x41_"]]))["xl/worksheets/sheet1.xml"]!,
    ).toString()
    expect(sheet).toContain("_x005F_x0041_ _x41_")
  })

  test("has numbers as numbers, to the last digit that a number has", async () => {
    const numbers = ["0.1", "1e-7", "123456789012345.6", "-12.5", "0.30000000000000004"]
    const rows = await readBack(numbers.map((number) => [{ number, style: "exact" as const }]))
    expect(rows.flat()).toEqual(numbers.map(Number))
  })

  test("refuses what is no number", async () => {
    await expect(
      write([
        [
          { number: "", style: "exact" },
          { number: "1,5", style: "exact" },
        ],
      ]),
    ).rejects.toThrow("no number at B1")
  })

  test("has a formula with what it comes to", async () => {
    expect(
      await readBack([
        [
          { number: 2, style: "count" },
          { formula: "A1*3", value: 6, style: "count" },
        ],
      ]),
    ).toEqual([[2, 6]])
  })

  test("names columns as sheets do", () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual([
      "A",
      "Z",
      "AA",
      "AZ",
      "BA",
      "ZZ",
      "AAA",
    ])
    expect(addressOf(27, 9)).toBe("AB10")
  })

  test("shares out rows to sheets in their order, none of them too long", () => {
    const sizes = [3, 4, 2, 5, 1, 1]
    const pages = paginate(sizes, (size) => size, 7)
    expect(pages).toEqual([
      [3, 4],
      [2, 5],
      [1, 1],
    ])
    expect(paginate([], () => 1, 7)).toEqual([[]])
  })
})

describe("the formula of points", () => {
  const places = {
    value: "K2",
    weight: "L2",
    benchmark: "M2",
    min: "N2",
    max: "O2",
    floor: "P2",
    cap: "Q2",
    scaling: "R2",
  }
  const formulaOf = (
    rule: Parameters<typeof plainIndicator>[0],
    scheme: Parameters<typeof plainScheme>[0] = {},
    more: { isOneValue?: boolean; isScaled?: boolean } = {},
  ) => {
    const whole = plainScheme(scheme)
    return writePoints({
      scheme: whole,
      rule: { id: "taxPerMu", weight: 100, ...rule },
      places,
      isOneValue: false,
      isScaled: false,
      ...more,
    })?.formula
  }

  test.each([
    ["a ratio", {}, { floor: null }, "K2/M2*L2"],
    ["a ratio with floor and cap", { capMultiple: 1.5 }, { floor: 0 }, "MIN(Q2,MAX(P2,K2/M2*L2))"],
    ["a ratio where less is better", { direction: "down" }, { floor: null }, "M2/K2*L2"],
    [
      "a ratio where less is better, with a cap",
      { direction: "down", capMultiple: 2 },
      { floor: null },
      "IF(K2<=0,Q2,MIN(Q2,M2/K2*L2))",
    ],
    ["a reverse ratio", { method: "reverseRatio" }, { floor: null }, "MAX(0,(2-K2/M2)*L2)"],
    ["a range", { method: "minmax" }, { floor: null }, "L2*(20+80*(K2-N2)/(O2-N2))/100"],
    [
      "a range where less is better",
      { method: "minmax", direction: "down" },
      { floor: null, base: 0, span: 100 },
      "L2*(0+100*(O2-K2)/(O2-N2))/100",
    ],
  ] as const)("of %s", (_, rule, scheme, formula) => {
    expect(formulaOf(rule, scheme)).toBe(formula)
  })

  test("of a range of one value is all of it, and of a scheme that only ranks is none", () => {
    expect(formulaOf({ method: "minmax" }, { floor: null }, { isOneValue: true })).toBe(
      "L2*100/100",
    )
    expect(formulaOf({ method: "rankOnly" })).toBeUndefined()
  })

  test("scales up what is left where an indicator was taken out", () => {
    expect(formulaOf({}, { floor: null }, { isScaled: true })).toBe("K2/M2*L2*R2")
    const out = (weight: string) => ({ code: "excluded", params: { indicator: "x", weight } })
    expect(findScaling([out("20"), out("30")]).toFixed()).toBe("2")
    expect(findScaling([]).toFixed()).toBe("1")
  })
})
