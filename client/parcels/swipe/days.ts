import { addDays, addMonths, type Day, daysBetween, legalDayAt } from "../../../geodata/days.ts"
import type { PhraseKey } from "../../text/phrases.ts"

/** Days that meetings ask for. */
export type Preset = { id: "today" | "monday" | "month" | "year-end" | "two-years"; day: Day }

/** A Monday, from which weeks are counted. */
const SOME_MONDAY = "2024-01-01"

/** The Monday of the week before. */
function lastMonday(today: Day): Day {
  const sinceMonday = ((daysBetween(SOME_MONDAY, today) % 7) + 7) % 7
  return addDays(today, -sinceMonday - 7)
}

export function listPresets(today = legalDayAt(new Date())): Preset[] {
  const year = Number(today.slice(0, 4))
  return [
    { id: "today", day: today },
    { id: "monday", day: lastMonday(today) },
    { id: "month", day: addMonths(today, -1) },
    { id: "year-end", day: `${year - 1}-12-31` },
    { id: "two-years", day: `${year - 2}-12-31` },
  ]
}

export const presetText = (id: Preset["id"]): PhraseKey => `compare-days.${id}`

/** A past day as questions name it; null is today. */
export const pastOf = (day: Day, today = legalDayAt(new Date())): Day | null =>
  day < today ? day : null
