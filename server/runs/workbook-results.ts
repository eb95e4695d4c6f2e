/** The sheet of results: a row a firm, every figure of its score, the total as a formula. */
import { INDICATORS } from "../assessment/indicator.rules.ts"
import { type Cell, columnName, numberOf, type Sheet } from "../documents/workbook.ts"
import { industryName, sayReason, standingName, standingOf } from "./wording.ts"
import {
  type Enterprise,
  HEAD_ROWS,
  head,
  type Known,
  nameOfScheme,
  partName,
  partsOf,
  wrapped,
} from "./workbook-sheet.ts"

/** Where a firm stands that no scheme takes in. */
export const OUTSIDE = "方案之外"

const RESULT_HEAD = [
  "方案",
  "名次",
  "统一社会信用代码",
  "企业名称",
  "单元成员",
  "行业",
  "评价类别",
  "类别理由",
  "规模",
  "用地（亩）",
]
const RESULT_WIDTHS = [22, 7, 22, 30, 24, 20, 12, 22, 8, 12]
const SUM_WIDTHS = [9, 9, 12, 10, 9, 10, 26, 60]
const ITEM_COLUMNS = 6
const POINTS_AT = 5

export function toResults({ dossier, schemeOf, inputOf }: Known): Sheet {
  const { results, schemes } = dossier
  const indicators = [
    ...new Set(schemes.flatMap(({ scheme }) => scheme.indicators.map(({ id }) => id))),
  ]
  const itemsAt = RESULT_HEAD.length
  const sumsAt = itemsAt + indicators.length * ITEM_COLUMNS
  const pointColumns = indicators.map((_, n) => columnName(itemsAt + n * ITEM_COLUMNS + POINTS_AT))
  function* listRows(): Generator<Cell[]> {
    yield head([
      ...RESULT_HEAD,
      ...indicators.flatMap((id) => {
        const { label, unit, numerator, denominator } = INDICATORS[id]
        return [
          `${label}：分子 ${partName(numerator)}`,
          `${label}：分母 ${partName(denominator)}`,
          `${label}（${unit}）`,
          `${label}：基准值（${unit}）`,
          `${label}：权重（分）`,
          `${label}：得分（分）`,
        ]
      }),
      "加分（分）",
      "扣分（分）",
      "总分（分）",
      "总分两位（分）",
      "按名次等级",
      "等级",
      "调档",
      "说明",
    ])
    let row = HEAD_ROWS
    for (const result of results) {
      row += 1
      const line = inputOf.get(result.creditCode)
      const enterprise = line?.sealed.enterprise
      const items = new Map(result.items.map((item) => [item.id, item]))
      const scheme = schemeOf.get(result.schemeId ?? "")
      const adjusted = result.reasons.filter(({ code }) => code === "gradeAdjusted")
      const [bonus, penalty] = [columnName(sumsAt), columnName(sumsAt + 1)]
      yield [
        scheme ? nameOfScheme(scheme) : OUTSIDE,
        numberOf(result.rank, "count"),
        result.creditCode,
        result.name,
        wrapped(result.members.map(({ name }) => name).join("、")),
        industryName(result.industryCode),
        standingName(result.ratingClass),
        wrapped((line?.firms ?? []).flatMap(({ classReason }) => classReason ?? []).join("；")),
        scaleOf(enterprise),
        numberOf(result.landMu, "exact"),
        ...indicators.flatMap((id): Cell[] => {
          const item = items.get(id)
          if (!item || !enterprise) return Array<Cell>(ITEM_COLUMNS).fill(null)
          const { numerator, denominator } = partsOf(id, result, enterprise)
          return [
            numberOf(numerator, "exact"),
            numberOf(denominator, "exact"),
            numberOf(item.value, "exact"),
            numberOf(item.benchmark, "exact"),
            numberOf(item.weight, "exact"),
            numberOf(item.score, "exact"),
          ]
        }),
        numberOf(result.bonus, "points"),
        numberOf(result.penalty, "points"),
        result.total === null
          ? null
          : {
              formula: `${pointColumns.map((column) => `${column}${row}`).join("+")}+${bonus}${row}-${penalty}${row}`,
              value: result.total,
              style: "exact",
            },
        numberOf(result.totalRounded, "points"),
        result.gradeByRank,
        result.grade ?? standingName(standingOf(result)),
        wrapped(adjusted.map(sayReason).join("；")),
        wrapped(
          result.reasons
            .filter(({ code }) => code !== "gradeAdjusted")
            .map(sayReason)
            .join("；"),
        ),
      ]
    }
  }
  return {
    name: "结果",
    widths: [
      ...RESULT_WIDTHS,
      ...indicators.flatMap(() => Array<number>(ITEM_COLUMNS).fill(13)),
      ...SUM_WIDTHS,
    ],
    frozen: { rows: HEAD_ROWS, columns: 4 },
    hasFilter: true,
    rows: listRows,
  }
}

const scaleOf = (enterprise: Enterprise | undefined): string =>
  enterprise?.aboveScale === true ? "规上" : enterprise?.aboveScale === false ? "规下" : "未登记"
