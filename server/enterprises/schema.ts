import { z } from "zod"
import { selectionShape, shapeOf, Year } from "../parcels/schema.ts"
import { FIELDS } from "./catalogue.ts"

/** A name that nobody knows is refused: a misspelt filter would select everything. */
const UNKNOWN = "有不认识的参数"

const wantedShape = {
  ...selectionShape,
  bbox: selectionShape.bbox.describe("firms that use a parcel in west,south,east,north (CRS84)"),
  filter: selectionShape.filter.describe(
    "CQL2 text over the names of /api/filter-names: firms that use a parcel which it selects",
  ),
  q: selectionShape.q.describe("text in name or credit code"),
}

export const SelectionQuery = z.strictObject(wantedShape, UNKNOWN)

export const ListQuery = z.strictObject(
  {
    ...wantedShape,
    sort: z
      .string()
      .max(64)
      .optional()
      .describe("a name of /api/enterprise-names, - before it for descending"),
    limit: z.coerce.number("应为 1 至 1000 的整数").int().min(1).max(1000).default(100),
    cursor: z.string().max(6_000).optional(),
  },
  UNKNOWN,
)

export const DetailQuery = z.strictObject(
  {
    year: Year.optional().describe("the year that firms are compared in; the latest with figures"),
  },
  UNKNOWN,
)

const ListedFirm = z.strictObject(shapeOf(FIELDS)).meta({ ref: "ListedEnterprise" })

export const FirmList = z.strictObject({
  items: z.array(ListedFirm),
  total: z.int(),
  next: z.string().nullable(),
  year: z.int().nullable(),
})

const Count = z.strictObject({
  firms: z.int(),
  landMu: z.number().optional().describe("in use today"),
  missingLand: z.int().optional().describe("firms without any use on record"),
})
const Group = Count.extend({ value: z.string().nullable() })
const Aggregate = z.strictObject({
  amount: z.number().nullable(),
  firms: z.int(),
  missingFirms: z.int(),
  perMu: z.number().nullable(),
  yearLandMu: z.number().nullable(),
  perMuFirms: z.int(),
})

export const FirmSummary = z.strictObject({
  year: z.int().nullable(),
  total: Count,
  byGrade: z.array(Group).optional(),
  byIndustry: z.array(Group).optional(),
  byAboveScale: z.array(Count.extend({ value: z.boolean().nullable() })).optional(),
  metrics: z.record(z.string(), Aggregate).optional(),
})
