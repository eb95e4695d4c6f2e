/** The river inside its corridor: where water and banks lie at each plan metre from west to east. */
import type { Layout } from "./layout.ts"
import type { Point } from "./plane.ts"
import { type Random, sineOfTurns } from "./random.ts"

/** Northings in plan metres of four lines that never cross. */
export type RiverLine = "southBank" | "southShore" | "northShore" | "northBank"

/** Northing of a line at easting `p`. Shore is the water's edge, bank the landward edge of the green. */
export type River = (line: RiverLine, p: number) => number

export function createRiver(layout: Layout, random: Random): River {
  const south = layout.rows[layout.riverRow]?.at ?? 0
  const north = layout.rows[layout.riverRow + 1]?.at ?? 0
  const axis = (south + north) / 2
  const phases = Array.from({ length: 4 }, () => random.next())
  const wave = (n: number, p: number, length: number) => sineOfTurns(p / length + (phases[n] ?? 0))

  return (line, p) => {
    const middle = axis + 34 * wave(0, p, 1900) + 13 * wave(1, p, 760)
    const water = 46 + 9 * wave(1, p, 1430) + 4 * wave(2, p, 520)
    const bank = water + 30 + 9 * wave(3, p, 1040)
    switch (line) {
      case "southBank":
        return middle - bank
      case "southShore":
        return middle - water
      case "northShore":
        return middle + water
      case "northBank":
        return middle + bank + 4 * wave(2, p, 690)
    }
  }
}

/** One of the lines from `from` to `to`, in plan metres, a point about every `step` metres. */
export function traceRiver(
  river: River,
  line: RiverLine,
  { from, to, step }: { from: number; to: number; step: number },
): Point[] {
  const count = Math.max(1, Math.round(Math.abs(to - from) / step))
  return Array.from({ length: count + 1 }, (_, n): Point => {
    const p = from + ((to - from) * n) / count
    return [p, river(line, p)]
  })
}
