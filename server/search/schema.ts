import { z } from "zod"
import { Bounds, Centre } from "../parcels/schema.ts"
import { KINDS } from "./names.ts"

const CONTROL = /\p{Cc}/u

export const SearchQuery = z.strictObject(
  {
    q: z
      .string()
      .trim()
      .min(1)
      .max(64)
      .refine((text) => !CONTROL.test(text), "有控制字符")
      .describe(
        "part of a name, pinyin or first letters of it, or at least three characters of a code",
      ),
    limit: z.coerce.number("应为 1 至 50 的整数").int().min(1).max(50).default(10),
  },
  "有不认识的参数",
)

const Hit = z
  .strictObject({
    kind: z.enum(KINDS),
    id: z.int(),
    name: z.string().nullable(),
    detail: z.string().nullable().describe("code where it is seen, else where it is"),
    matched: z.enum(["parcelCode", "creditCode", "name", "formerName", "pinyin", "initials"]),
    formerName: z.string().optional().describe("the name that the firm had, where that was found"),
    bounds: Bounds.readonly().nullable(),
    centre: Centre.readonly().nullable(),
    parcels: z.array(z.int()).optional().describe("parcels that a firm owns or rents today"),
  })
  .meta({ ref: "SearchHit" })

export const SearchAnswer = z.strictObject({
  items: z.array(Hit),
  total: z.int().describe("how many match in all"),
})
