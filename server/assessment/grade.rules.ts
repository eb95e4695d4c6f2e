import { Exact } from "../../geodata/units.ts"
import {
  compareFixed,
  compareUnits,
  divideRounded,
  type Fixed,
  readFixed,
  tenTo,
} from "./fixed.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"
import { type AdjustmentRule, type GradeRule, listGrades } from "./scheme.rules.ts"

/**
 * Ranking looks at 15 decimals, far below what any input carries: two firms whose points differ only
 * by how a quotient was rounded are tied. Keys are in units of 10^-15.
 */
const RANK_PLACES = 15

/** @param units of 10^-`places`, of which there are 15 or more */
export const toRankKey = (units: bigint, places: number): bigint =>
  divideRounded(units, tenTo(places - RANK_PLACES))

/** A quotient as a rank key; `below` is over zero. */
export const toQuotientKey = (above: bigint, below: bigint): bigint =>
  divideRounded(above * tenTo(RANK_PLACES), below)

/** What ranks firms: by their places in a population, the higher key is the better, null stands behind all. */
export type Contest = {
  readonly places: readonly number[]
  readonly keyOf: (place: number) => bigint | null
  readonly codeOf: (place: number) => string
  /** Asked for only among the tied. */
  readonly taxPerMuOf: (place: number) => bigint | null
  readonly taxPaidOf: (place: number) => Fixed | null
}
export type Rank = {
  readonly place: number
  readonly key: bigint | null
  readonly rank: number
  readonly tiedFirms: number
}

function compareDown<Value>(
  a: Value | null,
  b: Value | null,
  compare: (a: Value, b: Value) => number,
): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return compare(b, a)
}

const compareTied = ({ taxPerMuOf, taxPaidOf, codeOf }: Contest, a: number, b: number) =>
  compareDown(taxPerMuOf(a), taxPerMuOf(b), compareUnits) ||
  compareDown(taxPaidOf(a), taxPaidOf(b), compareFixed) ||
  (codeOf(a) < codeOf(b) ? -1 : 1)

/**
 * Ranks from 1, best first. Equal keys are put in order by tax per mu, tax paid and credit code;
 * with `shared` they all take the best rank among them, and the next rank is skipped as often.
 */
export function rankPlaces(contest: Contest, tie: "ordinal" | "shared"): Rank[] {
  const { places, keyOf } = contest
  const keys = places.map(keyOf)
  const nearest = Float64Array.from(keys, (key) => (key === null ? -Infinity : Number(key)))
  // Rounding to a float keeps the order: unequal floats decide, equal ones ask the exact keys.
  const compareKeys = (a: number, b: number) =>
    nearest[a] === nearest[b]
      ? compareDown(keys[a]!, keys[b]!, compareUnits)
      : nearest[b]! - nearest[a]!
  const order = places.map((_, entry) => entry)
  order.sort((a, b) => compareKeys(a, b) || compareTied(contest, places[a]!, places[b]!))
  const ranks: Rank[] = []
  for (let start = 0; start < order.length;) {
    let end = start + 1
    while (end < order.length && compareKeys(order[start]!, order[end]!) === 0) end += 1
    for (let entry = start; entry < end; entry += 1)
      ranks.push({
        place: places[order[entry]!]!,
        key: keys[order[entry]!]!,
        rank: (tie === "shared" ? start : entry) + 1,
        tiedFirms: end - start,
      })
    start = end
  }
  return ranks
}

/**
 * The grade of a rank or of a total, before any adjustment. A firm exactly on a cut is inside it:
 * rank x 100 <= firms x percent in integers, or total >= least total.
 */
export function createGrader(rule: GradeRule, firms: number) {
  const grades = listGrades(rule)
  const last = grades.at(-1)!
  if (rule.kind === "score") {
    const floors = rule.cuts.map(([grade, least]) => ({ grade, least: readFixed(least) }))
    return (_rank: number, key: bigint | null) => {
      if (key === null) return last
      const total = { units: key, places: RANK_PLACES }
      return floors.find(({ least }) => compareFixed(total, least) >= 0)?.grade ?? last
    }
  }
  const lastRanks = rule.cuts.map(([grade, percent]) => ({
    grade,
    lastRank: new Exact(percent).times(firms).div(100).floor().toNumber(),
  }))
  return (rank: number, _key: bigint | null) =>
    lastRanks.find(({ lastRank }) => rank <= lastRank)?.grade ?? last
}

type Step = { event: string; effect: "set" | "notBetterThan" | "notWorseThan"; place: number }

/** The usual names in terms of places: D is the last grade, "not A or B" leaves the third at best. */
function settleStep(rule: AdjustmentRule, grades: readonly string[]): Step {
  const last = grades.length - 1
  if (typeof rule === "object")
    return { event: rule.event, effect: rule.effect, place: grades.indexOf(rule.grade) }
  switch (rule) {
    case "forceA":
      return { event: rule, effect: "set", place: 0 }
    case "forceD":
      return { event: rule, effect: "set", place: last }
    case "protectFromD":
      return { event: rule, effect: "notWorseThan", place: Math.max(last - 1, 0) }
    case "veto":
    case "notAB":
      return { event: rule, effect: "notBetterThan", place: Math.min(2, last) }
  }
}

/** Both say that a firm may not be A or B; a scheme that lists one means either. */
const SAME_STEP = new Map([
  ["veto", "notAB"],
  ["notAB", "veto"],
])

/**
 * Applies the scheme's steps in their order to a firm's grade; the last that applies wins. Nobody
 * else moves: a place that falls free is not filled.
 */
export function createAdjuster(
  rules: readonly AdjustmentRule[],
  grades: readonly string[],
): (grade: string, events: readonly string[]) => { grade: string; reasons: Notice[] } {
  const steps = rules.map((rule) => settleStep(rule, grades))
  const handled = new Set(steps.map(({ event }) => event))
  const stepOf = (event: string) => {
    const same = SAME_STEP.get(event)
    return !handled.has(event) && same && handled.has(same) ? same : event
  }
  return (before, events) => {
    if (events.length === 0) return { grade: before, reasons: [] }
    const reasons: Notice[] = []
    const pending = new Set(events.map(stepOf))
    let place = grades.indexOf(before)
    for (const { event, effect, place: limit } of steps) {
      if (!pending.has(event)) continue
      const from = place
      if (effect === "set") place = limit
      else if (effect === "notBetterThan") place = Math.max(place, limit)
      else place = Math.min(place, limit)
      if (place !== from)
        reasons.push(notice("gradeAdjusted", { event, from: grades[from]!, to: grades[place]! }))
    }
    for (const event of pending)
      if (!handled.has(event)) reasons.push(notice("eventNotInScheme", { event }))
    return { grade: grades[place]!, reasons }
  }
}
