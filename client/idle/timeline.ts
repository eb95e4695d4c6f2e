import { addDays, type Day, daysBetween } from "../../geodata/days.ts"
import type { Clock, ClockEvent } from "./shapes.ts"

/** What a day of the drawing stands for: an event on record, the end of a term, or a day that is asked about. */
export type MarkKind =
  | Exclude<ClockEvent["kind"], "pause">
  | "oneYearEnds"
  | "twoYearsEnd"
  | "suspensionYearEnds"
  | "next"

export type Mark = { kind: MarkKind; on: Day; x: number }
export type Bar = { from: Day; to: Day | null; x: number; width: number; state: Clock["state"] }
export type PauseBar = {
  from: Day
  to: Day | null
  x: number
  width: number
  cause: NonNullable<ClockEvent["cause"]>
  countsNot: boolean
}

/** Days before the first and after the last thing that is drawn, at least. */
const MARGIN_DAYS = 60
/** px that the number of a year takes. */
const YEAR_WIDTH = 34
/** Of the whole; after the last thing there is room for what is written beside it. */
const MARGIN_SHARE = { before: 0.03, after: 0.15 }

/** Days that are drawn, the first and the last. */
function spanOf(clock: Clock, today: Day): [Day, Day] {
  const { thresholds, timeline, events, on, next } = clock
  const days = [
    on,
    today,
    ...timeline.map(({ from }) => from),
    ...events.flatMap((event) => [event.on, event.to, event.startOn]),
    thresholds.oneYearEnds,
    thresholds.twoYearsEnd,
    thresholds.suspensionYearEnds,
    next?.from,
  ]
    .flatMap((day) => day ?? [])
    .sort()
  const [first, last] = [days[0]!, days.at(-1)!]
  const span = daysBetween(first, last)
  const margin = (share: number) => Math.max(MARGIN_DAYS, Math.round(span * share))
  return [addDays(first, -margin(MARGIN_SHARE.before)), addDays(last, margin(MARGIN_SHARE.after))]
}

/**
 * The clock of a parcel as a drawing: states as bars, pauses below them, and dated things as marks, in px from the
 * left. Ends of terms that nobody waits for any more are left out.
 */
export function layTimeline(clock: Clock, today: Day, width: number) {
  const [first, last] = spanOf(clock, today)
  const days = daysBetween(first, last)
  const at = (day: Day) => (daysBetween(first, day) / days) * width
  /** A bar lasts to the end of its last day. */
  const until = (day: Day | null | undefined) => (day ? at(addDays(day, 1)) : width)
  const bars = clock.timeline.map(({ from, to, state }): Bar => {
    const x = at(from)
    return { from, to, x, width: Math.max(until(to) - x, 1), state }
  })
  const pauses = clock.events.flatMap((event): PauseBar[] => {
    if (event.kind !== "pause" || !event.cause) return []
    const { on: from, to = null, cause, countsNot = false } = event
    const x = at(from)
    return [{ from, to, x, width: Math.max(until(to) - x, 2), cause, countsNot }]
  })
  const { oneYearEnds, twoYearsEnd, suspensionYearEnds } = clock.thresholds
  const ends: [MarkKind, Day | null][] = [
    ["oneYearEnds", oneYearEnds],
    ["twoYearsEnd", twoYearsEnd],
    ["suspensionYearEnds", suspensionYearEnds],
  ]
  const events = clock.events.flatMap(({ kind, on }): Mark[] =>
    kind === "pause" ? [] : [{ kind, on, x: at(on) }],
  )
  const terms = ends.flatMap(([kind, on]): Mark[] => (on ? [{ kind, on, x: at(on) }] : []))
  return {
    bars,
    pauses,
    events: events.toSorted((a, b) => a.x - b.x),
    terms: terms.toSorted((a, b) => a.x - b.x),
    years: listYears(first, last)
      .map((year) => ({ year, x: at(`${year}-01-01`) }))
      .filter(({ x }) => x < width - YEAR_WIDTH),
    today: at(today),
    on: at(clock.on),
  }
}

function listYears(first: Day, last: Day): number[] {
  const [from, to] = [Number(first.slice(0, 4)) + 1, Number(last.slice(0, 4))]
  return Array.from({ length: Math.max(to - from + 1, 0) }, (_, place) => from + place)
}

const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/
const NARROW_SHARE = 0.58

/** Width of a text in px at a size of letters, near enough to keep labels apart. */
export const widthOfText = (text: string, size: number): number =>
  [...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? size : size * NARROW_SHARE), 0)

/**
 * Labels in rows, none over another and none struck by the line of another: each begins at its mark, or
 * ends at it where the drawing ends, and stands a row further out than whatever begins below its text.
 *
 * @param labels by `x`, the first first
 * @returns for each label its left edge in px and its row, from 0
 */
export function placeLabels(
  labels: readonly { x: number; width: number }[],
  width: number,
  gap = 8,
): { left: number; row: number }[] {
  const placed: { left: number; row: number }[] = []
  for (const label of labels.toReversed()) {
    const fits = label.x + label.width <= width
    const left = fits ? label.x : Math.max(0, label.x - label.width)
    const below = placed.filter((one) => one.left < left + label.width + gap)
    placed.push({ left, row: Math.max(-1, ...below.map(({ row }) => row)) + 1 })
  }
  return placed.toReversed()
}
