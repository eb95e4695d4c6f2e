import type { Enterprise, RatingClass } from "../../server/assessment/enterprise.rules.ts"
import {
  INDICATORS,
  type IndicatorId,
  type Quantity,
} from "../../server/assessment/indicator.rules.ts"
import type {
  AdjustmentRule,
  BenchmarkRule,
  GradeRule,
  IndicatorRule,
  MissingRule,
  Scheme,
} from "../../server/assessment/scheme.rules.ts"

type Draw = {
  /** From 0 up to 1, never 1. */
  share: () => number
  /** Both ends included. */
  whole: (from: number, to: number) => number
  chance: (probability: number) => boolean
  pick: <T>(values: readonly T[]) => T
}

/** The same draws for the same seed on every machine: mulberry32. */
export function createDraw(seed: number): Draw {
  let state = seed >>> 0
  const share = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (from: number, to: number) => from + Math.floor(share() * (to - from + 1))
  return {
    share,
    whole,
    chance: (probability) => share() < probability,
    pick: (values) => values[whole(0, values.length - 1)]!,
  }
}

const IDS = Object.keys(INDICATORS) as IndicatorId[]
const STRATA = ["all", "above_scale", "below_scale", "belowScale"]
const INDUSTRIES = ["C36", "3612", "C3671", "2921", "44", "C51", "D4411"]
const CLASSES: RatingClass[] = ["transition", "uplift", "exempt", "ungraded", "notRated"]

/** As people write amounts down: mostly two decimals, now and then text, many digits or another scale. */
function drawAmount(draw: Draw, most: number, isSigned: boolean): number | string | null {
  const { chance, whole } = draw
  if (chance(0.08)) return null
  if (chance(0.05)) return 0
  const hundredths = whole(1, most * 100)
  const sign = chance(isSigned ? 0.06 : 0.02) ? -1 : 1
  if (chance(0.1)) return ((sign * hundredths) / 100).toFixed(6)
  if (chance(0.05)) return `${sign * hundredths}.${whole(0, 999_999)}${whole(0, 999_999)}5`
  if (chance(0.04)) return (sign * hundredths) / 700
  if (chance(0.01)) return sign * hundredths * 1e7
  if (chance(0.01)) return hundredths * 1e-9
  // Round amounts make firms that are tied, at a benchmark or at a cap.
  if (chance(0.25)) return sign * Math.ceil(hundredths / 1000) * 10
  return (sign * hundredths) / 100
}

const MOST: Record<Quantity, number> = {
  ownedMu: 60,
  leasedInMu: 10,
  leasedInFloorM2: 9000,
  leasedInFar: 3,
  leasedOutMu: 9,
  taxWanYuan: 2000,
  valueAddedWanYuan: 5000,
  revenueWanYuan: 20_000,
  energyTce: 3000,
  emissionT: 5,
  powerWanKwh: 300,
  averageStaff: 400,
  rdWanYuan: 500,
  techInvestWanYuan: 500,
  newProjectInvestWanYuan: 900,
  netProfitWanYuan: 800,
  netAssetsWanYuan: 9000,
}
const SIGNED = ["taxWanYuan", "valueAddedWanYuan", "netProfitWanYuan", "netAssetsWanYuan"]
const SELDOM = ["leasedInMu", "leasedInFloorM2", "leasedOutMu"]

function drawFirm(draw: Draw, creditCode: string): Enterprise {
  const { chance, pick, whole } = draw
  const firm: Enterprise = { creditCode }
  if (chance(0.7)) firm.industryCode = pick(INDUSTRIES)
  if (chance(0.6)) firm.aboveScale = chance(0.7)
  if (chance(0.15)) firm.ratingClass = pick(CLASSES)
  if (chance(0.2)) firm.tenants = whole(0, 4)
  for (const name of Object.keys(MOST) as Quantity[])
    if (!SELDOM.includes(name) || chance(0.15))
      firm[name] = drawAmount(draw, MOST[name], SIGNED.includes(name))
  const points = () => (chance(0.1) ? whole(1, 900) / 700 : whole(0, 60) / 10)
  if (chance(0.15))
    firm.bonus = Array.from({ length: whole(1, 3) }, () => ({
      group: pick(["a", "b"]),
      item: pick(["x", "y", "z"]),
      points: points(),
    }))
  if (chance(0.15))
    firm.penalty = [{ item: pick(["late", "spill"]), points: chance(0.5) ? -points() : points() }]
  if (chance(0.15))
    firm.events = [pick(["veto", "forceA", "forceD", "protectFromD", "notAB", "fire"])]
  return firm
}

export function drawFirms(draw: Draw, count: number): Enterprise[] {
  const firms: Enterprise[] = []
  for (let place = 0; place < count; place += 1) {
    const creditCode = `F${String(draw.whole(0, 99_999)).padStart(5, "0")}${place}`
    const twin = firms.at(-1)
    if (twin && draw.chance(0.08)) {
      // The same figures, or the same twice as large: the same ratios, tied.
      firms.push({ ...twin, creditCode })
      continue
    }
    firms.push(drawFirm(draw, twin && draw.chance(0.02) ? twin.creditCode : creditCode))
  }
  return firms
}

function drawBenchmark(draw: Draw): BenchmarkRule {
  const { pick, whole } = draw
  switch (pick(["fixed", "fixed", "mean", "meanTimes", "last", "best", "byIndustry"] as const)) {
    case "fixed":
      return { kind: "fixed", value: whole(1, 60_000) / pick([100, 10, 1000, 700]) }
    case "mean":
      return { kind: "mean" }
    case "meanTimes":
      return { kind: "meanTimes", k: pick([2, 1.5, 0.7]) }
    case "last":
      return { kind: "meanTimes", k: 2, value: whole(1, 5000) / 100 }
    case "best":
      return { kind: "best" }
    case "byIndustry":
      return {
        kind: "byIndustry",
        values: { C36: 12.5, "36": whole(1, 999) / 10, "29": 7, C: 3.3 },
      }
  }
}

const MISSING: (MissingRule | undefined)[] = [
  "zero",
  "stratumAverageScore",
  "excludeRescale",
  undefined,
]

/** Weights that make 100: whole ones, or with decimals. */
function drawWeights({ chance, whole }: Draw, count: number): number[] {
  const unit = chance(0.3) ? 100 : 1
  let left = 100 * unit
  return Array.from({ length: count }, (_, place) => {
    const last = place === count - 1
    const weight = last ? left : whole(1, Math.max(1, Math.floor((left * 1.5) / (count - place))))
    left -= weight
    return weight / unit
  })
}

function drawRules(draw: Draw, method: Scheme["method"]): IndicatorRule[] {
  const { chance, pick, whole } = draw
  if (method === "rankOnly") return [{ id: pick(IDS), weight: 100, missing: pick(MISSING) }]
  const count = whole(1, 7)
  const ids = new Set<IndicatorId>()
  while (ids.size < count) ids.add(pick(IDS))
  const weights = drawWeights(draw, count)
  return [...ids].map((id, place): IndicatorRule => {
    const rule: IndicatorRule = {
      id,
      weight: weights[place]!,
      benchmark: drawBenchmark(draw),
      missing: pick(MISSING),
    }
    if (chance(0.3)) rule.method = pick(["ratio", "minmax", "reverseRatio"] as const)
    if (chance(0.15)) rule.direction = pick(["up", "down"] as const)
    if (chance(0.2)) rule.capMultiple = pick([null, 1, 1.5, 2, 1.2345678901234567])
    if (chance(0.2)) rule.floor = pick([null, 0, -5, 2.5])
    return rule
  })
}

const drawGradeRule = ({ chance, pick }: Draw, method: Scheme["method"]): GradeRule =>
  method !== "rankOnly" && chance(0.3)
    ? {
        kind: "score",
        cuts: [
          ["A", 90],
          ["B", 75],
          ["C", 60],
        ],
        tie: pick(["ordinal", "shared", null] as const),
      }
    : {
        kind: "rankPercent",
        cuts: [
          ["A", pick([5, 20, 12.5])],
          ["B", pick([60, 65, 75])],
          ["C", 95],
        ],
        rest: "D",
        tie: pick(["ordinal", "shared", undefined] as const),
      }

const STEPS: AdjustmentRule[] = ["protectFromD", "forceA", "veto", "notAB", "forceD"]

export function drawScheme(draw: Draw, id: string): Scheme {
  const { chance, pick, whole } = draw
  const method = pick(["ratio", "ratio", "ratio", "minmax", "reverseRatio", "rankOnly"] as const)
  const scheme: Scheme = {
    id,
    fiscalYear: 2022,
    stratum: pick(STRATA),
    method,
    floor: pick([0, 0, null, -10]),
    capMultiple: pick([null, null, 1.5, 1, 2]),
    minStratumSize: pick([0, 5, 20]),
    indicators: drawRules(draw, method),
    gradeRule: drawGradeRule(draw, method),
    adjustments: STEPS.filter(() => chance(0.6)),
  }
  if (chance(0.3)) scheme.base = whole(0, 40)
  if (chance(0.3)) scheme.span = whole(40, 1000) / 10
  if (chance(0.4))
    scheme.population = {
      industryCodes: pick([null, "06-46", "29,36"]),
      minLandMu: pick([null, 3, 5.5]),
      exclude: pick([null, ["rated"], ["exempt"]]),
    }
  if (chance(0.7))
    scheme.bonus = {
      maxTotal: pick([null, 5, 7.25]),
      groups: pick([
        [],
        [{ id: "a", rule: "sum" as const }, { id: "b" }],
        [{ id: "a", items: [{ id: "x", points: 4 }] }],
      ]),
    }
  if (chance(0.5))
    scheme.penalty = [
      { id: "leaseOut", aboveScale: { first: 0, each: -5 }, belowScale: { first: -10, each: -5 } },
      ...(chance(0.5) ? [{ id: "late", points: -3 }] : []),
    ]
  return scheme
}
