/** XLSX workbooks: one sheet with its headers in the first filled row. */
import { zipSync } from "fflate"
import readWorkbook from "read-excel-file/universal"
import { mapColumns } from "../check/columns.ts"
import type { Archive } from "./archive.ts"
import { cellProblem, digitsLost, isBlankRow, listCellProblems, readHeaders } from "./cells.ts"
import type { Findings } from "./findings.ts"
import { readSpreadsheetNumber } from "./numbers.ts"
import { Refusal } from "./refusal.ts"
import type { ReadRequest, RowProblem, UploadKind, Value } from "./report.ts"
import type { TableRow, TableSource } from "./source.ts"
import {
  broken,
  listSheets,
  type Range,
  scanSheet,
  type SheetScan,
  unpackWorkbook,
} from "./workbook.ts"

/** A number whose digits are gone. */
const LOST = Symbol("digits lost")

type Sheet = { name: string; rows: unknown[][]; headerAt: number; scan: SheetScan }

/** Days as YYYY-MM-DD; with a time of day where there is one. */
function dayText(date: Date): string {
  const [day = "", time = ""] = date.toISOString().split("T")
  return time.startsWith("00:00:00") ? day : `${day}T${time.slice(0, 8)}`
}

function readCell(value: unknown): Value | typeof LOST {
  if (value === LOST) return LOST
  if (value instanceof Date) return Number.isNaN(value.valueOf()) ? null : dayText(value)
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : null
}

const readCells = (row: unknown[]): Value[] =>
  row.map((value) => {
    const cell = readCell(value)
    return cell === LOST ? null : cell
  })

const isFilled = (row: unknown[]) => row.some((value) => value !== null && value !== "")

const spansHeader = ({ top, bottom, left, right }: Range, header: number) =>
  top <= header && bottom >= header && (top < bottom || left < right)

/** The first merged range of a row is enough to say what is wrong with it. */
function listMergeProblems(row: number, merges: Range[]): RowProblem[] {
  const range = merges.find(({ top, bottom }) => top <= row && bottom >= row)
  const message = "是合并单元格，其余各格没有值，请取消合并并逐格填写。"
  return range ? [cellProblem(range.top, range.left, "cell-merged", message)] : []
}

function* listRows({ rows, headerAt, scan }: Sheet, columns: number): Generator<TableRow> {
  for (const [place, raw] of rows.entries()) {
    const row = place + 1
    const flawed = scan.problems.get(row) ?? []
    if (place <= headerAt || (!isFilled(raw) && flawed.length === 0)) continue
    const cells = readCells(raw)
    const lost = raw.flatMap((value, column) => (value === LOST ? digitsLost(row, column) : []))
    if (isBlankRow(cells) && lost.length + flawed.length === 0) continue
    const found = listCellProblems(row, cells, columns)
    const merged = listMergeProblems(row, scan.merges)
    yield { row, cells, problems: [...flawed, ...lost, ...merged, ...found] }
  }
}

async function readSheets(archive: Archive): Promise<Sheet[]> {
  const parts = unpackWorkbook(archive)
  const sheets = listSheets(parts)
  if (sheets.length === 0) throw new Refusal("no-rows", "工作簿里没有工作表。")
  const scans = sheets.map(({ path }) => {
    const part = parts.get(path)
    // Chart sheets have a part elsewhere and no cells.
    return part ? scanSheet(part) : { problems: new Map(), merges: [] }
  })
  // The library gets exactly the bytes that were looked at, stored without compression.
  const checked = zipSync(
    Object.fromEntries([...parts].map(([name, content]) => [name, content])),
    {
      level: 0,
    },
  )
  const contents = await parseWorkbook(checked)
  return contents.map(({ sheet, data }, place) => {
    if (!data) throw broken()
    const scan = scans[place] ?? { problems: new Map(), merges: [] }
    return { name: sheet, rows: data, headerAt: data.findIndex(isFilled), scan }
  })
}

async function parseWorkbook(
  checked: Uint8Array,
): Promise<{ sheet: string; data: unknown[][] | undefined }[]> {
  try {
    return await readWorkbook(checked.slice().buffer, {
      parseNumber: (text) => readSpreadsheetNumber(text) ?? LOST,
    })
  } catch (error) {
    // No room for the text is not the workbook's fault; every other error of the library is.
    if (error instanceof RangeError) throw error
    throw Object.assign(broken(), { cause: error })
  }
}

const headersOf = ({ rows, headerAt }: Sheet) => readHeaders(readCells(rows[headerAt] ?? []))

/**
 * The sheet that is meant: the one asked for, the only filled one, or the only one whose headers are
 * those of the kind.
 * @throws Refusal that lists the sheets where it is not clear
 */
function chooseSheet(sheets: Sheet[], wanted: string | undefined, kind: UploadKind): Sheet {
  const names = sheets.map(({ name }) => name)
  const named = sheets.find(({ name }) => name === wanted)
  if (wanted !== undefined && !named)
    throw new Refusal("layer-unknown", "工作簿里没有指定的工作表，请从列出的工作表中选择。", names)
  const filled = named ? [named] : sheets.filter(({ headerAt }) => headerAt >= 0)
  const fitting = filled.filter((sheet) => mapColumns(kind, headersOf(sheet)).complete)
  const [first, second] = fitting.length === 1 ? fitting : filled
  if (!first || first.headerAt < 0) throw new Refusal("no-rows", "工作表里没有任何内容。", names)
  if (second) {
    const list = filled.map(({ name }) => name)
    throw new Refusal(
      "layer-needed",
      `工作簿里有 ${list.length} 张有内容的工作表（${list.join("、")}），请选择一张。`,
      list,
    )
  }
  return first
}

/** @throws Refusal when it is damaged, has several sheets to choose from, or headers of merged cells */
export async function openXlsx(
  archive: Archive,
  request: ReadRequest,
  findings: Findings,
): Promise<TableSource> {
  const sheets = await readSheets(archive)
  const sheet = chooseSheet(sheets, request.layer, request.kind)
  const header = sheet.headerAt + 1
  if (sheet.scan.merges.some((range) => spansHeader(range, header)))
    throw new Refusal(
      "header-merged",
      `第 ${header} 行（表头）有合并单元格，请只留一行不合并的表头后上传。`,
    )
  const columns = headersOf(sheet)
  const others = sheets.filter((other) => other !== sheet && other.headerAt >= 0)
  if (others.length > 0) {
    const list = others.map(({ name }) => name).join("、")
    findings.addFile("layers-left-out", "info", `只读取工作表“${sheet.name}”，未读取：${list}。`)
  }
  return {
    format: "xlsx",
    encoding: null,
    layers: sheets.map(({ name }) => name),
    layer: sheet.name,
    columns,
    rows: listRows(sheet, columns.length),
  }
}
