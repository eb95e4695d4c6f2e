import { VectorTile } from "@mapbox/vector-tile"
import { PbfReader } from "pbf"
import { expect, test } from "vitest"
import { toWorld } from "../../server/tiles/encode/mercator.ts"
import { decodeTwkb } from "../../server/tiles/encode/twkb.ts"
import { describeTile } from "../support/decode-tile.ts"
import {
  encodeTile,
  type TileLayer,
  outlineInTile,
  rectangle,
  type TileRing,
} from "../support/tile-outline.ts"

const LEFT = { z: 14, x: 13488, y: 6208 }
const RIGHT = { ...LEFT, x: LEFT.x + 1 }

/** A layer of one parcel drawn in the units of the left tile. */
const layersOf = (...polygons: TileRing[][]): TileLayer[] => [
  {
    name: "parcels",
    features: [{ id: 1, outline: outlineInTile(LEFT, polygons), properties: [] }],
  },
]

/** One parcel in the left tile, as text. */
const describe = (...polygons: TileRing[][]) =>
  describeTile(encodeTile(LEFT, layersOf(...polygons)))

const SQUARE = rectangle(100, 100, 200, 200)

test("a parcel drawn the other way round is wound clockwise", () => {
  expect(describe([SQUARE.toReversed()])).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell 100,100 200,100 200,200 100,200"
  `)
})

test("a parcel across a tile edge is in both tiles, whole within the buffers", () => {
  const layers = layersOf([rectangle(4000, 100, 4110, 200)])
  expect(describeTile(encodeTile(LEFT, layers))).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell 4000,100 4110,100 4110,200 4000,200"
  `)
  expect(describeTile(encodeTile(RIGHT, layers))).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell -64,100 14,100 14,200 -64,200"
  `)
})

test("a parcel that leaves the buffer is cut at it", () => {
  const layers = layersOf([rectangle(3000, 100, 5000, 200)])
  expect(describeTile(encodeTile(LEFT, layers))).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell 4160,200 3000,200 3000,100 4160,100"
  `)
  expect(describeTile(encodeTile(RIGHT, layers))).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell -64,100 904,100 904,200 -64,200"
  `)
})

test("a parcel on the outermost unit of the buffer is not cut", () => {
  expect(describe([rectangle(-64, 4100, 100, 4160)])).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell -64,4100 100,4100 100,4160 -64,4160"
  `)
})

test("a parcel that only touches the buffer is left out", () => {
  expect(describe([rectangle(4160, 100, 4260, 200)])).toBe("no bytes")
  expect(describe([rectangle(4161, 100, 4261, 200)])).toBe("no bytes")
  expect(describe([rectangle(100, -200, 200, -64)])).toBe("no bytes")
})

test("a parcel around the tile fills it to the buffer", () => {
  expect(describe([rectangle(-9000, -9000, 9000, 9000)])).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell -64,4160 -64,-64 4160,-64 4160,4160"
  `)
})

test("a tile within a hole is empty", () => {
  expect(describe([rectangle(-9000, -9000, 9000, 9000), rectangle(-500, -500, 5000, 5000)])).toBe(
    "no bytes",
  )
})

test("a hole is wound against its shell, however it was drawn", () => {
  const shell = rectangle(100, 100, 500, 500)
  const hole = rectangle(200, 200, 300, 300)
  expect(describe([shell, hole])).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell 100,100 500,100 500,500 100,500
      hole 200,300 300,300 300,200 200,200"
  `)
  expect(describe([shell, hole.toReversed()])).toBe(describe([shell, hole]))
})

test("two parts are one feature", () => {
  expect(describe([rectangle(100, 100, 200, 200)], [rectangle(300, 100, 400, 200)]))
    .toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell 100,100 200,100 200,200 100,200
      shell 300,100 400,100 400,200 300,200"
  `)
})

test("an island in a hole is a part of its own", () => {
  const shell = rectangle(100, 100, 900, 900)
  const hole = rectangle(200, 200, 800, 800)
  expect(describe([shell, hole], [rectangle(400, 400, 600, 600)])).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell 100,100 900,100 900,900 100,900
      hole 200,800 800,800 800,200 200,200
      shell 400,400 600,400 600,600 400,600"
  `)
})

test("a part on the neighbouring tile is left to it", () => {
  expect(describe([rectangle(100, 100, 200, 200)], [rectangle(5000, 100, 5200, 200)]))
    .toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell 100,100 200,100 200,200 100,200"
  `)
})

test("a concave parcel that leaves the tile comes back in separate pieces", () => {
  // A comb beyond the right edge, its two teeth pointing into the tile.
  const comb: TileRing = [
    [4000, 100],
    [4300, 100],
    [4300, 500],
    [4000, 500],
    [4000, 400],
    [4200, 400],
    [4200, 200],
    [4000, 200],
  ]
  expect(describe([comb])).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell 4160,500 4000,500 4000,400 4160,400
      shell 4160,200 4000,200 4000,100 4160,100"
  `)
})

test("a hole cut by the buffer becomes part of the outline", () => {
  expect(describe([rectangle(3900, 100, 4500, 500), rectangle(4000, 200, 4300, 400)]))
    .toMatchInlineSnapshot(`
      "layer parcels, version 2, extent 4096
      feature 1 {}
        shell 4160,500 3900,500 3900,100 4160,100 4160,200 4000,200 4000,400 4160,400"
    `)
})

test("each hole stays with the piece that holds it", () => {
  const frame: TileRing = [
    [3000, 100],
    [4300, 100],
    [4300, 900],
    [3000, 900],
    [3000, 600],
    [4200, 600],
    [4200, 400],
    [3000, 400],
  ]
  expect(describe([frame, rectangle(3500, 700, 3600, 800), rectangle(3500, 200, 3600, 300)]))
    .toMatchInlineSnapshot(`
      "layer parcels, version 2, extent 4096
      feature 1 {}
        shell 4160,900 3000,900 3000,600 4160,600
        hole 3500,800 3600,800 3600,700 3500,700
        shell 4160,400 3000,400 3000,100 4160,100
        hole 3500,300 3600,300 3600,200 3500,200"
    `)
})

test("a hole in the tile of a shell outside it draws nothing", () => {
  expect(describe([rectangle(5000, 100, 5400, 500), rectangle(100, 100, 300, 300)])).toBe(
    "no bytes",
  )
})

test("a parcel is drawn from one pixel up: 16 units along its longer side", () => {
  expect(describe([rectangle(100, 100, 116, 101)])).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell 100,100 116,100 116,101 100,101"
  `)
  expect(describe([rectangle(100, 100, 101, 116)])).not.toBe("no bytes")
  expect(describe([rectangle(100, 100, 115.984375, 115.984375)])).toBe("no bytes")
})

test("a parcel under one pixel appears at the next zoom when it reaches it there", () => {
  const outline = outlineInTile(LEFT, [[rectangle(100, 100, 108, 108)]])
  const layers = [{ name: "parcels", features: [{ id: 1, outline, properties: [] }] }]
  const below = { z: LEFT.z + 1, x: LEFT.x * 2, y: LEFT.y * 2 }
  expect(encodeTile(LEFT, layers)).toHaveLength(0)
  expect(describeTile(encodeTile(below, layers))).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell 200,200 216,200 216,216 200,216"
  `)
})

test("small parts are measured together", () => {
  expect(describe([rectangle(100, 100, 104, 104)], [rectangle(112, 100, 116, 104)]))
    .toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell 100,100 104,100 104,104 100,104
      shell 112,100 116,100 116,104 112,104"
  `)
})

test("a strip that rounds to a line is left out", () => {
  expect(describe([rectangle(100, 100, 900, 100.25)])).toBe("no bytes")
})

test("a hole that rounds to nothing is left out, its parcel stays", () => {
  expect(describe([SQUARE, rectangle(150.125, 150.125, 150.25, 150.25)])).toBe(describe([SQUARE]))
})

test("a part that rounds to nothing takes its holes with it", () => {
  const sliver = [rectangle(300, 100, 900, 100.25), rectangle(320, 100, 880, 103)]
  expect(describe([SQUARE], sliver)).toBe(describe([SQUARE]))
})

test("vertices that do not shape the outline are left out", () => {
  const dense: TileRing = [
    [100, 150],
    [100, 150],
    [100, 125],
    [100, 100],
    [100.25, 100.125],
    [150, 100],
    [200, 100],
    [200, 150],
    [260, 150],
    [200, 150],
    [200, 200],
    [150, 200],
    [160, 200],
    [140, 200],
    [100, 200],
    [100, 150],
  ]
  expect(describe([dense])).toBe(describe([SQUARE]))
})

test("a shore of 20,000 vertices is drawn by the few that are needed to be within half a unit of it", () => {
  const shore = Array.from({ length: 20_000 }, (_, index): [number, number] => {
    const angle = (index / 20_000) * 2 * Math.PI
    return [2000 + 8 * Math.cos(angle), 2000 + 8 * Math.sin(angle)]
  })
  expect(describe([shore])).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell 2008,2000 2007,2003 2005,2006 2003,2008 2000,2008 1997,2007 1994,2005 1992,2003 1992,2000 1993,1997 1995,1994 1997,1992 2000,1992 2003,1993 2006,1995 2008,1997"
  `)
})

test("halves round to the greater side on every tile alike", () => {
  const ring: TileRing = [
    [4095.5, 99.5],
    [4150.5, 99.5],
    [4150.5, 199.5],
    [4095.5, 199.5],
  ]
  const layers = layersOf([ring])
  expect(describeTile(encodeTile(LEFT, layers))).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell 4096,100 4151,100 4151,200 4096,200"
  `)
  expect(describeTile(encodeTile(RIGHT, layers))).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell 0,100 55,100 55,200 0,200"
  `)
})

test("at z22 a world unit is four tile units", () => {
  const address = { z: 22, x: 2 ** 22 - 1, y: 5 }
  const corner = { world: [2 ** 32 - 1024, 5120, 2 ** 32 - 1, 5120, 2 ** 32 - 1, 5200] }
  const outline = { ...corner, ringEnds: [6], polygonEnds: [1] }
  const layers = [{ name: "parcels", features: [{ id: 1, outline, properties: [] }] }]
  expect(describeTile(encodeTile(address, layers))).toMatchInlineSnapshot(`
    "layer parcels, version 2, extent 4096
    feature 1 {}
      shell 0,0 4092,0 4092,320"
  `)
})

test("a parcel comes from the database's bytes to the map within half a tile unit", () => {
  // ST_AsTWKB(geom, 7) of POLYGON((120 30,120.004 30,120.004 30.003,120 30.003,120 30),
  // (120.001 30.001,120.001 30.002,120.002 30.002,120.002 30.001,120.001 30.001))
  const twkb =
    "e300020580b0b4f808808c8d9e0280f1040000e0d403fff0040000dfd40305a09c01a09c0100a09c01a09c0100009f9c019f9c0100"
  const outline = toWorld(decodeTwkb(Buffer.from(twkb, "hex")))
  const { z, x, y } = { z: 14, x: 13653, y: 6759 }
  const features = [{ id: 1, outline, properties: [] }]
  const bytes = encodeTile({ z, x, y }, [{ name: "parcels", features }])
  const parcel = new VectorTile(new PbfReader(bytes)).layers["parcels"]!.feature(0)
  const { geometry } = parcel.toGeoJSON(x, y, z)
  if (geometry.type !== "Polygon") throw new Error(`drawn as ${geometry.type}`)
  const expected = [
    [
      [120, 30],
      [120, 30.003],
      [120.004, 30.003],
      [120.004, 30],
    ],
    [
      [120.001, 30.001],
      [120.002, 30.001],
      [120.002, 30.002],
      [120.001, 30.002],
    ],
  ]
  const halfUnit = 360 / 2 ** z / 4096 / 2
  for (const [ring, vertices] of expected.entries()) {
    const drawn = geometry.coordinates[ring]!.slice(0, -1)
    expect(drawn).toHaveLength(4)
    for (const [lon, lat] of vertices) {
      const offsets = drawn.map((vertex) =>
        Math.max(Math.abs(vertex[0]! - lon!), Math.abs(vertex[1]! - lat!)),
      )
      expect(Math.min(...offsets)).toBeLessThan(halfUnit)
    }
  }
})
