/** The sheet of points: a row an indicator of a firm, value and points as formulas beside what is sealed. */
import { INDICATORS } from "../assessment/indicator.rules.ts"
import { settleRule } from "../assessment/yardstick.rules.ts"
import { addressOf, type Cell, numberOf, type Sheet } from "../documents/workbook.ts"
import type { SchemeOnRecord } from "./dossier.ts"
import { findGap, findScaling, writePoints } from "./formula.rules.ts"
import type { RunResult } from "./schema.ts"
import { METHOD_WORDS, sayReason } from "./wording.ts"
import {
  type Enterprise,
  HEAD_ROWS,
  head,
  type Item,
  type Known,
  nameOfPage,
  nameOfScheme,
  partName,
  partsOf,
  wrapped,
} from "./workbook-sheet.ts"

/** Columns of the sheet of points; formulas refer to them by name. */
const POINT_COLUMNS = [
  { id: "creditCode", head: "统一社会信用代码", width: 22 },
  { id: "name", head: "企业名称", width: 28 },
  { id: "scheme", head: "方案", width: 22 },
  { id: "indicator", head: "指标", width: 18 },
  { id: "unit", head: "指标单位", width: 13 },
  { id: "numeratorName", head: "分子", width: 20 },
  { id: "numerator", head: "分子数值", width: 14 },
  { id: "denominatorName", head: "分母", width: 20 },
  { id: "denominator", head: "分母数值", width: 14 },
  { id: "factor", head: "换算系数", width: 9 },
  { id: "value", head: "指标值（公式）", width: 15 },
  { id: "weight", head: "权重（分）", width: 9 },
  { id: "benchmark", head: "基准值", width: 12 },
  { id: "min", head: "层内最小值", width: 12 },
  { id: "max", head: "层内最大值", width: 12 },
  { id: "floor", head: "下限（分）", width: 9 },
  { id: "cap", head: "上限（分）", width: 9 },
  { id: "scaling", head: "缺项放大系数", width: 12 },
  { id: "points", head: "得分（公式，分）", width: 15 },
  { id: "sealedValue", head: "封存的指标值（原文）", width: 26 },
  { id: "sealedPoints", head: "封存的得分（原文，分）", width: 26 },
  { id: "formula", head: "算式", width: 50 },
  { id: "reasons", head: "说明", width: 50 },
] as const
type PointColumn = (typeof POINT_COLUMNS)[number]["id"]
const PLACE_OF = new Map<PointColumn, number>(POINT_COLUMNS.map(({ id }, place) => [id, place]))

export function toPoints(
  { dossier, schemeOf, inputOf }: Known,
  results: readonly RunResult[],
  page: number,
): Sheet {
  const { run } = dossier
  function* listRows(): Generator<Cell[]> {
    yield head(POINT_COLUMNS.map(({ head: text }) => text))
    let row = HEAD_ROWS - 1
    for (const result of results) {
      const enterprise = inputOf.get(result.creditCode)?.sealed.enterprise
      const onRecord = schemeOf.get(result.schemeId ?? "")
      if (!enterprise || !onRecord) continue
      const stratum = run.strata.find(({ schemeId }) => schemeId === result.schemeId)
      for (const item of result.items) {
        row += 1
        yield toPointRow({ result, item, enterprise, onRecord, ranges: stratum?.ranges ?? {}, row })
      }
    }
  }
  return {
    name: nameOfPage("得分计算", page),
    widths: POINT_COLUMNS.map(({ width }) => width),
    frozen: { rows: HEAD_ROWS, columns: 4 },
    hasFilter: true,
    rows: listRows,
  }
}

type PointRow = {
  result: RunResult
  item: Item
  enterprise: Enterprise
  onRecord: SchemeOnRecord
  ranges: Readonly<Record<string, { min: string | null; max: string | null }>>
  row: number
}

function toPointRow({ result, item, enterprise, onRecord, ranges, row }: PointRow): Cell[] {
  const { scheme } = onRecord
  const rule = scheme.indicators.find(({ id }) => id === item.id)
  if (!rule) throw new Error(`${scheme.id} has no ${item.id}`)
  const { label: name, unit, numerator, denominator, factor } = INDICATORS[rule.id]
  const parts = partsOf(rule.id, result, enterprise)
  const { floor, cap } = settleRule(scheme, rule)
  const at = (column: PointColumn) => addressOf(PLACE_OF.get(column)!, row)
  const scaling = findScaling(result.reasons)
  const isScaled = !scaling.eq(1)
  const gap = findGap(result.reasons, rule.id)
  const range = ranges[rule.id]
  const written = gap
    ? null
    : writePoints({
        scheme,
        rule,
        isScaled,
        isOneValue: isSame(range),
        places: {
          value: at("value"),
          weight: at("weight"),
          benchmark: at("benchmark"),
          min: at("min"),
          max: at("max"),
          floor: at("floor"),
          cap: at("cap"),
          scaling: at("scaling"),
        },
      })
  const cells: Record<PointColumn, Cell> = {
    creditCode: result.creditCode,
    name: result.name,
    scheme: nameOfScheme(onRecord),
    indicator: name,
    unit,
    numeratorName: partName(numerator),
    numerator: numberOf(parts.numerator, "exact"),
    denominatorName: partName(denominator),
    denominator: numberOf(parts.denominator, "exact"),
    factor: numberOf(factor, "exact"),
    value:
      item.value === null
        ? null
        : {
            formula: `${at("numerator")}*${at("factor")}/${at("denominator")}`,
            value: item.value,
            style: "exact",
          },
    weight: numberOf(item.weight, "exact"),
    benchmark: numberOf(item.benchmark, "exact"),
    min: numberOf(range?.min, "exact"),
    max: numberOf(range?.max, "exact"),
    floor: numberOf(floor?.toFixed(), "exact"),
    cap: numberOf(cap?.toFixed(), "exact"),
    scaling: isScaled ? numberOf(scaling.toFixed(), "exact") : null,
    points:
      item.score === null
        ? null
        : written
          ? { formula: written.formula, value: item.score, style: "exact" }
          : numberOf(item.score, "exact"),
    sealedValue: item.value,
    sealedPoints: item.score,
    formula: wrapped(gap ? "缺项，按方案的缺项规则计" : (written?.words ?? METHOD_WORDS.rankOnly)),
    reasons: wrapped(
      result.reasons
        .filter(({ params }) => params["indicator"] === item.id)
        .map(sayReason)
        .join("；"),
    ),
  }
  return POINT_COLUMNS.map(({ id }) => cells[id])
}

const isSame = (range: { min: string | null; max: string | null } | undefined) =>
  range !== undefined && range.min !== null && range.min === range.max
