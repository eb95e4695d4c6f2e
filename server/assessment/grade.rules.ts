import { Exact } from "../../geodata/units.ts"
import { type Notice, notice } from "./notice.rules.ts"
import { type AdjustmentRule, type GradeRule, listGrades } from "./scheme.rules.ts"

/**
 * Ranking looks at 15 decimals, far below what any input carries: two firms whose points differ only
 * by how a quotient was rounded are tied.
 */
const RANK_PLACES = 15
export const toRankKey = (value: Exact): Exact => value.toDecimalPlaces(RANK_PLACES)

/** What ranks a firm; the higher key is the better, null stands behind all. */
export type Contender = {
  creditCode: string
  key: Exact | null
  /** Asked for only among the tied. */
  findTaxPerMu: () => Exact | null
  taxPaid: Exact | null
}
export type Rank<C> = { contender: C; rank: number; tiedFirms: number }

function compareDown(a: Exact | null, b: Exact | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return b.cmp(a)
}

const compareTied = (a: Contender, b: Contender) =>
  compareDown(a.findTaxPerMu(), b.findTaxPerMu()) ||
  compareDown(a.taxPaid, b.taxPaid) ||
  (a.creditCode < b.creditCode ? -1 : 1)

/**
 * Ranks from 1, best first. Equal keys are put in order by tax per mu, tax paid and credit code;
 * with `shared` they all take the best rank among them, and the next rank is skipped as often.
 */
export function rankContenders<C extends Contender>(
  contenders: readonly C[],
  tie: "ordinal" | "shared",
): Rank<C>[] {
  const entries = contenders.map((contender) => ({
    contender,
    nearest: contender.key?.toNumber() ?? Number.NEGATIVE_INFINITY,
  }))
  type Entry = (typeof entries)[number]
  // Rounding to a float keeps the order: unequal floats decide, equal ones ask the exact keys.
  const compareKeys = (a: Entry, b: Entry) =>
    a.nearest === b.nearest ? compareDown(a.contender.key, b.contender.key) : b.nearest - a.nearest
  entries.sort((a, b) => compareKeys(a, b) || compareTied(a.contender, b.contender))
  const ranks: Rank<C>[] = []
  for (let start = 0; start < entries.length;) {
    let end = start + 1
    while (end < entries.length && compareKeys(entries[start]!, entries[end]!) === 0) end += 1
    for (let place = start; place < end; place += 1)
      ranks.push({
        contender: entries[place]!.contender,
        rank: (tie === "shared" ? start : place) + 1,
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
    const floors = rule.cuts.map(([grade, least]) => ({ grade, least: new Exact(least) }))
    return (_rank: number, total: Exact | null) =>
      floors.find(({ least }) => total?.gte(least))?.grade ?? last
  }
  const lastRanks = rule.cuts.map(([grade, percent]) => ({
    grade,
    lastRank: new Exact(percent).times(firms).div(100).floor().toNumber(),
  }))
  return (rank: number, _total: Exact | null) =>
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
