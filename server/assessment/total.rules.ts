import type { Exact } from "../../geodata/units.ts"
import { measure } from "./indicator.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"
import { scoreBonus, scorePenalty } from "./points.rules.ts"
import type { Firm } from "./roster.rules.ts"
import type { Scheme } from "./scheme.rules.ts"
import {
  completeItems,
  findBenchmarkFor,
  listAverages,
  type ScoredItem,
  scoreValue,
} from "./score.rules.ts"
import { listYardsticks, type Yardstick } from "./yardstick.rules.ts"

/** A firm with its points. `total` is null where it cannot be scored, or the scheme only ranks. */
export type FirmTotal = {
  firm: Firm
  items: ScoredItem[]
  bonus: Exact
  penalty: Exact
  total: Exact | null
  reasons: Notice[]
}

/** items + bonus - penalty, unrounded; null where no item has points. */
function addUp(items: readonly ScoredItem[], bonus: Exact, penalty: Exact): Exact | null {
  let sum: Exact | null = null
  for (const { score } of items) if (score) sum = sum ? sum.plus(score) : score
  return sum && sum.plus(bonus).minus(penalty)
}

const draftItems = (
  yardsticks: readonly Yardstick[],
  values: readonly (Exact | null)[],
  industryCode: string | null,
): ScoredItem[] =>
  values.map((value, index) => {
    const yardstick = yardsticks[index]!
    const benchmark = findBenchmarkFor(yardstick, industryCode)
    return {
      id: yardstick.rule.id,
      weight: yardstick.weight,
      value,
      benchmark,
      score: scoreValue(yardstick, value, benchmark),
      missing: value === null,
    }
  })

/** Items, bonus, penalty and total of every firm, against yardsticks that the ranked firms alone make. */
export function listTotals(firms: readonly Firm[], scheme: Scheme) {
  const ofRanked = <T>(rows: readonly T[]) =>
    rows.filter((_, place) => firms[place]!.standing === "ranked")
  const values = firms.map(({ standing, amounts }) =>
    standing === "unscored" ? [] : scheme.indicators.map(({ id }) => measure(id, amounts)),
  )
  const { yardsticks, warnings } = listYardsticks(
    scheme,
    ofRanked(firms).map(({ amounts }) => amounts),
    ofRanked(values),
  )
  const drafts = firms.map(({ enterprise }, place) =>
    draftItems(yardsticks, values[place]!, enterprise.industryCode ?? null),
  )
  const averages = listAverages(yardsticks, ofRanked(drafts))
  const totals = firms.map((firm, place): FirmTotal => {
    const bonus = scoreBonus(firm, scheme)
    const penalty = scorePenalty(firm, scheme)
    const { items, reasons } = completeItems(yardsticks, drafts[place]!, averages, firm.amounts)
    const total = addUp(items, bonus.points, penalty.points)
    const nothingKnown = items.length > 0 && items.every(({ missing }) => missing)
    return {
      firm,
      items,
      bonus: bonus.points,
      penalty: penalty.points,
      total,
      reasons: [
        ...firm.reasons,
        ...reasons,
        ...(total && nothingKnown ? [notice("allMissing", {})] : []),
        ...bonus.reasons,
        ...penalty.reasons,
      ],
    }
  })
  if (scheme.method === "rankOnly" && totals.some(hasPoints))
    warnings.push(notice("pointsWithoutScore", {}))
  return { totals, yardsticks, warnings }
}

const hasPoints = ({ bonus, penalty }: FirmTotal) => !bonus.isZero() || !penalty.isZero()
