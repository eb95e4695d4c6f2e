/** Rule sets that come with the product, each with where it was read and what in it was filled in. */
import type { RuleSet } from "./rules.ts"

export type ShippedRuleSet = {
  /** Lacks the parameters named in `required`: the document publishes none, and nobody assumes one. */
  ruleSet: Exclude<RuleSet, string> | { id: string }
  label: string
  source: string
  published: string[]
  assumed: string[]
  required: string[]
}

const STOPPED = { elapsed: "stoppedSince", years: 1 } as const
const BUILT_NOT_PRODUCING = {
  all: [{ elapsed: "completedOn", years: 1 }, { notYet: "productionStart" }],
} as const

export const SHIPPED_RULE_SETS: readonly ShippedRuleSet[] = [
  {
    ruleSet: { id: "idle-order53" },
    label: "闲置土地认定（国土资源部令第53号）",
    source: "闲置土地处置办法（国土资源部令第53号），2012年7月1日起施行，第2、8、12、14、22、30条",
    published: [
      "满一年未动工",
      "不足三分之一或百分之二十五且中止满一年",
      "闲置费百分之二十",
      "满二年无偿收回",
    ],
    assumed: ["周年次日起算满期", "政府原因和不可抗力停工的天数顺延", "中止后竣工的不再计中止"],
    required: [],
  },
  {
    ruleSet: { id: "five-categories" },
    label: "五类存量土地",
    source: "各地存量土地分类的通行表述",
    published: ["批而未供：已批准转用或征收，无出让合同或划拨决定书"],
    assumed: ["其余四类的判定条件", "期限和比例由当地规定，未规定的不作判定"],
    required: [],
  },
  {
    ruleSet: { id: "liandu-2020" },
    label: "重点监管企业（莲都，2020）",
    source: "莲都经济开发区 2020 年上半年工作总结（用地面积数值已隐去）",
    published: ["用电与税收、销售明显不匹配", "投产满三年未上规", "亩均税收 3 万元以下（含）"],
    assumed: ["“明显不匹配”为低于同行业中位数的 0.3 倍", "三项为任一项，可切换为同时满足"],
    required: ["areaMinMu"],
  },
  {
    ruleSet: { id: "truth-triangle" },
    label: "用电与税收、销售比对",
    source: "莲都经济开发区 2020 年上半年工作总结：用电与税收、销售明显不匹配的企业列入重点监管",
    published: ["用电与税收、销售明显不匹配的列入重点监管"],
    assumed: [
      "同行业单位用电销售的对数偏离中位数 3.5 倍以上，且单位用电税收同向偏离 1.5 倍以上（以绝对中位差计）",
      "同行业不足 8 宗的不作判定",
      "宗地上各企业（含承租方）的用电、税收、销售合并比对，缺一家即不作判定",
    ],
    required: [],
  },
  {
    ruleSet: {
      id: "minhou-2018",
      clause: "闽侯 2018",
      combine: "any",
      parameters: { thirdShare: "0.33333333", quarterShare: "0.25" },
      conditions: [
        {
          id: "unfinished",
          text: "已达动工面积三分之一和投资百分之二十五，停工满一年",
          when: {
            all: [
              { fact: "devShare", is: ">=", parameter: "thirdShare" },
              { fact: "investedShare", is: ">=", parameter: "quarterShare" },
              { elapsed: "suspendedSince", years: 1 },
              { notYet: "completedOn" },
            ],
          },
        },
        {
          id: "poorOutput",
          text: "建成未投产、停产满一年，或亩均税收低于合同约定",
          when: {
            any: [
              BUILT_NOT_PRODUCING,
              STOPPED,
              { fact: "taxPerMu", is: "<", factTimes: { fact: "agreedTaxPerMu", times: 1 } },
            ],
          },
        },
        {
          id: "lowIntensity",
          text: "合法投产而容积率低于约定下限",
          when: {
            all: [
              { elapsed: "productionStart", years: 0 },
              { fact: "far", is: "<", factTimes: { fact: "farMin", times: 1 } },
            ],
          },
        },
      ],
    },
    label: "低效用地（闽侯，2018）",
    source: "《闽侯新闻》2018年11月2日",
    published: ["未建成、产出差、强度低、诚信差四种情形"],
    assumed: [
      "“建成未投产”自竣工起满一年",
      "“强度低”以容积率下限衡量",
      "“以出租为主且税收不在当地”没有数据，不作判定",
    ],
    required: [],
  },
  {
    ruleSet: {
      id: "seven-items",
      combine: "any",
      conditions: [
        {
          id: "completionOverdue",
          text: "因自身原因逾期二年以上未竣工",
          when: { all: [{ elapsed: "agreedCompletion", years: 2 }, { notYet: "completedOn" }] },
        },
        {
          id: "lowInvestment",
          text: "建成二年以上，投资强度不足合同约定的百分之五十",
          when: {
            all: [
              { elapsed: "completedOn", years: 2 },
              {
                fact: "investmentIntensity",
                is: "<",
                factTimes: { fact: "agreedInvestmentIntensity", times: "0.5" },
              },
            ],
          },
        },
        { id: "stopped", text: "停产或半停产一年以上", when: STOPPED },
      ],
    },
    label: "低效用地（七种情形）",
    source: "未署名的七项清单（jixizgh.com）",
    published: ["逾期竣工、投资强度、停产三项的年限和比例"],
    assumed: [
      "“自身原因”不另区分",
      "行业禁止淘汰、安全环保、更新需要、区县认定四项没有数据，不作判定",
    ],
    required: [],
  },
  {
    ruleSet: {
      id: "shaoxing-output",
      combine: "any",
      parameters: { outputMaxWanYuanPerMu: "5" },
      conditions: [
        {
          id: "lowOutput",
          text: "亩均产值 5 万元以下（含）",
          when: { fact: "outputPerMu", is: "<=", parameter: "outputMaxWanYuanPerMu" },
        },
      ],
    },
    label: "低效企业（绍兴）",
    source: "绍兴市 2022 年有关报道",
    published: ["亩均产出 5 万元及以下列为低效整治对象"],
    assumed: ["产出的口径由当地确定；没有产值数据的不作判定"],
    required: [],
  },
]
