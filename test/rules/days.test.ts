import { fc } from "../support/properties.ts"
import { expect, test } from "vitest"
import {
  addDays,
  addMonths,
  addYears,
  compareDays,
  daysBetween,
  elapsed,
  isDay,
  legalDayAt,
  parseDay,
  unionOf,
} from "../../geodata/days.ts"

const anyDay = fc.integer({ min: 0, max: 80_000 }).map((count) => addDays("1950-01-01", count))

test.each(["2022-03-01", "2020-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])(
  "%s is a day",
  (text) => {
    expect(isDay(text)).toBe(true)
  },
)

test.each([
  "2021-02-29",
  "1900-02-29",
  "2022-02-30",
  "2022-04-31",
  "2022-13-01",
  "2022-00-10",
  "2022-01-00",
  "2022-1-1",
  "20220101",
  "2022-01-01T00:00:00Z",
  " 2022-01-01",
  "0000-01-01",
  "２０２２-01-01",
  "",
])("%j is no day", (text) => {
  expect(isDay(text)).toBe(false)
})

test.each([
  ["2022-03-01", "2022-03-01"],
  ["2022/3/1", "2022-03-01"],
  ["2022.3.1", "2022-03-01"],
  ["2022年3月1日", "2022-03-01"],
  ["20220301", "2022-03-01"],
  [" 2022-03-01 ", "2022-03-01"],
])("a ledger's %j means %s", (text, day) => {
  expect(parseDay(text)).toBe(day)
})

test.each(["22.09.2011", "2022/3-1", "2022-02-30", "2022年13月1日", "1992.10", "44621", "--", ""])(
  "a ledger's %j means no day",
  (text) => {
    expect(parseDay(text)).toBeUndefined()
  },
)

test.each([
  ["2022-03-01", 1, "2023-03-01"],
  ["2020-02-29", 1, "2021-02-28"],
  ["2020-02-29", 2, "2022-02-28"],
  ["2020-02-29", 4, "2024-02-29"],
  ["2019-02-28", 1, "2020-02-28"],
  ["2096-02-29", 4, "2100-02-28"],
  ["2021-06-30", 0, "2021-06-30"],
])("%s and %i years is %s", (day, years, anniversary) => {
  expect(addYears(day, years)).toBe(anniversary)
})

test.each([
  ["2022-01-31", 1, "2022-02-28"],
  ["2024-01-31", 1, "2024-02-29"],
  ["2022-08-31", 1, "2022-09-30"],
  ["2022-12-15", 1, "2023-01-15"],
  ["2022-03-31", -1, "2022-02-28"],
  ["2022-01-31", -1, "2021-12-31"],
])("%s and %i months is %s", (day, months, other) => {
  expect(addMonths(day, months)).toBe(other)
})

test.each([
  ["a clue found 2024-05-06 is investigated", "2024-05-06", "2024-06-05"],
  ["material asked for 2024-05-20 is due", "2024-05-20", "2024-06-19"],
  ["a fee decided and served 2024-08-01 is due", "2024-08-01", "2024-08-31"],
])("%s by %s + 30 days, %s", (_claim, from, due) => {
  expect(addDays(from, 30)).toBe(due)
})

test("a period has not elapsed on its anniversary and has on the day after", () => {
  expect(elapsed("2022-03-01", 1, "2023-02-28")).toBe(false)
  expect(elapsed("2022-03-01", 1, "2023-03-01")).toBe(false)
  expect(elapsed("2022-03-01", 1, "2023-03-02")).toBe(true)
})

test("a year from a leap day has elapsed on the first of March", () => {
  expect(elapsed("2020-02-29", 1, "2021-02-28")).toBe(false)
  expect(elapsed("2020-02-29", 1, "2021-03-01")).toBe(true)
})

test.each([
  [
    "apart",
    [
      ["2022-01-01", "2022-01-05"],
      ["2022-01-07", "2022-01-08"],
    ],
    [
      ["2022-01-01", "2022-01-05"],
      ["2022-01-07", "2022-01-08"],
    ],
  ],
  [
    "touching",
    [
      ["2022-01-06", "2022-01-08"],
      ["2022-01-01", "2022-01-05"],
    ],
    [["2022-01-01", "2022-01-08"]],
  ],
  [
    "overlapping",
    [
      ["2022-01-01", "2022-01-05"],
      ["2022-01-03", "2022-01-09"],
    ],
    [["2022-01-01", "2022-01-09"]],
  ],
  [
    "one inside the other",
    [
      ["2022-01-01", "2022-01-31"],
      ["2022-01-03", "2022-01-09"],
    ],
    [["2022-01-01", "2022-01-31"]],
  ],
  ["one day long", [["2022-01-03", "2022-01-03"]], [["2022-01-03", "2022-01-03"]]],
  ["turned round", [["2022-01-05", "2022-01-01"]], []],
])("intervals %s are united", (_claim, intervals, union) => {
  const named = (pairs: string[][]) => pairs.map(([from = "", to = ""]) => ({ from, to }))
  expect(unionOf(named(intervals))).toEqual(named(union))
})

test("the union holds a day if and only if some interval does", () => {
  const interval = fc
    .tuple(anyDay, fc.integer({ min: -3, max: 400 }))
    .map(([from, length]) => ({ from, to: addDays(from, length) }))
  const holds = (intervals: { from: string; to: string }[], day: string) =>
    intervals.some(({ from, to }) => from <= day && day <= to)
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 12 }), fc.array(anyDay), (intervals, days) => {
      const union = unionOf(intervals)
      const asked = [...days, ...intervals.flatMap(({ from, to }) => [from, to, addDays(to, 1)])]
      for (const day of asked) expect(holds(union, day)).toBe(holds(intervals, day))
      for (const [at, { from }] of union.entries())
        if (at > 0) expect(daysBetween(union[at - 1]?.to ?? "", from)).toBeGreaterThan(1)
    }),
  )
})

test("days added and counted back agree, and text order is calendar order", () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -40_000, max: 40_000 }), (day, count) => {
      const other = addDays(day, count)
      expect(daysBetween(day, other)).toBe(count)
      expect(Math.sign(compareDays(day, other))).toBe(day < other ? -1 : day > other ? 1 : 0)
    }),
  )
})

test("what is no day, or lies outside the calendar, throws", () => {
  expect(() => addDays("2022-02-30", 1)).toThrow(RangeError)
  expect(() => addYears("soon", 1)).toThrow(RangeError)
  expect(() => addDays("9999-12-31", 1)).toThrow(RangeError)
  expect(() => addDays("0001-01-01", -1)).toThrow(RangeError)
  expect(() => addYears("9999-01-01", 1)).toThrow(RangeError)
  expect(() => compareDays("2022-01-01", "")).toThrow(RangeError)
})

test("a second before and at midnight in China are two legal days", () => {
  expect(legalDayAt(new Date("2024-06-30T15:59:59Z"))).toBe("2024-06-30")
  expect(legalDayAt(new Date("2024-06-30T16:00:00Z"))).toBe("2024-07-01")
})

test("the daylight saving of 1986 to 1991 is not forgotten", () => {
  // Nine hours ahead of UTC that summer.
  expect(legalDayAt(new Date("1990-07-01T14:59:59Z"))).toBe("1990-07-01")
  expect(legalDayAt(new Date("1990-07-01T15:00:00Z"))).toBe("1990-07-02")
})
