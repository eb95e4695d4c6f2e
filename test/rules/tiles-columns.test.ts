import { expect, test } from "vitest"
import { writeColumns } from "../../server/tiles/columns-file.ts"
import { ChunkBuilder } from "../../server/tiles/encode/chunk.ts"
import { type ColumnRow, toShown } from "../../server/tiles/encode/columns.ts"
import { decodeColumns } from "../support/columns-file.ts"

const FIELDS = [
  { name: "grade", type: "text" },
  { name: "areaMu", type: "number" },
  { name: "available", type: "boolean" },
] as const
const NAMES = FIELDS.map(({ name }) => name)

/** A cell of parcels with these ids, of which those with a row are shown. */
function residentOf(cell: number, ids: readonly number[], rows: readonly ColumnRow[]) {
  const builder = new ChunkBuilder()
  for (const id of ids)
    builder.add(id, { world: [0, 0, 9, 0, 0, 9], ringEnds: [6], polygonEnds: [1] })
  const chunk = builder.finish()
  return { cell, chunk, shown: toShown(chunk.ids, rows, FIELDS) }
}

const FIRST = residentOf(
  7,
  [3, 8, 4_000_000_000],
  [
    { id: 3, grade: "甲", areaMu: 1.5, available: false },
    { id: 4_000_000_000, grade: null, areaMu: 0, available: null },
  ],
)
const SECOND = residentOf(
  9,
  [5, 6],
  [
    { id: 5, grade: "乙", areaMu: null, available: true },
    { id: 6, grade: "甲", areaMu: -2, available: false },
  ],
)

test("the file is what its description says, byte for byte", () => {
  const file = writeColumns([FIRST, SECOND], NAMES, 2024)
  const view = new DataView(file.buffer)
  const head = JSON.stringify({
    year: 2024,
    cells: [
      [7, 2],
      [9, 2],
    ],
    columns: [
      { name: "grade", values: ["甲", "乙"] },
      { name: "areaMu", values: null },
      { name: "available", values: [false, true] },
    ],
  })
  const headLength = view.getUint32(0, true)
  expect(new TextDecoder().decode(file.subarray(4, 4 + headLength))).toBe(
    head.padEnd(head.length + headLength - new TextEncoder().encode(head).length),
  )
  const numbers = 4 + headLength
  expect(numbers % 8).toBe(0)
  const read = <T>(count: number, one: (i: number) => T) =>
    Array.from({ length: count }, (_, i) => one(i))
  expect(read(4, (i) => view.getFloat64(numbers + 8 * i, true))).toEqual([1.5, 0, NaN, -2])
  const codes = numbers + 4 * 8
  expect(read(4, (i) => view.getUint16(codes + 2 * i, true))).toEqual([1, 0, 2, 1])
  expect(read(4, (i) => view.getUint16(codes + 8 + 2 * i, true))).toEqual([1, 0, 2, 1])
  const ids = codes + 2 * 8
  expect(read(4, (i) => view.getUint32(ids + 4 * i, true))).toEqual([3, 3_999_999_997, 5, 1])
  expect(file.length).toBe(ids + 4 * 4)
})

test("each parcel has its own values again, and a parcel that is not shown is not there", () => {
  const { year, names, parcels } = decodeColumns(writeColumns([FIRST, SECOND], NAMES, null))
  expect({ year, names }).toEqual({ year: null, names: NAMES })
  expect(parcels).toEqual([
    { id: 3, cell: 7, values: { grade: "甲", areaMu: 1.5, available: false } },
    { id: 4_000_000_000, cell: 7, values: { grade: null, areaMu: 0, available: null } },
    { id: 5, cell: 9, values: { grade: "乙", areaMu: null, available: true } },
    { id: 6, cell: 9, values: { grade: "甲", areaMu: -2, available: false } },
  ])
})

test("nothing to tell is a head alone", () => {
  const file = writeColumns([], NAMES, 2024)
  expect(file.length % 8).toBe(0)
  expect(decodeColumns(file).parcels).toEqual([])
  const hidden = residentOf(1, [2, 3], [])
  expect(decodeColumns(writeColumns([hidden], NAMES, 2024)).parcels).toEqual([])
})

test("a number that is none is refused, not written", () => {
  for (const areaMu of [NaN, Infinity])
    expect(() => residentOf(1, [2], [{ id: 2, areaMu }])).toThrow(RangeError)
  expect(() => residentOf(1, [2], [{ id: 2, grade: 5 }])).toThrow(RangeError)
})
