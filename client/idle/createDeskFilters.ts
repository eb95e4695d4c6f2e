import { createStore } from "solid-js/store"
import type { DeskQuestion } from "./createIdle.ts"

export type DeskFilters = ReturnType<typeof createDeskFilters>

/** What narrows the lists of the desk, and their order. */
export function createDeskFilters() {
  const [wanted, change] = createStore<Omit<DeskQuestion, "status"> & { due: Due }>({
    ruleSet: "",
    state: "",
    minMu: "",
    q: "",
    sort: "areaMu",
    due: "open",
  })
  return { wanted, change }
}

/** Of what is open: all of it, or what waits for an answer, is late, or came back. */
export const DUES = ["open", "waiting", "overdue", "reopened"] as const
export type Due = (typeof DUES)[number]
