import type { Exact } from "../../geodata/units.ts"
import { type Measure, measure } from "./indicator.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"
import { scoreBonus, scorePenalty } from "./points.rules.ts"
import type { Firm } from "./roster.rules.ts"
import type { Scheme } from "./scheme.rules.ts"
import { completeItems, draftItem, listAverages, type ScoredItem } from "./score.rules.ts"
import { listYardsticks } from "./yardstick.rules.ts"

/** A firm with its points. `total` is null where it cannot be scored, or the scheme only ranks. */
export type FirmTotal = {
  firm: Firm
  items: ScoredItem[]
  bonus: Exact
  penalty: Exact
  total: Exact | null
  reasons: Notice[]
}

/**
 * Items, bonus, penalty and total of every firm, against yardsticks that the ranked firms alone make.
 * total = items + bonus - penalty, unrounded.
 */
export function listTotals(firms: readonly Firm[], scheme: Scheme) {
  const measures = new Map<Firm, Measure[]>()
  for (const firm of firms)
    if (firm.standing !== "unscored")
      measures.set(
        firm,
        scheme.indicators.map(({ id }) => measure(id, firm.amounts)),
      )
  const ranked = firms.filter(({ standing }) => standing === "ranked")
  const { yardsticks, warnings } = listYardsticks(
    scheme,
    ranked.map(({ amounts }) => amounts),
    ranked.map((firm) => measures.get(firm) ?? []),
  )
  const draft = (firm: Firm) =>
    (measures.get(firm) ?? []).map((value, index) =>
      draftItem(yardsticks[index]!, value, firm.enterprise.industryCode ?? null),
    )
  const drafts = new Map(firms.map((firm) => [firm, draft(firm)]))
  const averages = listAverages(
    yardsticks,
    ranked.map((firm) => drafts.get(firm) ?? []),
  )
  const totals = firms.map((firm): FirmTotal => {
    const bonus = scoreBonus(firm, scheme)
    const penalty = scorePenalty(firm, scheme)
    const done = completeItems(yardsticks, drafts.get(firm) ?? [], averages)
    return {
      firm,
      items: done.items,
      bonus: bonus.points,
      penalty: penalty.points,
      total: done.itemsTotal && addPoints(done.itemsTotal, bonus.points, penalty.points),
      reasons: [...firm.reasons, ...done.reasons, ...bonus.reasons, ...penalty.reasons],
    }
  })
  if (scheme.method === "rankOnly" && totals.some(hasPoints))
    warnings.push(notice("pointsWithoutScore", {}))
  return { totals, yardsticks, warnings }
}

/** Most firms have neither, and 5,000 firms are to be scored between two frames. */
const addPoints = (items: Exact, bonus: Exact, penalty: Exact) => {
  const raised = bonus.isZero() ? items : items.plus(bonus)
  return penalty.isZero() ? raised : raised.minus(penalty)
}

const hasPoints = ({ bonus, penalty }: FirmTotal) => !bonus.isZero() || !penalty.isZero()
