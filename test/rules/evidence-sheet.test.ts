import { strFromU8 } from "fflate"
import { describe, expect, test } from "vitest"
import type { Sheet } from "../../server/notices/sheet.ts"
import { setSheet } from "../../server/notices/sheet-page.ts"
import { textOfPdf } from "../support/documents.ts"
import { leftOut } from "../support/lanes.ts"

const hasReaders = leftOut().readers === undefined
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
)
const square = (west: number, south: number, size = 0.002) => [
  [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ] as const,
]
const makeSheet = (changes: Partial<Sheet> = {}): Sheet => ({
  zone: "示例经济开发区",
  on: "2026-03-01",
  at: "2026-03-01T02:00:00.000Z",
  parcel: "示例地块甲 341602001001GB00007",
  figures: [
    { name: "面积", value: "84.391935 亩", note: "56,261.29 平方米" },
    { name: "计时状态", value: "满二年未动工", note: "自 2025-08-13" },
    { name: "满一年", value: "2025-08-12", note: "顺延 30 日" },
    { name: "下一变化", value: "—" },
  ],
  lines: [
    { name: "使用权人", value: "示例制造有限公司", source: "不动产登记簿 示登〔2021〕3号" },
    { name: "土地价款", value: "未登记", source: "—", isMissing: true },
  ],
  events: [{ on: "2024-01-10", what: "供地", source: "出让合同", recorded: "2024-02-01" }],
  finding: ["按上列事实，涉嫌构成闲置土地。"],
  outline: square(115.8, 33.8),
  neighbours: [{ name: "乙", outline: square(115.802, 33.8) }],
  pictures: [],
  files: [],
  ...changes,
})
const pagesOf = (pdf: Uint8Array) => strFromU8(pdf, true).match(/\/Type \/Page\b/g)?.length

describe("the evidence sheet", () => {
  test("is one page, however much is known of a parcel", async () => {
    const long =
      "依据某某文件第三条第二款所作的说明，内容较长，足以占去两行的位置，仍须写全而不省略"
    const full = makeSheet({
      lines: Array.from({ length: 10 }, (_, at) => ({
        name: `事实${at}`,
        value: long,
        source: "某某市自然资源和规划局关于某某地块的函 示函〔2026〕9号",
      })),
      events: Array.from({ length: 13 }, (_, at) => ({
        on: "2024-01-10 至 2024-03-10",
        what: "停工（政府、政府有关部门的行为，不计入期间）",
        source: `关于暂停施工的函 示函〔2024〕${at}号`,
        recorded: "2024-04-01",
      })),
      finding: [long, long, long],
      pictures: [1, 2, 3].map((at) => ({ caption: `现场照片 ${at}`, bytes: PNG, format: "png" })),
      files: Array.from(
        { length: 30 },
        (_, at) => `现场照片 照片${at}.png（SHA-256 ${"a".repeat(16)}）`,
      ),
    })
    expect(pagesOf(await setSheet({ kind: "sheet", sheet: full }))).toBe(1)
  })

  test("stands with a picture that cannot be read, and with a parcel as small as a point", async () => {
    const broken = { caption: "航拍", bytes: Buffer.from("不是图像"), format: "png" as const }
    const sheet = makeSheet({
      pictures: [broken, { caption: "现场", bytes: PNG, format: "png" }],
      outline: square(115.8, 33.8, 0),
      neighbours: [],
    })
    expect(pagesOf(await setSheet({ kind: "sheet", sheet }))).toBe(1)
  })

  test("is the same bytes whenever it says the same", async () => {
    const job = { kind: "sheet" as const, sheet: makeSheet() }
    expect(Buffer.compare(await setSheet(job), await setSheet(job))).toBe(0)
  })

  test.skipIf(!hasReaders)(
    "says every fact with its source, what is missing, and that it is internal",
    async () => {
      const read = textOfPdf(await setSheet({ kind: "sheet", sheet: makeSheet() }))
      for (const part of [
        "闲置土地调查事实表",
        "84.391935亩",
        "不动产登记簿示登〔2021〕3号",
        "未登记",
        "顺延30日",
        "不得对外",
        "尚无现场照片或影像",
        "第1页，共1页",
      ])
        expect(read).toContain(part)
    },
  )
})
