import type { GradeRule } from "../../server/assessment/scheme.rules.ts"
import { listGrades } from "../../server/assessment/scheme.rules.ts"
import { Exact } from "../../geodata/units.ts"

const PERCENT = 100

/**
 * The ranks that each grade of a rule takes among so many ranked firms; `from` above `to` where nobody is left to
 * it. Empty for a rule that goes by points and not by rank.
 */
export function edgesOf(rule: GradeRule, ranked: number) {
  if (rule.kind !== "rankPercent") return []
  const lastRanks = new Map(
    rule.cuts.map(([grade, percent]) => [
      grade,
      new Exact(percent).times(ranked).div(PERCENT).floor().toNumber(),
    ]),
  )
  let from = 1
  return listGrades(rule).map((grade) => {
    const edge = { grade, from, to: lastRanks.get(grade) ?? ranked }
    from = Math.max(from, edge.to + 1)
    return edge
  })
}
