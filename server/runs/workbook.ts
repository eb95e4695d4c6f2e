/** A run as a workbook: results, how every point came about, where every input is from, and counts that add up. */
import { listGrades } from "../assessment/scheme.rules.ts"
import { type Cell, columnName, numberOf, type Sheet } from "../documents/workbook.ts"
import type { Dossier, SchemeOnRecord } from "./dossier.ts"
import { instantText, METHOD_WORDS, standingName, stratumName } from "./wording.ts"
import { HEAD_ROWS, head, nameOfScheme, paginate, wrapped } from "./workbook-sheet.ts"
import { countOrigins, countUses, toLand, toOrigins } from "./workbook-lineage.ts"
import { toPoints } from "./workbook-points.ts"
import { OUTSIDE, toResults } from "./workbook-results.ts"

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
