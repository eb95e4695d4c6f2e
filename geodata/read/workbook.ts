/** What a workbook holds besides values: looked at before the library that reads the values may see it. */
import { type Archive, unpackEntry } from "./archive.ts"
import { cellProblem, columnIndex } from "./cells.ts"
import { TABLE_ROWS, WORKBOOK_STRING_BYTES } from "./limits.ts"
import { Refusal } from "./refusal.ts"
import type { RowProblem } from "./report.ts"

/** Rows and columns of a merged range, rows from 1, columns from 0, both ends included. */
export type Range = { top: number; left: number; bottom: number; right: number }

export type SheetScan = {
  /** Cells that hold no usable value: errors and formulas without a result. */
  problems: Map<number, RowProblem[]>
  merges: Range[]
}

/** Path inside the zip to content. Only what values come from is kept. */
export type WorkbookParts = Map<string, Buffer>

/** The last row that a sheet can have. */
const LAST_ROW = 1_048_576
const PART_BYTES = 256 * 1024 * 1024
const READ =
  /^(\[Content_Types\]\.xml|_rels\/.*|xl\/(workbook|styles|sharedStrings)\.xml|xl\/_rels\/.*|xl\/worksheets\/[^/]+\.xml)$/i

/** The workbook is damaged, or written by something that does not keep to the standard. */
export const broken = () =>
  new Refusal("xlsx-broken", "工作簿的内容有误，请用表格软件打开后重新另存为 XLSX。")

/** Declarations that XML readers may act on; in every encoding a part may be in. */
const DECLARATIONS = ["<!DOCTYPE", "<!ENTITY"].flatMap((text) => [
  Buffer.from(text),
  Buffer.from(text, "utf16le"),
  Buffer.from(text, "utf16le").swap16(),
])

/** @throws Refusal when a part is damaged, too large, or declares entities */
export function unpackWorkbook(archive: Archive): WorkbookParts {
  const wanted = archive.entries.filter(({ name }) => READ.test(name))
  const tooLarge = wanted.find(({ name, size }) =>
    /sharedStrings/i.test(name) ? size > WORKBOOK_STRING_BYTES : size > PART_BYTES,
  )
  if (tooLarge) throw new Refusal("xlsx-too-large", "工作簿太大，请拆分后上传。")
  const parts = new Map(wanted.map((entry) => [entry.name, unpackEntry(archive, entry)]))
  for (const content of parts.values())
    if (DECLARATIONS.some((declaration) => content.includes(declaration)))
      throw new Refusal(
        "xml-declaration",
        "工作簿里有不允许的 XML 声明（DOCTYPE / ENTITY），不予读取。",
      )
  return parts
}

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1]

const ENTITIES = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
])

const decodeEntities = (text: string): string =>
  text.replaceAll(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi,
    (whole, name, decimal, hex) => {
      if (name) return ENTITIES.get(String(name).toLowerCase()) ?? whole
      const code = decimal ? Number(decimal) : Number.parseInt(String(hex), 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )

/** Name of each sheet and the path of its part, in the order of the tabs. */
export function listSheets(parts: WorkbookParts): { name: string; path: string }[] {
  const workbook = parts.get("xl/workbook.xml")?.toString("utf8")
  const relations = parts.get("xl/_rels/workbook.xml.rels")?.toString("utf8")
  if (workbook === undefined || relations === undefined) throw broken()
  const targets = new Map(
    [...relations.matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)].map(([tag]) => [
      attribute(tag, "Id"),
      attribute(tag, "Target") ?? "",
    ]),
  )
  return [...workbook.matchAll(/<(?:\w+:)?sheet\b[^>]*>/g)].map(([tag]) => {
    const target = targets.get(attribute(tag, "r:id") ?? attribute(tag, "\\w+:id") ?? "") ?? ""
    const path = target.startsWith("/") ? target.slice(1) : `xl/${target.replace(/^\.\//, "")}`
    return { name: decodeEntities(attribute(tag, "name") ?? ""), path }
  })
}

function readRange(reference: string): Range {
  const parts = /^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$/.exec(reference)
  if (!parts) throw broken()
  const [, left = "", top = "", right = left, bottom = top] = parts
  return {
    top: Number(top),
    bottom: Number(bottom),
    left: columnIndex(left),
    right: columnIndex(right),
  }
}

const NO_RESULT = "的公式没有保存计算结果，请在表格软件中打开并保存一次。"

/** The fault of a cell, by its tag and what stands between it and its end. */
function findCellProblem(
  tag: string,
  content: string,
  row: number,
  column: number,
): RowProblem | undefined {
  if (attribute(tag, "t") === "e")
    return cellProblem(row, column, "cell-error", "是错误值（如 #N/A、#REF!），请改正后上传。")
  const formula = /<(?:\w+:)?f[\s>/]/.test(content)
  return formula && !/<(?:\w+:)?v[\s>/]/.test(content)
    ? cellProblem(row, column, "formula-without-result", NO_RESULT)
    : undefined
}

/** @throws Refusal when rows or cells are numbered beyond what a sheet can have */
export function scanSheet(part: Buffer): SheetScan {
  const text = part.toString("utf8")
  const problems = new Map<number, RowProblem[]>()
  const merges: Range[] = []
  let filledRows = 0
  let lastFilled = 0
  for (const match of text.matchAll(/<(?:\w+:)?(row|c|mergeCell)\b([^>]*)>/g)) {
    const [tag, kind, attributes = ""] = match
    const reference = attribute(attributes, kind === "mergeCell" ? "ref" : "r")
    if (reference === undefined) throw broken()
    if (kind === "mergeCell") {
      merges.push(readRange(reference))
      continue
    }
    if (kind === "row") {
      if (!(Number(reference) >= 1 && Number(reference) <= LAST_ROW)) throw broken()
      continue
    }
    const { top: row, left: column } = readRange(reference)
    if (row > LAST_ROW) throw broken()
    if (tag.endsWith("/>")) continue
    if (row !== lastFilled) filledRows += 1
    lastFilled = row
    if (filledRows > TABLE_ROWS)
      throw new Refusal("too-many-rows", `超过 ${TABLE_ROWS} 行，请拆分后上传。`)
    const from = match.index + tag.length
    const end = text.slice(from, from + 40_000).search(/<\/(?:\w+:)?c>/)
    const problem = findCellProblem(
      attributes,
      end < 0 ? "" : text.slice(from, from + end),
      row,
      column,
    )
    if (problem) problems.set(row, [...(problems.get(row) ?? []), problem])
  }
  return { problems, merges }
}
