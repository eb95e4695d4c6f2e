/** Lots: blocks split again and again, the largest for its kind first, until there are enough of them. */
import type { Bend } from "./bend.ts"
import type { Block } from "./blocks.ts"
import { applyCut, type Cut, listCrossings, type Lot, planCut } from "./cut.ts"
import type { CellUse } from "./layout.ts"
import { distanceM, type Frame, type Point } from "./plane.ts"
import { cosineOfTurns, type Random, sineOfTurns } from "./random.ts"

/** Lots of one block, west to east and south to north in no particular order. */
export type LotBlock = { block: Block; lots: Lot[]; across: Point; up: Point }

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

/** What a part must be to stand as a lot. The second row is for when the first yields too few. */
const LIMITS = [
  { areaM2: 2400, sideM: 36, slender: 3.2, frontageM: 30, fill: 0.62 },
  { areaM2: 2050, sideM: 26, slender: 4.6, frontageM: 18, fill: 0.5 },
] as const
type Limits = (typeof LIMITS)[number]

type Candidate = { home: LotBlock; lot: Lot; urgency: number }

/** Splits the blocks into exactly `count` lots. Throws when the blocks cannot hold as many. */
export function splitBlocks(
  blocks: readonly Block[],
  count: number,
  { bend, frame, random, whole }: { bend: Bend; frame: Frame; random: Random; whole: (block: Block) => boolean },
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
      const cut = findCut(next, limits, { frame, random })
      if (!cut) continue
      applyCut(next.home.lots, next.lot, cut)
      total += 1
      for (const part of cut.parts) push(queue, candidate(next.home, part))
    }
  }
  if (total !== count) throw new Error(`${count} lots wanted, the blocks hold ${total}`)
  return homes
}

const unit = ([x, y]: Point): Point => {
  const length = Math.sqrt(x * x + y * y)
  return [x / length, y / length]
}

/** A straight cut across the longer side, or now and then a corner cut out, that leaves two good lots. */
function findCut(
  { home, lot }: Candidate,
  limits: Limits,
  { frame, random }: { frame: Frame; random: Random },
): Cut | undefined {
  const along = { across: extentOf(lot, home.across), up: extentOf(lot, home.up) }
  const ratio = along.across.length / along.up.length
  const wide = ratio > 1.2 || (ratio > 0.83 && random.chance(0.5))
  if (lot.areaM2 > 9000 && lot.areaM2 < 120_000 && random.chance(0.07)) {
    const corner = findCornerCut(home, lot, { frame, random, limits })
    if (corner) return corner
  }
  for (let attempt = 0; attempt < 7; attempt++) {
    const isWide = attempt < 4 ? wide : !wide
    const extent = isWide ? along.across : along.up
    const share = random.chance(0.24) ? random.pick([0.34, 0.66]) : random.between(0.42, 0.58)
    const tilt = random.chance(0.16) ? random.between(-0.024, 0.024) : random.between(-0.005, 0.005)
    const normal = turn(squareTo(isWide ? home.up : home.across, isWide), tilt)
    const middle = centreOf(lot)
    const axis = isWide ? home.across : home.up
    const shift = extent.low + extent.length * share - dot(middle, axis)
    const through: Point = [middle[0] + axis[0] * shift, middle[1] + axis[1] * shift]
    const places = listCrossings(lot, normal, dot(through, normal), frame)
    const [from, to] = places
    if (places.length !== 2 || !from || !to) continue
    const cut = planCut(lot, from, to, [])
    if (cut && cut.parts.every((part) => isGoodLot(part, home, limits))) return cut
  }
  return undefined
}

/** The direction at right angles to a side of the block, pointing along the other axis. */
const squareTo = (axis: Point, isWide: boolean): Point =>
  isWide ? [axis[1], -axis[0]] : [-axis[1], axis[0]]

const turn = ([x, y]: Point, turns: number): Point => {
  const sine = sineOfTurns(turns)
  const cosine = cosineOfTurns(turns)
  return [x * cosine - y * sine, x * sine + y * cosine]
}

const dot = (a: Point, b: Point) => a[0] * b[0] + a[1] * b[1]

/** Cuts a rectangle out of one corner, so that an L remains. */
function findCornerCut(
  { across, up, block }: LotBlock,
  lot: Lot,
  { frame, random, limits }: { frame: Frame; random: Random; limits: Limits },
): Cut | undefined {
  const normals = [squareTo(up, true), squareTo(across, false)] as const
  const signs = [random.pick([-1, 1]), random.pick([-1, 1])] as const
  const [p, q] = normals.map((normal, n) => {
    const extent = extentOf(lot, normal)
    const share = random.between(0.5, 0.62)
    return extent.low + extent.length * ((signs[n] ?? 1) > 0 ? share : 1 - share)
  })
  if (p === undefined || q === undefined) return undefined
  const beyond = (place: { vertex: { x: number; y: number } }, n: 0 | 1, at: number) =>
    ((place.vertex.x * normals[n][0] + place.vertex.y * normals[n][1]) - at) * signs[n] > 12
  const [from, ...spareFrom] = listCrossings(lot, normals[0], p, frame).filter((place) => beyond(place, 1, q))
  const [to, ...spareTo] = listCrossings(lot, normals[1], q, frame).filter((place) => beyond(place, 0, p))
  if (!from || !to || spareFrom.length + spareTo.length > 0) return undefined
  const cross = normals[0][0] * normals[1][1] - normals[0][1] * normals[1][0]
  const inner = frame.snap([
    (p * normals[1][1] - q * normals[0][1]) / cross,
    (q * normals[0][0] - p * normals[1][0]) / cross,
  ])
  const cut = planCut(lot, from, to, [inner])
  if (!cut) return undefined
  const [small, rest] = cut.parts.toSorted((a, b) => a.areaM2 - b.areaM2)
  const isL =
    small && rest &&
    isGoodLot(small, { across, up, block }, limits) &&
    isGoodLot(rest, { across, up, block }, { ...limits, fill: 0.5 }) &&
    small.areaM2 > 0.16 * lot.areaM2
  return isL ? cut : undefined
}

function isGoodLot(lot: Lot, { across, up }: Pick<LotBlock, "across" | "up" | "block">, limits: Limits): boolean {
  const wide = extentOf(lot, across).length
  const deep = extentOf(lot, up).length
  const slender = wide > deep ? wide / deep : deep / wide
  return (
    lot.areaM2 >= limits.areaM2 &&
    Math.min(wide, deep) >= limits.sideM &&
    slender <= limits.slender &&
    lot.areaM2 >= limits.fill * wide * deep &&
    frontageM(lot) >= limits.frontageM
  )
}

/** Metres of the outline that lie on a street. */
function frontageM({ ring, street }: Lot): number {
  let metres = 0
  ring.forEach((vertex, n) => {
    const next = ring[(n + 1) % ring.length]
    if (street[n] && next) metres += distanceM(vertex, next)
  })
  return metres
}

function extentOf({ ring }: Lot, axis: Point): { low: number; length: number } {
  let low = Infinity
  let high = -Infinity
  for (const vertex of ring) {
    const at = vertex.x * axis[0] + vertex.y * axis[1]
    if (at < low) low = at
    if (at > high) high = at
  }
  return { low, length: high - low }
}

function centreOf({ ring }: Lot): Point {
  let x = 0
  let y = 0
  for (const vertex of ring) {
    x += vertex.x
    y += vertex.y
  }
  return [x / ring.length, y / ring.length]
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
