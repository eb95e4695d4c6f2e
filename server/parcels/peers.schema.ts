import { z } from "zod"

const Median = z.strictObject({
  parcels: z.int(),
  median: z.number().nullable().describe("per mu; null of fewer than three parcels"),
})

export const PeerYear = z
  .strictObject({
    fiscalYear: z.int(),
    industry: z
      .string()
      .nullable()
      .describe("two digits of GB/T 4754-2017 of the main firm at the end of the year"),
    indicators: z.record(z.string(), z.strictObject({ industry: Median.nullable(), park: Median })),
  })
  .meta({ ref: "PeerYear" })
export type PeerYear = z.infer<typeof PeerYear>

export const PeerList = z.strictObject({
  items: z.array(PeerYear),
  total: z.int(),
  next: z.null(),
})
export type PeerList = z.infer<typeof PeerList>
