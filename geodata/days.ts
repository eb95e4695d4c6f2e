/**
 * Legal calendar days as `YYYY-MM-DD` text. A day has no hour and no zone: what the law counts is the
 * calendar. Two days compare as text. Every function throws RangeError for text that is no day.
 */

/** A calendar day of the years 0001 to 9999, written `YYYY-MM-DD`. */
export type Day = string

/** Days from `from` to `to`, both of them included. */
export type DayInterval = { from: Day; to: Day }

const MS_PER_DAY = 86_400_000
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/
/** Ways a ledger writes a day: 2022-03-01, 2022/3/1, 2022.3.1, 2022年3月1日, 20220301. */
const WRITTEN = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))$/

/**
 * Days that were reckoned with once, both ways. Whoever evaluates a cadastre asks the same few thousand days millions
 * of times; there are 110,000 in three centuries, and beyond so many nothing more is kept.
 */
const KEPT = 120_000
const numbers = new Map<Day, number>()
const texts = new Map<number, Day>()

function keep(day: Day, number: number): void {
  if (numbers.size >= KEPT) return
  numbers.set(day, number)
  texts.set(number, day)
}

/** Number of the day; 0 is 1970-01-01. UTC has no clock changes, so a day is 86,400,000 ms there. */
function numberOf(day: Day): number {
  const known = numbers.get(day)
  if (known !== undefined) return known
  if (!isDay(day)) throw new RangeError(`not a calendar day: ${day}`)
  const number = Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY
  keep(day, number)
  return number
}

function dayOfNumber(number: number): Day {
  const known = texts.get(number)
  if (known !== undefined) return known
  const text = new Date(number * MS_PER_DAY).toISOString().slice(0, 10)
  if (!SHAPE.test(text) || text < "0001")
    throw new RangeError("a day outside the years 0001 to 9999")
  keep(text, number)
  return text
}

const pad = (number: number, width: number) => String(number).padStart(width, "0")

/** The last date of a month (1 to 12): 29 in a February of a Gregorian leap year. */
function lastDateOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Whether the text is a day that exists: 2023-02-29 and 2023-2-1 are not. */
export function isDay(text: string): boolean {
  if (numbers.has(text)) return true
  const parts = SHAPE.exec(text)
  if (!parts) return false
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  return year >= 1 && month >= 1 && month <= 12 && date >= 1 && date <= lastDateOf(year, month)
}

/** The day a ledger cell means, or undefined: `2022年3月1日` is 2022-03-01, `22.09.2011` is refused. */
export function parseDay(text: string): Day | undefined {
  const parts = WRITTEN.exec(text.trim())
  if (!parts?.[1]) return undefined
  const month = Number(parts[3] ?? parts[5] ?? parts[7])
  const date = Number(parts[4] ?? parts[6] ?? parts[8])
  const day = `${parts[1]}-${pad(month, 2)}-${pad(date, 2)}`
  return isDay(day) ? day : undefined
}

/** Negative when `a` is earlier, 0 when equal, positive when later: for `sort`. */
export const compareDays = (a: Day, b: Day): number => numberOf(a) - numberOf(b)

/** The day `count` days later; the day itself is not counted (2024-05-06 + 30 is 2024-06-05). */
export const addDays = (day: Day, count: number): Day => dayOfNumber(numberOf(day) + count)

/** Days from `from` to `to`, the first not counted; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => numberOf(to) - numberOf(from)

/** The corresponding day `count` months later; the month's last day where there is none. */
export function addMonths(day: Day, count: number): Day {
  numberOf(day)
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + count
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1]
  if (year < 1 || year > 9999) throw new RangeError("a day outside the years 0001 to 9999")
  const date = Math.min(Number(day.slice(8)), lastDateOf(year, month))
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`
}

/** The anniversary: 2020-02-29 + 1 year is 2021-02-28, + 4 years 2024-02-29. */
export const addYears = (day: Day, count: number): Day => addMonths(day, count * 12)

/**
 * Whether `years` full years have passed since `since`: true from the day after the anniversary on,
 * because the day of the event is not counted and the period ends with its corresponding day.
 */
export const elapsed = (since: Day, years: number, asOf: Day): boolean =>
  compareDays(asOf, addYears(since, years)) > 0

/** The days that lie in any of the intervals, as separate intervals, earliest first. */
export function unionOf(intervals: readonly DayInterval[]): DayInterval[] {
  const union: DayInterval[] = []
  for (const { from, to } of [...intervals].sort((a, b) => compareDays(a.from, b.from))) {
    if (compareDays(from, to) > 0) continue
    const last = union.at(-1)
    // Touching intervals (…31 December, 1 January…) are one.
    if (last && daysBetween(last.to, from) <= 1)
      last.to = compareDays(to, last.to) > 0 ? to : last.to
    else union.push({ from, to })
  }
  return union
}

const LEGAL_DAY = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
})

/** The legal day of an instant: the calendar day it is in China, by the time-zone database. */
export const legalDayAt = (instant: Date): Day => LEGAL_DAY.format(instant)
