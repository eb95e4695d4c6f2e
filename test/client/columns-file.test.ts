import { describe, expect, test } from "vitest"
import { readColumns, seeker, valueAt } from "../../client/map/columns-file.ts"
import { writeColumns } from "../../server/tiles/columns-file.ts"
import { ChunkBuilder } from "../../server/tiles/encode/chunk.ts"
import { type ColumnRow, toShown } from "../../server/tiles/encode/columns.ts"
import { outlineInTile, rectangle } from "../support/tile-outline.ts"

const FIELDS = [
  { name: "landUse", type: "text" as const },
  { name: "taxPerMu", type: "number" as const },
  { name: "suspected", type: "boolean" as const },
]
const NAMES = FIELDS.map(({ name }) => name)

/** A cell with parcels of these ids, of which only those with a row are shown. */
function cellOf(cell: number, ids: readonly number[], rows: readonly ColumnRow[]) {
  const builder = new ChunkBuilder()
  const outline = outlineInTile({ z: 14, x: 0, y: 0 }, [[rectangle(0, 0, 9, 9)]])
  for (const id of ids) builder.add(id, outline)
  const chunk = builder.finish()
  return { cell, chunk, shown: toShown(chunk.ids, rows, FIELDS) }
}

const FIRST = cellOf(
  27_000_001,
  [3, 4, 900_000],
  [
    { id: 3, landUse: "100101", taxPerMu: 12.5, suspected: true },
    { id: 900_000, landUse: null, taxPerMu: null, suspected: null },
  ],
)
const SECOND = cellOf(
  27_000_005,
  [1, 2],
  [
    { id: 1, landUse: "0901", taxPerMu: 0, suspected: false },
    { id: 2, landUse: "100101", taxPerMu: -3.25, suspected: true },
  ],
)

/** What a file says, as rows. */
const told = (file: Uint8Array<ArrayBuffer>) =>
  [...readColumns(file.buffer).cells].map(([cell, { ids, columns }]) => ({
    cell,
    parcels: Array.from(ids, (id, row) => [
      id,
      ...NAMES.map((name) => valueAt(columns.get(name)!, row)),
    ]),
  }))

describe("a file that the server wrote", () => {
  test("is read with its cells, ids and values, unknown ones null and a zero a zero", () => {
    expect(told(writeColumns([FIRST, SECOND], NAMES, 2024))).toEqual([
      {
        cell: 27_000_001,
        parcels: [
          [3, "100101", 12.5, true],
          [900_000, null, null, null],
        ],
      },
      {
        cell: 27_000_005,
        parcels: [
          [1, "0901", 0, false],
          [2, "100101", -3.25, true],
        ],
      },
    ])
  })

  test("has no cell where there are none", () => {
    expect(told(writeColumns([], NAMES, null))).toEqual([])
  })

  test("may have a cell of which no parcel is shown", () => {
    const hidden = cellOf(7, [5], [])
    expect(
      told(writeColumns([hidden, SECOND], NAMES, null)).map(({ parcels }) => parcels.length),
    ).toEqual([0, 2])
  })
})

test("ids are found in ascending order, and others are not", () => {
  const seek = seeker(Uint32Array.of(2, 5, 9))
  expect([1, 2, 3, 5, 9, 10].map(seek)).toEqual([-1, 0, -1, 1, 2, -1])
})
