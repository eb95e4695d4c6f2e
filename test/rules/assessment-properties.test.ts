import { fc } from "../support/properties.ts"
import { expect, test } from "vitest"
import { Exact } from "../../geodata/units.ts"
import type { Enterprise } from "../../server/assessment/enterprise.rules.ts"
import { scorePopulation } from "../../server/assessment/rules.ts"
import type { Scheme } from "../../server/assessment/scheme.rules.ts"
import { SHIPPED_SCHEMES } from "../../server/assessment/schemes.ts"
import { shipped } from "../support/population.ts"

const cents = (from: number, to: number) =>
  fc.integer({ min: from * 100, max: to * 100 }).map((hundredths) => hundredths / 100)
const perhaps = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 5 })

const enterprise = fc.record({
  ownedMu: perhaps(cents(0, 60)),
  leasedInMu: perhaps(cents(0, 10)),
  leasedOutMu: perhaps(cents(0, 10)),
  taxWanYuan: perhaps(cents(-50, 2000)),
  valueAddedWanYuan: perhaps(cents(-50, 5000)),
  revenueWanYuan: perhaps(cents(0, 20_000)),
  energyTce: perhaps(cents(0, 3000)),
  emissionT: perhaps(cents(0, 5)),
  powerWanKwh: perhaps(cents(0, 300)),
  averageStaff: perhaps(fc.integer({ min: 0, max: 400 })),
  rdWanYuan: perhaps(cents(0, 500)),
  techInvestWanYuan: perhaps(cents(0, 500)),
  aboveScale: perhaps(fc.boolean()),
  ratingClass: perhaps(fc.constantFrom("rated", "exempt", "transition")),
  tenants: perhaps(fc.integer({ min: 0, max: 4 })),
  events: perhaps(fc.subarray(["veto", "forceA", "forceD", "protectFromD", "notAB"])),
  bonus: perhaps(
    fc.array(
      fc.record({
        group: fc.constantFrom("a", "b"),
        item: fc.constantFrom("x", "y"),
        points: cents(0, 9),
      }),
      {
        maxLength: 3,
      },
    ),
  ),
})
const population = fc.array(enterprise, { maxLength: 25 }).map((rows) =>
  rows.map((row, index): Enterprise => ({
    ...row,
    creditCode: `F${String(index).padStart(3, "0")}`,
  })),
)
const scheme = fc
  .record({
    shipped: fc.constantFrom(...SHIPPED_SCHEMES.map((entry) => entry.scheme)),
    missing: fc.constantFrom("zero", "stratumAverageScore", "excludeRescale"),
    tie: fc.constantFrom("ordinal", "shared"),
    minStratumSize: fc.integer({ min: 0, max: 8 }),
  })
  .map(({ shipped: base, missing, tie, minStratumSize }) => ({
    ...base,
    minStratumSize,
    indicators: base.indicators.map((rule) => ({ ...rule, missing })),
    gradeRule: { ...base.gradeRule, tie },
    penalty: [
      { id: "leaseOut", aboveScale: { first: 0, each: -5 }, belowScale: { first: -10, each: -5 } },
    ],
  })) as fc.Arbitrary<Scheme>

const run = (used: Scheme, enterprises: Enterprise[]) =>
  scorePopulation({ scheme: used, fiscalYear: used.fiscalYear, enterprises })
const asText = (scoring: ReturnType<typeof run>) => JSON.stringify(scoring)

test("the order of the rows changes nothing, to the last digit", () => {
  fc.assert(
    fc.property(scheme, population, fc.infiniteStream(fc.nat()), (used, firms, keys) => {
      const shuffled = firms
        .map((row) => ({ row, key: keys.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ row }) => row)
      expect(asText(run(used, shuffled))).toBe(asText(run(used, firms)))
    }),
    { numRuns: 150 },
  )
})

test("items + bonus - penalty is the total, exactly", () => {
  fc.assert(
    fc.property(scheme, population, (used, firms) => {
      for (const { items, bonus, penalty, total } of run(used, firms).results) {
        if (!total) continue
        const sum = items.reduce((points, item) => points.plus(item.score ?? 0), new Exact(0))
        expect(sum.plus(bonus).minus(penalty).toString()).toBe(total.toString())
      }
    }),
    { numRuns: 150 },
  )
})

test("every firm is counted once, and every rank from 1 on is there", () => {
  fc.assert(
    fc.property(scheme, population, (used, firms) => {
      const { results, counts } = run(used, firms)
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(firms.length)
      const ranks = results.flatMap(({ rank }) => rank ?? [])
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
      if (used.gradeRule.tie === "ordinal")
        expect(ranks).toEqual(ranks.map((_, index) => index + 1))
      for (const { rank, grade } of results) if (rank === null) expect(grade).toBeNull()
    }),
    { numRuns: 150 },
  )
})

const AMOUNTS = [
  "ownedMu",
  "leasedInMu",
  "leasedOutMu",
  "taxWanYuan",
  "valueAddedWanYuan",
  "revenueWanYuan",
  "energyTce",
  "emissionT",
  "powerWanKwh",
  "averageStaff",
  "rdWanYuan",
  "techInvestWanYuan",
] as const

test("a firm k times as large in everything has the same items and rank", () => {
  fc.assert(
    fc.property(scheme, population, fc.integer({ min: 2, max: 9 }), (used, firms, k) => {
      // Every firm alike: means, extremes and averages stay where they were.
      const scaled = firms.map((row) => {
        const larger = { ...row }
        for (const name of AMOUNTS) {
          const amount = row[name]
          larger[name] =
            amount === null || amount === undefined ? amount : new Exact(amount).times(k).toString()
        }
        return larger
      })
      const pick = (scoring: ReturnType<typeof run>) =>
        scoring.results.map(({ creditCode, rank, grade, items }) => [
          creditCode,
          rank,
          grade,
          items.map(({ score }) => score?.toFixed(15)),
        ])
      expect(pick(run(used, scaled))).toEqual(pick(run(used, firms)))
    }),
    { numRuns: 100 },
  )
})

test.each([
  ["ZJ-HY-2022-up", "taxWanYuan"],
  ["ZJ-HY-2022-up", "rdWanYuan"],
  ["ZJ-HY-2022-up", "valueAddedWanYuan"],
  ["DEMO", "taxWanYuan"],
  ["AH-C-below", "taxWanYuan"],
] as const)("under %s, more %s never costs points or a rank", (id, name) => {
  const used = shipped(id)
  fc.assert(
    fc.property(population, fc.nat(), cents(0, 500), (firms, pick, more) => {
      const chosen = firms[pick % Math.max(firms.length, 1)]
      if (!chosen || typeof chosen[name] !== "number") return
      const raised = { ...chosen, [name]: new Exact(chosen[name]).plus(more).toString() }
      const find = (rows: Enterprise[]) =>
        run(used, rows).results.find(({ creditCode }) => creditCode === chosen.creditCode)!
      const before = find(firms)
      const after = find(firms.map((row) => (row === chosen ? raised : row)))
      if (before.total) expect(after.total?.gte(before.total)).toBe(true)
      if (before.rank !== null) expect(after.rank).toBeLessThanOrEqual(before.rank)
    }),
    { numRuns: 100 },
  )
})

test("five thousand firms take time in proportion, not by the square", () => {
  const used = shipped("DEMO")
  const firms = (count: number) =>
    Array.from({ length: count }, (_, index): Enterprise => ({
      creditCode: `F${String(index).padStart(6, "0")}`,
      ownedMu: 10 + (index % 97) / 7,
      taxWanYuan: 100 + ((index * 7919) % 5003) / 3,
      valueAddedWanYuan: 900 + (index % 1009) / 11,
      revenueWanYuan: 4000 + (index % 211),
      energyTce: 300 + (index % 83) / 3,
      emissionT: index % 10 === 0 ? null : 0.2 + (index % 13) / 10,
      averageStaff: 20 + (index % 300),
      rdWanYuan: 30 + (index % 17),
    }))
  const timeOf = (count: number) => {
    const rows = firms(count)
    const start = performance.now()
    expect(run(used, rows).results.length).toBe(count)
    return performance.now() - start
  }
  timeOf(2000)
  const small = Math.min(timeOf(1000), timeOf(1000), timeOf(1000))
  const large = Math.min(timeOf(8000), timeOf(8000))
  // Eight times the firms: the square would be 64 times the time.
  expect(large / small).toBeLessThan(32)
})
