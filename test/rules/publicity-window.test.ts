import { describe, expect, test } from "vitest"
import { settleWindow } from "../../server/publicity/window.rules.ts"

describe("a window of publicity", () => {
  test("of five working days ends at the office's hour, over a holiday that is no working time", () => {
    expect(
      settleWindow({ opensAt: "2026-09-29T01:00:00Z", workdays: 5, closesAtTime: "12:00" }),
    ).toEqual({
      opensAt: "2026-09-29T01:00:00.000Z",
      closesAt: "2026-10-12T04:00:00.000Z",
      term: "5 个工作日，开始当日不计，至 2026-10-12 12:00（国办发明电〔2025〕7号）",
    })
  })

  test("closes at half past five where no hour is said", () => {
    expect(settleWindow({ opensAt: "2026-11-16T01:00:00Z", workdays: 3 })).toMatchObject({
      closesAt: "2026-11-19T09:30:00.000Z",
    })
  })

  test("counts from the legal day of its opening, which in the evening of London is the next", () => {
    expect(settleWindow({ opensAt: "2026-11-16T17:00:00Z", workdays: 1 })).toMatchObject({
      closesAt: "2026-11-18T09:30:00.000Z",
    })
  })

  test("of a year whose holidays are not known says that weekends alone were left out", () => {
    expect(settleWindow({ opensAt: "2031-03-03T01:00:00Z", workdays: 5 })).toMatchObject({
      term: expect.stringContaining("2031 年放假安排未收录"),
    })
  })

  test("to a stated instant is as stated, and never ends before it begins", () => {
    const opensAt = "2026-11-16T09:00:00+08:00"
    expect(settleWindow({ opensAt, closesAt: "2026-11-18T12:00:00+08:00" })).toMatchObject({
      opensAt: "2026-11-16T01:00:00.000Z",
      closesAt: "2026-11-18T04:00:00.000Z",
    })
    for (const closesAt of [opensAt, "2026-11-16T08:59:59+08:00"])
      expect(settleWindow({ opensAt, closesAt })).toEqual({ fault: "截止时间须晚于开始时间。" })
  })
})
