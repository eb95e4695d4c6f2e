/** The sheets of where every input is from: figures, power, points claimed, and uses of land. */
import { daysOfYear, sumLedger, toMuOfYear } from "../assessment/land-ledger.rules.ts"
import { QUANTITIES } from "../assessment/indicator.rules.ts"
import { type Cell, numberOf, type Sheet } from "../documents/workbook.ts"
import { Exact, toMu } from "../../geodata/units.ts"
import type { Dossier } from "./dossier.ts"
import type { InputLine } from "./seal.ts"
import { actorName, CLAIMS, instantText, missingName, sourceName, USES } from "./wording.ts"
import { HEAD_ROWS, head, nameOfPage, wrapped } from "./workbook-sheet.ts"

/** At most so many rows: of figures, two of power, and claims. */
export const countOrigins = ({ firms }: InputLine) =>
  firms.reduce((sum, { figures, claims }) => sum + figures.length + claims.length + 2, 0)
/** At most so many rows: of uses, and their sum. */
export const countUses = ({ firms }: InputLine) =>
  firms.reduce((sum, { land }) => sum + land.length + 1, 0)

const ORIGIN_HEAD = [
  ["统一社会信用代码", 22],
  ["企业名称", 28],
  ["评价单元代码", 22],
  ["种类", 10],
  ["名称（含单位）", 24],
  ["数值", 16],
  ["缺项原因", 12],
  ["来源类别", 12],
  ["来源文件或名称", 34],
  ["文件行号", 10],
  ["文号", 22],
  ["登记时间（北京时间）", 20],
  ["登记人", 16],
  ["依据", 40],
  ["有效期至", 12],
] as const

export function toOrigins(inputs: readonly InputLine[], page: number): Sheet {
  function* listRows(): Generator<Cell[]> {
    yield head(ORIGIN_HEAD.map(([text]) => text))
    for (const { sealed, firms } of inputs)
      for (const firm of firms) {
        const own = [
          firm.creditCode,
          firm.name,
          sealed.members.length > 0 ? sealed.creditCode : null,
        ]
        for (const figure of firm.figures)
          yield [
            ...own,
            "指标",
            QUANTITIES[figure.indicator],
            numberOf(figure.value, "exact"),
            figure.missingReason === null ? null : missingName(figure.missingReason),
            sourceName(figure.sourceKind),
            figure.sourceName,
            figure.sourceRow ? numberOf(figure.sourceRow, "count") : null,
            figure.documentNo,
            instantText(figure.recordedAt),
            actorName(figure.recordedBy),
          ]
        for (const [name, amount] of [
          ["转入电量（万千瓦时）", firm.powerInWanKwh],
          ["转出电量（万千瓦时）", firm.powerOutWanKwh],
        ] as const)
          if (amount !== null) yield [...own, "转供电", name, numberOf(amount, "exact")]
        for (const { kind, groupId, item, points, evidence, validTo } of firm.claims)
          yield [
            ...own,
            CLAIMS[kind],
            [groupId, item].filter(Boolean).join("／"),
            numberOf(points, "exact"),
            ...Array<Cell>(7).fill(null),
            wrapped(evidence),
            validTo,
          ]
      }
  }
  return {
    name: nameOfPage("数据来源", page),
    widths: ORIGIN_HEAD.map(([, width]) => width),
    frozen: { rows: HEAD_ROWS, columns: 2 },
    hasFilter: true,
    rows: listRows,
  }
}

const LAND_HEAD = [
  ["统一社会信用代码", 22],
  ["企业名称", 28],
  ["宗地代码", 24],
  ["宗地名称", 24],
  ["方式", 8],
  ["对方统一社会信用代码", 22],
  ["面积（平方米）", 14],
  ["面积（亩）", 12],
  ["建筑面积（平方米）", 14],
  ["容积率", 9],
  ["开始日", 12],
  ["停用日", 12],
  ["当年天数", 9],
  ["全年天数", 9],
  ["计入（亩）", 12],
  ["来源类别", 12],
  ["来源文件或名称", 34],
  ["文件行号", 10],
  ["文号", 22],
  ["登记时间（北京时间）", 20],
  ["登记人", 16],
] as const

export function toLand({ run }: Dossier, inputs: readonly InputLine[], page: number): Sheet {
  const days = daysOfYear(run.fiscalYear)
  function* listRows(): Generator<Cell[]> {
    yield head(LAND_HEAD.map(([text]) => text))
    for (const { firms } of inputs)
      for (const firm of firms) {
        for (const use of firm.land) {
          const counted = toMuOfYear(new Exact(use.areaM2).times(use.days), run.fiscalYear)
          yield [
            firm.creditCode,
            firm.name,
            use.parcelCode,
            use.parcelName,
            USES[use.kind],
            use.counterpart,
            numberOf(use.areaM2, "exact"),
            numberOf(toMu(use.areaM2).toDecimalPlaces(6).toFixed(), "exact"),
            numberOf(use.floorAreaM2, "exact"),
            numberOf(use.far, "exact"),
            use.fromOn,
            use.toOn,
            numberOf(use.days, "count"),
            numberOf(days, "count"),
            numberOf((use.kind === "leasedOut" ? counted.negated() : counted).toFixed(), "exact"),
            use.sourceKind ? sourceName(use.sourceKind) : null,
            use.sourceName ?? null,
            use.sourceRow ? numberOf(use.sourceRow, "count") : null,
            use.documentNo ?? null,
            use.recordedAt ? instantText(use.recordedAt) : null,
            use.recordedBy ? actorName(use.recordedBy) : null,
          ]
        }
        const land = sumLedger(firm.land, run.fiscalYear)
        if (land)
          yield [
            firm.creditCode,
            firm.name,
            null,
            null,
            "合计",
            ...Array<Cell>(9).fill(null),
            numberOf(land.landMu, "exact"),
          ]
      }
  }
  return {
    name: nameOfPage("用地", page),
    widths: LAND_HEAD.map(([, width]) => width),
    frozen: { rows: HEAD_ROWS, columns: 2 },
    hasFilter: true,
    rows: listRows,
  }
}
