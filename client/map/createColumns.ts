import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from "solid-js"
import { api, asked, bytes } from "../api.ts"
import { type CellColumns, type ColumnsFile, readColumns } from "./columns-file.ts"

/** Which attributes of which parcels; no filter: of all. */
export type ColumnsQuestion = {
  audience: string
  fields: readonly string[]
  /** null: the newest that the server has. */
  year: number | null
  filter: string
  /** A past day; absent: today. */
  on?: string | undefined
}

/** Columns by cell; null for a cell in which no parcel is shown. */
type Columns = ReadonlyMap<number, CellColumns | null>

/**
 * Cells asked for at once. The server would answer of 512, but proxies take addresses of 8 kB: these are 3,
 * which leaves 4 to a filter with an area.
 */
export const MOST_CELLS = 256
/** Questions whose answers are kept, so that going back to a theme or a year asks for nothing. */
const QUESTIONS_KEPT = 8
const RETRY_MS = 1_000
const MOST_RETRY_MS = 10_000

/** The columns of some cells, or of all that have parcels. @throws Refusal */
export const loadColumns = async (
  { audience, fields, year, filter, on: day }: ColumnsQuestion,
  cells: readonly number[] | "all",
  signal?: AbortSignal,
): Promise<ColumnsFile> =>
  readColumns(
    await bytes(
      api.tiles[":audience"][":scope"].columns.$get(
        {
          param: { audience, scope: "all" },
          query: {
            ...asked({ fields: fields.join(","), year, filter, on: day }),
            ...(cells === "all" ? {} : { cells: cells.join(",") }),
          },
        },
        signal ? { init: { signal } } : {},
      ),
    ),
  )

/** Keeps the columns of the cells wanted at hand, one question to the server at a time. */
export function createColumns(
  cells: Accessor<readonly number[]>,
  question: Accessor<ColumnsQuestion | null>,
) {
  const key = createMemo(() => {
    const wanted = question()
    return wanted && JSON.stringify(wanted)
  })
  const kept = new Map<string, Map<number, CellColumns | null>>()
  /** Cells of the present question that changed since they were read; the old values stand until then. */
  const stale = new Set<number>()
  const [arrivals, setArrivals] = createSignal(0)
  const [failures, setFailures] = createSignal(0)
  let flight: { key: string; stop: AbortController } | null = null
  let retry: ReturnType<typeof setTimeout> | undefined

  const held = createMemo(
    (): Columns => {
      arrivals()
      return kept.get(key() ?? "") ?? new Map()
    },
    undefined,
    { equals: false },
  )
  const missing = createMemo(() => {
    if (key() === null) return []
    const known = held()
    return cells().filter((cell) => !known.has(cell) || stale.has(cell))
  })

  const keep = (of: string) => {
    const known = kept.get(of) ?? new Map<number, CellColumns | null>()
    kept.delete(of)
    kept.set(of, known)
    if (kept.size > QUESTIONS_KEPT) kept.delete(kept.keys().next().value!)
    return known
  }

  async function load() {
    const wanted = question()
    const of = key()
    const asking = missing().slice(0, MOST_CELLS)
    if (!wanted || of === null || flight || asking.length === 0) return
    const mine = { key: of, stop: new AbortController() }
    flight = mine
    for (const cell of asking) stale.delete(cell)
    try {
      const { cells: found } = await loadColumns(wanted, asking, mine.stop.signal)
      if (flight !== mine) return
      const known = keep(of)
      for (const cell of asking) known.set(cell, found.get(cell) ?? null)
      setFailures(0)
      flight = null
      setArrivals((count) => count + 1)
    } catch {
      if (flight !== mine) return
      for (const cell of asking) stale.add(cell)
      flight = null
      const wait = Math.min(RETRY_MS * 2 ** failures(), MOST_RETRY_MS)
      setFailures((count) => count + 1)
      retry = setTimeout(() => setArrivals((count) => count + 1), wait)
    }
  }

  const giveUp = () => {
    clearTimeout(retry)
    flight?.stop.abort()
    flight = null
  }
  onCleanup(giveUp)
  let present: string | null = null
  createEffect(
    on(missing, () => {
      if (present !== key()) {
        giveUp()
        for (const cell of stale) kept.get(present ?? "")?.delete(cell)
        stale.clear()
        setFailures(0)
        present = key()
      }
      void load()
    }),
  )

  return {
    /** What is known of the present question. */
    held,
    /** Whether all that is wanted is known and as new as was told. */
    settled: () => missing().length === 0,
    failing: () => failures() > 0,
    /** Reads cells anew; null is all of them. */
    renew(changed: readonly number[] | null) {
      for (const [of, known] of kept) {
        const old = changed ?? [...known.keys()]
        if (of === key()) for (const cell of old) stale.add(cell)
        else for (const cell of old) known.delete(cell)
      }
      // What is under way may have been read before the change.
      if (flight) for (const cell of changed ?? cells()) stale.add(cell)
      setArrivals((count) => count + 1)
    },
  }
}
