import { z } from "zod"
import { CATEGORIES } from "./categories.rules.ts"
import type { Facts as FactsOfRules } from "./facts.rules.ts"
import type { Verdict as VerdictOfRules } from "./hit.rules.ts"
import { RuleSet } from "./rule-set.schema.ts"
import { Amount, Day, NotNegative, unknownKeys } from "./value.schema.ts"

/** A county has some tens of thousands of industrial parcels. */
const MOST_PARCELS = 50_000

const Pause = z
  .object({ from: Day, to: Day.nullish(), cause: z.enum(["holder", "government", "forceMajeure"]) })
  .refine(({ from, to }) => to == null || from <= to, { path: ["to"], error: "早于开始日期" })

const day = Day.nullish()
const amount = Amount.nullish()
const notNegative = NotNegative.nullish()

/** Facts of one parcel, absent or null where not known. Others than these serve a customer's own set. */
const Facts = z.looseObject({
  approvedOn: day,
  suppliedOn: day,
  agreedStart: day,
  supplementStart: day,
  deliveryConfirmed: day,
  startedOn: day,
  suspendedSince: day,
  agreedCompletion: day,
  completedOn: day,
  agreedProduction: day,
  productionStart: day,
  stoppedSince: day,
  targetCheckOn: day,
  cause: z.enum(["holder", "government", "forceMajeure"]).nullish(),
  pauses: z.array(Pause).max(1000).nullish(),
  aboveScale: z.boolean().nullish(),
  industryCode: z.string().trim().max(20).nullish(),
  devArea: notNegative,
  devAreaDue: notNegative,
  devShare: notNegative,
  investedShare: notNegative,
  investedWanYuan: notNegative,
  totalInvestWanYuan: notNegative,
  landPriceWanYuan: notNegative,
  landMu: notNegative,
  undevelopedMu: notNegative,
  far: notNegative,
  farMin: notNegative,
  investmentIntensity: notNegative,
  agreedInvestmentIntensity: notNegative,
  agreedTaxPerMu: amount,
  agreedOutputPerMu: amount,
  taxPerMu: amount,
  outputPerMu: amount,
  taxPerKwh: amount,
  revenuePerKwh: amount,
}) satisfies z.ZodType<FactsOfRules>

export const EvaluateRequest = z.strictObject(
  {
    ruleSet: RuleSet,
    asOf: Day,
    parcels: z
      .array(
        z.strictObject(
          { id: z.union([z.string().min(1).max(64), z.int()]), facts: Facts },
          unknownKeys,
        ),
      )
      .max(MOST_PARCELS),
  },
  unknownKeys,
)

const Plain = z.union([z.number(), z.string(), z.boolean()]).nullable()
const Evidence = z.object({ fact: z.string(), value: Plain, threshold: Plain })
const Hit = z.object({
  rule: z.string().describe(`type1, type2, ${CATEGORIES.join(", ")} or the id of the rule set`),
  level: z.literal("suspected"),
  clause: z.string(),
  clauses: z.array(z.string()),
  state: z.enum(["suspected_idle", "suspected_low_efficiency"]),
  route: z.enum(["fee20", "recover_free", "art12"]).nullable(),
  feeWanYuan: z.union([z.number(), z.string()]).nullable(),
  since: z.string().nullable(),
  nextChangeOn: z.string().nullable(),
  reasons: z.array(
    Evidence.extend({
      text: z.string(),
      confidential: z.boolean(),
      evidence: z.array(Evidence).optional(),
    }),
  ),
})

/** What POST /api/flags/evaluate answers: one verdict a parcel, in the order of the request. */
export const EvaluateResponse = z.array(
  z.object({
    id: z.union([z.string(), z.number()]),
    hits: z.array(Hit).max(1),
    missingFacts: z.array(z.string()),
    nextChangeOn: z.string().nullable(),
  }),
) satisfies z.ZodType<({ id: string | number } & VerdictOfRules)[]>
export type EvaluateResponse = z.infer<typeof EvaluateResponse>
