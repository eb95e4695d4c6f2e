import { createQuery, keepPreviousData } from "@tanstack/solid-query"
import { type Accessor, createMemo } from "solid-js"
import { unwrap } from "solid-js/store"
import { sampleCells } from "./cells.ts"
import { valueAt } from "./columns-file.ts"
import { loadColumns, MOST_CELLS } from "./createColumns.ts"
import { type Breaks, planBreaks } from "./layers/taxPerMu.ts"
import type { TileSet } from "./style.ts"

const FIELD = "taxPerMu"
export const BREAKS_KEY = ["breaks"]

/**
 * Class limits of tax per mu from all parcels, whatever the filter and wherever the map looks; of a land
 * larger than one question of columns from cells spread evenly over it.
 */
export function createBreaks(
  audience: Accessor<string>,
  tileSet: Accessor<TileSet | undefined>,
  year: Accessor<number | null>,
  sees: Accessor<ReadonlySet<string>>,
) {
  const query = createQuery(() => ({
    queryKey: [...BREAKS_KEY, year(), tileSet()?.bounds],
    queryFn: async (): Promise<Breaks> => {
      const question = { audience: audience(), fields: [FIELD], year: year(), filter: "" }
      const cells = sampleCells(tileSet()!.bounds, MOST_CELLS)
      const found = await loadColumns(question, cells)
      return planBreaks(
        [...found.values()].flatMap(({ ids, columns }) =>
          Array.from(ids, (_, row) => valueAt(columns.get(FIELD)!, row)),
        ),
      )
    },
    enabled: tileSet() !== undefined && sees().has(FIELD),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    reconcile: false,
  }))
  return createMemo((): Breaks => (query.data ? unwrap(query.data) : []), undefined, {
    equals: (a, b) => a.join() === b.join(),
  })
}
