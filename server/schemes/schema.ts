import { z } from "zod"
import { Scheme } from "../assessment/schema.ts"

export const SCHEME_STEPS = ["submitted", "approved", "returned", "retired"] as const
export const SCHEME_STATES = ["draft", ...SCHEME_STEPS] as const
export type SchemeState = (typeof SCHEME_STATES)[number]

const Line = z.string().trim().min(1).max(500)
const SchemeId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/, "方案编号由字母、数字、“-”和“_”组成，最多 60 个字符")

/** A scheme to keep, with what it stands on and what in it was filled in. */
export const NewVersion = z.strictObject({
  scheme: Scheme.safeExtend({ id: SchemeId }),
  label: z.string().trim().min(1).max(200),
  basis: z.string().trim().min(1).max(1000).nullish(),
  published: z.array(Line).max(50).default([]),
  assumed: z.array(Line).max(50).default([]),
  /** Scheme and version it was made from, such as `DEMO/1` or a shipped scheme's id. */
  basedOn: z.string().max(100).nullish(),
})
export type NewVersion = z.infer<typeof NewVersion>

export const SchemeParam = z.object({ id: SchemeId })
export const VersionParam = z.object({
  id: SchemeId,
  version: z.coerce.number().int().min(1).max(1_000_000),
})

export const NewStep = z
  .strictObject({
    step: z.enum(SCHEME_STEPS),
    why: z.string().trim().min(1).max(2000).nullish(),
  })
  .refine(({ step, why }) => step !== "returned" || why, {
    path: ["why"],
    message: "退回须写明理由",
  })
export type NewStep = z.infer<typeof NewStep>

const Step = z.object({
  step: z.enum(SCHEME_STEPS),
  why: z.string().nullable(),
  actor: z.string(),
  actorName: z.string(),
  recordedAt: z.string(),
})

const Head = z.object({
  schemeId: z.string(),
  version: z.number().int(),
  label: z.string(),
  region: z.string().nullable(),
  fiscalYear: z.number().int(),
  stratum: z.string(),
  method: z.string(),
  state: z.enum(SCHEME_STATES),
  basis: z.string().nullable(),
  basedOn: z.string().nullable(),
  author: z.string(),
  authorName: z.string(),
  /** Whether the asker wrote it: he cannot decide on it. */
  own: z.boolean(),
  recordedAt: z.string(),
})
export type SchemeHead = z.infer<typeof Head>

export const SchemeVersion = Head.extend({
  scheme: Scheme,
  sha256: z.string(),
  published: z.array(z.string()),
  assumed: z.array(z.string()),
  steps: z.array(Step),
})
export type SchemeVersion = z.infer<typeof SchemeVersion>

const Shipped = z.object({
  scheme: Scheme,
  label: z.string(),
  source: z.string().nullable(),
  published: z.array(z.string()),
  assumed: z.array(z.string()),
})

export const SchemeList = z.object({
  items: z.array(Head),
  total: z.number().int(),
  next: z.null(),
  /** What comes with the product, to start a version from. None of it is in use by itself. */
  shipped: z.array(Shipped),
})
export type SchemeList = z.infer<typeof SchemeList>

export const DifferenceQuery = z.object({
  from: z.coerce.number().int().min(1),
  to: z.coerce.number().int().min(1),
})
export const SchemeDifference = z.object({
  schemeId: z.string(),
  from: z.number().int(),
  to: z.number().int(),
  changes: z.array(
    z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
})
export type SchemeDifference = z.infer<typeof SchemeDifference>
