import { addYears, type Day, daysBetween } from "../../geodata/days.ts"
import { Exact } from "../../geodata/units.ts"
import {
  type FactName,
  type Facts,
  findAmount,
  findDay,
  findFact,
  hasCome,
  toPlain,
} from "./facts.rules.ts"
import {
  findNextChange,
  latestOf,
  type Hit,
  type Reason,
  reasonOf,
  type Route,
  type Verdict,
} from "./hit.rules.ts"
import { type Clock, dayAfter, hasStarted, isPast, readClock } from "./idle-clock.rules.ts"

type Outcome = { rule: "type1" | "type2"; route: Route } | undefined

function decide(facts: Facts, clock: Clock, shortfall: boolean, asOf: Day): Outcome {
  if (!hasStarted(facts, asOf)) {
    if (!isPast(clock.firstEnd, asOf)) return undefined
    if (facts.cause === "government" || facts.cause === "forceMajeure")
      return { rule: "type1", route: "art12" }
    return { rule: "type1", route: isPast(clock.secondEnd, asOf) ? "recover_free" : "fee20" }
  }
  const suspended = hasCome(facts, asOf, "startedOn") && isPast(clock.suspensionEnd, asOf)
  return suspended && shortfall ? { rule: "type2", route: "art12" } : undefined
}

/** Art. 2(2): strictly less than a third of the area due, or than 25 % of the investment. */
function listShortfalls(facts: Facts): Reason[] {
  const [area, areaDue] = [findAmount(facts, "devArea"), findAmount(facts, "devAreaDue")]
  const invested = findAmount(facts, "investedWanYuan")
  const total = findAmount(facts, "totalInvestWanYuan")
  const reasons: Reason[] = []
  if (area && areaDue && area.times(3).lt(areaDue)) {
    const threshold = areaDue.div(3).toSignificantDigits(15, Exact.ROUND_UP)
    const text = `已动工开发面积 ${area.toFixed()}，不足应动工开发总面积 ${areaDue.toFixed()} 的三分之一`
    reasons.push(
      reasonOf({ fact: "devArea", value: toPlain(area), threshold: toPlain(threshold) }, text),
    )
  }
  if (invested && total && invested.times(4).lt(total)) {
    const threshold = toPlain(total.div(4))
    const text = `已投资额 ${invested.toFixed()} 万元，不足总投资额 ${total.toFixed()} 万元的百分之二十五`
    reasons.push(reasonOf({ fact: "investedWanYuan", value: toPlain(invested), threshold }, text))
  }
  return reasons
}

function describePeriod(from: Day, years: number, end: Day): string {
  const pushed = daysBetween(addYears(from, years), end)
  return pushed > 0 ? `满期日 ${end}（扣除政府原因或不可抗力停工 ${pushed} 日）` : `满期日 ${end}`
}

function listStartReasons(facts: Facts, clock: Clock, asOf: Day): Reason[] {
  const { start } = clock
  if (!start) return []
  const reasons = ([1, 2] as const).flatMap((years) => {
    const end = years === 1 ? clock.firstEnd : clock.secondEnd
    if (!end || asOf <= end) return []
    const from =
      start.fact === "deliveryConfirmed" ? `${start.value} 交地满一年即 ${start.day}` : start.day
    const text = `应于 ${from} 动工，已满${years === 1 ? "一" : "二"}年未动工，${describePeriod(start.day, years, end)}`
    return [reasonOf({ fact: start.fact, value: start.value, threshold: end }, text)]
  })
  if (facts.cause === "government" || facts.cause === "forceMajeure") {
    const text = facts.cause === "government" ? "因政府原因未动工" : "因不可抗力未动工"
    reasons.push(reasonOf({ fact: "cause", value: facts.cause, threshold: null }, text))
  }
  return reasons
}

function listSuspensionReasons({ suspendedSince, suspensionEnd }: Clock): Reason[] {
  if (!suspendedSince || !suspensionEnd) return []
  const text = `自 ${suspendedSince} 起中止开发建设已满一年，${describePeriod(suspendedSince, 1, suspensionEnd)}`
  return [
    reasonOf({ fact: "suspendedSince", value: suspendedSince, threshold: suspensionEnd }, text),
  ]
}

function listMissing(facts: Facts, clock: Clock, outcome: Outcome, asOf: Day): FactName[] {
  const wanted: FactName[] = []
  if (!hasStarted(facts, asOf)) {
    if (!clock.start) wanted.push("agreedStart", "deliveryConfirmed")
    if (outcome) wanted.push("cause")
    if (outcome?.route === "fee20") wanted.push("landPriceWanYuan")
  } else if (hasCome(facts, asOf, "suspendedSince"))
    wanted.push("startedOn", "devArea", "devAreaDue", "investedWanYuan", "totalInvestWanYuan")
  return wanted.filter((fact) => findFact(facts, fact) === undefined)
}

const FINDING = { type1: "53-2(1)", type2: "53-2(2)" } as const
const DISPOSAL = { fee20: "53-14(1)", recover_free: "53-14(2)", art12: "53-12" } as const

/** Art. 14(1): 20 % of the transfer or allocation price. */
const FEE_SHARE = "0.20"

function feeOf(facts: Facts, route: Route) {
  const price = route === "fee20" ? findAmount(facts, "landPriceWanYuan") : undefined
  return price ? toPlain(price.times(FEE_SHARE)) : null
}

type Case = { facts: Facts; asOf: Day; clock: Clock; shortfalls: Reason[]; outcome: Outcome }

function examine(facts: Facts, asOf: Day, clock: Clock): Case {
  const shortfalls = clock.suspendedSince ? listShortfalls(facts) : []
  const outcome = decide(facts, clock, shortfalls.length > 0, asOf)
  return { facts, asOf, clock, shortfalls, outcome }
}

function findChange({ facts, asOf, clock, shortfalls }: Case): Day | null {
  const turns = [
    ...[clock.firstEnd, clock.secondEnd, clock.suspensionEnd].map(dayAfter),
    ...(["startedOn", "suspendedSince", "completedOn", "productionStart"] as const).map((fact) =>
      findDay(facts, fact),
    ),
  ]
  return findNextChange(asOf, turns, (day) =>
    JSON.stringify(decide(facts, clock, shortfalls.length > 0, day) ?? null),
  )
}

function hitOf(examined: Case, nextChangeOn: Day | null): Hit | undefined {
  const { facts, asOf, clock, shortfalls, outcome } = examined
  if (!outcome) return undefined
  const { rule, route } = outcome
  return {
    rule,
    level: "suspected",
    // Where a fee or the land itself is owed, the article that takes it; else the finding.
    clause: route === "art12" ? FINDING[rule] : DISPOSAL[route],
    clauses: [FINDING[rule], DISPOSAL[route]],
    state: "suspected_idle",
    route,
    feeWanYuan: feeOf(facts, route),
    since:
      rule === "type1"
        ? dayAfter(clock.firstEnd)
        : latestOf(dayAfter(clock.suspensionEnd), findDay(facts, "startedOn")),
    nextChangeOn,
    reasons:
      rule === "type1"
        ? listStartReasons(facts, clock, asOf)
        : [...listSuspensionReasons(clock), ...shortfalls],
  }
}

/**
 * Rule set `idle-order53` on one parcel: `type1`, not started one full year after the effective
 * start; `type2`, suspended one full year short of a third of the area or 25 % of the investment.
 * Without a known cause the holder's is assumed and `cause` listed as missing.
 */
export function detectIdle(facts: Facts, asOf: Day, clock: Clock = readClock(facts)): Verdict {
  const examined = examine(facts, asOf, clock)
  const nextChangeOn = findChange(examined)
  const hit = hitOf(examined, nextChangeOn)
  const missingFacts = listMissing(facts, clock, examined.outcome, asOf)
  return { hits: hit ? [hit] : [], missingFacts, nextChangeOn }
}

/** The hit of `detectIdle` alone. */
export function findIdleHit(
  facts: Facts,
  asOf: Day,
  clock: Clock = readClock(facts),
): Hit | undefined {
  const examined = examine(facts, asOf, clock)
  return examined.outcome && hitOf(examined, findChange(examined))
}
