import { z } from "zod"
import { isLegalDay } from "../flags/facts.rules.ts"
import {
  NOTICE_KINDS,
  REFUSAL_CODES,
  WAYS,
  type NoticeFacts,
  SERVICE_WAYS,
} from "./notice.rules.ts"

const LARGEST_ID = 2_147_483_647
const UNKNOWN = "有不认识的字段"
const Id = z.coerce.number().int().min(1).max(LARGEST_ID)
const Day = z
  .string("应为 YYYY-MM-DD 格式的日期")
  .refine(isLegalDay, "不是 1900 至 2199 年间的 YYYY-MM-DD 日期")

/** What hides or turns text round has no place in a document that a court reads. */
const isPlain = (text: string) => !/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(text.replaceAll("\n", ""))
const legal = (longest: number) =>
  z
    .string()
    .transform((text) => text.normalize("NFC").replaceAll("\r\n", "\n").trim())
    .pipe(
      z
        .string()
        .min(1, "不能为空")
        .max(longest, `至多 ${longest} 个字符`)
        .refine(isPlain, "含有不可见字符或控制字符"),
    )
const Line = legal(200).refine((text) => !text.includes("\n"), "不能换行")
const Passage = legal(2000)

const Approval = z.strictObject({ documentNo: Line, approvedOn: Day, body: Line }, UNKNOWN)
const shared = {
  issuedOn: Day.describe("the day the document bears; its facts are those of that day"),
  body: Line.describe("who issues it"),
  series: Line.describe("what stands before 〔year〕 in its number"),
  addressee: Line,
  address: Line,
  contact: Line,
  remarks: Passage.nullish().transform((text) => text ?? null),
}

/** What is filled in, by the kind of document. */
export const NewNotice = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("investigation"), ...shared }, UNKNOWN),
  z.strictObject({ kind: z.literal("determination"), cause: Passage, ...shared }, UNKNOWN),
  z.strictObject({ kind: z.literal("hearing"), ...shared }, UNKNOWN),
  z.strictObject(
    {
      kind: z.literal("feeDecision"),
      approval: Approval.describe("by the people's government"),
      payment: Passage,
      review: Line.describe("who reviews the decision"),
      court: Line,
      ...shared,
    },
    UNKNOWN,
  ),
  z.strictObject(
    {
      kind: z.literal("recoveryDecision"),
      approval: Approval,
      handover: Line.describe("where the right is deregistered"),
      review: Line,
      court: Line,
      ...shared,
    },
    UNKNOWN,
  ),
  z.strictObject(
    {
      kind: z.literal("disposalPlan"),
      way: z.enum(Object.keys(WAYS) as [keyof typeof WAYS]),
      measures: Passage,
      filing: Line.describe("filing in the national market monitoring system (art. 25)"),
      mortgagees: Passage.nullish().transform((text) => text ?? null),
      ...shared,
    },
    UNKNOWN,
  ),
  z.strictObject(
    {
      kind: z.literal("supplement"),
      startOn: Day,
      completeOn: Day,
      liability: Passage,
      filing: Line,
      ...shared,
    },
    UNKNOWN,
  ),
  z.strictObject(
    { kind: z.literal("mortgagee"), mortgage: Line, matter: Passage, ...shared },
    UNKNOWN,
  ),
  z.strictObject({ kind: z.literal("closure"), outcome: Passage, ...shared }, UNKNOWN),
])
export type NewNotice = z.infer<typeof NewNotice>

export const ParcelParam = z.object({ id: Id })
export const NoticeParam = z.object({ id: Id })
export const FileParam = z.object({ id: Id, format: z.enum(["pdf", "docx"]) })
export const FactsQuery = z.strictObject(
  { on: Day.optional().describe("the day the document would bear; today when absent") },
  UNKNOWN,
)
export const NoticesQuery = z.strictObject(
  {
    parcel: Id.optional(),
    state: z
      .enum(["drawn", "issued", "returned", "withdrawn", "revoked"])
      .optional()
      .describe("drawn: waits for another person"),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    cursor: z.coerce.number().int().min(0).optional(),
  },
  UNKNOWN,
)
export type NoticesQuery = z.infer<typeof NoticesQuery>

export const NewStep = z
  .strictObject(
    {
      step: z.enum(["approved", "returned", "withdrawn", "revoked"]),
      why: z.string().trim().min(1).max(2000).nullish(),
    },
    UNKNOWN,
  )
  .refine(({ step, why }) => step === "approved" || why, {
    path: ["why"],
    message: "退回、撤回和撤销须写明理由",
  })
export type NewStep = z.infer<typeof NewStep>

export const NewService = z.strictObject(
  {
    servedOn: Day,
    way: z.enum(SERVICE_WAYS),
    recipient: Line,
    attachmentId: z.uuid().nullish().describe("the receipt, a file at the parcel"),
    why: z
      .string()
      .trim()
      .min(1)
      .max(2000)
      .nullish()
      .describe("when an earlier entry is corrected"),
  },
  UNKNOWN,
)
export type NewService = z.infer<typeof NewService>

const Person = { actor: z.string(), actorName: z.string(), recordedAt: z.string() }
const NoticeState = z.enum(["drawn", "issued", "returned", "withdrawn", "revoked"])

const row = {
  id: z.int(),
  kind: z.enum(NOTICE_KINDS),
  title: z.string(),
  parcelId: z.int(),
  parcelName: z.string().nullable(),
  parcelCode: z.string().nullable(),
  number: z.string().nullable().describe("given when it is issued"),
  state: NoticeState,
  issuedOn: z.string(),
  body: z.string(),
  addressee: z.string(),
  author: z.string(),
  authorName: z.string(),
  /** Whether the asker drew it up: he cannot issue it. */
  own: z.boolean(),
  recordedAt: z.string(),
  steps: z.array(
    z.object({
      step: z.enum(["approved", "returned", "withdrawn", "revoked"]),
      why: z.string().nullable(),
      ...Person,
    }),
  ),
  files: z.array(z.object({ format: z.enum(["pdf", "docx"]), sha256: z.string(), bytes: z.int() })),
  service: z
    .object({
      servedOn: z.string(),
      way: z.enum(SERVICE_WAYS),
      recipient: z.string(),
      attachmentId: z.string().nullable(),
      why: z.string().nullable(),
      ...Person,
    })
    .nullable(),
  /** By when the addressee must do what; null until it was served, and where nothing is due. */
  answer: z.object({ on: z.string(), what: z.string(), overdue: z.boolean() }).nullable(),
}

export const Notice = z.object({
  ...row,
  fields: z.custom<NewNotice>(),
  facts: z.custom<NoticeFacts>(),
  factsSha256: z.string(),
})
export type Notice = z.infer<typeof Notice>
export const NoticeRow = z.object(row)
export type NoticeRow = z.infer<typeof NoticeRow>
export const NoticeList = z.object({
  items: z.array(NoticeRow),
  total: z.int(),
  next: z.int().nullable(),
})
export type NoticeList = z.infer<typeof NoticeList>

/** What a document drawn up now would rest on, and which may be drawn up. */
export const NoticeOffer = z.object({
  facts: z.custom<NoticeFacts>(),
  kinds: z.array(
    z.object({
      kind: z.enum(NOTICE_KINDS),
      title: z.string(),
      article: z.string(),
      /** The series that was used last, the body and the contact with it. */
      series: z.string(),
      refusal: z.object({ code: z.enum(REFUSAL_CODES), text: z.string() }).nullable(),
    }),
  ),
  /** As they were written last: the next document bears them too. */
  last: z.object({ body: z.string(), contact: z.string() }).nullable(),
  address: z.string().nullable().describe("of this holder, as it was written last"),
})
export type NoticeOffer = z.infer<typeof NoticeOffer>
