import { createQuery, useQueryClient } from "@tanstack/solid-query"
import { answer, api } from "../api.ts"

const KEY = "assessment"

/** Every version of every scheme, and what comes with the product. */
export const createSchemes = () =>
  createQuery(() => ({
    queryKey: [KEY, "schemes"],
    queryFn: () => answer(api.assessments.schemes.$get()),
    reconcile: false,
  }))

/** One version; nothing is asked for null. */
export const createVersion = (id: () => string, version: () => number | null) =>
  createQuery(() => ({
    queryKey: [KEY, "scheme", id(), version()],
    queryFn: () =>
      answer(
        api.assessments.schemes[":id"][":version"].$get({
          param: { id: id(), version: String(version()) },
        }),
      ),
    enabled: version() !== null,
    reconcile: false,
  }))

/** Where two versions differ; nothing is asked for null. */
export const createDifference = (id: () => string, from: () => number | null, to: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "scheme-difference", id(), from(), to()],
    queryFn: () =>
      answer(
        api.assessments.schemes[":id"].difference.$get({
          param: { id: id() },
          query: { from: String(from()), to: String(to()) },
        }),
      ),
    enabled: from() !== null,
    reconcile: false,
  }))

/** After something was written, everything of the assessment is asked for again. */
export function useRenew() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: [KEY] })
}
