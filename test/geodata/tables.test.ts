import { describe, expect, test } from "vitest"
import { makeWorkbook, makeZip, textRow } from "./made-files.ts"
import { isAccountedFor, readContent, type Reading } from "./reading.ts"

const read = (content: Buffer | string, filename: string, layer?: string) =>
  readContent(content, filename, { kind: "enterprises", layer })

const problemsOf = ({ rows }: Reading) =>
  rows.map(({ row, problems }) => [
    row,
    ...problems.map(({ pointer, rule }) => `${pointer} ${rule}`),
  ])

const HEADER = textRow(1, ["信用代码", "企业名称"])

describe("CSV", () => {
  test.each([
    ["commas", "代码,名称\n1,甲\n"],
    ["semicolons", "代码;名称\r\n1;甲\r\n"],
    ["tabs", "代码\t名称\n1\t甲"],
    ["bars", "代码|名称\n1|甲\n"],
    ["a mark and blank lines", "\uFEFF\n\n代码,名称\n\n1,甲\n\n"],
  ])("with %s has its header and its row", async (_, text) => {
    const { report, rows } = await read(text, "a.csv")
    expect(report).toMatchObject({
      format: "csv",
      columns: ["代码", "名称"],
      rows: 1,
      crs: null,
      bounds: null,
    })
    expect(rows[0]?.properties).toEqual([
      ["代码", "1"],
      ["名称", "甲"],
    ])
  })

  test("rows have the numbers that a spreadsheet shows", async () => {
    const { rows } = await read('a,b\n"x\ny",1\n\n2,3\n', "a.csv")
    expect(rows.map(({ row, properties }) => [row, properties[0]?.[1]])).toEqual([
      [2, "x\ny"],
      [4, "2"],
    ])
  })

  test("a code turned into a number, a cell beyond the header and a huge cell are rejected rows", async () => {
    const reading = await read(
      `a,b\n3.41602E+18,1\n1,2,3\n${"x".repeat(32_768)},1\n1,2,,\n`,
      "a.csv",
    )
    expect(problemsOf(reading)).toEqual([
      [2, "A2 digits-lost"],
      [3, "C3 cell-beyond-header"],
      [4, "A4 cell-too-long"],
      [5],
    ])
    expect(isAccountedFor(reading)).toBe(true)
  })

  test("a stray quote is text, an open one that swallows lines is refused with its line", async () => {
    const stray = await read('a,b\n5" pipe,1\n', "a.csv")
    expect(stray.rows[0]?.properties[0]).toEqual(["a", '5" pipe'])
    const open = await read('a,b\n"x,1\n2,3\n', "a.csv")
    expect(open.report.refused?.rule).toBe("csv-broken")
    const swallowing = await read('a,b\n"x,1\ny"z,3\n4,5\n', "a.csv")
    expect(swallowing.report.refused?.rule).toBe("csv-broken")
  })

  test("a header twice, a header of nothing and a column called __proto__ are kept apart", async () => {
    const { report, rows } = await read("a,a,,__proto__\n1,2,3,4\n", "a.csv")
    expect(rows[0]?.properties).toEqual([
      ["a", "1"],
      ["a", "2"],
      ["（C 列无表头）", "3"],
      ["__proto__", "4"],
    ])
    expect(report.totals).toEqual([{ rule: "header-repeated", severity: "warning", count: 1 }])
  })

  test("U+2028 and other line ends inside a cell do not break the lines of the output", async () => {
    const { rows } = await read("a,b\nx\u2028y,\u0085\n", "a.csv")
    expect(rows.map(({ properties }) => properties)).toEqual([
      [
        ["a", "x\u2028y"],
        ["b", "\u0085"],
      ],
    ])
  })

  test("200 columns are read, 201 refused", async () => {
    const header = (count: number) => Array.from({ length: count }, (_, n) => `c${n}`).join()
    expect((await read(`${header(200)}\n1\n`, "a.csv")).report.columns).toHaveLength(200)
    expect((await read(`${header(201)}\n1\n`, "a.csv")).report.refused?.rule).toBe(
      "too-many-columns",
    )
  })
})

describe("XLSX", () => {
  test("texts, numbers, truth values, days and shared strings come as they are", async () => {
    const rows = `${textRow(1, ["a", "b", "c", "d", "e"])}<row r="3"><c r="A3"><v>0.30000000000000004</v></c><c r="B3" t="b"><v>1</v></c><c r="C3" s="1"><v>45351</v></c><c r="D3" t="s"><v>0</v></c><c r="E3" t="str"><f>1&amp;2</f><v>12</v></c></row>`
    const reading = await read(makeWorkbook([{ name: "表", rows }], ["共享"]), "a.xlsx")
    expect(reading.report).toMatchObject({
      format: "xlsx",
      layer: "表",
      layers: ["表"],
      columns: ["a", "b", "c", "d", "e"],
    })
    expect(reading.rows).toEqual([
      {
        row: 3,
        properties: [
          ["a", 0.3],
          ["b", true],
          ["c", "2024-02-29"],
          ["d", "共享"],
          ["e", "12"],
        ],
        geometry: null,
        problems: [],
      },
    ])
  })

  test("lost digits, errors, formulas without results and merged cells are faults with their cell", async () => {
    const rows = `${HEADER}<row r="2"><c r="A2"><v>3.4160200100200001E+18</v></c></row><row r="3"><c r="B3" t="e"><v>#N/A</v></c></row><row r="4"><c r="A4"><f>B4</f></c></row>${textRow(5, ["x"])}${textRow(6, ["", "y"])}${textRow(7, ["z"])}`
    const after = '<mergeCells count="1"><mergeCell ref="A5:A6"/></mergeCells>'
    const reading = await read(makeWorkbook([{ name: "表", rows, after }]), "a.xlsx")
    expect(problemsOf(reading)).toEqual([
      [2, "A2 digits-lost"],
      [3, "B3 cell-error"],
      [4, "A4 formula-without-result"],
      [5, "A5 cell-merged"],
      [6, "A5 cell-merged"],
      [7],
    ])
    expect(isAccountedFor(reading)).toBe(true)
  })

  test("a header of merged cells is refused with its row", async () => {
    const after = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    const rows = textRow(1, ["标题"]) + textRow(2, ["信用代码", "企业名称"])
    const { report } = await read(makeWorkbook([{ name: "表", rows, after }]), "a.xlsx")
    expect(report.refused?.rule).toBe("header-merged")
  })

  test("of several sheets the one with the right headers is read, else they are listed", async () => {
    const other = { name: "说明", rows: textRow(1, ["说明"]) + textRow(2, ["x"]) }
    const firms = { name: "企业", rows: HEADER + textRow(2, ["1", "甲"]) }
    const chosen = await read(makeWorkbook([other, firms, { name: "空", rows: "" }]), "a.xlsx")
    expect(chosen.report).toMatchObject({ layer: "企业", layers: ["说明", "企业", "空"] })
    expect(chosen.report.totals).toEqual([{ rule: "layers-left-out", severity: "info", count: 1 }])
    const asked = await read(makeWorkbook([firms, { ...firms, name: "企业2" }]), "a.xlsx")
    expect(asked.report).toMatchObject({
      refused: { rule: "layer-needed" },
      layers: ["企业", "企业2"],
    })
    const named = await read(makeWorkbook([firms, { ...firms, name: "企业2" }]), "a.xlsx", "企业2")
    expect(named.report.layer).toBe("企业2")
    expect((await read(makeWorkbook([firms]), "a.xlsx", "无")).report.refused?.rule).toBe(
      "layer-unknown",
    )
  })

  test.each<[string, Buffer, string | undefined]>([
    [
      "one merge over the whole sheet",
      makeWorkbook([
        {
          name: "表",
          rows: HEADER + textRow(2, ["1", "甲"]),
          after: '<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>',
        },
      ]),
      undefined,
    ],
    [
      "a merge of everything",
      makeWorkbook([
        {
          name: "表",
          rows: HEADER,
          after: '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        },
      ]),
      "header-merged",
    ],
    [
      "row 2,000,000,000",
      makeWorkbook([
        { name: "表", rows: `${HEADER}<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>` },
      ]),
      "xlsx-broken",
    ],
    ["row 0", makeWorkbook([{ name: "表", rows: `${HEADER}<row r="0"/>` }]), "xlsx-broken"],
    [
      "its last possible row only formatted",
      makeWorkbook([
        {
          name: "表",
          rows: `${HEADER}${textRow(2, ["1", "甲"])}<row r="1048576"><c r="A1048576" s="1"/></row>`,
        },
      ]),
      undefined,
    ],
    [
      "rows out of order",
      makeWorkbook([{ name: "表", rows: textRow(5, ["a"]) + textRow(2, ["b"]) }]),
      "xlsx-broken",
    ],
    [
      "an entity",
      makeWorkbook([{ name: "表", rows: `<!DOCTYPE x [<!ENTITY a "b">]>${HEADER}` }]),
      "xml-declaration",
    ],
    ["no sheet", makeWorkbook([]), "no-rows"],
    ["no workbook part", makeZip({ "xl/workbook.xml": Buffer.from("<workbook/>") }), "xlsx-broken"],
    [
      "a string that is not there",
      makeWorkbook([
        { name: "表", rows: `${HEADER}<row r="2"><c r="A2" t="s"><v>99</v></c></row>` },
      ]),
      "xlsx-broken",
    ],
  ])("a workbook with %s is read or refused in one sentence", async (_, content, rule) => {
    const reading = await read(content, "a.xlsx")
    expect(reading.report.refused?.rule).toBe(rule)
    expect(isAccountedFor(reading)).toBe(true)
    expect(reading.ms).toBeLessThan(10_000)
  })
})
