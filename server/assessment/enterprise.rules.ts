import { Exact, toMu } from "../../geodata/units.ts"
import { type Amounts, QUANTITIES, type Quantity } from "./indicator.rules.ts"
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
const isBelow0 = (amount: Exact) => amount.isNeg() && !amount.isZero()

/** Above this an amount is warned of: 10 trillion yuan, or more land than any province has. */
const IMPLAUSIBLE = 1e9
/** Two statements of one lease may differ by rounding: 0.01 mu, the tolerance of lease conservation. */
const LEASE_TOLERANCE_MU = 0.01

const NAMES = Object.keys(QUANTITIES) as Quantity[]

/** A firm's amounts as exact decimals with its land, and what had to be said about them. */
export function readAmounts(enterprise: Enterprise) {
  const reasons: Notice[] = []
  const warnings: Notice[] = []
  const amounts = { landMu: null } as Amounts
  for (const name of NAMES) {
    const given = enterprise[name]
    let amount = given === null || given === undefined ? null : new Exact(given)
    if (amount && Math.abs(Number(given)) > IMPLAUSIBLE)
      warnings.push(
        notice("implausibleMagnitude", {
          creditCode: enterprise.creditCode,
          field: name,
          label: QUANTITIES[name],
          value: amount.toString(),
        }),
      )
    if (amount && isBelow0(amount) && !SIGNED.has(name) && !isLandPart(name)) {
      const params = { field: name, label: QUANTITIES[name], value: amount.toString() }
      reasons.push(notice("quantityNegative", params))
      amount = null
    }
    amounts[name] = amount
  }
  const land = findLand(amounts)
  amounts.landMu = land.landMu
  return { amounts, landCounts: land.counts, reasons: [...land.reasons, ...reasons], warnings }
}

type Land = { landMu: Exact | null; counts: boolean; reasons: Notice[] }

/**
 * landMu = owned + leased in - leased out. Floor space leased in counts as floor area over the plot
 * ratio of the lessor's parcel, unless the leased land itself is stated.
 * @returns `counts` is false where the firm cannot be scored: unknown, negative or no land
 */
function findLand(amounts: Amounts): Land {
  const reasons: Notice[] = []
  const refused = (landMu: Exact | null, reason: Notice): Land => ({
    landMu,
    counts: false,
    reasons: [...reasons, reason],
  })
  const leased = findLeasedInMu(amounts)
  if (leased === "farMissing") return refused(null, notice("leasedInFarMissing", {}))
  if (leased.reason) reasons.push(leased.reason)
  if (amounts.ownedMu === null) {
    if (!leased.mu) return refused(null, notice("landMissing", {}))
    reasons.push(notice("ownedMissing", {}))
  }
  const own = amounts.ownedMu ?? new Exact(0)
  const used = leased.mu ? own.plus(leased.mu) : own
  const landMu = amounts.leasedOutMu ? used.minus(amounts.leasedOutMu) : used
  const negative = LAND_PARTS.find((part) => amounts[part] && isBelow0(amounts[part]))
  if (negative)
    return refused(
      landMu,
      notice("landPartNegative", { field: negative, label: QUANTITIES[negative] }),
    )
  if (landMu.isNeg() || landMu.isZero())
    return refused(landMu, notice("landNotPositive", { landMu: landMu.toString() }))
  return { landMu, counts: true, reasons }
}

type Leased = { mu: Exact | null; reason: Notice | null }

function findLeasedInMu(amounts: Amounts): Leased | "farMissing" {
  const { leasedInMu: stated, leasedInFloorM2: floorM2, leasedInFar: far } = amounts
  const hasFloor = floorM2 !== null && !floorM2.isZero()
  // A stated 0 beside a leased floor is an unfilled column, not a second lease.
  const isStated = stated !== null && !stated.isZero()
  if (!hasFloor) return { mu: stated, reason: null }
  // Multiplied before divided: 8,000 m² at 1.2 is 10 mu exactly.
  const fromFloor = far !== null && !far.isZero() ? toMu(floorM2).div(far) : null
  if (!isStated) return fromFloor ? { mu: fromFloor, reason: null } : "farMissing"
  const differs = fromFloor?.minus(stated).abs().gt(LEASE_TOLERANCE_MU)
  const reason =
    fromFloor && differs
      ? notice("leasedInTwice", {
          leasedInMu: stated.toString(),
          fromFloorMu: fromFloor.toDecimalPlaces(4).toString(),
        })
      : null
  return { mu: stated, reason }
}
