import type { IndicatorId } from "./indicator.rules.ts"
import type {
  BenchmarkRule,
  GradeRule,
  IndicatorRule,
  MissingRule,
  Scheme,
} from "./scheme.rules.ts"

/** A scheme with where it comes from, and what in it was read and what was filled in by us. */
export type ShippedScheme = {
  scheme: Scheme
  label: string
  /** The document, as cited; null for the demonstration. */
  source: string | null
  published: string[]
  assumed: string[]
}

const rankPercent = (a: number, b: number, c: number): GradeRule => ({
  kind: "rankPercent",
  cuts: [
    ["A", a],
    ["B", b],
    ["C", c],
  ],
  rest: "D",
  tie: "ordinal",
})

type Row = readonly [id: IndicatorId, weight: number, benchmark: number, missing?: MissingRule]

const fixed = (rows: readonly Row[]): IndicatorRule[] =>
  rows.map(([id, weight, value, missing = "zero"]) => ({
    id,
    weight,
    benchmark: { kind: "fixed", value },
    missing,
  }))

const alike = (
  benchmark: BenchmarkRule | null,
  rows: readonly (readonly [IndicatorId, number])[],
): IndicatorRule[] =>
  rows.map(([id, weight]) => ({ id, weight, ...(benchmark && { benchmark }), missing: "zero" }))

/** Below five ranked firms percentages say nothing: one firm alone would be D. */
const MIN_STRATUM_SIZE = 5
const STEPS = ["protectFromD", "forceA", "veto", "forceD"] as const
const ORDINARY = {
  floor: 0,
  capMultiple: null,
  minStratumSize: MIN_STRATUM_SIZE,
  adjustments: [...STEPS],
  gradeLabels: { A: "A类", B: "B类", C: "C类", D: "D类" },
} as const satisfies Partial<Scheme>
const assumedOrdinary = [
  "单项得分下限 0 分",
  "同分按亩均税收、税收、信用代码依次排序",
  "不足 5 家不定档",
  "调档顺序：不列 D、直接 A、一票否决、直接 D",
]

const HUANGYAN_2022 = fixed([
  ["taxPerMu", 30, 24.097],
  ["valueAddedPerMu", 20, 136.16],
  ["valueAddedPerEnergy", 20, 2.694],
  ["valueAddedPerEmission", 10, 4929.81, "stratumAverageScore"],
  ["labourProductivity", 10, 18.14],
  ["rdRatio", 10, 0.0302],
])
const HUANGYAN_2021 = fixed([
  ["taxPerMu", 30, 26.01],
  ["valueAddedPerMu", 20, 132.27],
  ["valueAddedPerEnergy", 20, 2.54],
  ["valueAddedPerEmission", 10, 4861.08, "stratumAverageScore"],
  ["labourProductivity", 10, 17.45],
  ["rdRatio", 10, 0.0305],
])
const HUANGYAN_2022_BELOW = fixed([
  ["taxPerMu", 50, 11.5932],
  ["taxPerKwh", 50, 0.2352],
])
const HUANGYAN_2021_BELOW = fixed([
  ["taxPerMu", 50, 16.601058],
  ["taxPerKwh", 50, 0.236565],
])

const huangyan = (
  fiscalYear: 2021 | 2022,
  stratum: "above_scale" | "below_scale",
  indicators: IndicatorRule[],
): ShippedScheme => {
  const above = stratum === "above_scale"
  return {
    scheme: {
      ...ORDINARY,
      id: `ZJ-HY-${fiscalYear}-${above ? "up" : "below"}`,
      region: "331003",
      fiscalYear,
      stratum,
      method: "ratio",
      indicators,
      gradeRule: above ? rankPercent(20, 80, 95) : rankPercent(5, 75, 95),
      energyConvention: "equal_value",
    },
    label: `黄岩区 ${fiscalYear} 年度${above ? "规上" : "规下"}工业企业`,
    source:
      fiscalYear === 2022
        ? "台州市黄岩区亩均办公示，2023-09-25（转载件）"
        : "台州市黄岩区亩均办公示，2022-09-20（转载件）",
    published: [
      "指标与权重",
      "基准值",
      "得分 = 指标值 ÷ 基准值 × 权重，未见封顶",
      ...(above ? ["无排放数据的企业按规上企业该项平均得分计"] : []),
    ],
    assumed: [
      "分档比例未见，借用温岭园区企业办法（规上 20/80/95，规下 5/75/95）",
      "其余缺项计 0 分",
      ...assumedOrdinary,
    ],
  }
}

const HUAIAN: ShippedScheme = {
  scheme: {
    ...ORDINARY,
    id: "JS-HA-2024",
    region: "320800",
    fiscalYear: 2024,
    stratum: "above_scale_and_3mu",
    method: "ratio",
    indicators: alike({ kind: "meanTimes", k: 2 }, [
      ["taxPerMu", 45],
      ["revenuePerMu", 35],
      ["taxPerEnergy", 20],
    ]),
    bonus: { groups: [{ id: "safety" }, { id: "energySaving" }, { id: "innovation" }] },
    gradeRule: rankPercent(20, 60, 95),
  },
  label: "淮安市 2024 年工业企业资源集约利用综合评价",
  source: "淮安市评价办法政策问答，2024-05-31（转载件）",
  published: [
    "指标与权重",
    "基准值约为所在县区上年均值的 2 倍",
    "加分：安全、节能、创新；扣分由县区定",
    "分档比例 20/60/95，另设 T 类",
  ],
  assumed: [
    "上年均值未公布：未填时取本次参评企业的均值",
    "“绿色发展”取单位能耗税收（文件允许单位电耗税收）",
    "缺项计 0 分",
    ...assumedOrdinary,
  ],
}

const ANHUI_CITY_SOURCE = "安徽某市政务公开（gu456.com OpennessContent 3457811，未见标题）"
const ANHUI_CITY: ShippedScheme = {
  scheme: {
    ...ORDINARY,
    id: "AH-C-up",
    region: "340000",
    fiscalYear: 2022,
    stratum: "above_scale",
    method: "ratio",
    indicators: fixed([
      ["taxPerMu", 45, 16],
      ["revenuePerMu", 20, 400],
      ["valueAddedPerEnergy", 15, 2],
      ["rdRatio", 15, 0.025],
      ["labourProductivity", 5, 40],
    ]),
    bonus: { groups: [] },
    gradeRule: rankPercent(25, 70, 95),
  },
  label: "安徽某市规上工业企业",
  source: ANHUI_CITY_SOURCE,
  published: ["指标与权重", "总分 = 各项得分 + 加分 - 扣分", "分档比例 25/70/95"],
  assumed: [
    "基准值未见，所填为测试值，正式评价前必须替换",
    "年度未见，填 2022；地区只知在安徽，填省代码",
    "计分方法按比值法",
    "缺项计 0 分",
    ...assumedOrdinary,
  ],
}
const ANHUI_CITY_BELOW: ShippedScheme = {
  scheme: {
    ...ORDINARY,
    id: "AH-C-below",
    region: "340000",
    fiscalYear: 2022,
    stratum: "below_scale",
    method: "rankOnly",
    indicators: alike(null, [["taxPerMu", 100]]),
    gradeRule: rankPercent(25, 70, 95),
  },
  label: "安徽某市规下工业企业",
  source: ANHUI_CITY_SOURCE,
  published: ["只按亩均税收排名", "分档比例 25/70/95"],
  assumed: ["年度未见，填 2022；地区只知在安徽，填省代码", "缺项排在最后", ...assumedOrdinary],
}

const WUJIN: ShippedScheme = {
  scheme: {
    ...ORDINARY,
    id: "JS-WJ-2018-up",
    region: "320412",
    fiscalYear: 2018,
    stratum: "above_scale",
    method: "ratio",
    indicators: alike({ kind: "mean" }, [
      ["taxPerMu", 40],
      ["revenuePerMu", 20],
      ["taxPerEnergy", 10],
      ["taxPerEmission", 10],
      ["labourProductivity", 10],
      ["rdRatio", 10],
    ]),
    gradeRule: rankPercent(20, 60, 95),
  },
  label: "武进区规上工业企业（2018 年征求意见稿）",
  source: "武进区评价办法征求意见稿，2018（转载件）",
  published: ["指标与权重（一般企业）"],
  assumed: [
    "计分方法与基准值未见：按比值法，取本次参评企业的均值",
    "分档比例未见，填 20/60/95",
    "缺项计 0 分",
    ...assumedOrdinary,
  ],
}

const JINGDE: ShippedScheme = {
  scheme: {
    ...ORDINARY,
    id: "AH-JD-2022-up",
    region: "341825",
    fiscalYear: 2022,
    stratum: "above_scale",
    method: "minmax",
    base: 20,
    span: 80,
    indicators: alike(null, [
      ["taxPerMu", 40],
      ["revenuePerMu", 20],
      ["techInvestPerMu", 10],
      ["labourProductivity", 10],
      ["revenuePerEmission", 5],
      ["rdRatio", 10],
      ["revenuePerEnergy", 5],
    ]),
    gradeRule: rankPercent(20, 60, 95),
  },
  label: "旌德县规上工业企业",
  source: "旌德县政策问答，2022-04-23（ahjd.gov.cn 2394961）",
  published: ["七项指标", "单项得分 = 权重 × [20 + 80 × (值 - 最小) ÷ (最大 - 最小)] ÷ 100"],
  assumed: [
    "权重未见，所填 40/20/10/10/5/10/5 为测试值，正式评价前必须替换",
    "分档比例未见，填 20/60/95",
    "缺项计 0 分",
    ...assumedOrdinary,
  ],
}

/** The product's own scheme for the sample park. */
const DEMO_LABEL = "演示方案，非官方方案"
const DEMO_ASSUMED = ["单项封顶 1.5 倍权重", "分档比例 20/60/95", ...assumedOrdinary]
const DEMO_PUBLISHED = ["指标、权重与基准值取自黄岩区 2022 年度公示"]
const demo = (
  id: string,
  stratum: "above_scale" | "below_scale",
  indicators: IndicatorRule[],
): ShippedScheme => ({
  scheme: {
    ...ORDINARY,
    id,
    region: null,
    fiscalYear: 2022,
    stratum,
    method: "ratio",
    capMultiple: 1.5,
    indicators,
    bonus: { groups: [] },
    gradeRule: rankPercent(20, 60, 95),
  },
  label: DEMO_LABEL,
  source: null,
  published: DEMO_PUBLISHED,
  assumed: DEMO_ASSUMED,
})

/** Every scheme that comes with the product. A place's own scheme is imported, never written in code. */
export const SHIPPED_SCHEMES: readonly ShippedScheme[] = [
  huangyan(2022, "above_scale", HUANGYAN_2022),
  huangyan(2022, "below_scale", HUANGYAN_2022_BELOW),
  huangyan(2021, "above_scale", HUANGYAN_2021),
  huangyan(2021, "below_scale", HUANGYAN_2021_BELOW),
  HUAIAN,
  ANHUI_CITY,
  ANHUI_CITY_BELOW,
  WUJIN,
  JINGDE,
  demo("DEMO", "above_scale", HUANGYAN_2022),
  demo("DEMO-below", "below_scale", HUANGYAN_2022_BELOW),
]
