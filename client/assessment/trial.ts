/** Trying other schemes on the firms of a sealed run: what is moved, and who moves with it. Pure. */
import type { Scheme } from "../../server/assessment/scheme.rules.ts"
import { listEffects, type PolicyRule, sumEffects } from "../../server/policy/effect.rules.ts"

/** Weights are tried in tenths of a point. */
const TENTHS = 10
const WHOLE = 100

/**
 * Gives one indicator another weight; the others keep their proportions, and all together stay 100. What is left by
 * rounding to tenths goes to the heaviest of the others.
 */
export function moveWeight(scheme: Scheme, id: string, weight: number): Scheme {
  const others = scheme.indicators.filter((rule) => rule.id !== id)
  if (others.length === 0) return scheme
  // Each of the others keeps a tenth at least: a weight of nothing is no indicator.
  const wanted = Math.round(weight * TENTHS)
  const own = Math.min(Math.max(wanted, 1), WHOLE * TENTHS - others.length)
  const rest = WHOLE * TENTHS - own
  const sum = others.reduce((total, rule) => total + rule.weight, 0)
  const tenths = new Map(
    others.map((rule) => [rule.id, Math.max(1, Math.floor((rule.weight / sum) * rest))]),
  )
  const heaviest = others.reduce((best, rule) => (rule.weight > best.weight ? rule : best))
  const given = [...tenths.values()].reduce((total, one) => total + one, 0)
  tenths.set(heaviest.id, tenths.get(heaviest.id)! + rest - given)
  return {
    ...scheme,
    indicators: scheme.indicators.map((rule) => ({
      ...rule,
      weight: (rule.id === id ? own : tenths.get(rule.id)!) / TENTHS,
    })),
  }
}

/** Gives a benchmark another value. */
export const moveBenchmark = (scheme: Scheme, id: string, value: number): Scheme => ({
  ...scheme,
  indicators: scheme.indicators.map((rule) =>
    rule.id === id && value > 0 ? { ...rule, benchmark: { kind: "fixed", value } } : rule,
  ),
})

/** Moves the end of a grade, in percent of the ranks; no further than its neighbours. */
export function moveCut(scheme: Scheme, place: number, percent: number): Scheme {
  const { gradeRule } = scheme
  if (gradeRule.kind !== "rankPercent") return scheme
  const { cuts } = gradeRule
  const low = (cuts[place - 1]?.[1] ?? 0) + 1
  const high = (cuts[place + 1]?.[1] ?? WHOLE) - 1
  const settled = Math.min(Math.max(Math.round(percent), low), high)
  return {
    ...scheme,
    gradeRule: {
      ...gradeRule,
      cuts: cuts.map(([grade, before], n) => [grade, n === place ? settled : before]),
    },
  }
}

export type Placed = { creditCode: string; grade: string | null; rank: number | null }
export type Shift = {
  creditCode: string
  before: Placed
  after: Placed
  /** Classes won; below zero are lost. */
  classes: number
}

/** Firms that get another grade, those that win most first. */
export function listShifts(
  before: readonly Placed[],
  after: readonly Placed[],
  grades: readonly string[],
): Shift[] {
  const old = new Map(before.map((one) => [one.creditCode, one]))
  const placeOf = ({ grade }: Placed) => (grade === null ? grades.length : grades.indexOf(grade))
  return after
    .flatMap((now): Shift[] => {
      const was = old.get(now.creditCode)
      if (!was || was.grade === now.grade) return []
      const classes = placeOf(was) - placeOf(now)
      return [{ creditCode: now.creditCode, before: was, after: now, classes }]
    })
    .sort(
      (a, b) =>
        b.classes - a.classes ||
        (a.after.rank ?? Infinity) - (b.after.rank ?? Infinity) ||
        (a.creditCode < b.creditCode ? -1 : 1),
    )
}

export type FirmFacts = {
  creditCode: string
  powerWanKwh: string | null
  ownedMu: string | null
}

/**
 * Charges and reliefs that grades come to, in 万元: a firm that keeps its grade is as long in it as before, one that
 * gets it anew is in its first year.
 */
export function sumMoney(
  policies: readonly PolicyRule[],
  firms: readonly FirmFacts[],
  grades: ReadonlyMap<string, string | null>,
  kept: { grades: ReadonlyMap<string, string | null>; years: ReadonlyMap<string, number> },
) {
  return sumEffects(
    firms.flatMap((firm) => {
      const grade = grades.get(firm.creditCode) ?? null
      const isKept = grade === (kept.grades.get(firm.creditCode) ?? null)
      const years = isKept ? (kept.years.get(firm.creditCode) ?? 1) : FIRST_YEAR
      return listEffects(policies, { ...firm, grade, years })
    }),
  )
}
const FIRST_YEAR = 1
