import { gzipSync } from "node:zlib"

/** PMTiles 3: compression of directories and tiles, and types of tiles, as its header numbers them. */
const [NONE, GZIP] = [1, 2]
export const PNG = 2
export const MVT = 1

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 0x80))]
}

/** One degree is ten million. */
const degrees = (view: DataView, at: number, value: number) =>
  view.setInt32(at, Math.round(value * 1e7), true)

/** A PMTiles archive whose one tile is that of zoom 0; bytes as they are sent, metadata as JSON. */
export function makeArchive(type: number, tile: Uint8Array, metadata: unknown): Uint8Array {
  const isPacked = type === MVT
  const bytes = isPacked ? gzipSync(tile) : tile
  // One entry: tile 0, a run of one, its length, at offset 0 (which is written as 1).
  const directory = gzipSync(new Uint8Array([1, 0, 1, bytes.length, 1].flatMap(varint)))
  const about = gzipSync(JSON.stringify(metadata))
  const header = new Uint8Array(127)
  const view = new DataView(header.buffer)
  header.set(new TextEncoder().encode("PMTiles"))
  view.setUint8(7, 3)
  let at = 127
  for (const [place, length] of [
    [8, directory.length],
    [24, about.length],
    [40, 0],
    [56, bytes.length],
  ] as const) {
    view.setBigUint64(place, BigInt(at), true)
    view.setBigUint64(place + 8, BigInt(length), true)
    at += length
  }
  for (const place of [72, 80, 88]) view.setBigUint64(place, 1n, true)
  view.setUint8(96, 1)
  view.setUint8(97, GZIP)
  view.setUint8(98, isPacked ? GZIP : NONE)
  view.setUint8(99, type)
  view.setUint8(100, 0)
  view.setUint8(101, 0)
  degrees(view, 102, 115)
  degrees(view, 106, 33)
  degrees(view, 110, 117)
  degrees(view, 114, 35)
  return new Uint8Array(Buffer.concat([header, directory, about, bytes]))
}
