import { z } from "zod"
import { Act, Contract, Determination, Project, Suspicion } from "../parcels/detail.schema.ts"
import { Bounds, Centre } from "../parcels/schema.ts"

const text = z.string().nullable().optional()
const number = z.number().nullable().optional()

const Other = z.strictObject({ enterpriseId: z.int(), name: z.string().nullable() }).nullable()

const Use = z.strictObject({
  kind: z.string(),
  from: z.string(),
  to: z.string().nullable(),
  isCurrent: z.boolean(),
  landAreaM2: number,
  floorAreaM2: number,
  far: number,
  lessor: Other.optional(),
  tenant: Other.optional().describe("who rents it; then the strip is the other side of his lease"),
})

const UsedParcel = z.strictObject({
  id: z.int(),
  name: text,
  parcelCode: text,
  legalAreaM2: number,
  areaMu: number,
  inEffect: z.boolean(),
  isCurrent: z.boolean().describe("owned or rented today"),
  bounds: Bounds.readonly(),
  centre: Centre.readonly(),
  uses: z.array(Use),
})

const Land = z.strictObject({
  today: z
    .strictObject({
      ownedMu: z.number(),
      leasedInMu: z.number(),
      leasedOutMu: z.number(),
      landMu: z.number(),
    })
    .nullable(),
  years: z.array(
    z.strictObject({
      year: z.int(),
      endMu: z.number().nullable().describe("in use on 31 December"),
      averageMu: z.number().nullable().describe("averaged over the days of the year, 0.01 mu"),
    }),
  ),
})

const Figure = z.strictObject({
  amount: z.number().nullable(),
  perMu: z.number().nullable(),
  missing: z.enum(["notReported", "notApplicable", "underReview", "noFigure", "noLand"]).nullable(),
})

const Median = z.strictObject({ firms: z.int(), median: z.number().nullable() })

/** One firm over all its parcels; a key is absent where the audience may not read it. */
export const FirmDetail = z
  .strictObject({
    id: z.int(),
    asOf: z.string().describe("the legal day of what is said of today"),
    version: z.int().nullable().optional(),
    name: z.string(),
    creditCode: text,
    industryCode: text,
    stage: text,
    aboveScale: z.boolean().nullable().optional(),
    registeredOn: text,
    names: z.array(
      z.strictObject({
        name: z.string(),
        isCurrent: z.boolean(),
        from: text,
        to: z.string().nullable(),
      }),
    ),
    parcels: z.array(UsedParcel),
    land: Land.optional(),
    grades: z.array(
      z.strictObject({ fiscalYear: z.int(), grade: z.string(), schemeId: z.string() }),
    ),
    metrics: z
      .array(
        z.strictObject({
          fiscalYear: z.int(),
          landMu: z.number().nullable().describe("averaged over the days of the year: divides"),
          indicators: z.record(z.string(), Figure),
        }),
      )
      .optional(),
    comparison: z
      .strictObject({
        fiscalYear: z.int(),
        industry: z.string().nullable(),
        indicators: z.record(
          z.string(),
          z.strictObject({ industry: Median.nullable(), park: Median }),
        ),
      })
      .nullable()
      .optional(),
    suspected: z.array(Suspicion.omit({ reasons: true }).extend({ parcelId: z.int() })).optional(),
    determined: z.array(Determination.extend({ parcelId: z.int() })),
    contracts: z.array(Contract.extend({ parcelId: z.int() })),
    projects: z.array(Project.omit({ enterpriseId: true }).extend({ parcelId: z.int() })),
    sources: z
      .array(
        z.strictObject({
          id: z.int().nullable().optional(),
          kind: text,
          name: text,
          documentNo: text,
          issuedOn: text,
          issuer: text,
          receivedAt: text,
        }),
      )
      .optional(),
    acts: z.array(Act).optional(),
  })
  .meta({ ref: "EnterpriseDetail" })
export type FirmDetail = z.infer<typeof FirmDetail>
