/** How a firm came out of a run, and how ties were decided: for counts, filters and marks of a table. */
import { Exact } from "../../geodata/units.ts"
import type { Result } from "./shapes.ts"

export const GRADES = ["A", "B", "C", "D"] as const

/** The count a result stands under: its grade, or what keeps it from one. */
export const standingOf = ({
  grade,
  schemeId,
  ratingClass,
  rank,
}: Pick<Result, "grade" | "schemeId" | "ratingClass" | "rank">): string => {
  if (grade !== null) return grade
  if (schemeId === null) return "outside"
  if (ratingClass !== "rated") return ratingClass
  return rank === null ? "unscored" : "withheld"
}

/** Grades first, best first; then what keeps firms from one. */
export const orderStandings = (names: Iterable<string>): string[] => {
  const placeOf = (name: string) => {
    const grade = GRADES.findIndex((one) => one === name)
    const rest = ["withheld", "unscored", "outside"].indexOf(name)
    return grade >= 0 ? grade : rest >= 0 ? GRADES.length + rest : GRADES.length + 3
  }
  return [...new Set(names)].sort((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1))
}

/** What put firms of one total in order. */
export type TieRule = "taxPerMu" | "tax" | "creditCode" | "shared"
export type Tie = {
  first: number
  last: number
  rule: TieRule
  /** Grades on both sides of an edge that runs through the tie; null where all have one. */
  edge: { better: string; worse: string } | null
}

const allDiffer = (values: readonly (string | null)[]) => {
  const known = values.filter((value) => value !== null)
  return known.length === values.length && new Set(known).size === known.length
}

const taxPerMuOf = ({ items }: Result) => items.find(({ id }) => id === "taxPerMu")?.value ?? null
const taxOf = (result: Result) => {
  const perMu = taxPerMuOf(result)
  // Sealed to 20 places: the product is the tax again to far more places than tax is kept in.
  return perMu === null || result.landMu === null
    ? null
    : new Exact(perMu).times(result.landMu).toDecimalPlaces(6).toFixed()
}

function decide(tied: readonly Result[]): TieRule {
  if (new Set(tied.map(({ rank }) => rank)).size === 1) return "shared"
  if (allDiffer(tied.map(taxPerMuOf))) return "taxPerMu"
  return allDiffer(tied.map(taxOf)) ? "tax" : "creditCode"
}

/** Firms of one scheme with one total, by their credit code. */
export function findTies(results: readonly Result[]): Map<string, Tie> {
  const groups = new Map<string, Result[]>()
  for (const result of results) {
    if (result.rank === null || !result.reasons.some(({ code }) => code === "tied")) continue
    const key = `${result.schemeId} ${result.total ?? result.items[0]?.value ?? ""}`
    groups.set(key, [...(groups.get(key) ?? []), result])
  }
  const ties = new Map<string, Tie>()
  for (const group of groups.values()) {
    const tied = group.toSorted((a, b) => a.rank! - b.rank!)
    const [best, worst] = [tied[0]!, tied.at(-1)!]
    const edge =
      best.gradeByRank !== null &&
      worst.gradeByRank !== null &&
      best.gradeByRank !== worst.gradeByRank
        ? { better: best.gradeByRank, worse: worst.gradeByRank }
        : null
    const tie = { first: best.rank!, last: worst.rank!, rule: decide(tied), edge }
    for (const { creditCode } of tied) ties.set(creditCode, tie)
  }
  return ties
}
