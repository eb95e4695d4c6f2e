import { fc } from "../support/properties.ts"
import { expect, test } from "vitest"
import type { TileValue } from "../../server/tiles/encode/mvt.ts"
import { toShown } from "../../server/tiles/encode/columns.ts"
import {
  decodeTile,
  describeTile,
  listStoredKeys,
  listStoredValues,
} from "../support/decode-tile.ts"
import { encodeTile, type TileFeature, outlineInTile, rectangle } from "../support/tile-outline.ts"

const TILE = { z: 14, x: 13488, y: 6208 }
const SQUARE = rectangle(100, 100, 200, 200)

const PARCEL: TileFeature = { id: 1, outline: outlineInTile(TILE, [[SQUARE]]), properties: [] }

/** One square parcel for each list of properties. */
const withProperties = (...properties: TileFeature["properties"][]) =>
  encodeTile(TILE, [
    {
      name: "parcels",
      features: properties.map((some, id) => ({ ...PARCEL, id, properties: some })),
    },
  ])

test("a parcel is one feature with its id and properties", () => {
  const outline = outlineInTile(TILE, [[SQUARE]])
  const properties = [
    ["landUse", "0601"],
    ["flags", 5],
    ["grade", null],
  ] as const
  const parcels = [{ id: 42, outline, properties }]
  expect(describeTile(encodeTile(TILE, [{ name: "parcels", features: parcels }])))
    .toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 42 {"landUse":"0601","flags":5}
      shell 100,100 200,100 200,200 100,200"
  `)
})

test("no features make no bytes", () => {
  expect(encodeTile(TILE, [])).toHaveLength(0)
  expect(encodeTile(TILE, [{ name: "parcels", features: [] }])).toHaveLength(0)
  const nowhere = { ...PARCEL, outline: outlineInTile(TILE, []) }
  expect(encodeTile(TILE, [{ name: "parcels", features: [nowhere] }])).toHaveLength(0)
})

test("layers keep their order, and an empty one is left out", () => {
  const bytes = encodeTile(TILE, [
    { name: "parcels", features: [PARCEL] },
    { name: "plans", features: [] },
    { name: "buildings", features: [{ ...PARCEL, id: 7, properties: [["floors", 3]] }] },
  ])
  expect(describeTile(bytes)).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell 100,100 200,100 200,200 100,200
    layer buildings, version 2, extent 4096
    feature 7 {"floors":3}
      shell 100,100 200,100 200,200 100,200"
  `)
})

test("two layers of one name are refused", () => {
  const layer = { name: "parcels", features: [] }
  expect(() => encodeTile(TILE, [layer, layer])).toThrow(/two layers/)
})

test("names and values are stored once", () => {
  const bytes = withProperties(
    [
      ["grade", "A"],
      ["idle", true],
      ["flags", 1],
    ],
    [
      ["grade", "A"],
      ["idle", false],
      ["flags", 1],
    ],
    [
      ["flags", 1],
      ["grade", "1"],
    ],
  )
  expect(listStoredKeys(bytes)).toEqual(["grade", "idle", "flags"])
  expect(listStoredValues(bytes)).toHaveLength(5)
  expect(decodeTile(bytes)["parcels"]!.map(({ properties }) => properties)).toEqual([
    { grade: "A", idle: true, flags: 1 },
    { grade: "A", idle: false, flags: 1 },
    { grade: "1", flags: 1 },
  ])
})

test("null is left out, zero, false and the empty text are not", () => {
  const bytes = withProperties([
    ["tax", null],
    ["flags", 0],
    ["idle", false],
    ["name", ""],
  ])
  expect(decodeTile(bytes)["parcels"]![0]!.properties).toEqual({ flags: 0, idle: false, name: "" })
  expect(listStoredKeys(bytes)).not.toContain("tax")
})

test("a parcel left out leaves no names or values behind", () => {
  const small = outlineInTile(TILE, [[rectangle(1, 1, 2, 2)]])
  const shown = outlineInTile(TILE, [[SQUARE]])
  const bytes = encodeTile(TILE, [
    {
      name: "parcels",
      features: [
        { id: 1, outline: small, properties: [["secret", "tax"]] },
        { id: 2, outline: shown, properties: [["grade", "A"]] },
      ],
    },
  ])
  expect(listStoredKeys(bytes)).toEqual(["grade"])
  expect(listStoredValues(bytes)).toHaveLength(1)
})

test("a value has the shortest type that holds it exactly", () => {
  const stored = (value: string | number | boolean) =>
    listStoredValues(withProperties([["value", value]]))[0]
  expect(stored(5)).toBe("300a")
  expect(stored(-5)).toBe("3009")
  expect(stored(-0)).toBe("3000")
  expect(stored(0.5)).toBe("19000000000000e03f")
  expect(stored(true)).toBe("3801")
  expect(stored("亩")).toBe("0a03e4baa9")
  expect(stored(2 ** 52)).toBe("308080808080808010")
  expect(stored(-(2 ** 52))).toBe("30ffffffffffffff0f")
  expect(stored(2 ** 52 + 1)).toBe("190100000000003043")
})

const COG = Array.from({ length: 30 }, (_, index): [number, number] => {
  const angle = (index / 30) * 2 * Math.PI
  const radius = index % 2 === 0 ? 2000 : 900
  return [2048 + radius * Math.cos(angle), 2048 + radius * Math.sin(angle)]
})

test.each([
  { load: "geometry", ring: COG, propertyCount: 2, count: 600 },
  { load: "properties", ring: SQUARE, propertyCount: 40, count: 700 },
])("a tile of much $load grows past 65,536 bytes wherever the limit falls", (of) => {
  const outline = outlineInTile(TILE, [[of.ring]])
  const properties = Array.from({ length: of.propertyCount }, (_, k) => [`p${k}`, k] as const)
  const alike = Array.from({ length: of.count }, (_, k) => ({ id: k + 1, outline, properties }))
  const alone = encodeTile(TILE, [{ name: "parcels", features: alike.slice(0, 1) }])
  const expected = JSON.stringify(decodeTile(alone)["parcels"])
  for (let shift = 1; shift <= 150; shift++) {
    const name = "x".repeat(shift)
    const bytes = encodeTile(TILE, [{ name, features: alike }])
    expect(bytes.length).toBeGreaterThan(70_000)
    const decoded = decodeTile(bytes)[name]!
    const distinct = new Set(decoded.map((feature) => JSON.stringify([{ ...feature, id: 1 }])))
    expect([...distinct]).toEqual([expected])
    expect(decoded.map(({ id }) => id)).toEqual(alike.map(({ id }) => id))
  }
})

test("one text longer than the buffer is kept whole", () => {
  const name = "亩".repeat(60_000)
  const [feature] = decodeTile(withProperties([["name", name]]))["parcels"]!
  expect(feature!.properties["name"] === name).toBe(true)
})

test("ids are whole numbers from 0 to 2^32 - 1, ascending", () => {
  const encode = (...ids: number[]) =>
    encodeTile(TILE, [{ name: "parcels", features: ids.map((id) => ({ ...PARCEL, id })) }])
  for (const id of [0, 1, 127, 128, 2 ** 31, 2 ** 32 - 1]) {
    expect(decodeTile(encode(id))["parcels"]![0]!.id).toBe(id)
  }
  for (const id of [-1, 0.5, 2 ** 32, NaN, Infinity]) {
    expect(() => encode(id)).toThrow(/parcel id/)
  }
  expect(() => encode(2, 2)).toThrow(/parcel id/)
  expect(() => encode(2, 1)).toThrow(/parcel id/)
})

test("a column of more than 65,535 different texts is refused by name", () => {
  const rows = Array.from({ length: 65_536 }, (_, id) => ({ id, name: `n${id}` }))
  const ids = Uint32Array.from(rows, ({ id }) => id)
  const fields = [{ name: "name", type: "text" as const }]
  expect(toShown(ids, rows.slice(1), fields).columns).toHaveLength(1)
  expect(() => toShown(ids, rows, fields)).toThrow(/name has too many/)
})

test("a number that is not finite is refused by name", () => {
  expect(() => withProperties([["taxPerMu", NaN]])).toThrow(/taxPerMu/)
  expect(() => withProperties([["taxPerMu", Infinity]])).toThrow(/taxPerMu/)
})

test("properties come back with their values and types", () => {
  // A row's `id` is the feature's, no property.
  const name = fc.string({ minLength: 1 }).filter((text) => text !== "__proto__" && text !== "id")
  const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.boolean(), fc.constant(null))
  const number = fc.oneof(
    fc.maxSafeInteger(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
  )
  // A column holds numbers or codes, never both.
  const property: fc.Arbitrary<[string, TileValue | null]> = fc.oneof(
    fc.tuple(name, text),
    fc.tuple(
      name.map((some) => `number ${some}`),
      number,
    ),
  )
  const features = fc.array(fc.uniqueArray(property, { selector: ([name]) => name }), {
    minLength: 1,
    maxLength: 20,
  })
  fc.assert(
    fc.property(features, (features) => {
      const bytes = withProperties(...features)
      const known = features.map((properties) =>
        // There is one zero: a negative one is written as 0.
        properties
          .filter(([, value]) => value !== null)
          .map(([name, value]) => [name, value === 0 ? 0 : value]),
      )
      expect(decodeTile(bytes)["parcels"]!.map(({ properties }) => properties)).toEqual(
        known.map((entries) => Object.fromEntries(entries)),
      )
    }),
    { numRuns: 300 },
  )
})
