/** A file of columns as it came: every parcel with its cell and its attributes, unknown ones null. */
export type DecodedColumns = {
  year: number | null
  names: string[]
  parcels: { id: number; cell: number; values: Record<string, string | number | boolean | null> }[]
}

type Head = {
  year: number | null
  cells: [cell: number, parcels: number][]
  columns: { name: string; values: (string | boolean)[] | null }[]
}

/** Reads a file by its description alone: head, numbers, codes, ids, nothing after them. */
export function decodeColumns(bytes: Uint8Array): DecodedColumns {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headLength = view.getUint32(0, true)
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headLength))) as Head
  const total = head.cells.reduce((sum, [, parcels]) => sum + parcels, 0)
  const parcels: DecodedColumns["parcels"] = head.cells.flatMap(([cell, count]) =>
    Array.from({ length: count }, () => ({ id: 0, cell, values: {} })),
  )
  let at = 4 + headLength
  for (const { name, values } of head.columns) {
    if (values) continue
    for (const parcel of parcels) {
      const number = view.getFloat64(at, true)
      parcel.values[name] = Number.isNaN(number) ? null : number
      at += 8
    }
  }
  for (const { name, values } of head.columns) {
    if (!values) continue
    for (const parcel of parcels) {
      const code = view.getUint16(at, true)
      if (code > values.length) throw new RangeError(`${name} has no value ${code}`)
      parcel.values[name] = code === 0 ? null : values[code - 1]!
      at += 2
    }
  }
  for (let i = 0; i < total; i++) {
    const before = i > 0 && parcels[i - 1]!.cell === parcels[i]!.cell ? parcels[i - 1]!.id : 0
    parcels[i]!.id = before + view.getUint32(at, true)
    at += 4
  }
  if (at !== bytes.length) throw new RangeError(`${bytes.length - at} bytes too many`)
  return { year: head.year, names: head.columns.map(({ name }) => name), parcels }
}
