import { z } from "zod"
import { isLegalDay } from "../flags/facts.rules.ts"

const LARGEST_ID = 2_147_483_647
const UNKNOWN = "有不认识的字段"
const Id = z.coerce.number().int().min(1).max(LARGEST_ID)
const Day = z.string().refine(isLegalDay, "不是 1900 至 2199 年间的 YYYY-MM-DD 日期")
const Name = z.string().trim().min(1, "不能为空").max(200)

/** The document that determines: without number, day and body nothing is determined. */
export const documentShape = {
  documentNo: Name,
  decidedOn: Day,
  body: Name,
  reason: z.string().trim().min(1, "须写明理由").max(5000),
  attachmentIds: z.array(z.uuid()).max(50).default([]),
}

export const NewProposal = z.discriminatedUnion("kind", [
  z.strictObject(
    {
      kind: z.literal("determine"),
      parcelId: Id,
      state: z.enum(["idle", "low_efficiency"]),
      publicFrom: Day.nullish().describe("first day of statutory publicity (art. 11)"),
      ...documentShape,
    },
    UNKNOWN,
  ),
  z.strictObject({ kind: z.literal("end"), determinationId: Id, ...documentShape }, UNKNOWN),
])
export type NewProposal = z.infer<typeof NewProposal>

export const ProposalParam = z.object({ id: Id })
export const ProposalsQuery = z.strictObject(
  {
    state: z.enum(["open", "approved", "returned", "withdrawn"]).optional(),
    parcel: Id.optional(),
  },
  UNKNOWN,
)
export type ProposalsQuery = z.infer<typeof ProposalsQuery>

export const NewStep = z
  .strictObject(
    {
      step: z.enum(["approved", "returned", "withdrawn"]),
      why: z.string().trim().min(1).max(2000).nullish(),
    },
    UNKNOWN,
  )
  .refine(({ step, why }) => step === "approved" || why, {
    path: ["why"],
    message: "退回和撤回须写明理由",
  })
export type NewStep = z.infer<typeof NewStep>

export const Proposal = z.object({
  id: z.int(),
  kind: z.enum(["determine", "end"]),
  parcelId: z.int(),
  determinationId: z.int().nullable().describe("what it made, or what it ends"),
  state: z.enum(["idle", "low_efficiency"]),
  documentNo: z.string(),
  decidedOn: z.string(),
  body: z.string(),
  reason: z.string(),
  attachmentIds: z.array(z.string()),
  publicFrom: z.string().nullable(),
  author: z.string(),
  authorName: z.string(),
  /** Whether the asker wrote it: he cannot decide on it. */
  own: z.boolean(),
  recordedAt: z.string(),
  step: z
    .object({
      step: z.enum(["approved", "returned", "withdrawn"]),
      why: z.string().nullable(),
      actor: z.string(),
      actorName: z.string(),
      recordedAt: z.string(),
    })
    .nullable(),
})
export type Proposal = z.infer<typeof Proposal>
export const ProposalList = z.object({ items: z.array(Proposal), total: z.int(), next: z.null() })
