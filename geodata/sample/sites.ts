/** Sites: every parcel of the park as a place, with its shape, its use and the roads that bound it. */
import type { Block } from "./blocks.ts"
import type { Use } from "./landuse.ts"
import type { Layout } from "./layout.ts"
import type { Frame, Point, Ring } from "./plane.ts"
import { listPlaces, M2_PER_MU, type Place, type Setting } from "./places.ts"
import { centroidOf } from "./shapes.ts"
import { settleHoles, settleTwoParts, settleUnions } from "./special-sites.ts"

export type SiteShape =
  | "plain"
  | "thirtyMu"
  | "pond"
  | "yard"
  | "insideYard"
  | "twoParts"
  | "merged"
  | "splitOff"

export type Site = {
  use: Use
  shape: SiteShape
  /** Parts, each an outer ring and its holes. */
  parts: Ring[][]
  /** Area of the geometry on the ellipsoid in whole 0.01 m². */
  areaDm2: number
  mu: number
  block: Block
  /** Ground metres. */
  centre: Point
  /** The roads that bound it, in words. */
  location: string
}

/** Parcels of the past and what became of them. */
export type Change = {
  kind: "split" | "merge"
  parents: Omit<Site, "shape">[]
  children: Site[]
}

export type Sites = {
  sites: Site[]
  changes: Change[]
  /** Ponds inside parcels. */
  ponds: Ring[]
}

/** Makes a parcel of a place, or of several that are then settled together. */
export type Settle = (place: Place, shape: SiteShape, parts: Ring[][], use?: Use) => Site

/** Exactly `count` sites, block by block. */
export function settleSites(blocks: readonly Block[], count: number, setting: Setting): Sites {
  // Twice two lots become one parcel (a merge, and a parcel in two parts); one hole holds a parcel more.
  const places = listPlaces(blocks, count + 1, setting)
  const result: Sites = { sites: [], changes: [], ponds: [] }
  const draft = createDraft(setting)
  const settle: Settle = (place, shape, parts, use = place.use) => {
    const site: Site = { ...draft(place, parts, use), shape }
    place.isSettled = true
    result.sites.push(site)
    return site
  }
  settleTwoParts(places, settle)
  settleHoles(places, result, { settle, ...setting })
  settleUnions(places, result, { settle, draft })
  for (const place of places) {
    if (!place.isSettled) settle(place, place.isThirtyMu ? "thirtyMu" : "plain", [[place.lot.ring]])
  }
  if (result.sites.length !== count) throw new Error(`${result.sites.length} sites for ${count}`)
  result.sites.sort((a, b) => b.block.row - a.block.row || a.block.part - b.block.part)
  return result
}

export type Draft = (place: Place, parts: Ring[][], use: Use) => Omit<Site, "shape">

const createDraft =
  ({ layout, frame }: { layout: Layout; frame: Frame }): Draft =>
  (place, parts, use) => {
    const areaDm2 = parts.reduce((sum, rings) => sum + Math.round(frame.measureM2(rings) * 100), 0)
    const centre = centroidOf(parts[0]?.[0] ?? place.lot.ring)
    const { block } = place.home
    return {
      use,
      parts,
      areaDm2,
      mu: areaDm2 / 100 / M2_PER_MU,
      block,
      centre,
      location: describeLocation(place, centre, layout),
    }
  }

/** 兴业大道以东、创新路以北: the nearer named road on each of two sides. */
function describeLocation({ home }: Place, centre: Point, layout: Layout): string {
  const { block, across, up } = home
  const middle = centroidOf(block.ring)
  const east = (centre[0] - middle[0]) * across[0] + (centre[1] - middle[1]) * across[1] > 0
  const north = (centre[0] - middle[0]) * up[0] + (centre[1] - middle[1]) * up[1] > 0
  const column = layout.columns[block.column + (east ? 1 : 0)]?.road.name
  const row = layout.rows[block.row + (north ? 1 : 0)]?.road.name
  const side = (east ? block.sides.east.name : block.sides.west.name) ?? column
  const level = (north ? block.sides.north.name : block.sides.south.name) ?? row
  return `${side}以${east ? "西" : "东"}、${level}以${north ? "南" : "北"}`
}
