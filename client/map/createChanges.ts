import { createQuery, useQueryClient } from "@tanstack/solid-query"
import type { Accessor } from "solid-js"
import { answer, type AnswerOf, api, asked } from "../api.ts"

type Changes = AnswerOf<(typeof api.tiles)[":audience"][":scope"]["changes"]["$get"]>
/** Cells with the box of their parcels in degrees; null: everything may have changed. */
export type ChangedCells = Changes["cells"]

const EVERY_MS = 1_000
const MOST_MS = 10_000

/**
 * Hears what others change, as long as the page is in sight. The mark is kept as long as what was read by it:
 * who comes back to the map is told of what happened meanwhile.
 *
 * @param hear called after every look, with no cells where nothing changed
 */
export function createChanges(audience: Accessor<string>, hear: (cells: ChangedCells) => void) {
  const client = useQueryClient()
  let failures = 0
  createQuery(() => {
    const key = ["changes", audience()]
    return {
      queryKey: key,
      queryFn: async () => {
        const param = { audience: audience(), scope: "all" }
        const query = asked({ since: client.getQueryData<string>(key) })
        try {
          const call = api.tiles[":audience"][":scope"].changes.$get({ param, query })
          const { mark, cells } = await answer(call)
          failures = 0
          hear(cells)
          return mark
        } catch (error) {
          failures += 1
          throw error
        }
      },
      staleTime: 0,
      retry: false,
      refetchInterval: () => Math.min(EVERY_MS * 2 ** failures, MOST_MS),
      refetchIntervalInBackground: false,
      refetchOnWindowFocus: "always" as const,
    }
  })
}
