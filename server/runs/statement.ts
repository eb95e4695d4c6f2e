/**
 * What a firm is told of a run (亩均效益评价结果告知书), in words and figures as they are printed. It goes to the firm:
 * nothing in it may tell of another. Yardsticks that are another firm's figure, or so few firms' that one can be
 * reckoned from it, are not printed; nor is the other side of a lease, or anything of a unit that its other members
 * brought into it.
 */
import { createHash } from "node:crypto"
import { canonical } from "../assessment/canonical.rules.ts"
import { INDICATORS, type IndicatorId, QUANTITIES } from "../assessment/indicator.rules.ts"
import { sumLedger, toMuOfYear } from "../assessment/land-ledger.rules.ts"
import { type IndicatorRule, listGrades } from "../assessment/scheme.rules.ts"
import { settleRule } from "../assessment/yardstick.rules.ts"
import { Exact, toMu } from "../../geodata/units.ts"
import type { FirmDossier, SchemeOnRecord } from "./dossier.ts"
import {
  actorName,
  CLAIMS,
  dayText,
  fixedText,
  industryName,
  instantText,
  METHOD_WORDS,
  missingName,
  plainText,
  pointsText,
  sayReason,
  sourceName,
  standingName,
  standingOf,
  stratumName,
  USES,
  valueText,
} from "./wording.ts"

type Named = { name: string; value: string; note?: string | undefined }
type Fact = readonly [name: string, value: string]
/** A step on the way to the total, as shares of the scale; `mark` is where the benchmark would have led. */
export type Bar = { from: number; to: number; mark: number | null }

export type PointLine = {
  name: string
  note: string
  value: string
  benchmark: string
  weight: string
  cap: string
  points: string
  bar: Bar
}

export type Statement = {
  number: string
  zone: string
  fiscalYear: number
  runNumber: number
  sealedAt: string
  firm: string
  creditCode: string
  figures: Named[]
  facts: Fact[]
  /** Null where there are no points, or they are a unit's. */
  points: { lines: PointLine[]; total: string; totalBar: Bar } | null
  pointNotes: string[]
  ranking: string[]
  inputs: {
    name: string
    value: string
    source: string
    documentNo: string | null
    recordedOn: string
    recordedBy: string
  }[]
  land: {
    parcel: string
    use: string
    areaMu: string
    note: string
    time: string
    days: string
    countedMu: string
  }[]
  landSum: { words: string; landMu: string } | null
  claims: { kind: string; item: string; points: string; evidence: string; validTo: string }[]
  objection: string[]
  resultSha256: string
}

/** A mean of fewer firms than these tells of each of them. */
const FEWEST = 5
/** A firm that reaches every benchmark has so many points: the least that bars are drawn against. */
const FULL = 100

type Settled = {
  told: FirmDossier
  own: FirmDossier["firms"][number]
  isUnit: boolean
  ranked: number
}

/** Composes the statement of one firm. */
export function composeStatement(told: FirmDossier): Statement {
  const { run, firm, firms, result, zone } = told
  const own = firms.find(({ enterpriseId }) => enterpriseId === firm.enterpriseId)
  if (!own) throw new Error(`run ${run.id} keeps no inputs of firm ${firm.enterpriseId}`)
  const stratum = run.strata.find(({ schemeId }) => schemeId === result.schemeId)
  const settled = { told, own, isUnit: firms.length > 1, ranked: stratum?.ranked ?? 0 }
  const land = sumLedger(own.land, run.fiscalYear)
  return {
    number: `${run.fiscalYear}-${run.number}-${firm.creditCode}`,
    zone,
    fiscalYear: run.fiscalYear,
    runNumber: run.number,
    sealedAt: run.sealedAt,
    firm: firm.name,
    creditCode: firm.creditCode,
    figures: listFigures(settled, land?.landMu ?? null),
    facts: listFacts(settled),
    points: settled.isUnit ? null : listPoints(settled),
    pointNotes: listPointNotes(settled),
    ranking: listRanking(settled),
    inputs: listInputs(settled),
    land: own.land.map((use) => {
      const counted = toMuOfYear(new Exact(use.areaM2).times(use.days), run.fiscalYear)
      return {
        // A parcel that is another's is often called by its name.
        parcel:
          [use.kind === "leasedIn" ? null : use.parcelName, use.parcelCode]
            .filter(Boolean)
            .join(" ") || "（无代码）",
        use: USES[use.kind],
        areaMu: fixedText(toMu(use.areaM2).toFixed(), 2),
        note:
          use.floorAreaM2 !== null && use.far !== null
            ? `建筑 ${plainText(use.floorAreaM2)} 平方米 ÷ 容积率 ${plainText(use.far)}`
            : `${plainText(use.areaM2)} 平方米`,
        time: `${use.fromOn} 起${use.toOn === null ? "" : `，至 ${use.toOn}`}`,
        days: String(use.days),
        countedMu: fixedText((use.kind === "leasedOut" ? counted.negated() : counted).toFixed(), 2),
      }
    }),
    landSum: land && {
      words: `自有 ${fixedText(land.ownedMu, 2)} + 租入 ${fixedText(land.leasedInMu, 2)} − 租出 ${fixedText(land.leasedOutMu, 2)}`,
      landMu: fixedText(land.landMu, 2),
    },
    claims: own.claims.map(({ kind, groupId, item, points, evidence, validTo }) => ({
      kind: CLAIMS[kind],
      item: [groupId, item].filter(Boolean).join("／"),
      points: points === null ? "—" : pointsText(points),
      evidence,
      validTo: validTo ?? "—",
    })),
    objection: listObjection(told),
    resultSha256: run.resultSha256,
  }
}

/** SHA-256 of what a statement says, over its canonical text. */
export const hashStatement = (statement: Statement): string =>
  createHash("sha256").update(canonical(statement)).digest("hex")

function listFigures({ told, isUnit, ranked }: Settled, ownLandMu: string | null): Named[] {
  const { result, scheme } = told
  const label = result.grade === null ? undefined : scheme?.scheme.gradeLabels?.[result.grade]
  return [
    {
      name: "等级",
      value: result.grade ?? standingName(standingOf(result)),
      note:
        result.gradeByRank !== null && result.gradeByRank !== result.grade
          ? `按名次为 ${result.gradeByRank}`
          : label,
    },
    {
      name: isUnit ? "总分（评价单元）" : "总分",
      value: pointsText(result.totalRounded),
      note: result.rank === null && result.total !== null ? "仅供参考" : "分",
    },
    {
      name: isUnit ? "名次（评价单元）" : "名次",
      value: result.rank === null ? "—" : String(result.rank),
      note: result.rank === null ? "不参加排名" : `共 ${ranked} 家参加排名`,
    },
    {
      name: "用地",
      value: fixedText(isUnit ? ownLandMu : result.landMu, 2),
      note: isUnit ? "亩（本企业）" : "亩",
    },
  ]
}

function listFacts({ told, own, isUnit }: Settled): Fact[] {
  const { run, firm, result, scheme } = told
  return [
    ["企业名称", firm.name],
    ["信用代码", firm.creditCode],
    ["所属行业", industryName(firm.industryCode)],
    ["企业规模", own.aboveScale === null ? "未登记" : own.aboveScale ? "规上企业" : "规下企业"],
    ["评价类别", [standingName(result.ratingClass), own.classReason].filter(Boolean).join("：")],
    ["评价层", scheme ? stratumName(scheme.scheme.stratum) : "不在任何方案的评价范围"],
    ...(isUnit
      ? [["评价方式", "与集团内其他企业合并为一个评价单元计分，成员等级相同"] as const]
      : []),
    ...(scheme
      ? ([
          ["评价方案", `${scheme.label}（第 ${scheme.version} 版）`],
          ["方案依据", scheme.basis ?? "无文件依据"],
        ] as const)
      : []),
    ["测算时间", `${instantText(run.sealedAt)}（北京时间）`],
    ["告知书编号", `${run.fiscalYear}-${run.number}-${firm.creditCode}`],
  ]
}

/** A benchmark as a firm may see it. */
function benchmarkText(rule: IndicatorRule, value: string | null, ranked: number): string {
  const { benchmark } = rule
  if (benchmark?.kind === "best") return "层内最优，不列示"
  const isOfFirms =
    benchmark?.kind === "mean" || (benchmark?.kind === "meanTimes" && benchmark.value == null)
  if (isOfFirms && ranked < FEWEST) return `不足 ${FEWEST} 家，不列示`
  return valueText(rule.id, value)
}

function listPoints({ told, ranked }: Settled): Statement["points"] {
  const { result, scheme } = told
  if (!scheme || result.items.length === 0) return null
  let height = 0
  const climb = (by: string | null, weight: string | null = null): Bar => {
    const from = height
    height += Number(by ?? 0)
    return { from, to: height, mark: weight === null ? null : from + Number(weight) }
  }
  const lines = result.items.map((item): PointLine => {
    const rule = scheme.scheme.indicators.find(({ id }) => id === item.id)
    if (!rule) throw new Error(`${scheme.scheme.id} has no ${item.id}`)
    const { label, unit } = INDICATORS[rule.id]
    const { cap, method } = settleRule(scheme.scheme, rule)
    return {
      name: label,
      note: unit === "比例" ? "%" : unit,
      value: item.missing ? "缺项" : valueText(item.id, item.value),
      benchmark: method === "minmax" ? "按层内区间" : benchmarkText(rule, item.benchmark, ranked),
      weight: plainText(item.weight),
      cap: cap === null ? "—" : plainText(cap.toFixed()),
      points: pointsText(item.score),
      bar: climb(item.score, item.weight),
    }
  })
  const extra = (name: string, points: string, sign: "" | "-"): PointLine[] =>
    new Exact(points).isZero()
      ? []
      : [
          {
            name,
            note: "",
            value: "",
            benchmark: "",
            weight: "",
            cap: "",
            points: pointsText(`${sign}${points}`),
            bar: climb(`${sign}${points}`),
          },
        ]
  const all = [...lines, ...extra("加分", result.bonus, ""), ...extra("扣分", result.penalty, "-")]
  const end = Math.max(FULL, ...all.flatMap(({ bar }) => [bar.from, bar.to, bar.mark ?? 0]))
  const share = ({ from, to, mark }: Bar): Bar => ({
    from: Math.max(0, Math.min(from, to)) / end,
    to: Math.max(0, from, to) / end,
    mark: mark === null ? null : mark / end,
  })
  return {
    lines: all.map((line) => ({ ...line, bar: share(line.bar) })),
    total: pointsText(result.totalRounded),
    totalBar: share({ from: 0, to: height, mark: null }),
  }
}

function listPointNotes({ told, isUnit }: Settled): string[] {
  const { result, scheme } = told
  if (isUnit)
    return [
      `本企业与其他 ${told.firms.length - 1} 家企业合并计分：用地和各项指标按成员合计。涉及其他成员的数据不在本告知书列出，可由评价单元的牵头企业查询。`,
    ]
  if (!scheme || result.items.length === 0) return ["本企业未计分，原因见“名次与等级”。"]
  const methods = [
    ...new Set(scheme.scheme.indicators.map((rule) => settleRule(scheme.scheme, rule).method)),
  ]
  const costs = result.items.flatMap(({ id, missing, weight, score }) => {
    const cost = new Exact(weight).minus(score ?? 0)
    const { label } = INDICATORS[id as IndicatorId]
    return missing && cost.gt(0)
      ? [`${label}没有数据，比达到基准时少 ${pointsText(cost.toFixed())} 分。`]
      : []
  })
  return [...methods.map((method) => `${METHOD_WORDS[method]}。`), ...costs]
}

/** Reasons that carry a figure: of a unit, they are not this firm's alone. */
const FIGURES = ["indicator", "field", "landMu", "points", "tenants"]

function listRanking({ told, isUnit, ranked }: Settled): string[] {
  const { result, scheme } = told
  const reasons = result.reasons.filter(
    ({ params }) => !isUnit || !FIGURES.some((name) => name in params),
  )
  return [
    ...(scheme && result.rank !== null ? [cutsText(scheme, ranked)] : []),
    ...(result.rank !== null && result.reasons.some(({ code }) => code === "tied")
      ? [
          scheme?.scheme.gradeRule.tie === "shared"
            ? "得分相同的企业名次并列。"
            : "得分相同的，依次按亩均税收、税收从高到低和统一社会信用代码排序。",
        ]
      : []),
    ...reasons.map((reason) => `${sayReason(reason)}。`),
  ]
}

const PERCENT = 100

/** The cuts of a scheme, with the ranks that they come to among so many. */
function cutsText({ scheme }: SchemeOnRecord, ranked: number): string {
  const { gradeRule } = scheme
  const grades = listGrades(gradeRule)
  if (gradeRule.kind === "score")
    return `定档：${gradeRule.cuts.map(([grade, least]) => `${grade} 类总分不低于 ${least} 分`).join("，")}，其余为 ${grades.at(-1)} 类。`
  const lastRanks = new Map(
    gradeRule.cuts.map(([grade, percent]) => [
      grade,
      { percent, last: new Exact(percent).times(ranked).div(PERCENT).floor().toNumber() },
    ]),
  )
  let from = 1
  const parts = grades.map((grade) => {
    const cut = lastRanks.get(grade)
    const to = cut?.last ?? ranked
    const ranks = from > to ? "无" : from === to ? `第 ${from} 名` : `第 ${from}–${to} 名`
    from = Math.max(from, to + 1)
    return `${grade} 类 ${cut ? `前 ${cut.percent}%` : "其余"}（${ranks}）`
  })
  return `定档：参加排名 ${ranked} 家，${parts.join("，")}。`
}

function listInputs({ own }: Settled): Statement["inputs"] {
  const order = Object.keys(QUANTITIES)
  const figures = own.figures
    .toSorted((a, b) => order.indexOf(a.indicator) - order.indexOf(b.indicator))
    .map((figure) => ({
      name: QUANTITIES[figure.indicator],
      value:
        figure.value === null
          ? `缺（${missingName(figure.missingReason ?? "notReported")}）`
          : plainText(figure.value),
      source: `${sourceName(figure.sourceKind)}：${figure.sourceName}${figure.sourceRow ? `，第 ${figure.sourceRow} 行` : ""}`,
      documentNo: figure.documentNo,
      recordedOn: dayText(figure.recordedAt),
      recordedBy: actorName(figure.recordedBy),
    }))
  const transfers = (
    [
      ["转供电：计入（万千瓦时）", own.powerInWanKwh],
      ["转供电：扣除（万千瓦时）", own.powerOutWanKwh],
    ] as const
  ).flatMap(([name, amount]) =>
    amount === null
      ? []
      : [
          {
            name,
            value: plainText(amount),
            source: "转供电登记",
            documentNo: null,
            recordedOn: "—",
            recordedBy: "—",
          },
        ],
  )
  return [...figures, ...transfers]
}

function listObjection({ objection }: FirmDossier): string[] {
  if (!objection)
    return ["本次测算的结果没有公示记录。公示后，可在公示期内向公示载明的单位提出异议。"]
  const { office, contact, opensAt, closesAt, term } = objection
  return [
    `对用地、指标或结果有异议的，请在 ${instantText(opensAt)} 至 ${instantText(closesAt)}（北京时间）向${office}提出，并附盖章的书面说明和证明材料。逾期不作为异议受理。`,
    `联系方式：${contact}。期限：${term}。`,
  ]
}
