/** What a land contract promised, held against what came of it. */
import { type Day, daysBetween } from "../../geodata/days.ts"
import { Exact } from "../../geodata/units.ts"
import type { Contract, MetricYear, Project } from "./shapes.ts"

/** A promised day and the day it was kept. */
export type Term = {
  what: "delivery" | "start" | "completion" | "production"
  agreed: Day
  done: Day | null
  /** Days after the agreed day: when it was done, or so far; 0 or less is in time. */
  late: number | null
}

const actualOf = (projects: readonly Project[], milestone: string): Day | null =>
  projects
    .flatMap(({ milestones }) => milestones)
    .filter((one) => one.milestone === milestone && one.actualOn)
    .map(({ actualOn }) => actualOn!)
    .sort()[0] ?? null

/**
 * The days of a contract that is seen with them. A supplementary agreement's start stands in the place of the first.
 *
 * @param today days that are not over are counted up to it
 */
export function listTerms(contract: Contract, projects: readonly Project[], today: Day): Term[] {
  const start = contract.supplementStart ?? contract.agreedStart
  const terms = [
    ["delivery", contract.agreedDelivery, contract.deliveredOn ?? null],
    ["start", start, actualOf(projects, "started")],
    ["completion", contract.agreedCompletion, actualOf(projects, "completed")],
    ["production", contract.agreedProduction, actualOf(projects, "producing")],
  ] as const
  return terms.flatMap(([what, agreed, done]) => {
    if (!agreed) return []
    const until = done ?? today
    const late = done === null && agreed >= today ? null : daysBetween(agreed, until)
    return [{ what, agreed, done, late }]
  })
}

/** A promised value per mu in 万元 and the one that was reached. */
export type Promised = {
  what: "tax" | "output" | "invest"
  agreed: number
  /** null: not known, and why. */
  reached: string | null
  gap: string | null
  why: "withheld" | "no-price" | "no-output" | "missing" | null
}

/** How many decimals a computed value per mu keeps. */
const PLACES = 4

/**
 * Investment counts the land price in, as the rules do; whoever does not see the price cannot tell. Output is not
 * revenue, and nobody reports it.
 *
 * @param latest the last year with figures; undefined where the audience sees none
 */
export function listPromised(
  contract: Contract,
  {
    projects,
    areaMu,
    latest,
  }: { projects: readonly Project[]; areaMu: number | null; latest: MetricYear | undefined },
): Promised[] {
  const tax = latest?.indicators["taxWanYuan"]?.perMu
  const [invested] = projects.flatMap(({ investedWanYuan }) => investedWanYuan ?? [])
  const price = contract.landPriceWanYuan
  const intensity =
    invested !== undefined && price != null && areaMu
      ? new Exact(invested).plus(price).div(areaMu).toDecimalPlaces(PLACES).toString()
      : null
  const all = [
    {
      what: "tax" as const,
      agreed: contract.taxPerMuWanYuan,
      reached: tax == null ? null : String(tax),
      why: latest === undefined ? ("withheld" as const) : ("missing" as const),
    },
    {
      what: "output" as const,
      agreed: contract.outputPerMuWanYuan,
      reached: null,
      why: "no-output" as const,
    },
    {
      what: "invest" as const,
      agreed: contract.investPerMuWanYuan,
      reached: intensity,
      why: price === undefined ? ("no-price" as const) : ("missing" as const),
    },
  ]
  return all.flatMap(({ what, agreed, reached, why }) => {
    if (agreed == null) return []
    const gap = reached === null ? null : new Exact(reached).minus(agreed).toString()
    return [{ what, agreed, reached, gap, why: reached === null ? why : null }]
  })
}
