import { QueriesObserver, useQueryClient } from "@tanstack/solid-query"
import { createEffect, createMemo, createSignal, on, onCleanup, untrack } from "solid-js"
import { createOrder, type Question, readParcels } from "../parcels/queries.ts"
import type { Parcel } from "../parcels/shapes.ts"
import { createKept } from "./createKept.ts"
import type { Rows } from "./shapes.ts"

/** Rows that are read together. */
const BLOCK = 100
/** Blocks read ahead of the way the table is scrolled, and behind it. */
const AHEAD = 2
const BEHIND = 1
/** Ids that the server takes at once. */
const MOST_IDS = 200
/** A scroll that pauses so long has come somewhere; one that does not is looked after now and then. */
const PAUSE_MS = 40
const LONGEST_PAUSE_MS = 160

/** Every parcel of a question in its order; rows are read in blocks around those in sight. */
export function createParcelRows(question: () => Question & { sort: string }) {
  const client = useQueryClient()
  const order = createOrder(question)
  const { ids } = order

  const kept = createKept<Parcel>()
  const year = createMemo(() => question().year)

  const [troubled, setTroubled] = createSignal(false)
  let picked: ReadonlySet<number> = new Set()
  const keep = (ids: ReadonlySet<number>) => {
    picked = ids
    kept.keep(ids)
    const missing = [...ids].filter((id) => !kept.has(id))
    const wantedYear = untrack(year)
    for (let at = 0; at < missing.length; at += MOST_IDS) {
      const part = missing.slice(at, at + MOST_IDS)
      client
        .fetchQuery({
          queryKey: ["parcels", "picked", wantedYear, part],
          queryFn: () => readParcels(part, { year: wantedYear }),
        })
        .then(kept.put, () => setTroubled(true))
    }
  }

  // Figures of another year are other rows.
  createEffect(
    on(
      year,
      () => {
        kept.clear()
        keep(picked)
      },
      { defer: true },
    ),
  )
  const [wanted, setWanted] = createSignal<readonly number[]>([], {
    equals: (a, b) => a.length === b.length && a.every((block, at) => block === b[at]),
  })
  const blockOf = (block: number, year: number | null) => {
    const wantedIds = [...ids().subarray(block * BLOCK, (block + 1) * BLOCK)]
    return {
      queryKey: ["parcels", "rows", year, wantedIds],
      queryFn: ({ signal }: { signal: AbortSignal }) => readParcels(wantedIds, { year }, signal),
      enabled: wantedIds.length > 0,
    }
  }
  const observer = new QueriesObserver(client, [])
  const take = (results: readonly { data: unknown; isError: boolean }[]) => {
    for (const { data } of results) if (data) kept.put(data as Parcel[])
    setTroubled(results.some(({ isError }) => isError))
  }
  onCleanup(observer.subscribe(take))
  createEffect(() => {
    observer.setQueries(wanted().map((block) => blockOf(block, year())))
    // Nothing is announced of what was read before.
    take(observer.getCurrentResult())
  })

  let seen = { first: 0, last: 0 }
  let timer: ReturnType<typeof setTimeout> | undefined
  let waitingSince = 0
  const readAround = (first: number, last: number, isDown: boolean) => {
    timer = undefined
    const blocks = Math.ceil(ids().length / BLOCK)
    const from = Math.floor(first / BLOCK) - (isDown ? BEHIND : AHEAD)
    const to = Math.floor(last / BLOCK) + (isDown ? AHEAD : BEHIND)
    const start = Math.max(from, 0)
    const end = Math.min(to, blocks - 1)
    setWanted(Array.from({ length: Math.max(end - start + 1, 0) }, (_, at) => start + at))
  }
  onCleanup(() => clearTimeout(timer))

  const rows: Rows<Parcel> = {
    ids,
    placeOf: (id) => ids().indexOf(id),
    rowOf: kept.rowOf,
    show(first, last) {
      const isDown = first >= seen.first
      seen = { first, last }
      const now = performance.now()
      if (timer === undefined) waitingSince = now
      clearTimeout(timer)
      const pause = Math.min(PAUSE_MS, Math.max(waitingSince + LONGEST_PAUSE_MS - now, 0))
      timer = setTimeout(readAround, pause, first, last, isDown)
    },
    keep,
    isPending: () => order.query.isPending,
    isStale: () => order.query.isPlaceholderData,
    error: () => (order.query.isError ? order.query.error : null),
    isTroubled: troubled,
    retry() {
      if (order.query.isError) void order.query.refetch()
      void client.refetchQueries({
        predicate: ({ queryKey, state }) =>
          queryKey[0] === "parcels" && queryKey[1] === "rows" && state.status === "error",
      })
    },
  }
  return { ...rows, order }
}
