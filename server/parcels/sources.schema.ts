import { z } from "zod"
import { Day, Year } from "./schema.ts"

export const SourcesQuery = z.strictObject(
  { year: Year.optional().describe("fiscal year of figures and grades; the latest there is") },
  "有不认识的参数",
)

/** Kinds of data that are told apart by where they came from. */
export const SOURCE_KINDS = [
  "parcels",
  "contracts",
  "projects",
  "buildings",
  "enterprises",
  "occupancy",
  "indicators",
  "grades",
  "standings",
  "determinations",
] as const
export type SourceKind = (typeof SOURCE_KINDS)[number]

export const NewestSource = z
  .strictObject({
    kind: z.enum(SOURCE_KINDS),
    origin: z
      .enum(["import", "document", "entry", "sample", "computed"])
      .describe("computed: by this system from the other kinds"),
    name: z.string().nullable().describe("file or document as given; null of what is computed"),
    issuer: z.string().nullable(),
    day: Day.describe("legal day on which it was received, or computed"),
    fiscalYear: z.int().nullable().describe("of figures and grades"),
    rows: z.int().describe("records in effect that it gave"),
  })
  .meta({ ref: "NewestSource" })
export type NewestSource = z.infer<typeof NewestSource>

export const SourceList = z.strictObject({
  items: z.array(NewestSource),
  total: z.int(),
  next: z.null(),
})
export type SourceList = z.infer<typeof SourceList>
