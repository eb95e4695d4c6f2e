/** Records of a `.shp` by its `.shx`. Format: ESRI Shapefile Technical Description, 1998. */
import type { Position } from "../crs.ts"
import { Refusal } from "./refusal.ts"

const HEADER_BYTES = 100
const FILE_CODE = 9994
const INDEX_BYTES = 8
const POINT_BYTES = 16

/**
 * Contents of the records in file order, from the shape type on; null where the index points outside.
 * @throws Refusal when either file is not what its name says
 */
export function listRecords(shapes: Buffer, index: Buffer): (Buffer | null)[] {
  for (const bytes of [shapes, index])
    if (bytes.length < HEADER_BYTES || bytes.readInt32BE(0) !== FILE_CODE)
      throw new Refusal("shp-broken", "图形文件（.shp 或 .shx）已损坏，请重新导出。")
  const count = Math.floor((index.length - HEADER_BYTES) / INDEX_BYTES)
  return Array.from({ length: count }, (_, place) => {
    const start = index.readInt32BE(HEADER_BYTES + place * INDEX_BYTES) * 2
    const length = index.readInt32BE(HEADER_BYTES + place * INDEX_BYTES + 4) * 2
    if (start < HEADER_BYTES || length < 4 || start + 8 + length > shapes.length) return null
    return shapes.subarray(start + 8, start + 8 + length)
  })
}

/** Points of a record from a place on, x and y only. */
export const readPoints = (record: Buffer, at: number, count: number): Position[] =>
  Array.from({ length: count }, (_, place) => [
    record.readDoubleLE(at + place * POINT_BYTES),
    record.readDoubleLE(at + place * POINT_BYTES + 8),
  ])

/** Shape types; those 10 and 20 higher carry heights or measures besides. */
const NULL_SHAPE = 0
const POLYGON = 5
const KINDS = new Map([
  [1, "点"],
  [3, "线"],
  [8, "多点"],
  [31, "三维面片"],
])

export type RecordShape =
  | { is: "none" }
  | { is: "broken" }
  | { is: "other"; name: string }
  | { is: "polygon"; rings: Position[][]; hasHeights: boolean }

/** Box of 32 bytes, count of rings, count of points, then the place where each ring begins. */
function readRings(record: Buffer): Position[][] | undefined {
  if (record.length < 44) return undefined
  const ringCount = record.readInt32LE(36)
  const pointCount = record.readInt32LE(40)
  const pointsAt = 44 + ringCount * 4
  if (ringCount < 0 || pointCount < 0 || pointsAt + pointCount * POINT_BYTES > record.length)
    return undefined
  const starts = Array.from({ length: ringCount }, (_, ring) => record.readInt32LE(44 + ring * 4))
  const ends = [...starts.slice(1), pointCount]
  const ordered = starts.every((start, ring) => start >= 0 && start <= (ends[ring] ?? -1))
  if (!ordered || (ringCount > 0 && starts[0] !== 0)) return undefined
  return starts.map((start, ring) =>
    readPoints(record, pointsAt + start * POINT_BYTES, (ends[ring] ?? start) - start),
  )
}

/** What one record draws. */
export function readShape(record: Buffer): RecordShape {
  const type = record.readInt32LE(0)
  if (type === NULL_SHAPE) return { is: "none" }
  const plain = type === 31 ? type : type % 10
  if (plain !== POLYGON)
    return KINDS.has(plain) ? { is: "other", name: KINDS.get(plain) ?? "" } : { is: "broken" }
  const rings = readRings(record)
  return rings ? { is: "polygon", rings, hasHeights: type > 10 } : { is: "broken" }
}
