import { z } from "zod"
import { documentShape } from "../determinations/schema.ts"
import { isLegalDay } from "../flags/facts.rules.ts"

const LARGEST_ID = 2_147_483_647
const UNKNOWN = "有不认识的字段"
const Id = z.coerce.number().int().min(1).max(LARGEST_ID)
const Day = z.string().refine(isLegalDay, "不是 1900 至 2199 年间的 YYYY-MM-DD 日期")
const RuleSetId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/)
const Reason = z.string().trim().min(1, "须写明理由").max(5000)
const Attachments = z.array(z.uuid()).max(50).default([])

export const PlaceParam = z.object({ parcelId: Id, ruleSet: RuleSetId })
export const OutcomeParam = PlaceParam.extend({ id: Id })
export type Place = z.infer<typeof PlaceParam>

export const DeskQuery = z.strictObject(
  {
    ruleSet: RuleSetId.optional(),
    rule: z.string().max(60).optional(),
    state: z.enum(["suspected_idle", "suspected_low_efficiency"]).optional(),
    status: z
      .enum([
        "open",
        "waiting",
        "overdue",
        "reopened",
        "settled",
        "dismissed",
        "inDisposal",
        "confirmed",
        "all",
      ])
      .optional()
      .describe(
        "open: all that is not settled; waiting: an answer is due; reopened: an outcome lapsed; dismissed, inDisposal, confirmed: settled so",
      ),
    parcel: Id.optional(),
    minMu: z.coerce.number().min(0).max(1e9).optional(),
    q: z.string().trim().max(100).optional(),
    sort: z.enum(["areaMu", "age", "deadline"]).default("areaMu"),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    cursor: z.coerce.number().int().min(0).optional(),
  },
  UNKNOWN,
)
export type DeskQuery = z.infer<typeof DeskQuery>

/** What became of a suspicion. `confirmed` brings the document and is a proposal until another person approves it. */
export const OUTCOMES = [
  "notIdle",
  "notLowEfficiency",
  "dataWrong",
  "alreadyInDisposal",
  "confirmed",
] as const
export const NewOutcome = z.union([
  z.strictObject(
    {
      outcome: z.enum(["notIdle", "notLowEfficiency", "dataWrong", "alreadyInDisposal"]),
      reason: Reason,
      attachmentIds: Attachments,
      also: z
        .array(RuleSetId)
        .max(50)
        .default([])
        .describe(
          "other rule sets that suspect the parcel, settled with the same outcome; all or none",
        ),
    },
    UNKNOWN,
  ),
  z.strictObject(
    {
      outcome: z.literal("confirmed"),
      reason: Reason,
      attachmentIds: Attachments,
      determination: z.strictObject(
        {
          documentNo: documentShape.documentNo,
          decidedOn: documentShape.decidedOn,
          body: documentShape.body,
          publicFrom: Day.nullish(),
        },
        UNKNOWN,
      ),
    },
    UNKNOWN,
  ),
])
export type NewOutcome = z.infer<typeof NewOutcome>
export const TakenBack = z.strictObject(
  { why: z.string().trim().min(1, "须写明理由").max(2000) },
  UNKNOWN,
)

export const NewRequest = z.strictObject(
  {
    addressee: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .describe("holder, office or person who must answer"),
    what: z.string().trim().min(1).max(2000),
    dueOn: Day,
  },
  UNKNOWN,
)
export type NewRequest = z.infer<typeof NewRequest>
export const Answered = z.strictObject({ answeredOn: Day, answer: Reason }, UNKNOWN)

export const NewEvidence = z.strictObject(
  {
    attachmentId: z.uuid(),
    kind: z.enum(["sitePhoto", "satellite", "drone", "document", "statement"]),
    takenOn: Day.nullish(),
    note: z.string().trim().min(1).max(1000).nullish(),
  },
  UNKNOWN,
)
export type NewEvidence = z.infer<typeof NewEvidence>

const Change = z.object({
  fact: z.string(),
  label: z.string().nullable(),
  /** Absent, with `withheld`, where the fact is a firm's secret and the asker may not read it. */
  from: z.string().nullable().optional(),
  to: z.string().nullable().optional(),
  withheld: z.literal(true).optional(),
})
const Outcome = z.object({
  id: z.int(),
  outcome: z.enum(OUTCOMES),
  reason: z.string(),
  attachmentIds: z.array(z.string()),
  proposalId: z.int().nullable(),
  author: z.string(),
  authorName: z.string(),
  recordedAt: z.string(),
  supersededAt: z.string().nullable(),
  lapsedAt: z.string().nullable(),
  /** The facts whose change made it lapse. */
  changes: z.array(Change),
})
export type Outcome = z.infer<typeof Outcome>

const Item = z.object({
  parcelId: z.int(),
  name: z.string().nullable(),
  parcelCode: z.string().nullable(),
  areaMu: z.string(),
  ruleSet: z.string(),
  /** Null where the suspicion is settled and not raised. */
  rule: z.string().nullable(),
  state: z.string().nullable(),
  clause: z.string().nullable(),
  since: z.string().nullable(),
  discoveredOn: z.string(),
  ageDays: z.int(),
  dueOn: z.string().nullable(),
  overdue: z.boolean(),
  openRequests: z.int(),
  evidence: z.int(),
  outcome: z.enum(OUTCOMES).nullable(),
  reopened: z.boolean(),
})
export type DeskItem = z.infer<typeof Item>
const DeskSum = z.object({ flags: z.int(), parcels: z.int(), areaMu: z.string() })
export const DeskList = z.object({
  items: z.array(Item),
  total: z.int(),
  next: z.int().nullable(),
  /** Parcels count once, however many rule sets suspect them. */
  sums: DeskSum,
  /** Each parcel once: those of which idleness is suspected, and the others. */
  byKind: z.object({ idle: DeskSum, lowEfficiency: DeskSum }),
  /** The same by rule set: flags add up, a parcel may stand under several. */
  byRuleSet: z.array(DeskSum.extend({ ruleSet: z.string() })),
  /** What the other filters select, by what became of it. */
  byStatus: z.object({
    open: DeskSum,
    dismissed: DeskSum,
    inDisposal: DeskSum,
    confirmed: DeskSum,
  }),
})
export type DeskList = z.infer<typeof DeskList>

const Request = z.object({
  id: z.int(),
  addressee: z.string(),
  what: z.string(),
  dueOn: z.string(),
  overdue: z.boolean(),
  answeredOn: z.string().nullable(),
  answer: z.string().nullable(),
  authorName: z.string(),
  recordedAt: z.string(),
})
const Evidence = z.object({
  id: z.int(),
  attachmentId: z.string(),
  filename: z.string().nullable(),
  kind: z.enum(["sitePhoto", "satellite", "drone", "document", "statement"]),
  takenOn: z.string().nullable(),
  note: z.string().nullable(),
  authorName: z.string(),
  recordedAt: z.string(),
})
const Plain = z.union([z.number(), z.string(), z.boolean()])

const HitReason = z.object({
  fact: z.string(),
  label: z.string().nullable(),
  confidential: z.boolean(),
  withheld: z.literal(true).optional(),
  value: z.string().nullable().optional(),
  threshold: z.string().nullable().optional(),
})
export type HitReason = z.infer<typeof HitReason>

export const DeskFlag = z.object({
  item: Item,
  reasons: z.array(HitReason),
  reliability: z.object({
    /** What is not known, and what it would make of the verdict. */
    missing: z.array(
      z.object({
        fact: z.string(),
        label: z.string().nullable(),
        changes: z.array(
          z.object({
            value: Plain,
            rule: z.string().nullable(),
            clause: z.string().nullable(),
            route: z.string().nullable().optional(),
          }),
        ),
      }),
    ),
    /** The facts of each ledger with the day on which it was last told of; old ones may have been overtaken. */
    sources: z.array(
      z.object({
        ledger: z.enum(["contract", "project", "pauses", "figures"]),
        facts: z.array(z.string()),
        title: z.string().nullable(),
        documentNo: z.string().nullable(),
        recordedOn: z.string().nullable(),
        ageDays: z.int().nullable(),
        stale: z.boolean(),
      }),
    ),
    withheldFacts: z.array(z.string()),
  }),
  evidence: z.array(Evidence),
  requests: z.array(Request),
  outcomes: z.array(Outcome),
})
export type DeskFlag = z.infer<typeof DeskFlag>

export const EvaluationParam = z.object({ id: Id })
export const EvaluationsQuery = z.strictObject(
  {
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: Id.optional().describe("`next` of the page before"),
  },
  UNKNOWN,
)
export type EvaluationsQuery = z.infer<typeof EvaluationsQuery>
export const CHANGE_KINDS = ["raised", "ended", "changed"] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]
export const DifferenceQuery = z.strictObject(
  {
    change: z.enum(CHANGE_KINDS).optional(),
    ruleSet: RuleSetId.optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    cursor: z.coerce.number().int().min(0).default(0).describe("`next` of the page before"),
  },
  UNKNOWN,
)
export type DifferenceQuery = z.infer<typeof DifferenceQuery>
const Hit = z.object({
  rule: z.string(),
  clause: z.string().nullable(),
  reasons: z.array(HitReason),
})
const SuspicionChange = z.object({
  parcelId: z.int(),
  name: z.string().nullable(),
  parcelCode: z.string().nullable(),
  areaMu: z.string().nullable(),
  ruleSet: z.string(),
  change: z.enum(CHANGE_KINDS),
  before: Hit.nullable(),
  after: Hit.nullable(),
})
export const Evaluation = z.object({
  id: z.int(),
  asOf: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  /** Ended early; what it found until then stands. */
  cancelledAt: z.string().nullable(),
  parcels: z.int().nullable(),
  suspicions: z.int().nullable(),
  durationMs: z.int().nullable(),
  author: z.string(),
  authorName: z.string(),
  /** Parcels that it went through, of so many; null when it does not run any more. */
  progress: z.object({ done: z.int(), all: z.int() }).nullable(),
})
export type Evaluation = z.infer<typeof Evaluation>
export const EvaluationList = z.object({
  items: z.array(Evaluation),
  total: z.int(),
  next: z.int().nullable(),
})
export type EvaluationList = z.infer<typeof EvaluationList>
export const EvaluationDifference = Evaluation.extend({
  /** The complete evaluation before it; null for the first, whose list is of everything that stands. */
  previous: Evaluation.nullable(),
  /** Suspicions of each kind. */
  counts: z.object({ raised: z.int(), ended: z.int(), changed: z.int() }),
  sums: z.object({ raised: DeskSum, ended: DeskSum, changed: DeskSum }),
  all: DeskSum,
  /** A page of those of the kind that was asked for. */
  changes: z.array(SuspicionChange),
  total: z.int(),
  next: z.int().nullable(),
})
export type EvaluationDifference = z.infer<typeof EvaluationDifference>
