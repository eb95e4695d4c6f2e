import { z } from "zod"
import { FIELDS } from "./catalogue.ts"
import { Bounds, Day, selectionShape, shapeOf } from "./schema.ts"

/** What may have become otherwise of a parcel between two days, in the order in which it is told. */
export const KINDS = [
  "appeared",
  "disappeared",
  "outline",
  "area",
  "landUse",
  "name",
  "occupants",
  "grade",
] as const
export type Kind = (typeof KINDS)[number]

/** What a parcel was on one of the days, as far as the audience may know it. Areas in m² and mu. */
export const SIDE_FIELDS = [
  "parcelCode",
  "name",
  "landUse",
  "landUseScheme",
  "areaMu",
  "legalAreaM2",
  "geomAreaM2",
  "grade",
  "firms",
] as const

export const DifferenceQuery = z.strictObject(
  {
    from: Day.describe("the earlier legal day"),
    to: Day.describe("the later legal day, not after today"),
    filter: selectionShape.filter.describe(
      "parcels that it selects on either day; CQL2 text over the names of /api/filter-names?on=",
    ),
    limit: z.coerce.number("应为 1 至 1000 的整数").int().min(1).max(1000).default(200),
    cursor: z.string().max(6_000).optional(),
  },
  "有不认识的参数",
)

const Count = z.strictObject({ parcels: z.int(), areaMu: z.number() })
const Side = z.strictObject(
  shapeOf(Object.fromEntries(SIDE_FIELDS.map((name) => [name, FIELDS[name]]))),
)
const Firm = z.strictObject({ id: z.int(), name: z.string().nullable() })
const Relative = z.strictObject({
  id: z.int(),
  name: z.string().nullable(),
  areaMu: z.number(),
  kind: z.enum(["split", "merge", "adjust", "renumber"]),
  on: Day,
})

const ChangedParcel = z
  .strictObject({
    id: z.int(),
    kinds: z.array(z.enum(KINDS)),
    before: Side.nullable().describe("null: not there on the earlier day"),
    after: Side.nullable().describe("null: not there on the later day"),
    bounds: Bounds,
    firmsIn: z.array(Firm).optional(),
    firmsOut: z.array(Firm).optional(),
    parents: z.array(Relative).optional().describe("of the earlier day, what it was made from"),
    children: z.array(Relative).optional().describe("of the later day, what was made of it"),
  })
  .meta({ ref: "ChangedParcel" })

export const Difference = z.strictObject({
  items: z.array(ChangedParcel),
  total: z.int(),
  next: z.string().nullable(),
  totals: z
    .partialRecord(z.enum(KINDS), Count)
    .describe(
      "parcels by kind of change, each under all of its kinds; mu of the later day, of those gone of the earlier",
    ),
  changed: Count.describe("each parcel once"),
  before: Count.describe("all land of the earlier day"),
  after: Count.describe("all land of the later day"),
  years: z
    .strictObject({ before: z.int().nullable(), after: z.int().nullable() })
    .describe("fiscal years of the grades of either day"),
})
