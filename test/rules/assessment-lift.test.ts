import { describe, expect, test } from "vitest"
import { type Lift, listLifts } from "../../server/assessment/lift.rules.ts"
import { Exact } from "../../geodata/units.ts"
import { createRandom } from "../support/park.ts"
import { firm, plainScheme, resultOf, score, shipped } from "../support/population.ts"

const YEAR = 2022
const random = createRandom(7)
const population = (firms: number) =>
  Array.from({ length: firms }, (_, n) =>
    firm(`F${String(n).padStart(3, "0")}`, {
      ownedMu: 10 + random.below(60),
      taxWanYuan: 20 + random.below(900),
      valueAddedWanYuan: 200 + random.below(5000),
      revenueWanYuan: 2000 + random.below(20000),
      energyTce: 50 + random.below(3000),
      emissionT: 0.1 + random.below(40) / 10,
      averageStaff: 20 + random.below(400),
      rdWanYuan: random.below(700),
    }),
  )
const apply = (from: string, { change }: Lift, share = 1) =>
  new Exact(from).plus(new Exact(change).times(share)).toFixed()

describe("what lifts a firm one class", () => {
  test.each(["ZJ-HY-2022-up", "JS-WJ-2018-up", "AH-JD-2022-up", "DEMO"])(
    "under %s does so when it is done, and a hundredth less does not",
    (id) => {
      const scheme = shipped(id)
      const enterprises = population(24)
      let lifts = 0
      for (const { creditCode } of enterprises.slice(0, 6)) {
        const own = enterprises.find((one) => one.creditCode === creditCode)!
        const before = resultOf(score(scheme, enterprises), creditCode).grade!
        for (const lift of listLifts({ scheme, fiscalYear: YEAR, enterprises, creditCode })) {
          lifts += 1
          const gradeWith = (value: string) => {
            const changed = { ...own, [lift.lever]: value }
            const all = enterprises.map((one) => (one === own ? changed : one))
            return resultOf(score(scheme, all), creditCode).grade!
          }
          expect(gradeWith(apply(lift.from, lift))).toBe(lift.grade)
          expect(lift.grade < before).toBe(true)
          expect(gradeWith(apply(lift.from, lift, 0.99))).toBe(before)
        }
      }
      expect(lifts).toBeGreaterThan(0)
    },
  )

  test("is nothing for the best, for whoever is not ranked, and for whoever is forced down", () => {
    const scheme = plainScheme({ adjustments: ["forceD"] })
    const enterprises = [
      firm("BEST", { ownedMu: 10, taxWanYuan: 900 }),
      firm("FORCED", { ownedMu: 10, taxWanYuan: 100, events: ["forceD"] }),
      firm("NEW", { ownedMu: 10, taxWanYuan: 100, ratingClass: "transition" }),
      ...Array.from({ length: 9 }, (_, n) =>
        firm(`F${n}`, { ownedMu: 10, taxWanYuan: 200 + n * 20 }),
      ),
    ]
    for (const creditCode of ["BEST", "FORCED", "NEW", "NOBODY"])
      expect(listLifts({ scheme, fiscalYear: YEAR, enterprises, creditCode })).toEqual([])
  })

  test("names no lever whose figure is missing", () => {
    const scheme = shipped("ZJ-HY-2022-up")
    const enterprises = population(24)
    const last = score(scheme, enterprises).results.findLast(({ rank }) => rank !== null)!
    const own = enterprises.find(({ creditCode }) => creditCode === last.creditCode)!
    own.rdWanYuan = null
    const lifts = listLifts({ scheme, fiscalYear: YEAR, enterprises, creditCode: own.creditCode })
    expect(lifts.map(({ lever }) => lever)).not.toContain("rdWanYuan")
  })
})
