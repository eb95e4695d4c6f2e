/** Roads as they are drawn: the streets of the grid by name, the main roads out of the zone, the ramps. */
import type { Street } from "./blocks.ts"
import type { Curve } from "./curves.ts"
import type { Layout, Road } from "./layout.ts"
import type { Point } from "./plane.ts"
import type { Random } from "./random.ts"

/** A road with its centre lines in plan metres. */
export type RoadLines = { road: Road; plan: Point[][] }

/** Inner streets, gathered by name; lanes have none and stay together. */
export function listNamedStreets(streets: readonly Street[]): RoadLines[] {
  const byName = new Map<string | null, RoadLines>()
  for (const { road, line } of streets) {
    const known = byName.get(road.name)
    if (known) known.plan.push(line)
    else byName.set(road.name, { road, plan: [line] })
  }
  return [...byName.values()].sort((a, b) => b.road.rank - a.road.rank)
}

/** Grid lines where they touch the zone, and some of them on into the country. */
export function listMainRoads(
  layout: Layout,
  random: Random,
  { express, rail }: { express: Curve; rail: Curve },
): RoadLines[] {
  const inside = (j: number, i: number) => Boolean(layout.cells[j]?.[i])
  const roads: RoadLines[] = []
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

/** Four ramps between boulevard and expressway, each a bow. */
export function layRamps(express: Curve, boulevard: number): Point[][] {
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
