import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import { cellAddress, columnIndex, columnLetters } from "../../geodata/read/cells.ts"
import { decodeText, isEncodedIn, toUtf8 } from "../../geodata/read/encoding.ts"
import { JsonFault, listElements, parseSpan, readObject } from "../../geodata/read/json.ts"
import { isRoundedCode, numberOrText, readSpreadsheetNumber } from "../../geodata/read/numbers.ts"

const GBK_NAME = Buffer.from([0xb1, 0xe0, 0xba, 0xc5]) // 编号

describe("encoding", () => {
  test.each<[string, Buffer, string, string]>([
    ["UTF-8 with a mark", Buffer.from("\uFEFF编号"), "UTF-8", "编号"],
    ["UTF-8", Buffer.from("编号"), "UTF-8", "编号"],
    ["GBK", GBK_NAME, "GB18030", "编号"],
    ["UTF-16 with a mark", Buffer.from("\uFEFF编号", "utf16le"), "UTF-16LE", "编号"],
    [
      "UTF-16 big-endian with a mark",
      Buffer.from("\uFEFF编号", "utf16le").swap16(),
      "UTF-16BE",
      "编号",
    ],
    [
      "UTF-16 of Latin letters without a mark",
      Buffer.from("name,code\n", "utf16le"),
      "UTF-16LE",
      "name,code\n",
    ],
  ])("%s is told by its bytes", (_, bytes, encoding, text) => {
    expect(decodeText(bytes)).toEqual({ text, encoding, doubtful: false })
    expect(toUtf8(bytes)).toMatchObject({ bytes: Buffer.from(text), encoding })
  })

  test("the user's answer wins, and what it cannot read is doubtful", () => {
    expect(decodeText(GBK_NAME, "utf-8").doubtful).toBe(true)
    expect(decodeText(Buffer.from([0xe9]), "windows-1252").text).toBe("é")
    expect(() => decodeText(GBK_NAME, "klingon")).toThrow("没有指定的这种文字编码")
  })

  test("a character cut off at the end is forgiven only where it may be", () => {
    const cut = Buffer.from("面积").subarray(0, 5)
    expect([isEncodedIn("utf-8", cut), isEncodedIn("utf-8", cut, true)]).toEqual([false, true])
  })
})

describe("numbers", () => {
  test.each<[string, number | string]>([
    ["0", 0],
    ["-0", 0],
    ["007.50", 7.5],
    ["4074.980000000000018", 4074.98],
    ["102678.580000000001746", 102_678.58],
    ["0.1", 0.1],
    ["1e3", 1000],
    ["9007199254740993", "9007199254740993"],
    ["320500001001000012", "320500001001000012"],
    ["3416020010020000015", "3416020010020000015"],
    ["0.30000000000000000001", "0.30000000000000000001"],
    ["1e999", "1e999"],
    ["--", "--"],
    ["", ""],
    ["１２", "１２"],
    ["12 kg", "12 kg"],
  ])("%s is %s", (text, value) => {
    expect(numberOrText(text)).toBe(value)
  })

  test("a number that comes back as a number has not changed a digit", () => {
    const digits = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.nat(6))
    fc.assert(
      fc.property(digits, ([whole, places]) => {
        const padded = String(whole).padStart(places + 1, "0")
        const text = places === 0 ? padded : `${padded.slice(0, -places)}.${padded.slice(-places)}`
        const value = numberOrText(text)
        if (typeof value === "string") return value === text
        const [units = "", decimals = ""] = String(value).split(".")
        const isShortest = BigInt(units + decimals.padEnd(places, "0")) === whole
        return isShortest || value.toFixed(places) === text
      }),
      { numRuns: 2000, examples: [[[10_123_748_973_957_225_000n, 6]]] },
    )
  })

  test("a spreadsheet keeps fifteen digits: more are noise, a sixteenth place is lost", () => {
    expect(readSpreadsheetNumber("0.30000000000000004")).toBe(0.3)
    expect(readSpreadsheetNumber("1234.5600000000001")).toBe(1234.56)
    expect(readSpreadsheetNumber("999999999999999")).toBe(999_999_999_999_999)
    expect(readSpreadsheetNumber("1000000000000000")).toBeNull()
    expect(readSpreadsheetNumber("3.4160200100200001E+18")).toBeNull()
    expect(readSpreadsheetNumber("x")).toBeNull()
  })

  test("a code shown as a power of ten is seen, a small power is not one", () => {
    expect(isRoundedCode("3.41602E+18")).toBe(true)
    expect(isRoundedCode("3.4E+11")).toBe(true)
    expect(isRoundedCode("3.4E+10")).toBe(false)
    expect(isRoundedCode("341602001002GB00015")).toBe(false)
  })
})

describe("cell addresses", () => {
  test("letters go on after Z with AA and after ZZ with AAA", () => {
    expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(["A", "Z", "AA", "ZZ", "AAA"])
    expect(cellAddress(12, 2)).toBe("C12")
  })

  test("letters and numbers are each other's inverse", () => {
    fc.assert(fc.property(fc.nat(16_383), (index) => columnIndex(columnLetters(index)) === index))
  })
})

describe("JSON by its bytes", () => {
  const members = (text: string) => {
    const bytes = Buffer.from(text)
    return readObject(bytes, 0).members.map((member) => [member.key, parseSpan(bytes, member)])
  }

  test("members come in file order, repeated and dangerous names and all", () => {
    expect(members('{ "b":1, "__proto__" : {"x":1}, "b":[1,{"a":"}"}] }')).toEqual([
      ["b", 1],
      ["__proto__", JSON.parse('{"x":1}')],
      ["b", [1, { a: "}" }]],
    ])
  })

  test("what any JSON holds is found again", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = JSON.stringify(value)
        expect(members(text)).toEqual(Object.entries(JSON.parse(text)))
      }),
    )
  })

  test("elements are found whatever the blanks", () => {
    const bytes = Buffer.from('[ 1 ,\n"a,]",{"k":[]} ]')
    expect([...listElements(bytes, 0)].map((span) => parseSpan(bytes, span))).toEqual([
      1,
      "a,]",
      { k: [] },
    ])
    expect([...listElements(Buffer.from("[ ]"), 0)]).toEqual([])
  })

  test.each([
    ["cut off", '{"a":[1,2'],
    ["with brackets that do not match", '{"a":[1,2}}'],
    ["with an open quote", '{"a":"b}'],
    ["without quotes around a name", "{a:1}"],
    ["without a colon", '{"a" 1}'],
    ["without a comma", '{"a":1 "b":2}'],
    ["65 levels deep", `{"a":${"[".repeat(65)}${"]".repeat(65)}}`],
    ["200,000 levels deep", `{"a":${"[".repeat(200_000)}`],
    ["with a text of more than 1 MB", `{"a":"${"x".repeat(1024 * 1024 + 1)}"}`],
    ["with 10,001 members", `{${Array.from({ length: 10_001 }, (_, n) => `"${n}":1`).join()}}`],
  ])("text %s is a fault with a place", (_, text) => {
    expect(() => readObject(Buffer.from(text), 0)).toThrow(JsonFault)
  })

  test("64 levels are read", () => {
    expect(members(`{"a":${"[".repeat(64)}${"]".repeat(64)}}`)).toHaveLength(1)
  })

  test("NaN is no JSON", () => {
    const bytes = Buffer.from('{"a":NaN}')
    const [member] = readObject(bytes, 0).members
    expect(() => member && parseSpan(bytes, member)).toThrow(JsonFault)
  })
})
