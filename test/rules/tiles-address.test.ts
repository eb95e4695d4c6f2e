import { fc } from "../support/properties.ts"
import { expect, test } from "vitest"
import { parseTileAddress, toReach } from "../../server/tiles/encode/address.ts"

test("a plain address is read", () => {
  expect(parseTileAddress("12", "3372", "1552")).toEqual({ z: 12, x: 3372, y: 1552 })
  expect(parseTileAddress("0", "0", "0")).toEqual({ z: 0, x: 0, y: 0 })
})

test("the last tile of a zoom exists and the next does not", () => {
  expect(parseTileAddress("3", "7", "7")).toEqual({ z: 3, x: 7, y: 7 })
  expect(parseTileAddress("3", "8", "7")).toBeUndefined()
  expect(parseTileAddress("3", "7", "8")).toBeUndefined()
  expect(parseTileAddress("0", "1", "0")).toBeUndefined()
})

test("z22 is the highest zoom", () => {
  expect(parseTileAddress("22", "4194303", "4194303")).toEqual({ z: 22, x: 4194303, y: 4194303 })
  expect(parseTileAddress("22", "4194304", "0")).toBeUndefined()
  expect(parseTileAddress("23", "0", "0")).toBeUndefined()
})

const whole = fc.integer({ min: 0, max: 9_999_999 }).map(String)

/** Spellings that some parser takes for a whole number, and plain rubbish. */
const oddSegment = fc.oneof(
  whole.map((digits) => `+${digits}`),
  whole.map((digits) => `-${digits}`),
  whole.map((digits) => `0${digits}`),
  whole.map((digits) => `${digits}.0`),
  whole.map((digits) => `${digits}.`),
  whole.map((digits) => `.${digits}`),
  whole.map((digits) => `${digits}e0`),
  whole.map((digits) => `0x${digits}`),
  whole.map((digits) => `0b${digits}`),
  whole.map((digits) => `${digits}n`),
  whole.map((digits) => ` ${digits}`),
  whole.map((digits) => `${digits}\n`),
  whole.map((digits) => `${digits}\0`),
  whole.map((digits) => `${digits}.mvt`),
  whole.map((digits) => `${digits},0`),
  whole.map((digits) => digits.replaceAll(/\d/g, (d) => String.fromCodePoint(0xff10 + Number(d)))),
  whole.map((digits) => digits.replaceAll(/\d/g, (d) => String.fromCodePoint(0x0660 + Number(d)))),
  fc.constantFrom(
    "",
    "NaN",
    "Infinity",
    "-0",
    "null",
    "true",
    "[]",
    "{z}",
    "1_0",
    "%31",
    "½",
    "十",
  ),
  fc.string({ unit: "binary" }).filter((text) => !/^[0-9]+$/.test(text)),
)

test("2,000 odd spellings are refused in every place", () => {
  fc.assert(
    fc.property(oddSegment, fc.integer({ min: 0, max: 2 }), (odd, place) => {
      const segments: [string, string, string] = ["22", "1", "1"]
      segments[place] = odd
      expect(parseTileAddress(...segments)).toBeUndefined()
    }),
    { numRuns: 2000 },
  )
})

test("an address is accepted exactly when the tile exists", () => {
  const near = (limit: number) => fc.integer({ min: 0, max: limit + 2 })
  fc.assert(
    fc.property(
      fc
        .integer({ min: 0, max: 24 })
        .chain((z) => fc.tuple(fc.constant(z), near(2 ** Math.min(z, 3)), near(2 ** z))),
      ([z, x, y]) => {
        const expected = z <= 22 && x < 2 ** z && y < 2 ** z ? { z, x, y } : undefined
        expect(parseTileAddress(`${z}`, `${x}`, `${y}`)).toEqual(expected)
      },
    ),
  )
})

test("the reach of the world tile is the Mercator square", () => {
  const { west, south, east, north } = toReach({ z: 0, x: 0, y: 0 })
  expect([west, east]).toEqual([-180, 180])
  expect(south).toBeCloseTo(-85.0511287798066, 12)
  expect(north).toBeCloseTo(85.0511287798066, 12)
})

test("the reach of a tile goes one sixty-fourth beyond each side", () => {
  const { west, south, east, north } = toReach({ z: 1, x: 1, y: 0 })
  // The tile spans 0° to 180° E and 0° to 85.05° N; the world ends on two of its sides.
  expect(west).toBeCloseTo(-180 / 64, 12)
  expect(east).toBe(180)
  expect(south).toBeCloseTo(-2.8113711933311296, 12)
  expect(north).toBeCloseTo(85.0511287798066, 12)
})

test("neighbouring tiles overlap by two margins", () => {
  const left = toReach({ z: 12, x: 3372, y: 1552 })
  const right = toReach({ z: 12, x: 3373, y: 1552 })
  expect(left.east - right.west).toBeCloseTo((2 * 360) / 4096 / 64, 12)
  expect([left.north, left.south]).toEqual([right.north, right.south])
})
