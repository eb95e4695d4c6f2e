/**
 * What would lift a firm one class: the smallest change of one lever, everything else as it is. Each answer is found by
 * computing the whole stratum again, so that means, ranks and other firms' places are as they would be.
 */
import { Exact } from "../../geodata/units.ts"
import type { Enterprise } from "./enterprise.rules.ts"
import { INDICATORS, type Quantity } from "./indicator.rules.ts"
import { scorePopulation } from "./rules.ts"
import { listGrades, type Scheme } from "./scheme.rules.ts"

/** What a firm can move, which way helps, and the smallest step that is told: 100 yuan, 0.01 mu, 0.1 tce, 1 kg. */
const LEVERS = [
  { quantity: "taxWanYuan", way: "up", tick: "0.01" },
  { quantity: "valueAddedWanYuan", way: "up", tick: "0.01" },
  { quantity: "revenueWanYuan", way: "up", tick: "0.01" },
  { quantity: "rdWanYuan", way: "up", tick: "0.01" },
  { quantity: "techInvestWanYuan", way: "up", tick: "0.01" },
  { quantity: "energyTce", way: "down", tick: "0.1" },
  { quantity: "emissionT", way: "down", tick: "0.001" },
  /** Land given back or let. */
  { quantity: "ownedMu", way: "down", tick: "0.01" },
] as const satisfies readonly { quantity: Quantity; way: "up" | "down"; tick: string }[]

export type Lever = (typeof LEVERS)[number]["quantity"]

/** `change` is in the unit of the lever, below zero for less; `grade` is what the firm then has. */
export type Lift = { lever: Lever; from: string; to: string; change: string; grade: string }

/** A lever that would have to grow more than this many times, or to shrink below this share, is no advice. */
const MOST_TIMES = 20
const LEAST_SHARE = 0.5

/**
 * @param enterprises the firms of the stratum, the firm among them
 * @returns for each lever that can do it by itself, the smallest change; none where the firm has the best grade, no
 *   grade, or one that no lever can better
 */
export function listLifts(request: {
  scheme: Scheme
  fiscalYear: number
  enterprises: readonly Enterprise[]
  creditCode: string
}): Lift[] {
  const { scheme, fiscalYear, enterprises, creditCode } = request
  const firm = enterprises.find((one) => one.creditCode === creditCode)
  if (!firm) return []
  const others = enterprises.filter((one) => one !== firm)
  const gradeOf = (changed: Enterprise) =>
    scorePopulation({ scheme, fiscalYear, enterprises: [...others, changed] }).results.find(
      (result) => result.creditCode === creditCode,
    )?.grade ?? null
  const grades = listGrades(scheme.gradeRule)
  const placeOf = (grade: string | null) => (grade === null ? grades.length : grades.indexOf(grade))
  const now = gradeOf(firm)
  if (now === null || placeOf(now) === 0) return []

  const used = new Set<string>(
    scheme.indicators.flatMap(({ id }) => [INDICATORS[id].numerator, INDICATORS[id].denominator]),
  )
  return LEVERS.flatMap(({ quantity, way, tick }): Lift[] => {
    if (!used.has(quantity === "ownedMu" ? "landMu" : quantity)) return []
    const given = firm[quantity]
    if (given === null || given === undefined) return []
    const from = new Exact(given)
    if (from.lt(0)) return []
    const after = (ticks: number) => {
      const step = new Exact(tick).times(ticks)
      return way === "up" ? from.plus(step) : from.minus(step)
    }
    const gradeAfter = (ticks: number) => gradeOf({ ...firm, [quantity]: after(ticks).toFixed() })
    const lifts = (ticks: number) => placeOf(gradeAfter(ticks)) < placeOf(now)
    const most = (
      way === "up" ? Exact.max(from, 1).times(MOST_TIMES) : from.times(1 - LEAST_SHARE)
    ).div(tick)
    let high = most.floor().toNumber()
    if (high < 1 || !lifts(high)) return []
    let low = 0
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (lifts(middle)) high = middle
      else low = middle
    }
    const to = after(high)
    return [
      {
        lever: quantity,
        from: from.toFixed(),
        to: to.toFixed(),
        change: to.minus(from).toFixed(),
        grade: gradeAfter(high)!,
      },
    ]
  })
}
