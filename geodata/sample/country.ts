/** Water and green beside the roads and in the country around the zone. */
import type { Bend } from "./bend.ts"
import { toRing } from "./blocks.ts"
import { type Curve, traceCurve } from "./curves.ts"
import { unit } from "./directions.ts"
import { BROOK_STRIP_M, type Layout, spanOf } from "./layout.ts"
import type { Frame, Point, Ring } from "./plane.ts"
import { type Random, sineOfTurns } from "./random.ts"
import type { River } from "./river.ts"
import { drawPond } from "./shapes.ts"

/** A brook beside a street: it comes in from the north and ends in the river. */
export function layBrook(layout: Layout, river: River): { strip: Point[]; water: Point[] } {
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
export function layCountry(
  layout: Layout,
  { bend, frame, random }: { bend: Bend; frame: Frame; random: Random },
  isFree: (p: number, q: number) => boolean,
): { woods: Ring[]; ponds: Ring[] } {
  const { west, east, south, north } = spanOf(layout)
  const woods: Ring[] = []
  const ponds: Ring[] = []
  const taken: { centre: Point; reachM: number }[] = []
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
    // A swollen pond reaches a fifth beyond its length; none may touch another.
    const reachM = 0.65 * lengthM
    const isClear = taken.every(({ centre: [x, y], reachM: other }) => {
      const [dx, dy] = [x - centre[0], y - centre[1]]
      return dx * dx + dy * dy > (reachM + other) * (reachM + other)
    })
    if (!isClear) continue
    taken.push({ centre, reachM })
    const rings = isWood ? woods : ponds
    // Clockwise as a hole; turned about it is an area of its own.
    rings.push(drawPond(centre, { axis: along, lengthM, depthM }, { frame, random }).toReversed())
  }
  return { woods, ponds }
}

/** Woods along a line: a strip between two distances from it, in ground vertices. */
export function beltRings(
  curve: Curve,
  belt: { bend: Bend; frame: Frame; near: number; far: number; from: number; to: number },
): Ring[] {
  const low = traceCurve((p) => curve(p) + Math.min(belt.near, belt.far), belt.from, belt.to)
  const high = traceCurve((p) => curve(p) + Math.max(belt.near, belt.far), belt.to, belt.from)
  return [toRing([...low, ...high], belt.bend, belt.frame)]
}
