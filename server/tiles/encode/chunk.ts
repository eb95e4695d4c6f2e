import { PIXEL, UNIT_ZOOM } from "./address.ts"
import type { WorldRings } from "./mercator.ts"
import { rankVertices } from "./significance.ts"

/**
 * Outlines of many parcels in flat arrays, never changed once made: an edit makes a new chunk. Every list of
 * ends holds, for each thing, the index just after its last part in the list below it.
 */
export type Chunk = {
  /** Ascending, each once. */
  ids: Uint32Array
  /** minX, minY, maxX, maxY of each parcel in world units. */
  boxes: Uint32Array
  /**
   * Lowest zoom at which the parcel's box has a pixel (of a tile 256 px wide) in one direction. It is that of
   * the whole parcel, so every tile of a zoom decides alike, and what is drawn at one zoom is not left out
   * for its size at a higher one. At 30° N a pixel is 33 m at z12.
   */
  seenFrom: Uint8Array
  /** Into `polygonEnds`. */
  parcelEnds: Uint32Array
  /** Into `ringEnds`. In each polygon the first ring is the shell, the others are its holes. */
  polygonEnds: Uint32Array
  /** Into `world`. Rings are open. */
  ringEnds: Uint32Array
  /** x, y, x, y … in world units. */
  world: Uint32Array
  /** Lowest zoom at which each vertex matters (see `rankVertices`). */
  zooms: Uint8Array
}

/** Memory of a chunk's arrays. */
export const bytesOfChunk = (chunk: Chunk): number =>
  Object.values(chunk).reduce((sum, array) => sum + array.byteLength, 0)

/** A list of whole numbers that grows; `take` copies what is in it and empties it. */
class Growing<A extends Uint32Array | Uint8Array> {
  array: A
  length = 0
  private readonly make: (length: number) => A

  constructor(make: (length: number) => A, room: number) {
    this.make = make
    this.array = make(room)
  }

  reserve(count: number) {
    if (this.length + count <= this.array.length) return
    const larger = this.make(Math.max(2 * this.array.length, this.length + count))
    larger.set(this.array)
    this.array = larger
  }

  push(value: number) {
    this.reserve(1)
    this.array[this.length++] = value
  }

  take(): A {
    const taken = this.array.slice(0, this.length) as A
    this.length = 0
    return taken
  }
}

const words = (room: number) => new Growing((length) => new Uint32Array(length), room)
const bytes = (room: number) => new Growing((length) => new Uint8Array(length), room)

/** Puts chunks together, one after the other, in buffers that it keeps. */
export class ChunkBuilder {
  private readonly ids = words(1 << 10)
  private readonly boxes = words(1 << 12)
  private readonly seenFrom = bytes(1 << 10)
  private readonly parcelEnds = words(1 << 10)
  private readonly polygonEnds = words(1 << 10)
  private readonly ringEnds = words(1 << 10)
  private readonly world = words(1 << 16)
  private readonly zooms = bytes(1 << 15)

  /**
   * @param id above those added before
   * @throws RangeError for an id that is out of order or no whole number of 32 bits
   */
  add(id: number, { world, ringEnds, polygonEnds }: WorldRings): void {
    const last = this.ids.length > 0 ? this.ids.array[this.ids.length - 1]! : -1
    if (!(id > last && id < 2 ** 32 && Number.isInteger(id)))
      throw new RangeError(`parcel id ${id}`)
    const offset = this.world.length
    const ringsBefore = this.ringEnds.length
    this.world.reserve(world.length)
    this.zooms.reserve(world.length / 2)
    const target = this.world.array
    let [minX, minY, maxX, maxY] = [2 ** 32 - 1, 2 ** 32 - 1, 0, 0]
    for (let i = 0; i < world.length; i += 2) {
      const x = world[i]!
      const y = world[i + 1]!
      target[offset + i] = x
      target[offset + i + 1] = y
      if (x < minX) minX = x
      if (x > maxX) maxX = x
      if (y < minY) minY = y
      if (y > maxY) maxY = y
    }
    this.world.length += world.length
    this.zooms.length += world.length / 2
    let start = offset
    for (let i = 0; i < ringEnds.length; i++) {
      const end = offset + ringEnds[i]!
      rankVertices(target, start, end, this.zooms.array)
      this.ringEnds.push(end)
      start = end
    }
    for (let i = 0; i < polygonEnds.length; i++)
      this.polygonEnds.push(ringsBefore + polygonEnds[i]!)
    this.parcelEnds.push(this.polygonEnds.length)
    this.ids.push(id)
    if (world.length === 0) [minX, minY, maxX, maxY] = [0, 0, 0, 0]
    this.boxes.push(minX)
    this.boxes.push(minY)
    this.boxes.push(maxX)
    this.boxes.push(maxY)
    this.seenFrom.push(zoomOfPixel(Math.max(maxX - minX, maxY - minY)))
  }

  finish(): Chunk {
    alignVertices(this.world.array, this.world.length, this.zooms.array)
    return {
      ids: this.ids.take(),
      boxes: this.boxes.take(),
      seenFrom: this.seenFrom.take(),
      parcelEnds: this.parcelEnds.take(),
      polygonEnds: this.polygonEnds.take(),
      ringEnds: this.ringEnds.take(),
      world: this.world.take(),
      zooms: this.zooms.take(),
    }
  }
}

/** Zoom at which a pixel is one world unit. */
const PIXEL_ZOOM = UNIT_ZOOM + Math.log2(PIXEL)

/** Lowest zoom at which a whole length in world units is a pixel; 255 for no length at all. */
const zoomOfPixel = (length: number): number =>
  length === 0 ? 255 : Math.max(PIXEL_ZOOM - (31 - Math.clz32(length)), 0)

/** Places of a hash table of vertices, and of each vertex the first one at its place; kept for the next chunk. */
let slots = new Int32Array(1 << 14)
let firsts = new Int32Array(1 << 13)

/**
 * Gives vertices at one place the lowest zoom that any of them has: parcels with a common edge then draw it by
 * the same vertices, without gap or overlap. Between chunks, which are made apart, an edge may differ by less
 * than a tile unit.
 */
function alignVertices(world: Uint32Array, length: number, zooms: Uint8Array) {
  const count = length / 2
  let size = 1 << 14
  while (size < 2 * count) size *= 2
  if (slots.length < size) slots = new Int32Array(size)
  if (firsts.length < count) firsts = new Int32Array(2 * count)
  slots.fill(-1, 0, size)
  for (let i = 0; i < count; i++) {
    const x = world[2 * i]!
    const y = world[2 * i + 1]!
    let slot = hash(x, y) & (size - 1)
    let first = slots[slot]!
    while (first >= 0 && (world[2 * first] !== x || world[2 * first + 1] !== y)) {
      slot = (slot + 1) & (size - 1)
      first = slots[slot]!
    }
    if (first < 0) {
      slots[slot] = i
      first = i
    } else if (zooms[i]! < zooms[first]!) zooms[first] = zooms[i]!
    firsts[i] = first
  }
  for (let i = 0; i < count; i++) zooms[i] = zooms[firsts[i]!]!
}

/** Mixes two words into one (the finishing steps of MurmurHash3). */
function hash(x: number, y: number): number {
  let mixed = Math.imul(x, 0x85ebca6b) ^ Math.imul(y, 0xc2b2ae35)
  mixed ^= mixed >>> 16
  mixed = Math.imul(mixed, 0x85ebca6b)
  return mixed ^ (mixed >>> 13)
}
