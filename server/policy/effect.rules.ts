/**
 * What follows from a grade in money, as far as a place has ordered it. An estimate for people who decide; never a bill.
 */
import { Exact, toM2 } from "../../geodata/units.ts"

type ByGrade = {
  grade: string
  /** Rate of the first year at this grade, the second in a row and so on; the last holds for every further one. */
  rates: number[]
}

export type PolicyRule = {
  id: string
  label: string
  grades: ByGrade[]
  /** Of policies of one group only the highest charge counts. */
  group?: string | null | undefined
} & (
  | { kind: "powerSurcharge" /** Rates in 元/kWh on top of the price. */ }
  | {
      kind: "landUseTaxRelief" /** Rates are the share of the tax that is waived, 0 to 1. */
      unitTaxYuanPerM2: number
    }
)

/** A firm of a graded year. Missing figures are null; they make no amount. */
export type GradedFirm = {
  creditCode: string
  grade: string | null
  /** Years in a row at this grade, this one included. */
  years: number
  powerWanKwh: string | null
  ownedMu: string | null
  /** A differential or punitive price that the firm pays already, in 元/kWh. */
  otherSurchargeYuanPerKwh?: number | null | undefined
}

/** `amountWanYuan` above zero is a charge, below zero a relief; null where a figure is missing. */
export type PolicyEffect = {
  policyId: string
  rate: number
  year: number
  amountWanYuan: string | null
  note: "missingPower" | "missingLand" | "higherCharged" | "otherPriceHigher" | null
}

const MONEY_PLACES = 4
const YUAN_PER_WAN_YUAN = 10_000
const toMoney = (wanYuan: Exact): string => wanYuan.toDecimalPlaces(MONEY_PLACES).toFixed()

/**
 * How many years in a row a firm has had its grade, the year included. A year without a grade, exempt or missing, ends
 * the row: nothing is held against a firm that was not graded.
 */
export function countYears(gradeOfYear: ReadonlyMap<number, string>, fiscalYear: number): number {
  const grade = gradeOfYear.get(fiscalYear)
  if (grade === undefined) return 0
  let years = 1
  while (gradeOfYear.get(fiscalYear - years) === grade) years += 1
  return years
}

function toEffect(policy: PolicyRule, firm: GradedFirm): PolicyEffect | null {
  const rates = policy.grades.find(({ grade }) => grade === firm.grade)?.rates
  const rate = rates?.[Math.min(firm.years, rates.length) - 1]
  if (rate === undefined || firm.years < 1) return null
  const effect = { policyId: policy.id, rate, year: firm.years }
  if (policy.kind === "powerSurcharge") {
    // 万kWh times 元/kWh is 万元.
    if (firm.powerWanKwh === null) return { ...effect, amountWanYuan: null, note: "missingPower" }
    if ((firm.otherSurchargeYuanPerKwh ?? 0) > rate)
      return { ...effect, amountWanYuan: "0", note: "otherPriceHigher" }
    const added = new Exact(rate).minus(firm.otherSurchargeYuanPerKwh ?? 0)
    return { ...effect, amountWanYuan: toMoney(added.times(firm.powerWanKwh)), note: null }
  }
  if (firm.ownedMu === null) return { ...effect, amountWanYuan: null, note: "missingLand" }
  const taxWanYuan = toM2(firm.ownedMu).times(policy.unitTaxYuanPerM2).div(YUAN_PER_WAN_YUAN)
  return { ...effect, amountWanYuan: toMoney(taxWanYuan.times(rate).negated()), note: null }
}

/** What the policies come to for a firm; of a group the highest charge alone, the others say that they gave way. */
export function listEffects(policies: readonly PolicyRule[], firm: GradedFirm): PolicyEffect[] {
  const found = policies.flatMap((policy) => {
    const effect = toEffect(policy, firm)
    return effect ? [{ group: policy.group ?? null, effect }] : []
  })
  return found.map(({ group, effect }) => {
    const isLower =
      group !== null &&
      found.some(
        (other) =>
          other.group === group &&
          other.effect !== effect &&
          (other.effect.rate > effect.rate ||
            (other.effect.rate === effect.rate && other.effect.policyId < effect.policyId)),
      )
    return isLower ? { ...effect, amountWanYuan: "0", note: "higherCharged" as const } : effect
  })
}

/** Sum of what is known, and how many amounts are not. */
export function sumEffects(effects: readonly PolicyEffect[]): {
  chargeWanYuan: string
  reliefWanYuan: string
  unknown: number
} {
  let [charge, relief, unknown] = [new Exact(0), new Exact(0), 0]
  for (const { amountWanYuan } of effects) {
    if (amountWanYuan === null) unknown += 1
    else if (amountWanYuan.startsWith("-")) relief = relief.minus(amountWanYuan)
    else charge = charge.plus(amountWanYuan)
  }
  return { chargeWanYuan: charge.toFixed(), reliefWanYuan: relief.toFixed(), unknown }
}
