/** Firms of two runs of different years held against each other. Pure. */
import type { Result, Run, RunLand } from "./shapes.ts"
import { GRADES } from "./standing.ts"

/** Why a firm is in one of the two years alone, as far as the runs tell. */
export type Reason =
  | { kind: "unit"; name: string }
  | { kind: "registered" | "landFrom" | "landUntil"; day: string }
  | { kind: "unknown" }

export type Pair = {
  creditCode: string
  name: string
  enterpriseId: number
  before: Result | null
  after: Result | null
  /** Null where it is in both years. */
  reason: Reason | null
}

/** Whatever keeps a firm from a grade, and not being there at all. */
const [UNGRADED, ABSENT] = ["none", "absent"] as const

/** Grades, and the two ways of having none, in the order of a table. */
export const STANDINGS = [...GRADES, UNGRADED, ABSENT] as const

/** How a firm stands in a year, as the table of both years counts it. */
export const standingAt = (result: Result | null): string =>
  result === null ? ABSENT : (result.grade ?? UNGRADED)

type OfYear = { run: Pick<Run, "fiscalYear">; results: readonly Result[]; land: RunLand }

/** The unit that takes in a firm which is not scored under a code of its own. */
const findUnit = ({ results }: OfYear, enterpriseId: number) =>
  results.find(
    (result) =>
      result.enterpriseId !== enterpriseId &&
      result.members.some((member) => member.enterpriseId === enterpriseId),
  )

function explainComing(result: Result, before: OfYear, after: OfYear): Reason {
  const unit = findUnit(before, result.enterpriseId)
  if (unit) return { kind: "unit", name: unit.name }
  const own = after.land.find(({ enterpriseId }) => enterpriseId === result.enterpriseId)
  const lastDay = `${before.run.fiscalYear}-12-31`
  if (own?.registeredOn && own.registeredOn > lastDay)
    return { kind: "registered", day: own.registeredOn }
  if (own?.landFromOn && own.landFromOn > lastDay) return { kind: "landFrom", day: own.landFromOn }
  return { kind: "unknown" }
}

function explainGoing(result: Result, before: OfYear, after: OfYear): Reason {
  const unit = findUnit(after, result.enterpriseId)
  if (unit) return { kind: "unit", name: unit.name }
  const own = before.land.find(({ enterpriseId }) => enterpriseId === result.enterpriseId)
  // Land that ended before the later year began, or that was gone when the earlier run was sealed.
  return own?.landToOn && own.landToOn <= `${after.run.fiscalYear}-12-31`
    ? { kind: "landUntil", day: own.landToOn }
    : { kind: "unknown" }
}

/** Every firm of either year once, in credit code order. */
export function pairYears(before: OfYear, after: OfYear): Pair[] {
  const old = new Map(before.results.map((result) => [result.creditCode, result]))
  const now = new Map(after.results.map((result) => [result.creditCode, result]))
  return [...new Set([...old.keys(), ...now.keys()])].sort().map((creditCode): Pair => {
    const [was, is] = [old.get(creditCode) ?? null, now.get(creditCode) ?? null]
    const shown = is ?? was!
    const reason =
      was === null
        ? explainComing(shown, before, after)
        : is === null
          ? explainGoing(shown, before, after)
          : null
    return {
      creditCode,
      name: shown.name,
      enterpriseId: shown.enterpriseId,
      before: was,
      after: is,
      reason,
    }
  })
}

/** Classes won between the years; null where it was not graded in both. */
export function classesWon({ before, after }: Pick<Pair, "before" | "after">): number | null {
  const [was, is] = [before, after].map((one) => GRADES.findIndex((grade) => grade === one?.grade))
  return was! < 0 || is! < 0 ? null : was! - is!
}

export const FATES = ["up", "down", "level", "new", "gone", "other"] as const
export type Fate = (typeof FATES)[number]

/** What became of a firm; `other` is in both years and not graded in one of them. */
export function fateOf(pair: Pair): Fate {
  if (pair.before === null) return "new"
  if (pair.after === null) return "gone"
  const won = classesWon(pair)
  if (won === null) return "other"
  return won > 0 ? "up" : won < 0 ? "down" : "level"
}

/** Whether two runs graded by the same: one version, another version of one scheme, or other schemes. */
export function compareSchemes(
  before: Pick<Run, "strata">,
  after: Pick<Run, "strata">,
): "same" | "otherVersion" | "other" {
  const ids = ({ strata }: Pick<Run, "strata">) => strata.map(({ schemeId }) => schemeId).sort()
  const seals = ({ strata }: Pick<Run, "strata">) => strata.map(({ sha256 }) => sha256).sort()
  if (seals(before).join() === seals(after).join()) return "same"
  return ids(before).join() === ids(after).join() ? "otherVersion" : "other"
}

/** Firms that are in one of the two years alone, by why. */
export function countReasons(
  pairs: readonly Pair[],
): { fate: Fate; kind: Reason["kind"]; firms: number }[] {
  const counts = new Map<string, { fate: Fate; kind: Reason["kind"]; firms: number }>()
  for (const pair of pairs) {
    if (!pair.reason) continue
    const [fate, { kind }] = [fateOf(pair), pair.reason]
    const key = `${fate} ${kind}`
    counts.set(key, { fate, kind, firms: (counts.get(key)?.firms ?? 0) + 1 })
  }
  return [...counts.values()]
}
