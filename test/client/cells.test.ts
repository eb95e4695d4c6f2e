import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import { isWithin, listCells, listTouched, touches } from "../../client/map/cells.ts"
import type { Bounds } from "../../client/map/createMap.ts"
import { toReach } from "../../server/tiles/encode/address.ts"
import { toWorldX, toWorldY, WORLD } from "../../server/tiles/encode/mercator.ts"

/** The server's number of the cell of a point. */
const cellAt = (lng: number, lat: number) => {
  const side = WORLD / 8192
  return Math.floor(toWorldY(lat) / side) * 8192 + Math.floor(toWorldX(lng) / side)
}

const CHINA: Bounds = [73, 18, 135, 54]
const PARK: Bounds = [115.7, 33.8, 115.86, 33.9]
const point = fc.record({
  lng: fc.double({ min: 74, max: 134, noNaN: true }),
  lat: fc.double({ min: 19, max: 53, noNaN: true }),
})

describe("cells of a view", () => {
  test("hold every point of it, and a ring around", () => {
    fc.assert(
      fc.property(point, ({ lng, lat }) => {
        const view: Bounds = [lng - 0.03, lat - 0.03, lng + 0.03, lat + 0.03]
        const cells = new Set(listCells(view, CHINA, 512))
        const side = 360 / 8192
        for (const east of [-0.03 - side, -0.03, 0, 0.03, 0.03 + side])
          for (const north of [-0.03, 0, 0.03])
            expect(cells.has(cellAt(lng + east, lat + north))).toBe(true)
      }),
    )
  })

  test("are none where there are no parcels", () => {
    expect(listCells([100, 30, 100.1, 30.1], PARK, 512)).toEqual([])
  })

  test("are those of the parcels' extent where the view is wider", () => {
    const cells = listCells([110, 30, 120, 36], PARK, 512)
    const [west, south, east, north] = PARK
    const shares = Array.from({ length: 101 }, (_, at) => at / 100)
    const there = shares.flatMap((across) =>
      shares.map((up) => cellAt(west + across * (east - west), south + up * (north - south))),
    )
    expect(new Set(cells)).toEqual(new Set(there))
    expect(cells).toContain(cellAt(115.7, 33.8))
    expect(cells).toContain(cellAt(115.86, 33.9))
  })

  test("are never more than asked for, and the middle is among them", () => {
    for (const most of [1, 7, 512, 2048]) {
      const cells = listCells([80, 20, 130, 50], CHINA, most)
      expect(cells.length).toBeGreaterThan(0)
      expect(cells.length).toBeLessThanOrEqual(most)
      expect(new Set(cells).size).toBe(cells.length)
    }
    const middle = cellAt(105, 36.1)
    const near = listCells([80, 20, 130, 50], CHINA, 2048).map((cell) => [
      Math.abs((cell % 8192) - (middle % 8192)),
      Math.abs(Math.floor(cell / 8192) - Math.floor(middle / 8192)),
    ])
    expect(near.some(([columns, rows]) => columns! <= 1 && rows! <= 1)).toBe(true)
  })
})

describe("a tile touches a box", () => {
  const tile = { z: 14, x: 13_456, y: 6_543 }
  const reach = toReach(tile)
  const side = reach.east - reach.west
  const around = (lng: number, lat: number) => ({ west: lng, east: lng, south: lat, north: lat })
  const middle = (reach.south + reach.north) / 2

  test("that lies in what the server draws of it, its margin included", () => {
    expect(touches(tile, around(reach.west + side * 1e-6, middle))).toBe(true)
    expect(touches(tile, around(reach.east - side * 1e-6, middle))).toBe(true)
    expect(touches(tile, around(reach.west + side / 2, reach.south + side * 1e-6))).toBe(true)
    expect(touches(tile, around(reach.west + side / 2, reach.north - side * 1e-6))).toBe(true)
  })
  test("and none beyond it", () => {
    expect(touches(tile, around(reach.west - side * 1e-6, middle))).toBe(false)
    expect(touches(tile, around(reach.east + side * 1e-6, middle))).toBe(false)
    expect(touches(tile, around(reach.west + side / 2, reach.south - side * 1e-6))).toBe(false)
    expect(touches(tile, around(reach.west + side / 2, reach.north + side * 1e-6))).toBe(false)
  })
  test("that is wider than the tile", () => {
    expect(touches(tile, { west: 73, south: 18, east: 135, north: 60 })).toBe(true)
  })

  test("so it is loaded again with those that stand in for it, and its neighbours are not", () => {
    const inView = [tile, { z: 14, x: tile.x + 1, y: tile.y }, { z: 14, x: tile.x, y: tile.y + 1 }]
    const box = around((reach.west + reach.east) / 2, middle)
    expect(listTouched(inView, [box], 12)).toEqual([
      tile,
      { z: 13, x: tile.x >> 1, y: tile.y >> 1 },
      { z: 12, x: tile.x >> 2, y: tile.y >> 2 },
    ])
    expect(listTouched(inView, [], 12)).toEqual([])
  })
})

test("a box is within bounds when all of it is, and never in unknown ones", () => {
  const box = { west: 115.7, south: 33.8, east: 115.8, north: 33.9 }
  expect(isWithin(box, PARK)).toBe(true)
  expect(isWithin({ ...box, east: 115.87 }, PARK)).toBe(false)
  expect(isWithin(box, undefined)).toBe(false)
})
