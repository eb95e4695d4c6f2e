import { Exact, toMu } from "../../geodata/units.ts"
import {
  compareFixed,
  type Fixed,
  fromExact,
  negate,
  NOTHING_FIXED,
  plus,
  readFixed,
  toExact,
} from "./fixed.rules.ts"
import { QUANTITIES, type Quantity } from "./indicator.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"

/** Mutually exclusive; only `rated` is ranked and enters means. */
export const RATING_CLASSES = {
  rated: "参评",
  transition: "过渡期",
  uplift: "提升期",
  exempt: "免评",
  ungraded: "参评不定档",
  notRated: "不参评",
  unsuitable: "不宜评价（T 类）",
} as const
export type RatingClass = keyof typeof RATING_CLASSES

/** One firm of one year as it comes in. Absent or null is missing, 0 is zero; text is an exact decimal. */
export type Enterprise = {
  creditCode: string
  name?: string | null | undefined
  industryCode?: string | null | undefined
  aboveScale?: boolean | null | undefined
  ratingClass?: RatingClass | null | undefined
  /** Firms that rent from this one. */
  tenants?: number | null | undefined
  bonus?: BonusClaim[] | null | undefined
  penalty?: PenaltyClaim[] | null | undefined
  events?: string[] | null | undefined
} & { [Name in Quantity]?: number | string | null | undefined }

export type BonusClaim = { group: string; item: string; points: number }
type PenaltyClaim = { item: string; points: number }

/** May truly be below zero: a tax refund, a loss, returned sales. Land is judged by itself. */
const SIGNED: ReadonlySet<Quantity> = new Set([
  "taxWanYuan",
  "valueAddedWanYuan",
  "revenueWanYuan",
  "netProfitWanYuan",
  "netAssetsWanYuan",
])
const LAND_PARTS = [
  "ownedMu",
  "leasedInMu",
  "leasedInFloorM2",
  "leasedInFar",
  "leasedOutMu",
] as const
const isLandPart = (name: Quantity) => LAND_PARTS.some((part) => part === name)
/** What firms and departments report: every quantity that is not land. */
export const REPORTED = (Object.keys(QUANTITIES) as Quantity[]).filter((name) => !isLandPart(name))
export type Reported = Exclude<Quantity, (typeof LAND_PARTS)[number]>
/** Of these a figure below zero is a slip of the pen. */
const UNSIGNED: ReadonlySet<Quantity> = new Set(
  (Object.keys(QUANTITIES) as Quantity[]).filter((name) => !SIGNED.has(name) && !isLandPart(name)),
)

/** Above this an amount is warned of: 10 trillion yuan, or more land than any province has. */
const IMPLAUSIBLE = 1e9
/** Two statements of one lease may differ by rounding: 0.01 mu, the tolerance of lease conservation. */
const LEASE_TOLERANCE_MU = readFixed(0.01)

const NAMES = Object.keys(QUANTITIES) as Quantity[]

/** A firm with its land, and what had to be said about its figures. */
export type Reading = {
  readonly enterprise: Enterprise
  readonly landMu: Fixed | null
  /** False where the firm cannot be scored: land unknown, negative or none. */
  readonly landCounts: boolean
  readonly reasons: readonly Notice[]
  readonly warnings: readonly Notice[]
}

/** An amount as it counts; null is missing: not given, or below zero where nothing can be. */
export function readAmount(enterprise: Enterprise, name: Quantity): Fixed | null {
  const given = enterprise[name]
  if (given === null || given === undefined) return null
  const amount = readFixed(given)
  return amount.units < 0n && UNSIGNED.has(name) ? null : amount
}

/**
 * Reads a firm's land and looks through its figures.
 * @throws Error of decimal.js where a figure is text that is no number
 */
export function readEnterprise(enterprise: Enterprise): Reading {
  const reasons: Notice[] = []
  const warnings: Notice[] = []
  for (const name of NAMES) {
    const given = enterprise[name]
    if (given === null || given === undefined) continue
    const nearest = Number(given)
    // What is plainly within bounds needs no second look; a -0 may be text of something below zero.
    if (nearest <= IMPLAUSIBLE && (nearest > 0 || Object.is(nearest, 0))) continue
    const amount = new Exact(given)
    if (Math.abs(nearest) > IMPLAUSIBLE)
      warnings.push(
        notice("implausibleMagnitude", {
          creditCode: enterprise.creditCode,
          field: name,
          label: QUANTITIES[name],
          value: amount.toString(),
        }),
      )
    if (amount.isNeg() && !amount.isZero() && UNSIGNED.has(name))
      reasons.push(
        notice("quantityNegative", {
          field: name,
          label: QUANTITIES[name],
          value: amount.toString(),
        }),
      )
  }
  const land = findLand(enterprise)
  return {
    enterprise,
    landMu: land.landMu,
    landCounts: land.counts,
    reasons: reasons.length > 0 ? [...land.reasons, ...reasons] : land.reasons,
    warnings: warnings.length > 0 ? warnings : NO_NOTICES,
  }
}

const NO_NOTICES: readonly Notice[] = []

type Land = { landMu: Fixed | null; counts: boolean; reasons: readonly Notice[] }

/**
 * landMu = owned + leased in - leased out. Floor space leased in counts as floor area over the plot
 * ratio of the lessor's parcel, unless the leased land itself is stated.
 * @returns `counts` is false where the firm cannot be scored: unknown, negative or no land
 */
function findLand(enterprise: Enterprise): Land {
  const reasons: Notice[] = []
  const refused = (landMu: Fixed | null, reason: Notice): Land => ({
    landMu,
    counts: false,
    reasons: [...reasons, reason],
  })
  const ownedMu = readAmount(enterprise, "ownedMu")
  const leasedOutMu = readAmount(enterprise, "leasedOutMu")
  const leased = findLeasedInMu(enterprise)
  if (leased === "farMissing") return refused(null, notice("leasedInFarMissing", {}))
  if (leased.reason) reasons.push(leased.reason)
  if (ownedMu === null) {
    if (!leased.mu) return refused(null, notice("landMissing", {}))
    reasons.push(notice("ownedMissing", {}))
  }
  const own = ownedMu ?? NOTHING_FIXED
  const used = leased.mu ? plus(own, leased.mu) : own
  const landMu = leasedOutMu ? plus(used, negate(leasedOutMu)) : used
  const negative = LAND_PARTS.find((part) => Number(enterprise[part] ?? 0) < 0)
  if (negative)
    return refused(
      landMu,
      notice("landPartNegative", { field: negative, label: QUANTITIES[negative] }),
    )
  if (landMu.units <= 0n)
    return refused(landMu, notice("landNotPositive", { landMu: toExact(landMu).toString() }))
  return { landMu, counts: true, reasons: reasons.length > 0 ? reasons : NO_NOTICES }
}

type Leased = { mu: Fixed | null; reason: Notice | null }

function findLeasedInMu(enterprise: Enterprise): Leased | "farMissing" {
  const stated = readAmount(enterprise, "leasedInMu")
  const floorM2 = readAmount(enterprise, "leasedInFloorM2")
  if (!floorM2?.units) return { mu: stated, reason: null }
  const far = readAmount(enterprise, "leasedInFar")
  // Multiplied before divided: 8,000 m² at 1.2 is 10 mu exactly.
  const fromFloor = far?.units ? toMu(toExact(floorM2)).div(toExact(far)) : null
  // A stated 0 beside a leased floor is an unfilled column, not a second lease.
  if (!stated?.units) return fromFloor ? { mu: fromExact(fromFloor), reason: null } : "farMissing"
  if (!fromFloor) return { mu: stated, reason: null }
  const differs =
    compareFixed(fromExact(fromFloor.minus(toExact(stated)).abs()), LEASE_TOLERANCE_MU) > 0
  const reason = differs
    ? notice("leasedInTwice", {
        leasedInMu: toExact(stated).toString(),
        fromFloorMu: fromFloor.toDecimalPlaces(4).toString(),
      })
    : null
  return { mu: stated, reason }
}
