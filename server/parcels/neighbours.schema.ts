import { z } from "zod"
import { Bounds, Centre, Day } from "./schema.ts"

export const NeighboursQuery = z.strictObject(
  { validOn: Day.optional().describe("the legal day; today when absent") },
  "有不认识的参数",
)

const text = z.string().nullable().optional()

/** A parcel beside another; a key is absent where the audience may not read it, or for another day than today. */
export const Neighbour = z
  .strictObject({
    id: z.int(),
    distanceM: z.number().describe("between the outlines, m; 0 where they touch"),
    name: text,
    areaMu: z.number().nullable().optional(),
    landUse: text,
    landUseScheme: text,
    lifecycle: text,
    available: z.boolean().nullable().optional(),
    bounds: Bounds.readonly(),
    centre: Centre.readonly(),
    geometry: z.object({
      type: z.literal("MultiPolygon"),
      coordinates: z.array(z.array(z.array(z.array(z.number())))),
    }),
  })
  .meta({ ref: "Neighbour" })
export type Neighbour = z.infer<typeof Neighbour>

export const NeighbourList = z.strictObject({
  items: z.array(Neighbour),
  total: z.int(),
  next: z.null(),
})
export type NeighbourList = z.infer<typeof NeighbourList>
