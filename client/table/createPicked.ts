import { createEffect, createMemo, createSignal, on } from "solid-js"
import type { Row, Rows } from "./shapes.ts"

/** Rows that may be picked at once: they are all read, to be added up and copied. */
export const MOST_PICKED = 1_000

/** Rows picked to be compared, added up or copied, in the order they were picked. */
export function createPicked(rows: Rows) {
  const [ids, setIds] = createSignal<ReadonlySet<number>>(new Set())
  const [isFull, setFull] = createSignal(false)
  /** Where a range begins: the row picked last. */
  let anchor: number | null = null

  const put = (wanted: Iterable<number>) => {
    const all = [...new Set(wanted)]
    setFull(all.length > MOST_PICKED)
    setIds(new Set(all.slice(0, MOST_PICKED)))
  }
  createEffect(on(ids, rows.keep, { defer: true }))
  // What the filter no longer holds is no longer picked.
  createEffect(
    on(
      rows.ids,
      (order) => {
        if (ids().size === 0 || rows.isStale()) return
        const there = new Set(Array.from(order))
        if ([...ids()].some((id) => !there.has(id))) put([...ids()].filter((id) => there.has(id)))
      },
      { defer: true },
    ),
  )
  return {
    ids,
    has: (id: number) => ids().has(id),
    /** More were asked for than may be picked. */
    isFull,
    /** The rows that are there, in the order of the table. */
    found: createMemo((): Row[] =>
      [...ids()]
        .toSorted((a, b) => rows.placeOf(a) - rows.placeOf(b))
        .flatMap((id) => rows.rowOf(id) ?? []),
    ),
    toggle(place: number) {
      const id = rows.ids()[place]
      if (id === undefined) return
      anchor = place
      put(ids().has(id) ? [...ids()].filter((one) => one !== id) : [...ids(), id])
    },
    /** Everything from the row picked last to this one. */
    extend(place: number) {
      const from = anchor ?? place
      const [low, high] = from < place ? [from, place] : [place, from]
      const order = rows.ids()
      const range: number[] = []
      for (let at = low; at <= high && range.length <= MOST_PICKED; at += 1) {
        const id = order[at]
        if (id !== undefined) range.push(id)
      }
      anchor = from
      put(range)
    },
    all: () => put(Array.from(rows.ids()).slice(0, MOST_PICKED + 1)),
    clear() {
      anchor = null
      put([])
    },
  }
}
export type Picked = ReturnType<typeof createPicked>
