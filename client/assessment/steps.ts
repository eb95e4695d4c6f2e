/** One step of the way from nothing to a total, in points. */
export type Step = {
  from: number
  to: number
  /** What could have been reached here at most, and what the benchmark earns; null where nothing is said. */
  cap: number | null
  weight: number | null
}

type Item = { id: string; weight: string; score: string | null }
type Points = { items: readonly Item[]; bonus: string; penalty: string; total: string | null }
type Rules = {
  capMultiple?: number | null | undefined
  indicators: readonly { id: string; capMultiple?: number | null | undefined }[]
}

/** The most points of an item; null where the scheme sets no cap. */
export function capOf({ id, weight }: Pick<Item, "id" | "weight">, scheme: Rules | null) {
  const own = scheme?.indicators.find((rule) => rule.id === id)
  const multiple = own?.capMultiple === undefined ? scheme?.capMultiple : own.capMultiple
  return multiple === null || multiple === undefined ? null : Number(weight) * multiple
}

/**
 * Each item as a step on top of those before it, then bonus and penalty. For drawing alone: figures that are read
 * come from the decimals themselves.
 *
 * @returns `end` is the largest number of points that is drawn; at least 1
 */
export function climb({ items, bonus, penalty }: Points, scheme: Rules | null) {
  let height = 0
  const steps = items.map((item): Step => {
    const from = height
    height += Number(item.score ?? 0)
    return { from, to: height, cap: capOf(item, scheme), weight: Number(item.weight) }
  })
  const plain = (by: number): Step => {
    const from = height
    height += by
    return { from, to: height, cap: null, weight: null }
  }
  const bonusStep = plain(Number(bonus))
  const penaltyStep = plain(-Number(penalty))
  const end = Math.max(
    1,
    ...[...steps, bonusStep, penaltyStep].map(({ from, to, cap, weight }) =>
      Math.max(from, to, from + (cap ?? weight ?? 0)),
    ),
  )
  return { steps, bonus: bonusStep, penalty: penaltyStep, total: height, end }
}
