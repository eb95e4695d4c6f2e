import { beforeAll, describe, expect, test } from "vitest"
import type { SampleParcel, SamplePark } from "../../geodata/sample/facts.ts"
import { generateParks, generateSample } from "../../geodata/sample/generate.ts"

/** Vertices in whole 1e-7 degrees from a corner of the zone: products stay exact in a double. */
type Ring = [x: number, y: number][]
type Shape = { code: string; rings: Ring[]; box: [number, number, number, number] }

const ORIGIN = [115.78, 33.85] as const
/** m² of a square of 1e-7 degrees in the middle of the zone, within 0.03 % all over it. */
const M2_PER_SQUARE = 0.0092526 * 0.0110914 * 0.999_97

function shapeOf({ parcelCode, geom }: SampleParcel): Shape {
  const rings = geom.flat().map((ring) =>
    ring.slice(0, -1).map(([lon, lat]): [number, number] => {
      return [Math.round((lon - ORIGIN[0]) * 1e7), Math.round((lat - ORIGIN[1]) * 1e7)]
    }),
  )
  const [xs, ys] = [rings.flat().map(([x]) => x), rings.flat().map(([, y]) => y)]
  return {
    code: parcelCode,
    rings,
    box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
  }
}

type At = readonly [number, number]
const edgesOf = (ring: Ring) => ring.map((a, n): [At, At] => [a, ring[(n + 1) % ring.length] ?? a])
const side = (a: At, b: At, c: At) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
const isSame = (a: At, b: At) => a[0] === b[0] && a[1] === b[1]
const crosses = ([a, b]: [At, At], [c, d]: [At, At]) =>
  Math.sign(side(a, b, c)) * Math.sign(side(a, b, d)) < 0 &&
  Math.sign(side(c, d, a)) * Math.sign(side(c, d, b)) < 0
const touches = (a: At, b: At, p: At) =>
  side(a, b, p) === 0 && (p[0] - a[0]) * (p[0] - b[0]) <= 0 && (p[1] - a[1]) * (p[1] - b[1]) <= 0
const twiceArea = (ring: Ring) =>
  edgesOf(ring).reduce((sum, [a, b]) => sum + a[0] * b[1] - b[0] * a[1], 0)

/** By even and odd over all rings, so that a hole is outside. */
const isInside = ({ rings }: Shape, [x, y]: At) =>
  rings.flatMap(edgesOf).filter(([a, b]) => {
    return a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]
  }).length %
    2 ===
  1

/** Distance in units of 1e-7 degrees from a point to the inner part of an edge, its ends left out. */
function gapTo([a, b]: [At, At], p: At): number {
  const length = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2)
  const along = ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / length
  return along < 1 || along > length - 1 ? Infinity : Math.abs(side(a, b, p)) / length
}

function listNeighbours(shapes: Shape[]): [Shape, Shape][] {
  return shapes.flatMap((a, n) =>
    shapes.slice(n + 1).flatMap((b): [Shape, Shape][] => {
      const apart =
        a.box[0] > b.box[2] || b.box[0] > a.box[2] || a.box[1] > b.box[3] || b.box[1] > a.box[3]
      return apart ? [] : [[a, b]]
    }),
  )
}

/** Whether edges meet nowhere but where one ends and the next begins. */
const isSimple = (edges: [At, At][]) =>
  edges.every(([a, b], i) =>
    edges.slice(i + 1).every(([c, d]) => {
      if (isSame(a, c) || isSame(b, d) || crosses([a, b], [c, d])) return false
      return (
        (isSame(c, b) || !touches(a, b, c)) &&
        (isSame(d, a) || !touches(a, b, d)) &&
        (isSame(a, d) || !touches(c, d, a)) &&
        (isSame(b, c) || !touches(c, d, b))
      )
    }),
  )

/** Whether all vertices of an outline are in the set. */
const isWithin = (vertices: ReadonlySet<string>, outline: unknown) =>
  Array.isArray(outline) && outline.every((vertex) => vertices.has(String(vertex)))

describe.each([
  { seed: 1, parcels: 400 },
  { seed: 2, parcels: 400 },
  { seed: 5, parcels: 300 },
  { seed: 9, parcels: 900 },
])("ground of seed $seed with $parcels parcels", ({ seed, parcels }) => {
  let park: SamplePark
  let shapes: Shape[]
  beforeAll(() => {
    park = generateSample({ seed, parcels })
    shapes = park.parcels.map(shapeOf)
  })

  test("every ring is closed and simple, outer rings counter-clockwise, holes clockwise", () => {
    const faults = park.parcels.flatMap(({ parcelCode, geom }, n) => {
      const closed = geom.flat().every((ring) => isSame(ring[0] ?? [0, 0], ring.at(-1) ?? [1, 1]))
      const turned = geom.every((part) =>
        part.every((ring, hole) => {
          const twice = twiceArea(ring.slice(0, -1).map(([x, y]) => [x - ORIGIN[0], y - ORIGIN[1]]))
          return hole === 0 ? twice > 0 : twice < 0
        }),
      )
      const simple = isSimple((shapes[n]?.rings ?? []).flatMap(edgesOf))
      return closed && turned && simple ? [] : [parcelCode]
    })
    expect(faults).toEqual([])
  })

  test("every area of the ground is simple, and its parts lie apart", () => {
    const faults = park.context.flatMap(({ id, kind, geom }) => {
      if (geom.type !== "MultiPolygon") return []
      const parts = geom.coordinates.map((part) =>
        shapeOf({ ...park.parcels[0], geom: [part] } as SampleParcel),
      )
      const simple = parts.every(({ rings }) => isSimple(rings.flatMap(edgesOf)))
      const apart = listNeighbours(parts).every(([a, b]) => {
        const [edgesA, edgesB] = [a.rings.flatMap(edgesOf), b.rings.flatMap(edgesOf)]
        const [first, other] = [a.rings[0]?.[0], b.rings[0]?.[0]]
        const cross = edgesA.some((edge) => edgesB.some((edge2) => crosses(edge, edge2)))
        return !cross && first && other && !isInside(b, first) && !isInside(a, other)
      })
      return simple && apart ? [] : [`${kind} ${id}`]
    })
    expect(faults).toEqual([])
  })

  test("no two parcels overlap", () => {
    const overlaps = listNeighbours(shapes).filter(([a, b]) => {
      const [edgesA, edgesB] = [a.rings.flatMap(edgesOf), b.rings.flatMap(edgesOf)]
      const cross = edgesA.some((edge) => edgesB.some((other) => crosses(edge, other)))
      const within = (inner: Shape, outer: Shape, edges: [At, At][]) =>
        inner.rings.flat().some((vertex) => {
          const onEdge = edges.some(([c, d]) => touches(c, d, vertex))
          return !onEdge && isInside(outer, vertex)
        })
      return cross || within(a, b, edgesB) || within(b, a, edgesA)
    })
    expect(overlaps.map(([a, b]) => `${a.code} ${b.code}`)).toEqual([])
  })

  test("no edge is run twice in one direction, so no parcel lies on another", () => {
    const edges = shapes.flatMap(({ rings }) => rings.flatMap(edgesOf).map(String))
    expect(new Set(edges).size).toBe(edges.length)
  })

  test("neighbours share vertices: none lies within 5 cm of another's edge without being its end", () => {
    const loose = listNeighbours(shapes).flatMap(([a, b]) =>
      [
        [a, b],
        [b, a],
      ].flatMap(([one, other]) => {
        const vertices = one?.rings.flat() ?? []
        const ends = new Set(other?.rings.flat().map(String))
        const edges = other?.rings.flatMap(edgesOf) ?? []
        return vertices
          .filter((vertex) => !ends.has(String(vertex)))
          .filter((vertex) => edges.some((edge) => gapTo(edge, vertex) < 5))
          .map((vertex) => `${one?.code} ${vertex}`)
      }),
    )
    expect(loose).toEqual([])
  })

  test("parcels have from 3 to 400 mu, and no edge shorter than a metre", () => {
    for (const { rings } of shapes) {
      const mu =
        (rings.reduce((sum, ring) => sum + twiceArea(ring), 0) / 2) * M2_PER_SQUARE * 0.0015
      expect(mu).toBeGreaterThanOrEqual(3)
      expect(mu).toBeLessThanOrEqual(400)
      const shortest = Math.min(
        ...rings.flatMap(edgesOf).map(([a, b]) => Math.hypot(b[0] - a[0], b[1] - a[1])),
      )
      expect(shortest).toBeGreaterThan(90)
    }
  })

  test("the parcels fill the blocks, but for ponds", () => {
    const parcelArea = shapes.flatMap(({ rings }) => rings).reduce((s, r) => s + twiceArea(r), 0)
    const blockArea = park.context
      .filter(({ kind }) => kind === "block")
      .flatMap(({ geom }) => (geom.type === "MultiPolygon" ? geom.coordinates.flat() : []))
      .map((ring) => shapeOf({ ...park.parcels[0], geom: [[ring]] } as SampleParcel).rings[0] ?? [])
      .reduce((sum, ring) => sum + twiceArea(ring), 0)
    const ponds = park.parcels
      .flatMap(({ geom }) => geom.flatMap((part) => part.slice(1)))
      .filter((hole) => {
        const vertices = new Set(hole.map(String))
        return park.context.some(({ kind, geom }) => {
          const outline = geom.coordinates[0]?.[0]
          return kind === "water" && isWithin(vertices, outline)
        })
      })
      .map((ring) => shapeOf({ ...park.parcels[0], geom: [[ring]] } as SampleParcel).rings[0] ?? [])
      .reduce((sum, ring) => sum + twiceArea(ring), 0)
    // A vertex set on a street by rounding to 1e-7 degrees moves the outline by half a centimetre.
    expect(Math.abs(parcelArea / (blockArea + ponds) - 1)).toBeLessThan(2e-6)
  })
})

test("the zone of 400 parcels has 12 to 17 km², and the parcels about two thirds of it", () => {
  const park = generateSample()
  const zone = park.context.find(({ kind }) => kind === "zone")
  const outline = zone?.geom.type === "MultiPolygon" ? zone.geom.coordinates : []
  const areaKm2 = (shape: Shape) =>
    (shape.rings.reduce((sum, ring) => sum + twiceArea(ring), 0) / 2) * M2_PER_SQUARE * 1e-6
  const whole = areaKm2(shapeOf({ ...park.parcels[0], geom: outline } as SampleParcel))
  const parcels = park.parcels.map(shapeOf).reduce((sum, shape) => sum + areaKm2(shape), 0)
  expect(whole).toBeGreaterThan(12)
  expect(whole).toBeLessThan(17)
  expect(parcels / whole).toBeGreaterThan(0.6)
  expect(parcels / whole).toBeLessThan(0.75)
})

test(
  "twenty parks beside each other have no ring that crosses itself",
  { timeout: 120_000 },
  () => {
    const faults: string[] = []
    for (const park of generateParks({ parcels: 25_000, seed: 1 }))
      for (const parcel of park.parcels)
        if (!isSimple(shapeOf(parcel).rings.flatMap(edgesOf))) faults.push(parcel.parcelCode)
    expect(faults).toEqual([])
  },
)
