/** A run as a workbook: results, how every point came about, where every input is from, and counts that add up. */
import { daysOfYear, sumLedger, toMuOfYear } from "../assessment/land-ledger.rules.ts"
import { INDICATORS, type IndicatorId, QUANTITIES } from "../assessment/indicator.rules.ts"
import { listGrades } from "../assessment/scheme.rules.ts"
import { settleRule } from "../assessment/yardstick.rules.ts"
import {
  addressOf,
  type Cell,
  columnName,
  MOST_ROWS,
  numberOf,
  type Sheet,
} from "../documents/workbook.ts"
import { Exact, toMu } from "../../geodata/units.ts"
import type { Dossier, SchemeOnRecord } from "./dossier.ts"
import { findGap, findScaling, writePoints } from "./formula.rules.ts"
import type { RunResult } from "./schema.ts"
import type { InputLine } from "./seal.ts"
import {
  actorName,
  CLAIMS,
  industryName,
  instantText,
  METHOD_WORDS,
  missingName,
  sayReason,
  sourceName,
  standingName,
  standingOf,
  stratumName,
  USES,
} from "./wording.ts"

const OUTSIDE = "方案之外"
const HEAD_ROWS = 1

type Enterprise = InputLine["sealed"]["enterprise"]
type Item = RunResult["items"][number]

const head = (texts: readonly string[]): Cell[] =>
  texts.map((text) => ({ text, style: "head" as const }))
const wrapped = (text: string): Cell => (text === "" ? null : { text, style: "wrapped" })

const partName = (part: keyof typeof QUANTITIES | "landMu") =>
  part === "landMu" ? "用地面积（亩）" : QUANTITIES[part]

/** Numerator and denominator of an indicator as they went in; null where they are not on record. */
function partsOf(id: IndicatorId, { landMu }: RunResult, enterprise: Enterprise) {
  const { numerator, denominator } = INDICATORS[id]
  return {
    numerator: enterprise[numerator] ?? null,
    denominator: denominator === "landMu" ? landMu : (enterprise[denominator] ?? null),
  }
}

/** All sheets of a run; rows are made as they are written. */
export function listSheets(dossier: Dossier): Sheet[] {
  const schemeOf = new Map(dossier.schemes.map((one) => [one.scheme.id, one]))
  const inputOf = new Map(dossier.inputs.map((line) => [line.sealed.creditCode, line]))
  const known = { dossier, schemeOf, inputOf }
  return [
    toCover(dossier),
    toResults(known),
    ...paginate(dossier.results, ({ items }) => items.length).map((results, page) =>
      toPoints(known, results, page),
    ),
    ...paginate(dossier.inputs, countOrigins).map(toOrigins),
    ...paginate(dossier.inputs, countUses).map((inputs, page) => toLand(dossier, inputs, page)),
    toCounts(dossier),
  ]
}

/** Shares out what has more rows than a sheet holds: to sheets of at most so many, at least one. */
export function paginate<T>(
  all: readonly T[],
  rowsOf: (one: T) => number,
  most = MOST_ROWS - HEAD_ROWS,
): T[][] {
  const pages: T[][] = [[]]
  let room = most
  for (const one of all) {
    const rows = rowsOf(one)
    if (rows > room) {
      pages.push([])
      room = most
    }
    pages.at(-1)!.push(one)
    room -= rows
  }
  return pages
}
const nameOfPage = (name: string, page: number) => (page === 0 ? name : `${name}（${page + 1}）`)

/** At most so many rows: of figures, two of power, and claims. */
const countOrigins = ({ firms }: InputLine) =>
  firms.reduce((sum, { figures, claims }) => sum + figures.length + claims.length + 2, 0)
/** At most so many rows: of uses, and their sum. */
const countUses = ({ firms }: InputLine) =>
  firms.reduce((sum, { land }) => sum + land.length + 1, 0)

type Known = {
  dossier: Dossier
  schemeOf: ReadonlyMap<string, SchemeOnRecord>
  inputOf: ReadonlyMap<string, InputLine>
}

/** A scheme with the firms it is for: schemes of one document are often called the same. */
const nameOfScheme = ({ label, scheme }: SchemeOnRecord) =>
  `${label}（${stratumName(scheme.stratum)}）`

const markOf = ({ published, assumed }: SchemeOnRecord) =>
  [
    published.length > 0 ? `已公布：${published.join("、")}` : "",
    assumed.length > 0 ? `假定（未见公布）：${assumed.join("、")}` : "",
  ]
    .filter((part) => part !== "")
    .join("；") || "未注明"

function toCover({ zone, run, base, schemes }: Dossier): Sheet {
  const lines: [string, string][] = [
    ["开发区", zone],
    ["评价年度", String(run.fiscalYear)],
    ["测算", `第 ${run.number} 次`],
    ["测算原因", run.why],
    [
      "依据的测算",
      base ? `第 ${base.number} 次（结果 SHA-256 ${base.resultSha256}）` : "无（首次测算）",
    ],
    ["封存时间", `${instantText(run.sealedAt)}（北京时间）`],
    ["测算人", run.authorName],
    ["程序版本", run.product],
    ["输入 SHA-256", run.inputSha256],
    ["方案 SHA-256", run.schemeSha256],
    ["结果 SHA-256", run.resultSha256],
    ["企业数", String(run.firms)],
    ...schemes.flatMap(({ scheme, version, label, basis, ...rest }, place): [string, string][] => [
      [`方案 ${place + 1}`, `${label}（${scheme.id}，第 ${version} 版）`],
      ["　评价层", stratumName(scheme.stratum)],
      ["　依据", basis ?? "无文件依据"],
      ["　公布与假定", markOf({ scheme, version, label, basis, ...rest })],
      ["　计分方法", METHOD_WORDS[scheme.method]],
      [
        "　定档",
        scheme.gradeRule.kind === "rankPercent"
          ? `按名次百分比（累计，含上限）：${scheme.gradeRule.cuts.map(([grade, percent]) => `${grade} ${percent}%`).join("、")}，其余 ${scheme.gradeRule.rest}`
          : `按总分：${scheme.gradeRule.cuts.map(([grade, least]) => `${grade} 不低于 ${least} 分`).join("、")}，其余 ${listGrades(scheme.gradeRule).at(-1)}`,
      ],
      ["　内容 SHA-256", rest.sha256],
    ]),
    ["结果", "全部企业按方案、名次排列；每项指标列出分子、分母、指标值、基准值、权重和得分"],
    ["得分计算", "每家企业每项指标一行；指标值和得分是公式，与封存的得分并列，可自行核对"],
    ["数据来源", "每个输入的来源、文件、登记时间和登记人；加减分和事项的依据"],
    ["用地", "每块用地的面积、使用天数和计入的亩数"],
    ["计数", "各方案的等级和类别家数，合计等于企业数"],
    [
      "单位",
      "金额为万元，用地为亩（1 亩 = 2000/3 平方米），电量为万千瓦时；比例为小数（0.03 即 3%）",
    ],
    ["缺项", "空白为没有数据，0 为数据就是 0；缺项的处理见“得分计算”的说明列"],
    ["精度", "封存的得分精确到 20 位小数，排名不取整；表格软件按 15 位有效数字计算"],
    ["保密", "含企业税收等涉密数据，仅限评价工作使用，不得外传"],
  ]
  return {
    name: "说明",
    widths: [18, 100],
    rows: () => [
      [{ text: `${run.fiscalYear} 年度亩均效益评价测算工作簿`, style: "title" }],
      ...lines.map(([name, text]): Cell[] => [name, wrapped(text)]),
    ],
  }
}

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

function toResults({ dossier, schemeOf, inputOf }: Known): Sheet {
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

function toPoints(
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

function toOrigins(inputs: readonly InputLine[], page: number): Sheet {
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

function toLand({ run }: Dossier, inputs: readonly InputLine[], page: number): Sheet {
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

function toCounts({ run, schemes }: Dossier): Sheet {
  const keys = Object.keys(run.counts).toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))
  const rows = run.strata.map(({ schemeId, counts, firms }) => {
    const onRecord = schemes.find(({ scheme }) => scheme.id === schemeId)
    return { name: onRecord ? nameOfScheme(onRecord) : schemeId, counts, firms }
  })
  const outside = run.firms - rows.reduce((sum, { firms }) => sum + firms, 0)
  const all = outside > 0 ? [...rows, { name: OUTSIDE, counts: { outside }, firms: outside }] : rows
  const last = columnName(keys.length)
  return {
    name: "计数",
    widths: [30, ...keys.map(() => 12), 10],
    frozen: { rows: HEAD_ROWS, columns: 1 },
    rows: () => [
      head(["方案（家数）", ...keys.map(standingName), "合计"]),
      ...all.map(({ name, counts, firms }, n): Cell[] => [
        name,
        ...keys.map((key) => numberOf((counts as Record<string, number>)[key] ?? 0, "count")),
        { formula: `SUM(B${n + 2}:${last}${n + 2})`, value: firms, style: "count" },
      ]),
      [
        "合计",
        ...keys.map((key, n): Cell => ({
          formula: `SUM(${columnName(n + 1)}2:${columnName(n + 1)}${all.length + 1})`,
          value: run.counts[key] ?? 0,
          style: "count",
        })),
        {
          formula: `SUM(${columnName(keys.length + 1)}2:${columnName(keys.length + 1)}${all.length + 1})`,
          value: run.firms,
          style: "count",
        },
      ],
    ],
  }
}
