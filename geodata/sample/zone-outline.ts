/** The outline of the zone in plan metres. */
import type { Layout } from "./layout.ts"
import type { Point } from "./plane.ts"

/** Metres between the outermost road's centre line and the zone line. */
const ZONE_MARGIN_M = 42

/** The outline of all cells of the zone, counter-clockwise, in plan metres. */
export function traceZone(layout: Layout): Point[] {
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
