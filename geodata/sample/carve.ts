/** Lots of an exact area, cut from larger ones: for the cases that stand on a threshold of area. */
import { applyCut, type Cut, listCrossings, type Lot, planCut } from "./cut.ts"
import { type Axes, extentOf, normalOfCut } from "./directions.ts"
import { isGoodLot, LIMITS } from "./lot-limits.ts"
import type { LotBlock } from "./lots.ts"
import type { Frame, Point, Ring, Vertex } from "./plane.ts"
import type { Random } from "./random.ts"

/**
 * Cuts `count` lots of `areaM2` (to about a m²) off lots of twice to four times that, at most one in a
 * block, and tells which they are. The number of lots grows by `count`.
 */
export function carveLots(
  homes: readonly LotBlock[],
  { areaM2, count, frame, random }: { areaM2: number; count: number; frame: Frame; random: Random },
): Set<Lot> {
  const carved = new Set<Lot>()
  const start = random.int(0, homes.length - 1)
  for (let n = 0; n < homes.length && carved.size < count; n++) {
    const home = homes[(start + n) % homes.length]
    if (!home) continue
    for (const lot of home.lots) {
      const times = lot.areaM2 / areaM2
      const found =
        times > 1.9 && times < 4.5 ? findExactCut(home, lot, { areaM2, frame }) : undefined
      if (!found) continue
      applyCut(home.lots, lot, found.cut)
      carved.add(found.lot)
      break
    }
  }
  if (carved.size < count) throw new Error(`only ${carved.size} lots of ${areaM2} m² to be had`)
  return carved
}

function findExactCut(
  axes: Axes,
  lot: Lot,
  { areaM2, frame }: { areaM2: number; frame: Frame },
): { cut: Cut; lot: Lot } | undefined {
  const share = areaM2 / frame.measureM2([lot.ring])
  for (const parts of ["across", "up"] as const) {
    const normal = normalOfCut(axes, parts)
    for (const below of [share, 1 - share]) {
      const at = findLevel(lot, normal, lot.areaM2 * below)
      const [from, to, ...more] = listCrossings(lot, { normal, at, snapM: 0.5, frame })
      if (!from?.isNew || !to?.isNew || more.length > 0) continue
      const cut = planCut(lot, from, to, [])
      if (!cut?.parts.every((part) => isGoodLot(part, axes, LIMITS[0]))) continue
      const exact = cut.parts.find((part) => Math.abs(frame.measureM2([part.ring]) - areaM2) < 8)
      if (exact) return { cut, lot: exact }
    }
  }
  return undefined
}

/** The level along a direction below which the lot has that area, by halving. */
function findLevel(lot: Lot, normal: Point, areaM2: number): number {
  const extent = extentOf(lot, normal)
  let low = extent.low
  let high = extent.low + extent.length
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (areaBelowM2(lot.ring, normal, middle) < areaM2) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function areaBelowM2(ring: Ring, normal: Point, at: number): number {
  const side = (vertex: Vertex) => vertex.x * normal[0] + vertex.y * normal[1] - at
  const kept: { x: number; y: number }[] = []
  ring.forEach((a, n) => {
    const b = ring[(n + 1) % ring.length] ?? a
    const [here, there] = [side(a), side(b)]
    if (here <= 0) kept.push(a)
    if (here <= 0 === there <= 0) return
    const t = here / (here - there)
    kept.push({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t })
  })
  let twice = 0
  kept.forEach((a, n) => {
    const b = kept[(n + 1) % kept.length] ?? a
    twice += a.x * b.y - b.x * a.y
  })
  return twice / 2
}
