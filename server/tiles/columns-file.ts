import type { CodeColumn, NumberColumn } from "./encode/columns.ts"
import type { Resident } from "./residency.ts"

/** What a file of columns says of itself, as JSON at its beginning. */
export type ColumnsHead = {
  year: number | null
  /** Cells in the order of the file, with how many parcels of each are shown. */
  cells: [cell: number, parcels: number][]
  /** A column of texts or truth values has its values here; a number has none. */
  columns: { name: string; values: (string | boolean)[] | null }[]
}

/**
 * Attributes of parcels in flat arrays: four bytes with the length of the head, the head as UTF-8 JSON filled
 * up with spaces to a multiple of eight, then of every column one 64-bit number a parcel (NaN is not known)
 * or one 16-bit code (0 is not known, else 1 + place in `values`), then the ids as 32-bit differences from
 * the one before, from 0 in each cell. Numbers come first, then codes, then ids, so that each lies on a
 * multiple of its own size but the ids, which are to be read by a view of data. Little-endian.
 */
export function writeColumns(
  residents: readonly Resident[],
  names: readonly string[],
  year: number | null,
): Uint8Array<ArrayBuffer> {
  const counts = residents.map(({ shown }) => shown.rows.reduce((sum, row) => sum + row, 0))
  const total = counts.reduce((sum, count) => sum + count, 0)
  const values = names.map((_, place) => mergeValues(residents, place))
  const head: ColumnsHead = {
    year,
    cells: residents.map(({ cell }, i) => [cell, counts[i]!]),
    columns: names.map((name, place) => {
      const codes = values[place] ?? null
      return { name, values: codes && [...codes.keys()] }
    }),
  }
  const text = new TextEncoder().encode(JSON.stringify(head))
  const headLength = Math.ceil((4 + text.length) / 8) * 8
  const size = values.reduce((sum, one) => sum + total * (one ? 2 : 8), headLength) + total * 4
  const file = new Uint8Array(size).fill(32, 0, headLength)
  const view = new DataView(file.buffer)
  view.setUint32(0, headLength - 4, true)
  file.set(text, 4)
  let at = headLength
  const eachShown = (write: (resident: Resident, row: number) => void) => {
    for (const resident of residents)
      for (let row = 0; row < resident.shown.rows.length; row++)
        if (resident.shown.rows[row] === 1) write(resident, row)
  }
  for (const [place, codes] of values.entries()) {
    if (codes) continue
    eachShown(({ shown }, row) => {
      view.setFloat64(at, (shown.columns[place] as NumberColumn).numbers[row]!, true)
      at += 8
    })
  }
  for (const [place, codes] of values.entries()) {
    if (!codes) continue
    eachShown(({ shown }, row) => {
      const column = shown.columns[place] as CodeColumn
      const code = column.codes[row]!
      view.setUint16(at, code === 0 ? 0 : 1 + codes.get(column.values[code - 1]!)!, true)
      at += 2
    })
  }
  for (const { chunk, shown } of residents) {
    let last = 0
    for (let row = 0; row < shown.rows.length; row++) {
      if (shown.rows[row] === 0) continue
      view.setUint32(at, chunk.ids[row]! - last, true)
      last = chunk.ids[row]!
      at += 4
    }
  }
  return file
}

/** Values of a column over all cells with their places; null for a column of numbers. */
function mergeValues(residents: readonly Resident[], place: number) {
  const merged = new Map<string | boolean, number>()
  for (const { shown } of residents) {
    const column = shown.columns[place]!
    if ("numbers" in column) return null
    for (const value of column.values) if (!merged.has(value)) merged.set(value, merged.size)
  }
  return merged
}
