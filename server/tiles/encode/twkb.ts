/**
 * Polygons and multipolygons as flat rings. Rings are open: the first vertex is not repeated. In
 * each polygon the first ring is the shell, the others are its holes; no rule on winding.
 */
export type LonLatRings = {
  /** Longitude, latitude, longitude, latitude … in degrees, EPSG:4490. */
  lonLat: number[]
  /** For each ring, the index in `lonLat` just after its last number. */
  ringEnds: number[]
  /** For each polygon, the index in `ringEnds` just after its last ring. */
  polygonEnds: number[]
}

const POLYGON = 3
const MULTIPOLYGON = 6

/** Bits of the second byte. */
const HAS_BOX = 1
const HAS_SIZE = 2
const HAS_IDS = 4
const HAS_MORE_DIMENSIONS = 8
const IS_EMPTY = 16

/**
 * Tiny WKB as `ST_AsTWKB(geom, 7)` writes it, with any precision and with or without the optional
 * box, size, ids and further dimensions, which are read over. A polygon with an empty shell is left
 * out together with its holes.
 *
 * @throws RangeError when the bytes end early or hold no polygon or multipolygon
 * Source: TWKB specification of the TWKB project, 2016.
 */
export function decodeTwkb(bytes: Uint8Array): LonLatRings {
  return new TwkbReader(bytes).read()
}

/** Reads geometries that stand one after the other in the same bytes. */
export class TwkbReader {
  private readonly bytes: Uint8Array
  private position = 0
  private rings: LonLatRings = { lonLat: [], ringEnds: [], polygonEnds: [] }
  private dimensions = 2
  /** 10^digits. Division rounds correctly: 1163974280 / 10^7 is the double nearest 116.397428. */
  private divisor = 1
  /** The last vertex in units of the precision; deltas run on through rings and polygons. */
  private lon = 0
  private lat = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** The next geometry. @throws RangeError when the bytes end early or hold no polygon or multipolygon */
  read(): LonLatRings {
    this.rings = { lonLat: [], ringEnds: [], polygonEnds: [] }
    this.dimensions = 2
    this.lon = 0
    this.lat = 0
    const head = this.readByte()
    const type = head & 15
    if (type !== POLYGON && type !== MULTIPOLYGON) {
      throw new RangeError(`TWKB type ${type} is neither polygon nor multipolygon`)
    }
    this.divisor = 10 ** toSigned(head >> 4)
    const flags = this.readByte()
    if (flags & HAS_MORE_DIMENSIONS) {
      const more = this.readByte()
      this.dimensions += (more & 1) + ((more >> 1) & 1)
    }
    if (flags & HAS_SIZE) this.readVarint()
    if (flags & IS_EMPTY) return this.rings
    if (flags & HAS_BOX) this.skipVarints(2 * this.dimensions)
    if (type === POLYGON) {
      this.readPolygon()
      return this.rings
    }
    const polygons = this.readVarint()
    if (flags & HAS_IDS) this.skipVarints(polygons)
    for (let i = 0; i < polygons; i++) this.readPolygon()
    return this.rings
  }

  private readPolygon() {
    const { lonLat, ringEnds, polygonEnds } = this.rings
    const firstRing = ringEnds.length
    const ringCount = this.readVarint()
    let hasShell = true
    for (let ring = 0; ring < ringCount; ring++) {
      const start = lonLat.length
      this.readRing()
      if (ring === 0) hasShell = lonLat.length > start
      if (!hasShell) lonLat.length = start
      if (lonLat.length > start) ringEnds.push(lonLat.length)
    }
    if (ringEnds.length > firstRing) polygonEnds.push(ringEnds.length)
  }

  /** PostGIS repeats the first vertex at the end, other writers do not: it is taken off. */
  private readRing() {
    const { lonLat } = this.rings
    const start = lonLat.length
    const count = this.readVarint()
    // A vertex takes two bytes at least: a false count fails here, before room is made for it.
    if (2 * count > this.bytes.length - this.position) this.failEarlyEnd()
    lonLat.length = start + 2 * count
    for (let i = start; i < lonLat.length; i += 2) {
      this.lon += toSigned(this.readVarint())
      this.lat += toSigned(this.readVarint())
      if (this.dimensions > 2) this.skipVarints(this.dimensions - 2)
      lonLat[i] = this.lon / this.divisor
      lonLat[i + 1] = this.lat / this.divisor
    }
    const last = lonLat.length - 2
    const isClosed = lonLat[last] === lonLat[start] && lonLat[last + 1] === lonLat[start + 1]
    if (last > start && isClosed) lonLat.length = last
  }

  private skipVarints(count: number) {
    for (let i = 0; i < count; i++) this.readVarint()
  }

  private readByte(): number {
    const byte = this.bytes[this.position++]
    if (byte === undefined)
      throw new RangeError(`TWKB ends early, after ${this.position - 1} bytes`)
    return byte
  }

  private failEarlyEnd(): never {
    throw new RangeError(`TWKB ends early, after ${this.bytes.length} bytes`)
  }

  /** Little-endian groups of seven bits. Shifts hold 28 bits; a first longitude needs 33. */
  private readVarint(): number {
    let byte = this.readByte()
    if (byte < 128) return byte
    let value = byte & 127
    let shift = 7
    do {
      byte = this.readByte()
      if (shift < 28) value |= (byte & 127) << shift
      else value += (byte & 127) * 2 ** shift
      shift += 7
    } while (byte >= 128)
    return value
  }
}

/** Zig-zag: 0, 1, 2, 3, 4 … stand for 0, -1, 1, -2, 2 … Bit operations hold 31 bits. */
function toSigned(value: number): number {
  if (value < 2 ** 31) return (value >>> 1) ^ -(value & 1)
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}
