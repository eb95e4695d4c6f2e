import { z } from "zod"
import { isLegalDay } from "../flags/facts.rules.ts"
import { RuleSet } from "../flags/rule-set.schema.ts"

export const RULE_STEPS = ["submitted", "approved", "returned", "retired"] as const
const RULE_STATES = ["draft", ...RULE_STEPS] as const
export type RuleState = (typeof RULE_STATES)[number]

const UNKNOWN = "有不认识的字段"
const Line = z.string().trim().min(1).max(500)
const RuleSetId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, "规则集编号由小写字母、数字和连字符组成，最多 60 个字符")

/** A rule set to be kept names itself and brings its parameters: a name alone is none. */
const KeptRuleSet = RuleSet.refine((ruleSet) => typeof ruleSet !== "string", {
  error: "应给出规则集本身，而不只是名称",
})

export const NewVersion = z.strictObject(
  {
    ruleSet: KeptRuleSet,
    label: z.string().trim().min(1).max(200),
    basis: z.string().trim().min(1).max(1000).nullish(),
    published: z.array(Line).max(50).default([]),
    assumed: z.array(Line).max(50).default([]),
    basedOn: z.string().max(100).nullish(),
  },
  UNKNOWN,
)
export type NewVersion = z.infer<typeof NewVersion>

export const RuleSetParam = z.object({ id: RuleSetId })
export const VersionParam = z.object({
  id: RuleSetId,
  version: z.coerce.number().int().min(1).max(1_000_000),
})

export const NewStep = z
  .strictObject(
    { step: z.enum(RULE_STEPS), why: z.string().trim().min(1).max(2000).nullish() },
    UNKNOWN,
  )
  .refine(({ step, why }) => (step !== "returned" && step !== "retired") || why, {
    path: ["why"],
    message: "退回和停用须写明理由",
  })
export type NewStep = z.infer<typeof NewStep>

const Step = z.object({
  step: z.enum(RULE_STEPS),
  why: z.string().nullable(),
  actor: z.string(),
  actorName: z.string(),
  recordedAt: z.string(),
})

const Definition = z.object({ id: z.string() }).loose()

export const RuleVersion = z.object({
  ruleSetId: z.string(),
  version: z.int(),
  label: z.string(),
  basis: z.string().nullable(),
  published: z.array(z.string()),
  assumed: z.array(z.string()),
  basedOn: z.string().nullable(),
  definition: Definition,
  sha256: z.string(),
  state: z.enum(RULE_STATES),
  inForce: z.boolean(),
  author: z.string(),
  authorName: z.string(),
  /** Whether the asker wrote it: he cannot decide on it. */
  own: z.boolean(),
  recordedAt: z.string(),
  steps: z.array(Step),
})
export type RuleVersion = z.infer<typeof RuleVersion>

export const RuleSetList = z.object({
  items: z.array(RuleVersion),
  total: z.int(),
  next: z.null(),
  /** What evaluations use now. */
  inForce: z.array(
    z.object({
      ruleSetId: z.string(),
      version: z.int(),
      definition: Definition,
      note: z.string(),
      validFrom: z.string(),
    }),
  ),
  /** What comes with the product, to start a version from. */
  shipped: z.array(
    z.object({
      ruleSet: Definition,
      label: z.string(),
      source: z.string(),
      published: z.array(z.string()),
      assumed: z.array(z.string()),
      required: z.array(z.string()),
    }),
  ),
  /** Names that a condition may use, as far as the asker may. */
  facts: z.array(
    z.object({
      fact: z.string(),
      label: z.string(),
      kind: z.string(),
      filterName: z.string().nullable(),
    }),
  ),
})
export type RuleSetList = z.infer<typeof RuleSetList>

export const DifferenceQuery = z.object({
  from: z.coerce.number().int().min(1),
  to: z.coerce.number().int().min(1),
})
export const RuleSetDifference = z.object({
  ruleSetId: z.string(),
  from: z.int(),
  to: z.int(),
  changes: z.array(
    z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
})
export type RuleSetDifference = z.infer<typeof RuleSetDifference>

export const PreviewRequest = z
  .strictObject(
    {
      ruleSet: RuleSet.optional().describe("a rule set; or `filter`"),
      filter: z
        .string()
        .min(1)
        .max(8192)
        .optional()
        .describe("CQL2 text over the names of `facts`: comparison, BETWEEN, IN, AND, OR, NOT"),
      asOf: z.string().refine(isLegalDay, "不是日期").optional(),
    },
    UNKNOWN,
  )
  .refine(({ ruleSet, filter }) => (ruleSet === undefined) !== (filter === undefined), {
    path: ["ruleSet"],
    message: "应给出 ruleSet 或 filter 之一",
  })
export type PreviewRequest = z.infer<typeof PreviewRequest>

const Sum = z.object({ parcels: z.int(), areaMu: z.string() })
export const Preview = z.object({
  /** What was evaluated; of a filter the rule set that it makes. */
  ruleSet: z.unknown(),
  asOf: z.string(),
  hits: Sum,
  /** The same parts with any of them, and with all of them; null where the rule set has no parts to combine. */
  any: Sum.nullable(),
  all: Sum.nullable(),
  byReason: z.array(z.object({ reason: z.string(), parcels: z.int() })),
  parcelIds: z.array(z.int()),
  /** Facts that were wanting, and on how many parcels. */
  missing: z.array(z.object({ fact: z.string(), parcels: z.int() })),
  /** Facts that the asker may not use: they count as missing. */
  withheldFacts: z.array(z.string()),
})
export type Preview = z.infer<typeof Preview>

export const SupervisionQuery = z.strictObject(
  {
    combine: z.enum(["any", "all"]).optional().describe("absent: as the rule in force combines"),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    cursor: z.coerce.number().int().min(0).optional(),
  },
  UNKNOWN,
)
const Plain = z.union([z.number(), z.string(), z.boolean()]).nullable()
export const Supervision = z.object({
  ruleSetId: z.string(),
  combine: z.enum(["any", "all"]),
  counts: z.object({ any: Sum.nullable(), all: Sum }),
  items: z.array(
    z.object({
      parcelId: z.int(),
      name: z.string().nullable(),
      parcelCode: z.string().nullable(),
      firm: z.string().nullable(),
      areaMu: z.string(),
      reasons: z.array(
        z.object({
          fact: z.string(),
          text: z.string(),
          withheld: z.literal(true).optional(),
          evidence: z
            .array(z.object({ fact: z.string(), value: Plain, threshold: Plain }))
            .optional(),
        }),
      ),
    }),
  ),
  total: z.int(),
  next: z.int().nullable(),
})
export type Supervision = z.infer<typeof Supervision>
