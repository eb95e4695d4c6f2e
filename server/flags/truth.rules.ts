/** Whether conditions hold, and nothing else: made once for a rule set, asked of every parcel of a cadastre. */
import { type Day, elapsed, isDay } from "../../geodata/days.ts"
import { Exact } from "../../geodata/units.ts"
import { type Condition, findIndustry, type Medians, ORDERS } from "./conditions.rules.ts"
import { type Amount, type Facts, findAmount, findDay, findFact, isDecimal } from "./facts.rules.ts"

/** Null where a missing fact leaves it open. */
export type Truth = boolean | null
export type Test = (facts: Facts, asOf: Day) => Truth

type Given = { parameters: Readonly<Record<string, Amount>>; medians: Medians }
type Holds = (order: number) => boolean
/** What a fact is held against: nearly, and to the last digit. */
type Bound = { near: number; exact: () => Exact }

const boundOf = (amount: Amount | Exact): Bound => {
  const exact = new Exact(amount)
  return { near: exact.toNumber(), exact: () => exact }
}

/** Two decimals further apart than this share of the larger are in the order of their nearest floats. */
const CLOSE = 1e-9

function compare(facts: Facts, fact: string, { near, exact }: Bound, holds: Holds): Truth {
  const raw = findFact(facts, fact)
  const isRead = typeof raw === "number" || (typeof raw === "string" && isDecimal(raw))
  const value = isRead ? Number(raw) : NaN
  if (!Number.isFinite(value)) return null
  const apart = value - near
  if (Math.abs(apart) > CLOSE * Math.max(Math.abs(value), Math.abs(near))) return holds(apart)
  return holds(findAmount(facts, fact)!.comparedTo(exact()))
}

const testAll =
  (tests: readonly Test[]): Test =>
  (facts, asOf) => {
    let whole: Truth = true
    for (const test of tests) {
      const part = test(facts, asOf)
      if (part === false) return false
      if (part === null) whole = null
    }
    return whole
  }

const testAny =
  (tests: readonly Test[]): Test =>
  (facts, asOf) => {
    let whole: Truth = false
    for (const test of tests) {
      const part = test(facts, asOf)
      if (part === true) return true
      if (part === null) whole = null
    }
    return whole
  }

/** All or any of the tests; of none, all hold and not any. */
export const testJoined = (how: "all" | "any", tests: readonly Test[]): Test =>
  how === "all" ? testAll(tests) : testAny(tests)

const testAmount = (fact: string, threshold: Amount, holds: Holds): Test => {
  const bound = boundOf(threshold)
  return (facts) => compare(facts, fact, bound, holds)
}

const testFact = (fact: string, other: { fact: string; times: Amount }, holds: Holds): Test => {
  const times = boundOf(other.times)
  return (facts) => {
    const held = findFact(facts, other.fact)
    const isRead = typeof held === "number" || (typeof held === "string" && isDecimal(held))
    if (!isRead || !Number.isFinite(Number(held))) return null
    const exact = () => findAmount(facts, other.fact)!.times(times.exact())
    return compare(facts, fact, { near: Number(held) * times.near, exact }, holds)
  }
}

const testMedian = (fact: string, times: Amount, medians: Medians, holds: Holds): Test => {
  const bounds = new Map(
    Object.entries(medians).flatMap(([industry, own]) => {
      const median = Object.hasOwn(own, fact) ? own[fact] : undefined
      return median === undefined ? [] : [[industry, boundOf(new Exact(median).times(times))]]
    }),
  )
  return (facts) => {
    const bound = bounds.get(findIndustry(facts) ?? "")
    return bound ? compare(facts, fact, bound, holds) : null
  }
}

const testText = (fact: string, threshold: string | boolean, is: string, holds: Holds): Test => {
  const isOrdered = typeof threshold === "string" && isDay(threshold)
  const isAllowed = isOrdered || is === "=" || is === "!="
  return (facts) => {
    const value = isOrdered ? findDay(facts, fact) : findFact(facts, fact)
    if (typeof value !== typeof threshold) return null
    const order = value === threshold ? 0 : (value as typeof threshold) < threshold ? -1 : 1
    return isAllowed && holds(order)
  }
}

const testElapsed =
  (fact: string, years: number): Test =>
  (facts, asOf) => {
    const on = findDay(facts, fact)
    return on === undefined ? null : elapsed(on, years, asOf)
  }

const testNotYet =
  (fact: string): Test =>
  (facts, asOf) => {
    const on = findDay(facts, fact)
    return on === undefined || on > asOf
  }

/** The condition as a function: the truth that `judge` finds, without what it stands on. */
export function testOf(condition: Condition, given: Given): Test {
  if ("all" in condition) return testAll(condition.all.map((part) => testOf(part, given)))
  if ("any" in condition) return testAny(condition.any.map((part) => testOf(part, given)))
  if ("elapsed" in condition) return testElapsed(condition.elapsed, condition.years)
  if ("notYet" in condition) return testNotYet(condition.notYet)
  const { fact, is } = condition
  const holds = ORDERS[is]
  if ("factTimes" in condition) return testFact(fact, condition.factTimes, holds)
  if ("medianTimes" in condition)
    return testMedian(fact, condition.medianTimes, given.medians, holds)
  if ("parameter" in condition) {
    const { parameter } = condition
    if (!Object.hasOwn(given.parameters, parameter)) return () => null
    return testAmount(fact, given.parameters[parameter]!, holds)
  }
  const { value } = condition
  return typeof value === "number"
    ? testAmount(fact, value, holds)
    : testText(fact, value, is, holds)
}
