import type { PolicyDefinition } from "./schema.ts"

/** What other places ordered, as published; for trying out. No rate is in force that nobody entered here. */
export const EXAMPLE_POLICIES: readonly { definition: PolicyDefinition; source: string }[] = [
  {
    definition: {
      id: "SD-power",
      label: "山东 D 类企业用电加价（示例）",
      kind: "powerSurcharge",
      group: "power",
      grades: [{ grade: "D", rates: [0.05, 0.1, 0.15] }],
    },
    source:
      "山东省差别化电价政策，2022：连续 D 类第一、二、三年及以上每千瓦时加价 0.05、0.10、0.15 元",
  },
  {
    definition: {
      id: "SQ-power",
      label: "宿迁 D 类企业用电加价（示例）",
      kind: "powerSurcharge",
      group: "power",
      grades: [{ grade: "D", rates: [0.05, 0.08, 0.1] }],
    },
    source:
      "宿迁市差别化电价政策，2022：连续 D 类第一、二、三年每千瓦时加价 0.05、0.08、0.10 元，评价次年执行",
  },
  {
    definition: {
      id: "EX-land-use-tax",
      label: "城镇土地使用税减免（示例，比例为假设）",
      kind: "landUseTaxRelief",
      unitTaxYuanPerM2: 6,
      grades: [
        { grade: "A", rates: [1] },
        { grade: "B", rates: [0.5] },
      ],
    },
    source: "税额在法定幅度内，减免比例为假设；2024-08-01 起施行的公平竞争审查条例下须有法定依据",
  },
]
