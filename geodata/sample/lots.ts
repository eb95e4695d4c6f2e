/** Lots: blocks split again and again, the largest for its kind first, until there are enough of them. */
import type { Bend } from "./bend.ts"
import type { Block } from "./blocks.ts"
import { applyCut, type Cut, listCrossings, type Lot, type Place, planCut } from "./cut.ts"
import { type Axes, dot, extentOf, normalOfCut, turn, unit } from "./directions.ts"
import type { CellUse } from "./layout.ts"
import { isGoodLot, LIMITS, type Limits } from "./lot-limits.ts"
import type { Frame, Point } from "./plane.ts"
import type { Random } from "./random.ts"
import { centroidOf } from "./shapes.ts"

/** Lots of one block, west to east and south to north in no particular order. */
export type LotBlock = Axes & { block: Block; lots: Lot[] }

const M2_PER_MU = 2000 / 3

/** Usual lot in mu by the use of its cell; each lot varies around it. */
const USUAL_MU: Record<CellUse, number> = {
  heavy: 92,
  medium: 40,
  small: 15,
  logistics: 70,
  centre: 20,
  river: 34,
}

/** A lot above this is split whatever its kind. */
const LARGEST_MU = 385

/** A crossing nearer than this to a vertex, in metres, goes through the vertex. */
const SNAP_M = 9

type Candidate = { home: LotBlock; lot: Lot; urgency: number }

/** Splits the blocks into exactly `count` lots. Throws when the blocks cannot hold as many. */
export function splitBlocks(
  blocks: readonly Block[],
  count: number,
  {
    bend,
    frame,
    random,
    whole,
  }: { bend: Bend; frame: Frame; random: Random; whole: (block: Block) => boolean },
): LotBlock[] {
  const homes = blocks.map((block): LotBlock => {
    const [sw, se, ne, nw] = block.corners.map((corner) => bend(corner))
    if (!sw || !se || !ne || !nw) throw new Error("a block has four corners")
    return {
      block,
      lots: [{ ring: block.ring, street: block.ring.map(() => true), areaM2: block.areaM2 }],
      across: unit([se[0] - sw[0] + ne[0] - nw[0], se[1] - sw[1] + ne[1] - nw[1]]),
      up: unit([nw[0] - sw[0] + ne[0] - se[0], nw[1] - sw[1] + ne[1] - se[1]]),
    }
  })
  const candidate = (home: LotBlock, lot: Lot): Candidate => {
    const mu = lot.areaM2 / M2_PER_MU
    const usual = USUAL_MU[home.block.use] * random.spread(1, 0.42)
    return { home, lot, urgency: mu > LARGEST_MU ? 1000 * mu : mu / usual }
  }
  let total = homes.length
  for (const limits of LIMITS) {
    const queue: Candidate[] = []
    for (const home of homes) {
      if (whole(home.block)) continue
      for (const lot of home.lots) push(queue, candidate(home, lot))
    }
    while (total < count) {
      const next = pop(queue)
      if (!next) break
      const isTooLarge = next.lot.areaM2 > LARGEST_MU * M2_PER_MU
      const cut = findCut(next, isTooLarge ? LIMITS[1] : limits, { frame, random })
      if (!cut) continue
      applyCut(next.home.lots, next.lot, cut)
      total += 1
      for (const part of cut.parts) push(queue, candidate(next.home, part))
    }
  }
  if (total !== count) throw new Error(`${count} lots wanted, the blocks hold ${total}`)
  return homes
}

/** A straight cut across the longer side, or now and then a corner cut out, that leaves two good lots. */
function findCut(
  { home, lot }: Candidate,
  limits: Limits,
  { frame, random }: { frame: Frame; random: Random },
): Cut | undefined {
  const across = extentOf(lot, home.across)
  const up = extentOf(lot, home.up)
  const ratio = across.length / up.length
  const first = ratio > 1.2 || (ratio > 0.83 && random.chance(0.5)) ? "across" : "up"
  if (lot.areaM2 > 9000 && lot.areaM2 < 120_000 && random.chance(0.07)) {
    const corner = findCornerCut(home, lot, { frame, random, limits })
    if (corner) return corner
  }
  const middle = centroidOf(lot.ring)
  for (let attempt = 0; attempt < 7; attempt++) {
    const parts = attempt < 4 ? first : first === "across" ? "up" : "across"
    const axis = home[parts]
    const extent = parts === "across" ? across : up
    const share = random.chance(0.24) ? random.pick([0.34, 0.66]) : random.between(0.42, 0.58)
    const tilt = random.chance(0.16) ? random.between(-0.024, 0.024) : random.between(-0.005, 0.005)
    const normal = turn(normalOfCut(home, parts), tilt)
    const shift = extent.low + extent.length * share - dot(middle, axis)
    const through: Point = [middle[0] + axis[0] * shift, middle[1] + axis[1] * shift]
    const line = { normal, at: dot(through, normal), snapM: SNAP_M, frame }
    const [from, to, ...more] = listCrossings(lot, line)
    if (!from || !to || more.length > 0) continue
    const cut = planCut(lot, from, to, [])
    if (cut?.parts.every((part) => isGoodLot(part, home, limits))) return cut
  }
  return undefined
}

/** Cuts a rectangle out of one corner, so that an L remains. */
function findCornerCut(
  axes: Axes,
  lot: Lot,
  { frame, random, limits }: { frame: Frame; random: Random; limits: Limits },
): Cut | undefined {
  const sides = (["across", "up"] as const).map((parts) => {
    const normal = normalOfCut(axes, parts)
    const sign = random.pick([-1, 1])
    const extent = extentOf(lot, normal)
    const share = random.between(0.48, 0.6)
    return { normal, sign, at: extent.low + extent.length * (sign > 0 ? share : 1 - share) }
  })
  const [a, b] = sides
  if (!a || !b) return undefined
  const isBeyond = ({ vertex }: Place, { normal, sign, at }: typeof a) =>
    (vertex.x * normal[0] + vertex.y * normal[1] - at) * sign > 12
  const crossingsOf = (side: typeof a, other: typeof a) =>
    listCrossings(lot, { ...side, snapM: SNAP_M, frame }).filter((place) => isBeyond(place, other))
  const [from, ...moreFrom] = crossingsOf(a, b)
  const [to, ...moreTo] = crossingsOf(b, a)
  if (!from || !to || moreFrom.length + moreTo.length > 0) return undefined
  const cross = a.normal[0] * b.normal[1] - a.normal[1] * b.normal[0]
  const inner = frame.snap([
    (a.at * b.normal[1] - b.at * a.normal[1]) / cross,
    (b.at * a.normal[0] - a.at * b.normal[0]) / cross,
  ])
  const cut = planCut(lot, from, to, [inner])
  const [small, rest] = cut?.parts.toSorted((p, q) => p.areaM2 - q.areaM2) ?? []
  const isL =
    small &&
    rest &&
    isGoodLot(small, axes, limits) &&
    isGoodLot(rest, axes, { ...limits, fill: 0.46 }) &&
    small.areaM2 > 0.2 * lot.areaM2
  return isL ? cut : undefined
}

/** Binary heap, most urgent first. */
function push(heap: Candidate[], entry: Candidate) {
  let n = heap.push(entry) - 1
  while (n > 0) {
    const parent = (n - 1) >> 1
    const above = heap[parent]
    if (!above || above.urgency >= entry.urgency) break
    heap[n] = above
    n = parent
  }
  heap[n] = entry
}

function pop(heap: Candidate[]): Candidate | undefined {
  const top = heap[0]
  const last = heap.pop()
  if (!last || heap.length === 0) return top
  let n = 0
  for (;;) {
    let child = 2 * n + 1
    const left = heap[child]
    if (!left) break
    const right = heap[child + 1]
    if (right && right.urgency > left.urgency) child += 1
    const best = heap[child]
    if (!best || best.urgency <= last.urgency) break
    heap[n] = best
    n = child
  }
  heap[n] = last
  return top
}
