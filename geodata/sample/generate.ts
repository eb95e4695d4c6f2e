/**
 * The sample park: an invented development zone with everything that the product shows, the same bytes
 * for the same arguments on every machine. All names, firms and figures are invented.
 */
import { createBend } from "./bend.ts"
import { layBlocks } from "./blocks.ts"
import { type Calendar, createCalendar } from "./calendar.ts"
import type { SamplePark } from "./facts.ts"
import { planHoldings } from "./holdings.ts"
import { planLayout } from "./layout.ts"
import { writeFacts } from "./ledger.ts"
import { ZONE_NAME } from "./names.ts"
import { createFrame } from "./plane.ts"
import { createRandom } from "./random.ts"
import { createRiver } from "./river.ts"
import { settleSites } from "./sites.ts"
import { drawSurroundings } from "./surroundings.ts"

const AS_OF = "2026-06-30"
/** Every planted case has to find its lot. */
const LEAST_PARCELS = 300

/**
 * One park.
 *
 * @param parcels how many, at least 300; @param seed any whole number; @param asOf the day it is shown on
 * @param hasAnomalies whether a few firms' power does not match their tax and sales
 * @throws RangeError for fewer parcels
 */
export function generateSample({
  parcels = 400,
  seed = 1,
  asOf = AS_OF,
  hasAnomalies = true,
}: {
  parcels?: number
  seed?: number
  asOf?: string
  hasAnomalies?: boolean
} = {}): SamplePark {
  return generatePark({ park: 0, parcels, seed, calendar: createCalendar(asOf), hasAnomalies })
}

/** About so many parcels are one park; each park's codes and ground are its own. */
const PARCELS_PER_PARK = 2500

/** A park's number stands in the three digits of the district in its parcel codes. */
const MOST_PARKS = 999

/**
 * Many parks beside one another, one at a time: `parcels` in all, for measuring.
 *
 * @throws RangeError for fewer than 300 or more than about 2.5 million parcels
 */
export function* generateParks({
  parcels,
  seed = 1,
}: {
  parcels: number
  seed?: number
}): Generator<SamplePark> {
  const parks = Math.max(1, Math.round(parcels / PARCELS_PER_PARK))
  if (parks > MOST_PARKS) throw new RangeError(`at most ${MOST_PARKS} parks, not ${parks}`)
  const calendar = createCalendar(AS_OF)
  for (let park = 0; park < parks; park++) {
    const count = Math.floor((parcels * (park + 1)) / parks) - Math.floor((parcels * park) / parks)
    yield generatePark({
      park,
      parcels: count,
      seed: (seed + Math.imul(park, 0x9e3779b1)) | 0,
      calendar,
      hasAnomalies: true,
    })
  }
}

/** Centre of the first park in 1e-7 degrees: open plain, no place of that name. */
const HOME = { lon7: 1_157_800_000, lat7: 338_500_000 }
/** From park to park: about 29 km east or north, on a field 20 wide around the first. */
const STEP = { lon7: 3_100_000, lat7: 2_600_000, wide: 20 }

function centreOf(park: number): { lon7: number; lat7: number } {
  // 0, -1, 1, -2, 2 and so on: to both sides of the first.
  const toBothSides = (n: number) => (n % 2 === 0 ? n / 2 : -(n + 1) / 2)
  return {
    lon7: HOME.lon7 + STEP.lon7 * toBothSides(park % STEP.wide),
    lat7: HOME.lat7 + STEP.lat7 * toBothSides(Math.floor(park / STEP.wide)),
  }
}

function generatePark({
  park,
  parcels,
  seed,
  calendar,
  hasAnomalies,
}: {
  park: number
  parcels: number
  seed: number
  calendar: Calendar
  hasAnomalies: boolean
}): SamplePark {
  if (parcels < LEAST_PARCELS) {
    throw new RangeError(`a sample park has at least ${LEAST_PARCELS} parcels, not ${parcels}`)
  }
  const by = (stream: string) => createRandom(seed, stream)
  const layout = planLayout(parcels, by("layout"))
  const bend = createBend(layout, by("bend"))
  const river = createRiver(layout, by("river"))
  const frame = createFrame(centreOf(park))
  const ground = layBlocks(layout, river, { bend, frame, random: by("blocks") })
  const { sites, changes, ponds } = settleSites(ground.blocks, parcels, {
    layout,
    bend,
    frame,
    random: by("sites"),
  })
  const holdings = planHoldings(sites, park, by("holdings"))
  return {
    zoneName: park === 0 ? ZONE_NAME : `${ZONE_NAME}第${park + 1}园`,
    asOf: calendar.asOf,
    fiscalYears: [...calendar.fiscalYears],
    context: drawSurroundings(ground, { layout, river, bend, frame, ponds, random: by("around") }),
    ...writeFacts(holdings, changes, { park, seed, calendar, hasAnomalies }),
  }
}
