import type { ColumnsHead } from "../../server/tiles/columns-file.ts"

type NumberColumn = { numbers: Float64Array }
type CodeColumn = { codes: Uint16Array; values: readonly (string | boolean)[] }
type Column = NumberColumn | CodeColumn

/** Attributes of the parcels of one cell, in the ascending order of their ids. */
export type CellColumns = { ids: Uint32Array; columns: ReadonlyMap<string, Column> }

/** The value of a parcel; null is not known. */
export function valueAt(column: Column, row: number): number | string | boolean | null {
  if ("numbers" in column) {
    const number = column.numbers[row]!
    return Number.isNaN(number) ? null : number
  }
  const code = column.codes[row]!
  return code === 0 ? null : column.values[code - 1]!
}

/** The year that figures are of, and what each cell has. */
export type ColumnsFile = { year: number | null; cells: Map<number, CellColumns> }

/**
 * Reads a file of columns (server/tiles/columns-file.ts) into cells. Numbers and codes are views of the file
 * and not copied; every machine that runs a browser is little-endian, as the file is.
 */
export function readColumns(file: ArrayBuffer): ColumnsFile {
  const view = new DataView(file)
  const headLength = view.getUint32(0, true)
  const head = JSON.parse(
    new TextDecoder().decode(new Uint8Array(file, 4, headLength)),
  ) as ColumnsHead
  const total = head.cells.reduce((sum, [, parcels]) => sum + parcels, 0)
  let at = 4 + headLength
  const whole = new Map<string, Column>()
  for (const { name, values } of head.columns) {
    if (values) continue
    whole.set(name, { numbers: new Float64Array(file, at, total) })
    at += total * 8
  }
  for (const { name, values } of head.columns) {
    if (!values) continue
    whole.set(name, { codes: new Uint16Array(file, at, total), values })
    at += total * 2
  }
  const cells = new Map<number, CellColumns>()
  let from = 0
  for (const [cell, parcels] of head.cells) {
    const ids = new Uint32Array(parcels)
    for (let row = 0, id = 0; row < parcels; row += 1, at += 4)
      ids[row] = id += view.getUint32(at, true)
    const columns = [...whole].map(([name, column]) => [name, part(column, from, parcels)] as const)
    cells.set(cell, { ids, columns: new Map(columns) })
    from += parcels
  }
  return { year: head.year, cells }
}

const part = (column: Column, from: number, length: number): Column =>
  "numbers" in column
    ? { numbers: column.numbers.subarray(from, from + length) }
    : { codes: column.codes.subarray(from, from + length), values: column.values }

/** Finds rows of ids that are asked for in ascending order; -1 where there is none. */
export function seeker(ids: Uint32Array): (id: number) => number {
  let at = 0
  return (id) => {
    while (at < ids.length && ids[at]! < id) at += 1
    return ids[at] === id ? at : -1
  }
}
