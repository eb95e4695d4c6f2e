import { describe, expect, test } from "vitest"
import { Exact } from "../../geodata/units.ts"
import { allocateToParcels } from "../../server/assessment/allocation.rules.ts"
import type { Enterprise } from "../../server/assessment/enterprise.rules.ts"
import type { Scheme } from "../../server/assessment/scheme.rules.ts"
import { codesOf, firm, plainIndicator, resultOf, score, shipped } from "../support/population.ts"

/** Published tables are given to four decimals. */
const PLACES = 4

const itemScores = (scheme: Scheme, enterprise: Enterprise) => {
  const result = resultOf(score(scheme, [enterprise]), enterprise.creditCode)
  return { ...result, scores: result.items.map((item) => Number(item.score?.toFixed(PLACES))) }
}

const fixedAt = (scheme: Scheme, values: number[]): Scheme => ({
  ...scheme,
  indicators: scheme.indicators.map((rule, index) => ({
    ...rule,
    benchmark: { kind: "fixed", value: values[index] ?? 1 },
  })),
})

const G01 = firm("G-01", {
  aboveScale: true,
  ownedMu: 40,
  leasedInFloorM2: 8000,
  leasedInFar: 1.2,
  leasedOutMu: 5,
  taxWanYuan: 1350,
  valueAddedWanYuan: 5400,
  energyTce: 1800,
  emissionT: 1.2,
  averageStaff: 300,
  rdWanYuan: 600,
  revenueWanYuan: 18000,
})

describe("G-00: a firm at every benchmark has exactly 100", () => {
  const atHuangyan = firm("identity", {
    taxWanYuan: 24.097,
    valueAddedWanYuan: 136.16,
    energyTce: "50.541945063103192279138827023",
    emissionT: "0.027619725709510102823354",
    averageStaff: "7.5060639470782800441",
    revenueWanYuan: 1000,
    rdWanYuan: 30.2,
  })

  test("Huangyan FY2022, to the last of 15 digits", () => {
    expect(resultOf(score(shipped("ZJ-HY-2022-up"), [atHuangyan]), "identity")).toMatchObject({
      total: 100,
      totalRounded: 100,
    })
  })

  test("Huai'an with the county means 8, 250 and 0.9, doubled", () => {
    const scheme = shipped("JS-HA-2024")
    const means = [8, 250, 0.9]
    const withMeans: Scheme = {
      ...scheme,
      indicators: scheme.indicators.map((rule, index) => ({
        ...rule,
        benchmark: { kind: "meanTimes", k: 2, value: means[index] },
      })),
    }
    const answer = score(withMeans, [
      firm("H2", {
        taxWanYuan: 16,
        revenueWanYuan: 500,
        energyTce: "8.8888888888888888888888888889",
      }),
    ])
    expect(answer.benchmarks).toEqual({ taxPerMu: 16, revenuePerMu: 500, taxPerEnergy: 1.8 })
    expect(resultOf(answer, "H2").total).toBe(100)
  })

  test("the Anhui city", () => {
    const identity = firm("identity", {
      taxWanYuan: 16,
      revenueWanYuan: 400,
      valueAddedWanYuan: 40,
      energyTce: 20,
      rdWanYuan: 10,
      averageStaff: 1,
    })
    expect(itemScores(shipped("AH-C-up"), identity)).toMatchObject({
      scores: [45, 20, 15, 15, 5],
      total: 100,
    })
  })
})

describe("G-01: land with leases under Huangyan's two years", () => {
  test("40 own + 8,000 m² floor at 1.2 - 5 leased out is 45 mu exactly", () => {
    expect(itemScores(shipped("ZJ-HY-2022-up"), G01).landMu).toBe(45)
  })

  test("FY2022", () => {
    expect(itemScores(shipped("ZJ-HY-2022-up"), G01)).toMatchObject({
      scores: [37.349, 17.6263, 22.2717, 9.1281, 9.9228, 11.0375],
      totalRounded: 107.34,
    })
  })

  test("FY2021", () => {
    expect(itemScores(shipped("ZJ-HY-2021-up"), G01)).toMatchObject({
      scores: [34.6021, 18.1447, 23.622, 9.2572, 10.3152, 10.929],
      totalRounded: 106.87,
    })
  })

  test("a cap of 1.5 changes nothing where no item reaches it", () => {
    expect(itemScores(shipped("DEMO"), G01).total).toBe(
      itemScores(shipped("ZJ-HY-2022-up"), G01).total,
    )
  })
})

describe("G-03: negative and missing", () => {
  const refunded = firm("a", {
    ownedMu: 20,
    taxWanYuan: -20,
    valueAddedWanYuan: -100,
    energyTce: 400,
    emissionT: 0.3,
    averageStaff: 80,
    rdWanYuan: 0,
    revenueWanYuan: 3000,
  })
  const unmeasured = firm("b", {
    ownedMu: 12,
    taxWanYuan: 1200,
    valueAddedWanYuan: 3000,
    energyTce: 150,
    emissionT: null,
    averageStaff: 90,
    rdWanYuan: 500,
    revenueWanYuan: 7000,
  })
  /** Earns 8.5 of 10 on emissions and is all the stratum has of them. */
  const neighbour = firm("c", { valueAddedWanYuan: 4190.3385, emissionT: 1 })

  test("a floor of 0 takes every negative item to 0", () => {
    expect(itemScores(shipped("ZJ-HY-2022-up"), refunded)).toMatchObject({
      scores: [0, 0, 0, 0, 0, 0],
      total: 0,
    })
  })

  test("without a floor the refund costs 1.2450 points", () => {
    const scheme = { ...shipped("ZJ-HY-2022-up"), floor: null }
    expect(itemScores(scheme, refunded).scores[0]).toBe(-1.245)
  })

  test("no emission data earns the stratum's average of that item, uncapped", () => {
    const result = resultOf(score(shipped("ZJ-HY-2022-up"), [unmeasured, neighbour]), "b")
    expect(result.items.map((item) => Number(item.score?.toFixed(PLACES)))).toEqual([
      124.4968, 36.7215, 148.4781, 8.5, 18.3756, 23.6518,
    ])
    expect(result.total).toBeCloseTo(360.2239, PLACES)
    expect(result.items[3]).toMatchObject({ value: null, score: 8.5, missing: true })
  })

  test("a cap of 1.5 turns the same firm's 360 into 143.5", () => {
    const result = resultOf(score(shipped("DEMO"), [unmeasured, neighbour]), "b")
    expect(result.items.map(({ score: points }) => points)).toEqual([45, 30, 30, 8.5, 15, 15])
    expect(result.total).toBe(143.5)
  })
})

test.each([
  ["S1", 60, 6, 30, [43.1287, 425.1701], 468.2988, 118.1287],
  ["S2", 18, 6, 120, [12.9386, 31.8878], 44.8264, 44.8264],
  ["S3", 45, 5, 160, [38.8159, 59.7895], 98.6054, 98.6054],
] as const)("G-04 below scale: %s", (code, tax, land, power, scores, total, capped) => {
  const small = firm(code, {
    aboveScale: false,
    ownedMu: land,
    taxWanYuan: tax,
    powerWanKwh: power,
  })
  const uncapped = itemScores(shipped("ZJ-HY-2022-below"), small)
  expect(uncapped.scores).toEqual(scores)
  expect(uncapped.total).toBeCloseTo(total, PLACES)
  expect(itemScores(shipped("DEMO-below"), small).total).toBeCloseTo(capped, PLACES)
})

test("G-04b Huai'an: 68.0833 and a bonus of 3 are 71.0833", () => {
  const scheme = fixedAt(shipped("JS-HA-2024"), [16, 500, 1.8])
  const result = itemScores(
    scheme,
    firm("H1", {
      taxWanYuan: 12,
      revenueWanYuan: 300,
      energyTce: 10,
      bonus: [{ group: "safety", item: "一级标准化", points: 3 }],
    }),
  )
  expect(result).toMatchObject({ scores: [33.75, 21, 13.3333], bonus: 3, totalRounded: 71.08 })
  expect(result.total).toBeCloseTo(71.0833, PLACES)
})

describe("G-04c Jingde's min-max", () => {
  /** One mu: the seven values in the scheme's order, per emission, R&D ratio and per energy turned into inputs. */
  const jingde = (
    code: string,
    [tax, revenue, techInvest, productivity, perEmission, rdRatio, perEnergy]: number[],
  ) =>
    firm(code, {
      taxWanYuan: tax,
      revenueWanYuan: revenue,
      techInvestWanYuan: techInvest,
      valueAddedWanYuan: productivity,
      averageStaff: 1,
      emissionT: new Exact(revenue!).div(perEmission!).toString(),
      rdWanYuan: new Exact(revenue!).times(rdRatio!).toString(),
      energyTce: new Exact(revenue!).div(perEnergy!).toString(),
    })
  const population = [
    jingde("P1", [14, 420, 30, 60, 900, 0.04, 3]),
    jingde("P2", [8, 210, 10, 40, 300, 0.02, 1.2]),
    jingde("P3", [2, 105, 0, 20, 100, 0, 0.6]),
  ]

  test("every maximum is 100 and every minimum still 20", () => {
    const answer = score(shipped("AH-JD-2022-up"), population)
    expect(resultOf(answer, "P1").total).toBe(100)
    expect(resultOf(answer, "P3").total).toBe(20)
    expect(answer.ranges["taxPerMu"]).toEqual({ min: 2, max: 14 })
  })

  test("a value in the middle earns base and its share of the span", () => {
    const item = resultOf(score(shipped("AH-JD-2022-up"), population), "P2").items[0]
    expect(item).toMatchObject({ value: 8, benchmark: null, score: 24 })
  })

  test("base and span are the scheme's", () => {
    const scheme = { ...shipped("AH-JD-2022-up"), base: 0, span: 100 }
    expect(resultOf(score(scheme, population), "P3").total).toBe(0)
    expect(resultOf(score(scheme, population), "P2").items[0]?.score).toBe(20)
  })

  test("direction down turns the ends round", () => {
    const scheme = plainIndicator({ method: "minmax", direction: "down", benchmark: null })
    const answer = score(scheme, [
      firm("low", { revenueWanYuan: 10 }),
      firm("high", { revenueWanYuan: 30 }),
    ])
    expect(resultOf(answer, "low").total).toBe(100)
    expect(resultOf(answer, "high").total).toBe(20)
  })
})

test.each([
  [0, 4],
  [5, 3],
  [10, 2],
  [15, 1],
  [20, 0],
  [25, 0],
])("G-04e reverse ratio: value %d of benchmark 10 and weight 2 earns %d", (value, points) => {
  const scheme = plainIndicator({})
  scheme.indicators = [
    {
      id: "taxPerMu",
      weight: 2,
      method: "reverseRatio",
      benchmark: { kind: "fixed", value: 10 },
      missing: "zero",
    },
    { id: "revenuePerMu", weight: 98, benchmark: { kind: "mean" }, missing: "zero" },
  ]
  expect(itemScores(scheme, firm("R", { taxWanYuan: value })).scores[0]).toBe(points)
})

describe("G-06: lease-out penalty of the Wenling zone", () => {
  const scheme = plainIndicator(
    {},
    {
      penalty: [
        {
          id: "leaseOut",
          aboveScale: { first: 0, each: -5 },
          belowScale: { first: -10, each: -5 },
        },
      ],
    },
  )
  const penaltyOf = (aboveScale: boolean, tenants: number) => {
    const lessor = firm("L", { revenueWanYuan: 100, aboveScale, tenants })
    const { penalty, total } = resultOf(score(scheme, [lessor]), "L")
    expect(total).toBe(100 - penalty)
    return penalty
  }

  test.each([
    [0, 0, 0],
    [1, 0, 10],
    [2, 5, 15],
    [3, 10, 20],
    [4, 15, 25],
    [5, 20, 30],
  ])("%d tenants cost %d above scale and %d below", (tenants, above, below) => {
    expect(penaltyOf(true, tenants)).toBe(above)
    expect(penaltyOf(false, tenants)).toBe(below)
  })

  test("a lessor of unknown scale is not penalized, and says so", () => {
    const result = resultOf(score(scheme, [firm("L", { tenants: 3 })]), "L")
    expect(result.penalty).toBe(0)
    expect(codesOf(result.reasons)).toContain("scaleUnknown")
  })
})

test("G-07: what the lessor gives up the tenant has, 40 + 10 = 50 mu", () => {
  const answer = score(plainIndicator({}), [
    firm("X", { ownedMu: 50, leasedOutMu: 10 }),
    firm("Y", { ownedMu: 0, leasedInFloorM2: 8000, leasedInFar: 1.2 }),
  ])
  expect(resultOf(answer, "X").landMu).toBe(40)
  expect(resultOf(answer, "Y").landMu).toBe(10)
})

describe("G-08: a parcel carries its firms' shares, not their wholes", () => {
  const occupancies = [
    { parcelId: "P1", creditCode: "a", areaMu: new Exact(24) },
    { parcelId: "P1", creditCode: "b", areaMu: new Exact(36) },
    { parcelId: "P2", creditCode: "a", areaMu: new Exact(16) },
  ]

  test("P1 has 288 + 360 on 60 mu and P2 192 on 16", () => {
    const tax = new Map([
      ["a", new Exact(480)],
      ["b", new Exact(360)],
    ])
    const parcels = allocateToParcels(occupancies, tax)
    expect(parcels.get("P1")?.amount.div(60).toString()).toBe("10.8")
    expect(parcels.get("P2")?.amount.div(16).toString()).toBe("12")
  })

  test("a firm without the amount is named, not taken for 0", () => {
    const parcels = allocateToParcels(occupancies, new Map([["a", new Exact(480)]]))
    expect(parcels.get("P1")).toEqual({ amount: new Exact(288), unknownOf: ["b"] })
  })
})

test("G-09: a mean is sum over sum, 1,650 / 75 = 22 and not 20", () => {
  const scheme = plainIndicator({ id: "taxPerMu", benchmark: { kind: "mean" } })
  const answer = score(scheme, [
    firm("large", { ownedMu: 45, taxWanYuan: 1350 }),
    firm("small", { ownedMu: 30, taxWanYuan: 300 }),
  ])
  expect(answer.benchmarks).toEqual({ taxPerMu: 22 })
})
