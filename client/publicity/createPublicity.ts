import { createQuery, useQueryClient } from "@tanstack/solid-query"
import { createEffect, createSignal, onCleanup } from "solid-js"
import { answer, api } from "../api.ts"
import { nextInstant } from "./clock.ts"

const KEY = "assessment"

/** Publicity of a year, the latest first. */
export const createPublicityList = (year: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "publicity", "of-year", year()],
    queryFn: () =>
      answer(api.assessments.publicity.$get({ query: { fiscalYear: String(year()) } })),
    reconcile: false,
  }))

export const createPublicity = (id: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "publicity", id()],
    queryFn: () => answer(api.assessments.publicity[":id"].$get({ param: { id: String(id()) } })),
    reconcile: false,
  }))

/** Appeals against what was shown. */
export const createAppeals = (id: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "publicity", id(), "appeals"],
    queryFn: () =>
      answer(api.assessments.publicity[":id"].appeals.$get({ param: { id: String(id()) } })),
    reconcile: false,
  }))

/** Runs of a year, the latest first. */
export const createRuns = (year: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "runs", year()],
    queryFn: () => answer(api.assessments.runs.$get({ query: { fiscalYear: String(year()) } })),
    reconcile: false,
  }))

/** How a firm's land of a year came about. */
export const createLand = (year: () => number, enterpriseId: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "land", year(), enterpriseId()],
    queryFn: () =>
      answer(
        api.assessments.years[":year"].land[":enterpriseId"].$get({
          param: { year: String(year()), enterpriseId: String(enterpriseId()) },
        }),
      ),
    reconcile: false,
  }))

/** Whom the schemes of the assessment are for, by scheme. */
export const createSchemes = () =>
  createQuery(() => ({
    queryKey: [KEY, "schemes"],
    queryFn: () => answer(api.assessments.schemes.$get()),
    reconcile: false,
  }))

/** After something was written, everything of the assessment is asked for again. */
export function useRenew() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: [KEY] })
}

const TICK_MS = 15_000
/** The longest that a timer of a browser waits. */
const MOST_MS = 2_147_483_647

/** The time by this machine, in ms since 1970, a few times a minute. */
export function createNow() {
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), TICK_MS)
  onCleanup(() => clearInterval(timer))
  return now
}

/** Does something each time one of the instants passes: a window opens or closes. */
export function whenPassed(instants: () => readonly string[], act: () => void) {
  createEffect(() => {
    const next = nextInstant(instants(), Date.now())
    if (next === null) return
    // The clock of the database decides: a moment later it has seen the same.
    const LATER_MS = 1000
    const timer = setTimeout(act, Math.min(next - Date.now() + LATER_MS, MOST_MS))
    onCleanup(() => clearTimeout(timer))
  })
}
