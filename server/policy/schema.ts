import { z } from "zod"

const Id = z.coerce.number().int().min(1).max(2_147_483_647)
const PolicyId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/, "政策编号由字母、数字、“-”和“_”组成，最多 60 个字符")
const Grade = z.string().trim().min(1).max(10)
/** Best not above 5 yuan a kWh: a rate that large is a slip of the unit. */
const Rates = (most: number) => z.array(z.number().min(0).max(most)).min(1).max(10)
const ByGrade = (most: number) =>
  z
    .array(z.strictObject({ grade: Grade, rates: Rates(most) }))
    .min(1)
    .max(10)

const shared = { id: PolicyId, label: z.string().trim().min(1).max(200), group: PolicyId.nullish() }
export const PolicyDefinition = z.discriminatedUnion("kind", [
  z.strictObject({ ...shared, kind: z.literal("powerSurcharge"), grades: ByGrade(5) }),
  z.strictObject({
    ...shared,
    kind: z.literal("landUseTaxRelief"),
    grades: ByGrade(1),
    /** The statutory range is 0.6 to 30 yuan a year. */
    unitTaxYuanPerM2: z.number().min(0.6).max(30),
  }),
])
export type PolicyDefinition = z.infer<typeof PolicyDefinition>

export const NewPolicy = z
  .strictObject({
    definition: PolicyDefinition,
    legalBasis: z.string().trim().min(1, "请写明法律依据和文号").max(1000),
    isExample: z.boolean().default(false),
    validFrom: z.iso.date(),
    validTo: z.iso.date().nullish(),
  })
  .refine(({ validFrom, validTo }) => !validTo || validTo >= validFrom, {
    path: ["validTo"],
    message: "失效日期不能早于生效日期",
  })
export type NewPolicy = z.infer<typeof NewPolicy>

export const PolicyParam = z.object({ id: PolicyId })
export const RunParam = z.object({ id: Id })

export const PolicyDecision = z
  .strictObject({
    version: z.number().int().min(1),
    decision: z.enum(["confirmed", "rejected"]),
    why: z.string().trim().min(1).max(1000).nullish(),
  })
  .refine(({ decision, why }) => decision === "confirmed" || why, {
    path: ["why"],
    message: "退回须写明理由",
  })
export type PolicyDecision = z.infer<typeof PolicyDecision>

export const Policy = z.object({
  id: z.string(),
  version: z.number().int(),
  definition: PolicyDefinition,
  legalBasis: z.string(),
  isExample: z.boolean(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  authorName: z.string(),
  /** Whether whoever asks entered it: somebody else decides on it. */
  own: z.boolean(),
  recordedAt: z.string(),
  state: z.enum(["proposed", "confirmed", "rejected"]),
  decidedName: z.string().nullable(),
  decidedAt: z.string().nullable(),
})
export type Policy = z.infer<typeof Policy>

const Example = z.object({ definition: PolicyDefinition, source: z.string() })
export const PolicyList = z.object({
  items: z.array(Policy),
  total: z.number().int(),
  next: z.null(),
  /** Orders of other places, to see how it works; none is in force by itself. */
  examples: z.array(Example),
})
export type PolicyList = z.infer<typeof PolicyList>

const Sum = z.object({
  chargeWanYuan: z.string(),
  reliefWanYuan: z.string(),
  unknown: z.number().int(),
})
/** What grades of a run come to under the policies in force; an estimate, never a bill. */
export const RunEffects = z.object({
  runId: z.number().int(),
  /** Policies apply in the year after the assessed one. */
  appliesIn: z.number().int(),
  policies: z.array(Policy),
  items: z.array(
    z.object({
      enterpriseId: z.number().int(),
      name: z.string(),
      grade: z.string().nullable(),
      years: z.number().int(),
      effects: z.array(
        z.object({
          policyId: z.string(),
          rate: z.number(),
          year: z.number().int(),
          amountWanYuan: z.string().nullable(),
          note: z
            .enum(["missingPower", "missingLand", "higherCharged", "otherPriceHigher"])
            .nullable(),
        }),
      ),
    }),
  ),
  sum: Sum,
  byPolicy: z.record(z.string(), Sum),
})
export type RunEffects = z.infer<typeof RunEffects>
