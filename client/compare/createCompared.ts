import { createQueries, createQuery } from "@tanstack/solid-query"
import { unwrap } from "solid-js/store"
import { answer, api, asked, problemOf } from "../api.ts"
import { createFilterNames } from "../parcels/queries.ts"
import { createOutlines, type Outlined } from "../record/createOutlines.ts"
import type { Firm } from "../record/shapes.ts"
import { firmValues, latestYear } from "./firmValues.ts"
import type { FilterName, Item } from "./shapes.ts"

/** What a comparison is made of, whatever it compares. */
export type Compared = {
  items: () => readonly Item[]
  names: () => readonly FilterName[]
  /** Fiscal year of grades and figures; null without any. */
  year: () => number | null
  /** Land of an item, to be drawn. */
  outlinesOf: (id: number) => readonly Outlined[]
  isPending: () => boolean
  failure: () => { error: unknown } | null
  retry: () => void
}

const isGone = (error: unknown) => problemOf(error)?.status === 404

/** Parcels as the list tells of them. */
export function createComparedParcels(ids: () => readonly number[]): Compared {
  const list = createQuery(() => ({
    queryKey: ["compared-parcels", ...ids()],
    queryFn: () =>
      answer(
        api.parcels.$get({
          query: asked({ filter: `id IN (${ids().join(", ")})`, limit: Math.max(ids().length, 1) }),
        }),
      ),
    enabled: ids().length > 0,
    reconcile: false as const,
  }))
  const names = createFilterNames()
  const outlines = createOutlines(ids)
  const found = () => (list.data ? unwrap(list.data).items : [])
  return {
    items: () =>
      ids().flatMap((id) => {
        const parcel = found().find((one) => one.id === id)
        if (!parcel) return []
        return [
          {
            id,
            name: parcel.name ?? "",
            code: parcel.parcelCode ?? null,
            to: `/parcels/${id}`,
            values: { ...(parcel as object) },
          },
        ]
      }),
    names: () => names.data?.items ?? [],
    year: () => list.data?.year ?? null,
    outlinesOf: (id) => outlines.items().filter((one) => one.id === id),
    isPending: () => (ids().length > 0 && list.isPending) || names.isPending,
    failure: () =>
      list.isError ? { error: list.error } : names.isError ? { error: names.error } : null,
    retry: () => void (list.isError ? list.refetch() : names.refetch()),
  }
}

/** Firms as their records tell of them, all in the same year. */
export function createComparedFirms(ids: () => readonly number[]): Compared {
  const firms = createQueries(() => ({
    queries: ids().map((id) => ({
      queryKey: ["firm", id, null],
      queryFn: () =>
        answer(
          api.enterprises[":id"].$get({ param: { id: String(id) }, query: {} }),
        ) as Promise<Firm>,
    })),
  }))
  const names = createQuery(() => ({
    queryKey: ["enterprise-names"],
    queryFn: () => answer(api["enterprise-names"].$get()),
    staleTime: Number.POSITIVE_INFINITY,
  }))
  const found = () => firms.flatMap(({ data }) => data ?? [])
  const year = () => latestYear(found())
  const parcelsOf = (id: number) =>
    (found().find((firm) => firm.id === id)?.parcels ?? [])
      .filter(({ isCurrent }) => isCurrent)
      .map((parcel) => parcel.id)
  const outlines = createOutlines(() => [...new Set(found().flatMap(({ id }) => parcelsOf(id)))])
  const failed = () => firms.find(({ error, isError }) => isError && !isGone(error))
  return {
    items: () =>
      ids().flatMap((id) => {
        const firm = found().find((one) => one.id === id)
        if (!firm) return []
        return [
          {
            id,
            name: firm.name,
            code: firm.creditCode ?? null,
            to: `/enterprises/${id}`,
            values: firmValues(firm, year()),
          },
        ]
      }),
    names: () => names.data?.items ?? [],
    year,
    outlinesOf: (id) => {
      const own = new Set(parcelsOf(id))
      return outlines.items().filter((one) => own.has(one.id))
    },
    isPending: () => firms.some(({ isPending }) => isPending) || names.isPending,
    failure: () => {
      const one = failed()
      return one ? { error: one.error } : names.isError ? { error: names.error } : null
    },
    retry: () => void (failed()?.refetch() ?? names.refetch()),
  }
}
