/**
 * Working days of mainland China. Weekends rest, but for the days that the State Council's yearly notice moves; what a
 * notice does not say is not guessed: years without one are told apart.
 */
import { addDays, type Day } from "./days.ts"

type Notice = {
  /** The notice of the General Office of the State Council. */
  document: string
  /** Days of rest beyond weekends: [first, last], both included. */
  rest: readonly (readonly [first: Day, last: Day])[]
  /** Weekend days on which people work. */
  work: readonly Day[]
}

const NOTICES: Readonly<Record<number, Notice>> = {
  2024: {
    document: "国办发明电〔2023〕7号",
    rest: [
      ["2024-01-01", "2024-01-01"],
      ["2024-02-10", "2024-02-17"],
      ["2024-04-04", "2024-04-06"],
      ["2024-05-01", "2024-05-05"],
      ["2024-06-10", "2024-06-10"],
      ["2024-09-15", "2024-09-17"],
      ["2024-10-01", "2024-10-07"],
    ],
    work: [
      "2024-02-04",
      "2024-02-18",
      "2024-04-07",
      "2024-04-28",
      "2024-05-11",
      "2024-09-14",
      "2024-09-29",
      "2024-10-12",
    ],
  },
  2025: {
    document: "国办发明电〔2024〕12号",
    rest: [
      ["2025-01-01", "2025-01-01"],
      ["2025-01-28", "2025-02-04"],
      ["2025-04-04", "2025-04-06"],
      ["2025-05-01", "2025-05-05"],
      ["2025-05-31", "2025-06-02"],
      ["2025-10-01", "2025-10-08"],
    ],
    work: ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
  },
  2026: {
    document: "国办发明电〔2025〕7号",
    rest: [
      ["2026-01-01", "2026-01-03"],
      ["2026-02-15", "2026-02-23"],
      ["2026-04-04", "2026-04-06"],
      ["2026-05-01", "2026-05-05"],
      ["2026-06-19", "2026-06-21"],
      ["2026-09-25", "2026-09-27"],
      ["2026-10-01", "2026-10-07"],
    ],
    work: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
  },
}

const yearOf = (day: Day): number => Number(day.slice(0, 4))

/** The notice that a year's working days follow; null where none is on record and weekends alone rest. */
export const findHolidayNotice = (year: number): string | null => NOTICES[year]?.document ?? null

/** Whether people work on a day. */
export function isWorkday(day: Day): boolean {
  const notice = NOTICES[yearOf(day)]
  if (notice?.work.includes(day)) return true
  if (notice?.rest.some(([first, last]) => first <= day && day <= last)) return false
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

/**
 * The day on which a term of working days ends: the day of the event is not counted, rest days are not counted.
 *
 * @param count at least 0; with 0 the day itself, or the next working day where it is none
 */
export function addWorkdays(day: Day, count: number): Day {
  let end = day
  let left = count
  while (left > 0 || !isWorkday(end)) {
    end = addDays(end, 1)
    if (isWorkday(end)) left -= 1
  }
  return end
}
