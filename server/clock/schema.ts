import { z } from "zod"
import { isLegalDay } from "../flags/facts.rules.ts"
import { CLOCK_STATES } from "../flags/clock-state.rules.ts"

const LARGEST_ID = 2_147_483_647
const UNKNOWN = "有不认识的字段"

const Day = z
  .string("应为 YYYY-MM-DD 格式的日期")
  .refine(isLegalDay, "不是 1900 至 2199 年间的日期")
const Text = z.string().trim().min(1, "不能为空").max(200, "至多 200 个字符")
const Id = z.coerce.number().int().min(1).max(LARGEST_ID)

export const ParcelParam = z.object({ id: Id })
export const EventParam = z.object({
  id: Id,
  event: z
    .string()
    .regex(/^(pause|event|delivery)-[1-9]\d{0,9}$/, "应为事件编号")
    .describe("`id` of an event of the clock"),
})

export const ClockQuery = z.strictObject(
  {
    on: Day.optional().describe("legal day asked about; today when absent"),
    knownAt: z.iso
      .datetime({ offset: true, error: "应为 ISO 8601 时刻" })
      .optional()
      .describe("instant whose knowledge counts; now when absent"),
  },
  UNKNOWN,
)
export type ClockQuery = z.infer<typeof ClockQuery>

/** What stands behind an event: a paper with its number, or its name alone. */
const Document = z.strictObject(
  {
    title: Text.describe("name of the document"),
    documentNo: Text.nullish(),
    issuedOn: Day.nullish(),
    issuer: Text.nullish(),
  },
  UNKNOWN,
)

const shared = { document: Document, why: z.string().trim().min(1).max(1000).nullish() }
/** An event to record. Days of a pause include both ends; without `to` it still lasts. */
export const NewClockEvent = z
  .discriminatedUnion("kind", [
    z.strictObject(
      {
        kind: z.literal("pause"),
        from: Day,
        to: Day.nullish(),
        cause: z.enum(["government", "forceMajeure", "holder"]),
        ...shared,
      },
      UNKNOWN,
    ),
    z.strictObject(
      {
        kind: z.literal("supplement"),
        on: Day.describe("day of the agreement"),
        startOn: Day,
        ...shared,
      },
      UNKNOWN,
    ),
    z.strictObject({ kind: z.literal("delivery"), on: Day, ...shared }, UNKNOWN),
    z.strictObject({ kind: z.literal("suspension"), on: Day, ...shared }, UNKNOWN),
    z.strictObject({ kind: z.literal("resumption"), on: Day, ...shared }, UNKNOWN),
  ])
  .superRefine((event, context) => {
    if (event.kind === "pause" && event.to && event.to < event.from)
      context.addIssue({ code: "custom", path: ["to"], message: "早于开始日期" })
    if (event.kind === "supplement" && event.startOn < event.on)
      context.addIssue({ code: "custom", path: ["startOn"], message: "早于补充协议签订日期" })
  })
export type NewClockEvent = z.infer<typeof NewClockEvent>

export const Withdrawal = z.strictObject(
  { why: z.string().trim().min(1, "须写明理由").max(1000) },
  UNKNOWN,
)

const Plain = z.union([z.number(), z.string(), z.boolean()]).nullable()
const State = z.enum(CLOCK_STATES)
const Route = z.enum(["fee20", "recover_free", "art12"]).nullable()
const Fee = z.union([z.number(), z.string()]).nullable()

/** Route and fee are absent for an audience that may not read them. */
const Standing = z.object({
  state: State,
  clause: z.string().nullable(),
  route: Route.optional(),
  feeWanYuan: Fee.optional(),
})
const Segment = Standing.extend({ from: z.string(), to: z.string().nullable() })

const Recorded = z.object({
  recordedAt: z.string(),
  recordedBy: z.string(),
  source: z.object({
    title: z.string(),
    documentNo: z.string().nullable(),
    issuedOn: z.string().nullable(),
    issuer: z.string().nullable(),
  }),
})

const ClockEventView = Recorded.extend({
  id: z.string().nullable().describe("null where another ledger holds it and corrects it"),
  kind: z.enum([
    "supply",
    "agreedStart",
    "ledgerSupplement",
    "delivery",
    "supplement",
    "started",
    "suspension",
    "resumption",
    "completed",
    "producing",
    "pause",
  ]),
  on: z.string(),
  to: z.string().nullable().optional(),
  startOn: z.string().nullable().optional(),
  cause: z.enum(["government", "forceMajeure", "holder"]).optional(),
  countsNot: z.boolean().optional().describe("whether its days push the anniversary"),
})
export type ClockEventView = z.infer<typeof ClockEventView>

const Replaced = z.object({
  id: z.string(),
  kind: z.string(),
  on: z.string(),
  to: z.string().nullable(),
  startOn: z.string().nullable(),
  cause: z.string().nullable(),
  recordedAt: z.string(),
  recordedBy: z.string(),
  supersededAt: z.string(),
  supersededBy: z.string().nullable(),
  why: z.string().nullable(),
})

export const ClockAnswer = Standing.extend({
  parcelId: z.int(),
  on: z.string(),
  knownAt: z.string().nullable(),
  rule: z.enum(["type1", "type2"]).nullable(),
  clauses: z.array(z.string()),
  since: z.string().nullable(),
  /** Cause of the pause that covers the day. */
  paused: z.enum(["government", "forceMajeure", "holder"]).nullable(),
  evidence: z.array(
    z.object({ fact: z.string(), label: z.string().nullable(), value: Plain, threshold: Plain }),
  ),
  reasons: z.array(
    z.object({ fact: z.string(), value: Plain, threshold: Plain, text: z.string() }),
  ),
  missingFacts: z.array(z.string()),
  /** What it changes to if nothing but time happens. */
  next: Segment.nullable(),
  thresholds: z.object({
    startDue: z.string().nullable(),
    startFact: z.string().nullable(),
    oneYearEnds: z.string().nullable(),
    twoYearsEnd: z.string().nullable(),
    suspendedSince: z.string().nullable(),
    suspensionYearEnds: z.string().nullable(),
    /** Days by which pauses pushed the first anniversary. */
    pushedDays: z.int(),
  }),
  timeline: z.array(Segment),
  events: z.array(ClockEventView),
  corrections: z.array(Replaced),
})
export type ClockAnswer = z.infer<typeof ClockAnswer>
export type Replaced = z.infer<typeof Replaced>

export const ForecastQuery = z.strictObject(
  {
    days: z.coerce.number("应为天数").int("应为整数").min(1).max(3660).default(90),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    cursor: z.coerce.number().int().min(0).optional().describe("`next` of the page before"),
  },
  UNKNOWN,
)

const Turn = Standing.extend({ on: z.string() })
const Sum = z.object({ parcels: z.int(), areaMu: z.string() })
export const Forecast = z.object({
  from: z.string(),
  until: z.string(),
  items: z.array(
    z.object({
      parcelId: z.int(),
      name: z.string().nullable(),
      parcelCode: z.string().nullable(),
      areaMu: z.string(),
      now: Standing,
      changes: z.array(Turn),
    }),
  ),
  total: z.int(),
  next: z.int().nullable(),
  /** Parcels and mu that change at all, and by the state they come to; a parcel may come to several. */
  sums: z.object({
    all: Sum,
    byState: z.array(Sum.extend({ state: State })),
  }),
})
export type Forecast = z.infer<typeof Forecast>
