import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import { Exact } from "../../geodata/units.ts"
import {
  compareFixed,
  divideRounded,
  fromExact,
  plus,
  readFixed,
  tenTo,
  toExact,
  toText,
} from "../../server/assessment/fixed.rules.ts"
import { preparePopulation } from "../../server/assessment/population.rules.ts"
import { scorePopulation, scorePrepared } from "../../server/assessment/rules.ts"
import { firm, plainIndicator, plainScheme } from "../support/population.ts"
import { createDraw, drawFirms, drawScheme } from "../support/random-population.ts"

describe("a prepared population", () => {
  test("scored again under any scheme is scored as from scratch, whatever was asked before", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 6 }), (seed, schemes) => {
        const draw = createDraw(seed)
        const enterprises = drawFirms(draw, draw.whole(0, 40))
        const population = preparePopulation(enterprises)
        for (let turn = 0; turn < schemes; turn += 1) {
          const scheme = drawScheme(draw, "S")
          const again = scorePrepared(population, scheme, 2022)
          const afresh = scorePopulation({ scheme, fiscalYear: 2022, enterprises })
          expect(JSON.stringify(again)).toBe(JSON.stringify(afresh))
        }
      }),
      { numRuns: 150 },
    )
  })

  test("a scoring stays what it was when the population is scored again", () => {
    const population = preparePopulation([
      firm("F", { revenueWanYuan: 80 }),
      firm("G", { revenueWanYuan: 40 }),
    ])
    const first = scorePrepared(population, plainScheme(), 2022)
    scorePrepared(population, plainIndicator({ benchmark: { kind: "fixed", value: 50 } }), 2022)
    expect(first.results.map(({ total }) => total?.toFixed())).toEqual(["80", "40"])
  })
})

describe("exactly at the cap", () => {
  test.each([3, 7, 24.097, 0.0302])(
    "at a benchmark of %d a firm has reached it and says so",
    (value) => {
      const scheme = plainIndicator({ benchmark: { kind: "fixed", value }, capMultiple: 1 })
      const { results } = scorePopulation({
        scheme,
        fiscalYear: 2022,
        enterprises: [
          firm("F", { ownedMu: 7, revenueWanYuan: new Exact(value).times(7).toFixed() }),
        ],
      })
      expect(results[0]?.total?.toFixed()).toBe("100")
      expect(results[0]?.reasons.map(({ code }) => code)).toEqual(["capApplied"])
    },
  )

  test("the best firm of the stratum reaches a cap of once the weight", () => {
    const scheme = plainIndicator({ benchmark: { kind: "best" }, capMultiple: 1 })
    const { results } = scorePopulation({
      scheme,
      fiscalYear: 2022,
      enterprises: [
        firm("F", { ownedMu: 7, revenueWanYuan: 22 }),
        firm("G", { ownedMu: 3, revenueWanYuan: 1 }),
      ],
    })
    expect(results[0]?.total?.toFixed()).toBe("100")
    expect(results[0]?.reasons.map(({ code }) => code)).toContain("capApplied")
  })
})

const decimal = fc
  .record({ units: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), places: fc.nat(12) })
  .map((fixed) => toExact(fixed))

describe("whole numbers of units say what exact decimals say", () => {
  test.each([
    "0",
    "-0",
    "007.50",
    "-12.5",
    "1e5",
    "1e-9",
    "123456789012345678.901",
    ".5",
    "5.",
    "-.25",
  ])("text %s", (text) =>
    expect(toExact(readFixed(text)).toFixed()).toBe(new Exact(text).toFixed()),
  )

  test.each([0, -0, 0.1, 1.1, 24.097, 1e-9, 5e-7, 1 / 3, 2 ** 53 + 2, 1e21, -4.35, 123456.789012])(
    "number %d",
    (number) => expect(toExact(readFixed(number)).toFixed()).toBe(new Exact(number).toFixed()),
  )

  test.each(["", "-", ".", "1.2.3", "12a", "一"])("no number is read from %j", (text) =>
    expect(() => readFixed(text)).toThrow(),
  )

  test("any float is read as its shortest decimal", () => {
    const floats = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e25, max: 1e25 })
    fc.assert(
      fc.property(floats, (number) => {
        expect(toExact(readFixed(number)).toFixed()).toBe(new Exact(number).toFixed())
      }),
    )
  })

  test("sums, comparisons and text", () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const [x, y] = [fromExact(a), fromExact(b)]
        expect(toExact(plus(x, y)).eq(a.plus(b))).toBe(true)
        expect(Math.sign(compareFixed(x, y))).toBe(a.cmp(b))
        expect(toText(x.units, x.places)).toBe(a.toFixed())
      }),
    )
  })

  test("quotients are rounded half away from zero", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        (above, below) => {
          const exact = new Exact(above.toString()).div(below.toString()).toDecimalPlaces(6)
          const units = divideRounded(above * tenTo(6), below)
          expect(toExact({ units, places: 6 }).eq(exact)).toBe(true)
        },
      ),
    )
    expect([divideRounded(5n, 2n), divideRounded(-5n, 2n), divideRounded(-1n, 3n)]).toEqual([
      3n,
      -3n,
      0n,
    ])
  })

  test("text of more than 20 decimals is rounded to 20", () => {
    expect(toText(15n, 21)).toBe("0.00000000000000000002")
    expect(toText(-(10n ** 21n) - 5n, 21)).toBe("-1.00000000000000000001")
  })
})
