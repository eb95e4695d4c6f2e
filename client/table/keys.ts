/** Where the keyboard stands: a row by its place, -1 is the heading, and a column by its place. */
export type Cell = { row: number; column: number }

/** The heading counts as the row above the first. */
export const HEADING = -1

export type Extent = {
  rows: number
  columns: number
  /** Rows that a page holds. */
  page: number
}

export type Key = { key: string; ctrlKey: boolean; metaKey: boolean }

const within = (value: number, low: number, high: number) => Math.max(low, Math.min(value, high))

/** Where a key leads to (grid pattern of ARIA); undefined for a key that does not move. */
export function moveTo(
  { row, column }: Cell,
  { key, ctrlKey, metaKey }: Key,
  { rows, columns, page }: Extent,
): Cell | undefined {
  const far = ctrlKey || metaKey
  const at = (toRow: number, toColumn: number): Cell => ({
    row: within(toRow, HEADING, rows - 1),
    column: within(toColumn, 0, columns - 1),
  })
  switch (key) {
    case "ArrowDown":
      return at(far ? rows - 1 : row + 1, column)
    case "ArrowUp":
      return at(far ? 0 : row - 1, column)
    case "ArrowRight":
      return at(row, far ? columns - 1 : column + 1)
    case "ArrowLeft":
      return at(row, far ? 0 : column - 1)
    case "PageDown":
      return at(row + page, column)
    // A page up ends on the first row: the heading is one step of its own.
    case "PageUp":
      return at(row === HEADING ? HEADING : Math.max(row - page, 0), column)
    case "Home":
      return at(far ? 0 : row, 0)
    case "End":
      return at(far ? rows - 1 : row, columns - 1)
    default:
      return undefined
  }
}
