import { fc } from "../support/properties.ts"
import { expect, test } from "vitest"
import { decodeTwkb } from "../../server/tiles/encode/twkb.ts"

/** Each hexadecimal text below is the answer of `ST_AsTWKB` of PostGIS 3.6 to the WKT above it. */
const decodeHex = (hex: string) => decodeTwkb(Buffer.from(hex, "hex"))

// POLYGON((120 30,120.004 30,120.004 30.003,120 30.003,120 30),
//         (120.001 30.001,120.001 30.002,120.002 30.002,120.002 30.001,120.001 30.001))
const HOLE_BODY =
  "020580b0b4f808808c8d9e0280f1040000e0d403fff0040000dfd40305a09c01a09c0100a09c01a09c0100009f9c019f9c0100"
const HOLE = {
  lonLat: [
    [120, 30, 120.004, 30, 120.004, 30.003, 120, 30.003],
    [120.001, 30.001, 120.001, 30.002, 120.002, 30.002, 120.002, 30.001],
  ].flat(),
  ringEnds: [8, 16],
  polygonEnds: [2],
}

// MULTIPOLYGON(((120 30,120.001 30,120.001 30.001,120 30)),
//  ((120.002 30,120.004 30,120.004 30.002,120.002 30.002,120.002 30),
//   (120.0025 30.0005,120.0025 30.001,120.003 30.001,120.0025 30.0005)))
const PARTS_BODY =
  "02010480b0b4f808808c8d9e02a09c010000a09c019f9c019f9c010205c0b80200c0b8020000c0b802bfb8020000bfb80204904e904e00904e904e008f4e8f4e"
const PARTS = {
  lonLat: [
    [120, 30, 120.001, 30, 120.001, 30.001],
    [120.002, 30, 120.004, 30, 120.004, 30.002, 120.002, 30.002],
    [120.0025, 30.0005, 120.0025, 30.001, 120.003, 30.001],
  ].flat(),
  ringEnds: [6, 14, 20],
  polygonEnds: [1, 3],
}

test("seven decimals are kept to the last one", () => {
  // POLYGON((116.397428 39.90923,116.3984281 39.90923,116.3984281 39.9100001,116.397428 39.90923))
  expect(decodeHex("e300010490da86d60898a9cdfc02a29c010000aa78a19c01a978")).toEqual({
    lonLat: [116.397428, 39.90923, 116.3984281, 39.90923, 116.3984281, 39.9100001],
    ringEnds: [6],
    polygonEnds: [1],
  })
})

test("a hole follows its shell", () => {
  expect(decodeHex(`e300${HOLE_BODY}`)).toEqual(HOLE)
})

test("each part keeps its own holes", () => {
  expect(decodeHex(`e600${PARTS_BODY}`)).toEqual(PARTS)
})

test("a box is read over", () => {
  expect(decodeHex(`e30180b0b4f80880f104808c8d9e02e0d403${HOLE_BODY}`)).toEqual(HOLE)
})

test("a size and a box are read over", () => {
  expect(decodeHex(`e6035080b0b4f80880f104808c8d9e02c0b802${PARTS_BODY}`)).toEqual(PARTS)
})

test("heights are read over", () => {
  // ST_Force3DZ of the polygon with the hole, Z 5.5
  const hex =
    "e30805020580b0b4f808808c8d9e026e80f104000000e0d40300fff004000000dfd4030005a09c01a09c010000a09c0100a09c010000009f9c01009f9c010000"
  expect(decodeHex(hex)).toEqual(HOLE)
})

test("heights and measures are read over in the box too", () => {
  // ST_Force4D of the two parts, Z 5.5 and M 7
  const hex =
    "e60b477080b0b4f80880f104808c8d9e02c0b8026e00f80a0002010480b0b4f808808c8d9e026ef80aa09c0100000000a09c0100009f9c019f9c0100000205c0b802000000c0b80200000000c0b8020000bfb80200000000bfb802000004904e904e000000904e0000904e0000008f4e8f4e0000"
  expect(decodeHex(hex)).toEqual(PARTS)
})

test("ids of an aggregate are read over", () => {
  // ST_AsTWKB(array[polygon, polygon], array[17, 4000], 7)
  const hex =
    "e6040222c03e020580b0b4f808808c8d9e0280f1040000e0d403fff0040000dfd40305a09c01a09c0100a09c01a09c0100009f9c019f9c01000104a0fe0a9f9c01c09a0c0000c09a0cbf9a0cbf9a0c"
  expect(decodeHex(hex)).toEqual({
    lonLat: [...HOLE.lonLat, 120.01, 30, 120.02, 30, 120.02, 30.01],
    ringEnds: [8, 16, 22],
    polygonEnds: [2, 3],
  })
})

test("west and south are negative", () => {
  const hex = "e3000104ffc8aba005ffc6bdbf0280897a000080897aff887aff887a"
  expect(decodeHex(hex).lonLat).toEqual([-70.5, -33.5, -70.4, -33.5, -70.4, -33.4])
})

test("whole degrees and tens of degrees are precisions too", () => {
  expect(decodeHex("03000104dc013c0800000a0709").lonLat).toEqual([110, 30, 114, 30, 114, 35])
  expect(decodeHex("130001041606080000060705").lonLat).toEqual([110, 30, 150, 30, 150, 60])
})

test("an empty geometry has no rings", () => {
  const none = { lonLat: [], ringEnds: [], polygonEnds: [] }
  expect(decodeHex("e310")).toEqual(none)
  expect(decodeHex("e61200")).toEqual(none)
})

test("a polygon below the precision keeps its ring, for the encoder to drop", () => {
  expect(decodeHex("e60001010480b0b4f808808c8d9e02000000000000")).toEqual({
    lonLat: [120, 30, 120, 30, 120, 30],
    ringEnds: [6],
    polygonEnds: [1],
  })
})

test("holes without a shell are left out", () => {
  // Two polygons: an empty shell with one hole, then a triangle; deltas run on.
  expect(decodeHex("0600020200030202020000020103020202000002")).toEqual({
    lonLat: [3, 3, 4, 3, 4, 4],
    ringEnds: [6],
    polygonEnds: [1],
  })
})

test("a point and a collection are refused", () => {
  expect(() => decodeHex("e10080dac40980b48913")).toThrow(/type 1 is neither/)
  expect(() => decodeHex(`e70001e300${HOLE_BODY}`)).toThrow(/type 7 is neither/)
})

test("bytes that end early are refused wherever they end", () => {
  const whole = Buffer.from(`e6035080b0b4f80880f104808c8d9e02c0b802${PARTS_BODY}`, "hex")
  for (let length = 0; length < whole.length; length++) {
    expect(() => decodeTwkb(whole.subarray(0, length))).toThrow(/ends early/)
  }
})

test("random bytes are read or refused, never anything else", () => {
  const head = fc.constantFrom(0xe3, 0xe6, 0x03, 0x16)
  fc.assert(
    fc.property(head, fc.uint8Array({ maxLength: 60 }), (first, rest) => {
      try {
        const { lonLat, ringEnds, polygonEnds } = decodeTwkb(Uint8Array.from([first, ...rest]))
        expect([ringEnds.at(-1) ?? 0, polygonEnds.at(-1) ?? 0]).toEqual([
          lonLat.length,
          ringEnds.length,
        ])
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
    }),
    { numRuns: 2000 },
  )
})

const vertex = fc.tuple(
  fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
  fc.integer({ min: -900_000_000, max: 900_000_000 }),
)
const ring = fc.uniqueArray(vertex, { minLength: 3, maxLength: 12, selector: String })
const polygon = fc.array(ring, { minLength: 1, maxLength: 4 })

/** TWKB by the text of its specification, in big integers; precision 7, no options. */
function writeTwkb(polygons: [number, number][][][], isClosed: boolean): Uint8Array {
  const bytes = [0xe6, 0]
  const write = (value: bigint) => {
    for (let rest = value; ; rest >>= 7n) {
      bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0))
      if (rest <= 127n) return
    }
  }
  const last = [0n, 0n]
  write(BigInt(polygons.length))
  for (const rings of polygons) {
    write(BigInt(rings.length))
    for (const ring of rings) {
      const vertices = isClosed ? [...ring, ring[0]!] : ring
      write(BigInt(vertices.length))
      for (const vertex of vertices) {
        for (const axis of [0, 1] as const) {
          const delta = BigInt(vertex[axis]) - last[axis]!
          last[axis] = BigInt(vertex[axis])
          write((delta << 1n) ^ (delta >> 63n))
        }
      }
    }
  }
  return Uint8Array.from(bytes)
}

test("every vertex comes back as the double nearest its seven decimals", () => {
  const polygons = fc.array(polygon, { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(polygons, fc.boolean(), (parts, isClosed) => {
      const decoded = decodeTwkb(writeTwkb(parts, isClosed))
      expect(decoded.lonLat).toEqual(parts.flat(3).map((value) => Number(`${value}e-7`)))
      let rings = 0
      expect(decoded.polygonEnds).toEqual(parts.map((part) => (rings += part.length)))
      let numbers = 0
      expect(decoded.ringEnds).toEqual(parts.flat().map((part) => (numbers += 2 * part.length)))
    }),
  )
})
