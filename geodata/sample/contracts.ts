/** Contracts and allocation decisions: dates, price, and what was promised. */
import type { Calendar } from "./calendar.ts"
import { supervisionNoOf } from "./codes.ts"
import { formatHundredths } from "./decimals.ts"
import type { SampleContract } from "./facts.ts"
import type { Holding } from "./holdings.ts"
import type { Random } from "./random.ts"

const MU_PER_DM2 = 0.000015

/** The terms of a holding that other facts are measured by. */
export type Terms = {
  contract: SampleContract
  /** Whole 100 yuan. */
  investHundredYuan: number
  dueDm2: number
  /** Least plot ratio in hundredths; null where none is agreed. */
  farMinHundredths: number | null
}

/** What a firm made of a mu of its land in the worst year and in the last, in 万元; null where unknown. */
export type Yield = { leastTax: number; lastTax: number; leastRevenue: number; lastRevenue: number }

/** Null for land without a contract. */
export function drawTerms(
  holding: Holding,
  earned: Yield | null,
  { calendar, random }: { calendar: Calendar; random: Random },
): Terms | null {
  const { course, site, areas, wish } = holding
  if (!course?.supplied) return null
  const signedOn = calendar.dayOf(course.supplied)
  const year = signedOn.slice(0, 4)
  const mu = areas.legalDm2 * MU_PER_DM2
  const { kind, code } = site.use
  const isWorks = kind === "works" || kind === "storage"
  const isAllocated = kind === "green" || kind === "utility" || code.startsWith("08")
  const age = course.supplied[0]
  // Prices and demands rose with the years.
  const pricePerMu = (isWorks ? 24 - age / 14 : 180) * random.between(0.88, 1.14)
  const investPerMu = Math.round((isWorks ? 290 - age * 0.8 : 420) * random.between(0.8, 1.25))
  const farMinHundredths = isWorks ? (age > 120 ? 70 : age > 60 ? 80 : 100) : null
  const investHundredYuan =
    wish?.lot.due?.investHundredYuan ?? Math.round(investPerMu * mu * random.between(1, 1.08)) * 100
  const dueDm2 = wish?.lot.due?.areaDm2 ?? areas.legalDm2
  const price = wish?.lot.priceHundredYuan ?? (isAllocated ? 0 : Math.round(pricePerMu * mu) * 100)
  const promise = planPromise(holding, earned, random)
  const day = (ago: Parameters<Calendar["dayOf"]>[0] | null) => (ago ? calendar.dayOf(ago) : null)
  const number = holding.sequence
  const contract: SampleContract = {
    parcelCode: holding.parcelCode,
    contractNo: `淙${isAllocated ? "划拨" : "出让"}〔${year}〕${number}号`,
    supervisionNo: Number(year) >= 2009 ? supervisionNoOf(year, number) : null,
    signedOn,
    agreedDeliveryOn: day(course.delivered),
    deliveredOn: day(course.delivered),
    agreedStartOn: day(course.startDue),
    supplementStartOn: null,
    agreedCompletionOn: day(course.completionDue),
    agreedProductionOn: day(course.productionDue),
    targetCheckOn: promise || isWorks ? day(course.targetCheck) : null,
    landPriceWanYuan: formatHundredths(price),
    totalInvestWanYuan: formatHundredths(investHundredYuan),
    devAreaDueM2: formatHundredths(dueDm2),
    investPerMuWanYuan: isWorks
      ? formatHundredths(Math.floor((investHundredYuan / mu) * 0.97))
      : null,
    outputPerMuWanYuan: promise ? formatHundredths(promise.revenue * 100) : null,
    taxPerMuWanYuan: promise ? formatHundredths(promise.tax * 100) : null,
    farMin: farMinHundredths === null ? null : formatHundredths(farMinHundredths),
    farMax: farMinHundredths === null ? null : formatHundredths(farMinHundredths + 100),
  }
  return { contract, investHundredYuan, dueDm2, farMinHundredths }
}

/** Contracts of more than twelve years ago promised nothing per mu. */
const OLDEST_PROMISE_MONTHS = 144

/** Whole 万元 per mu: below what the firm has always made, or well above what it made. */
function planPromise(
  { course, stage, wish, site }: Holding,
  earned: Yield | null,
  random: Random,
): { tax: number; revenue: number } | null {
  const wanted = wish ? (wish.lot.promise ?? "none") : stage === "missed" ? "broken" : "kept"
  const isOld = (course?.supplied?.[0] ?? 0) > OLDEST_PROMISE_MONTHS
  if (site.use.kind !== "works" || (wanted !== "broken" && isOld)) return null
  if (wanted === "none") return null
  if (!course?.producing) return { tax: random.int(16, 30), revenue: random.int(280, 480) }
  if (!earned) return null
  if (wanted === "broken") {
    return {
      tax: Math.max(12, Math.ceil(earned.lastTax * random.between(1.3, 2.2))),
      revenue: Math.max(200, Math.ceil(earned.lastRevenue * random.between(1.1, 1.6))),
    }
  }
  const tax = Math.floor(earned.leastTax * random.between(0.6, 0.9))
  const revenue = Math.floor(earned.leastRevenue * random.between(0.6, 0.9))
  return tax >= 2 && random.chance(0.5) ? { tax, revenue } : null
}
