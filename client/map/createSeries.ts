import { createQuery } from "@tanstack/solid-query"
import { type Accessor, createMemo } from "solid-js"
import { unwrap } from "solid-js/store"
import { valueAt } from "./columns-file.ts"
import { type ColumnsQuestion, loadColumns } from "./createColumns.ts"
import type { TileSet } from "./style.ts"

/** A value a parcel; NaN is not known. What is no number counts as 1 where it is known. */
export type Sample = { ids: Uint32Array; values: Float64Array }

/** An attribute over the years. */
export type Series = {
  /** Years in which somebody has a value, ascending; none where it is the same in every year. */
  years: readonly number[]
  /** The newest year that the server has figures of. */
  newest: number | null
  samples: ReadonlyMap<number | null, Sample>
}

export const SERIES_KEY = ["series"]

/** The first year that may be asked for, of which nobody has figures: land is as it is in any year. */
const BEFORE_ALL = 1990
/** Years asked for at once, backwards; where none of them has a value there are no more. */
const AT_ONCE = 4

type Ask = (year: number | null) => Promise<{ year: number | null; sample: Sample }>

const hasValues = ({ values }: Sample) => values.some((value) => !Number.isNaN(value))

/** Finds the years of an attribute by asking backwards from the newest. */
async function loadSeries(ask: Ask): Promise<Series> {
  const [now, before] = await Promise.all([ask(null), ask(BEFORE_ALL)])
  const samples = new Map<number | null, Sample>([[null, now.sample]])
  if (now.year === null || hasValues(before.sample)) return { years: [], newest: now.year, samples }
  const known = new Map([[now.year, now.sample]])
  for (let year = now.year - 1; year > BEFORE_ALL; year -= AT_ONCE) {
    const asked = Array.from({ length: AT_ONCE }, (_, back) => year - back)
    const answers = await Promise.all(asked.map((one) => ask(one)))
    for (const [at, { sample }] of answers.entries()) known.set(asked[at]!, sample)
    if (!answers.some(({ sample }) => hasValues(sample))) break
  }
  const years = [...known.keys()].filter((year) => hasValues(known.get(year)!))
  for (const year of years) samples.set(year, known.get(year)!)
  return { years: years.toSorted((a, b) => a - b), newest: now.year, samples }
}

async function loadSample(question: ColumnsQuestion) {
  const { year, cells: found } = await loadColumns(question, "all")
  const parts = [...found.values()]
  const total = parts.reduce((sum, { ids }) => sum + ids.length, 0)
  const sample: Sample = { ids: new Uint32Array(total), values: new Float64Array(total) }
  let at = 0
  for (const { ids, columns } of parts) {
    const column = columns.get(question.fields[0]!)!
    for (const [row, id] of ids.entries()) {
      const value = valueAt(column, row)
      sample.ids[at] = id
      sample.values[at] = typeof value === "number" ? value : value === null ? Number.NaN : 1
      at += 1
    }
  }
  return { year, sample }
}

/**
 * An attribute of all parcels in all years, whatever the filter and wherever the map looks. Undefined until it is
 * known.
 */
export function createSeries(
  audience: Accessor<string>,
  tileSet: Accessor<TileSet | undefined>,
  field: Accessor<string | null>,
): Accessor<Series | undefined> {
  const query = createQuery(() => ({
    queryKey: [...SERIES_KEY, field(), tileSet()?.bounds],
    queryFn: () => {
      const question = { audience: audience(), fields: [field()!], filter: "" }
      return loadSeries((year) => loadSample({ ...question, year }))
    },
    enabled: tileSet() !== undefined && field() !== null,
    staleTime: Number.POSITIVE_INFINITY,
    // Land that grows moves the bounds: until its figures are there, those of before stand.
    placeholderData: (
      last: Series | undefined,
      query: { queryKey: readonly unknown[] } | undefined,
    ) => (query?.queryKey[1] === field() ? last : undefined),
    reconcile: false,
  }))
  return createMemo(() => (query.data ? unwrap(query.data) : undefined))
}
