/** What chance deals a firm for each fiscal year, before the zone's sums are brought to what is usual. */
import type { Calendar } from "./calendar.ts"
import type { IndicatorInput } from "./facts.ts"
import type { Firm } from "./firms.ts"
import type { Random } from "./random.ts"
import type { MissingReason } from "./wishes.ts"

/** Measures that are brought to a mean per mu. */
export const MEASURES = [
  "revenueWanYuan",
  "taxWanYuan",
  "valueAddedWanYuan",
  "energyTce",
  "emissionT",
  "powerWanKwh",
  "averageStaff",
  "rdWanYuan",
] as const satisfies readonly IndicatorInput[]
export type Measure = (typeof MEASURES)[number]

export type YearDraw = {
  /** Mean over the days of the year. */
  landMu: number
  /** Not in production yet, so that there is nothing to report. */
  isBefore: boolean
  /** In production on some day of the year, or on all. */
  isActive: boolean
  isFullYear: boolean
  amounts: Record<Measure, number>
  missing: Partial<Record<IndicatorInput, MissingReason>>
  isRefund: boolean
  hasResearch: boolean
  /** What land costs in tax and a site in power without any production. */
  landTaxWanYuan: number
  idlePowerWanKwh: number
  newProjectInvestWanYuan: number
  /** Shares of revenue. */
  shares: { techInvest: number; netProfit: number; netAssets: number }
  /** 0-1, how far from the line of 20 million yuan a firm near it stays. */
  edge: number
}

/**
 * Deviation of the logarithm of what a firm makes of a mu, and of what share of it is tax: of ten firms
 * above scale nine lie within a third and three times the middle. Small firms are more alike.
 */
const SIGMA = {
  above: { revenue: 0.58, tax: 0.42 },
  below: { revenue: 0.3, tax: 0.24 },
  planted: { revenue: 0.3, tax: 0.18 },
}

/** A refund to a large firm would show in the sum of the zone. */
const LARGEST_REFUND_MU = 45

export function drawYears(
  firm: Firm,
  land: readonly number[] | undefined,
  calendar: Calendar,
  random: Random,
): YearDraw[] {
  const { profile } = firm
  // What is planted is not to be spoilt by chance.
  const isPlanted = firm.wish !== null
  const sigma = isPlanted ? SIGMA.planted : firm.aboveScale ? SIGMA.above : SIGMA.below
  const strength = {
    revenue: profile.revenue * random.spread(1, sigma.revenue),
    tax: profile.tax * random.spread(1, sigma.tax),
    valueAdded: profile.valueAdded * random.spread(1, 0.22),
    energy: profile.energy * random.spread(1, 0.4),
    emission: profile.emission * random.spread(1, 0.6),
    power: profile.power * random.spread(1, 0.2),
    staff: profile.staff * random.spread(1, 0.3),
    rd: profile.rdShare * random.spread(1, 0.6),
  }
  const growth = random.spread(1, 0.07)
  const hasResearch = random.chance(firm.aboveScale ? 0.74 : 0.2)
  const hasEmission = !random.chance(0.13)
  const edge = random.next()
  const producing = firm.producing ? calendar.dayOf(firm.producing) : null
  const started = firm.started ? calendar.dayOf(firm.started) : null
  const isBegun = (day: string) => stopped === null && started !== null && started <= day
  const stopped = firm.stopped ? calendar.dayOf(firm.stopped) : null
  let trend = 1
  return calendar.fiscalYears.map((year, n) => {
    const landMu = land?.[n] ?? 0
    const length = calendar.lengthOf(year)
    const days = producing === null ? 0 : calendar.daysInYear(year, producing, stopped)
    // A firm in its first year runs at half, whatever the number of its days.
    const isFirst = producing !== null && days > 0 && days < length
    const run = (days / length) * (isFirst && stopped === null ? 0.6 : 1)
    trend *= growth * random.spread(1, 0.09)
    const noise = () => random.spread(1, 0.06)
    const revenue = Math.max(0, landMu) * strength.revenue * trend * run
    const valueAdded = revenue * strength.valueAdded * noise()
    const energy = valueAdded * strength.energy * noise()
    const isStill = run === 0
    const missing = drawMissing(hasEmission, random)
    const isRefund = random.chance(0.016) && days === length && landMu < LARGEST_REFUND_MU
    return {
      landMu,
      isBefore: producing === null || producing > `${year}-12-31`,
      isActive: days > 0,
      isFullYear: days === length,
      amounts: {
        revenueWanYuan: revenue,
        taxWanYuan: revenue * strength.tax * noise(),
        valueAddedWanYuan: valueAdded,
        energyTce: energy,
        emissionT: valueAdded * strength.emission * noise(),
        powerWanKwh: revenue * strength.power * noise(),
        averageStaff: valueAdded * strength.staff * noise(),
        rdWanYuan: revenue * strength.rd * noise(),
      },
      missing: isPlanted ? {} : missing,
      isRefund: isRefund && !isPlanted,
      hasResearch,
      landTaxWanYuan: isStill ? landMu * 0.4 : 0,
      idlePowerWanKwh: isStill ? landMu * 0.05 : 0,
      newProjectInvestWanYuan:
        isStill && isBegun(`${year}-12-31`) ? landMu * random.between(20, 80) : 0,
      shares: {
        techInvest: random.chance(0.55) ? random.spread(0.028, 0.6) : 0,
        netProfit: 0.052 + 0.035 * random.normal(),
        netAssets: random.spread(0.55, 0.25),
      },
      edge,
    }
  })
}

function drawMissing(hasEmission: boolean, random: Random): YearDraw["missing"] {
  const missing: YearDraw["missing"] = {}
  if (!hasEmission || random.chance(0.02)) missing.emissionT = "notReported"
  if (random.chance(0.013)) missing.taxWanYuan = random.pick(["notReported", "underReview"])
  if (random.chance(0.015)) missing.powerWanKwh = "notReported"
  if (random.chance(0.01)) missing.energyTce = "underReview"
  return missing
}
