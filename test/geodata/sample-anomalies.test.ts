import { describe, expect, test } from "vitest"
import { generateSample } from "../../geodata/sample/generate.ts"
import { listPlanted } from "../../geodata/sample/planted.ts"
import type { SamplePark } from "../../geodata/sample/facts.ts"
import { evaluateRuleSet } from "../../server/flags/rules.ts"
import { factsOf } from "./sample-ledger.ts"

/** Firms planted by hand with twelve times the power: they are anomalies too. */
const PLANTED_CASES = ["powerMismatch"]

function ownersOf(park: SamplePark) {
  return new Map(
    park.occupancy
      .filter(({ kind, toOn }) => kind === "owned" && toOn === null)
      .map(({ parcelCode, creditCode }) => [parcelCode, creditCode]),
  )
}

/** Firms that the triangle flags, with the direction, and how many parcels it judged. */
function flag(park: SamplePark) {
  const owners = ownersOf(park)
  const verdicts = evaluateRuleSet(
    "truth-triangle",
    park.asOf,
    park.parcels.map(({ parcelCode }) => ({
      id: parcelCode,
      facts: factsOf(park, parcelCode).facts,
    })),
  )
  const flagged = new Map(
    verdicts.flatMap(({ id, hits }) =>
      hits.map((hit) => [owners.get(id)!, hit.reasons[0]!.fact] as const),
    ),
  )
  return {
    flagged,
    judged: verdicts.filter(({ missingFacts }) => missingFacts.length === 0).length,
  }
}

const SEEDS = [1, 2, 3, 4, 5]

describe("planted power anomalies", () => {
  const parks = SEEDS.map((seed) => generateSample({ parcels: 1_200, seed }))

  test("are found: recall at least 0.8 at a precision of at least 0.9, and the direction is right", () => {
    let [found, planted, flaggedCount, wrongWay] = [0, 0, 0, 0]
    for (const park of parks) {
      const { flagged } = flag(park)
      const truth = new Map(
        park.anomalies.map(({ creditCode, direction }) => [creditCode, direction]),
      )
      const byHand = new Set(
        PLANTED_CASES.flatMap((id) => listPlanted().find((one) => one.id === id)!.creditCodes),
      )
      const counted = [...flagged].filter(([creditCode]) => !byHand.has(creditCode))
      flaggedCount += counted.length
      planted += truth.size
      for (const [creditCode, direction] of counted) {
        if (!truth.has(creditCode)) continue
        found += 1
        if (truth.get(creditCode) !== direction) wrongWay += 1
      }
    }
    expect(planted).toBeGreaterThan(60)
    expect(found / planted).toBeGreaterThanOrEqual(0.8)
    expect(found / flaggedCount).toBeGreaterThanOrEqual(0.9)
    expect(wrongWay).toBe(0)
  })

  test("without them at most 2 % of what is judged is flagged", () => {
    for (const seed of SEEDS) {
      const park = generateSample({ parcels: 1_200, seed, hasAnomalies: false })
      expect(park.anomalies).toEqual([])
      const { flagged, judged } = flag(park)
      expect(judged).toBeGreaterThan(400)
      expect(flagged.size / judged).toBeLessThanOrEqual(0.02)
    }
  })

  test("change nothing else of the park", () => {
    const [with_, without] = [generateSample(), generateSample({ hasAnomalies: false })]
    const { figures, anomalies, ...rest } = with_
    expect(anomalies.length).toBeGreaterThan(1)
    const { figures: clean, anomalies: _, ...same } = without
    expect(rest).toEqual(same)
    const changed = figures.filter((row, i) => JSON.stringify(row) !== JSON.stringify(clean[i]))
    expect(changed.map(({ creditCode }) => creditCode).sort()).toEqual(
      anomalies.map(({ creditCode }) => creditCode).sort(),
    )
    expect(new Set(changed.map(({ fiscalYear }) => fiscalYear))).toEqual(
      new Set([with_.fiscalYears.at(-1)]),
    )
  })
})
