/** A view's place in the tour; only its author may move it. */
export type Placed = { id: string; tourOrder: number; own: boolean }

const STEP = 10
const LAST = 999

/** The place behind all others; null when the tour is full. */
export function orderBehind(tour: readonly { tourOrder: number }[]): number | null {
  const last = Math.max(0, ...tour.map(({ tourOrder }) => tourOrder))
  if (last + STEP <= LAST) return last + STEP
  return last < LAST ? last + 1 : null
}

/**
 * The new numbers that move a view to another place in the tour, as few as do: of one's own views alone. Null
 * where they leave no room for it.
 *
 * @param tour in its order
 * @param to index of the place that it shall have
 */
export function planMove(
  tour: readonly Placed[],
  id: string,
  to: number,
): ReadonlyMap<string, number> | null {
  const moved = tour.find((view) => view.id === id)
  if (!moved?.own || to < 0 || to >= tour.length) return null
  const wanted = tour.filter((view) => view !== moved).toSpliced(to, 0, moved)
  const before = wanted[to - 1]?.tourOrder ?? 0
  const after = wanted[to + 1]?.tourOrder ?? Math.min(before + 2 * STEP, LAST + 1)
  if (after - before >= 2) return new Map([[id, Math.floor((before + after) / 2)]])
  return renumber(wanted)
}

/** Numbers that rise in the order wanted, with those of others as they are; null where there is no room. */
function renumber(wanted: readonly Placed[]): ReadonlyMap<string, number> | null {
  const changed = new Map<string, number>()
  let last = 0
  for (const [at, view] of wanted.entries()) {
    const rest = wanted.slice(at + 1)
    const fixedAt = rest.findIndex(({ own }) => !own)
    const limit = fixedAt < 0 ? LAST + 1 : rest[fixedAt]!.tourOrder
    const between = fixedAt < 0 ? rest.length : fixedAt
    const order = view.own
      ? last + Math.min(STEP, Math.floor((limit - last) / (between + 2)))
      : view.tourOrder
    if (order <= last) return null
    if (order !== view.tourOrder) changed.set(view.id, order)
    last = order
  }
  return changed
}
