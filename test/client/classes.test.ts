import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import {
  type Computed,
  countClasses,
  countUpTo,
  planBreaks,
  sortKnown,
} from "../../client/map/classes/breaks.ts"
import { changeOf, planChange, withZero } from "../../client/map/classes/change.ts"
import {
  countBars,
  endOf,
  makeAxis,
  planScale,
  roundStep,
} from "../../client/map/classes/histogram.ts"
import { justAbove, labelRange, writeLimit } from "../../client/map/classes/label.ts"
import { naturalStarts } from "../../client/map/classes/natural.ts"

const METHODS: Computed[] = ["quantile", "equal", "natural"]
const figure = fc.oneof(
  fc.double({ min: -1e4, max: 1e6, noNaN: true }),
  fc.integer({ min: -5, max: 5 }),
  fc.integer({ min: -500, max: 9000 }).map((n) => n / 100),
)
const figures = fc.array(figure, { maxLength: 60 })
const count = fc.integer({ min: 3, max: 7 })
const method = fc.constantFrom(...METHODS)
const plan = (of: Computed, values: readonly number[], classes: number) =>
  planBreaks(of, sortKnown(values), classes)

describe("limits of classes", () => {
  test("ascend, differ, are no more than asked for and leave neither end empty", () => {
    fc.assert(
      fc.property(method, figures, count, (of, values, classes) => {
        const breaks = plan(of, values, classes)
        expect(breaks.length).toBeLessThan(classes)
        expect(breaks).toEqual([...new Set(breaks)].toSorted((a, b) => a - b))
        const counts = countClasses(values, breaks)
        if (values.length > 0) expect(counts[0]).toBeGreaterThan(0)
        if (values.length > 0) expect(counts.at(-1)).toBeGreaterThan(0)
      }),
    )
  })

  test("put every value in exactly one class", () => {
    fc.assert(
      fc.property(method, figures, count, (of, values, classes) => {
        const breaks = plan(of, values, classes)
        const counts = countClasses(values, breaks)
        expect(counts.reduce((sum, one) => sum + one, 0)).toBe(values.length)
        for (const value of values) {
          const place = countUpTo(value, breaks)
          expect(value).toBeGreaterThanOrEqual(breaks[place - 1] ?? Number.NEGATIVE_INFINITY)
          expect(value).toBeLessThan(breaks[place] ?? Number.POSITIVE_INFINITY)
        }
      }),
    )
  })

  test("put a value on a limit into the class above", () => {
    expect([2.99, 3, 3.01, 10].map((value) => countUpTo(value, [3, 10]))).toEqual([0, 1, 1, 2])
  })

  test.each(METHODS)("by %s are none where all values are equal, or where there are none", (of) => {
    expect(plan(of, [], 5)).toEqual([])
    expect(plan(of, [7, 7, 7, 7], 5)).toEqual([])
  })

  test.each(METHODS)("by %s part two values, however often each occurs", (of) => {
    for (const values of [
      [1, 2],
      [1, 1, 1, 1, 2],
      [1, 2, 2, 2, 2],
    ]) {
      const counts = countClasses(values, plan(of, values, 5)).filter((one) => one > 0)
      expect(counts).toEqual([
        values.filter((value) => value === 1).length,
        values.filter((value) => value === 2).length,
      ])
    }
  })

  test.each(METHODS)("by %s are moved by nothing that is missing", (of) => {
    const values = [1, 2, 3, 5, 8, 13, 21, 34]
    const holes = [null, undefined, Number.NaN, ...values, null]
    expect(planBreaks(of, sortKnown(holes), 4)).toEqual(plan(of, values, 4))
    expect(countClasses([Number.NaN, 1], [])).toEqual([1])
  })

  test("by quantile make classes that differ by no more than one and the ties", () => {
    fc.assert(
      fc.property(fc.array(figure, { minLength: 7, maxLength: 60 }), count, (values, classes) => {
        const often = new Map<number, number>()
        for (const value of values) often.set(value, (often.get(value) ?? 0) + 1)
        const ties = Math.max(...often.values()) - 1
        const breaks = plan("quantile", values, classes)
        if (breaks.length + 1 < classes) return
        const counts = countClasses(values, breaks)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1 + 2 * ties)
      }),
    )
  })

  test("by quantile are written in few digits", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
    expect(plan("quantile", hundred, 5)).toEqual([21, 41, 61, 81])
    expect(plan("quantile", [1.23456, 2.34567, 3.45678, 4.56789], 4)).toEqual([2.3, 3.4, 4.5])
    expect(plan("quantile", [-9.87654, -5.43219, -1.23456], 3)).toEqual([-5.5, -1.3])
  })

  test("of one width are of one width, also with a value far off", () => {
    expect(plan("equal", [0, 1, 2, 3, 100], 4)).toEqual([25, 50, 75])
    expect(plan("equal", [-10, 0, 10], 4)).toEqual([-5, 0, 5])
  })
})

/** The least sum of squared differences that so many classes of sorted values can have, by trying all. */
function leastSpread(sorted: readonly number[], classes: number): number {
  const spread = (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  }
  if (classes === 1) return spread(sorted)
  const rest = Array.from({ length: sorted.length - 1 }, (_, at) => at + 1)
  return Math.min(
    ...rest.map((at) => leastSpread(sorted.slice(0, at), classes - 1) + spread(sorted.slice(at))),
  )
}

describe("natural classes", () => {
  test("spread as little as any could, as trying all of them finds", () => {
    const small = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(small, fc.integer({ min: 2, max: 4 }), (values, classes) => {
        const sorted = sortKnown(values)
        const different = new Set(values).size
        const starts = [0, ...naturalStarts(sorted, classes), sorted.length]
        expect(starts.length).toBe(Math.min(classes, different) + 1)
        const parts = starts.slice(1).map((to, at) => Array.from(sorted.slice(starts[at], to)))
        const found = parts.reduce((sum, part) => sum + leastSpread(part, 1), 0)
        expect(found).toBeCloseTo(leastSpread([...sorted], parts.length), 6)
      }),
    )
  })

  test("are found of 50,000 values", () => {
    const values = Float64Array.from({ length: 50_000 }, (_, n) => ((n * 7919) % 50_021) ** 1.7)
    expect(naturalStarts(values.sort(), 7)).toHaveLength(6)
  })
})

describe("changes", () => {
  test("are null without a figure in both years, and as a share also of nothing", () => {
    expect([
      changeOf(null, 3, false),
      changeOf(3, null, false),
      changeOf(0, 3, true),
      changeOf(0, 3, false),
      changeOf(4, 3, true),
      changeOf(-4, -3, true),
    ]).toEqual([null, null, null, 3, -0.25, 0.25])
  })
  test("have zero as a limit, and as many classes of less as of more", () => {
    fc.assert(
      fc.property(method, figures, fc.constantFrom(4, 6), (of, values, classes) => {
        const breaks = planChange(of, Float64Array.from(values), classes)
        expect(breaks).toContain(0)
        expect(breaks.toReversed().map((limit) => 0 - limit)).toEqual([...breaks])
        expect(breaks.length).toBeLessThan(classes)
      }),
    )
  })
  test("keep zero among limits set by hand", () => {
    expect(withZero([-2, 3])).toEqual([-2, 0, 3])
    expect(withZero([0, 3])).toEqual([0, 3])
  })
})

describe("a histogram", () => {
  test("has every value in exactly one bar or beyond one end", () => {
    fc.assert(
      fc.property(figures, fc.integer({ min: 5, max: 40 }), (values, most) => {
        const scale = planScale(sortKnown(values), most)
        if (!scale) {
          expect(values).toEqual([])
          return
        }
        expect(scale.bars).toBeLessThanOrEqual(most)
        const { counts, below, above } = countBars(values, scale)
        expect(counts.reduce((sum, one) => sum + one, below + above)).toBe(values.length)
      }),
    )
  })
  test("of figures that hardly differ, or hardly are, stands too", () => {
    for (const values of [
      [0, 5e-324],
      [1e-320, 3e-320],
      [1e16, 1e16 + 2],
      [-1e308, 1e308],
      [7, 7 + 1e-12],
    ]) {
      const scale = planScale(sortKnown(values), 20)!
      const { counts, below, above } = countBars(values, scale)
      expect(scale.step).toBeGreaterThan(0)
      expect(counts.reduce((sum, one) => sum + one, below + above)).toBe(2)
    }
  })
  test("leaves a value far off beyond its end, and does not squeeze the rest", () => {
    const values = Array.from({ length: 100 }, (_, n) => n / 10)
    const scale = planScale(sortKnown([...values, 5_000]), 30)!
    expect(endOf(scale, scale.bars)).toBeLessThan(12)
    expect(countBars([...values, 5_000], scale).above).toBe(1)
  })
  test("without tails has none", () => {
    const values = [1, 2, 3, 4, 5]
    expect(countBars(values, planScale(sortKnown(values), 10)!)).toMatchObject({
      below: 0,
      above: 0,
    })
  })
  test("of one value has one bar, and of none is none", () => {
    expect(planScale(sortKnown([4, 4]), 30)?.bars).toBe(1)
    expect(planScale(sortKnown([Number.NaN]), 30)).toBeNull()
  })
  test("counts nothing that is missing", () => {
    const scale = { low: 0, step: 1, bars: 2 }
    expect(countBars([Number.NaN, 0, 1, 2, -1], scale)).toEqual({
      counts: [1, 1],
      below: 1,
      above: 1,
    })
  })
  test("has ends that people read", () => {
    expect([0.3, 1, 1.2, 2.1, 2.6, 7, 30].map(roundStep)).toEqual([0.5, 1, 2, 2.5, 5, 10, 50])
  })
  test("stands on an axis that leads from a value to its place and back", () => {
    const scale = { low: 0, step: 5, bars: 8 }
    const axis = makeAxis(scale, [-100, 900], { counts: [], below: 2, above: 3 })
    expect(axis.slots).toBe(10)
    expect([-100, 0, 40, 900].map(axis.at)).toEqual([0, 0.1, 0.9, 1])
    for (const value of [-100, -30, 0, 7, 39, 100, 900])
      expect(axis.from(axis.at(value))).toBeCloseTo(value, 6)
  })
})

describe("a limit in words", () => {
  test.each([
    [undefined, undefined, "全部"],
    [undefined, 3, "3 以下"],
    [3, 10.5, "3 – 10.5"],
    [1200, undefined, "1,200 及以上"],
    [-2, 0, "−2 – 0"],
    [undefined, justAbove(3), "不高于 3"],
    [justAbove(3), undefined, "高于 3"],
  ])("from %s below %s is %s", (low, high, zh) => {
    expect(labelRange(low, high).zh).toBe(zh)
  })
  test("that a rule counts to the class below is the least figure above it", () => {
    expect(countUpTo(3, [justAbove(3)])).toBe(0)
    expect(countUpTo(3.00000001, [justAbove(3)])).toBe(1)
    expect(writeLimit(justAbove(3))).toBe("3")
  })
})
