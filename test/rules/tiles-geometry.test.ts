import { fc } from "../support/properties.ts"
import { expect, test } from "vitest"
import type { TileAddress } from "../../server/tiles/encode/address.ts"
import type { WorldRings } from "../../server/tiles/encode/mercator.ts"
import { type DecodedRing, decodeTile, listGeometryCommands } from "../support/decode-tile.ts"
import { encodeTile, outlineInTile, type TileRing } from "../support/tile-outline.ts"

const TILE = { z: 14, x: 13488, y: 6208 }

const encodeOne = (address: TileAddress, outline: WorldRings) =>
  encodeTile(address, [{ name: "parcels", features: [{ id: 1, outline, properties: [] }] }])

/** Polygons of the one feature; none when the tile is empty. */
const draw = (address: TileAddress, outline: WorldRings): DecodedRing[][] =>
  decodeTile(encodeOne(address, outline))["parcels"]?.[0]?.polygons ?? []

/** Twice the signed area, positive clockwise on the screen. */
const doubleArea = (ring: TileRing) =>
  ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length]!
    return sum + x * nextY - nextX * y
  }, 0)

const polygonsArea = (polygons: TileRing[][]) =>
  polygons.flat().reduce((sum, ring) => sum + doubleArea(ring), 0) / 2

/** Even-odd over the rings of one polygon: holes are outside. */
const covers = (polygon: TileRing[], x: number, y: number) =>
  polygon.reduce((inside, ring) => {
    let crossings = 0
    for (const [index, [ax, ay]] of ring.entries()) {
      const [bx, by] = ring[(index + 1) % ring.length]!
      if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) crossings++
    }
    return crossings % 2 === 1 ? !inside : inside
  }, false)

function distanceToEdges(polygon: TileRing[], x: number, y: number): number {
  const distances = polygon.flatMap((ring) =>
    ring.map(([ax, ay], index) => {
      const [bx, by] = ring[(index + 1) % ring.length]!
      const [dx, dy] = [bx - ax, by - ay]
      const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)
      const share = Math.min(Math.max(along, 0), 1)
      return Math.hypot(x - ax - share * dx, y - ay - share * dy)
    }),
  )
  return Math.min(...distances)
}

type Star = { rays: number[]; hole: number | undefined }

/** A ring of uneven rays round a middle point: deeply concave, never crossing itself. */
const star: fc.Arbitrary<Star> = fc.record({
  rays: fc.array(fc.double({ min: 0.15, max: 1, noNaN: true }), { minLength: 5, maxLength: 40 }),
  /** The hole is the shell drawn smaller. */
  hole: fc.option(fc.double({ min: 0.2, max: 0.8, noNaN: true }), { nil: undefined }),
})

const drawRays = (rays: number[], [middleX, middleY]: [number, number], size: number): TileRing =>
  rays.map((ray, index) => {
    const angle = (index / rays.length) * 2 * Math.PI
    return [middleX + size * ray * Math.cos(angle), middleY + size * ray * Math.sin(angle)]
  })

const drawStar = ({ rays, hole }: Star, middle: [number, number], size: number): TileRing[] => [
  drawRays(rays, middle, size),
  ...(hole === undefined ? [] : [drawRays(rays, middle, size * hole)]),
]

/** Whole world units of a polygon given in the units of a tile. */
function roundOutline(address: TileAddress, polygon: TileRing[]): WorldRings {
  const { world, ...layout } = outlineInTile(address, [polygon])
  return { world: Uint32Array.from(Array.from(world), Math.round), ...layout }
}

const addressFrom = (min: number, max = 22) =>
  fc.integer({ min, max }).chain((z) =>
    fc.record({
      z: fc.constant(z),
      x: fc.integer({ min: 0, max: 2 ** z - 1 }),
      y: fc.integer({ min: 0, max: 2 ** z - 1 }),
    }),
  )
const anyAddress = addressFrom(0)

/** World units to tile units by shifting big integers. */
function shiftToTile(world: number, tile: number, z: number): number {
  const shift = BigInt(20 - z)
  const half = shift > 0n ? 1n << (shift - 1n) : 0n
  const unit = shift >= 0n ? (BigInt(world) + half) >> shift : BigInt(world) << -shift
  return Number(unit - BigInt(tile) * 4096n)
}

/** Drops idle vertices one at a time until none is left, winds the ring, begins at its least text. */
function normalise(vertices: TileRing, isHole: boolean): string | undefined {
  let ring = [...vertices]
  const isIdle = ([x, y]: TileRing[number], index: number) => {
    const [ax, ay] = ring.at(index - 1)!
    const [bx, by] = ring[(index + 1) % ring.length]!
    return (x - ax) * (by - y) === (y - ay) * (bx - x)
  }
  for (let idle = ring.findIndex(isIdle); idle >= 0; idle = ring.findIndex(isIdle)) {
    ring = ring.toSpliced(idle, 1)
  }
  const area = doubleArea(ring)
  if (ring.length < 3 || area === 0) return undefined
  const wound = area > 0 === isHole ? ring.toReversed() : ring
  const turns = wound.map((_, index) => [...wound.slice(index), ...wound.slice(0, index)].join(" "))
  return turns.sort()[0]
}

test("a parcel within the tile is its outline rounded once, at every zoom that draws all vertices", () => {
  const place = fc.tuple(fc.integer({ min: 1100, max: 2900 }), fc.integer({ min: 1100, max: 2900 }))
  const size = fc.double({ min: 2, max: 1000, noNaN: true })
  fc.assert(
    fc.property(addressFrom(16), star, place, size, (address, shape, middle, radius) => {
      const outline = roundOutline(address, drawStar(shape, middle, radius))
      const { z, x, y } = address
      const rings: TileRing[] = []
      let start = 0
      for (const end of Array.from(outline.ringEnds)) {
        const ring: TileRing = []
        for (let i = start; i < end; i += 2) {
          const [worldX, worldY] = [outline.world[i]!, outline.world[i + 1]!]
          ring.push([shiftToTile(worldX, x, z), shiftToTile(worldY, y, z)])
        }
        rings.push(ring)
        start = end
      }
      const xs = Array.from(outline.world).filter((_, index) => index % 2 === 0)
      const ys = Array.from(outline.world).filter((_, index) => index % 2 === 1)
      const span = Math.max(...xs, -Infinity) - Math.min(...xs)
      const height = Math.max(...ys) - Math.min(...ys)
      const isShown = Math.max(span, height) * 256 * 2 ** z >= 2 ** 32
      const [shell, ...holes] = rings.map((ring, index) => normalise(ring, index > 0))
      const expected =
        isShown && shell !== undefined
          ? [[shell, ...holes.filter((hole) => hole !== undefined)]]
          : []
      const drawn = draw(address, outline)
      expect(
        drawn.map((polygon) => polygon.map((ring, index) => normalise(ring, index > 0))),
      ).toEqual(expected)
      const vertexCount = drawn.flat(2).length
      expect(vertexCount).toBe(expected.flat().join(" ").split(" ").filter(Boolean).length)
    }),
    { numRuns: 500 },
  )
})

test("below, what is drawn are corners of the outline, and the rest lies within a unit of it", () => {
  fc.assert(
    fc.property(
      addressFrom(0, 15),
      star,
      fc.double({ min: 120, max: 1000, noNaN: true }),
      (address, shape, radius) => {
        const outline = roundOutline(address, drawStar(shape, [2000, 2000], radius))
        const { z, x, y } = address
        const corners: TileRing = []
        for (let i = 0; i < outline.ringEnds[0]!; i += 2)
          corners.push([
            shiftToTile(outline.world[i]!, x, z),
            shiftToTile(outline.world[i + 1]!, y, z),
          ])
        const [[shell] = []] = draw(address, {
          ...outline,
          ringEnds: [2 * corners.length],
          polygonEnds: [1],
        })
        const known = new Set(corners.map(String))
        for (const vertex of shell!) expect(known).toContain(String(vertex))
        // Half a unit of the outline itself, and the rounding of either end.
        for (const [cornerX, cornerY] of corners)
          expect(distanceToEdges([shell!], cornerX, cornerY)).toBeLessThanOrEqual(0.5 + Math.SQRT2)
      },
    ),
    { numRuns: 300 },
  )
})

test("spikes, doubled edges and stops on a line leave no vertex, wherever the ring begins", () => {
  const step = fc.integer({ min: 0, max: 3 })
  const ring = fc.array(fc.tuple(step, step), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(ring, (steps) => {
      const vertices = steps.map(([x, y]): [number, number] => [100 + x * 16, 100 + y * 16])
      const drawn = draw(TILE, outlineInTile(TILE, [[vertices]]))
      const expected = normalise(vertices, false)
      expect(drawn.flat().map((ring) => normalise(ring, false))).toEqual(expected ? [expected] : [])
      expect(drawn.flat(2)).toHaveLength(expected?.split(" ").length ?? 0)
    }),
    { numRuns: 2000 },
  )
})

/** Reads geometry by section 4.3 of the specification and refuses all that it does not allow. */
function readStrictly(commands: number[]): TileRing[] {
  const rings: TileRing[] = []
  let at = 0
  let [x, y] = [0, 0]
  const readDelta = (): [number, number] => {
    const [dx, dy] = [commands[at++]!, commands[at++]!].map((n) => (n >>> 1) ^ -(n & 1))
    x += dx!
    y += dy!
    return [dx!, dy!]
  }
  while (at < commands.length) {
    expect(commands[at++]).toBe(9)
    readDelta()
    const ring: [number, number][] = [[x, y]]
    const line = commands[at++]!
    expect(line & 7).toBe(2)
    expect(line >> 3).toBeGreaterThanOrEqual(2)
    for (let i = 0; i < line >> 3; i++) {
      expect(readDelta()).not.toEqual([0, 0])
      ring.push([x, y])
    }
    expect(commands[at++]).toBe(15)
    expect(ring.at(-1)).not.toEqual(ring[0])
    rings.push(ring)
  }
  return rings
}

test("whatever comes in, the geometry is well formed, wound right and within the buffer", () => {
  const coordinate = fc.oneof(
    fc.integer({ min: -200, max: 4300 }),
    fc.integer({ min: -64, max: -60 }),
    fc.constantFrom(0, 4096, 4160, 4161, -65, 1_000_000, -1_000_000),
  )
  const ring = fc.array(fc.tuple(coordinate, coordinate), { maxLength: 12 })
  const polygons = fc.array(fc.array(ring, { minLength: 1, maxLength: 3 }), { maxLength: 3 })
  fc.assert(
    fc.property(polygons, (polygons) => {
      const bytes = encodeOne(TILE, outlineInTile(TILE, polygons))
      for (const commands of listGeometryCommands(bytes)) {
        const rings = readStrictly(commands)
        expect(doubleArea(rings[0]!)).toBeGreaterThan(0)
        for (const ring of rings) {
          expect(doubleArea(ring)).not.toBe(0)
          expect(ring.flat().every((value) => value >= -64 && value <= 4160)).toBe(true)
        }
      }
    }),
    { numRuns: 1000 },
  )
})

/** Near a corner of the tile, and large enough to leave it. */
const crossing = fc.record({
  shape: star,
  middle: fc.tuple(fc.integer({ min: -400, max: 4500 }), fc.integer({ min: -400, max: 4500 })),
  radius: fc.integer({ min: 300, max: 12_000 }),
})

const points = fc.array(
  fc.tuple(
    fc.double({ min: -63, max: 4159, noNaN: true }),
    fc.double({ min: -63, max: 4159, noNaN: true }),
  ),
  { minLength: 60, maxLength: 60 },
)

const countCovering = (polygons: TileRing[][], x: number, y: number) =>
  polygons.filter((polygon) => covers(polygon, x, y)).length

test("a cut parcel covers once what the whole parcel covers, and nothing else", () => {
  fc.assert(
    fc.property(crossing, points, ({ shape, middle, radius }, points) => {
      const polygon = drawStar(shape, middle, radius)
      const drawn = draw(TILE, roundOutline(TILE, polygon))
      for (const [x, y] of points) {
        if (distanceToEdges(polygon, x, y) < 2) continue
        expect(countCovering(drawn, x, y)).toBe(covers(polygon, x, y) ? 1 : 0)
      }
    }),
    { numRuns: 500 },
  )
})

/** Signed area inside the buffered tile: ring by ring, one side after the other. */
function clippedArea(ring: TileRing): number {
  let rest = [...ring]
  for (const axis of [0, 1] as const) {
    for (const [bound, sign] of [
      [-64, 1],
      [4160, -1],
    ] as const) {
      rest = rest.flatMap((vertex, index) => {
        const before = rest.at(index - 1)!
        const [here, there] = [(vertex[axis] - bound) * sign, (before[axis] - bound) * sign]
        const share = there / (there - here)
        const crossing = [0, 1].map((i) => before[i]! + share * (vertex[i]! - before[i]!))
        const cut = here >= 0 !== there >= 0 ? [[crossing[0]!, crossing[1]!] as const] : []
        return here >= 0 ? [...cut, vertex] : cut
      })
    }
  }
  return doubleArea(rest) / 2
}

const perimeter = (ring: TileRing) =>
  ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length]!
    return sum + Math.hypot(nextX - x, nextY - y)
  }, 0)

test("the area of a cut parcel departs by less than rounding moves its edges", () => {
  fc.assert(
    fc.property(crossing, ({ shape, middle, radius }) => {
      const polygon = drawStar(shape, middle, radius)
      const drawn = draw(TILE, roundOutline(TILE, polygon))
      const [shell = 0, hole = 0] = polygon.map((ring) => Math.abs(clippedArea(ring)))
      const inTile = drawn.flat().reduce((sum, ring) => sum + perimeter(ring), 0)
      expect(Math.abs(polygonsArea(drawn) - (shell - hole))).toBeLessThan(inTile + 100)
    }),
    { numRuns: 500 },
  )
})

test("four tiles round a corner cover a parcel once between them", () => {
  const shape = fc.record({
    shape: star,
    middle: fc.tuple(fc.integer({ min: 3600, max: 4600 }), fc.integer({ min: 3600, max: 4600 })),
    radius: fc.integer({ min: 100, max: 3000 }),
  })
  const near = fc.double({ min: 1000, max: 7000, noNaN: true })
  const points = fc.array(fc.tuple(near, near), { minLength: 60, maxLength: 60 })
  fc.assert(
    fc.property(shape, points, ({ shape, middle, radius }, points) => {
      const polygon = drawStar(shape, middle, radius)
      const outline = roundOutline(TILE, polygon)
      const tiles = [0, 1].map((right) =>
        [0, 1].map((down) => draw({ z: TILE.z, x: TILE.x + right, y: TILE.y + down }, outline)),
      )
      for (const [x, y] of points) {
        if (distanceToEdges(polygon, x, y) < 2) continue
        const [right, down] = [x < 4096 ? 0 : 1, y < 4096 ? 0 : 1]
        const drawn = tiles[right]![down]!
        const count = countCovering(drawn, x - right * 4096, y - down * 4096)
        expect(count).toBe(covers(polygon, x, y) ? 1 : 0)
      }
    }),
    { numRuns: 300 },
  )
})

test("what two neighbouring tiles both draw in their buffers is the same", () => {
  const inOverlap = fc.tuple(
    fc.double({ min: 4033, max: 4159, noNaN: true }),
    fc.double({ min: 0, max: 4096, noNaN: true }),
  )
  const points = fc.array(inOverlap, { minLength: 40, maxLength: 40 })
  fc.assert(
    fc.property(crossing, points, ({ shape, middle, radius }, points) => {
      const polygon = drawStar(shape, middle, radius)
      const outline = roundOutline(TILE, polygon)
      const left = draw(TILE, outline)
      const right = draw({ ...TILE, x: TILE.x + 1 }, outline)
      for (const [x, y] of points) {
        if (distanceToEdges(polygon, x, y) < 2) continue
        expect(countCovering(left, x, y)).toBe(countCovering(right, x - 4096, y))
      }
    }),
    { numRuns: 300 },
  )
})

test("two parcels of one block leave no gap and no overlap, at every zoom", () => {
  const rays = fc.array(fc.double({ min: 0.3, max: 1, noNaN: true }), {
    minLength: 8,
    maxLength: 40,
  })
  const size = fc.integer({ min: 200, max: 1000 })
  fc.assert(
    fc.property(anyAddress, rays, size, (address, rays, radius) => {
      const middle: [number, number] = [2011.37, 1987.91]
      const block = drawRays(rays, middle, radius)
      const half = Math.floor(block.length / 2)
      const east: TileRing = [middle, ...block.slice(0, half + 1)]
      const west: TileRing = [middle, ...block.slice(half), block[0]!]
      const features = [block, east, west].map((ring, id) => ({
        id,
        outline: roundOutline(address, [ring]),
        properties: [],
      }))
      const drawn = decodeTile(encodeTile(address, [{ name: "parcels", features }]))["parcels"]!
      const [whole, ...parts] = drawn.map(({ polygons }) => polygonsArea(polygons))
      expect(parts[0]! + parts[1]!).toBe(whole)
    }),
    { numRuns: 500 },
  )
})

test("two parcels with a common edge are cut at the same point of the buffer", () => {
  const shore = (ring: TileRing) => draw(TILE, outlineInTile(TILE, [[ring]]))[0]![0]!
  const north = shore([
    [3900, 100],
    [5333, 100],
    [5333, 777],
    [3900, 301],
  ])
  const south = shore([
    [3900, 301],
    [5333, 777],
    [5333, 1900],
    [3900, 900],
  ])
  const cut = [4160, Math.round(301 + ((777 - 301) * 260) / 1433)]
  expect(north).toContainEqual(cut)
  expect(south).toContainEqual(cut)
})
