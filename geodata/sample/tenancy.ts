/** Who uses which land from when to when: owners, tenants by land or by floor, unknown tenants. */
import type { Ago, Calendar } from "./calendar.ts"
import { formatHundredths } from "./decimals.ts"
import type { SampleOccupancy } from "./facts.ts"
import type { Firm, Firms } from "./firms.ts"
import type { Past } from "./history.ts"
import { groupBy } from "./groups.ts"
import { type Holding, listPlantedHoldings } from "./holdings.ts"
import { CASE_WISHES } from "./planted.ts"
import type { Random } from "./random.ts"
import type { When } from "./wishes.ts"

/** One use of land; an unknown tenant has no firm, and a lease takes from its lessor what it gives. */
export type Use = {
  holding: Holding
  kind: SampleOccupancy["kind"]
  /** The firm of the row: owner, tenant, or for `leasedOut` the lessor. */
  firm: Firm
  lessor: Firm | null
  landDm2: number
  floorDm2: number | null
  farHundredths: number | null
  from: string
  to: string | null
}

type Setting = { firms: Firms; calendar: Calendar; random: Random }

export const letLand = (
  holdings: readonly Holding[],
  history: readonly Past[],
  setting: Setting,
): Use[] => [
  ...ownLand(holdings, history, setting),
  ...leaseAsPlanted(holdings, setting),
  ...leaseAtRandom(holdings, setting),
]

/** Every holder has his whole parcel, since it was supplied or parted from a larger one. */
function ownLand(
  holdings: readonly Holding[],
  history: readonly Past[],
  { firms: { ownerOf }, calendar }: Setting,
): Use[] {
  const own = (holding: Holding, firm: Firm | undefined, days: { since?: string; to?: string }) => {
    const supplied = holding.course?.supplied
    if (!firm || !supplied) return []
    const from = days.since ?? calendar.dayOf(landAcquired(supplied))
    const to = days.to ?? null
    return [{ ...OWNED, holding, firm, landDm2: holding.areas.legalDm2, from, to }]
  }
  const parted = history.filter(({ kind }) => kind === "split")
  const sinceOf = new Map(
    parted.flatMap(({ on, children }) => children.map((child) => [child, on])),
  )
  const now = holdings.flatMap((holding) => {
    const since = sinceOf.get(holding)
    return own(holding, ownerOf.get(holding), since === undefined ? {} : { since })
  })
  // Until the split the holder of the first part had the whole.
  const before = parted.flatMap(({ parents, children, on }) => {
    const first = children[0] && ownerOf.get(children[0])
    return parents.flatMap((parent) => own(parent, first, { to: on }))
  })
  return [...now, ...before]
}

function leaseAsPlanted(
  holdings: readonly Holding[],
  { firms: { ofCase }, calendar }: Setting,
): Use[] {
  const dayOf = (when: When) =>
    "lastYear" in when ? `${calendar.fiscalYears.at(-1)}-${when.lastYear}` : calendar.dayOf(when)
  const lotsOfCase = groupBy(listPlantedHoldings(holdings), ({ wish }) => wish?.caseIndex)
  return CASE_WISHES.flatMap(({ leases }, caseIndex) =>
    (leases ?? []).map((lease): Use => {
      const holding = lotsOfCase.get(caseIndex)?.[lease.lot]
      const lessor = ofCase[caseIndex]?.[lease.lessor]
      const tenant = lease.tenant === null ? null : ofCase[caseIndex]?.[lease.tenant]
      if (!holding || !lessor || tenant === undefined) {
        throw new Error("a planted lease names what is not there")
      }
      const size =
        "floorM2" in lease.size
          ? byFloor(lease.size.floorM2 * 100, lease.size.farHundredths)
          : byLand(Math.round((holding.areas.legalDm2 * lease.size.landHundredths) / 100))
      const to = lease.to === null ? null : dayOf(lease.to)
      return lend({ holding, lessor, tenant, size, from: dayOf(lease.from), to })
    }),
  )
}

/** A place with an owner for every other tenant, and for one unknown tenant per hundred parcels. */
function leaseAtRandom(
  holdings: readonly Holding[],
  { firms: { ownerOf, tenants }, calendar, random }: Setting,
): Use[] {
  const lessors = holdings.filter(({ stage, wish, site }) => {
    return stage === "steady" && !wish && site.use.kind === "works" && site.mu > 24
  })
  const lentBy = new Map<Holding, number>()
  const lendFrom = (tenant: Firm | null): Use => {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const holding = random.pick(lessors)
      const lessor = ownerOf.get(holding)
      const lent = lentBy.get(holding) ?? 0
      if (!lessor || lent >= MOST_LEASES) continue
      lentBy.set(holding, lent + 1)
      const { legalDm2 } = holding.areas
      const landDm2 = Math.min(LARGEST_LEASE_DM2, Math.round(legalDm2 * random.between(0.1, 0.28)))
      const farHundredths = random.pick([80, 90, 100, 110, 120, 150, 160])
      // Floor is let by the ten square metres.
      const floorDm2 = Math.round((landDm2 * farHundredths) / 100 / 1000) * 1000
      const size = random.chance(0.6) ? byFloor(floorDm2, farHundredths) : byLand(landDm2)
      const from = calendar.dayOf([random.int(4, 60), random.int(0, 26)])
      return lend({ holding, lessor, tenant, size, from, to: null })
    }
    throw new Error("too few works to let land for every tenant")
  }
  const unknown = Array.from({ length: Math.round(holdings.length / 100) }, () => null)
  return [...tenants, ...unknown].map(lendFrom)
}

/** Of a parcel; three of at most 28 % leave the owner some. */
const MOST_LEASES = 3
const MOST_ATTEMPTS = 500

/** 14 mu: tenants are small. */
const LARGEST_LEASE_DM2 = 930_000

/** About three weeks after the signature the land is the holder's. */
const landAcquired = ([months, days]: Ago): Ago =>
  days >= 20 ? [months, days - 20] : [months - 1, days + 8]

const OWNED = {
  kind: "owned",
  lessor: null,
  floorDm2: null,
  farHundredths: null,
} as const

type Size = Pick<Use, "landDm2" | "floorDm2" | "farHundredths">

const byLand = (landDm2: number): Size => ({ landDm2, floorDm2: null, farHundredths: null })

/** Land = floor / plot ratio, half up to 0.01 m²; all whole numbers, so exact. */
function byFloor(floorDm2: number, farHundredths: number): Size {
  const landDm2 = Math.floor((2 * 100 * floorDm2 + farHundredths) / (2 * farHundredths))
  return { landDm2, floorDm2, farHundredths }
}

function lend({
  holding,
  lessor,
  tenant,
  size,
  from,
  to,
}: {
  holding: Holding
  lessor: Firm
  tenant: Firm | null
  size: Size
  from: string
  to: string | null
}): Use {
  return tenant
    ? { holding, kind: "leasedIn", firm: tenant, lessor, ...size, from, to }
    : { holding, kind: "leasedOut", firm: lessor, lessor: null, ...size, from, to }
}

export const toOccupancy = (use: Use): SampleOccupancy => ({
  parcelCode: use.holding.parcelCode,
  creditCode: use.firm.creditCode,
  kind: use.kind,
  lessorCreditCode: use.lessor?.creditCode ?? null,
  landAreaM2: formatHundredths(use.landDm2),
  floorAreaM2: use.floorDm2 === null ? null : formatHundredths(use.floorDm2),
  far: use.farHundredths === null ? null : formatHundredths(use.farHundredths),
  fromOn: use.from,
  toOn: use.to,
})

/** Land of each firm in each fiscal year in mu, averaged over the days, let land taken off. */
export function landByYear(uses: readonly Use[], calendar: Calendar): Map<Firm, number[]> {
  const land = new Map<Firm, number[]>()
  const add = (firm: Firm, dm2: number, { from, to }: Use) => {
    const years = land.get(firm) ?? calendar.fiscalYears.map(() => 0)
    calendar.fiscalYears.forEach((year, n) => {
      const share = calendar.daysInYear(year, from, to) / calendar.lengthOf(year)
      years[n] = (years[n] ?? 0) + dm2 * share * MU_PER_DM2
    })
    land.set(firm, years)
  }
  for (const use of uses) {
    add(use.firm, use.kind === "leasedOut" ? -use.landDm2 : use.landDm2, use)
    if (use.lessor) add(use.lessor, -use.landDm2, use)
  }
  return land
}

const MU_PER_DM2 = 0.000015
