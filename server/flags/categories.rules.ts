/** The five categories of stock land, and which of them a parcel is in on a day. */
import { addMonths, addYears, type Day } from "../../geodata/days.ts"
import {
  type Amount,
  FACTS,
  type FactName,
  type Facts,
  findAmount,
  findDay,
  hasCome,
  toPlain,
} from "./facts.rules.ts"
import { latestOf, type Reason, reasonOf } from "./hit.rules.ts"
import {
  dayAfter,
  findEffectiveStart,
  findPeriodEnd,
  hasStarted,
  isPast,
} from "./idle-clock.rules.ts"

/** In the order of a parcel's life; of several that are true the first is the parcel's category. */
export const CATEGORIES = [
  "approved_unsupplied",
  "supplied_unused",
  "underused",
  "built_unproductive",
  "producing_below_target",
] as const
type Category = (typeof CATEGORIES)[number]
export type Lifecycle = Category | "in_use"

/**
 * The figures that a place has to set, for want of a published one. Unset, what depends on them is
 * left undecided and the parameter listed as missing.
 *
 * @property monthsToProduction full months after the agreed production day without production
 * @property undevelopedShareMin share of the parcel, 0 to 1, from which on a separable part counts
 */
export type CategoryParameters = {
  monthsToProduction?: number | null | undefined
  undevelopedShareMin?: Amount | null | undefined
}

/** A category that the facts bear out. `overAYear`: unstarted a full year past the agreed start. */
type Finding = { category: Category; since: Day | null; reason: Reason; overAYear?: boolean }

/** What a stage says: findings, and the facts or parameters without which it cannot say more. */
export type Survey = { findings: Finding[]; missing: string[] }

/** Standing without work for 12 months counts as not producing. */
const STOPPED_YEARS = 1

type Parameters = CategoryParameters
type Setting = { facts: Facts; asOf: Day; parameters: Parameters }

const NOTHING: Survey = { findings: [], missing: [] }
const found = (finding: Finding): Survey => ({ findings: [finding], missing: [] })
const lacking = (...missing: string[]): Survey => ({ findings: [], missing })

/** A supply day decides; without one, days that only a contract or allocation decision can agree. */
const isSupplied = ({ facts, asOf }: Setting) =>
  findDay(facts, "suppliedOn")
    ? hasCome(facts, asOf, "suppliedOn")
    : findEffectiveStart(facts) !== undefined

const isBuilt = ({ facts, asOf }: Setting) => hasCome(facts, asOf, "completedOn", "productionStart")

/** Roads and public facilities built without supply procedures still count as unsupplied. */
function surveySupply({ facts, asOf }: Setting): Survey {
  const approvedOn = findDay(facts, "approvedOn")
  if (!approvedOn || approvedOn > asOf)
    return hasStarted(facts, asOf) ? NOTHING : lacking("approvedOn", "suppliedOn", "agreedStart")
  const evidence = { fact: "approvedOn", value: approvedOn, threshold: null }
  const reason = reasonOf(evidence, `${approvedOn} 已批准转用或征收，尚无出让合同或划拨决定书`)
  return found({ category: "approved_unsupplied", since: approvedOn, reason })
}

function surveyStart({ facts, asOf }: Setting): Survey {
  const start = findEffectiveStart(facts)
  if (!start) return lacking("agreedStart", "deliveryConfirmed")
  if (!isPast(start.day, asOf)) return NOTHING
  const overAYear = isPast(findPeriodEnd(start.day, 1, facts.pauses ?? []), asOf)
  const text = `应于 ${start.day} 动工，${overAYear ? "已满一年" : "逾期"}未动工`
  const reason = reasonOf({ fact: start.fact, value: start.value, threshold: start.day }, text)
  const since = latestOf(dayAfter(start.day), findDay(facts, "suppliedOn"))
  return found({ category: "supplied_unused", since, reason, overAYear })
}

/** Land left over is no fault of a site that still has time to be finished. */
function surveyShare(setting: Setting): Survey {
  const { facts, asOf, parameters } = setting
  const undevelopedMu = findAmount(facts, "undevelopedMu")
  // No separable part on record: nothing to hold against the parcel.
  if (!undevelopedMu || undevelopedMu.isZero()) return NOTHING
  const finishBy = findDay(facts, "agreedCompletion")
  if (!isBuilt(setting) && finishBy && !isPast(finishBy, asOf)) return NOTHING
  const landMu = findAmount(facts, "landMu")
  const { undevelopedShareMin } = parameters
  if (!landMu) return lacking("landMu")
  if (undevelopedShareMin == null) return lacking("undevelopedShareMin")
  const leastMu = landMu.times(undevelopedShareMin)
  if (undevelopedMu.lt(leastMu)) return NOTHING
  const value = toPlain(undevelopedMu)
  const evidence = { fact: "undevelopedMu", value, threshold: toPlain(leastMu) }
  const text = `用地 ${landMu.toFixed()} 亩中有 ${undevelopedMu.toFixed()} 亩可独立分割而未开发`
  return found({ category: "underused", since: null, reason: reasonOf(evidence, text) })
}

/** The ratio of an unfinished building says nothing, unless it was to be finished by now. */
function surveyFar(setting: Setting): Survey {
  const { facts, asOf } = setting
  const farMin = findAmount(facts, "farMin")
  if (!farMin || !(isBuilt(setting) || isPast(findDay(facts, "agreedCompletion"), asOf)))
    return NOTHING
  const far = findAmount(facts, "far")
  if (!far) return lacking("far")
  if (far.gte(farMin)) return NOTHING
  const evidence = { fact: "far", value: toPlain(far), threshold: toPlain(farMin) }
  const text = `容积率 ${far.toFixed()} 低于约定下限 ${farMin.toFixed()}`
  return found({ category: "underused", since: null, reason: reasonOf(evidence, text) })
}

function surveyUnproductive({ facts, asOf, parameters }: Setting): Survey {
  const agreed = findDay(facts, "agreedProduction")
  if (!agreed) return lacking("agreedProduction")
  if (agreed >= asOf) return NOTHING
  if (parameters.monthsToProduction == null) return lacking("monthsToProduction")
  const due = addMonths(agreed, parameters.monthsToProduction)
  if (!isPast(due, asOf)) return NOTHING
  const text = `应于 ${agreed} 投产，至 ${due} 仍未投产`
  const reason = reasonOf({ fact: "agreedProduction", value: agreed, threshold: due }, text)
  const since = latestOf(dayAfter(due), findDay(facts, "completedOn"))
  return found({ category: "built_unproductive", since, reason })
}

function surveyStopped({ facts, asOf }: Setting): Survey {
  const stoppedSince = findDay(facts, "stoppedSince")
  const due = stoppedSince && addYears(stoppedSince, STOPPED_YEARS)
  if (!stoppedSince || !due || !isPast(due, asOf)) return NOTHING
  const text = `自 ${stoppedSince} 起停产已满十二个月`
  const reason = reasonOf({ fact: "stoppedSince", value: stoppedSince, threshold: due }, text)
  return found({ category: "built_unproductive", since: dayAfter(due), reason })
}

/** What a contract may promise, with the fact that is held against it. Strictly below is a miss. */
const TARGETS = [
  ["investmentIntensity", "agreedInvestmentIntensity"],
  ["outputPerMu", "agreedOutputPerMu"],
  ["taxPerMu", "agreedTaxPerMu"],
] as const satisfies [FactName, FactName][]

function surveyTargets({ facts, asOf }: Setting): Survey[] {
  return TARGETS.map(([fact, agreedFact]) => {
    const agreed = findAmount(facts, agreedFact)
    if (!agreed) return NOTHING
    const checkOn = findDay(facts, "targetCheckOn")
    if (!checkOn) return lacking("targetCheckOn")
    if (checkOn > asOf) return NOTHING
    const actual = findAmount(facts, fact)
    if (!actual) return lacking(fact)
    if (actual.gte(agreed)) return NOTHING
    const evidence = { fact, value: toPlain(actual), threshold: toPlain(agreed) }
    const reason = reasonOf(evidence, `${FACTS[fact].label}低于约定值`)
    const since = latestOf(checkOn, findDay(facts, "productionStart"))
    return found({ category: "producing_below_target", since, reason })
  })
}

function listStages(setting: Setting): Survey[] {
  if (!isSupplied(setting)) {
    const supply = surveySupply(setting)
    if (supply !== NOTHING) return [supply]
  } else if (!hasStarted(setting.facts, setting.asOf)) return [surveyStart(setting)]
  const use = [surveyShare(setting), surveyFar(setting)]
  if (!isBuilt(setting)) return use
  const stopped = surveyStopped(setting)
  if (stopped !== NOTHING) return [...use, stopped]
  return hasCome(setting.facts, setting.asOf, "productionStart")
    ? [...use, ...surveyTargets(setting)]
    : [...use, surveyUnproductive(setting)]
}

/** Every category that the facts bear out on the day, in the order of a parcel's life. */
export function surveyCategories(facts: Facts, asOf: Day, parameters: CategoryParameters): Survey {
  const stages = listStages({ facts, asOf, parameters })
  return {
    findings: stages.flatMap(({ findings }) => findings),
    missing: [...new Set(stages.flatMap(({ missing }) => missing))],
  }
}

/**
 * The parcel's place in its life on the day: one of the five categories, `in_use` when the facts
 * speak for none, null when facts or parameters (`missing`) are wanting to say.
 */
export function lifecycleOf(
  facts: Facts,
  asOf: Day,
  parameters: CategoryParameters = {},
): { lifecycle: Lifecycle | null; missing: string[] } {
  const { findings, missing } = surveyCategories(facts, asOf, parameters)
  const lifecycle = findings[0]?.category ?? (missing.length > 0 ? null : "in_use")
  return { lifecycle, missing }
}
