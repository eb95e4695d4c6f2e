/** What follows from a grade in money, as it is entered and as it is told. Pure. */
import { Exact } from "../../geodata/units.ts"
import { sumEffects } from "../../server/policy/effect.rules.ts"
import type { Effects, Policy } from "./shapes.ts"

/** Rates of the years in a row, as `0.05、0.1`; null where one is none, or above the most. */
export function readRates(text: string, most: number): number[] | null {
  const parts = text
    .split(/[、,，;；\s]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
  const rates = parts.map(Number)
  return rates.every((rate) => Number.isFinite(rate) && rate >= 0 && rate <= most) ? rates : null
}

export const writeRates = (rates: readonly number[]): string => rates.join("、")

/** Where a policy stands on a day (YYYY-MM-DD). */
export function standsOn(
  { state, validFrom, validTo }: Pick<Policy, "state" | "validFrom" | "validTo">,
  day: string,
): "proposed" | "later" | "inForce" | "over" {
  if (state !== "confirmed") return "proposed"
  if (day < validFrom) return "later"
  return validTo !== null && day > validTo ? "over" : "inForce"
}

export type EffectOfFirm = Effects["items"][number]
type Effect = EffectOfFirm["effects"][number]

/** What a firm pays and is spared, in 万元: null where an amount is not known, which is no zero. */
export function sumOfFirm({ effects }: Pick<EffectOfFirm, "effects">): string | null {
  const { chargeWanYuan, reliefWanYuan, unknown } = sumEffects(effects)
  return unknown > 0 ? null : new Exact(chargeWanYuan).minus(reliefWanYuan).toFixed()
}

/** The policy of the same group that is charged in the place of one that gave way. */
export function findCharged(
  effects: readonly Effect[],
  policies: readonly Policy[],
  effect: Effect,
): Policy | null {
  const groupOf = (id: string) => policies.find((policy) => policy.id === id)?.definition.group
  const group = groupOf(effect.policyId)
  const charged = effects.find(
    ({ policyId, note }) =>
      policyId !== effect.policyId && note !== "higherCharged" && groupOf(policyId) === group,
  )
  return policies.find(({ id }) => id === charged?.policyId) ?? null
}

/** Firms by grade and years in a row at it, the worst grade and the longest first. */
export function countYearsInRow(items: readonly EffectOfFirm[]) {
  const counts = new Map<string, { grade: string; years: number; firms: number }>()
  for (const { grade, years } of items) {
    if (grade === null) continue
    const key = `${grade} ${years}`
    const known = counts.get(key) ?? { grade, years, firms: 0 }
    counts.set(key, { ...known, firms: known.firms + 1 })
  }
  return [...counts.values()].sort(
    (a, b) => (a.grade < b.grade ? 1 : a.grade > b.grade ? -1 : 0) || b.years - a.years,
  )
}
