/** Reads one upload from its first byte to the report; the whole of the child's work. */
import { readFileSync, statSync } from "node:fs"
import { openCsv } from "./csv.ts"
import { readDrawings } from "./drawings.ts"
import { type Findings, makeFindings } from "./findings.ts"
import { detectFormat } from "./format.ts"
import { openGeojson } from "./geojson.ts"
import { openGeopackage } from "./geopackage.ts"
import { INPUT_BYTES, ROWS, TABLE_ROWS } from "./limits.ts"
import { openOutput } from "./output.ts"
import { Refusal } from "./refusal.ts"
import type { ReadReport, ReadRequest } from "./report.ts"
import { refusedReport } from "./report.ts"
import { openShapefile } from "./shapefile.ts"
import type { DrawingSource, TableSource } from "./source.ts"
import { readTable } from "./tables.ts"
import { openXlsx } from "./xlsx.ts"

type Opened = { drawings: DrawingSource } | { table: TableSource }

const wantsDrawings = new Refusal(
  "format-unfit",
  "地块要有图形：请上传 SHP（打成 zip）、GeoPackage 或 GeoJSON。",
)
const wantsTable = new Refusal("format-unfit", "这类数据是表格：请上传 CSV 或 XLSX。")

async function open(content: Buffer, request: ReadRequest, findings: Findings): Promise<Opened> {
  const detected = detectFormat(content)
  const isTable = detected.is === "text" || detected.is === "xlsx"
  if (request.kind === "parcels" && isTable) throw wantsDrawings
  if (request.kind !== "parcels" && !isTable) throw wantsTable
  switch (detected.is) {
    case "json":
      return { drawings: openGeojson(content, request, findings) }
    case "geopackage":
      return { drawings: await openGeopackage(content, request, findings) }
    case "shapefile":
      return { drawings: await openShapefile(detected.archive, request, findings) }
    case "xlsx":
      return { table: await openXlsx(detected.archive, request, findings) }
    case "text":
      return { table: openCsv(content, request, findings) }
  }
}

function readContent(path: string): Buffer {
  if (statSync(path).size > INPUT_BYTES)
    throw new Refusal("file-too-large", "文件超过 200 MB，请拆分后上传。")
  return readFileSync(path)
}

async function read(
  request: ReadRequest,
  findings: Findings,
  onProgress: (rows: number) => void,
): Promise<ReadReport> {
  const opened = await open(readContent(request.path), request, findings)
  const isTable = "table" in opened
  const output = openOutput(request.outPath, findings, onProgress, isTable ? TABLE_ROWS : ROWS)
  const source = isTable ? opened.table : opened.drawings
  const found = isTable
    ? { columns: opened.table.columns, crs: null, bounds: null }
    : await readDrawings(opened.drawings, request, findings, output)
  if (isTable) readTable(opened.table, findings, output)
  output.close()
  const { format, encoding, layers, layer } = source
  return {
    format,
    encoding,
    layers,
    layer,
    ...output.counts,
    ...found,
    findings: findings.list(),
    totals: findings.listTotals(),
  }
}

/** The runtime's own words for a buffer or a text that it has no room for. */
const NO_ROOM =
  /allocation failed|invalid (string|array|typed array) length|cannot create a string/i

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  console.error(error)
  return error instanceof Error && NO_ROOM.test(error.message)
    ? new Refusal("file-too-complex", "文件过大或过于复杂，请拆分或简化后上传。")
    : new Refusal("file-unreadable", "读不了：内容与格式不符或已损坏，请重新导出后上传。")
}

/**
 * Reads the upload and writes its rows. A file that cannot be used is a report with `refused`.
 * @param onProgress rows written so far
 */
export async function readFile(
  request: ReadRequest,
  onProgress: (rows: number) => void,
): Promise<ReadReport> {
  try {
    return await read(request, makeFindings(request.filename), onProgress)
  } catch (error) {
    const { rule, message: sentence, layers } = refusalOf(error)
    const message = `${request.filename}：${sentence}`
    const refused = refusedReport({ row: null, pointer: "", rule, severity: "error", message })
    return { ...refused, layers }
  }
}
