/**
 * Electricity against tax and sales within an industry (重点监管: 用电与税收、销售是否匹配). Logarithms of what a kWh
 * brings are held against the median of the industry in units of its median absolute deviation, so that a few
 * wrong meters do not move the yardstick. A parcel's figures are those of all its firms: a tenant's meter counts
 * with its lessor's, and one that is missing leaves the parcel unjudged.
 */
import { findIndustry } from "./conditions.rules.ts"
import { type Facts, findAmount } from "./facts.rules.ts"
import { type Evidence, type Hit, type Reason, type Verdict } from "./hit.rules.ts"

/** Median and median absolute deviation of the natural logarithms of a figure over an industry. */
export type Band = { median: number; mad: number; count: number }
export type Bands = Readonly<
  Record<
    string,
    { readonly revenuePerKwh?: Band | undefined; readonly taxPerKwh?: Band | undefined }
  >
>

/**
 * @property minGroup parcels of an industry below which nobody is judged
 * @property threshold deviations of sales per kWh from which on power does not match
 * @property support deviations of tax per kWh to the same side that must bear it out
 */
export type TriangleRuleSet = {
  id: "truth-triangle"
  minGroup?: number | null | undefined
  threshold?: number | null | undefined
  support?: number | null | undefined
  bands?: Bands | null | undefined
}

export const MIN_GROUP = 8
const THRESHOLD = 3.5
const SUPPORT = 1.5
/** A median absolute deviation times this is the standard deviation of a normal distribution. */
const TO_SIGMA = 1.4826
/** Firms that are all but alike would make of any difference an outlier: 5 %. */
const LEAST_MAD = 0.05

export type Direction = "powerHigh" | "powerLow"
const TEXT: Record<Direction, string> = {
  powerHigh: "用电偏高而税收、销售偏低：可能少报收入或转租",
  powerLow: "用电近于无而有税收、销售：可能空壳经营",
}

const medianOf = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}

/** The band of some values; those that are not positive are in none. Undefined where there is no value. */
export function bandOf(values: readonly number[]): Band | undefined {
  const logs = values.filter((value) => value > 0).map(Math.log)
  if (logs.length === 0) return undefined
  const median = medianOf(logs)
  return { median, mad: medianOf(logs.map((log) => Math.abs(log - median))), count: logs.length }
}

/** The bands of every industry over the parcels at hand. */
export function computeBands(parcels: readonly Facts[]): Bands {
  const industries = new Map<string, Facts[]>()
  for (const facts of parcels) {
    const industry = findIndustry(facts)
    if (industry) industries.set(industry, [...(industries.get(industry) ?? []), facts])
  }
  const valuesOf = (members: readonly Facts[], fact: "revenuePerKwh" | "taxPerKwh") =>
    members.flatMap((facts) => findAmount(facts, fact)?.toNumber() ?? [])
  return Object.fromEntries(
    [...industries].map(([industry, members]) => [
      industry,
      {
        revenuePerKwh: bandOf(valuesOf(members, "revenuePerKwh")),
        taxPerKwh: bandOf(valuesOf(members, "taxPerKwh")),
      },
    ]),
  )
}

/** How many deviations a value lies from the middle of its band; null for one that has no logarithm. */
export const deviationOf = (value: number, { median, mad }: Band): number | null =>
  value > 0 ? (Math.log(value) - median) / (TO_SIGMA * Math.max(mad, LEAST_MAD)) : null

const edgeOf = ({ median, mad }: Band, deviations: number) =>
  Number(Math.exp(median + deviations * TO_SIGMA * Math.max(mad, LEAST_MAD)).toPrecision(6))

/** What the triangle says of a parcel: how far it lies, to which side, or what is wanting to say. */
export function judgeTriangle(facts: Facts, ruleSet: TriangleRuleSet, bands: Bands) {
  const industry = findIndustry(facts)
  const revenue = findAmount(facts, "revenuePerKwh")?.toNumber()
  const tax = findAmount(facts, "taxPerKwh")?.toNumber()
  const band = industry === undefined ? undefined : bands[industry]
  const [threshold, support] = [ruleSet.threshold ?? THRESHOLD, ruleSet.support ?? SUPPORT]
  const missing = [
    ...(industry === undefined ? ["industryCode"] : []),
    ...(revenue === undefined ? ["revenuePerKwh"] : []),
    ...(tax === undefined ? ["taxPerKwh"] : []),
  ]
  const isSmall =
    missing.length === 0 &&
    Math.min(band?.revenuePerKwh?.count ?? 0, band?.taxPerKwh?.count ?? 0) <
      (ruleSet.minGroup ?? MIN_GROUP)
  if (isSmall) missing.push(`bands.${industry}`)
  if (
    missing.length > 0 ||
    revenue === undefined ||
    tax === undefined ||
    !band?.revenuePerKwh ||
    !band.taxPerKwh
  )
    return { missing, direction: null, deviations: null, evidence: [] }
  const ofRevenue = deviationOf(revenue, band.revenuePerKwh)
  const ofTax = deviationOf(tax, band.taxPerKwh)
  // Sales of nothing say that nothing is made; a tax paid back says little is left of it.
  const isHigh = ofRevenue !== null && ofRevenue <= -threshold && (ofTax ?? -Infinity) <= -support
  const isLow = ofRevenue !== null && ofRevenue >= threshold && ofTax !== null && ofTax >= support
  const direction: Direction | null = isHigh ? "powerHigh" : isLow ? "powerLow" : null
  const side = isHigh ? -1 : 1
  const evidence: Evidence[] = direction
    ? [
        {
          fact: "revenuePerKwh",
          value: revenue,
          threshold: edgeOf(band.revenuePerKwh, side * threshold),
        },
        { fact: "taxPerKwh", value: tax, threshold: edgeOf(band.taxPerKwh, side * support) },
      ]
    : []
  return {
    missing,
    direction,
    deviations: { revenuePerKwh: ofRevenue, taxPerKwh: ofTax },
    evidence,
  }
}

/** Rule set `truth-triangle` on one parcel. Nothing in it depends on a day. */
export function detectTriangle(facts: Facts, ruleSet: TriangleRuleSet, bands: Bands): Verdict {
  const { direction, evidence, missing } = judgeTriangle(facts, ruleSet, bands)
  if (!direction) return { hits: [], missingFacts: missing, nextChangeOn: null }
  const reason: Reason = {
    fact: direction,
    value: null,
    threshold: null,
    text: TEXT[direction],
    confidential: true,
    evidence,
  }
  const hit: Hit = {
    rule: ruleSet.id,
    level: "suspected",
    clause: ruleSet.id,
    clauses: [ruleSet.id],
    state: "suspected_low_efficiency",
    route: null,
    feeWanYuan: null,
    since: null,
    nextChangeOn: null,
    reasons: [reason],
  }
  return { hits: [hit], missingFacts: [], nextChangeOn: null }
}
