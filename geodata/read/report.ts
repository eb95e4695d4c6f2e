/** What is asked of the reader of uploaded files, and what it answers. */
import type { CrsVerdict, Position } from "../crs.ts"

export type UploadKind =
  | "parcels"
  | "contracts"
  | "enterprises"
  | "occupancy"
  | "indicators"
  | "projects"
  | "buildings"

export type ReadRequest = {
  /** Absolute path of the stored upload; its name on disk says nothing. */
  path: string
  /** The name the user gave it: shown in messages, never used as a path. */
  filename: string
  kind: UploadKind
  /** EPSG code, where the user answers or corrects what the file says. */
  crs?: number | undefined
  /** A label of the Encoding Standard, such as `gb18030`. */
  encoding?: string | undefined
  /** Layer of a GeoPackage, shapefile in a zip, sheet of a workbook. */
  layer?: string | undefined
  /** Where the rows are written, one JSON text a line; see `ReadRow`. */
  outPath: string
}

/** A number is here only where it survives JSON; longer ones stay text. Days are YYYY-MM-DD. */
export type Value = string | number | boolean | null

/** Name and value as the file has them; pairs, because a column may be called `__proto__`. */
export type Property = [name: string, value: Value]

/** GeoJSON coordinates of a MultiPolygon, EPSG:4490, longitude first, two numbers a position. */
export type MultiPolygonCoordinates = Position[][][]

export type Severity = "error" | "warning" | "info"

/** What is wrong with one row. `pointer` is a cell (`C12`), a column name, or `geometry`. */
export type RowProblem = { pointer: string; rule: string; message: string }

/**
 * One line of the output: every row of the file is exactly one line. With a problem it is rejected: its
 * properties are there for the list of rejected rows, its geometry is null. Row numbers start at 1: the
 * place in the file for drawings, the row as a spreadsheet shows it for tables.
 */
export type ReadRow = {
  row: number
  properties: Property[]
  geometry: MultiPolygonCoordinates | null
  problems: RowProblem[]
}

/** `row` is null where the whole file is meant. The message is Chinese and holds no value of a cell. */
export type Finding = {
  row: number | null
  pointer: string
  rule: string
  severity: Severity
  message: string
}

/** How often a rule was found in the whole file: `findings` holds only the first ones of each. */
export type FindingTotal = { rule: string; severity: Severity; count: number }

export type ReadFormat = "geojson" | "geopackage" | "shapefile" | "csv" | "xlsx"

export type ReadReport = {
  format: ReadFormat | null
  /** Encoding that texts were read with; null where the format settles it. */
  encoding: string | null
  layers: string[]
  layer: string | null
  columns: string[]
  /** Rows of the file = accepted + rejected, always. */
  rows: number
  accepted: number
  rejected: number
  /** Null for tables. While `detected` is null no geometry is written. */
  crs: CrsVerdict | null
  /** West, south, east, north of the accepted rows, degrees, EPSG:4490. */
  bounds: [west: number, south: number, east: number, north: number] | null
  findings: Finding[]
  totals: FindingTotal[]
  /** The one sentence why nothing was read. */
  refused?: Finding
}

/** The report of a file of which nothing could be read. */
export const refusedReport = (refused: Finding): ReadReport => ({
  format: null,
  encoding: null,
  layers: [],
  layer: null,
  columns: [],
  rows: 0,
  accepted: 0,
  rejected: 0,
  crs: null,
  bounds: null,
  findings: [refused],
  totals: [{ rule: refused.rule, severity: refused.severity, count: 1 }],
  refused,
})
