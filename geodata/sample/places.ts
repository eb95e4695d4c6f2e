/** Places: the lots with their uses, before some of them become parcels of an unusual shape. */
import type { Block } from "./blocks.ts"
import { carveLots } from "./carve.ts"
import type { Lot } from "./cut.ts"
import { isWhole, planBlocks, type Use, useOfLot, UTILITY_LOTS } from "./landuse.ts"
import type { Layout } from "./layout.ts"
import { type LotBlock, splitBlocks } from "./lots.ts"
import type { Frame } from "./plane.ts"
import type { Bend } from "./bend.ts"
import type { Random } from "./random.ts"
import { centroidOf } from "./shapes.ts"

export type Place = {
  home: LotBlock
  lot: Lot
  use: Use
  /** 30 mu to the square metre. */
  isThirtyMu: boolean
  /** A parcel has been made of it, alone or with others. */
  isSettled: boolean
}

export const M2_PER_MU = 2000 / 3
const THIRTY_MU = { areaM2: 20_000, count: 4 }
/** The count of parcels that the list of utilities and reserves is meant for. */
const UTILITY_SHARE = 400

export type Setting = { layout: Layout; bend: Bend; frame: Frame; random: Random }

/** Exactly `count` lots with their uses. */
export function listPlaces(blocks: readonly Block[], count: number, setting: Setting): Place[] {
  const { layout, bend, frame, random } = setting
  const plans = planBlocks(blocks, layout, random)
  const whole = (block: Block) => isWhole(plans.get(block), block)
  const homes = splitBlocks(blocks, count - THIRTY_MU.count, { bend, frame, random, whole })
  const works = homes.filter(({ block }) => plans.get(block)?.kind === "works")
  const carved = carveLots(works, { ...THIRTY_MU, frame, random })
  const places = homes.flatMap((home) =>
    home.lots
      .toSorted((a, b) => centroidOf(a.ring)[0] - centroidOf(b.ring)[0])
      .map((lot, n): Place => {
        const isThirtyMu = carved.has(lot)
        const use = useOfLot(plans.get(home.block), n, random)
        return { home, lot, use, isThirtyMu, isSettled: false }
      }),
  )
  placeUtilities(places, Math.max(1, Math.round(count / UTILITY_SHARE)), random)
  return places
}

/** Gives lots of works to utilities and reserves, each of about its size and no two in a block. */
function placeUtilities(places: readonly Place[], times: number, random: Random) {
  const used = new Set<Block>()
  const free = places.filter(({ use, isThirtyMu }) => use.kind === "works" && !isThirtyMu)
  for (let n = 0; n < times * UTILITY_LOTS.length; n++) {
    const [code, title, mu] = UTILITY_LOTS[n % UTILITY_LOTS.length] ?? UTILITY_LOTS[0]
    let best: Place | undefined
    let least = Infinity
    for (let draw = 0; draw < 60; draw++) {
      const place = random.pick(free)
      const off = Math.abs(place.lot.areaM2 / M2_PER_MU - mu) / mu
      if (off < least && !used.has(place.home.block) && place.use.kind === "works") {
        best = place
        least = off
      }
    }
    if (!best) continue
    used.add(best.home.block)
    const kind = code === "16" ? "reserve" : code.startsWith("14") ? "green" : "utility"
    best.use = { code, kind, title, cluster: kind === "utility" ? "utilities" : null }
  }
}
