/** Firms: who holds the land, who rents, and what sort of firm each is. */
import type { Ago, Calendar } from "./calendar.ts"
import { creditCodeOf } from "./codes.ts"
import type { SampleEnterprise } from "./facts.ts"
import { groupBy } from "./groups.ts"
import { type Holding, listPlantedHoldings } from "./holdings.ts"
import {
  type Cluster,
  INDUSTRIES,
  type Industry,
  type Profile,
  PROFILES,
  UTILITIES,
} from "./industries.ts"
import { createFirmNames, type FirmName, type FirmNames } from "./names.ts"
import { CASE_WISHES } from "./planted.ts"
import type { Random } from "./random.ts"
import type { FirmWish } from "./wishes.ts"

export type Firm = {
  creditCode: string
  name: FirmName
  formerName: string | null
  industry: Industry
  profile: Profile
  aboveScale: boolean
  ratingClass: SampleEnterprise["ratingClass"]
  registered: Ago
  /** When work on its land began, and when it began to produce; null while that has not come. */
  started: Ago | null
  producing: Ago | null
  stopped: Ago | null
  wish: FirmWish | null
}

export type Firms = {
  firms: Firm[]
  ownerOf: Map<Holding, Firm>
  /** Firms of each planted case in its order. */
  ofCase: readonly (readonly Firm[])[]
  /** Firms without land of their own, to be tenants; the planted ones are not among them. */
  tenants: Firm[]
}

const FIRMS_PER_PARCEL = 0.75
/** Of the firms, so many at least have no land of their own. */
const TENANT_SHARE = 0.12

/** Neighbouring lots that one firm may own, but for the sake of the number of firms. */
const LONGEST_CHAIN = 3

/** Chance that a producing firm is above scale, by its land in mu. */
const ABOVE_SCALE: readonly (readonly [belowMu: number, chance: number])[] = [
  [10, 0.02],
  [15, 0.1],
  [22, 0.34],
  [40, 0.84],
  [Infinity, 0.98],
]

/** Registers firms: each gets the next code and a name that no other has. */
type Register = {
  firms: Firm[]
  names: FirmNames
  random: Random
  found(facts: FirmFacts): Firm
}
type FirmFacts = Omit<Firm, "creditCode" | "formerName"> & { isRenamed: boolean }

export function foundFirms(
  holdings: readonly Holding[],
  { park, random }: { park: number; random: Random },
): Firms {
  const names = createFirmNames(random)
  const firms: Firm[] = []
  const found = ({ isRenamed, ...facts }: FirmFacts): Firm => {
    const firm: Firm = {
      ...facts,
      creditCode: creditCodeOf(park, firms.length),
      formerName: isRenamed ? names.inventFormer(facts.name) : null,
    }
    firms.push(firm)
    return firm
  }
  const register: Register = { firms, names, random, found }
  const ownerOf = new Map<Holding, Firm>()
  const ofCase = foundPlanted(holdings, register, ownerOf)
  const total = Math.round(holdings.length * FIRMS_PER_PARCEL)
  foundOwners(holdings, register, { ownerOf, most: Math.round(total * (1 - TENANT_SHARE)) })
  const tenants = Array.from({ length: Math.max(0, total - firms.length) }, () =>
    found(tenantFacts(register)),
  )
  return { firms, ownerOf, ofCase, tenants }
}

/** The planted firms come first, so that their codes are the same whatever the seed and size. */
function foundPlanted(
  holdings: readonly Holding[],
  { names, random, found }: Register,
  ownerOf: Map<Holding, Firm>,
): Firm[][] {
  const lotsOfCase = groupBy(listPlantedHoldings(holdings), ({ wish }) => wish?.caseIndex)
  return CASE_WISHES.map((wishes, caseIndex) => {
    const lots = lotsOfCase.get(caseIndex) ?? []
    const members: Firm[] = []
    wishes.firms?.forEach((wish, index) => {
      const land = lots.find((lot) => lot.wish?.lot.owner === index)
      const industry = findIndustry(wish.industryCode) ?? industryOf(land ?? lots[0], random)
      const brand = wish.groupOf === undefined ? undefined : members[wish.groupOf]?.name.brand
      const producing = land ? (land.course?.producing ?? null) : LONG_PRODUCING
      const firm = found({
        name: names.invent(industry.products, brand),
        industry,
        profile: PROFILES[industry.cluster],
        aboveScale: wish.aboveScale,
        ratingClass: wish.ratingClass ?? (isYoung(producing) ? "transition" : "rated"),
        registered: registeredBefore(land?.course?.supplied ?? [80, 0], random),
        started: land ? (land.course?.started ?? null) : LONG_PRODUCING,
        producing,
        stopped: land?.course?.stopped ?? null,
        isRenamed: wish.hasFormerName ?? false,
        wish,
      })
      members.push(firm)
    })
    for (const lot of lots) {
      const owner = members[lot.wish?.lot.owner ?? -1]
      if (owner) ownerOf.set(lot, owner)
    }
    return members
  })
}

/** An owner for every other piece of firm land. Neighbouring lots may be one firm's, the more the fewer firms are left. */
function foundOwners(
  holdings: readonly Holding[],
  { firms, names, random, found }: Register,
  { ownerOf, most }: { ownerOf: Map<Holding, Firm>; most: number },
) {
  const free = holdings.filter(
    (holding) => holding.course?.supplied && !holding.wish && isFirmLand(holding),
  )
  let spare = free.length - (most - firms.length)
  let before: Holding | undefined
  let chain = 1
  for (const holding of free) {
    const neighbour = before && ownerOf.get(before)
    const mayJoin =
      neighbour?.aboveScale &&
      spare > 0 &&
      chain < LONGEST_CHAIN &&
      before?.site.block === holding.site.block &&
      before.stage === holding.stage
    const isAlike = before?.site.use.cluster === holding.site.use.cluster
    before = holding
    if (mayJoin && random.chance(isAlike ? 0.96 : 0.7)) {
      ownerOf.set(holding, neighbour)
      chain += 1
      spare -= 1
    } else {
      ownerOf.set(holding, found(ownerFacts(holding, names, random)))
      chain = 1
    }
  }
}

function tenantFacts({ names, random }: Register): FirmFacts {
  const industry = random.pick(INDUSTRIES.filter(({ cluster }) => cluster !== "logistics"))
  return {
    name: names.invent(industry.products),
    industry,
    profile: PROFILES[industry.cluster],
    aboveScale: random.chance(0.12),
    ratingClass: "rated",
    registered: [random.int(74, 190), random.int(0, 26)],
    started: LONG_PRODUCING,
    producing: LONG_PRODUCING,
    stopped: null,
    isRenamed: random.chance(0.1),
    wish: null,
  }
}

const LONG_PRODUCING: Ago = [70, 0]
/** In production for less than this many months counts as a transition. */
const YOUNG_MONTHS = 24

const isYoung = (producing: Ago | null) => producing === null || producing[0] < YOUNG_MONTHS

const isFirmLand = ({ site }: Holding) =>
  site.use.kind === "works" || site.use.kind === "storage" || site.use.code in UTILITIES

const registeredBefore = ([months]: Ago, random: Random): Ago => [
  months + random.int(4, 50),
  random.int(0, 26),
]

const findIndustry = (code: string | undefined): Industry | undefined => {
  if (code === undefined) return undefined
  const utility = Object.values(UTILITIES).find((row) => row.code === code)
  if (utility) return { ...utility, cluster: "utilities" }
  return INDUSTRIES.find((industry) => industry.code === code)
}

function industryOf(holding: Holding | undefined, random: Random): Industry {
  const code = holding?.site.use.code ?? ""
  const utility = UTILITIES[code]
  if (utility) return { ...utility, cluster: "utilities" }
  const cluster: Cluster = holding?.site.use.cluster ?? "machinery"
  return random.pick(INDUSTRIES.filter((industry) => industry.cluster === cluster))
}

function ownerFacts(holding: Holding, names: FirmNames, random: Random): FirmFacts {
  const { course, site } = holding
  const industry = industryOf(holding, random)
  const producing = course?.producing ?? null
  const isUtility = industry.cluster === "utilities"
  const isLogistics = industry.cluster === "logistics"
  const chance = ABOVE_SCALE.find(([belowMu]) => site.mu < belowMu)?.[1] ?? 0
  const isUpscaled = course?.upscaled != null && random.chance(chance)
  return {
    name: names.invent(industry.products),
    industry,
    profile: PROFILES[industry.cluster],
    aboveScale: isUpscaled,
    ratingClass: isUtility
      ? "exempt"
      : isLogistics
        ? "notRated"
        : isYoung(producing)
          ? "transition"
          : random.weigh(RATING_CLASSES),
    registered: registeredBefore(course?.supplied ?? [60, 0], random),
    started: course?.started ?? null,
    producing,
    stopped: course?.stopped ?? null,
    isRenamed: random.chance(0.1),
    wish: null,
  }
}

const RATING_CLASSES: readonly (readonly [SampleEnterprise["ratingClass"], number])[] = [
  ["rated", 0.97],
  ["uplift", 0.01],
  ["ungraded", 0.012],
  ["unsuitable", 0.008],
]

export const toEnterprise = (firm: Firm, calendar: Calendar): SampleEnterprise => ({
  creditCode: firm.creditCode,
  name: firm.name.name,
  formerName: firm.formerName,
  industryCode: firm.industry.code,
  aboveScale: firm.aboveScale,
  registeredOn: calendar.dayOf(firm.registered),
  ratingClass: firm.ratingClass,
})
