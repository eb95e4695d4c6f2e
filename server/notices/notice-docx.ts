import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  type IParagraphOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from "docx"
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate"
import { footOf, type NoticeJob } from "./notice-page.ts"
import type { Block } from "./parts.rules.ts"

/** Twentieths of a point, as WordprocessingML measures. */
const TWIPS_PER_MM = 1440 / 25.4
const mm = (millimetres: number) => Math.round(millimetres * TWIPS_PER_MM)
const POINT = 20

/** GB/T 9704-2012: 二号 titles, 三号 text on lines of 28 points, indented by two characters. */
const TITLE = 44
const TEXT = 32
const FACT = 26
const SMALL = 16
const LINE = { line: 28 * POINT, lineRule: LineRuleType.EXACT }
const INDENT = { firstLine: 32 * POINT }
const FACE = { ascii: "Times New Roman", hAnsi: "Times New Roman", eastAsia: "仿宋", cs: "仿宋" }
const TITLE_FACE = { ...FACE, eastAsia: "宋体" }
const HEAD_FACE = { ...FACE, eastAsia: "黑体" }
const PAGE = { width: mm(210), height: mm(297) }
const MARGIN = { top: mm(37), bottom: mm(35), left: mm(28), right: mm(26) }
const WIDTH = PAGE.width - MARGIN.left - MARGIN.right
const FACT_NAME = mm(40)
/** Characters of a row that stays on one page. */
const LONGEST_WHOLE = 300
const EDGE = { style: BorderStyle.SINGLE, size: 4, color: "000000" }
const EDGES = { top: EDGE, bottom: EDGE, left: EDGE, right: EDGE }

/** One line after the other of a text, in one run each. */
const runsOf = (text: string, font = FACE, size = TEXT, bold = false) =>
  text
    .split("\n")
    .map((line, at) => new TextRun({ text: line, font, size, bold, ...(at > 0 && { break: 1 }) }))

const paragraphOf = (text: string, more: IParagraphOptions = {}, font = FACE) =>
  new Paragraph({ spacing: LINE, ...more, children: runsOf(text, font) })

const cellOf = (text: string, width: number) =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    borders: EDGES,
    margins: { top: 40, bottom: 40, left: 80, right: 80 },
    children: [new Paragraph({ children: runsOf(text, FACE, FACT) })],
  })

const tableOf = (facts: readonly (readonly [string, string])[]) =>
  new Table({
    layout: TableLayoutType.FIXED,
    width: { size: WIDTH, type: WidthType.DXA },
    columnWidths: [FACT_NAME, WIDTH - FACT_NAME],
    rows: facts.map(
      ([name, value]) =>
        new TableRow({
          cantSplit: value.length <= LONGEST_WHOLE,
          children: [cellOf(name, FACT_NAME), cellOf(value, WIDTH - FACT_NAME)],
        }),
    ),
  })

function childrenOf(block: Block): (Paragraph | Table)[] {
  switch (block.kind) {
    case "heading":
      return [paragraphOf(block.text, { indent: INDENT, keepNext: true }, HEAD_FACE)]
    case "paragraph":
      return block.text.split("\n").map((part) => paragraphOf(part, { indent: INDENT }))
    case "items":
      return block.texts.map((text) => paragraphOf(text, { indent: INDENT }))
    case "facts":
      // Without a paragraph between them two tables become one.
      return [tableOf(block.facts), new Paragraph({ spacing: { line: 6 * POINT } })]
  }
}

/** Writes a document of a case as DOCX for the office's own paper; its bytes are the same whenever it is the same. */
export async function writeNotice(job: NoticeJob): Promise<Uint8Array<ArrayBuffer>> {
  const { text, zone, at } = job
  const isOne = text.signers.length === 1
  const end = { alignment: AlignmentType.RIGHT, indent: { right: 32 * POINT }, keepNext: true }
  const document = new Document({
    title: text.title,
    subject: text.number,
    creator: text.signers.at(-1)?.name ?? zone,
    lastModifiedBy: text.signers.at(-1)?.name ?? zone,
    description: footOf(job),
    sections: [
      {
        properties: { page: { size: PAGE, margin: { ...MARGIN, footer: mm(25) } } },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [
                  new TextRun({ font: FACE, size: 28, children: ["— ", PageNumber.CURRENT, " —"] }),
                ],
              }),
              new Paragraph({ children: runsOf(footOf(job), FACE, SMALL) }),
            ],
          }),
        },
        children: [
          new Paragraph({
            alignment: AlignmentType.CENTER,
            children: runsOf(text.title, TITLE_FACE, TITLE, true),
          }),
          paragraphOf(text.number, {
            alignment: AlignmentType.CENTER,
            spacing: { ...LINE, before: 8 * POINT, after: 14 * POINT },
          }),
          ...(text.addressee === null ? [] : [paragraphOf(`${text.addressee}：`)]),
          ...text.blocks.flatMap(childrenOf),
          ...text.signers.map(({ role, name }, place) =>
            paragraphOf(role === "" ? name : `${role}：${name}`, {
              ...(isOne ? end : { keepNext: true }),
              spacing: { ...LINE, before: place === 0 ? 28 * POINT : 14 * POINT },
            }),
          ),
          paragraphOf(text.day, { ...end, keepNext: false }),
          ...(text.copies
            ? [paragraphOf(`抄送：${text.copies}`, { spacing: { ...LINE, before: 14 * POINT } })]
            : []),
        ],
      },
    ],
  })
  return settle(await Packer.toBuffer(document), at)
}

const longAgo = () => new Date(1980, 0, 1)
const INSTANT = /(<dcterms:(created|modified)[^>]*>)[^<]*/g

/** The writer puts its clock into the file; what is hashed tells of the document alone. */
function settle(bytes: Uint8Array, at: string): Uint8Array<ArrayBuffer> {
  const parts = unzipSync(bytes)
  const core = "docProps/core.xml"
  parts[core] = strToU8(strFromU8(parts[core]!).replace(INSTANT, `$1${new Date(at).toISOString()}`))
  const names = Object.keys(parts).toSorted()
  return zipSync(Object.fromEntries(names.map((name) => [name, parts[name]!])), {
    mtime: longAgo(),
    level: 6,
  })
}
