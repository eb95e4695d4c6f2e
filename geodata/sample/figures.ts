/**
 * Yearly figures of the firms: drawn by industry with a heavy tail, then brought as a whole to what a
 * zone of this kind reports per mu. Amounts are whole hundredths of the unit in the name.
 */
import type { Calendar } from "./calendar.ts"
import { drawYears, type Measure, MEASURES, type YearDraw } from "./draws.ts"
import { formatHundredths, formatTenThousandths } from "./decimals.ts"
import { INDICATOR_INPUTS, type IndicatorInput, type SampleFigures } from "./facts.ts"
import type { Firm } from "./firms.ts"
import type { Random } from "./random.ts"
import type { MissingReason } from "./wishes.ts"

/** Whole hundredths, or why there is none. */
export type Figure = number | MissingReason
export type FirmFigures = { firm: Firm; years: Record<IndicatorInput, Figure>[] }

/**
 * Per mu, by fiscal year, oldest first: 万元, tce, t, 万kWh, persons. Of the size that Ma'anshan and
 * Huangyan published (above scale 17.39 万元 tax and 372.54 revenue per mu in 2021; firms below scale bring the whole down).
 */
const ABOVE_PER_MU: Record<Measure, readonly [number, number, number]> = {
  revenueWanYuan: [372, 384, 392],
  taxWanYuan: [16.6, 17.2, 17.7],
  valueAddedWanYuan: [88, 92, 95],
  energyTce: [53, 53, 52],
  emissionT: [0.0252, 0.0249, 0.0246],
  powerWanKwh: [15.1, 15.5, 15.8],
  averageStaff: [5.3, 5.4, 5.5],
  rdWanYuan: [8.4, 9, 9.6],
}
/** Below scale only tax, revenue and power are known. */
const BELOW_PER_MU: Partial<Record<Measure, readonly [number, number, number]>> = {
  revenueWanYuan: [104, 108, 112],
  taxWanYuan: [5.9, 6.1, 6.3],
  powerWanKwh: [5.4, 5.5, 5.6],
}

/** 20 million yuan of revenue make a firm above scale, in whole hundredths of 万元. */
const ABOVE_SCALE_REVENUE = 200_000

export function reckonFigures(
  firms: readonly Firm[],
  land: ReadonlyMap<Firm, readonly number[]>,
  { calendar, random }: { calendar: Calendar; random: Random },
): FirmFigures[] {
  const draws = firms.map((firm): Draws => [
    firm,
    drawYears(firm, land.get(firm), calendar, random),
  ])
  const years = calendar.fiscalYears.map((_, n) => ({
    above: findScales(draws, { n, aboveScale: true }),
    below: findScales(draws, { n, aboveScale: false }),
  }))
  return draws.map(([firm, drawn]) => ({
    firm,
    years: drawn.map((year, n) => {
      const scales = firm.aboveScale ? years[n]?.above : years[n]?.below
      return settleYear(firm, year, { n, scales: scales ?? {} })
    }),
  }))
}

type Draws = readonly [Firm, readonly YearDraw[]]
type Scales = Partial<Record<Measure, number>>

/** What brings the drawn amounts of the rated firms of a stratum, as a sum over their land, to the target. */
function findScales(
  draws: readonly Draws[],
  { n, aboveScale }: { n: number; aboveScale: boolean },
): Scales {
  const targets = aboveScale ? ABOVE_PER_MU : BELOW_PER_MU
  const counted = draws.filter(([firm]) => firm.aboveScale === aboveScale && isCounted(firm))
  const scales: Scales = {}
  for (const measure of MEASURES) {
    const target = targets[measure]?.[n]
    let drawn = 0
    let given = 0
    let mu = 0
    for (const [firm, years] of counted) {
      const year = years[n]
      const wish = firm.wish?.figures
      if (!year || year.isBefore || year.missing[measure] || wish?.missing?.[measure]?.[n]) continue
      mu += year.landMu
      const set = wish?.set?.[measure]?.[n]
      if (set == null) drawn += year.amounts[measure] * timesOf(firm, measure, n)
      else given += set / unitsOf(measure)
    }
    if (target !== undefined && drawn > 0) scales[measure] = (target * mu - given) / drawn
  }
  return scales
}

/** Firms whose sums make the zone's means: those that the assessment rates. */
const isCounted = ({ ratingClass }: Firm) => ratingClass === "rated"
const timesOf = ({ wish }: Firm, measure: Measure, n: number) =>
  wish?.figures?.times?.[measure]?.[n] ?? 1

/** Hundredths, but emissions in ten-thousandths. */
const unitsOf = (input: IndicatorInput) =>
  input === "emissionT" ? 10_000 : input === "averageStaff" ? 1 : 100

/** Only the statistics, and the pollution register, of above-scale firms know these. */
const STATISTICAL: readonly IndicatorInput[] = [
  "valueAddedWanYuan",
  "energyTce",
  "emissionT",
  "averageStaff",
  "rdWanYuan",
  "techInvestWanYuan",
  "newProjectInvestWanYuan",
  "netProfitWanYuan",
  "netAssetsWanYuan",
]

function settleYear(
  firm: Firm,
  year: YearDraw,
  { n, scales }: { n: number; scales: Scales },
): Record<IndicatorInput, Figure> {
  const amount = (measure: Measure): number => {
    const scaled = year.amounts[measure] * (scales[measure] ?? 1) * timesOf(firm, measure, n)
    return Math.round(scaled * unitsOf(measure))
  }
  const revenue = boundRevenue(firm, year, amount("revenueWanYuan"))
  const figures: Record<IndicatorInput, Figure> = {
    taxWanYuan: year.isRefund
      ? -Math.round(Math.abs(amount("taxWanYuan")) / 6)
      : amount("taxWanYuan") + Math.round(year.landTaxWanYuan * 100),
    valueAddedWanYuan: amount("valueAddedWanYuan"),
    revenueWanYuan: revenue,
    energyTce: amount("energyTce"),
    emissionT: amount("emissionT"),
    powerWanKwh: amount("powerWanKwh") + Math.round(year.idlePowerWanKwh * 100),
    averageStaff: year.isActive ? Math.max(6, amount("averageStaff")) : 3,
    rdWanYuan: year.hasResearch ? amount("rdWanYuan") : 0,
    techInvestWanYuan: Math.round(revenue * year.shares.techInvest),
    newProjectInvestWanYuan: Math.round(year.newProjectInvestWanYuan * 100),
    netProfitWanYuan: Math.round(revenue * year.shares.netProfit),
    netAssetsWanYuan: Math.round(revenue * year.shares.netAssets + year.landMu * 3000),
  }
  if (year.isBefore) {
    for (const input of INDICATOR_INPUTS) {
      if (input !== "newProjectInvestWanYuan") figures[input] = "notApplicable"
    }
  } else if (!firm.aboveScale) {
    for (const input of STATISTICAL) figures[input] = "notApplicable"
  }
  for (const input of INDICATOR_INPUTS) {
    const missing = firm.wish?.figures?.missing?.[input]?.[n] ?? year.missing[input]
    const set = firm.wish?.figures?.set?.[input]?.[n]
    if (set != null) figures[input] = set
    else if (missing && figures[input] !== "notApplicable") figures[input] = missing
  }
  return figures
}

/** Above scale means 20 million yuan of revenue in a full year, below scale less. */
function boundRevenue(
  { aboveScale }: Firm,
  { isActive, isFullYear, edge }: YearDraw,
  revenue: number,
): number {
  if (!isActive) return 0
  if (!aboveScale) return Math.min(revenue, Math.round(ABOVE_SCALE_REVENUE * (0.99 - 0.4 * edge)))
  return isFullYear
    ? Math.max(revenue, Math.round(ABOVE_SCALE_REVENUE * (1.01 + 0.5 * edge)))
    : revenue
}

export function toFigures({ firm, years }: FirmFigures, calendar: Calendar): SampleFigures[] {
  return calendar.fiscalYears.flatMap((fiscalYear, n): SampleFigures[] => {
    const year = years[n]
    const isRegistered = calendar.dayOf(firm.registered) < `${fiscalYear + 1}-01-01`
    if (!year || !isRegistered) return []
    const values: SampleFigures["values"] = {}
    const missing: SampleFigures["missing"] = {}
    for (const input of INDICATOR_INPUTS) {
      const figure = year[input]
      if (typeof figure === "string") missing[input] = figure
      else if (input === "emissionT") values[input] = formatTenThousandths(figure)
      else if (input === "averageStaff") values[input] = String(figure)
      else values[input] = formatHundredths(figure)
    }
    return [{ creditCode: firm.creditCode, fiscalYear, values, missing }]
  })
}
