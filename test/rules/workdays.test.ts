import { describe, expect, test } from "vitest"
import { addDays, daysBetween } from "../../geodata/days.ts"
import { addWorkdays, findHolidayNotice, isWorkday } from "../../geodata/workdays.ts"

describe("a working day", () => {
  test.each([
    ["a Wednesday", "2026-11-18", true],
    ["a Saturday", "2026-11-21", false],
    ["a Sunday that was moved to work", "2026-09-20", true],
    ["a Saturday that was moved to work", "2026-10-10", true],
    ["the first day of a holiday", "2026-10-01", false],
    ["the last day of a holiday", "2026-10-07", false],
    ["the day after a holiday", "2026-10-08", true],
    ["New Year of 2025, a Wednesday", "2025-01-01", false],
    ["a weekday of a year without a notice", "2031-03-05", true],
    ["a weekend of a year without a notice", "2031-03-08", false],
  ])("%s", (_, day, works) => {
    expect(isWorkday(day)).toBe(works)
  })
})

describe("a term of working days", () => {
  test.each([
    ["over a weekend", "2026-11-19", 5, "2026-11-26"],
    ["over the October holiday with its Saturday", "2026-09-29", 5, "2026-10-12"],
    ["that begins on a day of rest", "2026-10-03", 1, "2026-10-08"],
    ["of none, on a working day", "2026-11-18", 0, "2026-11-18"],
    ["of none, on a day of rest", "2026-11-21", 0, "2026-11-23"],
    ["over the end of a year", "2025-12-30", 3, "2026-01-05"],
  ])("%s", (_, day, count, end) => {
    expect(addWorkdays(day, count)).toBe(end)
  })

  test("ends on a working day and holds exactly that many", () => {
    for (let n = 0; n < 400; n += 7) {
      const start = addDays("2024-01-01", n)
      const end = addWorkdays(start, 5)
      const between = Array.from({ length: daysBetween(start, end) }, (_, k) =>
        addDays(start, k + 1),
      )
      expect(between.filter(isWorkday)).toHaveLength(5)
      expect(isWorkday(end)).toBe(true)
    }
  })
})

test("a year's days of rest name their notice, and a year without one says so", () => {
  expect(findHolidayNotice(2026)).toMatch(/国办发明电/)
  expect(findHolidayNotice(2031)).toBeNull()
})
