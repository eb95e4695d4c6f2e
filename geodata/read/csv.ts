/** CSV in the forms that arrive: comma, semicolon, tab or bar; UTF-8, GB18030 or UTF-16. */
import { CsvError } from "csv-parse"
import { parse } from "csv-parse/sync"
import { isBlankRow, listCellProblems, readHeaders } from "./cells.ts"
import { decodeText } from "./encoding.ts"
import type { Findings } from "./findings.ts"
import { TABLE_ROWS } from "./limits.ts"
import { Refusal } from "./refusal.ts"
import type { ReadRequest, Value } from "./report.ts"
import type { TableRow, TableSource } from "./source.ts"

const DELIMITERS = [",", ";", "\t", "|"]
const SAMPLED_LINES = 20

/** Separators of the first lines outside quotes; the one that gives most columns in every line wins. */
function findDelimiter(text: string): string {
  const lines = text
    .slice(0, 65_536)
    .replaceAll(/"[^"]*"/g, "")
    .split(/\r?\n/)
  const filled = lines.filter((line) => line.trim() !== "").slice(0, SAMPLED_LINES)
  const scores = DELIMITERS.map((delimiter) => {
    const counts = filled.map((line) => line.split(delimiter).length - 1)
    const [header = 0] = counts
    const agreeing = counts.filter((count) => count === header).length
    return header === 0 ? 0 : header * agreeing
  })
  const best = Math.max(...scores)
  return best === 0 ? "," : (DELIMITERS[scores.indexOf(best)] ?? ",")
}

const broken = (error: CsvError): Refusal => {
  const line = typeof error["lines"] === "number" ? `（第 ${error["lines"]} 行附近）` : ""
  return new Refusal(
    "csv-broken",
    `CSV 的引号不配对或格式有误${line}，请用表格软件重新另存为 CSV。`,
  )
}

function parseRecords(text: string, keepQuotes: boolean): string[][] {
  return parse(text, {
    delimiter: findDelimiter(text),
    bom: true,
    relax_column_count: true,
    relax_quotes: keepQuotes,
    skip_empty_lines: false,
    to: TABLE_ROWS + 1,
  })
}

/** Strays like `5" pipe` are kept as text, unless a quote then holds lines together: rows would be lost. */
function readRecords(text: string, findings: Findings): string[][] {
  try {
    return parseRecords(text, false)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const relaxed = parseLeniently(text)
    if (!relaxed || relaxed.some((record) => record.some((cell) => cell.includes("\n"))))
      throw broken(error)
    findings.addFile("quotes-kept", "info", "有的单元格里有不配对的引号，已作为文字保留。")
    return relaxed
  }
}

function parseLeniently(text: string): string[][] | undefined {
  try {
    return parseRecords(text, true)
  } catch (error) {
    if (error instanceof CsvError) return undefined
    throw error
  }
}

function* listRows(records: string[][], headerAt: number, columns: number): Generator<TableRow> {
  for (const [place, record] of records.entries()) {
    if (place <= headerAt) continue
    const cells = record.map((cell): Value => (cell.trim() === "" ? null : cell.trim()))
    if (isBlankRow(cells)) continue
    const row = place + 1
    yield { row, cells, problems: listCellProblems(row, cells, columns) }
  }
}

/** @throws Refusal when the text is no table, or longer than one batch may be */
export function openCsv(content: Buffer, request: ReadRequest, findings: Findings): TableSource {
  const { text, encoding, doubtful } = decodeText(content, request.encoding)
  if (text.includes("\0"))
    throw new Refusal("format-unknown", "不是能识别的表格文件，请上传 CSV 或 XLSX。")
  if (doubtful)
    findings.addFile("encoding-doubtful", "warning", "有文字无法按该编码读出，请核对编码。")
  const records = readRecords(text, findings)
  if (records.length > TABLE_ROWS)
    throw new Refusal("too-many-rows", `超过 ${TABLE_ROWS} 行，请拆分后上传。`)
  const headerAt = records.findIndex((record) => !isBlankRow(record.map((cell) => cell.trim())))
  const columns = readHeaders(records[headerAt]?.map((cell) => cell.trim()) ?? [])
  return {
    format: "csv",
    encoding,
    layers: [],
    layer: null,
    columns,
    rows: listRows(records, headerAt, columns.length),
  }
}
