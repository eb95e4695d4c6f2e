import type { TileValue } from "./mvt.ts"

/**
 * One attribute of the parcels of a chunk, in the chunk's order. A number that is not known is NaN, a text or
 * a truth value that is not known has code 0: a missing value is never zero.
 */
export type Column = NumberColumn | CodeColumn
export type NumberColumn = { name: string; numbers: Float64Array }
export type CodeColumn = {
  name: string
  /** 1 + place in `values`. */
  codes: Uint16Array
  values: readonly (string | boolean)[]
}

/** What an audience is shown of a chunk's parcels: which of them, and their attributes. */
export type Shown = {
  /** 1 for each parcel of the chunk that is shown. */
  rows: Uint8Array
  columns: readonly Column[]
}

export type ColumnType = "number" | "text" | "boolean" | "day"
type Named = { name: string; type: ColumnType }
export type ColumnRow = { id: number } & { readonly [name: string]: TileValue | null | undefined }

/**
 * Rows of a query as columns in a chunk's order; rows of other parcels are left out.
 *
 * @param ids of the chunk, ascending
 * @throws RangeError when a number is not finite, or a column has more than 65,535 different values
 */
export function toShown(
  ids: Uint32Array,
  rows: readonly ColumnRow[],
  fields: readonly Named[],
): Shown {
  const places = new Int32Array(rows.length)
  const shown = new Uint8Array(ids.length)
  for (let i = 0; i < rows.length; i++) {
    const place = findPlace(ids, rows[i]!.id)
    places[i] = place
    if (place >= 0) shown[place] = 1
  }
  return {
    rows: shown,
    columns: fields.map(({ name, type }) =>
      type === "number"
        ? toNumbers(name, ids.length, rows, places)
        : toCodes(name, ids.length, rows, places),
    ),
  }
}

/** @returns -1 where it is not there */
function findPlace(ids: Uint32Array, id: number): number {
  let [low, high] = [0, ids.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    if (ids[middle] === id) return middle
    if (ids[middle]! < id) low = middle + 1
    else high = middle - 1
  }
  return -1
}

function toNumbers(
  name: string,
  count: number,
  rows: readonly ColumnRow[],
  places: Int32Array,
): NumberColumn {
  const numbers = new Float64Array(count).fill(NaN)
  for (let i = 0; i < rows.length; i++) {
    const value = rows[i]![name] ?? null
    if (value === null || places[i]! < 0) continue
    if (typeof value !== "number" || !Number.isFinite(value))
      throw new RangeError(`${name} is ${value}, which is no number to show`)
    numbers[places[i]!] = value
  }
  return { name, numbers }
}

function toCodes(
  name: string,
  count: number,
  rows: readonly ColumnRow[],
  places: Int32Array,
): CodeColumn {
  const codes = new Uint16Array(count)
  const known = new Map<string | boolean, number>()
  for (let i = 0; i < rows.length; i++) {
    const value = rows[i]![name] ?? null
    if (value === null || places[i]! < 0) continue
    if (typeof value === "number") throw new RangeError(`${name} is a number, not a text`)
    let code = known.get(value)
    if (code === undefined) {
      code = known.size + 1
      if (code > 65_535) throw new RangeError(`${name} has too many different values`)
      known.set(value, code)
    }
    codes[places[i]!] = code
  }
  return { name, codes, values: [...known.keys()] }
}

/** Memory of what is shown. */
export const bytesOfShown = ({ rows, columns }: Shown): number =>
  columns.reduce(
    (sum, column) =>
      sum + ("numbers" in column ? column.numbers.byteLength : column.codes.byteLength),
    rows.byteLength,
  )
