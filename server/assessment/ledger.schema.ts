import { z } from "zod"

/** As `RecordOrigin`. */
export const RecordOrigin = z.object({
  sourceName: z.string(),
  sourceKind: z.string(),
  sourceRow: z.number().int().nullable(),
  documentNo: z.string().nullable(),
  recordedAt: z.string(),
  recordedBy: z.string(),
})

/** A use of land in a year, as `LedgerRow`. */
export const LedgerRow = z.object({
  occupancyId: z.number().int(),
  parcelId: z.number().int(),
  parcelCode: z.string().nullable(),
  parcelName: z.string().nullable(),
  kind: z.enum(["owned", "leasedIn", "leasedOut"]),
  counterpart: z.string().nullable(),
  areaM2: z.string(),
  floorAreaM2: z.string().nullable(),
  far: z.string().nullable(),
  fromOn: z.string(),
  toOn: z.string().nullable(),
  days: z.number().int(),
  ...RecordOrigin.partial().shape,
})
