/** Geometry of a GeoPackage: its own header, then well-known binary (OGC 12-128r17, ISO 13249-3). */
import { type Drawing, NO_DRAWING, unusable, wrongKind } from "./source.ts"

const ENVELOPE_BYTES = [0, 32, 48, 48, 64]
const NAMES = new Map([
  [1, "点"],
  [2, "线"],
  [4, "多点"],
  [5, "多线"],
  [7, "混合图形"],
])
const CURVED = new Set([8, 9, 10, 11, 12, 13, 14])
const POLYGON = 3
const MULTIPOLYGON = 6

/** Reads on from a place; every count is checked against the bytes that are left. */
class Cursor {
  private readonly bytes: Buffer
  private at: number
  private little = true

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes
    this.at = at
  }

  private u32(): number {
    const value = this.little ? this.bytes.readUInt32LE(this.at) : this.bytes.readUInt32BE(this.at)
    this.at += 4
    return value
  }

  private f64(): number {
    const value = this.little ? this.bytes.readDoubleLE(this.at) : this.bytes.readDoubleBE(this.at)
    this.at += 8
    return value
  }

  private count(smallest: number): number {
    const count = this.u32()
    if (count * smallest > this.bytes.length - this.at) throw new RangeError("count beyond the end")
    return count
  }

  /** Type without the thousands that say which of height and measure are there, and numbers a position. */
  header(): { type: number; width: number } {
    this.little = this.bytes.readUInt8(this.at) === 1
    this.at += 1
    const raw = this.u32()
    const thousands = Math.floor((raw & 0xffff) / 1000)
    const flags = raw >>> 30
    if (raw & 0x20000000) this.u32()
    const extra = thousands === 3 || flags === 3 ? 2 : thousands > 0 || flags > 0 ? 1 : 0
    return { type: (raw & 0xffff) % 1000, width: 2 + extra }
  }

  rings(width: number): number[][][] {
    return Array.from({ length: this.count(4) }, () =>
      Array.from({ length: this.count(width * 8) }, () =>
        Array.from({ length: width }, () => this.f64()),
      ),
    )
  }

  parts(): number[][][][] {
    return Array.from({ length: this.count(9) }, () => {
      const { type, width } = this.header()
      if (type !== POLYGON) throw new RangeError("part is not a polygon")
      return this.rings(width)
    })
  }
}

/** What a GeoPackage blob draws. */
export function readBlob(blob: Buffer): Drawing {
  try {
    const flags = blob.readUInt8(3)
    const envelope = ENVELOPE_BYTES[(flags >> 1) & 7]
    if (blob.toString("latin1", 0, 2) !== "GP" || envelope === undefined) return broken
    const cursor = new Cursor(blob, 8 + envelope)
    const { type, width } = cursor.header()
    if (CURVED.has(type))
      return unusable("geometry-curved", "图形含有圆弧，请先在制图软件中转为折线。")
    if (NAMES.has(type)) return wrongKind(NAMES.get(type) ?? "")
    const polygons =
      type === POLYGON ? [cursor.rings(width)] : type === MULTIPOLYGON ? cursor.parts() : null
    if (polygons === null) return broken
    return polygons.every((polygon) => polygon.length === 0)
      ? NO_DRAWING
      : { is: "polygons", polygons }
  } catch (error) {
    // Buffer and Cursor throw RangeError where the blob ends too early: that is all that can be wrong.
    if (error instanceof RangeError) return broken
    throw error
  }
}

const broken = unusable("geometry-broken", "图形数据已损坏。")
