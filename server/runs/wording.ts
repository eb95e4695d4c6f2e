/** What stands in Chinese on documents of a run: names of codes, figures and instants as they are printed. */
import { findDivision } from "../../geodata/codes/industry.ts"
import { Exact } from "../../geodata/units.ts"
import { RATING_CLASSES } from "../assessment/enterprise.rules.ts"
import { type NoticeCode, notice } from "../assessment/notice.rules.ts"
import type { Method } from "../assessment/scheme.rules.ts"

const STRATA: Readonly<Record<string, string>> = {
  above_scale: "规上企业",
  aboveScale: "规上企业",
  below_scale: "规下企业",
  belowScale: "规下企业",
}
const EVENTS: Readonly<Record<string, string>> = {
  protectFromD: "不列 D 类",
  forceA: "直接定 A 类",
  veto: "一票否决",
  notAB: "不得列 A、B 类",
  forceD: "直接定 D 类",
}
const MISSING: Readonly<Record<string, string>> = {
  notReported: "未报送",
  notApplicable: "不适用",
  underReview: "核实中",
}
const SOURCES: Readonly<Record<string, string>> = {
  import: "导入文件",
  document: "文件",
  entry: "手工登记",
  sample: "示例数据",
  appeal: "申诉更正",
}
const STANDINGS: Readonly<Record<string, string>> = {
  ...RATING_CLASSES,
  withheld: "未定档",
  unscored: "无法计分",
  outside: "方案之外",
}
export const USES = { owned: "自有", leasedIn: "租入", leasedOut: "租出" } as const
export const CLAIMS = { bonus: "加分", penalty: "扣分", event: "调档事项" } as const

export const METHOD_WORDS: Readonly<Record<Method, string>> = {
  ratio: "得分 = 指标值 ÷ 基准值 × 权重（越低越好的指标为 基准值 ÷ 指标值 × 权重）",
  minmax: "得分 = 权重 ×［基础分 + 区间分 ×（指标值 − 层内最小值）÷（最大值 − 最小值）］÷ 100",
  reverseRatio: "得分 =（2 − 指标值 ÷ 基准值）× 权重，不低于 0",
  rankOnly: "不计分，按指标值排序",
}

export const stratumName = (stratum: string) => STRATA[stratum] ?? stratum
export const eventName = (event: string) => EVENTS[event] ?? event
export const missingName = (reason: string) => MISSING[reason] ?? reason
export const sourceName = (kind: string) => SOURCES[kind] ?? kind
/** Who acted: an account by its name, the rest by what it is. */
export const actorName = (name: string) =>
  name === "operator" ? "运维命令" : name.startsWith("svc_") ? "系统" : name
/** A grade or what keeps a firm from one, as counts of a run name it. */
export const standingName = (key: string) =>
  STANDINGS[key] ?? (/^[A-Z]$/.test(key) ? `${key} 类` : key)

/** What of a result stands in counts: its grade, or what keeps it from one. */
export const standingOf = ({
  grade,
  schemeId,
  ratingClass,
  rank,
}: {
  grade: string | null
  schemeId: string | null
  ratingClass: string
  rank: number | null
}): string =>
  grade ??
  (schemeId === null
    ? "outside"
    : ratingClass !== "rated"
      ? ratingClass
      : rank === null
        ? "unscored"
        : "withheld")

export const industryName = (code: string | null): string =>
  code === null ? "未登记" : [code, findDivision(code)?.zh].filter(Boolean).join(" ")

type Reason = { code: string; params: Record<string, string | number> }

/** A reason of a result with the codes in it named. */
export function sayReason({ code, params }: Reason): string {
  const named = { ...params }
  if (typeof named["stratum"] === "string") named["stratum"] = stratumName(named["stratum"])
  if (typeof named["event"] === "string") named["event"] = eventName(named["event"])
  return notice(code as NoticeCode, named as never).text
}

const MS_OF_CHINA = 8 * 3_600_000

/** An instant (ISO 8601) by the clock of China. */
export const instantText = (instant: string): string =>
  `${new Date(Date.parse(instant) + MS_OF_CHINA).toISOString().slice(0, 16).replace("T", " ")}`
export const dayText = (instant: string): string => instantText(instant).slice(0, 10)

const grouped = (text: string) => text.replace(/\B(?=(\d{3})+(?!\d))/g, ",")

/** A decimal with so many places, half up, thousands apart; a dash for what is missing. */
export function fixedText(value: string | number | null | undefined, places: number): string {
  if (value === null || value === undefined) return "—"
  const text = new Exact(value).toFixed(places)
  const [whole = "", rest] = text.replace("-", "").split(".")
  const sign = text.startsWith("-") ? "−" : ""
  return `${sign}${grouped(whole)}${rest === undefined ? "" : `.${rest}`}`
}

/** A decimal as it is on record, without the zeros behind it. */
export const plainText = (value: string | number | null | undefined): string =>
  value === null || value === undefined ? "—" : fixedText(value, new Exact(value).decimalPlaces())

/** Places of a value in a table: as many as tell two firms apart in its unit. */
const PLACES: Readonly<Record<string, number>> = {
  valueAddedPerEmission: 0,
  revenuePerEmission: 0,
  taxPerEmission: 0,
  taxPerEnergy: 3,
  valueAddedPerEnergy: 3,
  taxPerKwh: 3,
  revenuePerKwh: 3,
}
/** Kept as fractions, printed in percent. */
const RATIOS: ReadonlySet<string> = new Set(["rdRatio", "netAssetReturn"])

/** A value or benchmark of an indicator as screens show it; fractions in percent. */
export function valueText(id: string, value: string | null): string {
  if (value === null) return "—"
  return RATIOS.has(id)
    ? `${fixedText(new Exact(value).times(100).toFixed(), 2)}%`
    : fixedText(value, PLACES[id] ?? 2)
}
export const pointsText = (value: string | number | null) => fixedText(value, 2)
