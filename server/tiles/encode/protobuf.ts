const utf8 = new TextEncoder()

/** Longest varint: 64 bits in groups of seven. */
const VARINT_BYTES = 10

/** Wire types of a protobuf field. */
const VARINT = 0
const FIXED_64 = 1
const LENGTH_DELIMITED = 2
const FIXED_32 = 5

/**
 * Protobuf straight into one growing buffer. Messages nest by `open` and `close`; field numbers are
 * below 16, so that a tag is one byte.
 * Source: protocol buffers encoding, protobuf.dev/programming-guides/encoding.
 */
export class ProtobufWriter {
  private bytes = new Uint8Array(1 << 16)
  private view = new DataView(this.bytes.buffer)
  private position = 0

  /** A copy of what was written. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.position)
  }

  /** Begins a message or packed list whose length is not known yet; give the result to `close`. */
  open(field: number): number {
    this.reserve(2)
    this.bytes[this.position++] = (field << 3) | LENGTH_DELIMITED
    // One byte is set aside for the length: enough for most parcels. `close` makes room for more.
    return this.position++
  }

  close(opened: number) {
    const length = this.position - opened - 1
    let extra = 0
    for (let rest = length; rest >= 128; rest = Math.floor(rest / 128)) extra++
    if (extra > 0) {
      this.reserve(extra)
      this.bytes.copyWithin(opened + 1 + extra, opened + 1, this.position)
    }
    this.position = opened
    this.varint(length)
    this.position += length
  }

  /** Takes back an opened message with all that was written since. */
  discard(opened: number) {
    this.position = opened - 1
  }

  uintField(field: number, value: number) {
    this.reserve(1 + VARINT_BYTES)
    this.bytes[this.position++] = (field << 3) | VARINT
    this.varint(value)
  }

  /** Zig-zag. `value` is whole and within 2^52 of zero, so that twice it is exact. */
  sintField(field: number, value: number) {
    this.uintField(field, value < 0 ? -2 * value - 1 : 2 * value)
  }

  doubleField(field: number, value: number) {
    this.reserve(9)
    this.bytes[this.position++] = (field << 3) | FIXED_64
    this.view.setFloat64(this.position, value, true)
    this.position += 8
  }

  /** The nearest number of 32 bits. */
  floatField(field: number, value: number) {
    this.reserve(5)
    this.bytes[this.position++] = (field << 3) | FIXED_32
    this.view.setFloat32(this.position, value, true)
    this.position += 4
  }

  stringField(field: number, value: string) {
    const encoded = utf8.encode(value)
    this.reserve(1 + VARINT_BYTES + encoded.length)
    this.bytes[this.position++] = (field << 3) | LENGTH_DELIMITED
    this.varint(encoded.length)
    this.bytes.set(encoded, this.position)
    this.position += encoded.length
  }

  /** Grows the buffer; to be called before `varint` and `svarint`, which do not look. */
  reserve(count: number) {
    if (this.position + count <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.position + count))
    larger.set(this.bytes)
    this.bytes = larger
    this.view = new DataView(larger.buffer)
  }

  /** A bare unsigned varint, for packed lists. */
  varint(value: number) {
    let rest = value
    for (; rest > 0x7fffffff; rest = Math.floor(rest / 128)) {
      this.bytes[this.position++] = (rest % 128) | 128
    }
    for (; rest > 127; rest >>>= 7) this.bytes[this.position++] = (rest & 127) | 128
    this.bytes[this.position++] = rest
  }

  /** A bare zig-zag varint of at most 31 bits, for packed coordinates. */
  svarint(value: number) {
    this.varint(((value << 1) ^ (value >> 31)) >>> 0)
  }
}
