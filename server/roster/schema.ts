import { z } from "zod"
import { listOf } from "../http/list.ts"
import { LedgerRow } from "../assessment/ledger.schema.ts"
import { Notice, RatingClass } from "../assessment/schema.ts"

const Id = z.number().int().min(1).max(2_147_483_647)
const Year = z.coerce.number().int().min(1990).max(2100)
const Reason = z.string().trim().min(1, "请写明理由").max(1000)

export const YearParam = z.object({ year: Year })
export const YearFirmParam = z.object({ year: Year, enterpriseId: z.coerce.number().pipe(Id) })
export const YearRowParam = z.object({ year: Year, id: z.coerce.number().pipe(Id) })

export const YearPlan = z
  .strictObject({
    strata: z
      .array(
        z.strictObject({
          schemeId: z.string().min(1).max(60),
          version: z.number().int().min(1),
        }),
      )
      .min(1, "至少选定一个方案")
      .max(50),
    note: z.string().trim().max(2000).nullish(),
  })
  .refine(({ strata }) => new Set(strata.map(({ schemeId }) => schemeId)).size === strata.length, {
    path: ["strata"],
    message: "同一方案只能选一个版本",
  })
export type YearPlan = z.infer<typeof YearPlan>

const Stratum = z.object({ schemeId: z.string(), version: z.number().int(), label: z.string() })
/** Where a year stands. */
export const YearAnswer = z.object({
  fiscalYear: z.number().int(),
  /** Version of the plan, for If-Match; null while the year is not opened. */
  version: z.number().int().nullable(),
  strata: z.array(Stratum),
  note: z.string().nullable(),
  authorName: z.string().nullable(),
  openedAt: z.string().nullable(),
  runs: z.number().int(),
  lastRun: z
    .object({
      id: z.number().int(),
      number: z.number().int(),
      sealedAt: z.string(),
      counts: z.record(z.string(), z.number().int()),
    })
    .nullable(),
  /** Firms that have a grade in force, and the run it comes from. */
  gradedFirms: z.number().int(),
  publishedRunId: z.number().int().nullable(),
})
export type YearAnswer = z.infer<typeof YearAnswer>
export const YearList = listOf(YearAnswer)
export type YearList = z.infer<typeof YearList>

export const RosterFirm = z.object({
  enterpriseId: z.number().int(),
  creditCode: z.string(),
  name: z.string(),
  industryCode: z.string().nullable(),
  aboveScale: z.boolean().nullable(),
  registeredOn: z.string().nullable(),
  ratingClass: RatingClass,
  classReason: z.string().nullable(),
  /** What the scheme's rules point to, where it is another class than the one in force. */
  suggestion: z.object({ ratingClass: RatingClass, reason: z.string() }).nullable(),
  /** Null where no scheme of the year takes the firm in: `outside` says why. */
  schemeId: z.string().nullable(),
  outside: z.array(Notice),
  unitId: z.number().int().nullable(),
  landMu: z.string().nullable(),
  tenants: z.number().int(),
  /** Quantities that the scheme needs and that are not on record. */
  missing: z.array(z.object({ id: z.string(), label: z.string(), reason: z.string().nullable() })),
  /** Whether the firm can be scored at all. */
  blocked: z.array(Notice),
})
export type RosterFirm = z.infer<typeof RosterFirm>
export const Roster = z.object({
  items: z.array(RosterFirm),
  total: z.number().int(),
  next: z.null(),
  /** Firms by scheme and rating class; with `outside` they add up to the total. */
  counts: z.record(z.string(), z.record(z.string(), z.number().int())),
})
export type Roster = z.infer<typeof Roster>

export const ClassChanges = z.strictObject({
  entries: z
    .array(z.strictObject({ enterpriseId: Id, ratingClass: RatingClass, reason: Reason }))
    .min(1)
    .max(20_000),
})
export type ClassChanges = z.infer<typeof ClassChanges>

export const NewClaim = z
  .strictObject({
    enterpriseId: Id,
    kind: z.enum(["bonus", "penalty", "event"]),
    groupId: z.string().trim().min(1).max(200).nullish(),
    item: z.string().trim().min(1).max(200),
    points: z.number().min(-10_000).max(10_000).nullish(),
    evidence: z.string().trim().min(1, "请写明依据").max(1000),
    validTo: z.iso.date().nullish(),
  })
  .refine(({ kind, groupId }) => (kind === "bonus") === Boolean(groupId), {
    path: ["groupId"],
    message: "加分须写明加分组，扣分和事项没有加分组",
  })
  .refine(({ kind, points }) => (kind === "event") === (points === null || points === undefined), {
    path: ["points"],
    message: "加分和扣分须写明分值，调档事项没有分值",
  })
export type NewClaim = z.infer<typeof NewClaim>

export const ClaimAnswer = z.object({
  id: z.number().int(),
  enterpriseId: z.number().int(),
  name: z.string(),
  kind: z.enum(["bonus", "penalty", "event"]),
  groupId: z.string().nullable(),
  item: z.string(),
  points: z.string().nullable(),
  evidence: z.string(),
  validTo: z.string().nullable(),
  recordedAt: z.string(),
})
export type ClaimAnswer = z.infer<typeof ClaimAnswer>
export const ClaimList = listOf(ClaimAnswer)
export type ClaimList = z.infer<typeof ClaimList>

export const NewUnit = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    leadEnterpriseId: Id,
    memberIds: z.array(Id).min(2, "评价单元至少有两家企业").max(200),
    reason: Reason,
  })
  .refine(({ memberIds, leadEnterpriseId }) => memberIds.includes(leadEnterpriseId), {
    path: ["leadEnterpriseId"],
    message: "牵头企业须是成员",
  })
  .refine(({ memberIds }) => new Set(memberIds).size === memberIds.length, {
    path: ["memberIds"],
    message: "成员重复",
  })
export type NewUnit = z.infer<typeof NewUnit>

export const UnitAnswer = z.object({
  id: z.number().int(),
  name: z.string(),
  leadEnterpriseId: z.number().int(),
  members: z.array(
    z.object({ enterpriseId: z.number().int(), creditCode: z.string(), name: z.string() }),
  ),
  reason: z.string(),
})
export type UnitAnswer = z.infer<typeof UnitAnswer>
export const UnitList = listOf(UnitAnswer)
export type UnitList = z.infer<typeof UnitList>

export const NewTransfer = z
  .strictObject({
    fromEnterpriseId: Id,
    toEnterpriseId: Id,
    wanKwh: z.number().positive().max(1e12),
    evidence: z.string().trim().min(1, "请写明依据").max(1000),
  })
  .refine(({ fromEnterpriseId, toEnterpriseId }) => fromEnterpriseId !== toEnterpriseId, {
    path: ["toEnterpriseId"],
    message: "转出和转入不能是同一家企业",
  })
export type NewTransfer = z.infer<typeof NewTransfer>
export const TransferAnswer = z.object({
  id: z.number().int(),
  fromEnterpriseId: z.number().int(),
  fromName: z.string(),
  toEnterpriseId: z.number().int(),
  toName: z.string(),
  wanKwh: z.string(),
  evidence: z.string(),
})
export type TransferAnswer = z.infer<typeof TransferAnswer>
export const TransferList = listOf(TransferAnswer)
export type TransferList = z.infer<typeof TransferList>

/** How a firm's land of a year came about, use by use, with the mu each adds or takes. */
export const LandOfFirm = z.object({
  fiscalYear: z.number().int(),
  enterpriseId: z.number().int(),
  name: z.string(),
  daysOfYear: z.number().int(),
  rows: z.array(
    LedgerRow.extend({
      areaMu: z.string(),
      /** Mu that count in the year; below zero for land that was let. */
      countedMu: z.string(),
    }),
  ),
  ownedMu: z.string().nullable(),
  leasedInMu: z.string().nullable(),
  leasedOutMu: z.string().nullable(),
  landMu: z.string().nullable(),
})
export type LandOfFirm = z.infer<typeof LandOfFirm>
