import { z } from "zod"
import { listOf } from "../http/list.ts"
import { REPORTED, type Reported } from "../assessment/enterprise.rules.ts"
import { RatingClass } from "../assessment/schema.ts"

const Id = z.coerce.number().int().min(1).max(2_147_483_647)
const Instant = z.iso.datetime({ offset: true })
const Text = (most: number) => z.string().trim().min(1).max(most)

export const SUBJECTS = ["areas", "grades"] as const
export const PUBLICITY_STEPS = ["approved", "returned", "withdrawn", "concluded"] as const
/** `scheduled`, `open` and `closed` follow the clock once it is approved. */
export const PUBLICITY_STATES = [
  "proposed",
  "returned",
  "withdrawn",
  "scheduled",
  "open",
  "closed",
  "concluded",
] as const

export const PublicityParam = z.object({ id: Id })
export const AppealParam = z.object({ id: Id })
export const PublicityQuery = z.object({
  fiscalYear: z.coerce.number().int().min(1990).max(2100).optional(),
})

export const NewPublicity = z
  .strictObject({
    fiscalYear: z.number().int().min(1990).max(2100),
    subject: z.enum(SUBJECTS),
    /** The run whose grades are shown. */
    runId: z.number().int().min(1).nullish(),
    opensAt: Instant,
    /** The window's end: an instant, or so many working days after the day of opening, at an hour. */
    closesAt: Instant.nullish(),
    workdays: z.number().int().min(1).max(60).nullish(),
    closesAtTime: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .nullish(),
    office: Text(200),
    contact: Text(500),
  })
  .refine(({ subject, runId }) => (subject === "grades") === (typeof runId === "number"), {
    path: ["runId"],
    message: "公示等级须指明测算，公示面积不须指明",
  })
  .refine(({ closesAt, workdays }) => Boolean(closesAt) !== Boolean(workdays), {
    path: ["closesAt"],
    message: "截止时间和工作日数填一项",
  })
export type NewPublicity = z.infer<typeof NewPublicity>

export const NewPublicityStep = z
  .strictObject({
    step: z.enum(PUBLICITY_STEPS),
    why: Text(2000).nullish(),
    /** On conclusion of grades: the run that holds from now on. */
    runId: z.number().int().min(1).nullish(),
  })
  .refine(({ step, why }) => step === "approved" || step === "concluded" || why, {
    path: ["why"],
    message: "退回和撤回须写明理由",
  })
export type NewPublicityStep = z.infer<typeof NewPublicityStep>

const Step = z.object({
  step: z.enum(PUBLICITY_STEPS),
  why: z.string().nullable(),
  runId: z.number().int().nullable(),
  actorName: z.string(),
  recordedAt: z.string(),
})

export const PublicityHead = z.object({
  id: z.number().int(),
  fiscalYear: z.number().int(),
  subject: z.enum(SUBJECTS),
  runId: z.number().int().nullable(),
  opensAt: z.string(),
  closesAt: z.string(),
  office: z.string(),
  contact: z.string(),
  term: z.string(),
  firms: z.number().int(),
  contentSha256: z.string(),
  authorName: z.string(),
  /** Whether the asker proposed it: he cannot approve it. */
  own: z.boolean(),
  recordedAt: z.string(),
  state: z.enum(PUBLICITY_STATES),
  steps: z.array(Step),
  appeals: z.number().int(),
  undecided: z.number().int(),
})
export type PublicityHead = z.infer<typeof PublicityHead>

export const PublicityList = listOf(PublicityHead)
export type PublicityList = z.infer<typeof PublicityList>

/** What is shown of a firm: areas in mu, or the grade; nothing of tax or output. */
export const ShownFirm = z.object({
  enterpriseId: z.number().int(),
  creditCode: z.string(),
  name: z.string(),
  ownedMu: z.string().nullable().optional(),
  leasedInMu: z.string().nullable().optional(),
  leasedOutMu: z.string().nullable().optional(),
  landMu: z.string().nullable().optional(),
  schemeId: z.string().nullable().optional(),
  ratingClass: RatingClass.optional(),
  grade: z.string().nullable().optional(),
})
export type ShownFirm = z.infer<typeof ShownFirm>

export const Publicity = PublicityHead.extend({ content: z.array(ShownFirm) })
export type Publicity = z.infer<typeof Publicity>

export const NewAppeal = z.strictObject({
  enterpriseId: z.number().int().min(1),
  content: Text(5000),
  claimant: Text(200),
  attachmentIds: z.array(z.uuid()).max(20).default([]),
})
export type NewAppeal = z.infer<typeof NewAppeal>

const AreaM2 = z.number().positive().max(1e9)
/** Land is corrected where it is on record; leased floor by its floor, whose land follows from the plot ratio. */
export const Correction = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("land"),
    occupancyId: z.number().int().min(1),
    landAreaM2: AreaM2.nullish(),
    floorAreaM2: AreaM2.nullish(),
  }),
  z.strictObject({
    kind: z.literal("figure"),
    indicator: z.enum(REPORTED as [Reported]),
    value: z.number().min(-1e12).max(1e12),
  }),
])
export type Correction = z.infer<typeof Correction>

const Corrections = z.array(Correction).max(20)
export const Preview = z.strictObject({ corrections: Corrections.min(1) })
export const NewDecision = z
  .strictObject({
    decision: z.enum(["accepted", "rejected"]),
    reason: Text(5000),
    corrections: Corrections.default([]),
  })
  .refine(({ decision, corrections }) => decision === "accepted" || corrections.length === 0, {
    path: ["corrections"],
    message: "不予采纳的申诉不能更正数据",
  })
export type NewDecision = z.infer<typeof NewDecision>

const Attachment = z.object({ id: z.string(), filename: z.string() })
export const AppealAnswer = z.object({
  id: z.number().int(),
  publicityId: z.number().int(),
  enterpriseId: z.number().int(),
  name: z.string(),
  creditCode: z.string(),
  receivedAt: z.string(),
  content: z.string(),
  claimant: z.string(),
  attachments: z.array(Attachment),
  authorName: z.string(),
  decision: z
    .object({
      decision: z.enum(["accepted", "rejected"]),
      reason: z.string(),
      actorName: z.string(),
      recordedAt: z.string(),
    })
    .nullable(),
})
export type AppealAnswer = z.infer<typeof AppealAnswer>
export const AppealList = listOf(AppealAnswer)
export type AppealList = z.infer<typeof AppealList>
