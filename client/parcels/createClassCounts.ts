import { createQuery } from "@tanstack/solid-query"
import { type Accessor, createMemo } from "solid-js"
import { unwrap } from "solid-js/store"
import type { ColumnsFile } from "../map/columns-file.ts"
import { loadColumns } from "../map/createColumns.ts"
import { eachParcel } from "../map/createPaint.ts"
import type { Theme } from "../map/theme.ts"
import { createSummary, type Order, type Question } from "./queries.ts"
import type { Summary } from "./shapes.ts"
import { type ClassCount, countGroups, createTally, isGrouped } from "./themeValue.ts"

type Counts = ReadonlyMap<string, ClassCount>

const AREA = "areaMu"

/**
 * Parcels and mu by class of all land and of those selected, from one walk through it.
 *
 * @param matching ids of those selected; null is all
 */
export function countLand(
  theme: Theme,
  { cells }: ColumnsFile,
  matching: ReadonlySet<number> | null,
) {
  const [all, selected] = [createTally(), createTally()]
  for (const columns of cells.values())
    eachParcel(columns, { theme }, (id, attributes) => {
      const key = theme.classOf(attributes)
      const area = attributes[AREA]
      const areaMu = typeof area === "number" ? area : null
      all.add(key, 1, areaMu)
      if (!matching || matching.has(id)) selected.add(key, 1, areaMu)
    })
  return { all: all.counts(), selected: selected.counts() }
}

/**
 * Parcels and mu by class of a theme, of all land and of what a question selects: from the sums that the server has,
 * and for classes that only the map knows from the attributes of every parcel.
 */
export function createClassCounts(given: {
  audience: Accessor<string>
  theme: Accessor<Theme | undefined>
  question: Accessor<Question>
  summary: Accessor<Summary | undefined>
  order: Order
}) {
  const year = () => given.question().year
  const whole = createSummary(() => ({ filter: "", q: "", year: year() }))
  const fields = createMemo(
    () => {
      const theme = given.theme()
      return theme && !isGrouped(theme) ? [...new Set([...theme.needs, AREA])] : null
    },
    null,
    { equals: (a, b) => a?.join() === b?.join() },
  )
  const isNarrowed = () => given.question().filter !== "" || given.question().q !== ""
  /** Ids of what is selected, for themes that are counted here; null is all. */
  const matching = createMemo(() =>
    isNarrowed() && fields() !== null ? new Set(given.order.ids()) : null,
  )

  const land = createQuery(() => {
    const wanted = { fields: fields() ?? [], year: given.theme()?.yearly ? year() : null }
    return {
      queryKey: ["parcels", "land", wanted.fields.join(), wanted.year],
      queryFn: () => loadColumns({ ...wanted, audience: given.audience(), filter: "" }, "all"),
      enabled: fields() !== null,
      // Of another year the figures of before stand until its own are there.
      placeholderData: (
        last: ColumnsFile | undefined,
        query: { queryKey: readonly unknown[] } | undefined,
      ) => (query?.queryKey[2] === wanted.fields.join() ? last : undefined),
      reconcile: false,
      structuralSharing: false,
    }
  })
  const counts = createMemo((last?: { all: Counts; selected: Counts }) => {
    const theme = given.theme()
    const [all, selected] = [whole.data, given.summary()]
    if (!theme) return undefined
    if (isGrouped(theme))
      return all && selected
        ? { all: countGroups(theme, all), selected: countGroups(theme, selected) }
        : undefined
    // The land of another year is counted once its own figures are there.
    if (land.isPlaceholderData) return last
    return land.data && countLand(theme, unwrap(land.data), matching())
  })
  return {
    /** undefined until they are known. */
    all: () => counts()?.all,
    selected: () => counts()?.selected,
    matching,
    /** What they come from and could not be read. */
    failed: () => [whole, land].find(({ isError }) => isError),
    /** Whether they answer what is asked. */
    complete: () =>
      given.order.complete() &&
      counts() !== undefined &&
      !whole.isPlaceholderData &&
      (fields() === null || !land.isPlaceholderData),
  }
}
export type ClassCounts = ReturnType<typeof createClassCounts>
