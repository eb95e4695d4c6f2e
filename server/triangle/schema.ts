import { z } from "zod"

export const ParcelParam = z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) })

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
