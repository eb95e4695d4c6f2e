/** Days as the sample tells them: so many months, and days more, before the day that it shows. */
import { addDays, addMonths, type Day, daysBetween } from "../days.ts"

/** Months, and 0 to 30 days more, before the day of the sample; negative months lie ahead. */
export type Ago = readonly [months: number, days: number]

export type Calendar = {
  asOf: Day
  /** The three fiscal years that are closed on the day of the sample, oldest first. */
  fiscalYears: readonly number[]
  dayOf(ago: Ago): Day
  /** Days of a fiscal year inside from (included) to `to` (excluded; null is still). */
  daysInYear(year: number, from: Day, to: Day | null): number
  lengthOf(year: number): number
}

const EPOCH = "2000-01-01"
/** No contract is checked later than this from the day of the sample. */
const MOST_MONTHS_AHEAD = 200

export function createCalendar(asOf: Day): Calendar {
  const days: Day[] = []
  const numbers = new Map<Day, number>()
  // A park asks for the same few thousand days again and again.
  const numberOf = (day: Day) => {
    const known = numbers.get(day)
    if (known !== undefined) return known
    const number = daysBetween(EPOCH, day)
    numbers.set(day, number)
    return number
  }
  const startOf = (year: number) => numberOf(`${year}-01-01`)
  const thisYear = Number(asOf.slice(0, 4))
  return {
    asOf,
    fiscalYears: [thisYear - 3, thisYear - 2, thisYear - 1],
    dayOf: ([months, more]) => {
      const place = (months + MOST_MONTHS_AHEAD) * 31 + more
      const known = days[place]
      if (known !== undefined) return known
      const day = addDays(addMonths(asOf, -months), -more)
      days[place] = day
      return day
    },
    daysInYear: (year, from, to) => {
      const first = Math.max(numberOf(from), startOf(year))
      const end = to === null ? startOf(year + 1) : Math.min(numberOf(to), startOf(year + 1))
      return Math.max(0, end - first)
    },
    lengthOf: (year) => startOf(year + 1) - startOf(year),
  }
}
