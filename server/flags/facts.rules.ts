import { type Day, isDay } from "../../geodata/days.ts"
import { Exact } from "../../geodata/units.ts"

/** A decimal: a JSON number of at most 15 significant digits, or its text. */
export type Amount = number | string

/** Who stopped the work. Natural disaster counts like the government's doing (Order 53, art. 8). */
type Cause = "holder" | "government" | "forceMajeure"

/** Days on which work could not go on, both ends included; without `to` it still lasts. */
export type Pause = { from: Day; to?: Day | null | undefined; cause: Cause }

type ValueOf = {
  day: Day
  amount: Amount
  boolean: boolean
  code: string
  cause: Cause
  pauses: readonly Pause[]
}
type FactKind = keyof ValueOf
/** `open`: a planner may read its value. What is not open is an enterprise's secret. */
type FactEntry = { kind: FactKind; open: boolean; label: string }

const day = (label: string) => ({ kind: "day", open: true, label }) as const
const amount = (label: string) => ({ kind: "amount", open: true, label }) as const
const secret = (label: string) => ({ kind: "amount", open: false, label }) as const

/**
 * Every fact that the built-in rule sets read. A `day` is when something happened; a day that is
 * absent, null or later than the day asked about means "not yet". Any other absent fact is missing.
 */
export const FACTS = {
  approvedOn: day("农转用或征收批准日期"),
  suppliedOn: day("供地日期"),
  agreedStart: day("约定动工日期"),
  supplementStart: day("补充协议约定动工日期"),
  deliveryConfirmed: day("交地确认日期"),
  startedOn: day("实际动工日期"),
  suspendedSince: day("中止开发建设日期"),
  agreedCompletion: day("约定竣工日期"),
  completedOn: day("竣工验收日期"),
  agreedProduction: day("约定投产日期"),
  productionStart: day("投产日期"),
  stoppedSince: day("停产日期"),
  targetCheckOn: day("约定指标考核日期"),
  cause: { kind: "cause", open: true, label: "未动工或中止的原因" },
  pauses: { kind: "pauses", open: true, label: "停工期间" },
  aboveScale: { kind: "boolean", open: true, label: "规上企业" },
  industryCode: { kind: "code", open: true, label: "行业代码" },
  /** Developed area and the area due to start, in one unit. */
  devArea: amount("已动工开发面积"),
  devAreaDue: amount("应动工开发总面积"),
  /** Developed of what was due, and invested of the total, as shares of 1. */
  devShare: amount("已动工开发面积占比"),
  investedShare: amount("已投资额占比"),
  /** Both without land price and the taxes and fees paid to the state (Order 53, art. 30). */
  investedWanYuan: amount("已投资额"),
  totalInvestWanYuan: amount("总投资额"),
  landPriceWanYuan: amount("出让或划拨价款"),
  landMu: amount("用地面积"),
  /** A separable part of the parcel that lies undeveloped, as surveyed. */
  undevelopedMu: amount("可独立分割的未开发面积"),
  far: amount("容积率"),
  farMin: amount("约定容积率下限"),
  investmentIntensity: amount("投资强度"),
  agreedInvestmentIntensity: amount("约定投资强度"),
  agreedTaxPerMu: amount("约定亩均税收"),
  agreedOutputPerMu: amount("约定亩均产值"),
  /** 万元/亩. */
  taxPerMu: secret("亩均税收"),
  outputPerMu: secret("亩均产值"),
  /** 万元/万kWh. */
  taxPerKwh: secret("单位电耗税收"),
  revenuePerKwh: secret("单位用电营业收入"),
} as const satisfies Record<string, FactEntry>

export type FactName = keyof typeof FACTS
type FactOfKind<Kind extends FactKind> = {
  [Name in FactName]: (typeof FACTS)[Name]["kind"] extends Kind ? Name : never
}[FactName]

/** What is known of one parcel. Absent and null are the same; facts beyond FACTS serve declared sets. */
export type Facts = {
  readonly [Name in FactName]?: ValueOf[(typeof FACTS)[Name]["kind"]] | null | undefined
}

const OPEN: ReadonlySet<string> = new Set(
  Object.entries(FACTS).flatMap(([name, entry]) => (entry.open ? [name] : [])),
)

/**
 * Whether a fact's value, and the threshold it is held against, belong to the enterprise: tax,
 * output, energy, power and what is derived from them. A fact that nobody declared open is one.
 */
export const isConfidentialFact = (fact: string): boolean => !OPEN.has(fact)

/** What the record itself holds under a name that came from outside: never what it inherits. */
export const findOwn = <T>(record: Readonly<Record<string, T>> | undefined, name: string) =>
  record && Object.hasOwn(record, name) ? record[name] : undefined

/** The fact as it was given; undefined when absent or null. */
export const findFact = (facts: Facts, name: string): unknown =>
  findOwn<unknown>(facts, name) ?? undefined

/** The fact as an exact decimal; undefined when it is missing or no decimal. */
export function findAmount(facts: Facts, name: string): Exact | undefined {
  const value = findFact(facts, name)
  const readable =
    (typeof value === "number" && Number.isFinite(value)) ||
    (typeof value === "string" && isDecimal(value))
  return readable ? new Exact(value) : undefined
}

/** A day that land law may mean: of the years 1900 to 2199. Wide of them a ledger slipped. */
export const isLegalDay = (text: string): boolean => isDay(text) && text >= "1900" && text < "2200"

/** The fact as a day; undefined when it is missing or no legal day. */
export function findDay(facts: Facts, name: string): Day | undefined {
  const value = findFact(facts, name)
  return typeof value === "string" && isLegalDay(value) ? value : undefined
}

/** Whether any of these days had come by `asOf`. */
export const hasCome = (facts: Facts, asOf: Day, ...names: FactOfKind<"day">[]): boolean =>
  names.some((name) => {
    const on = findDay(facts, name)
    return on !== undefined && on <= asOf
  })

/** Plain decimal text: no exponent, no `１２`, `1,000` or `--`. */
export const isDecimal = (text: string): boolean => /^-?\d{1,20}(\.\d{1,20})?$/.test(text)

/** A decimal as JSON carries it: a number while 15 significant digits hold it, else text. */
export const toPlain = (value: Exact): Amount =>
  value.precision() <= 15 ? value.toNumber() : value.toFixed()
