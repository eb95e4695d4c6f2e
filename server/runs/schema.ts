import { z } from "zod"
import { listOf } from "../http/list.ts"
import { LedgerRow, RecordOrigin } from "../assessment/ledger.schema.ts"
import { Enterprise, Notice, RatingClass, Scheme } from "../assessment/schema.ts"

const Id = z.coerce.number().int().min(1).max(2_147_483_647)
const Year = z.coerce.number().int().min(1990).max(2100)

export const RunParam = z.object({ id: Id })
export const RunFirmParam = z.object({ id: Id, enterpriseId: Id })
export const RunsQuery = z.object({ fiscalYear: Year.optional() })
export const MoversQuery = z.object({ against: Id })
/** Why something secret is taken out, for the record. */
export const ExportQuery = z.object({ reason: z.string().trim().min(1).max(500).optional() })
export const ResultsQuery = z.object({
  scheme: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(10_000),
  cursor: z.coerce.number().int().min(0).max(1_000_000).default(0),
})

export const NewRun = z.strictObject({
  fiscalYear: z.number().int().min(1990).max(2100),
  /** Why it is computed: the first of a year, a correction, an appeal. */
  why: z.string().trim().min(1, "请写明测算原因").max(2000),
  /** The run that this one corrects: the last of the year, where there is one. */
  baseRunId: z.number().int().min(1).nullish(),
})

const Counts = z.record(z.string(), z.number().int())
const Decimal = z.string().nullable()
const SealedReason = Notice.omit({ text: true })

const Stratum = z.object({
  schemeId: z.string(),
  version: z.number().int(),
  sha256: z.string(),
  firms: z.number().int(),
  ranked: z.number().int(),
  counts: Counts,
  benchmarks: z.record(z.string(), z.union([Decimal, z.record(z.string(), z.string())])),
  ranges: z.record(z.string(), z.object({ min: Decimal, max: Decimal })),
  warnings: z.array(SealedReason),
})

export const RunAnswer = z.object({
  id: z.number().int(),
  fiscalYear: z.number().int(),
  number: z.number().int(),
  baseRunId: z.number().int().nullable(),
  why: z.string(),
  strata: z.array(Stratum),
  firms: z.number().int(),
  counts: Counts,
  inputSha256: z.string(),
  schemeSha256: z.string(),
  resultSha256: z.string(),
  product: z.string(),
  author: z.string(),
  authorName: z.string(),
  sealedAt: z.string(),
  published: z.boolean(),
})
export type RunAnswer = z.infer<typeof RunAnswer>

export const RunList = listOf(RunAnswer)
export type RunList = z.infer<typeof RunList>

const Item = z.object({
  id: z.string(),
  weight: z.string(),
  value: Decimal,
  benchmark: Decimal,
  score: Decimal,
  missing: z.boolean(),
})

const Member = z.object({ enterpriseId: z.number().int(), name: z.string() })

export const RunResult = z.object({
  enterpriseId: z.number().int(),
  creditCode: z.string(),
  name: z.string(),
  industryCode: z.string().nullable(),
  /** Of a unit that was scored as one; empty for a firm of its own. */
  members: z.array(Member),
  schemeId: z.string().nullable(),
  ratingClass: RatingClass,
  landMu: Decimal,
  items: z.array(Item),
  bonus: z.string(),
  penalty: z.string(),
  total: Decimal,
  totalRounded: Decimal,
  rank: z.number().int().nullable(),
  gradeByRank: z.string().nullable(),
  grade: z.string().nullable(),
  reasons: z.array(Notice),
})
export type RunResult = z.infer<typeof RunResult>

export const ResultList = z.object({
  items: z.array(RunResult),
  total: z.number().int(),
  next: z.string().nullable(),
})
export type ResultList = z.infer<typeof ResultList>

const Figure = RecordOrigin.extend({
  indicator: z.string(),
  value: Decimal,
  missingReason: z.string().nullable(),
  // Absent in runs that were sealed before it was kept.
  sourceRow: z.number().int().nullish(),
})
const Claim = z.object({
  kind: z.enum(["bonus", "penalty", "event"]),
  groupId: z.string().nullable(),
  item: z.string(),
  points: Decimal,
  evidence: z.string(),
  validTo: z.string().nullable(),
})
/** A firm of a year as it stood when the run was sealed. */
const YearFirm = z.object({
  enterpriseId: z.number().int(),
  creditCode: z.string(),
  name: z.string(),
  industryCode: z.string().nullable(),
  aboveScale: z.boolean().nullable(),
  registeredOn: z.string().nullable(),
  ratingClass: RatingClass,
  classReason: z.string().nullable(),
  land: z.array(LedgerRow),
  figures: z.array(Figure),
  claims: z.array(Claim),
  powerInWanKwh: Decimal,
  powerOutWanKwh: Decimal,
  tenants: z.number().int(),
})

export const FirmOfRun = z.object({
  run: RunAnswer,
  firm: Member.extend({ creditCode: z.string(), industryCode: z.string().nullable() }),
  scheme: Scheme.safeExtend({ version: z.number().int() }).nullable(),
  input: z.object({
    creditCode: z.string(),
    schemeId: z.string().nullable(),
    enterprise: Enterprise.loose(),
    members: z.array(z.string()),
  }),
  firms: z.array(YearFirm),
  result: RunResult,
  neighbours: z.array(
    Member.extend({
      rank: z.number().int(),
      total: Decimal,
      totalRounded: Decimal,
      grade: z.string().nullable(),
      gradeByRank: z.string().nullable(),
    }),
  ),
})

const Standing = z
  .object({
    schemeId: z.string().nullable(),
    ratingClass: RatingClass,
    rank: z.number().int().nullable(),
    grade: z.string().nullable(),
    totalRounded: Decimal,
  })
  .nullable()
export const MoverList = z.object({
  run: RunAnswer,
  against: RunAnswer,
  items: z.array(
    z.object({
      enterpriseId: z.number().int().nullable(),
      creditCode: z.string(),
      name: z.string(),
      before: Standing,
      after: Standing,
      changedInputs: z.array(
        z.object({ field: z.string(), label: z.string(), before: Decimal, after: Decimal }),
      ),
    }),
  ),
})
export type MoverList = z.infer<typeof MoverList>

/** Whether what is kept is what was sealed, and whether computing it again gives the same. */
export const RunVerdict = z.object({
  runId: z.number().int(),
  kept: z.object({ input: z.boolean(), scheme: z.boolean(), result: z.boolean() }),
  recomputed: z.boolean(),
})
export type RunVerdict = z.infer<typeof RunVerdict>

export const LiftList = z.object({
  items: z.array(
    z.object({
      lever: z.string(),
      from: z.string(),
      to: z.string(),
      change: z.string(),
      grade: z.string(),
    }),
  ),
})

export const Trial = z.object({
  run: RunAnswer,
  schemes: z.array(Scheme.safeExtend({ version: z.number().int() })),
  items: z.array(
    z.object({
      creditCode: z.string(),
      schemeId: z.string().nullable(),
      enterprise: Enterprise.loose(),
      members: z.array(z.string()),
      enterpriseId: z.number().int().nullable(),
    }),
  ),
})

/** Where the firms of a run were at the end of its year, out of what the run keeps. */
export const RunLand = z.object({
  items: z.array(
    z.object({
      enterpriseId: z.number().int(),
      /** Of its unit, where it is scored as part of one. */
      creditCode: z.string(),
      registeredOn: z.string().nullable(),
      /** The first day of any use of land in the year, and the first day no more in use; null is still in use. */
      landFromOn: z.string().nullable(),
      landToOn: z.string().nullable(),
      /** Land that it used itself on the last day of the year, most first. */
      parcels: z.array(
        z.object({
          parcelId: z.number().int(),
          parcelCode: z.string().nullable(),
          areaM2: z.string(),
        }),
      ),
    }),
  ),
})
export type RunLand = z.infer<typeof RunLand>

export const ScenarioParam = z.object({ id: Id, scenarioId: z.uuid() })
export const NewScenario = z.strictObject({
  name: z.string().trim().min(1).max(100),
  schemes: z.array(Scheme).min(1).max(50),
})
export type NewScenario = z.infer<typeof NewScenario>
export const Scenario = z.object({
  id: z.string(),
  runId: z.number().int(),
  name: z.string(),
  schemes: z.array(Scheme),
  /** Firms by grade under these schemes, computed by the server from the inputs of the run. */
  counts: Counts,
  authorName: z.string(),
  own: z.boolean(),
  recordedAt: z.string(),
})
export type Scenario = z.infer<typeof Scenario>
export const ScenarioList = listOf(Scenario)
export type ScenarioList = z.infer<typeof ScenarioList>
