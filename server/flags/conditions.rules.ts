/** Conditions over facts, as data: what a place's or a customer's own rule set is written in. */
import { addDays, addYears, type Day, elapsed, isDay } from "../../geodata/days.ts"
import { Exact } from "../../geodata/units.ts"
import {
  type Amount,
  type Facts,
  findAmount,
  findDay,
  findFact,
  findOwn,
  isDecimal,
  toPlain,
} from "./facts.rules.ts"
import { type Evidence, latestOf } from "./hit.rules.ts"

type Comparison = "<" | "<=" | "=" | "!=" | ">=" | ">"

/**
 * - `value`: a number is compared as a decimal, `YYYY-MM-DD` as a day, other text and booleans only
 *   for being equal
 * - `parameter`: the decimal of that name among the rule set's parameters
 * - `factTimes`: that many times another fact of the parcel, as what a contract agreed
 * - `medianTimes`: that many times the median over parcels of the same two-digit industry
 * - `elapsed`: that many full years since the day, true from the day after the anniversary
 * - `notYet`: the event has no day on file, or a later one
 */
export type Condition =
  | { fact: string; is: Comparison; value: number | string | boolean }
  | { fact: string; is: Comparison; parameter: string }
  | { fact: string; is: Comparison; factTimes: { fact: string; times: Amount } }
  | { fact: string; is: Comparison; medianTimes: Amount }
  | { elapsed: string; years: number }
  | { notYet: string }
  | { all: readonly Condition[] }
  | { any: readonly Condition[] }

/** Median of a fact by two-digit industry: `{"17": {"taxPerKwh": "0.30"}}`. */
export type Medians = Readonly<Record<string, Readonly<Record<string, Amount>>>>

export type Setting = {
  facts: Facts
  asOf: Day
  parameters: Readonly<Record<string, Amount>>
  medians: Medians
}

/**
 * Three values: true, false, and null where a missing fact leaves it open.
 *
 * @property since first day it was true, by the dated facts; null where none decides
 * @property evidence what made it true
 */
export type Opinion = {
  truth: boolean | null
  since: Day | null
  missing: string[]
  evidence: Evidence[]
}

const unknown = (...missing: string[]): Opinion => ({
  truth: null,
  since: null,
  missing,
  evidence: [],
})

const held = (truth: boolean, evidence: Evidence, since: Day | null = null): Opinion => ({
  truth,
  since,
  missing: [],
  evidence: truth ? [evidence] : [],
})

const FALSE: Opinion = { truth: false, since: null, missing: [], evidence: [] }

/** GB/T 4754 division of an industry code with or without its letter: C1711, 1711 and 17 are 17. */
export function findIndustry(facts: Facts): string | undefined {
  const code = findFact(facts, "industryCode")
  return typeof code === "string" ? /^[A-Z]?(\d{2})\d{0,2}$/.exec(code)?.[1] : undefined
}

export const ORDERS: Record<Comparison, (order: number) => boolean> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  "=": (order) => order === 0,
  "!=": (order) => order !== 0,
  ">=": (order) => order >= 0,
  ">": (order) => order > 0,
}

/** Texts of so many characters hold at most 15 digits: as numbers they are in the same order. */
const SHORT = 15
const toNumber = (value: unknown): number | undefined =>
  typeof value === "number"
    ? value
    : typeof value === "string" && value.length <= SHORT
      ? Number(value)
      : undefined

function compareAmount(
  facts: Facts,
  fact: string,
  is: Comparison,
  threshold: Amount | Exact,
): Opinion {
  // Of a whole cadastre most comparisons come out false, and plain numbers tell that as surely.
  const [raw, limit] = [toNumber(findFact(facts, fact)), toNumber(threshold)]
  if (
    raw !== undefined &&
    limit !== undefined &&
    Number.isFinite(raw) &&
    isDecimal(String(findFact(facts, fact))) &&
    !ORDERS[is](raw - limit)
  )
    return FALSE
  const value = findAmount(facts, fact)
  if (!value) return unknown(fact)
  const bound = new Exact(threshold)
  const evidence = { fact, value: toPlain(value), threshold: toPlain(bound) }
  return held(ORDERS[is](value.comparedTo(bound)), evidence)
}

function compareText(
  facts: Facts,
  fact: string,
  is: Comparison,
  threshold: string | boolean,
): Opinion {
  const ordered = typeof threshold === "string" && isDay(threshold)
  const value = ordered ? findDay(facts, fact) : findFact(facts, fact)
  if (typeof value !== "string" && typeof value !== "boolean") return unknown(fact)
  if (typeof value !== typeof threshold) return unknown(fact)
  const order = value === threshold ? 0 : value < threshold ? -1 : 1
  const allowed = ordered || is === "=" || is === "!="
  return held(allowed && ORDERS[is](order), { fact, value, threshold })
}

function compareMedian(setting: Setting, fact: string, is: Comparison, times: Amount): Opinion {
  const { facts, medians } = setting
  const value = findAmount(facts, fact)
  const industry = findIndustry(facts)
  if (!value || !industry)
    return unknown(...(value ? [] : [fact]), ...(industry ? [] : ["industryCode"]))
  const median = findOwn(findOwn(medians, industry), fact)
  if (median === undefined) return unknown(`medians.${industry}.${fact}`)
  return compareAmount(facts, fact, is, new Exact(median).times(times))
}

function compareFact(
  { facts }: Setting,
  fact: string,
  is: Comparison,
  other: { fact: string; times: Amount },
): Opinion {
  const held = findAmount(facts, other.fact)
  return held
    ? compareAmount(facts, fact, is, held.times(other.times))
    : unknown(...(findAmount(facts, fact) ? [] : [fact]), other.fact)
}

function judgeElapsed({ facts, asOf }: Setting, fact: string, years: number): Opinion {
  const on = findDay(facts, fact)
  if (!on) return unknown(fact)
  const threshold = addYears(on, years)
  const evidence = { fact, value: on, threshold }
  return held(elapsed(on, years, asOf), evidence, addDays(threshold, 1))
}

function judgeNotYet({ facts, asOf }: Setting, fact: string): Opinion {
  const on = findDay(facts, fact)
  return held(!on || on > asOf, { fact, value: on ?? null, threshold: asOf })
}

/** One false makes it false; else one open leaves it open. True since the last of its dated parts. */
function joinAll(parts: Opinion[]): Opinion {
  const truths = parts.map(({ truth }) => truth)
  const truth = truths.includes(false) ? false : truths.includes(null) ? null : true
  return {
    truth,
    since: latestOf(...parts.map(({ since }) => since)),
    missing: parts.flatMap(({ missing }) => missing),
    evidence: truth === true ? parts.flatMap(({ evidence }) => evidence) : [],
  }
}

/** One true makes it true; else one open leaves it open. True since the first of its true parts. */
function joinAny(parts: Opinion[]): Opinion {
  const truths = parts.map(({ truth }) => truth)
  const truth = truths.includes(true) ? true : truths.includes(null) ? null : false
  const since = parts.filter((part) => part.truth === true).map((part) => part.since)
  return {
    truth,
    since: since.includes(null) ? null : (since.flatMap((day) => day ?? []).sort()[0] ?? null),
    missing: parts.flatMap(({ missing }) => missing),
    evidence: parts.flatMap(({ evidence }) => evidence),
  }
}

export const join = (how: "all" | "any", parts: Opinion[]): Opinion =>
  how === "all" ? joinAll(parts) : joinAny(parts)

/** Whether the condition holds for the parcel on the day. */
export function judge(condition: Condition, setting: Setting): Opinion {
  if ("all" in condition) return joinAll(condition.all.map((part) => judge(part, setting)))
  if ("any" in condition) return joinAny(condition.any.map((part) => judge(part, setting)))
  if ("elapsed" in condition) return judgeElapsed(setting, condition.elapsed, condition.years)
  if ("notYet" in condition) return judgeNotYet(setting, condition.notYet)
  const { fact, is } = condition
  if ("factTimes" in condition) return compareFact(setting, fact, is, condition.factTimes)
  if ("medianTimes" in condition) return compareMedian(setting, fact, is, condition.medianTimes)
  if ("parameter" in condition) {
    const threshold = findOwn(setting.parameters, condition.parameter)
    return threshold === undefined
      ? unknown(condition.parameter)
      : compareAmount(setting.facts, fact, is, threshold)
  }
  const { value } = condition
  return typeof value === "number"
    ? compareAmount(setting.facts, fact, is, value)
    : compareText(setting.facts, fact, is, value)
}

/** The days on which the condition may turn for a parcel. */
export function listTurns(condition: Condition, facts: Facts): Day[] {
  const parts = "all" in condition ? condition.all : "any" in condition ? condition.any : []
  if ("elapsed" in condition) {
    const on = findDay(facts, condition.elapsed)
    return on ? [addDays(addYears(on, condition.years), 1)] : []
  }
  if ("notYet" in condition) return [findDay(facts, condition.notYet)].flatMap((on) => on ?? [])
  return parts.flatMap((part) => listTurns(part, facts))
}

/** Every fact that a condition reads, each once. */
export function listFactsOf(condition: Condition): string[] {
  if ("all" in condition || "any" in condition) {
    const parts = "all" in condition ? condition.all : condition.any
    return [...new Set(parts.flatMap(listFactsOf))]
  }
  if ("elapsed" in condition) return [condition.elapsed]
  if ("notYet" in condition) return [condition.notYet]
  if ("factTimes" in condition) return [condition.fact, condition.factTimes.fact]
  return "medianTimes" in condition ? [condition.fact, "industryCode"] : [condition.fact]
}

/** Facts of which evaluations know the median of an industry. */
export const MEDIAN_FACTS: readonly string[] = ["taxPerKwh", "revenuePerKwh", "taxPerMu"]
