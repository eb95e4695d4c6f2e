import { z } from "zod"

const text = z.string().nullable().optional()
const number = z.number().nullable().optional()
const day = z.string().nullable().optional()
const whole = z.int().nullable().optional()
const truth = z.boolean().nullable().optional()

const Beside = z
  .strictObject({ areaM2: z.number().nullable(), differenceM2: z.number().nullable() })
  .describe("an area and what it is more than the legal one")

const Areas = z.strictObject({
  legalAreaM2: z.number(),
  areaMu: z.number(),
  certified: Beside.optional(),
  contract: Beside.optional(),
  surveyed: Beside.optional(),
  geometry: Beside.optional(),
  areaRule: text,
})

const Occupant = z.strictObject({
  enterpriseId: whole,
  kind: text,
  from: day,
  to: day,
  isCurrent: z.boolean(),
  landAreaM2: number,
  landShare: z.number().optional().describe("share of the legal area, 0 to 1"),
  floorAreaM2: number,
  far: number,
  name: text,
  industryCode: text,
  stage: text,
  aboveScale: truth,
  creditCode: text,
  lessor: z
    .strictObject({ enterpriseId: z.int(), name: z.string().nullable() })
    .nullable()
    .optional(),
  grades: z.array(z.strictObject({ fiscalYear: z.int(), grade: z.string(), schemeId: z.string() })),
})

const Metric = z.strictObject({
  amount: z.number().nullable(),
  perMu: z.number().nullable(),
  areaMu: z.number(),
  firms: z.int(),
  missing: z.array(z.strictObject({ enterpriseId: z.int(), name: z.string(), reason: z.string() })),
})

const Reason = z.strictObject({
  fact: z.string(),
  label: z.string().nullable(),
  confidential: z.boolean(),
  value: text,
  threshold: text,
  withheld: z.literal(true).optional(),
})

export const Suspicion = z.strictObject({
  level: z.literal("suspected"),
  ruleSet: text,
  rule: text,
  state: text,
  clause: text,
  since: day,
  nextChangeOn: day,
  evaluatedOn: day,
  route: text,
  feeWanYuan: number,
  reasons: z.array(Reason),
})

export const Determination = z.strictObject({
  level: z.literal("determined"),
  state: text,
  documentNo: text,
  decidedOn: day,
  body: text,
  publicFrom: day,
  publicTo: day,
  endedOn: day,
  sourceId: whole,
})

export const Contract = z.strictObject({
  contractNo: text,
  supervisionNo: text,
  signedOn: day,
  agreedDelivery: day,
  deliveredOn: day,
  agreedStart: day,
  supplementStart: day,
  agreedCompletion: day,
  agreedProduction: day,
  targetCheckOn: day,
  devAreaDueM2: number,
  landPriceWanYuan: number,
  totalInvestWanYuan: number,
  investPerMuWanYuan: number,
  outputPerMuWanYuan: number,
  taxPerMuWanYuan: number,
  farMin: number,
  farMax: number,
})

export const Project = z.strictObject({
  name: text,
  enterpriseId: whole,
  investedWanYuan: number,
  devAreaM2: number,
  suspendedOn: day,
  stoppedOn: day,
  milestones: z.array(z.strictObject({ milestone: z.string(), plannedOn: day, actualOn: day })),
})

const Building = z.strictObject({
  name: text,
  storeys: whole,
  floorM2: number,
  vacantFloorM2: number,
  vacantFrom: day,
})

const Relative = z.strictObject({
  id: z.int(),
  name: z.string().nullable(),
  areaMu: z.number().nullable(),
  kind: text,
  on: day,
  areaShare: number,
})

const Version = z.strictObject({
  version: whole,
  validFrom: day,
  validTo: day,
  recordedAt: text,
  supersededAt: text,
  name: text,
  landUseScheme: text,
  landUseCode: text,
  areaMu: number,
  parcelCode: text,
  actId: text,
  supersededActId: text,
})

export const Act = z.strictObject({
  actId: text,
  at: text,
  actor: text,
  role: text,
  kind: text,
  object: text,
  why: text,
})

/** One parcel; a key is absent where the audience may not read it. Areas in m² and mu, degrees in EPSG:4490. */
export const ParcelDetail = z
  .strictObject({
    id: z.int(),
    version: z.int().describe("the number in the ETag; an edit states it in If-Match"),
    shownVersion: whole,
    inEffect: z.boolean(),
    asOf: z.strictObject({ validOn: z.string(), knownAt: z.string().nullable() }),
    validFrom: day,
    validTo: day,
    recordedAt: text,
    parcelCode: text,
    unitCode: text,
    sourceKey: text,
    name: text,
    location: text,
    approvedOn: day,
    landUse: z.strictObject({ scheme: z.string(), code: z.string() }).nullable(),
    areas: Areas,
    bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]).readonly(),
    centre: z.tuple([z.number(), z.number()]).readonly(),
    geometry: z.object({
      type: z.literal("MultiPolygon"),
      coordinates: z.array(z.array(z.array(z.array(z.number())))),
    }),
    occupants: z.array(Occupant),
    grades: z.array(
      z.strictObject({ fiscalYear: z.int(), grade: z.string(), enterpriseId: z.int() }),
    ),
    metrics: z
      .array(z.strictObject({ fiscalYear: z.int(), indicators: z.record(z.string(), Metric) }))
      .optional(),
    standing: z
      .strictObject({
        available: truth,
        lifecycle: text,
        projectStatus: text,
        evaluatedOn: day,
        missingFacts: z.array(z.string()).optional(),
      })
      .nullable(),
    suspected: z.array(Suspicion).optional(),
    determined: z.array(Determination),
    contracts: z.array(Contract),
    projects: z.array(Project),
    buildings: z.array(Building),
    lineage: z.strictObject({ parents: z.array(Relative), children: z.array(Relative) }).optional(),
    versions: z.array(Version),
    acts: z.array(Act).optional(),
    cases: z
      .array(z.strictObject({ id: whole, route: text, openedOn: day, closedOn: day }))
      .optional(),
    deals: z.array(z.strictObject({ id: whole, openedOn: day, closedOn: day })).optional(),
  })
  .meta({ ref: "ParcelDetail" })
export type ParcelDetail = z.infer<typeof ParcelDetail>
