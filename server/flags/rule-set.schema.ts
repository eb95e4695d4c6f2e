import { z } from "zod"
import type { Condition as ConditionOfRules } from "./conditions.rules.ts"
import { isDecimal } from "./facts.rules.ts"
import type { RuleSet as RuleSetOfRules } from "./rules.ts"
import { Amount, LARGEST, Positive, unknownKeys } from "./value.schema.ts"

/** Groups within groups that a customer's condition may have. */
const DEEPEST = 3

const Name = z.string().regex(/^[A-Za-z]\w{0,59}$/, "应为以字母开头的名称，最长 60 个字符")
const Sentence = z.string().trim().min(1, "不能为空").max(200)

const is = z.enum(["<", "<=", "=", "!=", ">=", ">"])
const value = z.union([z.number().min(-LARGEST).max(LARGEST), z.string().max(200), z.boolean()])
const LEAVES = [
  z.strictObject({ fact: Name, is, value }, unknownKeys),
  z.strictObject({ fact: Name, is, parameter: Name }, unknownKeys),
  z.strictObject(
    { fact: Name, is, factTimes: z.strictObject({ fact: Name, times: Positive }, unknownKeys) },
    unknownKeys,
  ),
  z.strictObject({ fact: Name, is, medianTimes: Positive }, unknownKeys),
  z.strictObject({ elapsed: Name, years: z.int().min(0).max(100) }, unknownKeys),
  z.strictObject({ notYet: Name }, unknownKeys),
] as const
const CONDITION_FORMS =
  "条件应为 {fact, is, value|parameter|factTimes|medianTimes}、{elapsed, years}、{notYet}、{all} 或 {any}，至多嵌套三层"

/** Groups nest to a fixed depth, so that no request can exhaust the stack. */
function conditionOf(depth: number): z.ZodType<ConditionOfRules> {
  if (depth === 0) return z.union(LEAVES, CONDITION_FORMS)
  const parts = z
    .array(conditionOf(depth - 1))
    .min(1)
    .max(20)
  const groups = [z.strictObject({ all: parts }), z.strictObject({ any: parts })] as const
  return z.union([...LEAVES, ...groups], CONDITION_FORMS)
}

const Industry = z.string().regex(/^\d{2}$/, "应为两位数行业大类代码")
const Medians = z.record(Industry, z.record(Name, Amount))
const Combine = z.enum(["any", "all"])
const IdleOrder53 = z.strictObject({ id: z.literal("idle-order53") }, unknownKeys)

/** Unset parameters are lawful: what they decide is left open and listed as missing. */
const FiveCategories = z.strictObject(
  {
    id: z.literal("five-categories"),
    monthsToProduction: z.int().min(0).max(600).nullish(),
    undevelopedShareMin: Amount.refine(
      (share) => Number(share) > 0 && Number(share) <= 1,
      "须大于 0，至多为 1",
    ).nullish(),
  },
  unknownKeys,
)

/** The document masks the figure: "xx 亩以上". */
const NO_AREA = {
  error: ({ input }: { input?: unknown }) =>
    input == null ? "缺少必需参数 areaMinMu：原文未公布数值，不设默认值" : "应为数值",
}
const Liandu2020 = z.strictObject(
  {
    id: z.literal("liandu-2020"),
    areaMinMu: z
      .union([z.number().max(LARGEST), z.string().refine(isDecimal, { abort: true })], NO_AREA)
      .refine((mu) => Number(mu) >= 0, "不能为负"),
    taxMaxWanYuanPerMu: Amount.nullish(),
    mismatchK: Positive.nullish(),
    combine: Combine.nullish(),
    medians: Medians.nullish(),
  },
  unknownKeys,
)

const Band = z.strictObject({ median: z.number(), mad: z.number().min(0), count: z.int().min(0) })
const TruthTriangle = z.strictObject(
  {
    id: z.literal("truth-triangle"),
    minGroup: z.int().min(3).max(10_000).nullish(),
    threshold: z.number().min(1).max(100).nullish(),
    support: z.number().min(0).max(100).nullish(),
    bands: z
      .record(
        Industry,
        z.strictObject({ revenuePerKwh: Band.optional(), taxPerKwh: Band.optional() }),
      )
      .nullish(),
  },
  unknownKeys,
)

/** Every parameter that the conditions name, wherever they are nested. */
function listParameters(condition: ConditionOfRules): string[] {
  if ("parameter" in condition) return [condition.parameter]
  const parts = "all" in condition ? condition.all : "any" in condition ? condition.any : []
  return parts.flatMap(listParameters)
}

const DeclaredRuleSet = z
  .strictObject(
    {
      id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, "应为小写字母、数字和连字符"),
      clause: Sentence.optional(),
      state: z.enum(["suspected_idle", "suspected_low_efficiency"]).optional(),
      combine: Combine.optional(),
      parameters: z.record(Name, Amount).optional(),
      medians: Medians.optional(),
      conditions: z
        .array(
          z.strictObject({ id: Name, text: Sentence, when: conditionOf(DEEPEST) }, unknownKeys),
        )
        .min(1)
        .max(50),
    },
    unknownKeys,
  )
  .superRefine(({ conditions, parameters = {} }, context) => {
    for (const name of new Set(conditions.flatMap(({ when }) => listParameters(when))))
      if (!Object.hasOwn(parameters, name))
        context.addIssue({
          code: "custom",
          path: ["parameters", name],
          message: `缺少必需参数 ${name}：条件中用到，规则集没有给出`,
        })
  })

const BY_ID = new Map<unknown, z.ZodType>([
  ["idle-order53", IdleOrder53],
  ["five-categories", FiveCategories],
  ["liandu-2020", Liandu2020],
  ["truth-triangle", TruthTriangle],
])
const NAMED = z.enum(["idle-order53", "five-categories", "truth-triangle"], "没有这个名称的规则集")

/** What is wrong with the one rule set that is meant; a union could only say that none of them fits. */
function findFault(ruleSet: unknown) {
  // By its name alone the Liandu rule set lacks the figure that it must be given.
  if (ruleSet === "liandu-2020") return Liandu2020.safeParse({ id: ruleSet }).error
  if (typeof ruleSet === "string") return NAMED.safeParse(ruleSet).error
  const id = typeof ruleSet === "object" && ruleSet && "id" in ruleSet ? ruleSet.id : undefined
  return (BY_ID.get(id) ?? DeclaredRuleSet).safeParse(ruleSet).error
}

/** One of ours by name or with its parameters, or a customer's own as data. */
export const RuleSet = z.preprocess(
  (ruleSet, context) => {
    for (const { path, message } of findFault(ruleSet)?.issues ?? [])
      context.addIssue({ code: "custom", path, message })
    return ruleSet
  },
  z.union([NAMED, IdleOrder53, FiveCategories, Liandu2020, TruthTriangle, DeclaredRuleSet]),
) satisfies z.ZodType<RuleSetOfRules>
