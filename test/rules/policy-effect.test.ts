import { describe, expect, test } from "vitest"
import {
  countYears,
  type GradedFirm,
  listEffects,
  type PolicyRule,
  sumEffects,
} from "../../server/policy/effect.rules.ts"

const surcharge = (id: string, rates: number[], group: string | null = null): PolicyRule => ({
  id,
  label: id,
  kind: "powerSurcharge",
  grades: [{ grade: "D", rates }],
  group,
})
const relief: PolicyRule = {
  id: "RELIEF",
  label: "城镇土地使用税减免",
  kind: "landUseTaxRelief",
  unitTaxYuanPerM2: 6,
  grades: [
    { grade: "A", rates: [1] },
    { grade: "B", rates: [0.5] },
  ],
}
const firm = (given: Partial<GradedFirm>): GradedFirm => ({
  creditCode: "X",
  grade: "D",
  years: 1,
  powerWanKwh: "120",
  ownedMu: "45",
  ...given,
})
const amountsOf = (policies: PolicyRule[], given: Partial<GradedFirm>) =>
  listEffects(policies, firm(given)).map(({ amountWanYuan }) => amountWanYuan)

describe("the surcharge on 1,200,000 kWh of D", () => {
  test.each([
    ["Suqian, first year", [0.05, 0.08, 0.1], 1, "6"],
    ["Suqian, second year", [0.05, 0.08, 0.1], 2, "9.6"],
    ["Suqian, third year", [0.05, 0.08, 0.1], 3, "12"],
    ["Suqian, fifth year, as the third", [0.05, 0.08, 0.1], 5, "12"],
    ["Shandong, first year", [0.05, 0.1, 0.15], 1, "6"],
    ["Shandong, second year", [0.05, 0.1, 0.15], 2, "12"],
    ["Shandong, third year", [0.05, 0.1, 0.15], 3, "18"],
  ])("%s", (_, rates, years, amount) => {
    expect(amountsOf([surcharge("P", rates)], { years })).toEqual([amount])
  })

  test("is not added to a differential price: the highest alone is charged", () => {
    const policy = surcharge("P", [0.05, 0.1, 0.15])
    // 0.15 instead of 0.10: 18.0 in all, of which 12.0 are paid already.
    expect(amountsOf([policy], { years: 3, otherSurchargeYuanPerKwh: 0.1 })).toEqual(["6"])
    expect(amountsOf([policy], { years: 3, otherSurchargeYuanPerKwh: 0.15 })).toEqual(["0"])
    expect(listEffects([policy], firm({ years: 3, otherSurchargeYuanPerKwh: 0.2 }))).toMatchObject([
      { amountWanYuan: "0", note: "otherPriceHigher" },
    ])
  })

  test("of several policies of one group is the highest, and the others say why they are nothing", () => {
    const policies = [surcharge("LOW", [0.05], "power"), surcharge("HIGH", [0.1], "power")]
    expect(listEffects(policies, firm({}))).toMatchObject([
      { policyId: "LOW", amountWanYuan: "0", note: "higherCharged" },
      { policyId: "HIGH", amountWanYuan: "12", note: null },
    ])
    const equal = [surcharge("ONE", [0.1], "power"), surcharge("TWO", [0.1], "power")]
    expect(amountsOf(equal, {})).toEqual(["12", "0"])
  })

  test("is not known where the power is not, and that is no zero", () => {
    const effects = listEffects([surcharge("P", [0.1])], firm({ powerWanKwh: null }))
    expect(effects).toMatchObject([{ amountWanYuan: null, note: "missingPower" }])
    expect(sumEffects(effects)).toEqual({ chargeWanYuan: "0", reliefWanYuan: "0", unknown: 1 })
  })
})

describe("the relief on 30,000 m² at 6 yuan", () => {
  test.each([
    ["A, whole", "A", ["-18"]],
    ["B, half", "B", ["-9"]],
    ["C, none", "C", []],
    ["nobody's grade", null, []],
  ])("%s", (_, grade, amounts) => {
    expect(amountsOf([relief], { grade })).toEqual(amounts)
  })
})

describe("years in a row", () => {
  test.each<[string, [number, string][], number]>([
    ["this year alone", [[2024, "D"]], 1],
    [
      "the last three",
      [
        [2022, "D"],
        [2023, "D"],
        [2024, "D"],
      ],
      3,
    ],
    [
      "broken by another grade",
      [
        [2022, "D"],
        [2023, "C"],
        [2024, "D"],
      ],
      1,
    ],
    [
      "broken by a year without a grade",
      [
        [2022, "D"],
        [2024, "D"],
      ],
      1,
    ],
    [
      "none without a grade this year",
      [
        [2022, "D"],
        [2023, "D"],
      ],
      0,
    ],
  ])("%s", (_, grades, years) => {
    expect(countYears(new Map(grades), 2024)).toBe(years)
  })
})

test("charges and reliefs are summed apart", () => {
  const effects = [
    ...listEffects([surcharge("P", [0.05])], firm({})),
    ...listEffects([relief], firm({ grade: "A" })),
  ]
  expect(sumEffects(effects)).toEqual({ chargeWanYuan: "6", reliefWanYuan: "18", unknown: 0 })
})
