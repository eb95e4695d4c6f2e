import { EXTENT } from "./address.ts"
import { ProtobufWriter } from "./protobuf.ts"
import type { Trace } from "./ring.ts"

export type TileValue = string | number | boolean

/** Field numbers and fixed values of Mapbox Vector Tile 2.1, section 4. */
const TILE = { layer: 3 }
const LAYER = { name: 1, feature: 2, key: 3, value: 4, extent: 5, version: 15 }
const FEATURE = { id: 1, tags: 2, type: 3, geometry: 4 }
const VALUE = { string: 1, float: 2, double: 3, sint: 6, bool: 7 }
const VERSION = 2
const POLYGON = 3
const MOVE_TO_ONE = 9
const LINE_TO = 2
const CLOSE_PATH = 15

/** Zig-zag doubles a number, and readers hold 2^53: above, a whole number goes as a double. */
const LARGEST_SINT = 2 ** 52

/**
 * One Mapbox Vector Tile 2.1 of polygons, extent 4096, layer by layer, bottom to top.
 * Source: github.com/mapbox/vector-tile-spec, 2.1.
 */
export class TileWriter {
  private readonly bytes = new ProtobufWriter()
  private readonly names = new Set<string>()

  /** @throws RangeError for a name that the tile has already: two layers of one name make it invalid */
  layer(name: string, write: (layer: LayerWriter) => void): void {
    if (this.names.has(name)) throw new RangeError(`two layers of a tile are named ${name}`)
    this.names.add(name)
    const opened = this.bytes.open(TILE.layer)
    this.bytes.uintField(LAYER.version, VERSION)
    this.bytes.stringField(LAYER.name, name)
    const layer = new LayerWriter(this.bytes)
    write(layer)
    if (layer.count === 0) return this.bytes.discard(opened)
    layer.finish()
    this.bytes.uintField(LAYER.extent, EXTENT)
    this.bytes.close(opened)
  }

  /** The tile; zero bytes where no layer has a feature. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.finish()
  }
}

/**
 * The features of a layer. A feature is begun, its tags are added, then its rings, then it is ended; one
 * without a ring leaves nothing behind. Whole numbers are written as `sint`, others as `double`, not
 * rounded; `addFloat` alone rounds.
 */
export class LayerWriter {
  /** Features written. */
  count = 0
  private readonly bytes: ProtobufWriter
  private readonly keys: string[] = []
  private readonly values: TileValue[] = []
  private readonly places = new Map<TileValue, number>()
  /** Places of values that are written in 32 bits. */
  private readonly floats = new Set<number>()
  private feature = 0
  private part = 0
  private geometry = 0
  private x = 0
  private y = 0

  constructor(bytes: ProtobufWriter) {
    this.bytes = bytes
  }

  /** Place of a name, to be given to `tag`; each name once. */
  addKey(name: string): number {
    return this.keys.push(name) - 1
  }

  /** Place of a value, equal ones written once. */
  findOrAddValue(value: TileValue): number {
    const known = this.places.get(value)
    if (known !== undefined) return known
    const place = this.values.push(value) - 1
    this.places.set(value, place)
    return place
  }

  /**
   * Place of a number. Fractions are measured and hardly ever repeat: looking for an equal one costs more than
   * it saves.
   */
  addNumber(value: number): number {
    if (Number.isInteger(value)) return this.findOrAddValue(value)
    if (!Number.isFinite(value)) throw new RangeError(`${value} is no number to show`)
    return this.values.push(value) - 1
  }

  /** Place of a number of which seven digits are enough. */
  addFloat(value: number): number {
    const place = this.values.push(value) - 1
    this.floats.add(place)
    return place
  }

  /** @param id a whole number from 0 to 2^32 - 1; the client sets feature state by it */
  begin(id: number): void {
    this.feature = this.bytes.open(LAYER.feature)
    this.bytes.uintField(FEATURE.id, id)
    this.bytes.uintField(FEATURE.type, POLYGON)
    this.geometry = 0
    this.x = 0
    this.y = 0
  }

  openRings(): void {
    this.part = this.bytes.open(FEATURE.geometry)
  }

  /** Each vertex is relative to the one before, across the rings of a feature too. */
  ring(trace: Trace, isHole: boolean): void {
    const { bytes } = this
    const { units, start, end } = trace
    const isReversed = trace.doubleArea > 0 === isHole
    const step = isReversed ? -2 : 2
    // At most five bytes each: two numbers a vertex, and three commands.
    bytes.reserve(5 * (end - start + 3))
    bytes.varint(MOVE_TO_ONE)
    let { x, y } = this
    let at = isReversed ? end - 2 : start
    for (let left = (end - start) / 2, isFirst = true; left > 0; left--, isFirst = false) {
      const toX = units[at]!
      const toY = units[at + 1]!
      bytes.svarint(toX - x)
      bytes.svarint(toY - y)
      if (isFirst) bytes.varint(((left - 1) << 3) | LINE_TO)
      x = toX
      y = toY
      at += step
    }
    bytes.varint(CLOSE_PATH)
    this.x = x
    this.y = y
    this.geometry++
  }

  /** A square as the only ring of a feature; `x` and `y` of its upper left corner, in tile units. */
  square(x: number, y: number, side: number): void {
    const { bytes } = this
    bytes.reserve(32)
    bytes.varint(MOVE_TO_ONE)
    bytes.svarint(x)
    bytes.svarint(y)
    bytes.varint((3 << 3) | LINE_TO)
    for (const step of [side, 0, 0, side, -side, 0]) bytes.svarint(step)
    bytes.varint(CLOSE_PATH)
    this.geometry++
  }

  /** @returns whether the feature has a ring; otherwise it is taken back, and has no tags to be written */
  closeRings(): boolean {
    if (this.geometry === 0) {
      this.bytes.discard(this.feature)
      return false
    }
    this.bytes.close(this.part)
    return true
  }

  openTags(): void {
    this.part = this.bytes.open(FEATURE.tags)
  }

  tag(key: number, value: number): void {
    this.bytes.reserve(10)
    this.bytes.varint(key)
    this.bytes.varint(value)
  }

  end(): void {
    this.bytes.close(this.part)
    this.bytes.close(this.feature)
    this.count++
  }

  finish(): void {
    for (const key of this.keys) this.bytes.stringField(LAYER.key, key)
    for (const [place, value] of this.values.entries()) this.writeValue(value, place)
  }

  private writeValue(value: TileValue, place: number) {
    const { bytes } = this
    const message = bytes.open(LAYER.value)
    if (this.floats.has(place)) bytes.floatField(VALUE.float, Number(value))
    else if (typeof value === "string") bytes.stringField(VALUE.string, value)
    else if (typeof value === "boolean") bytes.uintField(VALUE.bool, value ? 1 : 0)
    else if (Number.isInteger(value) && Math.abs(value) <= LARGEST_SINT)
      bytes.sintField(VALUE.sint, value)
    else bytes.doubleField(VALUE.double, value)
    bytes.close(message)
  }
}
