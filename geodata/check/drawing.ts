/** Is a polygon drawing sound enough to be shown and judged? Looks only; repairs nothing. */
import type { Position } from "../crs.ts"
import { findCrossing } from "./crossing.ts"

export type DrawingFault = { rule: string; message: string }

export type CheckedDrawing = {
  polygons: Position[][][]
  vertices: number
  /** Heights or measures were there and are left out. */
  dropped: boolean
}

/** Relative to the square of the ring's extent; below it the doubles cannot tell the area from none. */
const SMALLEST_AREA_SHARE = 1e-12

const fault = (rule: string, message: string): { fault: DrawingFault } => ({
  fault: { rule, message },
})

/** Twice the area about the first point, against the square of the extent. */
function hasArea(ring: Position[]): boolean {
  const [x0, y0] = ring[0]!
  let sum = 0
  let reach = 0
  for (let at = 1; at < ring.length; at += 1) {
    const [ax, ay] = ring[at - 1]!
    const [bx, by] = ring[at]!
    sum += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
    reach = Math.max(reach, Math.abs(bx - x0), Math.abs(by - y0))
  }
  return Math.abs(sum) > reach * reach * SMALLEST_AREA_SHARE
}

function findRingFault(ring: number[][], name: string): { fault: DrawingFault } | undefined {
  if (ring.length === 0) return fault("ring-empty", `${name}是空的。`)
  for (const position of ring) {
    if (position.length < 2) return fault("position-short", `${name}有坐标不足两个数。`)
    if (!position.slice(0, 2).every(Number.isFinite))
      return fault("position-not-finite", `${name}有坐标不是有限的数。`)
  }
  const [firstX, firstY] = ring[0]!
  const [lastX, lastY] = ring.at(-1)!
  if (firstX !== lastX || firstY !== lastY)
    return fault("ring-unclosed", `${name}首尾两点不重合，没有闭合。`)
  if (ring.length < 4) return fault("ring-too-short", `${name}不足三个不同的点。`)
  return undefined
}

/**
 * The drawing in two dimensions, or its first fault. Coordinates stay in the system of the file.
 * @param mostVertices of one drawing
 */
export function checkDrawing(
  drawing: number[][][][],
  mostVertices: number,
): CheckedDrawing | { fault: DrawingFault } {
  const vertices = drawing.reduce(
    (sum, polygon) => sum + polygon.reduce((points, ring) => points + ring.length, 0),
    0,
  )
  if (vertices > mostVertices)
    return fault("too-many-vertices", `图形超过 ${mostVertices} 个点，请先简化。`)
  if (drawing.length === 0 || drawing.some((polygon) => polygon.length === 0))
    return fault("drawing-empty", "图形是空的。")
  let count = 0
  let dropped = false
  for (const ring of drawing.flat()) {
    count += 1
    const name = `第 ${count} 个环`
    const found = findRingFault(ring, name)
    if (found) return found
    dropped ||= ring.some((position) => position.length > 2)
  }
  const polygons = drawing.map((polygon) =>
    polygon.map((ring) => ring.map(([x = 0, y = 0]): Position => [x, y])),
  )
  const flat = polygons.flat().findIndex((ring) => !hasArea(ring))
  if (flat >= 0) return fault("ring-no-area", `第 ${flat + 1} 个环没有面积。`)
  const crossing = findCrossing(polygons)
  if (crossing)
    return fault(
      "ring-self-crossing",
      `图形的边在（${crossing.map((value) => Number(value.toFixed(7))).join(", ")}）附近相交。`,
    )
  return { polygons, vertices, dropped }
}
