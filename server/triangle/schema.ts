import { z } from "zod"

export const ParcelParam = z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) })

/** A page of a list asks for all of its rows at once. */
const MOST_TRIANGLES = 100
export const TrianglesQuery = z.strictObject({
  parcels: z
    .string()
    .regex(/^[1-9]\d{0,9}(,[1-9]\d{0,9})*$/, "应为以逗号分隔的宗地编号")
    .transform((text) => [...new Set(text.split(",").map(Number))])
    .pipe(z.array(z.int().max(2_147_483_647)).max(MOST_TRIANGLES)),
})

/** 万元 and 万kWh of the fiscal year, of all firms on the parcel; what a kWh brings in 万元/万kWh. */
const Triple = z.object({
  taxWanYuan: z.number().nullable(),
  revenueWanYuan: z.number().nullable(),
  powerWanKwh: z.number().nullable(),
  taxPerKwh: z.number().nullable(),
  revenuePerKwh: z.number().nullable(),
})
const Band = z.object({ median: z.number(), mad: z.number(), count: z.int() })

export const Triangle = z.object({
  parcelId: z.int(),
  fiscalYear: z.int().nullable(),
  industry: z.string().nullable(),
  /** Firms on the parcel, tenants included; a figure that one of them lacks is null. */
  firms: z.array(
    z.object({
      enterpriseId: z.int(),
      name: z.string(),
      isTenant: z.boolean(),
      powerWanKwh: z.number().nullable(),
    }),
  ),
  own: Triple,
  /** Natural logarithms over the industry; null below the smallest group that is judged. */
  bands: z.object({ revenuePerKwh: Band.nullable(), taxPerKwh: Band.nullable() }),
  minGroup: z.int(),
  deviations: z
    .object({ revenuePerKwh: z.number().nullable(), taxPerKwh: z.number().nullable() })
    .nullable(),
  direction: z.enum(["powerHigh", "powerLow"]).nullable(),
  missing: z.array(z.string()),
  /** Of the same industry, the nearest by sales. */
  nearest: z.array(
    Triple.extend({ parcelId: z.int(), name: z.string().nullable(), firm: z.string().nullable() }),
  ),
})
export type Triangle = z.infer<typeof Triangle>

export const TriangleList = z.object({ items: z.array(Triangle), total: z.int(), next: z.null() })
