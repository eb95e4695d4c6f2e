import { createQuery, replaceEqualDeep, useQueryClient } from "@tanstack/solid-query"
import { unwrap } from "solid-js/store"
import { answer, api } from "../api.ts"
import type { FirmOfRun, Results } from "./shapes.ts"

const KEY = "assessment"
/** A sealed run is never changed. */
const SEALED = { staleTime: Number.POSITIVE_INFINITY, reconcile: false as const }

const ofYear = (year: number) => ({ param: { year: String(year) } })
const ofRun = (runId: number) => ({ param: { id: String(runId) } })

/** Every year that was opened, computed or graded, the latest first. */
export const createYears = (isAsked: () => boolean = () => true) =>
  createQuery(() => ({
    queryKey: [KEY, "years"],
    queryFn: () => answer(api.assessments.years.$get()),
    enabled: isAsked(),
    reconcile: false,
  }))

/** Every version of every scheme. */
export const createSchemes = () =>
  createQuery(() => ({
    queryKey: [KEY, "schemes"],
    queryFn: () => answer(api.assessments.schemes.$get()),
    reconcile: false,
  }))

export const createRoster = (year: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "roster", year()],
    queryFn: () => answer(api.assessments.years[":year"].roster.$get(ofYear(year()))),
    // Firms that are as they were stay the same rows: only what changed is drawn anew.
    reconcile: (old, fresh) => replaceEqualDeep(unwrap(old), fresh),
  }))

/** How a firm's land of a year came about; nothing is asked for null. */
export const createLand = (year: () => number, enterpriseId: () => number | null) =>
  createQuery(() => ({
    queryKey: [KEY, "land", year(), enterpriseId()],
    queryFn: () =>
      answer(
        api.assessments.years[":year"].land[":enterpriseId"].$get({
          param: { year: String(year()), enterpriseId: String(enterpriseId()) },
        }),
      ),
    enabled: enterpriseId() !== null,
    reconcile: false,
  }))

export const createClaims = (year: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "claims", year()],
    queryFn: () => answer(api.assessments.years[":year"].claims.$get(ofYear(year()))),
    reconcile: false,
  }))

export const createUnits = (year: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "units", year()],
    queryFn: () => answer(api.assessments.years[":year"].units.$get(ofYear(year()))),
    reconcile: false,
  }))

export const createTransfers = (year: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "transfers", year()],
    queryFn: () => answer(api.assessments.years[":year"].transfers.$get(ofYear(year()))),
    reconcile: false,
  }))

/** Runs of a year, or of all, the latest first. */
export const createRuns = (year: () => number | null) =>
  createQuery(() => ({
    queryKey: [KEY, "runs", year()],
    queryFn: () => {
      const wanted = year()
      const query = wanted === null ? {} : { fiscalYear: String(wanted) }
      return answer(api.assessments.runs.$get({ query }))
    },
    reconcile: false,
  }))

export const createRun = (runId: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "run", runId()],
    queryFn: () => answer(api.assessments.runs[":id"].$get(ofRun(runId()))),
    reconcile: false,
  }))

export const createResults = (runId: () => number, isAsked: () => boolean) =>
  createQuery(() => ({
    ...SEALED,
    queryKey: [KEY, "results", runId()],
    queryFn: async () =>
      (await answer(
        api.assessments.runs[":id"].results.$get({ ...ofRun(runId()), query: {} }),
      )) as Results,
    enabled: isAsked(),
  }))

export const createFirmOfRun = (runId: () => number, enterpriseId: () => number) =>
  createQuery(() => ({
    ...SEALED,
    queryKey: [KEY, "firm", runId(), enterpriseId()],
    queryFn: async (): Promise<FirmOfRun> =>
      answer(
        api.assessments.runs[":id"].firms[":enterpriseId"].$get({
          param: { id: String(runId()), enterpriseId: String(enterpriseId()) },
        }),
      ),
  }))

/** What would lift a firm of a run one class. */
export const createLifts = (runId: () => number, enterpriseId: () => number) =>
  createQuery(() => ({
    ...SEALED,
    queryKey: [KEY, "lifts", runId(), enterpriseId()],
    queryFn: () =>
      answer(
        api.assessments.runs[":id"].firms[":enterpriseId"].lifts.$get({
          param: { id: String(runId()), enterpriseId: String(enterpriseId()) },
        }),
      ),
  }))

export const createMovers = (runId: () => number, against: () => number | null) =>
  createQuery(() => ({
    ...SEALED,
    queryKey: [KEY, "movers", runId(), against()],
    queryFn: () =>
      answer(
        api.assessments.runs[":id"].movers.$get({
          ...ofRun(runId()),
          query: { against: String(against()) },
        }),
      ),
    enabled: against() !== null,
  }))

/** The inputs of a run and the schemes it was computed by. */
export const createTrial = (runId: () => number, isAsked: () => boolean = () => true) =>
  createQuery(() => ({
    ...SEALED,
    queryKey: [KEY, "trial", runId()],
    queryFn: () => answer(api.assessments.runs[":id"].trial.$get(ofRun(runId()))),
    enabled: isAsked(),
  }))

/** Where the firms of a run were at the end of its year. */
export const createRunLand = (runId: () => number, isAsked: () => boolean = () => true) =>
  createQuery(() => ({
    ...SEALED,
    queryKey: [KEY, "run-land", runId()],
    queryFn: () => answer(api.assessments.runs[":id"].land.$get(ofRun(runId()))),
    enabled: isAsked(),
  }))

/** What the grades of a run come to in money. */
export const createEffects = (runId: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "effects", runId()],
    queryFn: () => answer(api.assessments.runs[":id"].effects.$get(ofRun(runId()))),
    reconcile: false,
  }))

/** Policies in force or proposed, and examples. */
export const createPolicies = () =>
  createQuery(() => ({
    queryKey: [KEY, "policies"],
    queryFn: () => answer(api.assessments.policies.$get()),
    reconcile: false,
  }))

/** What was tried on a run and kept. */
export const createScenarios = (runId: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "scenarios", runId()],
    queryFn: () => answer(api.assessments.runs[":id"].scenarios.$get(ofRun(runId()))),
    reconcile: false,
  }))

/** After something was written, everything of the assessment is asked for again; sealed runs stay. */
export function useRenew() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: [KEY] })
}
