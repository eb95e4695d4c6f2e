import type { DeclaredCrs } from "../crs.ts"
import type { Property, ReadFormat, RowProblem, Value } from "./report.ts"

/** What a row draws, in the coordinates of its file. */
export type Drawing =
  | { is: "polygons"; polygons: number[][][][] }
  /** No drawing, or one that cannot be a parcel. */
  | { is: "unusable"; rule: string; message: string }

export type SourceRow = {
  row: number
  properties: Property[]
  drawing: Drawing
  /** Faults found before the drawing was looked at. */
  problems: RowProblem[]
}

/** An opened file of drawings: what it says of itself, and its rows in file order, once. */
export type DrawingSource = {
  format: ReadFormat
  encoding: string | null
  layers: string[]
  layer: string | null
  declaredCrs: DeclaredCrs | null
  /** EPSG code that undeclared degrees are in by the standard of the format; null where there is none. */
  degreesAre: number | null
  rows: Iterable<SourceRow> | AsyncIterable<SourceRow>
}

export type TableRow = { row: number; cells: Value[]; problems: RowProblem[] }

/** An opened table: header texts and the rows below them, blank ones left out. */
export type TableSource = {
  format: ReadFormat
  encoding: string | null
  layers: string[]
  layer: string | null
  columns: string[]
  rows: Iterable<TableRow>
}

export const unusable = (rule: string, message: string): Drawing => ({
  is: "unusable",
  rule,
  message,
})

export const NO_DRAWING = unusable("geometry-missing", "没有图形。")

/** A drawing of another kind than polygons. */
export const wrongKind = (name: string): Drawing =>
  unusable("geometry-kind", `图形是${name}，不是面，地块只收面。`)
