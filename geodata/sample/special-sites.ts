/** Parcels of an unusual shape: with a hole, in two parts, merged, split. */
import { groupBy } from "./groups.ts"
import type { Use } from "./landuse.ts"
import type { Road } from "./layout.ts"
import { M2_PER_MU, type Place, type Setting } from "./places.ts"
import type { Point, Ring } from "./plane.ts"
import { distanceM } from "./plane.ts"
import type { Draft, Settle, Sites } from "./sites.ts"
import { centroidOf, clearanceM, drawPond, drawYard, fitsInside, uniteRings } from "./shapes.ts"

const isFree = ({ use, isThirtyMu, isSettled }: Place) =>
  use.kind === "works" && !isThirtyMu && !isSettled

const muOf = ({ lot }: Place) => lot.areaM2 / M2_PER_MU

/** Two lots that face each other across a lane, or failing that a street, become one parcel. */
export function settleTwoParts(places: readonly Place[], settle: Settle) {
  const best = findFacing(places, 4) ?? findFacing(places, 3)
  if (!best) throw new Error("no two lots face each other across a street")
  settle(best.a, "twoParts", [[best.a.lot.ring], [best.b.lot.ring]])
  best.b.isSettled = true
}

/** The nearest two lots on either side of a street of a rank. */
function findFacing(
  places: readonly Place[],
  rank: Road["rank"],
): { a: Place; b: Place } | undefined {
  const small = places.filter((place) => isFree(place) && muOf(place) < 70)
  const facing = [
    ["east", "west"],
    ["north", "south"],
  ] as const
  let best: { a: Place; b: Place; far: number } | undefined
  for (const [side, other] of facing) {
    const beyond = groupBy(small, ({ home }) => home.block.sides[other])
    for (const a of small) {
      const lane = a.home.block.sides[side]
      if (lane.rank !== rank || lane.half === 0) continue
      for (const b of beyond.get(lane) ?? []) {
        const [p, q] = [centroidOf(a.lot.ring), centroidOf(b.lot.ring)]
        const awayM = distanceM({ x: p[0], y: p[1] }, { x: q[0], y: q[1] })
        const far = awayM + 200 / (muOf(a) + muOf(b))
        if (!best || far < best.far) best = { a, b, far }
      }
    }
  }
  return best
}

/** A lake in the central park, a pond in one works and a substation's yard, a parcel of its own, in another. */
export function settleHoles(
  places: readonly Place[],
  { ponds }: Sites,
  { settle, frame, random }: Setting & { settle: Settle },
) {
  const withHole = (
    place: Place,
    draw: (centre: Point, room: number) => Ring,
  ): Ring | undefined => {
    const centre = centroidOf(place.lot.ring)
    const room = clearanceM(place.lot.ring, centre)
    const hole = room > 0 ? draw(centre, room) : []
    return hole.length > 0 && fitsInside(place.lot, hole, 9) ? hole : undefined
  }
  const park = places.find(({ use }) => use.title === "中央公园")
  if (park) {
    const axis = park.home.across
    // The largest lake that leaves a path around it.
    for (const size of [1, 0.85, 0.7, 0.55]) {
      const lake = withHole(park, (centre, room) =>
        drawPond(
          centre,
          { axis, lengthM: 2.1 * size * room, depthM: 1.25 * size * room },
          { frame, random },
        ),
      )
      if (!lake) continue
      ponds.push(lake)
      settle(park, "plain", [[park.lot.ring, lake]])
      break
    }
  }
  const roomy = places
    .filter(isFree)
    .filter((place) => muOf(place) > 60 && muOf(place) < 180)
    .map((place) => ({ place, room: clearanceM(place.lot.ring, centroidOf(place.lot.ring)) }))
    .sort((a, b) => b.room - a.room)
    .map(({ place }) => place)
  const works = roomy.values()
  const settleNext = (
    draw: (place: Place, centre: Point) => Ring,
    shape: "pond" | "yard",
  ): [Place, Ring] => {
    for (const place of works) {
      const hole = withHole(place, (centre) => draw(place, centre))
      if (!hole) continue
      settle(place, shape, [[place.lot.ring, hole]])
      return [place, hole]
    }
    throw new Error(`no works has room for a ${shape}`)
  }
  const [, pond] = settleNext(
    ({ home }, centre) =>
      drawPond(centre, { axis: home.across, lengthM: 62, depthM: 40 }, { frame, random }),
    "pond",
  )
  ponds.push(pond)
  const [host, yard] = settleNext(
    ({ home }, centre) => drawYard(centre, { axis: home.across, lengthM: 60, depthM: 44 }, frame),
    "yard",
  )
  const use: Use = { code: "1303", kind: "utility", title: "110千伏变电站", cluster: "utilities" }
  settle(host, "insideYard", [[yard.toReversed()]], use)
}

/** One merge of two lots and two pairs that were one parcel once. */
export function settleUnions(
  places: readonly Place[],
  { changes }: Sites,
  { settle, draft }: { settle: Settle; draft: Draft },
) {
  const wanted = ["merge", "split", "split"] as const
  const used = new Set<Place["home"]>()
  for (const a of places) {
    const kind = wanted[used.size]
    if (!kind) return
    if (used.has(a.home) || !isFree(a) || muOf(a) < 18 || muOf(a) > 55) continue
    for (const b of places) {
      if (b === a || b.home !== a.home || !isFree(b) || muOf(b) < 18 || muOf(b) > 55) continue
      const union = uniteRings(a.lot.ring, b.lot.ring)
      if (!union) continue
      // Each measured alone, the areas would differ by centimetres; the whole is the sum of its parts.
      if (kind === "merge") {
        const parents = [a, b].map((place) => draft(place, [[place.lot.ring]], a.use))
        const whole = settle(a, "merged", [[union]])
        whole.areaDm2 = sumOf(parents)
        b.isSettled = true
        changes.push({ kind, parents, children: [whole] })
      } else {
        const children = [a, b].map((place) => settle(place, "splitOff", [[place.lot.ring]], a.use))
        const whole = { ...draft(a, [[union]], a.use), areaDm2: sumOf(children) }
        changes.push({ kind, parents: [whole], children })
      }
      used.add(a.home)
      break
    }
  }
  if (used.size < wanted.length) throw new Error("too few neighbours to merge and split")
}

const sumOf = (sites: readonly { areaDm2: number }[]) =>
  sites.reduce((sum, { areaDm2 }) => sum + areaDm2, 0)
