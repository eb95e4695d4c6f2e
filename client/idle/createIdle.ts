import {
  createInfiniteQuery,
  createQuery,
  type InfiniteData,
  keepPreviousData,
  useQueryClient,
} from "@tanstack/solid-query"
import { createEffect } from "solid-js"
import { unwrap } from "solid-js/store"
import type { Day } from "../../geodata/days.ts"
import { answer, api, asked } from "../api.ts"
import type { ChangeKind, Clock, DeskItem, DeskList, PreviewRequest } from "./shapes.ts"

const KEY = "idle"
/** Rows a page; the next comes when the end of the list is near. */
const PAGE = 200

export type DeskQuestion = {
  status: "open" | "waiting" | "overdue" | "reopened" | "dismissed" | "inDisposal"
  ruleSet: string
  state: string
  minMu: string
  q: string
  sort: "areaMu" | "age" | "deadline"
}

/** What is suspected, in the order asked for, a page after the other. */
export const createDesk = (question: () => DeskQuestion) =>
  createInfiniteQuery(() => ({
    queryKey: [KEY, "desk", question()],
    queryFn: ({ pageParam }) =>
      answer(
        api.flags.desk.$get({ query: asked({ ...question(), limit: PAGE, cursor: pageParam }) }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    reconcile: false,
  }))

/** Takes a flag that was settled off the lists of what waits, before they are asked for again. */
export function useSettled() {
  const client = useQueryClient()
  return ({ parcelId, ruleSet }: Pick<DeskItem, "parcelId" | "ruleSet">) => {
    const isOther = (item: DeskItem) => item.parcelId !== parcelId || item.ruleSet !== ruleSet
    client.setQueriesData<InfiniteData<DeskList>>(
      { predicate: ({ queryKey }) => queryKey[0] === KEY && isWaiting(queryKey[2]) },
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({ ...page, items: page.items.filter(isOther) })),
        },
    )
  }
}

const WAITING = new Set<unknown>(["open", "waiting", "overdue", "reopened"])
const isWaiting = (question: unknown): boolean =>
  typeof question === "object" &&
  question !== null &&
  "status" in question &&
  WAITING.has(question.status)

/** Everything that the desk knows of one parcel, settled or not. */
export const createParcelFlags = (parcelId: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "desk", "of-parcel", parcelId()],
    queryFn: () =>
      answer(api.flags.desk.$get({ query: asked({ parcel: parcelId(), status: "all" }) })),
    reconcile: false,
  }))

export const createFlag = (place: () => Pick<DeskItem, "parcelId" | "ruleSet">) =>
  createQuery(() => ({
    queryKey: [KEY, "flag", place().parcelId, place().ruleSet],
    queryFn: () =>
      answer(
        api.flags.desk[":parcelId"][":ruleSet"].$get({
          param: { parcelId: String(place().parcelId), ruleSet: place().ruleSet },
        }),
      ),
    reconcile: false,
  }))

/** Parcels whose clock changes within so many days. */
export const createForecast = (days: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "forecast", days()],
    queryFn: () => answer(api.flags.forecast.$get({ query: asked({ days: days(), limit: 500 }) })),
    placeholderData: keepPreviousData,
    reconcile: false,
  }))

/** The clock of a parcel on a day (null: today) as it was known at an instant (null: now). */
export const createClock = (
  parcelId: () => number,
  on: () => Day | null,
  knownAt: () => string | null,
) =>
  createQuery(() => ({
    queryKey: [KEY, "clock", parcelId(), on(), knownAt()],
    queryFn: () =>
      answer(
        api.flags.parcels[":id"].clock.$get({
          param: { id: String(parcelId()) },
          query: asked({ on: on(), knownAt: knownAt() }),
        }),
      ),
    placeholderData: keepPreviousData,
    reconcile: false,
  }))

/** Shows the clock of today as a write answered it. */
export function useClockAnswer() {
  const client = useQueryClient()
  return (clock: Clock) =>
    client.setQueryData<Clock>([KEY, "clock", clock.parcelId, null, null], clock)
}

/** What a parcel is: its name, its codes, its mu. */
export const createParcel = (parcelId: () => number) =>
  createQuery(() => ({
    queryKey: ["parcel", parcelId(), null],
    queryFn: () =>
      answer(api.parcels[":id"].$get({ param: { id: String(parcelId()) }, query: {} })),
  }))

/** Proposals to determine or to end, of one parcel or those that wait for somebody. */
export const createProposals = (of: () => { parcel?: number; state?: "open" }) =>
  createQuery(() => ({
    queryKey: [KEY, "proposals", of()],
    queryFn: () => answer(api.flags.determinations.proposals.$get({ query: asked(of()) })),
    reconcile: false,
  }))

/** What was determined, of one parcel or of all. */
export const createDeterminations = (of: () => { parcel?: number; ended?: "true" | "false" }) =>
  createQuery(() => ({
    queryKey: [KEY, "determinations", of()],
    queryFn: () => answer(api.flags.determinations.$get({ query: asked({ ...of(), limit: 500 }) })),
    placeholderData: keepPreviousData,
    reconcile: false,
  }))

const supervisionOf = (combine: "any" | "all" | null) => ({
  queryKey: [KEY, "supervision", combine],
  queryFn: () => answer(api.flags.supervision.$get({ query: asked({ combine, limit: 500 }) })),
})

/**
 * The key-supervision list by any or all of its parts; null: as the rule in force combines them. The other way is
 * asked for meanwhile, so that it is there when it is turned to.
 */
export function createSupervision(combine: () => "any" | "all" | null) {
  const client = useQueryClient()
  const list = createQuery(() => ({
    ...supervisionOf(combine()),
    placeholderData: keepPreviousData,
    reconcile: false,
  }))
  createEffect(() => {
    const shown = list.data
    if (!shown || list.isPlaceholderData) return
    client.setQueryData(supervisionOf(shown.combine).queryKey, unwrap(shown))
    void client.prefetchQuery(supervisionOf(shown.combine === "any" ? "all" : "any"))
  })
  return list
}

/** Electricity against tax and sales of several parcels; asked only by who may read figures. */
export const createTriangles = (parcelIds: () => readonly number[], isSeen: () => boolean) =>
  createQuery(() => ({
    queryKey: [KEY, "triangles", parcelIds()],
    queryFn: () => answer(api.flags.triangles.$get({ query: { parcels: parcelIds().join(",") } })),
    enabled: isSeen() && parcelIds().length > 0,
    placeholderData: keepPreviousData,
    reconcile: false,
  }))

/** Every version of every rule set, those in force, what comes with the product, and the names for conditions. */
export const createRuleSets = () =>
  createQuery(() => ({
    queryKey: [KEY, "rule-sets"],
    queryFn: () => answer(api.flags["rule-sets"].$get()),
    reconcile: false,
  }))

/** Where two versions differ; nothing is asked for null. */
export const createDifference = (id: () => string, from: () => number | null, to: () => number) =>
  createQuery(() => ({
    queryKey: [KEY, "difference", id(), from(), to()],
    queryFn: () =>
      answer(
        api.flags["rule-sets"][":id"].difference.$get({
          param: { id: id() },
          query: { from: String(from()), to: String(to()) },
        }),
      ),
    enabled: from() !== null,
    reconcile: false,
  }))

/** Whom a rule set or a filter would hit now; nothing is asked for null. */
export const createPreview = (request: () => PreviewRequest | null) =>
  createQuery(() => ({
    queryKey: [KEY, "preview", request()],
    queryFn: () => answer(api.flags["rule-sets"].preview.$post({ json: request()! })),
    enabled: request() !== null,
    retry: false,
    placeholderData: keepPreviousData,
    reconcile: false,
  }))

/** How often one that runs is asked how far it has come, ms. */
const PROGRESS_EVERY_MS = 700
const EVALUATIONS_PAGE = 50
const CHANGES_PAGE = 100

/** Complete evaluations, the latest first; while one runs they are asked for again and again. */
export const createEvaluations = () =>
  createInfiniteQuery(() => ({
    queryKey: [KEY, "evaluations"],
    queryFn: ({ pageParam }) =>
      answer(
        api.flags.evaluations.$get({
          query: asked({ limit: EVALUATIONS_PAGE, cursor: pageParam }),
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.items.some(({ progress }) => progress !== null)
        ? PROGRESS_EVERY_MS
        : false,
    // Rows stay the same while one that runs is asked about again and again.
    reconcile: "id",
  }))

/** What an evaluation found otherwise than the one before it, a page after the other. */
export const createEvaluation = (
  id: () => number,
  of: () => { change?: ChangeKind; ruleSet?: string },
) =>
  createInfiniteQuery(() => ({
    queryKey: [KEY, "evaluation", id(), of()],
    queryFn: ({ pageParam }) =>
      answer(
        api.flags.evaluations[":id"].$get({
          param: { id: String(id()) },
          query: asked({ ...of(), limit: CHANGES_PAGE, cursor: pageParam }),
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    reconcile: false,
  }))

const READ = new Set<unknown>([KEY, "parcel", "parcels", "summary", "attachments"])

/** After something was written, everything that it may have changed is asked for again. */
export function useRenew() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ predicate: ({ queryKey }) => READ.has(queryKey[0]) })
}
