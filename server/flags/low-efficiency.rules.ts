import type { Medians } from "./conditions.rules.ts"
import type { DeclaredRuleSet } from "./declared.rules.ts"
import type { Amount } from "./facts.rules.ts"

/**
 * The key-supervision rule set of Liandu, 2020.
 *
 * @property areaMinMu required: the document masks the figure
 * @property taxMaxWanYuanPerMu 万元/亩; the document's 30,000 yuan, itself included, unless given
 * @property mismatchK share of the industry's median below which power use does not match; the
 *   document says only "obviously", 0.3 is our proposal
 */
export type LianduRuleSet = {
  id: "liandu-2020"
  areaMinMu: Amount
  taxMaxWanYuanPerMu?: Amount | null | undefined
  mismatchK?: Amount | null | undefined
  combine?: "any" | "all" | null | undefined
  medians?: Medians | null | undefined
}

const TAX_MAX_WAN_YUAN_PER_MU = "3.0"
const MISMATCH_K = "0.3"

/** The Liandu rule set with its figures filled in. */
export function declareLiandu(figures: LianduRuleSet): DeclaredRuleSet {
  const k = figures.mismatchK ?? MISMATCH_K
  return {
    id: figures.id,
    combine: figures.combine ?? "any",
    parameters: {
      areaMinMu: figures.areaMinMu,
      taxMaxWanYuanPerMu: figures.taxMaxWanYuanPerMu ?? TAX_MAX_WAN_YUAN_PER_MU,
    },
    medians: figures.medians ?? undefined,
    conditions: [
      {
        id: "powerMismatch",
        text: "用电量与税收、销售明显不匹配：单位电耗税收或营业收入远低于同行业中位数",
        when: {
          any: [
            { fact: "taxPerKwh", is: "<", medianTimes: k },
            { fact: "revenuePerKwh", is: "<", medianTimes: k },
          ],
        },
      },
      {
        id: "notUpscaled",
        text: "用地达到规定面积，投产已满三年仍未上规",
        when: {
          all: [
            { fact: "landMu", is: ">=", parameter: "areaMinMu" },
            { elapsed: "productionStart", years: 3 },
            { fact: "aboveScale", is: "=", value: false },
          ],
        },
      },
      {
        id: "lowTax",
        text: "亩均税收不高于规定限额",
        when: { fact: "taxPerMu", is: "<=", parameter: "taxMaxWanYuanPerMu" },
      },
    ],
  }
}
