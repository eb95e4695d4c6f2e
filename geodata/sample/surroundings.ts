/** What lies under and around the parcels: zone outline, main roads, expressway, railway, river, green. */
import { type Bend, bendLine } from "./bend.ts"
import { type Ground, type Street, toRing } from "./blocks.ts"
import { unit } from "./directions.ts"
import type { SampleContext } from "./facts.ts"
import { BROOK_STRIP_M, type Layout, type Road } from "./layout.ts"
import { BROOK_NAME, EXPRESSWAY_NAME, RAILWAY_NAME, RIVER_NAME } from "./names.ts"
import { type Frame, lineToDegrees, type Point, type Ring, toDegrees } from "./plane.ts"
import { type Random, sineOfTurns } from "./random.ts"
import { type River, traceRiver } from "./river.ts"
import { drawPond } from "./shapes.ts"

type Drawing = {
  layout: Layout
  river: River
  bend: Bend
  frame: Frame
  ponds: readonly Ring[]
  random: Random
}

/** Everything but the parcels, bottom first. */
export function drawSurroundings(
  ground: Ground,
  { layout, river, bend, frame, ponds, random }: Drawing,
): SampleContext[] {
  const context: SampleContext[] = []
  const add = (kind: SampleContext["kind"], facts: Omit<SampleContext, "id" | "kind">) =>
    context.push({ id: context.length + 1, kind, ...facts })
  const area = (kind: SampleContext["kind"], name: string | null, rings: Ring[]) => {
    const coordinates = rings.map((ring) => toDegrees([ring]))
    add(kind, { name, rank: null, geom: { type: "MultiPolygon", coordinates } })
  }
  const lines = (
    kind: "road" | "rail",
    { name, rank, plan }: { name: string | null; rank: number | null; plan: Point[][] },
  ) => {
    const coordinates = plan.map((line) =>
      lineToDegrees(bendLine(line, bend).map((point) => frame.snap(point))),
    )
    add(kind, { name, rank, geom: { type: "MultiLineString", coordinates } })
  }

  const west = layout.columns[0]?.at ?? 0
  const east = layout.columns.at(-1)?.at ?? 0
  const south = layout.rows[0]?.at ?? 0
  const north = layout.rows.at(-1)?.at ?? 0

  area("zone", null, [toRing(traceZone(layout), bend, frame)])
  const reach = { from: west - 3200, to: east + 3200, step: 60 }
  const back = { from: reach.to, to: reach.from, step: 60 }
  const shores = (
    a: "southBank" | "southShore" | "northShore",
    b: "southShore" | "northShore" | "northBank",
  ) => toRing([...traceRiver(river, a, reach), ...traceRiver(river, b, back)], bend, frame)
  area("green", `${RIVER_NAME}滨水绿带`, [
    shores("southBank", "southShore"),
    shores("northShore", "northBank"),
  ])
  area("water", RIVER_NAME, [shores("southShore", "northShore")])
  const brook = layBrook(layout, river)
  area("green", null, [toRing(brook.strip, bend, frame)])
  area("water", BROOK_NAME, [toRing(brook.water, bend, frame)])
  area("green", null, ground.greens)
  for (const block of ground.blocks) area("block", null, [block.ring])
  // The same vertices as the holes, the other way round.
  for (const pond of ponds) area("water", null, [pond.toReversed()])

  const express = layExpressway({ west, east, north })
  const boulevard = layout.columns[layout.boulevard]?.at ?? 0
  area(
    "green",
    null,
    beltRings(express, { bend, frame, near: -95, far: -38, from: west - 300, to: east + 300 }),
  )
  const rail = layRailway({ west, east, south })
  const isOpen = (p: number, q: number) =>
    (p < west - 380 || p > east + 380 || q < rail(p) - 380 || q > express(p) + 380) &&
    Math.abs(q - river("northShore", p)) > 480 &&
    Math.abs(q - rail(p)) > 300 &&
    Math.abs(q - express(p)) > 330 &&
    Math.abs(p - boulevard) > 330 &&
    (q < north || Math.abs(p - (layout.columns[layout.brook]?.at ?? 0)) > 330)
  const country = layCountry(layout, { bend, frame, random }, isOpen)
  area("green", null, country.woods)
  area("water", null, country.ponds)
  area(
    "green",
    null,
    beltRings(rail, { bend, frame, near: 44, far: 92, from: west - 200, to: east + 200 }),
  )
  lines("rail", {
    name: RAILWAY_NAME,
    rank: null,
    plan: [traceCurve(rail, west - 4200, east + 4200)],
  })
  const yard = [1, 2, 3].map((n) =>
    traceCurve((p) => rail(p) + 9 * n, boulevard - 700 + 60 * n, boulevard + 420 - 60 * n),
  )
  lines("rail", { name: null, rank: null, plan: yard })

  for (const { road, plan } of listNamedStreets(ground.streets)) {
    lines("road", { name: road.name, rank: road.rank, plan })
  }
  for (const { road, plan } of listMainRoads(layout, random, { express, rail })) {
    lines("road", { name: road.name, rank: road.rank, plan })
  }
  lines("road", { name: null, rank: 4, plan: layRamps(express, boulevard) })
  lines("road", {
    name: EXPRESSWAY_NAME,
    rank: 1,
    plan: [traceCurve(express, west - 4200, east + 4200)],
  })
  return context
}

/** A brook beside a street: it comes in from the north and ends in the river. */
function layBrook(layout: Layout, river: River): { strip: Point[]; water: Point[] } {
  const line = layout.columns[layout.brook]
  const at = line?.at ?? 0
  const edge = at - (line?.road.half ?? 0)
  const top = layout.rows.at(-1)?.at ?? 0
  const middle = edge - BROOK_STRIP_M / 2
  const mouth = river("northShore", middle)
  const side = (offset: number, from: number, to: number): Point[] => {
    const count = Math.round(Math.abs(to - from) / 45)
    return Array.from({ length: count + 1 }, (_, n): Point => {
      const q = from + ((to - from) * n) / count
      return [middle + offset + 7 * sineOfTurns(q / 430) + 3 * sineOfTurns(q / 170), q]
    })
  }
  return {
    strip: [
      [edge - BROOK_STRIP_M + 1.5, mouth - 4],
      [edge - 2, mouth - 4],
      [edge - 2, top + 60],
      [edge - BROOK_STRIP_M + 1.5, top + 60],
    ],
    water: [...side(9, mouth - 25, top + 2600), ...side(-9, top + 2600, mouth - 25)],
  }
}

/** Woods and fish ponds in the country around, as far as the map is likely to be looked at. */
function layCountry(
  layout: Layout,
  { bend, frame, random }: { bend: Bend; frame: Frame; random: Random },
  isFree: (p: number, q: number) => boolean,
): { woods: Ring[]; ponds: Ring[] } {
  const west = layout.columns[0]?.at ?? 0
  const east = layout.columns.at(-1)?.at ?? 0
  const south = layout.rows[0]?.at ?? 0
  const north = layout.rows.at(-1)?.at ?? 0
  const woods: Ring[] = []
  const ponds: Ring[] = []
  for (let n = 0; n < 90; n++) {
    const p = random.between(west - 2900, east + 2900)
    const q = random.between(south - 2100, north + 2100)
    const isWood = random.chance(0.7)
    const lengthM = isWood ? random.between(120, 420) : random.between(70, 190)
    const depthM = lengthM * random.between(0.35, 0.7)
    if (!isFree(p, q)) continue
    const axis = bend([p + 1, q])
    const centre = bend([p, q])
    const along = unit([axis[0] - centre[0], axis[1] - centre[1]])
    const rings = isWood ? woods : ponds
    // Clockwise as a hole; turned about it is an area of its own.
    rings.push(drawPond(centre, { axis: along, lengthM, depthM }, { frame, random }).toReversed())
  }
  return { woods, ponds }
}

/** A northing in plan metres for every easting. */
type Curve = (p: number) => number

const layExpressway = ({
  west,
  east,
  north,
}: {
  west: number
  east: number
  north: number
}): Curve => {
  const middle = (west + east) / 2
  const wide = east - west
  return (p) => {
    const t = (p - middle) / wide
    return north + 330 + 150 * t + 330 * t * t
  }
}

const layRailway = ({
  west,
  east,
  south,
}: {
  west: number
  east: number
  south: number
}): Curve => {
  const middle = (west + east) / 2
  const wide = east - west
  return (p) => {
    const t = (p - middle) / wide
    return south - 170 - 60 * t - 420 * t * t
  }
}

const traceCurve = (curve: Curve, from: number, to: number, step = 150): Point[] => {
  const count = Math.max(1, Math.round(Math.abs(to - from) / step))
  return Array.from({ length: count + 1 }, (_, n): Point => {
    const p = from + ((to - from) * n) / count
    return [p, curve(p)]
  })
}

/** Woods along a line: a strip between two distances from it, in ground vertices. */
function beltRings(
  curve: Curve,
  belt: { bend: Bend; frame: Frame; near: number; far: number; from: number; to: number },
): Ring[] {
  const low = traceCurve((p) => curve(p) + Math.min(belt.near, belt.far), belt.from, belt.to)
  const high = traceCurve((p) => curve(p) + Math.max(belt.near, belt.far), belt.to, belt.from)
  return [toRing([...low, ...high], belt.bend, belt.frame)]
}

/** Four ramps between boulevard and expressway, each a bow. */
function layRamps(express: Curve, boulevard: number): Point[][] {
  const ramps: Point[][] = []
  for (const side of [-1, 1]) {
    for (const level of [-1, 1]) {
      const far: Point = [boulevard + side * 420, express(boulevard + side * 420)]
      const near: Point = [boulevard, express(boulevard) + level * 250]
      const knee: Point = [boulevard + side * 60, express(boulevard) + level * 40]
      ramps.push(
        Array.from({ length: 13 }, (_, n): Point => {
          const t = n / 12
          const weigh = (i: 0 | 1) =>
            (1 - t) * (1 - t) * far[i] + 2 * t * (1 - t) * knee[i] + t * t * near[i]
          return [weigh(0), weigh(1)]
        }),
      )
    }
  }
  return ramps
}

/** Inner streets, gathered by name; lanes have none and stay together. */
function listNamedStreets(streets: readonly Street[]): { road: Road; plan: Point[][] }[] {
  const byName = new Map<string | null, { road: Road; plan: Point[][] }>()
  for (const { road, line } of streets) {
    const known = byName.get(road.name)
    if (known) known.plan.push(line)
    else byName.set(road.name, { road, plan: [line] })
  }
  return [...byName.values()].sort((a, b) => b.road.rank - a.road.rank)
}

/** Grid lines where they touch the zone, and some of them on into the country. */
function listMainRoads(
  layout: Layout,
  random: Random,
  { express, rail }: { express: Curve; rail: Curve },
): { road: Road; plan: Point[][] }[] {
  const inside = (j: number, i: number) => Boolean(layout.cells[j]?.[i])
  const roads: { road: Road; plan: Point[][] }[] = []
  layout.columns.forEach(({ at, road }, i) => {
    const isBoulevard = i === layout.boulevard
    const touched = layout.cells.map((_, j) => inside(j, i - 1) || inside(j, i))
    const ends = layout.rows.map((row) => row.at)
    const plan = runsOf(touched).map(([from, to]): Point[] => {
      const low = ends[from] ?? 0
      const high = ends[to] ?? 0
      const goesOn = isBoulevard || road.rank === 2
      const south =
        from === 0 && goesOn ? (isBoulevard ? rail(at) - 900 : low - random.between(500, 900)) : low
      const north = to === ends.length - 1 && isBoulevard ? express(at) + 900 : high
      return [
        [at, south],
        [at, north],
      ]
    })
    roads.push({ road, plan })
  })
  layout.rows.forEach(({ at, road }, j) => {
    const touched = (layout.cells[0] ?? []).map((_, i) => inside(j - 1, i) || inside(j, i))
    const ends = layout.columns.map((column) => column.at)
    const plan = runsOf(touched).map(([from, to]): Point[] => {
      const goesOn = road.rank === 2
      const low = (ends[from] ?? 0) - (goesOn && from === 0 ? random.between(500, 1100) : 0)
      const high =
        (ends[to] ?? 0) + (goesOn && to === ends.length - 1 ? random.between(500, 1100) : 0)
      return [
        [low, at],
        [high, at],
      ]
    })
    roads.push({ road, plan })
  })
  return roads.sort((a, b) => b.road.rank - a.road.rank)
}

/** Runs of true in a list, as from-index and index after the last. */
function runsOf(list: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = []
  let from = -1
  for (let n = 0; n <= list.length; n++) {
    if (list[n] && from < 0) from = n
    if (!list[n] && from >= 0) {
      runs.push([from, n])
      from = -1
    }
  }
  return runs
}

/** Metres between the outermost road's centre line and the zone line. */
const ZONE_MARGIN_M = 42

/** The outline of all cells of the zone, counter-clockwise, in plan metres. */
function traceZone(layout: Layout): Point[] {
  const inside = (j: number, i: number) => Boolean(layout.cells[j]?.[i])
  const next = new Map<string, [number, number]>()
  layout.cells.forEach((row, j) =>
    row.forEach((use, i) => {
      if (!use) return
      if (!inside(j - 1, i)) next.set(`${i},${j}`, [i + 1, j])
      if (!inside(j, i + 1)) next.set(`${i + 1},${j}`, [i + 1, j + 1])
      if (!inside(j + 1, i)) next.set(`${i + 1},${j + 1}`, [i, j + 1])
      if (!inside(j, i - 1)) next.set(`${i},${j + 1}`, [i, j])
    }),
  )
  const start = next.keys().next().value
  const corners: [number, number][] = []
  let at = start
  do {
    const to: [number, number] | undefined = at === undefined ? undefined : next.get(at)
    if (!to) throw new Error("the zone outline does not close")
    corners.push(to)
    at = `${to[0]},${to[1]}`
  } while (at !== start)

  return corners.flatMap((corner, n): Point[] => {
    const before = corners[(n + corners.length - 1) % corners.length] ?? corner
    const after = corners[(n + 1) % corners.length] ?? corner
    const into = [Math.sign(corner[0] - before[0]), Math.sign(corner[1] - before[1])] as const
    const out = [Math.sign(after[0] - corner[0]), Math.sign(after[1] - corner[1])] as const
    if (into[0] === out[0] && into[1] === out[1]) return []
    // Outwards is to the right of the way; both sides of the corner move by the margin.
    const p = (layout.columns[corner[0]]?.at ?? 0) + (into[1] + out[1]) * ZONE_MARGIN_M
    const q = (layout.rows[corner[1]]?.at ?? 0) - (into[0] + out[0]) * ZONE_MARGIN_M
    return [[p, q]]
  })
}
