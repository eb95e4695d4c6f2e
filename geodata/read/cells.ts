/** Where a cell stands, as a spreadsheet shows it, and headers as texts. */
import { CELL_CHARACTERS, COLUMNS } from "./limits.ts"
import { isRoundedCode } from "./numbers.ts"
import { Refusal } from "./refusal.ts"
import type { RowProblem, Value } from "./report.ts"

/** A, B, ... Z, AA for 0, 1, ... 25, 26. */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : `${columnLetters(Math.floor(index / 26) - 1)}${last}`
}

export const cellAddress = (row: number, column: number): string => `${columnLetters(column)}${row}`

/** 0 for A, 25 for Z, 26 for AA. */
export const columnIndex = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1

export const cellProblem = (
  row: number,
  column: number,
  rule: string,
  message: string,
): RowProblem => ({
  pointer: cellAddress(row, column),
  rule,
  message: `${cellAddress(row, column)} ${message}`,
})

const DIGITS_LOST = "里的长编码已被表格软件变成数字、后几位已丢失，请把该列设为文本后重新填写。"

export const digitsLost = (row: number, column: number): RowProblem =>
  cellProblem(row, column, "digits-lost", DIGITS_LOST)

const isBlank = (value: Value) => value === null || value === ""

/**
 * Header texts; columns that have neither header nor data are left out at the end.
 * @throws Refusal when there is no header or there are too many columns
 */
export function readHeaders(cells: Value[]): string[] {
  const last = cells.findLastIndex((cell) => !isBlank(cell))
  if (last < 0) throw new Refusal("no-rows", "表里没有任何内容。")
  if (last >= COLUMNS)
    throw new Refusal("too-many-columns", `超过 ${COLUMNS} 列，请只保留需要的列。`)
  return cells.slice(0, last + 1).map((cell, column) => {
    const text = cell === null ? "" : String(cell).replace(/\s+/g, " ").trim()
    return text === "" ? `（${columnLetters(column)} 列无表头）` : text.slice(0, 200)
  })
}

export const isBlankRow = (cells: Value[]): boolean => cells.every(isBlank)

/** Faults that any table may have in a row: a cell beyond the headers, a text too long, a code rounded. */
export function listCellProblems(row: number, cells: Value[], columns: number): RowProblem[] {
  return cells.flatMap((value, column): RowProblem[] => {
    if (column >= columns)
      return isBlank(value)
        ? []
        : [cellProblem(row, column, "cell-beyond-header", "在表头之外有内容。")]
    if (typeof value !== "string") return []
    if (value.length > CELL_CHARACTERS)
      return [cellProblem(row, column, "cell-too-long", `超过 ${CELL_CHARACTERS} 个字符。`)]
    return isRoundedCode(value.trim()) ? [digitsLost(row, column)] : []
  })
}
