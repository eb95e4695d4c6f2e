import { z } from "zod"
import { type Enterprise as EnterpriseOfRules, RATING_CLASSES } from "./enterprise.rules.ts"
import { type IndicatorId, INDICATORS, type Quantity } from "./indicator.rules.ts"
import { listSchemeIssues } from "./scheme-issue.rules.ts"
import {
  ADJUSTMENTS,
  METHODS,
  MISSING_RULES,
  type Scheme as SchemeOfRules,
} from "./scheme.rules.ts"

/** Beyond these a number is a slip of the pen, and a quotient of two may leave what JSON can carry. */
const LARGEST = 1e15
const SMALLEST = 1e-9
/** A county has some thousands of industrial firms, a province some tens of thousands. */
const MOST_ENTERPRISES = 50_000

const Name = z.string().trim().min(1).max(200)
const Amount = z
  .number()
  .min(-LARGEST)
  .max(LARGEST)
  .refine((amount) => amount === 0 || Math.abs(amount) >= SMALLEST, "数值过小，请核对单位")
const Above0 = z.number().min(SMALLEST, "须大于 0").max(LARGEST)
const Points = z.number().min(-10_000).max(10_000)
const Percent = z.number().min(0).max(100)

/** The enum of an object's keys, in their order. */
const keysOf = <Key extends string>(table: Record<Key, unknown>) =>
  z.enum(Object.keys(table) as [Key, ...Key[]])

const unknownKeys = {
  error: (issue: { code?: string | undefined; keys?: unknown }) =>
    issue.code === "unrecognized_keys" && Array.isArray(issue.keys)
      ? `不认识的字段：${issue.keys.join("、")}`
      : undefined,
}

const Benchmark = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("fixed"), value: Above0 }, unknownKeys),
  z.strictObject({ kind: z.literal("mean") }, unknownKeys),
  z.strictObject({ kind: z.literal("meanTimes"), k: Above0, value: Above0.nullish() }, unknownKeys),
  z.strictObject({ kind: z.literal("best") }, unknownKeys),
  z.strictObject(
    { kind: z.literal("byIndustry"), values: z.record(z.string().min(1).max(10), Above0) },
    unknownKeys,
  ),
])

const Indicator = z.strictObject(
  {
    id: keysOf<IndicatorId>(INDICATORS),
    weight: z.number().positive().max(100),
    method: z.enum(METHODS).optional(),
    direction: z.enum(["up", "down"]).optional(),
    capMultiple: Above0.nullish(),
    floor: Points.nullish(),
    benchmark: Benchmark.nullish(),
    missing: z.enum(MISSING_RULES).nullish(),
  },
  unknownKeys,
)

const Tenants = z.strictObject({ first: Points, each: Points }, unknownKeys)
const Penalty = z.union([
  z.strictObject({ id: Name, aboveScale: Tenants, belowScale: Tenants }, unknownKeys),
  z.strictObject({ id: Name, points: Points }, unknownKeys),
])

const Bonus = z.strictObject(
  {
    maxTotal: Points.min(0).nullish(),
    groups: z
      .array(
        z.strictObject(
          {
            id: Name,
            rule: z.enum(["max", "sum"]).optional(),
            items: z
              .array(z.strictObject({ id: Name, points: Points.min(0) }, unknownKeys))
              .max(200)
              .nullish(),
          },
          unknownKeys,
        ),
      )
      .max(100)
      .nullish(),
  },
  unknownKeys,
)

const Grade = z.string().trim().min(1).max(10)
const Tie = z.enum(["ordinal", "shared"]).nullish()
const Cuts = z
  .array(z.tuple([Grade, z.number()]))
  .min(1)
  .max(20)
const GradeRule = z.discriminatedUnion("kind", [
  z.strictObject(
    { kind: z.literal("rankPercent"), cuts: Cuts, rest: Grade, tie: Tie },
    unknownKeys,
  ),
  z.strictObject(
    { kind: z.literal("score"), cuts: Cuts, rest: Grade.nullish(), tie: Tie },
    unknownKeys,
  ),
])

const Adjustment = z.union([
  z.enum(ADJUSTMENTS),
  z.strictObject(
    { event: Name, effect: z.enum(["set", "notBetterThan", "notWorseThan"]), grade: Grade },
    unknownKeys,
  ),
])

const TWO_DIGIT_RANGES = /^\d{2}(-\d{2})?(,\d{2}(-\d{2})?)*$/

/** A scheme as data. What does not fit is refused with its place; nothing unknown is carried along. */
export const Scheme = z
  .strictObject(
    {
      id: Name,
      region: Name.nullish(),
      fiscalYear: z.number().int().min(1990).max(2200),
      stratum: Name,
      population: z
        .strictObject(
          {
            industryCodes: z.string().regex(TWO_DIGIT_RANGES).nullish(),
            minLandMu: z.number().min(0).max(LARGEST).nullish(),
            exemptIndustryCodes: z.string().regex(TWO_DIGIT_RANGES).nullish(),
            transitionYears: z.number().int().min(1).max(20).nullish(),
            exclude: z.array(Name).max(20).nullish(),
          },
          unknownKeys,
        )
        .nullish(),
      method: z.enum(METHODS),
      floor: Points.nullish(),
      capMultiple: Above0.nullish(),
      base: Percent.nullish(),
      span: Percent.nullish(),
      minStratumSize: z.number().int().min(0).max(MOST_ENTERPRISES).nullish(),
      indicators: z.array(Indicator).min(1).max(30),
      bonus: Bonus.nullish(),
      penalty: z.array(Penalty).max(100).nullish(),
      gradeRule: GradeRule,
      adjustments: z.array(Adjustment).max(50).nullish(),
      gradeLabels: z.record(Grade, Name).nullish(),
      taxesIncluded: z.array(Name).max(50).nullish(),
      energyConvention: Name.nullish(),
      publicity: z
        .strictObject({ from: z.string().max(40), to: z.string().max(40) }, unknownKeys)
        .nullish(),
    },
    unknownKeys,
  )
  .superRefine((scheme, context) => {
    for (const { path, message } of listSchemeIssues(scheme))
      context.addIssue({ code: "custom", path, message })
  }) satisfies z.ZodType<SchemeOfRules>

export const RatingClass = keysOf(RATING_CLASSES)

const amount = Amount.nullish()
const amounts = {
  ownedMu: amount,
  leasedInMu: amount,
  leasedInFloorM2: amount,
  leasedInFar: amount,
  leasedOutMu: amount,
  taxWanYuan: amount,
  valueAddedWanYuan: amount,
  revenueWanYuan: amount,
  energyTce: amount,
  emissionT: amount,
  powerWanKwh: amount,
  averageStaff: amount,
  rdWanYuan: amount,
  techInvestWanYuan: amount,
  newProjectInvestWanYuan: amount,
  netProfitWanYuan: amount,
  netAssetsWanYuan: amount,
} satisfies Record<Quantity, typeof amount>

/** One firm of one year. A misspelt name is refused: read as missing it would be a wrong score. */
export const Enterprise = z.strictObject(
  {
    creditCode: z.string().trim().min(1).max(64),
    name: z.string().max(200).nullish(),
    industryCode: z.string().trim().max(10).nullish(),
    aboveScale: z.boolean().nullish(),
    ratingClass: RatingClass.nullish(),
    tenants: z.number().int().min(0).max(100_000).nullish(),
    bonus: z
      .array(z.strictObject({ group: Name, item: Name, points: Points.min(0) }, unknownKeys))
      .max(200)
      .nullish(),
    penalty: z
      .array(z.strictObject({ item: Name, points: Points }, unknownKeys))
      .max(200)
      .nullish(),
    events: z.array(Name).max(50).nullish(),
    ...amounts,
  },
  unknownKeys,
) satisfies z.ZodType<EnterpriseOfRules>

export const ScoreRequest = z.strictObject(
  {
    scheme: Scheme,
    fiscalYear: z.number().int().min(1990).max(2200),
    enterprises: z.array(Enterprise).max(MOST_ENTERPRISES),
  },
  unknownKeys,
)

/** What a result or a run has to say for itself. */
export const Notice = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  text: z.string(),
})
const Decimal = z.number().nullable()

/** What POST /api/assessments/score answers; decimals have at most 15 significant digits. */
export const ScoreResponse = z.object({
  schemeId: z.string(),
  fiscalYear: z.number().int(),
  benchmarks: z.record(z.string(), z.union([Decimal, z.record(z.string(), z.number())])),
  ranges: z.record(z.string(), z.object({ min: Decimal, max: Decimal })),
  results: z.array(
    z.object({
      creditCode: z.string(),
      ratingClass: RatingClass,
      stratum: z.string(),
      landMu: Decimal,
      items: z.array(
        z.object({
          id: keysOf<IndicatorId>(INDICATORS),
          weight: z.number(),
          value: Decimal,
          benchmark: Decimal,
          score: Decimal,
          missing: z.boolean(),
        }),
      ),
      bonus: z.number(),
      penalty: z.number(),
      total: Decimal,
      totalRounded: Decimal,
      rank: z.number().int().nullable(),
      gradeByRank: z.string().nullable(),
      grade: z.string().nullable(),
      reasons: z.array(Notice),
    }),
  ),
  counts: z.record(z.string(), z.number().int()),
  warnings: z.array(Notice),
})
export type ScoreResponse = z.infer<typeof ScoreResponse>
