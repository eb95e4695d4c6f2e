import { toBeijing } from "../text/figures.ts"

/** An instant as a field for day and time takes it, in China's time. */
export const toField = (iso: string): string => toBeijing(iso).replace(" ", "T")

/** The instant of a day and time of China (`2026-11-22T09:00`), ISO 8601 UTC; null where it is none. */
export function fromField(typed: string): string | null {
  const instant = new Date(`${typed}:00+08:00`)
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString()
}

const MINUTE_MS = 60_000
const HOUR_MINUTES = 60
const DAY_MINUTES = 24 * HOUR_MINUTES

/** What is left until an instant, in whole minutes begun; null once it has passed. */
export function remaining(untilIso: string, nowMs: number) {
  const leftMs = Date.parse(untilIso) - nowMs
  if (leftMs < 0) return null
  const minutes = Math.ceil(leftMs / MINUTE_MS)
  return {
    days: Math.floor(minutes / DAY_MINUTES),
    hours: Math.floor((minutes % DAY_MINUTES) / HOUR_MINUTES),
    minutes: minutes % HOUR_MINUTES,
  }
}

/** The first of some instants that is still to come, in ms since 1970; null where all have passed. */
export function nextInstant(instants: readonly string[], nowMs: number): number | null {
  const ahead = instants.map((iso) => Date.parse(iso)).filter((at) => at > nowMs)
  return ahead.length === 0 ? null : Math.min(...ahead)
}
