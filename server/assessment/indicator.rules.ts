import { type Notice, notice } from "./notice.rules.ts"

/** What a firm reports for a year, by the name that carries its unit, with its Chinese name. */
export const QUANTITIES = {
  ownedMu: "自有用地（亩）",
  leasedInMu: "租入用地（亩）",
  leasedInFloorM2: "租入建筑面积（平方米）",
  leasedInFar: "租入地块容积率",
  leasedOutMu: "租出用地（亩）",
  taxWanYuan: "税收（万元）",
  valueAddedWanYuan: "工业增加值（万元）",
  revenueWanYuan: "营业收入（万元）",
  energyTce: "综合能耗（吨标煤）",
  emissionT: "主要污染物排放（吨）",
  powerWanKwh: "用电量（万千瓦时）",
  averageStaff: "年平均职工人数",
  rdWanYuan: "研发经费（万元）",
  techInvestWanYuan: "技改投资（万元）",
  newProjectInvestWanYuan: "新建项目投资（万元）",
  netProfitWanYuan: "净利润（万元）",
  netAssetsWanYuan: "净资产（万元）",
} as const
export type Quantity = keyof typeof QUANTITIES
/** What an indicator is made of: reported quantities, and the land that counts. */
export type Part = Quantity | "landMu"

export type Direction = "up" | "down"
type Indicator = {
  label: string
  unit: string
  numerator: Quantity
  denominator: Part
  /** Multiplies the quotient where the unit asks for it: 1 t is 1,000 kg. */
  factor: number
  direction: Direction
}

const up = (label: string, unit: string, numerator: Quantity, denominator: Part) => ({
  label,
  unit,
  numerator,
  denominator,
  factor: 1,
  direction: "up" as const,
})

/** Every indicator a scheme may name. Source: per-mu schemes of Zhejiang, Jiangsu, Anhui, Shandong. */
export const INDICATORS = {
  taxPerMu: up("亩均税收", "万元/亩", "taxWanYuan", "landMu"),
  valueAddedPerMu: up("亩均增加值", "万元/亩", "valueAddedWanYuan", "landMu"),
  revenuePerMu: up("亩均营业收入", "万元/亩", "revenueWanYuan", "landMu"),
  techInvestPerMu: up("亩均技改投资", "万元/亩", "techInvestWanYuan", "landMu"),
  newProjectInvestPerMu: up("亩均新建项目投资", "万元/亩", "newProjectInvestWanYuan", "landMu"),
  valueAddedPerEnergy: up("单位能耗增加值", "万元/吨标煤", "valueAddedWanYuan", "energyTce"),
  revenuePerEnergy: up("单位能耗营业收入", "万元/吨标煤", "revenueWanYuan", "energyTce"),
  taxPerEnergy: up("单位能耗税收", "万元/吨标煤", "taxWanYuan", "energyTce"),
  valueAddedPerEmission: up("单位排放增加值", "万元/吨", "valueAddedWanYuan", "emissionT"),
  revenuePerEmission: up("单位排放营业收入", "万元/吨", "revenueWanYuan", "emissionT"),
  taxPerEmission: up("单位排放税收", "万元/吨", "taxWanYuan", "emissionT"),
  labourProductivity: up("全员劳动生产率", "万元/人·年", "valueAddedWanYuan", "averageStaff"),
  // Stored as a fraction: 3.02 % is 0.0302, as the published benchmark is.
  rdRatio: up("研发投入强度", "比例", "rdWanYuan", "revenueWanYuan"),
  taxPerKwh: up("单位电耗税收", "元/千瓦时", "taxWanYuan", "powerWanKwh"),
  revenuePerKwh: up("单位用电营业收入", "元/千瓦时", "revenueWanYuan", "powerWanKwh"),
  netAssetReturn: up("净资产收益率", "比例", "netProfitWanYuan", "netAssetsWanYuan"),
  emissionPerValueAdded: {
    label: "万元增加值排放强度",
    unit: "千克/万元",
    numerator: "emissionT",
    denominator: "valueAddedWanYuan",
    factor: 1000,
    direction: "down",
  },
} as const satisfies Record<string, Indicator>
export type IndicatorId = keyof typeof INDICATORS

const nameOf = (part: Part) => (part === "landMu" ? "用地面积（亩）" : QUANTITIES[part])

/**
 * Why an indicator has no value: a part is not known, or the denominator is zero or below, which makes no value
 * and never an infinite one.
 */
export function explainMissing(
  id: IndicatorId,
  amountOf: (part: Part) => { units: bigint } | null,
): Notice {
  const { numerator, denominator, label } = INDICATORS[id]
  const absent = [numerator, denominator].filter((part) => amountOf(part) === null)
  if (absent.length > 0)
    return notice("valueMissing", {
      indicator: id,
      label,
      inputs: absent.map(nameOf).join("、"),
    })
  const code = amountOf(denominator)?.units === 0n ? "divisionByZero" : "denominatorNegative"
  return notice(code, { indicator: id, label, input: nameOf(denominator) })
}
